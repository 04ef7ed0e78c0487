//! One operation in a document.

use serde_json::{Map, Value, json};

use super::{ALL, Credential, GivenName, INTERACTION, MACHINE, USER, names};
use crate::{
    describe::{AnswerBody, OperationDescription},
    pagination::{DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE},
    query::QueryParameter,
    routes::{Access, Operation},
};

/// The statuses of refusals, the names of their descriptions, and these.
const REFUSALS: [(u16, &str, &str); 5] = [
    (400, "BadRequest", "The path, the query or the body is not understood."),
    (401, "Unauthorized", "There is no access token, or none that is good here."),
    (403, "Forbidden", "The caller may not do this."),
    (404, "NotFound", "What the path names does not exist."),
    (422, "Unprocessable", "What the body says does not fit what there is."),
];

/// The descriptions of all refusals, by name.
pub(super) fn refusals() -> Value {
    let content = || json!({ "application/json": { "schema": { "$ref": "#/components/schemas/ApiError" } } });
    REFUSALS
        .iter()
        .map(|(_, name, text)| ((*name).to_owned(), json!({ "description": text, "content": content() })))
        .collect::<Map<_, _>>()
        .into()
}

/// The description of an operation.
pub(super) fn describe(
    operation: &Operation,
    credential: Credential,
    description: &OperationDescription,
    names: &[GivenName],
) -> Value {
    let id = names::operation_id(&operation.method, operation.path, names);
    let mut described = Map::new();
    let mut say = |member: &str, value: Value| described.insert(member.to_owned(), value);
    say("operationId", json!(id));
    say("summary", json!(names::words(&id)));
    say("tags", json!([operation.tag]));
    say("security", security(operation, credential));
    say("parameters", parameters(operation, description));
    if let Some(schema) = &description.body {
        say(
            "requestBody",
            json!({ "required": true, "content": { "application/json": { "schema": schema } } }),
        );
    }
    say("responses", responses(operation, credential, description));
    described.into()
}

/// What the scope of an operation allows.
pub(super) fn scope_meaning(operation: &Operation) -> String {
    let verb = if operation.method.is_safe() { "Read" } else { "Change" };
    format!("{verb}: {}.", operation.tag)
}

/// What a caller must show: a list with one security requirement.
pub(super) fn requirement(credential: Credential, scope: &str) -> Value {
    match credential {
        Credential::MachineToken => json!({ MACHINE: [scope] }),
        Credential::Interaction => json!({ INTERACTION: [] }),
        Credential::UserToken => json!({ USER: [] }),
    }
}

fn security(operation: &Operation, credential: Credential) -> Value {
    match (operation.access, credential) {
        (Access::Public, _) => json!([]),
        (_, Credential::Interaction | Credential::UserToken) => json!([requirement(credential, "")]),
        // One of them is enough.
        (_, Credential::MachineToken) => {
            json!([requirement(credential, &operation.scope()), requirement(credential, ALL)])
        }
    }
}

fn parameters(operation: &Operation, description: &OperationDescription) -> Value {
    let segments: Vec<&str> = operation.path.split('/').collect();
    let in_path = segments.iter().enumerate().filter_map(|(at, segment)| {
        let name = segment.strip_prefix('{')?.strip_suffix('}')?;
        let owner = at.checked_sub(1).and_then(|before| segments.get(before)).copied().unwrap_or_default();
        Some(json!({
            "name": name, "in": "path", "required": true, "description": meaning(name, owner),
            "schema": { "type": "string", "minLength": 1 },
        }))
    });
    let pages = [
        ("page", "Which page, from 1.", json!({ "type": "integer", "minimum": 1, "default": 1 })),
        (
            "page_size",
            "How many a page holds.",
            json!({ "type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": DEFAULT_PAGE_SIZE }),
        ),
    ];
    let pages = pages.into_iter().filter(|_| description.is_paginated).map(|(name, description, schema)| {
        json!({ "name": name, "in": "query", "required": false, "description": description, "schema": schema })
    });
    in_path.chain(description.query.iter().map(query_parameter)).chain(pages).collect()
}

fn query_parameter(parameter: &QueryParameter) -> Value {
    let QueryParameter { name, description } = parameter;
    match name.strip_suffix('*') {
        None => {
            json!({ "name": name, "in": "query", "required": false, "description": description, "schema": { "type": "string" } })
        }
        // Exploded, the members of an object are parameters of their own.
        Some(prefix) => json!({
            "name": format!("{}_params", prefix.trim_end_matches('.')),
            "in": "query",
            "required": false,
            "description": format!("{description} All parameters that begin with `{prefix}`."),
            "style": "form",
            "explode": true,
            "schema": { "type": "object", "additionalProperties": { "type": "string" } },
        }),
    }
}

/// What a parameter of a path is, from its name and the segment before it.
fn meaning(name: &str, owner: &str) -> String {
    let thing = if name == "id" { names::singular(owner).replace('-', " ") } else { lower_words(name) };
    match thing.strip_suffix(" id").or(thing.strip_suffix(" ID")) {
        Some(thing) => format!("The id of the {thing}."),
        None if name == "id" => format!("The id of the {thing}."),
        None => format!("The {thing}."),
    }
}

fn lower_words(name: &str) -> String {
    let words = names::words(name);
    let mut letters = words.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

fn responses(operation: &Operation, credential: Credential, description: &OperationDescription) -> Value {
    let mut responses: Map<String, Value> = description
        .answers
        .iter()
        .map(|(status, body)| (status.to_string(), success(*status, body, description)))
        .collect();
    let is_open = operation.access == Access::Public;
    for (status, name, _) in REFUSALS {
        let may_be = match status {
            400 => {
                description.body.is_some()
                    || description.is_paginated
                    || !description.query.is_empty()
                    || !is_open
            }
            401 | 403 => !is_open && (credential != Credential::Interaction || status == 403),
            404 => operation.path.contains('{') || (credential == Credential::Interaction && !is_open),
            _ => description.body.is_some(),
        };
        if may_be {
            responses.insert(status.to_string(), json!({ "$ref": format!("#/components/responses/{name}") }));
        }
    }
    responses.into()
}

fn success(status: u16, body: &AnswerBody, description: &OperationDescription) -> Value {
    let text = match status {
        201 => "Made.",
        202 => "Taken on.",
        204 => "Done.",
        300..400 => "Go on elsewhere.",
        _ => "Good.",
    };
    let mut success = Map::from_iter([("description".to_owned(), json!(text))]);
    if description.is_paginated {
        let headers = json!({
            "Total-Number": { "description": "How many there are on all pages.", "schema": { "type": "integer", "minimum": 0 } },
            "Link": { "description": "The first, previous, next and last page (RFC 8288).", "schema": { "type": "string" } },
        });
        success.insert("headers".to_owned(), headers);
    }
    let content = match body {
        AnswerBody::Empty => None,
        AnswerBody::Text => Some(json!({ "text/plain": { "schema": { "type": "string" } } })),
        AnswerBody::Json(schema) => Some(json!({ "application/json": { "schema": schema } })),
        AnswerBody::Other if (300..400).contains(&status) => None,
        AnswerBody::Other => Some(json!({ "*/*": { "schema": { "type": "string", "format": "binary" } } })),
    };
    success.extend(content.map(|content| ("content".to_owned(), content)));
    success.into()
}
