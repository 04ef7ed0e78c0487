//! From the document to what the page shows.

#![expect(clippy::indexing_slicing, reason = "a member that JSON lacks reads as null")]

use std::fmt::Write as _;

use serde_json::Value;
use ui::pages::{
    ReferenceAnswer, ReferenceAuthorization, ReferenceGroup, ReferenceIndex, ReferenceOperation, SchemaRow,
};

use super::{
    example::{Members, example},
    schema::{Schemas, facts},
};

/// Everything that the page shows.
pub(super) fn index(document: &Value, endpoint: &str) -> ReferenceIndex {
    let mut groups: Vec<ReferenceGroup> = Vec::new();
    for tag in document["tags"].as_array().into_iter().flatten().filter_map(|tag| tag["name"].as_str()) {
        groups.push(ReferenceGroup { name: tag.to_owned(), slug: slug(tag), operations: Vec::new() });
    }
    for reader in readers(document, endpoint) {
        let tag = reader.operation["tags"][0].as_str();
        if let Some(group) = groups.iter_mut().find(|group| Some(group.name.as_str()) == tag) {
            group.operations.push(reader.operation());
        }
    }
    sort(&mut groups);
    ReferenceIndex {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        endpoint: endpoint.to_owned(),
        token_command: format!(
            "TOKEN=$(curl -s {endpoint}/oidc/token -u \"$CLIENT_ID:$CLIENT_SECRET\" \\\n  -d grant_type=client_credentials \\\n  \
             -d resource={} -d scope=all \\\n  | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')",
            protocol::identifiers::management_api_indicator("default"),
        ),
        groups,
    }
}

/// The same with one part more.
pub(super) fn with(mut index: ReferenceIndex, group: ReferenceGroup) -> ReferenceIndex {
    index.groups.push(group);
    sort(&mut index.groups);
    index
}

fn sort(groups: &mut [ReferenceGroup]) {
    groups.sort_by_key(|group| group.name.to_lowercase());
}

/// A part that has a document of its own.
pub(super) fn group(name: &str, document: &Value, endpoint: &str) -> ReferenceGroup {
    let operations = readers(document, endpoint).map(|reader| reader.operation()).collect();
    ReferenceGroup { name: name.to_owned(), slug: slug(name), operations }
}

fn readers<'a>(document: &'a Value, endpoint: &'a str) -> impl Iterator<Item = Reader<'a>> {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths.flat_map(move |(path, methods)| {
        let methods = methods.as_object().into_iter().flatten();
        methods.map(move |(method, operation)| Reader { document, endpoint, path, method, operation })
    })
}

/// A name as a part of a URL.
pub(super) fn slug(name: &str) -> String {
    name.to_lowercase().replace(|letter: char| !letter.is_ascii_alphanumeric(), "-")
}

struct Reader<'a> {
    document: &'a Value,
    endpoint: &'a str,
    path: &'a str,
    method: &'a str,
    operation: &'a Value,
}

impl<'a> Reader<'a> {
    fn schemas(&self) -> Schemas<'a> {
        Schemas::of(self.document)
    }

    fn operation(&self) -> ReferenceOperation {
        let body = &self.operation["requestBody"]["content"]["application/json"]["schema"];
        ReferenceOperation {
            anchor: text(&self.operation["operationId"]),
            summary: text(&self.operation["summary"]),
            method: self.method.to_ascii_uppercase(),
            path: self.path.to_owned(),
            authorization: self.authorization(),
            path_parameters: self.parameters("path"),
            query_parameters: self.parameters("query"),
            takes_body: !body.is_null(),
            body: self.schemas().rows(body),
            answers: self.answers(),
            refusals: self.refusals(),
            command: self.command(body),
        }
    }

    fn authorization(&self) -> ReferenceAuthorization {
        if self.operation["x-credentials"].is_array() {
            let permission = self.operation["x-permission"].as_str().map(str::to_owned);
            return ReferenceAuthorization::Member(permission);
        }
        let first = &self.operation["security"][0];
        match first["OAuth2"][0].as_str() {
            Some(scope) => ReferenceAuthorization::Scope(scope.to_owned()),
            None if first.is_null() => ReferenceAuthorization::Public,
            None if first["userToken"].is_array() => ReferenceAuthorization::UserToken,
            None => ReferenceAuthorization::SignIn,
        }
    }

    fn parameters(&self, place: &str) -> Vec<SchemaRow> {
        let all = self.operation["parameters"].as_array().into_iter().flatten();
        let row = |parameter: &'a Value| {
            let schema = &parameter["schema"];
            // Shown as what is written in a query, not as the object that it is in the document.
            let name = text(&parameter["name"]);
            let name = match name.strip_suffix("_params") {
                Some(prefix) if parameter["explode"] == true => format!("{prefix}.…"),
                _ => name,
            };
            let kind =
                if schema["type"] == "object" { "string".to_owned() } else { self.schemas().kind(schema) };
            let is_required = parameter["required"] == true;
            let description = text(&parameter["description"]);
            SchemaRow { name, kind, is_required, description, facts: facts(schema), members: Vec::new() }
        };
        all.filter(|parameter| parameter["in"] == place).map(row).collect()
    }

    fn answers(&self) -> Vec<ReferenceAnswer> {
        let all = self.operation["responses"].as_object().into_iter().flatten();
        let answer = |(status, response): (&String, &'a Value)| {
            let schema = &response["content"]["application/json"]["schema"];
            let other = response["content"].as_object().and_then(|content| content.keys().next());
            let example =
                (!schema.is_null()).then(|| format!("{:#}", example(self.schemas(), schema, Members::Every)));
            ReferenceAnswer {
                status: status.clone(),
                kind: if schema.is_null() {
                    other.map_or_else(|| "no body".to_owned(), Clone::clone)
                } else {
                    self.schemas().kind(schema)
                },
                rows: self.schemas().rows(schema),
                example,
            }
        };
        all.filter(|(status, response)| !is_refusal(status, response)).map(answer).collect()
    }

    fn refusals(&self) -> Vec<(String, String)> {
        let all = self.operation["responses"].as_object().into_iter().flatten();
        let refusal = |(status, response): (&String, &'a Value)| {
            let description = &self.schemas().resolve(response)["description"];
            (status.clone(), text(description))
        };
        all.filter(|(status, response)| is_refusal(status, response)).map(refusal).collect()
    }

    /// A line for a shell; parameters of the path are variables there.
    fn command(&self, body: &'a Value) -> String {
        let mut path = String::new();
        let segments: Vec<&str> = self.path.split('/').skip(1).collect();
        for (at, segment) in segments.iter().enumerate() {
            path.push('/');
            match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                None => path.push_str(segment),
                Some("id") => {
                    let owner = at
                        .checked_sub(1)
                        .and_then(|before| segments.get(before))
                        .copied()
                        .unwrap_or_default();
                    let owner = owner.strip_suffix('s').unwrap_or(owner).replace('-', "_");
                    let _ = write!(path, "${}_ID", owner.to_uppercase());
                }
                Some(name) => {
                    let words = http_kit::openapi::words(name).replace(' ', "_");
                    let _ = write!(path, "${}", words.to_uppercase());
                }
            }
        }
        let method = match self.method {
            "get" => String::new(),
            other => format!(" -X {}", other.to_ascii_uppercase()),
        };
        let mut command = format!("curl{method} \"{}{path}\"", self.endpoint);
        match self.authorization() {
            ReferenceAuthorization::Scope(_)
            | ReferenceAuthorization::UserToken
            | ReferenceAuthorization::Member(_) => {
                command.push_str(" \\\n  -H \"Authorization: Bearer $TOKEN\"");
            }
            ReferenceAuthorization::SignIn => command.push_str(" \\\n  -b cookies.txt"),
            ReferenceAuthorization::Public => {}
        }
        if !body.is_null() {
            let value =
                format!("{:#}", example(self.schemas(), body, Members::Required)).replace('\'', "'\\''");
            let _ = write!(command, " \\\n  -H 'Content-Type: application/json' \\\n  -d '{value}'");
        }
        command
    }
}

/// Refusals that many operations share are referred to; the gateway tells them with each.
fn is_refusal(status: &str, response: &Value) -> bool {
    response["$ref"].is_string() || (response["content"].is_object() && status.starts_with(['4', '5']))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
