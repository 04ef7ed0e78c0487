use std::collections::BTreeSet;

use gateway::operations::{STANDING_CALLS, TABLE};
use serde_json::{Map, json};

use super::*;
use crate::reference::schema::Schemas;

const ENDPOINT: &str = "https://id.fjord.example";

fn documents() -> Vec<(&'static str, Value)> {
    let operations = operations();
    let mut all: Vec<_> = [Api::Management, Api::Experience, Api::User]
        .into_iter()
        .map(|api| (api.title(), part(ENDPOINT, &operations, api)))
        .collect();
    all.push(("all", whole(ENDPOINT, &operations)));
    all
}

fn each_operation(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    document["paths"].as_object().unwrap().iter().flat_map(|(path, methods)| {
        methods
            .as_object()
            .unwrap()
            .iter()
            .map(move |(method, operation)| (method.as_str(), path.as_str(), operation))
    })
}

fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(members) => {
            for (name, member) in members {
                match member.as_str() {
                    Some(target) if name == "$ref" => found.push(target),
                    _ => references(member, found),
                }
            }
        }
        _ => {}
    }
}

#[test]
fn every_document_is_openapi() {
    for (title, document) in documents() {
        assert_eq!(document["openapi"], "3.0.1", "{title}");
        assert!(document["info"]["title"].is_string() && document["info"]["version"].is_string(), "{title}");
        assert_eq!(document["servers"], json!([{ "url": ENDPOINT }]), "{title}");
        let mut all = Vec::new();
        references(&document, &mut all);
        for reference in all {
            let target = document.pointer(reference.strip_prefix('#').unwrap());
            assert!(target.is_some(), "{title}: {reference} refers to nothing");
        }
        let is_name = |name: &String| {
            name.chars().all(|letter| letter.is_ascii_alphanumeric() || ".-_".contains(letter))
        };
        let components = document["components"].as_object().unwrap();
        for names in components.values().map(|kind| kind.as_object().unwrap().keys()) {
            names.for_each(|name| assert!(is_name(name), "{title}: {name}"));
        }
    }
}

/// What the gateway asks of this server it may ask of any other of this wire: the document of each tells of it.
#[test]
fn every_call_that_the_gateway_makes_is_in_the_document_of_the_management_api() {
    let document = part(ENDPOINT, &operations(), Api::Management);
    let without_names = |method: &str, path: &str| {
        let segments = path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part });
        format!("{} {}", method.to_uppercase(), segments.collect::<Vec<_>>().join("/"))
    };
    let known: BTreeSet<String> =
        each_operation(&document).map(|(method, path, _)| without_names(method, path)).collect();
    for call in TABLE.iter().flat_map(|row| row.upstream).chain(&STANDING_CALLS) {
        let (method, path) = call.split_once(' ').unwrap();
        assert!(known.contains(&without_names(method, &format!("/api{path}"))), "{call}");
    }
}

/// A schema and those in it, each with the way to it.
fn add_schemas<'a>(schema: &'a Value, way: &str, found: &mut Vec<(String, &'a Value)>) {
    found.push((way.to_owned(), schema));
    for keyword in ["items", "not", "additionalProperties"] {
        if let Some(part) = schema.get(keyword) {
            add_schemas(part, &format!("{way}/{keyword}"), found);
        }
    }
    for keyword in ["allOf", "anyOf", "oneOf"] {
        for (at, part) in schema[keyword].as_array().into_iter().flatten().enumerate() {
            add_schemas(part, &format!("{way}/{keyword}/{at}"), found);
        }
    }
    for (name, part) in schema["properties"].as_object().into_iter().flatten() {
        add_schemas(part, &format!("{way}/{name}"), found);
    }
}

fn every_schema(document: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        add_schemas(schema, name, &mut found);
    }
    for (method, path, operation) in each_operation(document) {
        for parameter in operation["parameters"].as_array().unwrap() {
            add_schemas(&parameter["schema"], &format!("{method} {path} ?"), &mut found);
        }
        let answers = operation["responses"].as_object().unwrap().values();
        for contents in answers.chain([&operation["requestBody"]]).map(|body| &body["content"]) {
            for content in contents.as_object().into_iter().flat_map(Map::values) {
                add_schemas(&content["schema"], &format!("{method} {path}"), &mut found);
            }
        }
    }
    found
}

#[test]
fn every_schema_keeps_to_the_words_of_openapi_3_0() {
    const KEYWORDS: [&str; 27] = [
        "$ref",
        "additionalProperties",
        "allOf",
        "anyOf",
        "default",
        "deprecated",
        "description",
        "enum",
        "example",
        "format",
        "items",
        "maxItems",
        "maxLength",
        "maximum",
        "minItems",
        "minLength",
        "minimum",
        "multipleOf",
        "not",
        "nullable",
        "oneOf",
        "pattern",
        "properties",
        "required",
        "title",
        "type",
        "uniqueItems",
    ];
    for (title, document) in documents() {
        for (way, schema) in every_schema(&document) {
            let place = format!("{title}: {way}: {schema}");
            let Value::Object(rules) = schema else {
                // Nowhere else may a schema be a word.
                assert!(schema.is_boolean() && way.ends_with("/additionalProperties"), "{place}");
                continue;
            };
            for word in rules.keys() {
                assert!(KEYWORDS.contains(&word.as_str()), "{word} in {place}");
            }
            let kind = rules.get("type");
            assert!(kind.is_none_or(|kind| kind.is_string() && kind != "null"), "{place}");
            assert!(rules.get("items").is_none_or(Value::is_object), "{place}");
            assert_eq!(kind == Some(&json!("array")), rules.contains_key("items"), "{place}");
            assert!(!rules.contains_key("$ref") || rules.len() == 1, "{place}");
        }
    }
}

#[test]
fn every_operation_has_a_name_of_its_own() {
    for (title, document) in documents() {
        let mut ids = BTreeSet::new();
        for (method, path, operation) in each_operation(&document) {
            let id = operation["operationId"].as_str().unwrap();
            assert!(ids.insert(id.to_owned()), "{title}: {method} {path}: {id} is used twice");
            assert!(
                id.starts_with(|first: char| first.is_ascii_uppercase())
                    && id.chars().all(|letter| letter.is_ascii_alphanumeric()),
                "{id}"
            );
        }
    }
}

#[test]
fn every_operation_declares_the_parameters_of_its_path() {
    for (_, document) in documents() {
        for (method, path, operation) in each_operation(&document) {
            let declared: Vec<&str> = operation["parameters"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|parameter| parameter["in"] == "path")
                .map(|parameter| parameter["name"].as_str().unwrap())
                .collect();
            let in_path: Vec<&str> =
                path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}')).collect();
            assert_eq!(declared, in_path, "{method} {path}");
        }
    }
}

#[test]
fn every_operation_tells_its_tag_its_credentials_and_a_typed_answer() {
    for (title, document) in documents() {
        let tags: Vec<_> = document["tags"].as_array().unwrap().iter().map(|tag| &tag["name"]).collect();
        let schemes = &document["components"]["securitySchemes"];
        for (method, path, operation) in each_operation(&document) {
            assert!(tags.contains(&&operation["tags"][0]), "{title}: {method} {path}");
            for requirement in operation["security"].as_array().unwrap() {
                let (scheme, scopes) = requirement.as_object().unwrap().iter().next().unwrap();
                for scope in scopes.as_array().unwrap() {
                    let known = &schemes[scheme]["flows"]["clientCredentials"]["scopes"];
                    assert!(known.get(scope.as_str().unwrap()).is_some(), "{method} {path}: {scope}");
                }
                assert!(schemes[scheme].is_object(), "{method} {path}");
            }
            let good: Vec<_> = operation["responses"]
                .as_object()
                .unwrap()
                .iter()
                .filter(|(status, _)| status.starts_with(['2', '3']))
                .collect();
            assert!(!good.is_empty(), "{method} {path} never succeeds");
            for (status, response) in good {
                let is_typed = response["content"]
                    .as_object()
                    .is_none_or(|content| content.values().all(|media| media["schema"].is_object()));
                assert!(is_typed && response["description"].is_string(), "{method} {path} {status}");
            }
        }
    }
}

#[test]
fn every_operation_is_in_one_document_and_in_that_of_all() {
    let count = |document: &Value| each_operation(document).count();
    let documents = documents();
    let (all, parts) = documents.split_last().unwrap();
    assert_eq!(count(&all.1), operations().len());
    assert_eq!(count(&all.1), parts.iter().map(|(_, document)| count(document)).sum::<usize>());
    assert!(all.1["paths"]["/api/swagger.json"]["get"]["security"] == json!([]));
    assert!(parts[0].1["paths"]["/api/.well-known/management.openapi.json"].is_object());
}

#[test]
fn no_given_name_is_what_the_path_tells_anyhow() {
    for (method, path, name) in &names::NAMES {
        assert_ne!(&http_kit::openapi::operation_id(method, path, &[]), name, "{method} {path}");
    }
}

#[test]
fn the_page_shows_every_operation_with_an_example_that_fits() {
    let document = whole(ENDPOINT, &operations());
    let index = page::index(&document, ENDPOINT);
    let shown: usize = index.groups.iter().map(|group| group.operations.len()).sum();
    assert_eq!(shown, operations().len());
    let slugs: BTreeSet<_> = index.groups.iter().map(|group| &group.slug).collect();
    assert_eq!(slugs.len(), index.groups.len());
    for (method, path, operation) in each_operation(&document) {
        for response in operation["responses"].as_object().unwrap().values() {
            let schema = &response["content"]["application/json"]["schema"];
            if schema.is_null() {
                continue;
            }
            let example = example::example(Schemas::of(&document), schema, example::Members::Every);
            let components = document["components"]["schemas"].as_object().unwrap();
            let complaints = testkit::schema::violations(schema, components, &example);
            assert_eq!(complaints, Vec::<String>::new(), "{method} {path}: {example}");
        }
    }
}

#[test]
fn a_command_can_be_pasted_once_its_variables_are_set() {
    let index = page::index(&whole(ENDPOINT, &operations()), ENDPOINT);
    let command = |anchor: &str| {
        let mut all = index.groups.iter().flat_map(|group| &group.operations);
        all.find(|operation| operation.anchor == anchor).unwrap().command.clone()
    };
    assert_eq!(
        command("ListOrganizationUsers"),
        "curl \"https://id.fjord.example/api/organizations/$ORGANIZATION_ID/users\" \\\n  -H \"Authorization: Bearer $TOKEN\""
    );
    assert_eq!(
        command("CreateOrganization"),
        "curl -X POST \"https://id.fjord.example/api/organizations\" \\\n  -H \"Authorization: Bearer $TOKEN\" \\\n  \
         -H 'Content-Type: application/json' \\\n  -d '{\n  \"name\": \"Northwind\"\n}'"
    );
    assert_eq!(command("GetSwaggerJson"), "curl \"https://id.fjord.example/api/swagger.json\"");
    assert!(command("DeleteUserRole").contains("/api/users/$USER_ID/roles/$ROLE_ID\""));
}
