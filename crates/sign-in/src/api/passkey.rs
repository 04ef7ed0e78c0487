//! Passkeys on the wire (OIDC contract §6.3): as second factors, and as the way to sign in.
//!
//! Where an answer is taken, the experience is saved whatever came of it: each challenge is answered once.

use api_types::{
    experience::VerificationCreated,
    experience_mfa::{
        PasskeyPreflight, StartSignInPasskey, VerifySignInPasskey, VerifyWebAuthn,
        VerifyWebAuthnRegistration, WebAuthnAuthentication, WebAuthnRegistration,
    },
};
use axum::Json;
use http_kit::{ApiError, ValidJson};

use super::body::{Body, identifier};
use crate::flow::{Flow, Visit};

/// Asks for a new passkey.
pub(super) async fn start_registration(mut flow: Flow) -> Result<Json<WebAuthnRegistration>, ApiError> {
    let (verification_id, registration_options) = flow.ask_for_new_passkey().await?;
    flow.save().await?;
    Ok(Json(WebAuthnRegistration { verification_id, registration_options }))
}

/// Takes a new passkey.
pub(super) async fn verify_registration(
    mut flow: Flow,
    ValidJson(Body(body)): ValidJson<Body<VerifyWebAuthnRegistration>>,
) -> Result<Json<VerificationCreated>, ApiError> {
    let outcome = flow.verify_new_passkey(&body.verification_id, &body.payload.answer).await;
    answered(&flow, outcome).await
}

/// Asks for one of the user's passkeys.
pub(super) async fn start_authentication(mut flow: Flow) -> Result<Json<WebAuthnAuthentication>, ApiError> {
    let (verification_id, authentication_options) = flow.ask_for_passkey().await?;
    flow.save().await?;
    Ok(Json(WebAuthnAuthentication { verification_id, authentication_options }))
}

/// Takes the proof by one of the user's passkeys.
pub(super) async fn verify_authentication(
    mut flow: Flow,
    ValidJson(Body(body)): ValidJson<Body<VerifyWebAuthn>>,
) -> Result<Json<VerificationCreated>, ApiError> {
    let outcome = flow.verify_passkey(&body.verification_id, &body.payload.answer).await;
    answered(&flow, outcome).await
}

/// Asks any passkey, before it is known who signs in.
pub(super) async fn preflight(visit: Visit) -> Result<Json<PasskeyPreflight>, ApiError> {
    Ok(Json(PasskeyPreflight { authentication_options: visit.ask_any_passkey().await? }))
}

/// Asks the passkeys of whoever has an identifier.
pub(super) async fn start_sign_in(
    mut flow: Flow,
    ValidJson(Body(body)): ValidJson<Body<StartSignInPasskey>>,
) -> Result<Json<WebAuthnAuthentication>, ApiError> {
    let (verification_id, authentication_options) = flow.ask_passkey_of(&identifier(body.identifier)).await?;
    flow.save().await?;
    Ok(Json(WebAuthnAuthentication { verification_id, authentication_options }))
}

/// Takes the proof by a passkey that signs in.
pub(super) async fn verify_sign_in(
    mut flow: Flow,
    ValidJson(Body(body)): ValidJson<Body<VerifySignInPasskey>>,
) -> Result<Json<VerificationCreated>, ApiError> {
    let outcome = flow.verify_sign_in_passkey(body.verification_id.as_deref(), &body.payload.answer).await;
    answered(&flow, outcome).await
}

async fn answered(
    flow: &Flow,
    outcome: Result<String, ApiError>,
) -> Result<Json<VerificationCreated>, ApiError> {
    flow.save().await?;
    Ok(Json(VerificationCreated { verification_id: outcome? }))
}
