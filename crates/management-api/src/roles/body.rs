//! What roles look like on the wire, and what their operations share.

use api_types::role as wire;
use domain::{
    RoleId, ScopeId, TenantId,
    role::{INTERNAL_ROLE_PREFIX, Role, RoleType},
};
use http_kit::{ApiError, Issue};
use protocol::identifiers::is_management_api_indicator;
use store::{
    Exec,
    resource::scope,
    role::{self, list::RoleHolders},
};

use crate::rules::Rules;

/// The longest name and description, in characters.
pub(super) const MAX_LENGTH: usize = 128;

/// A role as the wire shows it.
pub(crate) fn role_body(tenant: &TenantId, role: Role) -> wire::Role {
    wire::Role {
        tenant_id: tenant.to_string(),
        id: role.id.into_string(),
        name: role.name,
        description: role.description,
        kind: role.kind.as_str().to_owned(),
        is_default: role.is_default,
    }
}

/// A role and its holders as lists show them.
pub(super) fn role_with_holders_body(
    tenant: &TenantId,
    role: Role,
    holders: RoleHolders,
) -> wire::RoleWithHolders {
    let user = |user: role::list::FeaturedUser| wire::FeaturedUser {
        id: user.id.into_string(),
        avatar: user.avatar,
        name: user.name,
    };
    let application = |application: role::list::FeaturedApplication| wire::FeaturedApplication {
        id: application.id.into_string(),
        name: application.name,
        kind: application.kind.as_str().to_owned(),
    };
    wire::RoleWithHolders {
        role: role_body(tenant, role),
        users_count: holders.users_count,
        featured_users: holders.users.into_iter().map(user).collect(),
        applications_count: holders.applications_count,
        featured_applications: holders.applications.into_iter().map(application).collect(),
    }
}

/// A name that hides its role from lists is not for anybody to give (Management API contract §1.9: a server may refuse).
pub(super) fn check_name(rules: &mut Rules, name: &str) {
    if name.starts_with(INTERNAL_ROLE_PREFIX) {
        rules.issue(Issue::new("custom", &["name"], "Names that begin with `#internal:` are reserved"));
    }
}

/// The role that the path names, or 404.
pub(super) async fn find(exec: Exec<'_>, tenant: &TenantId, id: &RoleId) -> Result<Role, ApiError> {
    role::find(exec, tenant, id).await?.ok_or_else(|| ApiError::not_found("entity.not_exists_with_id"))
}

/// Reads a role type.
pub(super) fn role_type(word: &str) -> Result<RoleType, ApiError> {
    RoleType::parse(word).ok_or_else(|| {
        let message = "Invalid enum value. Expected 'User' | 'MachineToMachine'";
        ApiError::invalid_input(vec![Issue::new("invalid_enum_value", &["type"], message)])
    })
}

/// Checks that a role of this type may hold these scopes: each must exist, and users never get the Management API's.
pub(super) async fn check_scopes(
    exec: Exec<'_>,
    tenant: &TenantId,
    kind: RoleType,
    ids: &[ScopeId],
) -> Result<(), ApiError> {
    let found = scope::with_indicators(exec, tenant, ids).await?;
    if found.len() < ids.len() {
        return Err(ApiError::not_found("entity.not_exists_with_id"));
    }
    if kind == RoleType::User && found.iter().any(|(_, indicator)| is_management_api_indicator(indicator)) {
        return Err(ApiError::bad_request("role.management_api_scopes_not_assignable_to_user_role"));
    }
    Ok(())
}
