//! `GET /api/users/{userId}/sso-identities/{ssoConnectorId}`

use api_types::user_identity::UserSsoIdentity;
use axum::{Json, extract::Path};
use domain::SsoConnectorId;
use http_kit::{ApiError, Query, sso_identity_body};

use super::IdentityQuery;
use crate::{ManagementContext, users::body::find};

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
