//! `POST /api/experience/verification/verification-code` and `…/verify` (OIDC contract §6.3).

use api_types::experience::{
    Identifier, IdentifierType, RequestCode, SetNewPassword, VerificationCreated, VerifyCode,
};
use axum::Json;
use domain::account::identifier::is_deliverable_email;
use http_kit::{ApiError, Issue, ValidJson};

use super::body::{Body, Rules, event, identifier, not_empty};
use crate::flow::Flow;

impl Rules for RequestCode {
    fn issues(&self) -> Vec<Issue> {
        address_issues(&self.identifier)
    }
}

impl Rules for VerifyCode {
    fn issues(&self) -> Vec<Issue> {
        address_issues(&self.identifier)
    }
}

impl Rules for SetNewPassword {
    fn issues(&self) -> Vec<Issue> {
        not_empty(&self.password, &["password"])
    }
}

/// What is wrong with an address that a message is to be sent to.
pub(super) fn address_issues(address: &Identifier) -> Vec<Issue> {
    let is_good = match address.kind {
        IdentifierType::Username => {
            let rule = "Invalid discriminator value. Expected 'email' | 'phone'";
            return vec![Issue::new("invalid_union_discriminator", &["identifier", "type"], rule)];
        }
        IdentifierType::Email => is_deliverable_email(&address.value),
        IdentifierType::Phone => {
            !address.value.is_empty()
                && address.value.len() <= 64
                && address.value.bytes().all(|byte| byte.is_ascii_digit())
        }
    };
    if is_good { Vec::new() } else { vec![Issue::new("invalid_string", &["identifier", "value"], "Invalid")] }
}

/// Sends a code to an address.
pub(super) async fn send(
    mut flow: Flow,
    ValidJson(Body(body)): ValidJson<Body<RequestCode>>,
) -> Result<Json<VerificationCreated>, ApiError> {
    let event = event(body.interaction_event);
    let verification_id = flow.send_code(identifier(body.identifier), event).await?;
    flow.save().await?;
    Ok(Json(VerificationCreated { verification_id }))
}

/// Checks a code.
pub(super) async fn verify(
    mut flow: Flow,
    ValidJson(Body(body)): ValidJson<Body<VerifyCode>>,
) -> Result<Json<VerificationCreated>, ApiError> {
    let told = identifier(body.identifier);
    let verification_id = flow.verify_code(&told, &body.verification_id, &body.code).await?;
    flow.save().await?;
    Ok(Json(VerificationCreated { verification_id }))
}
