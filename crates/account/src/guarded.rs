//! Lock-out after repeated failures (OIDC contract §6.3): passwords and codes are counted by the identifier that they belong to, together with
//! those of sign-ins.

use std::sync::atomic::{AtomicBool, Ordering};

use domain::{
    account::User,
    sentinel::{ACCOUNT_PASSWORD, SentinelIdentifier},
    sign_in_experience::IdentifierKind,
};
use http_kit::{ApiError, user_info};
use operations::{
    hooks::{self, Event},
    sentinel::{self, AttemptRefusal, Missed},
};
use serde_json::json;

use crate::{AccountContext, error::failed};

const LOCKOUT: &str = "Identifier.Lockout";

/// Why a secret was not taken.
pub(crate) type Refused = Missed<ApiError, ApiError>;

/// The identifier by which a user's password is counted: the first by which they sign in.
fn identifier_of(user: &User) -> (IdentifierKind, &str) {
    let User { username, primary_email, primary_phone, id, .. } = user;
    match (username, primary_email, primary_phone) {
        (Some(username), ..) => (IdentifierKind::Username, username),
        (None, Some(email), _) => (IdentifierKind::Email, email),
        (None, None, Some(phone)) => (IdentifierKind::Phone, phone),
        (None, None, None) => (IdentifierKind::Username, id.as_str()),
    }
}

impl AccountContext {
    /// As [`Self::guarded`], for the user's password: it is counted by the user as well, because a user may have a new name at any time.
    pub(crate) async fn guarded_password<T>(
        &self,
        check: impl Future<Output = Result<T, Refused>>,
    ) -> Result<T, ApiError> {
        let named = identifier_of(&self.user);
        let by_user = SentinelIdentifier::new(ACCOUNT_PASSWORD, self.user.id.as_str());
        let is_told = AtomicBool::new(false);
        let by_name = async {
            match self.attempt(counted(named), check).await {
                Ok(Ok(taken)) => Ok(taken),
                Ok(Err(AttemptRefusal::Wrong(error))) => Err(Missed::Wrong(error)),
                Ok(Err(AttemptRefusal::Undecided(error))) | Err(error) => Err(Missed::Undecided(error)),
                Ok(Err(AttemptRefusal::LockedOut)) => Err(Missed::Undecided(blocked())),
                Ok(Err(AttemptRefusal::LockedNow)) => {
                    is_told.store(true, Ordering::Relaxed);
                    match self.tell_lockout(named).await {
                        Ok(()) => Err(Missed::Wrong(blocked())),
                        Err(error) => Err(Missed::Undecided(error)),
                    }
                }
            }
        };
        match self.attempt(by_user, by_name).await? {
            // Whoever hears of it hears of it once.
            Err(AttemptRefusal::LockedNow) if is_told.load(Ordering::Relaxed) => Err(blocked()),
            decided => self.taken(named, decided).await,
        }
    }

    async fn attempt<T>(
        &self,
        counted: SentinelIdentifier,
        check: impl Future<Output = Result<T, Refused>>,
    ) -> Result<Result<T, AttemptRefusal<ApiError, ApiError>>, ApiError> {
        sentinel::attempt(&self.services, counted, &self.experience.sentinel, check).await.map_err(failed)
    }

    /// Runs `check`, which compares a secret that belongs to an identifier, unless that is locked.
    pub(crate) async fn guarded<T>(
        &self,
        identifier: (IdentifierKind, &str),
        check: impl Future<Output = Result<T, Refused>>,
    ) -> Result<T, ApiError> {
        let decided = self.attempt(counted(identifier), check).await?;
        self.taken(identifier, decided).await
    }

    /// What was decided of an attempt, as the caller is told it; webhooks hear where it locks the identifier.
    async fn taken<T>(
        &self,
        identifier: (IdentifierKind, &str),
        decided: Result<T, AttemptRefusal<ApiError, ApiError>>,
    ) -> Result<T, ApiError> {
        match decided {
            Ok(taken) => Ok(taken),
            Err(AttemptRefusal::Wrong(error) | AttemptRefusal::Undecided(error)) => Err(error),
            Err(AttemptRefusal::LockedOut) => Err(blocked()),
            Err(AttemptRefusal::LockedNow) => {
                self.tell_lockout(identifier).await?;
                Err(blocked())
            }
        }
    }

    /// Tells webhooks that an identifier is locked (Management API contract §13.6).
    async fn tell_lockout(&self, (kind, value): (IdentifierKind, &str)) -> Result<(), ApiError> {
        let event = Event::new(LOCKOUT, self.services.now())
            .with("userAgent", self.facts.user_agent.clone().unwrap_or_default())
            .with("userIp", self.facts.ip.clone().unwrap_or_default())
            .with("userId", self.user_id().as_str())
            .with("user", json!(user_info((*self.user).clone())))
            .with("type", kind.as_str())
            .with("value", value);
        hooks::raise(&self.services, &[event]).await.map_err(failed)
    }
}

fn counted((kind, value): (IdentifierKind, &str)) -> SentinelIdentifier {
    SentinelIdentifier::new(kind.as_str(), value)
}

/// 400: there were too many guesses.
pub(crate) fn blocked() -> ApiError {
    ApiError::bad_request("session.verification_blocked_too_many_attempts")
}
