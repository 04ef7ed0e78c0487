//! What stands for the parameters of `/api/configs`, and the bodies that its operations take.

use axum::http::Method;
use http_kit::Operation;
use serde_json::{Value, json};

use crate::test_api::TestApi;

/// What every operation finds: scripts, and a key for cookies that signs no more. A signing key of that kind is not deleted here, for the
/// caller's token is signed by it.
pub(super) async fn furnish(api: &TestApi) {
    let scripts = [
        ("jwt-customizer/access-token", "const getCustomJwtClaims = () => ({})"),
        ("actions/action.postSignIn", "const postSignIn = () => ({})"),
    ];
    for (path, script) in scripts {
        let path = format!("/api/configs/{path}");
        api.client.put(&path, json!({ "script": script })).await.assert_status(201);
    }
    api.post("/api/configs/oidc/cookie-keys/rotate", json!({}), 200).await;
}

/// What stands for a parameter of a path.
pub(super) fn parameter(path: &str, name: &str) -> Option<&'static str> {
    Some(match name {
        "keyType" if path.ends_with("{keyId}") => "cookie-keys",
        "keyType" => "private-keys",
        "keyId" => "first",
        "tokenTypePath" => "access-token",
        "actionType" => "action.postSignIn",
        _ => return None,
    })
}

/// A body that an operation takes, with every member it knows but those that may be anything.
pub(super) fn body(operation: &Operation) -> Option<Value> {
    let environment = json!({ "KEY": "value" });
    Some(match operation.path.strip_prefix("/api/configs/")? {
        "admin-console" => json!({
            "signInExperienceCustomized": true, "organizationCreated": true,
            "developmentTenantMigrationNotification": { "isPaidTenant": true, "tag": "Production", "readAt": 1 },
            "checkedChargeNotification": { "token": true, "apiResource": true, "machineToMachineApp": true, "tenantMember": true },
        }),
        "oidc/session" => json!({ "ttl": 86_400 }),
        "oidc/{keyType}/rotate" => json!({ "signingKeyAlgorithm": "EC", "rotationGracePeriod": 3_600 }),
        "jwt-customizer/{tokenTypePath}" => json!({
            "script": "const getCustomJwtClaims = () => ({ a: 1 })", "environmentVariables": environment,
            "contextSample": { "user": {} }, "tokenSample": {}, "blockIssuanceOnError": true,
        }),
        "jwt-customizer/test" => json!({
            "tokenType": "access-token", "script": "const getCustomJwtClaims = () => ({ a: 1 })", "token": {}, "context": { "user": {} },
            "environmentVariables": environment,
        }),
        "id-token" => json!({ "enabledExtendedClaims": ["roles", "organization_data"] }),
        "actions/{actionType}" if operation.method != Method::POST => json!({
            "script": "const postSignIn = () => ({ a: 1 })", "environmentVariables": environment, "enabled": true, "onExecutionError": "allow",
        }),
        "actions/test" => json!({
            "script": "const postSignIn = () => ({ a: 1 })", "actionType": "action.postSignIn", "environmentVariables": environment,
        }),
        "cimd" => json!({ "enabled": true }),
        _ => return None,
    })
}
