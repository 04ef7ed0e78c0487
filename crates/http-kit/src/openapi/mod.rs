//! An OpenAPI 3.0.1 document made of operations: what their routes, and the types of their handlers, say.
//!
//! It does not know which operations there are, nor what the wire calls them where that does not follow from their paths: both are
//! given to it.

mod names;
mod operation;

use std::collections::{BTreeMap, BTreeSet};

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};

pub use names::{GivenName, operation_id, words};

use crate::{
    describe::{AnswerBody, Describer, DescribesOutput, OperationDescription},
    layers::{entity_tag, is_known},
    routes::{Access, Operation},
};

/// The name of the security scheme of machines.
const MACHINE: &str = "OAuth2";
/// The name of the security scheme of whoever signs in.
const INTERACTION: &str = "cookieAuth";
/// The name of the security scheme of users.
const USER: &str = "userToken";
/// The scope that allows everything.
const ALL: &str = "all";

/// What a document says beside its operations.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// Its title.
    pub title: &'a str,
    /// What the API is for.
    pub description: &'a str,
    /// The version of the server.
    pub version: &'a str,
    /// Where the server is: its public origin.
    pub endpoint: &'a str,
    /// The operations that have another name on the wire than their path tells.
    pub names: &'a [GivenName],
}

/// What callers of an operation that is not public show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Credential {
    /// A machine's access token.
    MachineToken,
    /// The cookie of a running sign-in.
    Interaction,
    /// A user's access token.
    UserToken,
}

/// Makes a document.
pub fn document<'a>(
    about: &About<'_>,
    operations: impl IntoIterator<Item = (&'a Operation, Credential)>,
) -> Value {
    let mut describer = Describer::default();
    let (mut paths, mut tags) = (Map::new(), BTreeSet::new());
    let mut security = BTreeMap::from([(ALL.to_owned(), "Everything.".to_owned())]);
    let mut credentials = Vec::new();
    for (operation, credential) in operations {
        let mut description = OperationDescription::default();
        (operation.handler.describe)(&mut description, &mut describer);
        let described = operation::describe(operation, credential, &description, about.names);
        let methods = paths.entry(operation.path).or_insert_with(|| json!({}));
        if let Some(methods) = methods.as_object_mut() {
            methods.insert(operation.method.as_str().to_ascii_lowercase(), described);
        }
        tags.insert(operation.tag);
        if operation.access != Access::Public {
            if credential == Credential::MachineToken {
                let (name, meaning) = (operation.scope(), operation::scope_meaning(operation));
                security.insert(name, meaning);
            }
            if !credentials.contains(&credential) {
                credentials.push(credential);
            }
        }
    }
    let mut components = Map::from_iter([("schemas".to_owned(), schemas(describer).into())]);
    components.insert("responses".to_owned(), operation::refusals());
    components.insert("securitySchemes".to_owned(), security_schemes(about, &credentials, &security));
    json!({
        "openapi": "3.0.1",
        "info": { "title": about.title, "description": about.description, "version": about.version },
        "servers": [{ "url": about.endpoint }],
        "tags": tags.into_iter().map(|tag| json!({ "name": tag })).collect::<Vec<_>>(),
        "security": credentials.first().map(|credential| operation::requirement(*credential, ALL)).into_iter().collect::<Vec<_>>(),
        "paths": paths,
        "components": components,
    })
}

fn schemas(describer: Describer) -> Map<String, Value> {
    let mut schemas = describer.into_components();
    let error = json!({
        "type": "object",
        "description": "Why a request was refused.",
        "required": ["message"],
        "properties": {
            "code": { "type": "string", "description": "What is wrong, in a form that does not change: `entity.not_found`." },
            "message": { "type": "string", "description": "The same in English." },
            "data": { "description": "What else is known of it; of `guard.invalid_input` its issues." },
            "details": { "type": "string", "description": "The issues of `guard.invalid_input` in words, one a line." },
            "error": { "type": "string", "description": "Beside errors of a sign-in: the code of OAuth 2.0." },
            "error_description": { "type": "string", "description": "What that code means here." },
        },
    });
    schemas.insert("ApiError".to_owned(), error);
    schemas.sort_keys();
    schemas
}

fn security_schemes(
    about: &About<'_>,
    credentials: &[Credential],
    scopes: &BTreeMap<String, String>,
) -> Value {
    let mut schemes = Map::new();
    if credentials.contains(&Credential::MachineToken) {
        let flow = json!({ "tokenUrl": format!("{}/oidc/token", about.endpoint), "scopes": scopes });
        let scheme = json!({
            "type": "oauth2",
            "description": "A machine-to-machine application gets a token for the Management API with its id and secret.",
            "flows": { "clientCredentials": flow },
        });
        schemes.insert(MACHINE.to_owned(), scheme);
    }
    if credentials.contains(&Credential::UserToken) {
        let description =
            "The access token that an application gets for a user who signs in, for no resource.";
        let scheme = json!({ "type": "http", "scheme": "bearer", "description": description });
        schemes.insert(USER.to_owned(), scheme);
    }
    if credentials.contains(&Credential::Interaction) {
        let description = "The cookie of a running sign-in, which the authorization endpoint has set.";
        let scheme =
            json!({ "type": "apiKey", "in": "cookie", "name": "_interaction", "description": description });
        schemes.insert(INTERACTION.to_owned(), scheme);
    }
    schemes.into()
}

/// A document as it is served: the same bytes to everybody, with an entity tag.
#[derive(Clone, Debug)]
pub struct ServedDocument {
    text: bytes::Bytes,
    tag: HeaderValue,
}

impl ServedDocument {
    /// One that answers this.
    pub fn new(document: &Value) -> Self {
        let text = bytes::Bytes::from(document.to_string());
        let tag = HeaderValue::try_from(entity_tag(&text));
        Self { text, tag: tag.unwrap_or(HeaderValue::from_static("\"\"")) }
    }

    /// The answer to a request with these headers.
    pub fn answer(&self, request: &HeaderMap) -> DocumentAnswer {
        let is_known = is_known(request.get(header::IF_NONE_MATCH), &self.tag);
        DocumentAnswer { document: self.clone(), is_known }
    }
}

/// An OpenAPI document as an answer; 304 where the caller has it already.
#[derive(Clone, Debug)]
pub struct DocumentAnswer {
    document: ServedDocument,
    is_known: bool,
}

impl IntoResponse for DocumentAnswer {
    fn into_response(self) -> Response {
        // The same for everybody. It changes with the server only, which nobody announces: caches ask each time.
        let headers = [
            (header::ETAG, self.document.tag),
            (header::CACHE_CONTROL, HeaderValue::from_static("public, no-cache")),
        ];
        if self.is_known {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        let content_type = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
        (headers, content_type, self.document.text).into_response()
    }
}

impl DescribesOutput for DocumentAnswer {
    fn describe(description: &mut OperationDescription, describer: &mut Describer) {
        let schema = describer.answer::<Map<String, Value>>();
        description.answers.insert(StatusCode::OK.as_u16(), AnswerBody::Json(Box::new(schema)));
    }
}

#[cfg(test)]
mod tests;
