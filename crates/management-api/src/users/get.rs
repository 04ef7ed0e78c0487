//! `GET /api/users/{userId}`: one user (Management API contract §5.2).

use api_types::user::User;
use axum::{Json, extract::Path};
use http_kit::{ApiError, Query, query_parameters, sso_identity_body};

use super::body::{find, user_body, user_body_with_hash};
use crate::ManagementContext;

query_parameters! {
    /// What the query may say.
    pub(crate) GetQuery: "includeSsoIdentities" = "Shows identities at enterprise providers.", "includePasswordHash" = "Shows the digest of the password."
}

/// One user; the flag `includePasswordHash` adds the password's hash, `includeSsoIdentities` the enterprise identities.
pub(super) async fn get_user(
    context: ManagementContext,
    Path(user_id): Path<String>,
    query: Query<GetQuery>,
) -> Result<Json<User>, ApiError> {
    let user = find(&context, &user_id).await?;
    let mut sso_identities = None;
    if query.flag("includeSsoIdentities") {
        let found = store::user::sso_identities(context.exec(), context.tenant(), &user.id).await?;
        sso_identities =
            Some(found.into_iter().map(|identity| sso_identity_body(context.tenant(), identity)).collect());
    }
    let body = if query.flag("includePasswordHash") { user_body_with_hash(user) } else { user_body(user) };
    Ok(Json(User { sso_identities, ..body }))
}
