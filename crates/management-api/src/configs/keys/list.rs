//! `GET /api/configs/oidc/{keyType}`

use api_types::config as wire;
use axum::{Json, extract::Path};
use domain::signing_key::settled;
use http_kit::ApiError;
use operations::keys::COOKIE_KEY;
use store::signing_key;

use super::{KeyType, cookie_keys, private_keys};
use crate::ManagementContext;

/// Lists keys without their secrets, newest first.
pub(crate) async fn list_keys(
    context: ManagementContext,
    Path(key_type): Path<String>,
) -> Result<Json<Vec<wire::OidcKey>>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    Ok(Json(match KeyType::parse(&key_type)? {
        KeyType::Private => {
            private_keys(settled(signing_key::all(exec, tenant).await?, context.services.now()))
        }
        KeyType::Cookie => cookie_keys(signing_key::secrets(exec, tenant, COOKIE_KEY).await?),
    }))
}
