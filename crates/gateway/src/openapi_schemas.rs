//! Schemas of domains, security, applications and activity, as [`crate::openapi`] puts them into the document.

use serde_json::{Map, Value, json};

use crate::operations::{AnswerShape, BodyShape};

/// The name of the schema of an answer that is not about the organization itself or its members, and whether the answer is a list of them.
pub(crate) fn answer(shape: AnswerShape) -> Option<(&'static str, bool)> {
    match shape {
        AnswerShape::Domains => Some(("ProvenDomain", true)),
        AnswerShape::Domain => Some(("Domain", false)),
        AnswerShape::Security => Some(("Security", false)),
        AnswerShape::Applications => Some(("Application", true)),
        AnswerShape::Application => Some(("Application", false)),
        AnswerShape::NewApplication => Some(("ApplicationWithSecret", false)),
        AnswerShape::Secrets => Some(("Secret", true)),
        AnswerShape::NewSecret => Some(("SecretWithValue", false)),
        AnswerShape::Logs => Some(("Log", true)),
        _ => None,
    }
}

/// The name of the schema of such a body.
pub(crate) fn body(shape: BodyShape) -> Option<&'static str> {
    match shape {
        BodyShape::Domain => Some("NewDomain"),
        BodyShape::Security => Some("Security"),
        BodyShape::NewApplication => Some("NewApplication"),
        BodyShape::ApplicationChanges => Some("ApplicationChanges"),
        BodyShape::NewSecret => Some("NewSecret"),
        _ => None,
    }
}

/// The pattern of an id in a path.
pub(crate) fn path_pattern(name: &str) -> &'static str {
    match name {
        "domain" => "^[0-9a-z-]+(\\.[0-9a-z-]+)+$",
        _ => "^[0-9A-Za-z_-]{1,128}$",
    }
}

fn object(required: &[&str], properties: &Value) -> Value {
    json!({ "type": "object", "required": required, "properties": properties, "additionalProperties": false })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn nullable() -> Value {
    json!({ "type": ["string", "null"] })
}

fn time() -> Value {
    json!({ "type": "integer", "description": "Milliseconds since 1970." })
}

fn end() -> Value {
    json!({ "type": ["integer", "null"], "description": "Milliseconds since 1970; null for never." })
}

/// Names of roles of the template, with an example: a role is for users or for machines, and no role is for both.
pub(crate) fn role_names(example: &str) -> Value {
    let name = json!({ "type": "string", "minLength": 1, "maxLength": 128 });
    json!({ "type": "array", "items": name, "maxItems": 100, "examples": [[example]] })
}

/// The schemas.
pub(crate) fn schemas() -> Map<String, Value> {
    let all = domains().into_iter().chain(applications()).chain(secrets()).chain([("Log", log())]);
    all.map(|(name, schema)| (name.to_owned(), schema)).collect()
}

/// Of domains, and of how members sign in.
fn domains() -> [(&'static str, Value); 4] {
    let record = object(
        &["type", "name", "value"],
        &json!({ "type": { "const": "TXT" }, "name": text(), "value": text() }),
    );
    let domain = json!({ "domain": text(), "status": { "enum": ["Pending", "Verified"] }, "record": record });
    let proven = json!({ "domain": text(), "status": { "const": "Verified" } });
    [
        ("NewDomain", object(&["domain"], &json!({ "domain": { "type": "string", "maxLength": 254 } }))),
        ("ProvenDomain", object(&["domain", "status"], &proven)),
        ("Domain", object(&["domain", "status", "record"], &domain)),
        ("Security", object(&["isMfaRequired"], &json!({ "isMfaRequired": { "type": "boolean" } }))),
    ]
}

fn applications() -> [(&'static str, Value); 5] {
    let name = || json!({ "type": "string", "minLength": 1, "maxLength": 256 });
    let description = || json!({ "type": ["string", "null"], "maxLength": 1024 });
    let role_names = || role_names("integration");
    let new = json!({ "name": name(), "description": description(), "roleNames": role_names() });
    let shown = |secret: Option<Value>| {
        let role = object(&["id", "name"], &json!({ "id": text(), "name": text() }));
        let members = json!({
            "id": text(), "name": text(), "description": nullable(), "type": { "const": "MachineToMachine" }, "createdAt": time(),
            "organizationRoles": { "type": "array", "items": role },
        });
        let mut members = members.as_object().cloned().unwrap_or_default();
        let mut required = vec!["id", "name", "organizationRoles"];
        if let Some(secret) = secret {
            members.insert("secret".to_owned(), secret);
            required.push("secret");
        }
        object(&required, &Value::Object(members))
    };
    [
        ("NewApplication", object(&["name"], &new)),
        ("ApplicationChanges", object(&[], &json!({ "name": name(), "description": description() }))),
        ("MachineRoleNames", object(&["roleNames"], &json!({ "roleNames": role_names() }))),
        ("Application", shown(None)),
        ("ApplicationWithSecret", shown(Some(json!({ "$ref": "#/components/schemas/SecretWithValue" })))),
    ]
}

fn secrets() -> [(&'static str, Value); 3] {
    let new =
        json!({ "name": { "type": "string", "pattern": path_pattern("secretName") }, "expiresAt": end() });
    let shown = json!({ "name": text(), "createdAt": time(), "expiresAt": end() });
    let made = json!({ "name": text(), "value": text(), "createdAt": time(), "expiresAt": end() });
    [
        ("NewSecret", object(&["name"], &new)),
        ("Secret", object(&["name", "createdAt", "expiresAt"], &shown)),
        ("SecretWithValue", object(&["name", "value", "createdAt", "expiresAt"], &made)),
    ]
}

fn log() -> Value {
    let actor = json!({ "userId": text(), "applicationId": text(), "name": nullable() });
    let kinds = json!({ "enum": ["user", "application", "domain", "invitation", "organization"] });
    let target = object(&["type", "id", "name"], &json!({ "type": kinds, "id": text(), "name": nullable() }));
    let members = json!({
        "tenantId": text(), "id": text(), "key": text(), "createdAt": time(), "result": nullable(),
        "actor": object(&["name"], &actor), "target": { "oneOf": [{ "type": "null" }, target] },
        "payload": { "type": "object", "description": "What of the details concerns the organization." },
    });
    object(&["id", "key", "createdAt", "actor", "target", "result", "payload"], &members)
}
