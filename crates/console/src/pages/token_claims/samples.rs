//! What a script begins with, what it is told, and an example of that.

use domain::script::CustomizedToken;
use serde_json::{Value, json};

/// A program that does nothing yet.
pub(super) const SCRIPT: &str =
    "const getCustomJwtClaims = async ({ token, context, environmentVariables, api }) => {
  return {};
};
";

/// What a script can read, by the name under which it finds it.
pub(super) const fn fields(kind: CustomizedToken) -> &'static [&'static str] {
    match kind {
        CustomizedToken::AccessToken => &[
            "token.sub",
            "token.client_id",
            "token.aud",
            "token.scope",
            "context.user.id",
            "context.user.username",
            "context.user.primaryEmail",
            "context.user.name",
            "context.user.customData",
            "context.user.roles",
            "context.user.organizations",
            "context.user.organizationRoles",
            "context.application.id",
            "context.application.name",
            "context.application.customData",
            "context.organization?.id",
            "context.organization?.customData",
            "context.interaction",
            "context.grant?.subjectTokenContext",
            "environmentVariables",
            "api.denyAccess(\"why\")",
        ],
        CustomizedToken::ClientCredentials => &[
            "token.sub",
            "token.client_id",
            "token.aud",
            "token.scope",
            "context.application.id",
            "context.application.name",
            "context.application.customData",
            "environmentVariables",
            "api.denyAccess(\"why\")",
        ],
    }
}

/// A token to try it with.
pub(super) fn token(kind: CustomizedToken, issuer: &str) -> Value {
    let (subject, name) = match kind {
        CustomizedToken::AccessToken => ("user-id", "AccessToken"),
        CustomizedToken::ClientCredentials => ("application-id", "ClientCredentials"),
    };
    json!({
        "kind": name, "iss": issuer, "sub": subject, "client_id": "application-id", "aud": "https://api.example", "scope": "read write",
    })
}

/// What it is told beside it.
pub(super) fn context(kind: CustomizedToken) -> Value {
    let application = json!({ "id": "application-id", "name": "My app", "customData": {} });
    match kind {
        CustomizedToken::ClientCredentials => json!({ "application": application }),
        CustomizedToken::AccessToken => json!({
            "user": {
                "id": "user-id", "username": "ingrid", "primaryEmail": "ingrid@fjord.example", "name": "Ingrid", "customData": { "plan": "pro" },
                "roles": [{ "id": "role-id", "name": "Reader", "scopes": [] }],
                "organizations": [{ "id": "organization-id", "name": "Fjord" }],
                "organizationRoles": [{ "organizationId": "organization-id", "roleId": "role-id", "roleName": "admin" }],
            },
            "application": application,
        }),
    }
}
