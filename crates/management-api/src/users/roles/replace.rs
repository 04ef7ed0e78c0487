//! `PUT /api/users/{userId}/roles`: makes a user's roles exactly these (Management API contract §5.4).

use api_types::user::RoleIds;
use axum::{Json, extract::Path};
use domain::{RoleId, UserId};
use http_kit::{ApiError, ValidJson};

use super::user_roles;
use crate::{
    ManagementContext,
    rules::{Body, violation},
    users::body::{find, not_found},
};

/// Replaces a user's roles and answers with their ids, each once.
pub(in crate::users) async fn replace_roles(
    context: ManagementContext,
    Path(user_id): Path<String>,
    ValidJson(Body(body)): ValidJson<Body<RoleIds>>,
) -> Result<Json<RoleIds>, ApiError> {
    find(&context, &user_id).await?;
    let (roles, id, tenant) = (
        &user_roles(&context, &body.role_ids, "entity.db_constraint_violated").await?,
        &UserId::new(user_id),
        context.tenant(),
    );
    let replaced = context
        .db()
        .transaction(|tx| async move { store::user::replace_roles(tx.exec(), tenant, id, roles).await })
        .await;
    if !replaced.map_err(violation("role.user_exists"))? {
        return Err(not_found());
    }
    Ok(Json(RoleIds { role_ids: roles.iter().cloned().map(RoleId::into_string).collect() }))
}
