//! What an operation takes and answers, read from the types of its handler: an OpenAPI document made of it cannot say anything that the
//! code does not do.

use std::{any::type_name, collections::BTreeMap, marker::PhantomData};

use axum::{
    Extension, Json,
    extract::{OriginalUri, Path, RawQuery, Request, State},
    handler::Handler,
    http::{HeaderMap, Method, StatusCode, Uri},
    response::{Html, Redirect, Response},
};
use schemars::{
    JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings, transform::RecursiveTransform,
};
use serde_json::{Map, Value};

use crate::{
    answer::{Created, CreatedText, NoContent, OkText, Put},
    body::{ValidJson, ValidJsonList},
    error::ApiError,
    pagination::{Page, Pagination},
    query::{Query, QueryParameter, QueryParameters},
};

/// The body of an answer.
#[derive(Clone, PartialEq, Debug)]
pub enum AnswerBody {
    /// None.
    Empty,
    /// A short text.
    Text,
    /// JSON of this schema.
    Json(Box<Schema>),
    /// Something that its type does not tell: a page, a redirect, a file.
    Other,
}

/// What a handler's types say.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct OperationDescription {
    /// The parameters in the query, in order.
    pub query: Vec<QueryParameter>,
    /// Whether it takes `page` and `page_size`.
    pub is_paginated: bool,
    /// The schema of the body.
    pub body: Option<Schema>,
    /// Its answers when it does its work, by status.
    pub answers: BTreeMap<u16, AnswerBody>,
}

/// Where schemas are that others refer to.
const COMPONENTS: &str = "#/components/schemas/";
/// What sets the names of schemas that bodies refer to apart from those of answers: no type has a point in its name.
const BODY: &str = "Body.";

/// Makes schemas of OpenAPI 3.0. Those of answers may refer to [`Describer::into_components`]; those of bodies stand for themselves,
/// because a type may take less than it shows, and only refer to what contains itself.
pub struct Describer {
    bodies: SchemaGenerator,
    answers: SchemaGenerator,
}

impl Default for Describer {
    fn default() -> Self {
        let bodies = SchemaSettings::openapi3()
            .with(|settings| settings.inline_subschemas = true)
            .with_transform(RecursiveTransform(name_body))
            .for_deserialize();
        Self {
            bodies: bodies.into_generator(),
            answers: SchemaSettings::openapi3().for_serialize().into_generator(),
        }
    }
}

impl Describer {
    /// The schema of `T` as it is read.
    pub fn body<T: JsonSchema>(&mut self) -> Schema {
        schema_for::<T>(&mut self.bodies)
    }

    /// The schema of `T` as it is written.
    pub fn answer<T: JsonSchema>(&mut self) -> Schema {
        schema_for::<T>(&mut self.answers)
    }

    /// The schemas that others refer to, by name.
    pub fn into_components(mut self) -> Map<String, Value> {
        let mut components = self.answers.take_definitions(true);
        let of_bodies = self.bodies.take_definitions(true).into_iter();
        components.extend(of_bodies.map(|(name, schema)| (format!("{BODY}{name}"), schema)));
        components
    }
}

/// A generator transforms whole documents and definitions only.
fn schema_for<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    let mut schema = generator.subschema_for::<T>();
    for transform in generator.transforms_mut() {
        transform.transform(&mut schema);
    }
    schema
}

/// Lets a reference of a body lead to where [`Describer::into_components`] puts it.
fn name_body(schema: &mut Schema) {
    let name = schema.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix(COMPONENTS));
    if let Some(name) = name.map(|name| format!("{COMPONENTS}{BODY}{name}")) {
        schema.insert("$ref".to_owned(), name.into());
    }
}

/// What a handler takes out of a request, as far as its documentation should tell.
pub trait DescribesInput {
    /// Adds it to the description. What comes from elsewhere than query and body adds nothing.
    fn describe(_description: &mut OperationDescription, _describer: &mut Describer) {}
}

impl<T> DescribesInput for Path<T> {}
impl<T> DescribesInput for State<T> {}
impl<T> DescribesInput for Extension<T> {}
impl<T: DescribesInput> DescribesInput for Option<T> {
    fn describe(description: &mut OperationDescription, describer: &mut Describer) {
        T::describe(description, describer);
    }
}
impl DescribesInput for HeaderMap {}
impl DescribesInput for Method {}
impl DescribesInput for OriginalUri {}
impl DescribesInput for RawQuery {}
impl DescribesInput for Request {}
impl DescribesInput for Uri {}
impl DescribesInput for axum::body::Bytes {}

impl<P: QueryParameters> DescribesInput for Query<P> {
    fn describe(description: &mut OperationDescription, _describer: &mut Describer) {
        description.query.extend(P::PARAMETERS.iter().copied().flatten().copied());
    }
}

impl DescribesInput for Pagination {
    fn describe(description: &mut OperationDescription, _describer: &mut Describer) {
        description.is_paginated = true;
    }
}

impl<T: JsonSchema> DescribesInput for ValidJson<T> {
    fn describe(description: &mut OperationDescription, describer: &mut Describer) {
        description.body = Some(describer.body::<T>());
    }
}

impl<T: JsonSchema> DescribesInput for ValidJsonList<T> {
    fn describe(description: &mut OperationDescription, describer: &mut Describer) {
        description.body = Some(describer.body::<Vec<T>>());
    }
}

/// What a handler answers when it does its work.
pub trait DescribesOutput {
    /// Adds it to the description.
    fn describe(description: &mut OperationDescription, describer: &mut Describer);
}

fn answer(description: &mut OperationDescription, status: StatusCode, body: AnswerBody) {
    description.answers.insert(status.as_u16(), body);
}

fn json<T: JsonSchema>(
    description: &mut OperationDescription,
    status: StatusCode,
    describer: &mut Describer,
) {
    let schema = describer.answer::<T>();
    answer(description, status, AnswerBody::Json(Box::new(schema)));
}

impl<T: JsonSchema> DescribesOutput for Json<T> {
    fn describe(description: &mut OperationDescription, describer: &mut Describer) {
        json::<T>(description, StatusCode::OK, describer);
    }
}

impl<T: JsonSchema> DescribesOutput for Page<T> {
    fn describe(description: &mut OperationDescription, describer: &mut Describer) {
        json::<Vec<T>>(description, StatusCode::OK, describer);
    }
}

impl<T: JsonSchema> DescribesOutput for Created<T> {
    fn describe(description: &mut OperationDescription, describer: &mut Describer) {
        json::<T>(description, StatusCode::CREATED, describer);
    }
}

impl<T: JsonSchema> DescribesOutput for Put<T> {
    fn describe(description: &mut OperationDescription, describer: &mut Describer) {
        json::<T>(description, StatusCode::CREATED, describer);
        json::<T>(description, StatusCode::OK, describer);
    }
}

impl DescribesOutput for CreatedText {
    fn describe(description: &mut OperationDescription, _describer: &mut Describer) {
        answer(description, StatusCode::CREATED, AnswerBody::Text);
    }
}

impl DescribesOutput for OkText {
    fn describe(description: &mut OperationDescription, _describer: &mut Describer) {
        answer(description, StatusCode::OK, AnswerBody::Text);
    }
}

impl DescribesOutput for &'static str {
    fn describe(description: &mut OperationDescription, _describer: &mut Describer) {
        answer(description, StatusCode::OK, AnswerBody::Text);
    }
}

impl DescribesOutput for NoContent {
    fn describe(description: &mut OperationDescription, _describer: &mut Describer) {
        answer(description, StatusCode::NO_CONTENT, AnswerBody::Empty);
    }
}

impl DescribesOutput for Response {
    fn describe(description: &mut OperationDescription, _describer: &mut Describer) {
        answer(description, StatusCode::OK, AnswerBody::Other);
    }
}

impl<T> DescribesOutput for Html<T> {
    fn describe(description: &mut OperationDescription, _describer: &mut Describer) {
        answer(description, StatusCode::OK, AnswerBody::Other);
    }
}

impl DescribesOutput for Redirect {
    fn describe(description: &mut OperationDescription, _describer: &mut Describer) {
        answer(description, StatusCode::SEE_OTHER, AnswerBody::Other);
    }
}

impl DescribesOutput for () {
    fn describe(description: &mut OperationDescription, _describer: &mut Describer) {
        answer(description, StatusCode::OK, AnswerBody::Empty);
    }
}

/// Headers beside an answer are not described.
impl<H, T: DescribesOutput> DescribesOutput for (H, T) {
    fn describe(description: &mut OperationDescription, describer: &mut Describer) {
        T::describe(description, describer);
    }
}

/// What never does its work has no answer to describe.
impl DescribesOutput for ApiError {
    fn describe(_description: &mut OperationDescription, _describer: &mut Describer) {}
}

impl<T: DescribesOutput> DescribesOutput for Result<T, ApiError> {
    fn describe(description: &mut OperationDescription, describer: &mut Describer) {
        T::describe(description, describer);
    }
}

/// A handler that can be described. `T` are its arguments, as [`Handler`] has them.
pub trait Endpoint<T, S>: Handler<T, S> {
    /// Adds what it takes and answers.
    fn describe(description: &mut OperationDescription, describer: &mut Describer);
}

macro_rules! describe_handlers {
    ($($argument:ident),*) => {
        impl<F, Fut, R, S, M, $($argument),*> Endpoint<(M, $($argument,)*), S> for F
        where
            F: Handler<(M, $($argument,)*), S> + FnOnce($($argument),*) -> Fut,
            Fut: Future<Output = R>,
            R: DescribesOutput,
            $($argument: DescribesInput,)*
        {
            fn describe(description: &mut OperationDescription, describer: &mut Describer) {
                $($argument::describe(description, describer);)*
                R::describe(description, describer);
            }
        }
    };
}

describe_handlers!(T1);
describe_handlers!(T1, T2);
describe_handlers!(T1, T2, T3);
describe_handlers!(T1, T2, T3, T4);
describe_handlers!(T1, T2, T3, T4, T5);
describe_handlers!(T1, T2, T3, T4, T5, T6);

impl<F, Fut, R, S> Endpoint<((),), S> for F
where
    F: Handler<((),), S> + FnOnce() -> Fut,
    Fut: Future<Output = R>,
    R: DescribesOutput,
{
    fn describe(description: &mut OperationDescription, describer: &mut Describer) {
        R::describe(description, describer);
    }
}

/// A handler as the list of operations keeps it.
#[derive(Clone, Copy, Debug)]
pub struct HandlerDescription {
    /// The name of its function.
    pub name: &'static str,
    /// Describes it.
    pub describe: fn(&mut OperationDescription, &mut Describer),
}

impl HandlerDescription {
    /// That of a handler.
    pub fn of<H: Endpoint<T, S>, T, S>(_handler: &H) -> Self {
        // What a generic handler was made for follows in angle brackets.
        let path = type_name::<H>().split('<').next().unwrap_or_default();
        Self { name: path.rsplit("::").next().unwrap_or(path), describe: H::describe }
    }
}

/// Keeps a type in a signature without a value of it.
pub(crate) type Only<T> = PhantomData<fn() -> T>;
