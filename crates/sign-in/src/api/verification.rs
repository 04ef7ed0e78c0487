//! `POST /api/experience/verification/password` and `…/new-password-identity` (OIDC contract §6.3).

use api_types::experience::{IdentifierAndPassword, IdentifierType, VerificationCreated};
use axum::Json;
use http_kit::{ApiError, Issue, ValidJson};

use super::body::{Body, identifier};
use crate::flow::Flow;

/// Checks a known user's password.
pub(super) async fn password(
    mut flow: Flow,
    ValidJson(Body(body)): ValidJson<Body<IdentifierAndPassword>>,
) -> Result<Json<VerificationCreated>, ApiError> {
    let verification_id = flow.verify_password(identifier(body.identifier), &body.password).await?;
    flow.save().await?;
    Ok(Json(VerificationCreated { verification_id }))
}

/// Checks that a new user may have a username and a password.
pub(super) async fn new_password_identity(
    mut flow: Flow,
    ValidJson(Body(body)): ValidJson<Body<IdentifierAndPassword>>,
) -> Result<Json<VerificationCreated>, ApiError> {
    if body.identifier.kind != IdentifierType::Username {
        let rule = "Invalid literal value, expected \"username\"";
        return Err(ApiError::invalid_input(vec![Issue::new(
            "invalid_literal",
            &["identifier", "type"],
            rule,
        )]));
    }
    let verification_id = flow.verify_new_password_identity(body.identifier.value, &body.password).await?;
    flow.save().await?;
    Ok(Json(VerificationCreated { verification_id }))
}
