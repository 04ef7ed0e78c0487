//! What the operations on organizations and on their template share: how things look on the wire, the rules for what comes in, and what
//! refusals mean (Management API contract §1.6, §2).

use api_types::organization as wire;
use domain::{TenantId, organization::Organization};
use http_kit::{ApiError, Issue, NoContent, QueryPairs};
use operations::organization::OrganizationError;
use store::{
    StoreError,
    organization::{RoleName, membership::OrganizationWithRoles},
};

/// The longest name, in characters.
pub(crate) const MAX_NAME: usize = 128;
/// The longest description, in characters.
pub(crate) const MAX_DESCRIPTION: usize = 256;
/// The longest text that is searched for, in characters. Nothing that can be found is longer than 256.
const MAX_SEARCH_TEXT: usize = 512;

/// An organization as the wire shows it.
pub fn organization_body(tenant: &TenantId, organization: Organization) -> wire::Organization {
    wire::Organization {
        tenant_id: tenant.to_string(),
        id: organization.id.into_string(),
        name: organization.name,
        description: organization.description,
        custom_data: organization.custom_data,
        is_mfa_required: organization.is_mfa_required,
        color: organization.color,
        branding: organization.branding,
        custom_css: organization.custom_css,
        created_at: organization.created_at.0,
    }
}

/// An organization of a user or an application, with the roles held there (§2.7).
pub(crate) fn organization_with_roles_body(
    tenant: &TenantId,
    row: OrganizationWithRoles,
) -> wire::OrganizationWithRoles {
    wire::WithOrganizationRoles {
        entity: organization_body(tenant, row.organization),
        organization_roles: role_names(row.roles),
    }
}

/// The roles of a member by id and name.
pub(crate) fn role_names(roles: Vec<RoleName>) -> Vec<wire::RoleName> {
    roles.into_iter().map(|(id, name)| wire::RoleName { id: id.into_string(), name }).collect()
}

/// What a violation means in the organization routers, where a missing row is 422.
pub(crate) fn violation(error: StoreError) -> ApiError {
    match error {
        StoreError::ForeignKeyViolation => ApiError::unprocessable("entity.relation_foreign_key_not_found"),
        StoreError::UniqueViolation { .. } => ApiError::unprocessable("entity.unique_integrity_violation"),
        StoreError::CheckViolation => ApiError::unprocessable("entity.db_constraint_violated"),
        error => error.into(),
    }
}

/// What a refused change of memberships means.
pub(crate) fn refused(error: OrganizationError) -> ApiError {
    match error {
        OrganizationError::Store(error) => violation(error),
        OrganizationError::UnknownReference => violation(StoreError::ForeignKeyViolation),
        OrganizationError::NotAMember => ApiError::unprocessable("organization.require_membership"),
        OrganizationError::WrongRoleType | OrganizationError::NotAMachine => {
            ApiError::unprocessable("entity.db_constraint_violated")
        }
        OrganizationError::UnknownRoleNames(names) => {
            ApiError::unprocessable("organization.role_names_not_found")
                .message(format!("Some organization role names were not found: {}.", names.join(", ")))
        }
    }
}

/// The `q` of a list, if there is one.
pub(crate) fn search_text(query: &QueryPairs) -> Result<Option<&str>, ApiError> {
    match query.get("q") {
        Some(q) if q.chars().count() > MAX_SEARCH_TEXT => {
            let message = format!("String must contain at most {MAX_SEARCH_TEXT} character(s)");
            Err(ApiError::invalid_input(vec![Issue::new("too_big", &["q"], message)]))
        }
        q => Ok(q),
    }
}

/// 204 when something was there to remove, else 404.
pub(crate) fn removed(was_there: bool) -> Result<NoContent, ApiError> {
    if was_there { Ok(NoContent) } else { Err(ApiError::not_found("entity.not_found")) }
}
