//! Verification by a one-time token, which a back end has had sent to an e-mail address (OIDC contract §6.3).

use domain::{OrganizationId, one_time_token::OneTimeTokenFault, sign_in_experience::IdentifierKind};
use http_kit::ApiError;
use operations::one_time_token::{self, UseTokenError};

use super::{Flow, attempt::NotRight};
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
        let check = async {
            let context = one_time_token::check(services, token, email).await.map_err(refused)?;
            if !is_for(context.interaction_event.as_deref(), self.experience.event()) {
                return Err(NotRight::Undecided(event_mismatch()));
            }
            one_time_token::consume(services, token, email).await.map_err(refused)
        };
        let used = self.visit.guess(self.experience.event(), &identifier, check).await?;
        let organizations = used.context.jit_organization_ids.unwrap_or_default();
        Ok(OneTimeTokenVerification {
            id: self.new_id(),
            email: used.email,
            event: used.context.interaction_event.as_deref().and_then(Event::parse),
            organizations: organizations.into_iter().map(OrganizationId::new).collect(),
        })
    }
}

/// A token that does not exist was guessed; whoever has one that cannot be used has not.
fn refused(error: UseTokenError) -> NotRight {
    NotRight::Undecided(match error {
        UseTokenError::NotFound => {
            return NotRight::Wrong(ApiError::not_found("one_time_token.token_not_found"));
        }
        UseTokenError::Unusable(fault) => ApiError::bad_request(match fault {
            OneTimeTokenFault::EmailMismatch => "one_time_token.email_mismatch",
            OneTimeTokenFault::Expired => "one_time_token.token_expired",
            OneTimeTokenFault::Consumed => "one_time_token.token_consumed",
            OneTimeTokenFault::Revoked => "one_time_token.token_revoked",
        }),
        UseTokenError::Operation(error) => failed(error),
    })
}

fn is_for(own: Option<&str>, event: Event) -> bool {
    own.is_none_or(|own| own == event.as_str())
}

/// 400 for a token that was made for something else than what is being done.
pub(super) fn event_mismatch() -> ApiError {
    ApiError::bad_request("one_time_token.interaction_event_mismatch")
}
