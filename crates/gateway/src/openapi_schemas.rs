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

/// The schemas.
pub(crate) fn schemas() -> Map<String, Value> {
    let text = || json!({ "type": "string" });
    let nullable = || json!({ "type": ["string", "null"] });
    let time = || json!({ "type": "integer", "description": "Milliseconds since 1970." });
    let end =
        || json!({ "type": ["integer", "null"], "description": "Milliseconds since 1970; null for never." });
    let record = object(
        &["type", "name", "value"],
        &json!({ "type": { "const": "TXT" }, "name": text(), "value": text() }),
    );
    let name = || json!({ "type": "string", "minLength": 1, "maxLength": 256 });
    let description = || json!({ "type": ["string", "null"], "maxLength": 1024 });
    let role_names = json!({ "type": "array", "items": { "type": "string", "minLength": 1, "maxLength": 128 }, "maxItems": 100 });
    let roles = json!({ "type": "array", "items": object(&["id", "name"], &json!({ "id": text(), "name": text() })) });
    let application = json!({
        "id": text(), "name": text(), "description": nullable(), "type": { "const": "MachineToMachine" }, "createdAt": time(),
        "organizationRoles": roles,
    });
    let secret = json!({ "name": text(), "createdAt": time(), "expiresAt": end() });
    let with = |base: &Value, name: &str, value: Value| {
        let mut extended = base.clone();
        extended[name] = value;
        extended
    };
    let secret_with_value =
        object(&["name", "value", "createdAt", "expiresAt"], &with(&secret, "value", text()));
    let application_with_secret =
        with(&application, "secret", json!({ "$ref": "#/components/schemas/SecretWithValue" }));
    let party = |members: Value| json!({ "type": "object", "required": ["name"], "properties": members, "additionalProperties": false });
    let log = json!({
        "tenantId": text(), "id": text(), "key": text(), "createdAt": time(), "result": nullable(),
        "actor": party(json!({ "userId": text(), "applicationId": text(), "name": nullable() })),
        "target": { "oneOf": [
            { "type": "null" },
            object(&["type", "id", "name"], &json!({
                "type": { "enum": ["user", "application", "domain", "invitation", "organization"] }, "id": text(), "name": nullable(),
            })),
        ] },
        "payload": { "type": "object", "description": "What of the details concerns the organization." },
    });
    let schemas = [
        ("NewDomain", object(&["domain"], &json!({ "domain": { "type": "string", "maxLength": 254 } }))),
        (
            "ProvenDomain",
            object(&["domain", "status"], &json!({ "domain": text(), "status": { "const": "Verified" } })),
        ),
        (
            "Domain",
            object(
                &["domain", "status", "record"],
                &json!({ "domain": text(), "status": { "enum": ["Pending", "Verified"] }, "record": record }),
            ),
        ),
        ("Security", object(&["isMfaRequired"], &json!({ "isMfaRequired": { "type": "boolean" } }))),
        (
            "NewApplication",
            object(
                &["name"],
                &json!({ "name": name(), "description": description(), "roleNames": role_names }),
            ),
        ),
        ("ApplicationChanges", object(&[], &json!({ "name": name(), "description": description() }))),
        (
            "NewSecret",
            object(
                &["name"],
                &json!({ "name": { "type": "string", "pattern": path_pattern("secretName") }, "expiresAt": end() }),
            ),
        ),
        ("Application", object(&["id", "name", "organizationRoles"], &application)),
        (
            "ApplicationWithSecret",
            object(&["id", "name", "organizationRoles", "secret"], &application_with_secret),
        ),
        ("Secret", object(&["name", "createdAt", "expiresAt"], &secret)),
        ("SecretWithValue", secret_with_value),
        ("Log", object(&["id", "key", "createdAt", "actor", "target", "result", "payload"], &log)),
    ];
    schemas.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect()
}
