//! `POST /api/users/{userId}/roles`: gives a user roles (Management API contract §5.4).

use api_types::{role::AddedRoles, user::RoleIds};
use axum::extract::Path;
use domain::{RoleId, UserId};
use http_kit::{ApiError, Created, ValidJson};

use super::user_roles;
use crate::{
    ManagementContext,
    rules::{Body, violation},
    users::body::{find, not_found},
};

/// Gives a user roles; those it holds already stay and are not among the added.
pub(in crate::users) async fn add_roles(
    context: ManagementContext,
    Path(user_id): Path<String>,
    ValidJson(Body(body)): ValidJson<Body<RoleIds>>,
) -> Result<Created<AddedRoles>, ApiError> {
    find(&context, &user_id).await?;
    let (roles, id, tenant) = (
        &user_roles(&context, &body.role_ids, "user.invalid_role_type").await?,
        &UserId::new(user_id),
        context.tenant(),
    );
    let added = context
        .db()
        .transaction(|tx| async move { store::user::add_roles(tx.exec(), tenant, id, roles).await })
        .await;
    let added = added.map_err(violation("role.user_exists"))?.ok_or_else(not_found)?;
    let added_role_ids = added.into_iter().map(RoleId::into_string).collect();
    Ok(Created(AddedRoles { role_ids: body.role_ids, added_role_ids }))
}
