//! What is the same for users and for applications of an organization: leaving it, and the roles they hold
//! (Management API contract §2.3, §2.4).

use api_types::organization_template::OrganizationRole;
use axum::extract::Path;
use domain::{OrganizationId, OrganizationRoleId};
use http_kit::{ApiError, NoContent, Page, Pagination};
use operations::organization::OrganizationError;
use store::organization::member::{self, Member};

use super::body::{refused, removed, violation};
use crate::{
    ManagementContext,
    events::{Detailed, Details, EventMember},
    organization_roles::role_body,
    rules::window,
};

/// `DELETE …/users/{userId}`, `DELETE …/applications/{applicationId}`: removes a member with the roles held there.
pub(super) async fn remove_member<M: Member + EventMember>(
    context: ManagementContext,
    Path((organization, id)): Path<(OrganizationId, String)>,
) -> Result<Detailed<NoContent>, ApiError> {
    let (services, organization, id) = (&context.services, &organization, &M::from_id(id));
    let gone = services
        .db
        .transaction(|tx| async move { member::remove(tx.exec(), &services.tenant, organization, id).await })
        .await;
    let status = removed(gone.map_err(violation)?)?;
    Ok(Detailed { answer: status, details: Details::membership(organization, &[], std::slice::from_ref(id)) })
}

/// `GET …/{member}/roles`: the roles of a member, by name; pagination is optional.
pub(super) async fn list_roles<M: Member>(
    context: ManagementContext,
    Path((organization, id)): Path<(OrganizationId, String)>,
    pagination: Pagination,
) -> Result<Page<OrganizationRole>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let id = M::from_id(id);
    ensure_member(&context, &organization, &id).await?;
    let pagination = pagination.or_all();
    let page = pagination.as_ref().map_or(store::Page::ALL, window);
    let roles = member::roles(exec, tenant, &organization, &id, page).await?;
    let rows = roles.into_iter().map(|role| role_body(tenant, role)).collect();
    Ok(match pagination {
        None => Page::all(rows),
        Some(pagination) => {
            pagination.page(rows, member::count_roles(exec, tenant, &organization, &id).await?)
        }
    })
}

/// `DELETE …/{member}/roles/{organizationRoleId}`: takes a role from a member.
pub(super) async fn remove_role<M: Member>(
    context: ManagementContext,
    Path((organization, id, role)): Path<(OrganizationId, String, OrganizationRoleId)>,
) -> Result<NoContent, ApiError> {
    let id = M::from_id(id);
    ensure_member(&context, &organization, &id).await?;
    let gone = member::remove_role(context.exec(), context.tenant(), &organization, &id, &role).await;
    removed(gone.map_err(violation)?)
}

async fn ensure_member<M: Member>(
    context: &ManagementContext,
    organization: &OrganizationId,
    id: &M,
) -> Result<(), ApiError> {
    if member::exists(context.exec(), context.tenant(), organization, id).await? {
        Ok(())
    } else {
        Err(refused(OrganizationError::NotAMember))
    }
}
