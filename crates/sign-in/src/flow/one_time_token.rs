//! Verification by a one-time token, which a back end has had sent to an e-mail address (OIDC contract §6.3).

use domain::{OrganizationId, one_time_token::OneTimeTokenFault, sign_in_experience::IdentifierKind};
use http_kit::ApiError;
use operations::one_time_token::{self, UseTokenError};

use super::Flow;
use crate::{
    error::failed,
    state::{Event, Identifier, OneTimeTokenVerification, Verification},
};

const SUBMIT: &str = "Verification.OneTimeToken.Submit";

impl Flow {
    /// Uses up a token that was sent to `email` and keeps the verification, whose id is returned. A token for something else than what is
    /// being done stays as it is.
    pub(crate) async fn verify_one_time_token(
        &mut self,
        email: &str,
        token: &str,
    ) -> Result<String, ApiError> {
        let outcome = self.try_one_time_token(email, token).await;
        self.visit.record((self.experience.event(), SUBMIT), None, &outcome).await?;
        let verification = outcome?;
        let id = verification.id.clone();
        self.experience.record(Verification::OneTimeToken(verification));
        // No program guesses a token.
        self.experience.captcha.is_skipped = true;
        Ok(id)
    }

    async fn try_one_time_token(
        &self,
        email: &str,
        token: &str,
    ) -> Result<OneTimeTokenVerification, ApiError> {
        let services = &self.visit.services;
        let identifier = Identifier { kind: IdentifierKind::Email, value: email.to_owned() };
        let guess = self.visit.begin_guess(&identifier).await?;
        match one_time_token::check(services, token, email).await {
            Ok(context) if !is_for(context.interaction_event.as_deref(), self.experience.event()) => {
                return guess.undecided(&self.visit, event_mismatch()).await;
            }
            Ok(_) => {}
            Err(error) => return self.token_refused(guess, &identifier, error).await,
        }
        match one_time_token::consume(services, token, email).await {
            Ok(used) => {
                guess.right(&self.visit).await?;
                let organizations = used.context.jit_organization_ids.unwrap_or_default();
                Ok(OneTimeTokenVerification {
                    id: self.new_id(),
                    email: used.email,
                    event: used.context.interaction_event.as_deref().and_then(Event::parse),
                    organizations: organizations.into_iter().map(OrganizationId::new).collect(),
                })
            }
            Err(error) => self.token_refused(guess, &identifier, error).await,
        }
    }

    /// A token that does not exist was guessed; whoever has one that cannot be used has not.
    async fn token_refused<T>(
        &self,
        guess: super::attempt::Guess,
        identifier: &Identifier,
        error: UseTokenError,
    ) -> Result<T, ApiError> {
        let refusal = match error {
            UseTokenError::NotFound => {
                let wrong = ApiError::not_found("one_time_token.token_not_found");
                return Err(self.wrong_guess(guess, identifier, wrong).await);
            }
            UseTokenError::Unusable(fault) => ApiError::bad_request(match fault {
                OneTimeTokenFault::EmailMismatch => "one_time_token.email_mismatch",
                OneTimeTokenFault::Expired => "one_time_token.token_expired",
                OneTimeTokenFault::Consumed => "one_time_token.token_consumed",
                OneTimeTokenFault::Revoked => "one_time_token.token_revoked",
            }),
            UseTokenError::Operation(error) => failed(error),
        };
        guess.undecided(&self.visit, refusal).await
    }
}

fn is_for(own: Option<&str>, event: Event) -> bool {
    own.is_none_or(|own| own == event.as_str())
}

/// 400 for a token that was made for something else than what is being done.
pub(super) fn event_mismatch() -> ApiError {
    ApiError::bad_request("one_time_token.interaction_event_mismatch")
}
