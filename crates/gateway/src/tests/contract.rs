//! Holds every answer that a test gets against the OpenAPI document of the gateway that gave it.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use http::Method;
use parking_lot::Mutex;
use serde_json::{Map, Value, json};
use testkit::schema::violations;

use super::fixture::Reply;
use crate::openapi;
use crate::plan::Plan;
use crate::policy::Policy;
use crate::request::path::is_id;

/// The document of one policy.
#[derive(Clone)]
pub(crate) struct Contract(Arc<Value>);

impl Contract {
    /// That of a gateway with this policy. Written once for each.
    pub(crate) fn of(policy: &Policy, is_guildhall: bool) -> Self {
        static WRITTEN: LazyLock<Mutex<HashMap<String, Contract>>> = LazyLock::new(Mutex::default);
        let key = format!("{is_guildhall} {policy:?}");
        let write = || Self(Arc::new(openapi::document(&Plan::new(policy, is_guildhall), policy)));
        WRITTEN.lock().entry(key).or_insert_with(write).clone()
    }

    /// Fails unless the document tells of this answer: its status, its body, and of refusals by a guard their code.
    pub(crate) fn check(&self, method: &Method, path: &str, reply: &Reply) {
        let status = reply.status.as_u16();
        let asked = format!("{method} {path} answers {status}: {}", reply.body);
        let Some(operation) = self.operation(method, path) else {
            // Of what is nowhere in the document nothing but refusals is known.
            if reply.body.get("code").is_some() {
                self.check_body(&json!({ "$ref": "#/components/schemas/Error" }), reply, &asked);
            }
            return;
        };
        let Some(response) = operation["responses"].get(status.to_string()) else {
            panic!("not in the document: {asked}");
        };
        match response.pointer("/content/application~1json/schema") {
            Some(schema) => self.check_body(schema, reply, &asked),
            None => assert_eq!(reply.body, Value::Null, "{asked}"),
        }
        let description = response["description"].as_str().unwrap();
        let is_of_a_guard = matches!(status, 403 | 409) && reply.code().starts_with("gateway.");
        let is_named = !is_of_a_guard || description.contains(reply.code());
        assert!(is_named, "{asked} is none of: {description}");
    }

    fn check_body(&self, schema: &Value, reply: &Reply, asked: &str) {
        assert_eq!(violations(schema, self.schemas(), &reply.body), Vec::<String>::new(), "{asked}");
    }

    fn schemas(&self) -> &Map<String, Value> {
        self.0["components"]["schemas"].as_object().unwrap()
    }

    /// The operation at a path. A text in a template is before an id, as in the gateway.
    fn operation(&self, method: &Method, path: &str) -> Option<&Value> {
        let method =
            Some(method.as_str()).filter(|method| method.bytes().all(|byte| byte.is_ascii_uppercase()))?;
        let paths = self.0["paths"].as_object().unwrap();
        let exact = paths.get(path);
        let by_template = || paths.iter().find(|(template, _)| is_at(template, path)).map(|(_, found)| found);
        exact.or_else(by_template)?.get(method.to_lowercase())
    }
}

fn is_at(template: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (template.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            // A parameter is what its pattern in the document admits: a name with dots is a domain's only.
            (Some("{domain}"), Some(given)) if given.contains('.') => {}
            (Some(wanted), Some(given)) if wanted == given || (wanted.starts_with('{') && is_id(given)) => {}
            _ => return false,
        }
    }
}

#[test]
fn a_parameter_of_a_template_is_what_its_pattern_admits() {
    assert!(is_at("/invitations/{invitationId}", "/invitations/k2v9m1x0q8ab"));
    assert!(is_at(
        "/organizations/{organizationId}/domains/{domain}",
        "/organizations/fjord/domains/fjord.example"
    ));
    for path in [
        "/invitations/openapi.json",
        "/invitations/",
        "/invitations/%2flake",
        "/invitations",
        "/invitations/a/b",
    ] {
        assert!(!is_at("/invitations/{invitationId}", path), "{path}");
    }
}
