//! Guesses at a secret that belongs to an identifier (OIDC contract §6.3): passwords, codes and one-time tokens are counted together, so
//! that nobody gets more of them by trying one after the other.

use domain::{sentinel::SentinelIdentifier, sign_in_experience::IdentifierKind};
use http_kit::ApiError;
use operations::sentinel::{self, AttemptRefusal, Missed};

use super::{Visit, verify::lookup_form};
use crate::{
    error::failed,
    state::{Event, Identifier},
};

/// Why a guess was not right.
pub(super) type NotRight = Missed<ApiError, ApiError>;

impl Visit {
    /// Makes a guess for an identifier, however it is written, which `check` decides; 400 `session.verification_blocked_too_many_attempts` when the
    /// identifier is locked, or is from now on, of which webhooks hear.
    pub(super) async fn guess<T>(
        &self,
        event: Event,
        identifier: &Identifier,
        check: impl Future<Output = Result<T, NotRight>>,
    ) -> Result<T, ApiError> {
        let counted = SentinelIdentifier::new(identifier.kind.as_str(), &lookup_form(identifier));
        let outcome = sentinel::attempt(&self.services, counted, &self.settings.sentinel, check).await;
        match outcome.map_err(failed)? {
            Ok(proof) => Ok(proof),
            Err(AttemptRefusal::Wrong(error) | AttemptRefusal::Undecided(error)) => Err(error),
            Err(AttemptRefusal::LockedOut) => Err(blocked()),
            Err(AttemptRefusal::LockedNow) => {
                let user = match identifier.kind {
                    IdentifierKind::Username => self.find_user(identifier).await?,
                    IdentifierKind::Email | IdentifierKind::Phone => self.find_reachable(identifier).await?,
                };
                self.tell_lockout(event, identifier, user.as_ref()).await?;
                Err(blocked())
            }
        }
    }
}

/// 400: there were too many wrong guesses.
pub(super) fn blocked() -> ApiError {
    ApiError::bad_request("session.verification_blocked_too_many_attempts")
}
