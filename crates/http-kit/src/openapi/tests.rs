use axum::{Json, body::Body, extract::Path};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::*;
use crate::{
    ApiError, Created, NoContent, Page, Pagination, Query, Routes, ValidJson, body::Validate,
    query_parameters,
};

/// A lamp.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Lamp {
    /// The id.
    id: String,
    /// How bright it is, when it is known.
    brightness: Option<u8>,
    holder: Holder,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Holder {
    kind: String,
}

/// What may hold more of its kind.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Chain {
    length: Option<u8>,
    next: Option<Box<Chain>>,
    colour: Option<Colour>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Colour {
    /// As a warm one.
    Amber,
    /// As a cold one.
    White,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct CreateLamp {
    /// How bright it is.
    brightness: u8,
    #[expect(dead_code, reason = "described only")]
    holder: Option<Holder>,
}

impl Validate for CreateLamp {}
impl Validate for Chain {}

query_parameters! {
    /// What the query may say.
    LampQuery: "q" = "A part of the name.", "search.*" = "What to look for."
}

async fn list_lamps(_query: Query<LampQuery>, pagination: Pagination) -> Page<Lamp> {
    pagination.page(Vec::new(), 0)
}

async fn create_lamp(ValidJson(body): ValidJson<CreateLamp>) -> Result<Created<Lamp>, ApiError> {
    let holder = Holder { kind: "hook".to_owned() };
    Ok(Created(Lamp { id: "one".to_owned(), brightness: Some(body.brightness), holder }))
}

async fn hang_lamp(_: ValidJson<Chain>) -> Json<Option<Chain>> {
    Json(None)
}

async fn delete_lamp(_: Path<String>) -> NoContent {
    NoContent
}

async fn read_colours() -> Json<Vec<String>> {
    Json(Vec::new())
}

const ABOUT: About<'static> = About {
    title: "Lamps",
    description: "For lamps.",
    version: "1.2.3",
    endpoint: "https://id.fjord.example",
    names: &[],
};

fn lamps() -> Value {
    let operations = Routes::<()>::tagged("Street lamps")
        .get("/api/street-lamps", list_lamps)
        .post("/api/street-lamps", create_lamp)
        .delete("/api/street-lamps/{id}", delete_lamp)
        .merge(Routes::tagged("Colours").public().get("/api/colours", read_colours))
        .into_operations();
    document(&ABOUT, operations.iter().map(|operation| (operation, Credential::MachineToken)))
}

#[test]
fn a_document_says_where_the_server_is_and_which_scopes_there_are() {
    let document = lamps();
    assert_eq!(document["openapi"], "3.0.1");
    assert_eq!(
        document["info"],
        json!({ "title": "Lamps", "description": "For lamps.", "version": "1.2.3" })
    );
    assert_eq!(document["servers"], json!([{ "url": "https://id.fjord.example" }]));
    assert_eq!(document["tags"], json!([{ "name": "Colours" }, { "name": "Street lamps" }]));
    assert_eq!(document["security"], json!([{ "OAuth2": ["all"] }]));
    let schemes = json!({ "OAuth2": {
        "type": "oauth2",
        "description": "A machine-to-machine application gets a token for the Management API with its id and secret.",
        "flows": { "clientCredentials": {
            "tokenUrl": "https://id.fjord.example/oidc/token",
            "scopes": {
                "all": "Everything.", "street-lamps:read": "Read: Street lamps.", "street-lamps:write": "Change: Street lamps.",
            },
        } },
    } });
    assert_eq!(document["components"]["securitySchemes"], schemes);
}

#[test]
fn a_list_tells_its_query_and_its_pages() {
    let list = &lamps()["paths"]["/api/street-lamps"]["get"];
    assert_eq!(list["operationId"], "ListStreetLamps");
    assert_eq!(list["summary"], "List street lamps");
    assert_eq!(list["security"], json!([{ "OAuth2": ["street-lamps:read"] }, { "OAuth2": ["all"] }]));
    let expected = json!([
        { "name": "q", "in": "query", "required": false, "description": "A part of the name.", "schema": { "type": "string" } },
        {
            "name": "search_params", "in": "query", "required": false, "style": "form", "explode": true,
            "description": "What to look for. All parameters that begin with `search.`.",
            "schema": { "type": "object", "additionalProperties": { "type": "string" } },
        },
        {
            "name": "page", "in": "query", "required": false, "description": "Which page, from 1.",
            "schema": { "type": "integer", "minimum": 1, "default": 1 },
        },
        {
            "name": "page_size", "in": "query", "required": false, "description": "How many a page holds.",
            "schema": { "type": "integer", "minimum": 1, "maximum": 100, "default": 20 },
        },
    ]);
    assert_eq!(list["parameters"], expected);
    let good = &list["responses"]["200"];
    let lamps = json!({ "type": "array", "items": { "$ref": "#/components/schemas/Lamp" } });
    assert_eq!(good["content"], json!({ "application/json": { "schema": lamps } }));
    assert!(good["headers"]["Total-Number"].is_object());
    let refusals: Vec<_> = list["responses"].as_object().unwrap().keys().collect();
    assert_eq!(refusals, ["200", "400", "401", "403"]);
}

#[test]
fn a_body_stands_for_itself_and_an_answer_refers_to_the_components() {
    let document = lamps();
    let create = &document["paths"]["/api/street-lamps"]["post"];
    let body = &create["requestBody"]["content"]["application/json"]["schema"];
    assert_eq!(body["required"], json!(["brightness"]));
    assert_eq!(body["properties"]["holder"]["properties"], json!({ "kind": { "type": "string" } }));
    assert_eq!(create["responses"]["422"], json!({ "$ref": "#/components/responses/Unprocessable" }));
    let lamp = &document["components"]["schemas"]["Lamp"];
    assert_eq!(lamp["required"], json!(["id", "brightness", "holder"]));
    assert_eq!(lamp["properties"]["brightness"]["nullable"], true);
}

#[test]
fn schemas_keep_to_the_words_of_openapi_3_0() {
    let operations = Routes::<()>::tagged("Lamps").post("/api/chains", hang_lamp).into_operations();
    let document = document(&ABOUT, operations.iter().map(|operation| (operation, Credential::MachineToken)));
    let hang = &document["paths"]["/api/chains"]["post"];
    let length =
        json!({ "type": "integer", "format": "uint8", "minimum": 0, "maximum": 255, "nullable": true });
    let colours = json!([
        { "description": "As a warm one.", "type": "string", "enum": ["amber"] },
        { "description": "As a cold one.", "type": "string", "enum": ["white"] },
    ]);
    let body = &hang["requestBody"]["content"]["application/json"]["schema"]["properties"];
    assert_eq!(body["length"], length);
    let nothing = json!({ "nullable": true, "enum": [null] });
    assert_eq!(body["colour"], json!({ "anyOf": [{ "oneOf": colours }, nothing] }));
    // A body refers to what contains itself, and to that as it is read.
    assert_eq!(body["next"], json!({ "anyOf": [{ "$ref": "#/components/schemas/Body.Chain" }, nothing] }));
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["Body.Chain"]["properties"], *body);
    assert_eq!(schemas["Body.Chain"]["required"], Value::Null);
    assert_eq!(schemas["Chain"]["required"], json!(["length", "next", "colour"]));
    assert_eq!(schemas["Chain"]["properties"]["length"], length);
    let answer = &hang["responses"]["200"]["content"]["application/json"]["schema"];
    assert_eq!(*answer, json!({ "anyOf": [{ "$ref": "#/components/schemas/Chain" }, nothing] }));
}

#[test]
fn the_parameters_of_a_path_are_told_and_what_they_may_not_find() {
    let delete = &lamps()["paths"]["/api/street-lamps/{id}"]["delete"];
    let expected = json!([{
        "name": "id", "in": "path", "required": true, "description": "The id of the street lamp.",
        "schema": { "type": "string", "minLength": 1 },
    }]);
    assert_eq!(delete["parameters"], expected);
    assert_eq!(delete["responses"]["204"], json!({ "description": "Done." }));
    assert_eq!(delete["responses"]["404"], json!({ "$ref": "#/components/responses/NotFound" }));
}

#[test]
fn a_public_operation_asks_for_nothing() {
    let colours = &lamps()["paths"]["/api/colours"]["get"];
    assert_eq!(colours["security"], json!([]));
    assert_eq!(colours["responses"].as_object().unwrap().len(), 1);
}

#[test]
fn a_sign_in_shows_its_cookie() {
    let operations = Routes::<()>::tagged("Experience").post("/api/lamps", create_lamp).into_operations();
    let document = document(&ABOUT, operations.iter().map(|operation| (operation, Credential::Interaction)));
    assert_eq!(document["security"], json!([{ "cookieAuth": [] }]));
    assert_eq!(document["components"]["securitySchemes"]["cookieAuth"]["name"], "_interaction");
    assert_eq!(document["paths"]["/api/lamps"]["post"]["security"], json!([{ "cookieAuth": [] }]));
}

#[tokio::test]
async fn a_caller_who_has_the_document_gets_no_second_one() {
    let served = ServedDocument::new(&lamps());
    let first = served.answer(&HeaderMap::new()).into_response();
    assert_eq!(first.headers()[header::CONTENT_TYPE], "application/json");
    assert_eq!(first.headers()[header::CACHE_CONTROL], "public, no-cache");
    let tag = first.headers()[header::ETAG].clone();
    let text = axum::body::to_bytes(Body::new(first.into_body()), usize::MAX).await.unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&text).unwrap(), lamps());
    let again = served.answer(&HeaderMap::from_iter([(header::IF_NONE_MATCH, tag)])).into_response();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert!(!again.headers().contains_key(header::CONTENT_TYPE));
}
