//! `GET /api/configs/jwt-customizer`

use api_types::config as wire;
use axum::Json;
use domain::script::CustomizedToken;
use http_kit::ApiError;

use super::super::scripts::find;
use crate::ManagementContext;

/// Lists the scripts there are.
pub(crate) async fn list_customizers(
    context: ManagementContext,
) -> Result<Json<Vec<wire::Keyed<wire::JwtCustomizer>>>, ApiError> {
    let mut scripts = Vec::new();
    for token in CustomizedToken::ALL {
        let found = find(&context, context.exec(), token.setting()).await?;
        scripts.extend(found.map(|value| wire::Keyed { key: token.setting().to_owned(), value }));
    }
    Ok(Json(scripts))
}
