//! `POST /api/experience/identification` and `…/submit` (OIDC contract §6.4, §6.5).

use api_types::experience::{Identify, RedirectTo};
use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use http_kit::{ApiError, ValidJson};

use super::{body::Body, created};
use crate::flow::{Flow, Identified};

/// Settles who the user is; 201 when an account was made.
pub(super) async fn identify(
    mut flow: Flow,
    ValidJson(Body(body)): ValidJson<Body<Identify>>,
) -> Result<Response, ApiError> {
    let identified = flow.identify(body.verification_id.as_deref()).await?;
    flow.save().await?;
    Ok(match identified {
        Identified::Known => StatusCode::NO_CONTENT.into_response(),
        Identified::Registered => created(),
    })
}

/// Lets the user in.
pub(super) async fn submit(mut flow: Flow) -> Result<Json<RedirectTo>, ApiError> {
    let redirect_to = flow.submit().await?;
    Ok(Json(RedirectTo { redirect_to }))
}
