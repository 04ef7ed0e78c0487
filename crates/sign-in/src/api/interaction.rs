//! `PUT /api/experience`, `PUT …/interaction-event`, `GET …/interaction` (OIDC contract §6.3).

use api_types::experience::{ChangeInteractionEvent, InteractionData, StartInteraction};
use axum::Json;
use http_kit::{ApiError, NoContent, ValidJson};

use super::body::{Body, event};
use crate::{
    flow::{Flow, Visit},
    interaction_data::interaction_data,
};

/// Begins, or begins anew. Only a login can begin: where consent is wanted, somebody is signed in already.
pub(super) async fn start(
    visit: Visit,
    ValidJson(Body(body)): ValidJson<Body<StartInteraction>>,
) -> Result<NoContent, ApiError> {
    if !visit.awaits_login() {
        return Err(ApiError::bad_request("session.invalid_interaction_type"));
    }
    let flow = visit.start_as_person(event(body.interaction_event), body.captcha_token.as_deref()).await?;
    flow.save().await?;
    Ok(NoContent)
}

/// Does something else with what was verified so far.
pub(super) async fn change_event(
    mut flow: Flow,
    ValidJson(Body(body)): ValidJson<Body<ChangeInteractionEvent>>,
) -> Result<NoContent, ApiError> {
    flow.change_event(event(body.interaction_event))?;
    flow.save().await?;
    Ok(NoContent)
}

/// What is stored, without secrets.
pub(super) async fn read(flow: Flow) -> Json<InteractionData> {
    Json(interaction_data(&flow))
}
