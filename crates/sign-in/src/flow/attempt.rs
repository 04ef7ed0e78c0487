//! Guesses at a secret that belongs to an identifier (OIDC contract §6.3): passwords, codes and one-time tokens are counted together, so
//! that nobody gets more of them by trying one after the other.

use domain::sentinel::SentinelIdentifier;
use http_kit::ApiError;
use operations::sentinel::{self, LockedOut, OpenAttempt};

use super::{Visit, verify::lookup_form};
use crate::{error::failed, state::Identifier};

/// A guess that may be looked at. It counts as wrong unless it is told otherwise.
#[must_use = "a guess counts as wrong until it is known to be right"]
pub(super) struct Guess(OpenAttempt);

impl Visit {
    /// Begins a guess for an identifier, however it is written; 400 `session.verification_blocked_too_many_attempts` when it is locked.
    pub(super) async fn begin_guess(&self, identifier: &Identifier) -> Result<Guess, ApiError> {
        let counted = SentinelIdentifier::new(identifier.kind.as_str(), &lookup_form(identifier));
        match sentinel::begin_attempt(&self.services, counted, &self.settings.sentinel).await {
            Ok(Ok(attempt)) => Ok(Guess(attempt)),
            Ok(Err(LockedOut { .. })) => Err(blocked()),
            Err(error) => Err(failed(error)),
        }
    }
}

impl Guess {
    /// Whether being wrong locks the identifier, which the answer then says.
    pub(super) const fn is_last(&self) -> bool {
        self.0.locks_when_failed()
    }

    /// It was right.
    pub(super) async fn right(self, visit: &Visit) -> Result<(), ApiError> {
        self.0.take_back(&visit.services).await.map_err(failed)
    }

    /// It was not decided, so it does not count; if that cannot be written either, it does. Gives why.
    pub(super) async fn undecided<T>(self, visit: &Visit, why: ApiError) -> Result<T, ApiError> {
        let _ = self.0.take_back(&visit.services).await;
        Err(why)
    }
}

/// 400: there were too many wrong guesses.
pub(super) fn blocked() -> ApiError {
    ApiError::bad_request("session.verification_blocked_too_many_attempts")
}
