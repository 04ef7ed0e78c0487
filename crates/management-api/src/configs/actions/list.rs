//! `GET /api/configs/actions`

use api_types::config as wire;
use axum::Json;
use domain::script::ActionType;
use http_kit::ApiError;

use super::super::scripts::find;
use crate::ManagementContext;

/// Lists the scripts there are.
pub(crate) async fn list_actions(
    context: ManagementContext,
) -> Result<Json<Vec<wire::Keyed<wire::Action>>>, ApiError> {
    let mut scripts = Vec::new();
    for action in ActionType::ALL {
        let found = find(&context, context.exec(), action.as_str()).await?;
        scripts.extend(found.map(|value| wire::Keyed { key: action.as_str().to_owned(), value }));
    }
    Ok(Json(scripts))
}
