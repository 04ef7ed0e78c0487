//! `POST /api/one-time-tokens/verify`

use api_types::one_time_token as wire;
use axum::Json;
use domain::{account::identifier::MAX_IDENTIFIER_CHARACTERS, one_time_token::OneTimeTokenFault};
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use operations::one_time_token::UseTokenError;

use super::token_body;
use crate::{
    ManagementContext,
    context::internal,
    rules::{Body, Rules},
};

/// The longest token, in characters.
const MAX_TOKEN_LENGTH: usize = 256;

impl Validate for Body<wire::VerifyOneTimeToken> {
    fn issues(&self) -> Vec<Issue> {
        Rules::default()
            .length(&["token"], &self.0.token, 1, MAX_TOKEN_LENGTH)
            .length(&["email"], &self.0.email, 1, MAX_IDENTIFIER_CHARACTERS)
            .issues()
    }
}

/// Uses up a token.
pub(super) async fn verify_token(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<wire::VerifyOneTimeToken>>,
) -> Result<Json<wire::OneTimeToken>, ApiError> {
    let used = operations::one_time_token::consume(&context.services, &body.token, &body.email).await;
    let token = used.map_err(|error| match error {
        UseTokenError::NotFound => ApiError::not_found("one_time_token.token_not_found"),
        UseTokenError::Unusable(fault) => ApiError::bad_request(code(fault)),
        UseTokenError::Operation(error) => internal(error),
    })?;
    Ok(Json(token_body(context.tenant(), token, body.token, context.services.now())))
}

fn code(fault: OneTimeTokenFault) -> &'static str {
    match fault {
        OneTimeTokenFault::EmailMismatch => "one_time_token.email_mismatch",
        OneTimeTokenFault::Expired => "one_time_token.token_expired",
        OneTimeTokenFault::Consumed => "one_time_token.token_consumed",
        OneTimeTokenFault::Revoked => "one_time_token.token_revoked",
    }
}
