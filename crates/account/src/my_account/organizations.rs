//! `GET /api/my-account/organizations`, `DELETE /api/my-account/organizations/{organizationId}`

use api_types::{organization::RoleName, own_account::MyOrganization};
use axum::{Json, extract::Path};
use domain::{OrganizationId, OrganizationRoleId};
use http_kit::{ApiError, NoContent};
use operations::organization::administrators::{LeaveError, leave};
use store::organization::membership::{OrganizationWithRoles, organizations_of_user};

use crate::{AccountContext, error::failed, rules::ORGANIZATION_ROLES};

/// The code of what would leave an organization without anybody who can manage it.
pub(super) const LAST_ADMINISTRATOR: &str = "organization.last_administrator";

/// The organizations that the user belongs to, with the roles held there if the token shows them.
pub(super) async fn list_organizations(
    context: AccountContext,
) -> Result<Json<Vec<MyOrganization>>, ApiError> {
    organizations_of(&context).await.map(Json)
}

/// The organizations of the user as they are shown.
pub(super) async fn organizations_of(context: &AccountContext) -> Result<Vec<MyOrganization>, ApiError> {
    let found = organizations_of_user(context.exec(), context.tenant(), context.user_id()).await?;
    let shows_roles = context.has_scope(ORGANIZATION_ROLES);
    let body = |OrganizationWithRoles { organization, roles }| MyOrganization {
        id: organization.id.into_string(),
        name: organization.name,
        description: organization.description,
        organization_roles: shows_roles.then(|| role_names(roles)),
    };
    Ok(found.into_iter().map(body).collect())
}

/// Roles as they are shown.
pub(super) fn role_names(roles: Vec<(OrganizationRoleId, String)>) -> Vec<RoleName> {
    roles.into_iter().map(|(id, name)| RoleName { id: id.into_string(), name }).collect()
}

/// Takes the user out of an organization, unless nobody else could manage it.
pub(super) async fn leave_organization(
    context: AccountContext,
    Path(id): Path<OrganizationId>,
) -> Result<NoContent, ApiError> {
    let (context, id) = (&context, &id);
    let left = context.step(|tx, user| async move {
        leave(&context.services, &tx, &user.id, id).await.map_err(|error| match error {
            LeaveError::NotAMember => ApiError::not_found("entity.not_found"),
            LeaveError::LastAdministrator => ApiError::unprocessable(LAST_ADMINISTRATOR),
            LeaveError::Operation(error) => failed(error),
        })?;
        Ok(((), vec![context.membership("removedUserIds", id, 204)]))
    });
    left.await?;
    Ok(NoContent)
}
