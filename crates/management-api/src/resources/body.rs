//! What resources and scopes look like on the wire, and which resource is protected.

use api_types::resource as wire;
use domain::{
    ResourceId, TenantId,
    resource::{Resource, Scope},
};
pub(crate) use http_kit::resource_body;
use http_kit::{ApiError, Issue};
use serde_json::{Number, Value};
use store::{Exec, resource};

/// A scope as the wire shows it.
pub(crate) fn scope_body(tenant: &TenantId, scope: Scope) -> wire::Scope {
    wire::Scope {
        tenant_id: tenant.to_string(),
        id: scope.id.into_string(),
        resource_id: scope.resource_id.into_string(),
        name: scope.name,
        description: scope.description,
        created_at: scope.created_at.0,
    }
}

/// A scope with its resource as the wire shows it.
pub(crate) fn scope_with_resource_body(
    tenant: &TenantId,
    (scope, resource): (Scope, Resource),
) -> wire::ScopeWithResource {
    wire::ScopeWithResource { scope: scope_body(tenant, scope), resource: resource_body(tenant, resource) }
}

/// Finds a resource that may be changed: 404 when there is none, 400 with `code` when it is the Management API.
pub(super) async fn changeable(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &ResourceId,
    code: &'static str,
) -> Result<Resource, ApiError> {
    let resource = resource::find(exec, tenant, id)
        .await?
        .ok_or_else(|| ApiError::not_found("entity.not_exists_with_id"))?;
    if is_management_api(&resource) {
        return Err(ApiError::bad_request(code));
    }
    Ok(resource)
}

/// Whether a resource is a Management API.
pub(super) fn is_management_api(resource: &Resource) -> bool {
    protocol::identifiers::is_management_api_indicator(&resource.indicator)
}

/// The longest lifetime of access tokens: a year, in seconds.
const MAX_ACCESS_TOKEN_TTL: u64 = 365 * 86_400;

/// Reads `accessTokenTtl`: whole seconds, at least one. What is not a number at all has been refused by then.
pub(super) fn access_token_ttl(number: &Number) -> Result<std::time::Duration, ApiError> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the value is whole and in range by then"
    )]
    let whole = |value: f64| (value.fract() == 0.0 && (1.0..=1e9).contains(&value)).then_some(value as u64);
    let seconds = number.as_u64().or_else(|| number.as_f64().and_then(whole));
    let seconds = seconds.filter(|seconds| (1..=MAX_ACCESS_TOKEN_TTL).contains(seconds));
    seconds.map(std::time::Duration::from_secs).ok_or_else(|| {
        let issue = Issue::new(
            "custom",
            &["accessTokenTtl"],
            "a whole number of seconds, at least 1 and at most a year",
        );
        let issues = Value::Array(vec![serde_json::json!(issue)]);
        ApiError::unprocessable("entity.invalid_input").data(serde_json::json!({ "issues": issues }))
    })
}
