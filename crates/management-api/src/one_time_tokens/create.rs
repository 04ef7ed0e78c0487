//! `POST /api/one-time-tokens`

use std::time::Duration;

use api_types::one_time_token as wire;
use domain::{
    account::identifier::{MAX_IDENTIFIER_CHARACTERS, is_email},
    one_time_token::{ONE_TIME_TOKEN_TTL, OneTimeTokenContext},
};
use http_kit::{ApiError, Created, Issue, ValidJson, body::Validate};

use super::token_body;
use crate::{
    ManagementContext,
    context::internal,
    rules::{Body, Rules},
};

/// The events of a sign-in that a token can be limited to.
const EVENTS: [&str; 3] = ["SignIn", "Register", "ForgotPassword"];
/// The longest life of a token, in seconds: a hundred years, far from the end of what the clock can tell.
const MAX_LIFETIME_SECONDS: u64 = 100 * 365 * 86_400;

impl Validate for Body<wire::CreateOneTimeToken> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        rules.length(&["email"], &self.0.email, 1, MAX_IDENTIFIER_CHARACTERS);
        if !is_email(&self.0.email) {
            rules.issue(Issue::new("invalid_string", &["email"], "Invalid"));
        }
        if self.0.expires_in == Some(0) {
            rules.issue(Issue::new("too_small", &["expiresIn"], "Number must be greater than or equal to 1"));
        }
        if self.0.expires_in.is_some_and(|seconds| seconds > MAX_LIFETIME_SECONDS) {
            let message = format!("Number must be less than or equal to {MAX_LIFETIME_SECONDS}");
            rules.issue(Issue::new("too_big", &["expiresIn"], message));
        }
        let event = self.0.context.as_ref().and_then(|context| context.interaction_event.as_deref());
        if event.is_some_and(|event| !EVENTS.contains(&event)) {
            let message = "Expected 'SignIn' | 'Register' | 'ForgotPassword'";
            rules.issue(Issue::new("invalid_enum_value", &["context", "interactionEvent"], message));
        }
        rules.issues()
    }
}

/// Makes a token for an address. Older ones for the same address stay active.
pub(super) async fn create_token(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<wire::CreateOneTimeToken>>,
) -> Result<Created<wire::OneTimeToken>, ApiError> {
    let lifetime = body.expires_in.map_or(ONE_TIME_TOKEN_TTL, Duration::from_secs);
    let wire::Context { jit_organization_ids, interaction_event } = body.context.unwrap_or_default();
    let purpose = OneTimeTokenContext { jit_organization_ids, interaction_event };
    let (token, value) = operations::one_time_token::create(&context.services, body.email, purpose, lifetime)
        .await
        .map_err(internal)?;
    let body = token_body(context.tenant(), token, value.reveal().to_owned(), context.services.now());
    Ok(Created(body))
}
