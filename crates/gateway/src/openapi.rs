//! The OpenAPI 3.1 document, made from the table of operations and the policy: what is off is not in it, what is renamed
//! stands there under its new name.

use serde_json::{Map, Value, json};

use crate::fields::UPDATABLE_FIELDS;
use crate::openapi_schemas;
use crate::operations::{AnswerShape, BodyShape, Credential, Guard, Operation, OperationId, OrganizationIn};
use crate::plan::{Plan, PlannedOperation};
use crate::policy::Policy;

/// The call whose refusals are about the message.
const SEND_MESSAGE: &str = "POST /organization-invitations/{invitationId}/message";

/// The whole document.
pub(crate) fn document(plan: &Plan, policy: &Policy) -> Value {
    let mut paths = Map::new();
    for planned in plan.operations() {
        let operations = paths.entry(planned.operation.path).or_insert_with(|| json!({}));
        operations[planned.operation.method.as_str().to_lowercase()] = describe(planned);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Guildhall Organization API",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Organizations administered by their own members. Every call carries a user's access token: \
                an organization token, or a token for an API resource that the policy accepts.",
        },
        // Relative to this document, so that it holds wherever the gateway is mounted.
        "servers": [{ "url": "." }],
        "security": [{ "bearer": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": accepted_tokens(policy) },
            },
            "schemas": schemas(policy),
        },
    })
}

fn accepted_tokens(policy: &Policy) -> String {
    let organization_tokens =
        policy.accept_organization_tokens.then(|| "urn:logto:organization:{organizationId}".to_owned());
    let audiences: Vec<String> =
        organization_tokens.into_iter().chain(policy.accepted_resources.iter().cloned()).collect();
    format!("A user's access token with one of these audiences: {}", audiences.join(", "))
}

fn describe(planned: &PlannedOperation) -> Value {
    let operation = planned.operation;
    let mut responses = Map::new();
    let mut success = Map::new();
    success.insert("description".to_owned(), json!("Done."));
    if let Some(schema) = answer_schema(operation.answer) {
        success.insert("content".to_owned(), json!({ "application/json": { "schema": schema } }));
    }
    if operation.query.contains(&"page") {
        let headers = json!({
            "Total-Number": { "schema": { "type": "integer" }, "description": "Number of all items." },
            "Link": { "schema": { "type": "string" }, "description": "Neighbouring pages (RFC 8288)." },
        });
        success.insert("headers".to_owned(), headers);
    }
    responses.insert(operation.success.as_str().to_owned(), success.into());
    for (status, description) in refusals(planned) {
        let content = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } });
        responses.insert(status.to_owned(), json!({ "description": description, "content": content }));
    }
    let mut described = Map::new();
    let mut say = |member: &str, value: Value| described.insert(member.to_owned(), value);
    say("operationId", json!(operation.name));
    say("summary", json!(operation.summary));
    say("parameters", json!(parameters(planned)));
    say("responses", responses.into());
    let credentials = planned.credentials.iter().map(|credential| credential_name(*credential));
    say("x-credentials", credentials.collect());
    if !operation.description.is_empty() {
        say("description", json!(operation.description));
    }
    if let Some(permission) = &planned.permission {
        say("x-permission", json!(permission));
    }
    if let Some(schema) = body_schema(operation) {
        let schema = json!({ "$ref": format!("#/components/schemas/{schema}") });
        say(
            "requestBody",
            json!({ "required": true, "content": { "application/json": { "schema": schema } } }),
        );
    }
    described.into()
}

/// The codes of guards that can refuse the operation with 403.
fn forbidden(planned: &PlannedOperation) -> Vec<&'static str> {
    let operation = planned.operation;
    let mut forbidden = vec!["gateway.user_unknown", "gateway.user_suspended"];
    if planned.permission.is_some() {
        forbidden.extend(["gateway.permission_missing", "gateway.permission_revoked"]);
    }
    if operation.organization == OrganizationIn::Path {
        forbidden.push("gateway.wrong_organization");
    }
    if !planned.accepts_delegated {
        forbidden.push("gateway.credential_not_accepted");
    }
    if !planned.credentials.contains(&Credential::ResourceToken) {
        forbidden.push("gateway.organization_required");
    }
    if operation.organization == OrganizationIn::Path || planned.permission.is_some() {
        forbidden.push("gateway.not_a_member");
    }
    if operation.organization == OrganizationIn::Invitation {
        forbidden.push("gateway.not_invited");
    }
    if operation.guards.contains(&Guard::GrantsOnlyWhatIsHeld) {
        forbidden.push("gateway.grant_exceeds_own");
    }
    if operation.id == OperationId::CreateSecret {
        forbidden.push("gateway.application_shared");
    }
    if operation.guards.contains(&Guard::Quotas) {
        forbidden.push("gateway.quota_exceeded");
    }
    forbidden.push("gateway.application_unknown");
    if planned.permission.is_none() || !operation.is_open_to_third_parties {
        forbidden.push("gateway.third_party_application");
    }
    forbidden
}

/// What the operation can conflict with; `None` when it changes nothing.
fn conflicts(planned: &PlannedOperation) -> Option<String> {
    let operation = planned.operation;
    let of_guards = [
        (
            Guard::LastAdministratorStays,
            "gateway.last_administrator: nobody else could manage the organization.",
        ),
        (
            Guard::InvitationIsPending,
            "gateway.invitation_not_pending: it was answered or taken back, or is over.",
        ),
    ];
    let mut conflicts: Vec<&str> = of_guards
        .iter()
        .filter(|(guard, _)| operation.guards.contains(guard))
        .map(|(_, description)| *description)
        .collect();
    conflicts.push("Or, in the words of the server behind the gateway, another conflict.");
    operation.is_write().then(|| conflicts.join(" "))
}

/// Every error status the operation can have, with its codes.
fn refusals(planned: &PlannedOperation) -> Vec<(&'static str, String)> {
    let operation = planned.operation;
    let mut refusals = vec![
        ("400", "The path, query or body is not understood: guard.invalid_input and others.".to_owned()),
        ("401", "There is no token, or none that is accepted here. See WWW-Authenticate.".to_owned()),
        ("403", format!("The guard that refused: {}.", forbidden(planned).join(", "))),
    ];
    if operation.organization == OrganizationIn::Path {
        refusals.push(("404", "What the path names does not exist.".to_owned()));
    }
    refusals.extend(conflicts(planned).map(|description| ("409", description)));
    if operation.body != BodyShape::None {
        refusals.push(("408", "gateway.body_timeout: the body did not arrive in time.".to_owned()));
        refusals.push(("413", "gateway.body_too_large".to_owned()));
        refusals.push(("415", "gateway.unsupported_media_type".to_owned()));
        refusals.push(("422", "What the body names does not exist or does not fit.".to_owned()));
    } else if operation.id == OperationId::VerifyDomain {
        refusals.push(("422", "gateway.domain_not_proven: the record was not found.".to_owned()));
    } else if operation.path.contains("{userId}") {
        refusals.push(("422", "organization.require_membership: the user is not a member.".to_owned()));
    } else if operation.is_write() {
        refusals.push((
            "422",
            "In the words of the server behind the gateway: what is asked does not fit.".to_owned(),
        ));
    }
    if operation.upstream.contains(&SEND_MESSAGE) {
        let description =
            "request.message_rate_limited: the recipient got too many messages; gateway.quota_exceeded.";
        refusals.push(("429", description.to_owned()));
        refusals.push(("501", "connector.not_found: the server cannot send e-mail.".to_owned()));
    } else if operation.guards.contains(&Guard::Quotas) && operation.path.contains("/applications") {
        refusals.push(("429", "gateway.quota_exceeded: there were too many changes lately.".to_owned()));
    }
    for status in ["502", "503", "504"] {
        refusals
            .push((status, "The server behind the gateway gave no answer that can be relied on.".to_owned()));
    }
    refusals.sort_by_key(|(status, _)| *status);
    refusals
}

fn parameters(planned: &PlannedOperation) -> Vec<Value> {
    let operation = planned.operation;
    let in_path = ["organizationId", "userId", "invitationId", "applicationId", "domain", "secretName"]
        .into_iter()
        .filter(|name| operation.path.contains(&format!("{{{name}}}")));
    let in_path = in_path.map(|name| {
        let schema = json!({ "type": "string", "pattern": openapi_schemas::path_pattern(name) });
        json!({ "name": name, "in": "path", "required": true, "schema": schema })
    });
    let in_query = operation.query.iter().map(|name| {
        let schema = match *name {
            "page" => json!({ "type": "integer", "minimum": 1, "default": 1 }),
            // Without this and `page` all of them are there.
            "page_size" if operation.id == OperationId::ListMyOrganizations => {
                json!({ "type": "integer", "minimum": 1, "maximum": 100 })
            }
            "page_size" => json!({ "type": "integer", "minimum": 1, "maximum": 100, "default": 20 }),
            "status" => json!({ "type": "string", "enum": ["Pending", "Accepted", "Expired", "Revoked"] }),
            _ => json!({ "type": "string", "maxLength": 256 }),
        };
        json!({ "name": name, "in": "query", "required": false, "schema": schema })
    });
    in_path.chain(in_query).collect()
}

fn credential_name(credential: Credential) -> &'static str {
    match credential {
        Credential::OrganizationToken => "organization token",
        Credential::ResourceTokenWithOrganization => "API resource token with organization_id",
        Credential::ResourceToken => "API resource token",
    }
}

fn answer_schema(answer: AnswerShape) -> Option<Value> {
    let schema = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let list = |name: &str| json!({ "type": "array", "items": schema(name) });
    match answer {
        AnswerShape::Empty => None,
        AnswerShape::Organization => Some(schema("Organization")),
        AnswerShape::Members => Some(list("Member")),
        AnswerShape::UserIds => Some(schema("UserIds")),
        AnswerShape::Roles => Some(list("Role")),
        AnswerShape::TemplateRoles => Some(list("TemplateRole")),
        AnswerShape::MyOrganizations => Some(list("MyOrganization")),
        AnswerShape::Invitations => Some(list("Invitation")),
        AnswerShape::Invitation => Some(schema("Invitation")),
        AnswerShape::MyInvitation => Some(schema("MyInvitation")),
        AnswerShape::MyInvitations => Some(list("MyInvitation")),
        other => openapi_schemas::answer(other)
            .map(|(name, is_list)| if is_list { list(name) } else { schema(name) }),
    }
}

fn body_schema(operation: &Operation) -> Option<&'static str> {
    match operation.body {
        BodyShape::None => None,
        BodyShape::NewOrganization => Some("NewOrganization"),
        BodyShape::OrganizationChanges => Some("OrganizationChanges"),
        BodyShape::UserIds => Some("UserIds"),
        BodyShape::RoleNames if operation.id == OperationId::SetApplicationRoles => Some("MachineRoleNames"),
        BodyShape::RoleNames => Some("RoleNames"),
        BodyShape::NewInvitation => Some("NewInvitation"),
        other => openapi_schemas::body(other),
    }
}

fn object(required: &[&str], properties: Value, is_open: bool) -> Value {
    json!({ "type": "object", "required": required, "properties": properties, "additionalProperties": is_open })
}

fn schemas(policy: &Policy) -> Value {
    let text = || json!({ "type": "string" });
    let nullable = || json!({ "type": ["string", "null"] });
    let time = || json!({ "type": ["integer", "null"], "description": "Milliseconds since 1970." });
    let named = || json!({ "type": "array", "items": object(&["id", "name"], json!({ "id": text(), "name": text() }), true) });
    let mut changes = Map::new();
    for field in UPDATABLE_FIELDS.into_iter().filter(|field| policy.update_fields.contains(*field)) {
        changes.insert(field.to_owned(), field_schema(field));
    }
    let organization = json!({
        "tenantId": text(), "id": text(), "name": text(), "description": nullable(), "customData": { "type": "object" },
        "isMfaRequired": { "type": "boolean" }, "color": { "type": "object" }, "branding": { "type": "object" },
        "customCss": nullable(), "createdAt": time(),
    });
    let mut schemas = openapi_schemas::schemas();
    let own = json!({
        "Error": object(&["code", "message"], json!({
            "code": text(), "message": text(), "data": {}, "details": text(),
        }), true),
        "Organization": object(&["tenantId", "id", "name"], organization, true),
        "MyOrganization": object(&["id", "name", "organizationRoles", "organizationPermissions"], json!({
            "tenantId": text(), "id": text(), "name": text(), "description": nullable(), "isMfaRequired": { "type": "boolean" },
            "color": { "type": "object" }, "branding": { "type": "object" }, "createdAt": time(), "organizationRoles": named(),
            "organizationPermissions": { "type": "array", "items": text() },
        }), false),
        "Invitation": object(&INVITATION_MEMBERS, invitation(None), false),
        "MyInvitation": object(&[&INVITATION_MEMBERS[..], &["organization"]].concat(), invitation(Some("organization")), false),
        "NewInvitation": object(&["invitee"], json!({
            "invitee": { "type": "string", "format": "email", "maxLength": 256 },
            "roleNames": openapi_schemas::role_names("member"),
            "expiresAt": { "type": "integer", "description": "Milliseconds since 1970, in the future and within a year; in a week without it." },
            "sendMessage": { "type": "boolean", "default": true },
        }), false),
        "Member": object(&["id", "organizationRoles"], json!({
            "id": text(), "username": nullable(), "primaryEmail": nullable(), "primaryPhone": nullable(), "name": nullable(),
            "avatar": nullable(), "lastSignInAt": time(), "createdAt": time(), "isSuspended": { "type": "boolean" },
            "organizationRoles": named(),
        }), false),
        "Role": object(&["id", "name"], json!({
            "tenantId": text(), "id": text(), "name": text(), "description": nullable(), "type": text(),
        }), true),
        "TemplateRole": object(&["id", "name", "scopes", "resourceScopes"], json!({
            "tenantId": text(), "id": text(), "name": text(), "description": nullable(), "type": text(), "scopes": named(),
            "resourceScopes": { "type": "array", "items": { "type": "object" } },
        }), true),
        "UserIds": object(&["userIds"], json!({
            "userIds": { "type": "array", "items": text(), "minItems": 1, "maxItems": 100 },
        }), false),
        "RoleNames": object(&["roleNames"], json!({ "roleNames": openapi_schemas::role_names("admin") }), false),
        "NewOrganization": object(&["name"], Value::Object(changes.clone()), false),
        "OrganizationChanges": object(&[], Value::Object(changes), false),
    });
    if let Value::Object(own) = own {
        schemas.extend(own);
    }
    Value::Object(schemas)
}

const INVITATION_MEMBERS: [&str; 11] = [
    "tenantId",
    "id",
    "inviterId",
    "invitee",
    "acceptedUserId",
    "organizationId",
    "status",
    "createdAt",
    "updatedAt",
    "expiresAt",
    "organizationRoles",
];

/// The members of an invitation; of one to the caller with the organization, under that name.
fn invitation(organization: Option<&str>) -> Value {
    let text = || json!({ "type": "string" });
    let role = object(&["id", "name"], json!({ "id": text(), "name": text() }), false);
    let mut members = Map::new();
    for name in INVITATION_MEMBERS {
        let schema = match name {
            "inviterId" | "acceptedUserId" => json!({ "type": ["string", "null"] }),
            "status" => json!({ "type": "string", "enum": ["Pending", "Accepted", "Expired", "Revoked"] }),
            "createdAt" | "updatedAt" | "expiresAt" => {
                json!({ "type": "integer", "description": "Milliseconds since 1970." })
            }
            "organizationRoles" => json!({ "type": "array", "items": role }),
            _ => text(),
        };
        members.insert(name.to_owned(), schema);
    }
    if let Some(name) = organization {
        let shown = json!({ "id": text(), "name": text(), "branding": { "type": "object" } });
        members.insert(name.to_owned(), object(&["id", "name"], shown, false));
    }
    members.into()
}

fn field_schema(field: &str) -> Value {
    match field {
        "name" => json!({ "type": "string", "minLength": 1, "maxLength": 128 }),
        "description" => json!({ "type": ["string", "null"], "maxLength": 256 }),
        "isMfaRequired" => json!({ "type": "boolean" }),
        "color" => object(
            &[],
            json!({
                "primaryColor": { "type": "string" }, "darkPrimaryColor": { "type": "string" }, "isDarkModeEnabled": { "type": "boolean" },
            }),
            false,
        ),
        "branding" => {
            let address = || json!({ "type": "string", "format": "uri" });
            let members = json!({ "logoUrl": address(), "darkLogoUrl": address(), "favicon": address(), "darkFavicon": address() });
            object(&[], members, false)
        }
        _ => json!({ "type": "object" }),
    }
}
