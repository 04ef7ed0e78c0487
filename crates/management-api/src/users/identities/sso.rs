//! `GET` and `DELETE /api/users/{userId}/sso-identities/{ssoConnectorId}`

use api_types::user_identity::UserSsoIdentity;
use axum::{Json, extract::Path};
use domain::{SsoConnectorId, UserId};
use http_kit::{ApiError, NoContent, Query, sso_identity_body};

use super::IdentityQuery;
use crate::{
    ManagementContext,
    users::body::{find, not_found as user_not_found},
};

/// The identity of a user at an enterprise connector. Tokens of such providers are not kept, so that the flag `includeTokenSecret` adds nothing.
pub(in crate::users) async fn get_sso_identity(
    context: ManagementContext,
    Path((user_id, connector_id)): Path<(String, String)>,
    _query: Query<IdentityQuery>,
) -> Result<Json<UserSsoIdentity>, ApiError> {
    let user = find(&context, &user_id).await?;
    let (exec, tenant, connector) = (context.exec(), context.tenant(), SsoConnectorId::new(connector_id));
    let found = store::user::sso_identity_at(exec, tenant, &user.id, &connector).await?;
    let found = found.ok_or_else(|| ApiError::not_found("entity.not_found"))?;
    Ok(Json(UserSsoIdentity { sso_identity: sso_identity_body(tenant, found) }))
}

/// Takes from a user who they are at an enterprise connector: one was joined to the wrong account, or is to be joined to another. The wire has no such
/// operation. The account stays, and whoever comes through the connector next is told apart anew.
pub(in crate::users) async fn delete_sso_identity(
    context: ManagementContext,
    Path((user_id, connector_id)): Path<(UserId, SsoConnectorId)>,
) -> Result<NoContent, ApiError> {
    let (tenant, id, connector_id, now) = (context.tenant(), &user_id, &connector_id, context.services.now());
    let deleted = context.db().transaction(|tx| async move {
        store::user::lock(tx.exec(), tenant, id, now).await?.ok_or_else(user_not_found)?;
        if store::user::remove_sso_identity(tx.exec(), tenant, id, connector_id).await? {
            Ok(())
        } else {
            Err(ApiError::not_found("entity.not_found"))
        }
    });
    deleted.await?;
    Ok(NoContent)
}
