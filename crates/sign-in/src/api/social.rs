//! `POST /api/experience/verification/social/{connectorId}/authorization-uri` and `…/verify` (OIDC contract §6.3).

use api_types::experience::{
    FinishSocialVerification, SocialVerificationBegun, StartSocialVerification, VerificationCreated,
};
use axum::{Json, extract::Path};
use http_kit::{ApiError, ValidJson};

use super::body::Body;
use crate::flow::Flow;

/// Begins a sign-in elsewhere; the browser goes there.
pub(super) async fn authorization_uri(
    Path(connector_id): Path<String>,
    mut flow: Flow,
    ValidJson(Body(body)): ValidJson<Body<StartSocialVerification>>,
) -> Result<Json<SocialVerificationBegun>, ApiError> {
    let begun = flow.begin_social(&connector_id, (&body.state, &body.redirect_uri)).await?;
    flow.save().await?;
    Ok(Json(SocialVerificationBegun {
        authorization_uri: begun.authorization_uri,
        verification_id: begun.verification_id,
    }))
}

/// Takes what the browser brought back.
pub(super) async fn verify(
    Path(connector_id): Path<String>,
    mut flow: Flow,
    ValidJson(Body(body)): ValidJson<Body<FinishSocialVerification>>,
) -> Result<Json<VerificationCreated>, ApiError> {
    let named = (connector_id.as_str(), body.verification_id.as_deref());
    let verification_id = flow.finish_social(named, &body.connector_data).await?;
    flow.save().await?;
    Ok(Json(VerificationCreated { verification_id }))
}
