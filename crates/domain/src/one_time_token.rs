//! One-time tokens: sent to an e-mail address, they prove once that whoever presents them can read what is sent there
//! (Management API contract §11).

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{OneTimeTokenId, UnixMillis};

/// How long a token lives when its maker does not say.
pub const ONE_TIME_TOKEN_TTL: Duration = Duration::from_secs(600);

/// What became of a token.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OneTimeTokenStatus {
    /// It can be used.
    Active,
    /// It was used.
    Consumed,
    /// It was taken back.
    Revoked,
    /// Its time is over.
    Expired,
}

impl OneTimeTokenStatus {
    const ALL: [Self; 4] = [Self::Active, Self::Consumed, Self::Revoked, Self::Expired];

    /// The word on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Consumed => "consumed",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

/// What a token was made for.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OneTimeTokenContext {
    /// Organizations that whoever uses it joins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jit_organization_ids: Option<Vec<String>>,
    /// The only event that it can be used in: `SignIn`, `Register` or `ForgotPassword`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interaction_event: Option<String>,
}

/// A token without its value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OneTimeToken {
    /// Its id.
    pub id: OneTimeTokenId,
    /// The address it is sent to, compared letter by letter.
    pub email: String,
    /// What it was made for.
    pub context: OneTimeTokenContext,
    /// What became of it, as stored: time may have passed since.
    pub status: OneTimeTokenStatus,
    /// When it was made.
    pub created_at: UnixMillis,
    /// From when on it cannot be used.
    pub expires_at: UnixMillis,
}

impl OneTimeToken {
    /// What became of it by `now`.
    pub fn status_at(&self, now: UnixMillis) -> OneTimeTokenStatus {
        match self.status {
            OneTimeTokenStatus::Active if self.expires_at <= now => OneTimeTokenStatus::Expired,
            status => status,
        }
    }

    /// Why it cannot be used at `now` by whoever reads what is sent to `email`; `None` when it can. An address that is not its own is
    /// told first, then that its time is over, whatever else became of it.
    pub fn fault(&self, email: &str, now: UnixMillis) -> Option<OneTimeTokenFault> {
        if self.email != email {
            return Some(OneTimeTokenFault::EmailMismatch);
        }
        if self.expires_at <= now {
            return Some(OneTimeTokenFault::Expired);
        }
        match self.status {
            OneTimeTokenStatus::Active => None,
            OneTimeTokenStatus::Consumed => Some(OneTimeTokenFault::Consumed),
            OneTimeTokenStatus::Revoked => Some(OneTimeTokenFault::Revoked),
            OneTimeTokenStatus::Expired => Some(OneTimeTokenFault::Expired),
        }
    }
}

/// Why a token cannot be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OneTimeTokenFault {
    /// It was sent to another address.
    EmailMismatch,
    /// Its time is over.
    Expired,
    /// It was used before.
    Consumed,
    /// It was taken back.
    Revoked,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_faults_the_address_and_then_the_time_are_told() {
        use OneTimeTokenStatus::{Active, Consumed, Expired, Revoked};
        let fault = |status, email, now| {
            let token = OneTimeToken {
                id: OneTimeTokenId::new("t"),
                email: "a@fjord.example".to_owned(),
                context: OneTimeTokenContext::default(),
                status,
                created_at: UnixMillis(0),
                expires_at: UnixMillis(10),
            };
            token.fault(email, UnixMillis(now))
        };
        assert_eq!(fault(Active, "a@fjord.example", 9), None);
        assert_eq!(fault(Active, "A@fjord.example", 10), Some(OneTimeTokenFault::EmailMismatch));
        assert_eq!(fault(Active, "a@fjord.example", 10), Some(OneTimeTokenFault::Expired));
        assert_eq!(fault(Consumed, "a@fjord.example", 10), Some(OneTimeTokenFault::Expired));
        assert_eq!(fault(Consumed, "a@fjord.example", 9), Some(OneTimeTokenFault::Consumed));
        assert_eq!(fault(Revoked, "a@fjord.example", 9), Some(OneTimeTokenFault::Revoked));
        assert_eq!(fault(Expired, "a@fjord.example", 9), Some(OneTimeTokenFault::Expired));
        assert!(
            OneTimeTokenStatus::ALL
                .into_iter()
                .all(|status| OneTimeTokenStatus::parse(status.as_str()) == Some(status))
        );
    }
}
