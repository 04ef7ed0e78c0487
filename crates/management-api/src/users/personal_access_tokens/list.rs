//! `GET /api/users/{userId}/personal-access-tokens`

use api_types::user_token as wire;
use axum::{Json, extract::Path};
use http_kit::ApiError;
use operations::user_token::open_token;
use store::personal_access_token;

use super::token_body;
use crate::{ManagementContext, context::internal, users::body::find};

/// Lists the tokens of a user, oldest first, expired ones too.
pub(in crate::users) async fn list_tokens(
    context: ManagementContext,
    Path(user_id): Path<String>,
) -> Result<Json<Vec<wire::PersonalAccessToken>>, ApiError> {
    let user = find(&context, &user_id).await?.id;
    let tenant = context.tenant();
    let mut tokens = Vec::new();
    for sealed in personal_access_token::list(context.exec(), tenant, &user).await? {
        let opened = open_token(&context.services, &user, sealed).map_err(internal)?;
        tokens.push(token_body(tenant, &user, opened));
    }
    Ok(Json(tokens))
}
