//! Lock-out after repeated failures (OIDC contract §6.3): passwords and codes are counted by the identifier that they belong to, together with
//! those of sign-ins.

use domain::{account::User, sentinel::SentinelIdentifier, sign_in_experience::IdentifierKind};
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
pub(crate) fn identifier_of(user: &User) -> (IdentifierKind, &str) {
    let User { username, primary_email, primary_phone, id, .. } = user;
    match (username, primary_email, primary_phone) {
        (Some(username), ..) => (IdentifierKind::Username, username),
        (None, Some(email), _) => (IdentifierKind::Email, email),
        (None, None, Some(phone)) => (IdentifierKind::Phone, phone),
        (None, None, None) => (IdentifierKind::Username, id.as_str()),
    }
}

impl AccountContext {
    /// Runs `check`, which compares a secret that belongs to an identifier, unless that is locked.
    pub(crate) async fn guarded<T>(
        &self,
        (kind, value): (IdentifierKind, &str),
        check: impl Future<Output = Result<T, Refused>>,
    ) -> Result<T, ApiError> {
        let (services, counted) = (&self.services, SentinelIdentifier::new(kind.as_str(), value));
        match sentinel::attempt(services, counted, &self.experience.sentinel, check).await.map_err(failed)? {
            Ok(taken) => Ok(taken),
            Err(AttemptRefusal::Wrong(error) | AttemptRefusal::Undecided(error)) => Err(error),
            Err(AttemptRefusal::LockedOut) => Err(blocked()),
            Err(AttemptRefusal::LockedNow) => {
                self.tell_lockout(kind, value).await?;
                Err(blocked())
            }
        }
    }

    /// Tells webhooks that an identifier is locked (Management API contract §13.6).
    async fn tell_lockout(&self, kind: IdentifierKind, value: &str) -> Result<(), ApiError> {
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

fn blocked() -> ApiError {
    ApiError::bad_request("session.verification_blocked_too_many_attempts")
}
