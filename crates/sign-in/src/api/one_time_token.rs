//! `POST /api/experience/verification/one-time-token/verify` (OIDC contract §6.3).

use api_types::experience::{IdentifierType, VerificationCreated, VerifyOneTimeToken};
use axum::Json;
use http_kit::{ApiError, Issue, ValidJson};

use super::{
    body::{Body, Rules, not_empty},
    code::address_issues,
};
use crate::flow::Flow;

impl Rules for VerifyOneTimeToken {
    fn issues(&self) -> Vec<Issue> {
        let mut issues = if self.identifier.kind == IdentifierType::Email {
            address_issues(&self.identifier)
        } else {
            let rule = "Invalid literal value, expected \"email\"";
            vec![Issue::new("invalid_literal", &["identifier", "type"], rule)]
        };
        issues.extend(not_empty(&self.token, &["token"]));
        issues
    }
}

/// Uses up a token.
pub(super) async fn verify(
    mut flow: Flow,
    ValidJson(Body(body)): ValidJson<Body<VerifyOneTimeToken>>,
) -> Result<Json<VerificationCreated>, ApiError> {
    let verification_id = flow.verify_one_time_token(&body.identifier.value, &body.token).await?;
    flow.save().await?;
    Ok(Json(VerificationCreated { verification_id }))
}
