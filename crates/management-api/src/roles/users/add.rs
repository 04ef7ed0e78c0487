//! `POST /api/roles/{id}/users`

use api_types::role::AddUsers;
use axum::extract::Path;
use domain::{RoleId, UserId, role::RoleType};
use http_kit::{ApiError, CreatedText, Issue, ValidJson, body::Validate};
use store::{StoreError, role::holder};

use crate::{
    ManagementContext,
    roles::body::find,
    rules::{Body, Rules, distinct, violation},
};

impl Validate for Body<AddUsers> {
    fn issues(&self) -> Vec<Issue> {
        Rules::default().ids("userIds", &self.0.user_ids, 1).issues()
    }
}

/// Gives a role to users, to all of them or to none.
pub(in crate::roles) async fn add_users(
    context: ManagementContext,
    Path(id): Path<RoleId>,
    ValidJson(Body(body)): ValidJson<Body<AddUsers>>,
) -> Result<CreatedText, ApiError> {
    let (tenant, id, user_ids) = (context.tenant(), &id, &distinct(&body.user_ids, UserId::new));
    context
        .db()
        .transaction(|tx| async move {
            let role = find(tx.exec(), tenant, id).await?;
            if role.kind != RoleType::User {
                return Err(ApiError::unprocessable("entity.db_constraint_violated"));
            }
            holder::add_users(tx.exec(), tenant, id, user_ids).await.map_err(|error| match error {
                StoreError::ForeignKeyViolation => ApiError::not_found("entity.not_found"),
                error => violation("role.user_exists")(error),
            })
        })
        .await?;
    Ok(CreatedText)
}
