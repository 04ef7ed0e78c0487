//! From a token to the user it speaks for: signature, `iss`, `aud`, `exp`, `nbf`, `typ`, and then whose it is.
//!
//! Tokens verified a moment ago are remembered ([`remembered`]); nothing is remembered of a token that was refused.

use std::fmt;
use std::sync::Arc;

use domain::{Clock, UnixMillis, UserId};
use jose::{AudienceRule, Expected, VerifyError, hash_token};
use protocol::identifiers::{ORGANIZATION_AUDIENCE_PREFIX, is_management_api_indicator};

use crate::keys::{KeySnapshot, KeySource, KeysUnavailable};
use crate::principal::{Principal, Subject, TokenSubject};
use crate::unchecked::UncheckedPrincipal;
use remembered::RememberedTokens;

mod remembered;

#[cfg(test)]
pub(crate) mod tests;

/// Which tokens of the issuer are accepted. ID tokens, opaque tokens and tokens for the Management API or for the
/// organization template never are; machines' own tokens are by [`TokenVerifier::for_users_and_machines`] alone.
#[derive(Debug, Clone)]
pub struct AcceptedAudiences {
    /// Whether tokens for one organization (`urn:logto:organization:<id>`) are.
    pub organizations: bool,
    /// Indicators of the API resources whose tokens are.
    pub resources: Vec<String>,
}

/// What a [`TokenVerifier`] needs.
pub struct VerifierOptions {
    /// `iss`, exactly: `<endpoint>/oidc` on this wire.
    pub issuer: String,
    /// Which tokens of the issuer are accepted.
    pub audiences: AcceptedAudiences,
    /// The issuer's keys.
    pub keys: Arc<dyn KeySource>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// About how many verified tokens are remembered. Each is reckoned as half a kilobyte; larger ones push more of the
    /// others out, so that memory is bounded whatever tokens hold.
    pub cached_tokens: usize,
}

/// Why a token was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is no token of the issuer, is expired, or is of another type or audience.
    #[error(transparent)]
    Invalid(#[from] VerifyError),
    /// A good token for something else.
    #[error("unexpected \"aud\" claim value")]
    AudienceNotAccepted,
    /// It was issued to a machine where only users are served.
    #[error("the token was not issued to a user")]
    MachineToken,
    /// It lacks the claims of an access token (RFC 9068 §2.2).
    #[error("the token is no access token")]
    NotAnAccessToken,
    /// It could not be checked.
    #[error(transparent)]
    KeysUnavailable(#[from] KeysUnavailable),
}

/// The indicator of a resource that must not be accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("tokens for {0} belong to the server itself and are never accepted from users")]
pub struct ReservedResource(pub String);

/// Verifies users' access tokens of one issuer (or, as `TokenVerifier<Subject>`, those of users and machines).
pub struct TokenVerifier<S = UserId> {
    issuer: String,
    audiences: AcceptedAudiences,
    keys: Arc<dyn KeySource>,
    clock: Arc<dyn Clock>,
    verified: RememberedTokens<S>,
}

impl TokenVerifier {
    /// A verifier for users alone, which has seen no token yet. Fails when one of the accepted resources is the server's
    /// own: a token that opens the Management API or stands for the whole organization template must not pass for a
    /// user's permission.
    pub fn new(options: VerifierOptions) -> Result<Self, ReservedResource> {
        Self::with_options(options)
    }
}

impl TokenVerifier<Subject> {
    /// A verifier that also accepts what machine-to-machine applications get for themselves: tokens for an organization
    /// that they belong to, or for an API resource. Otherwise as [`TokenVerifier::new`].
    pub fn for_users_and_machines(options: VerifierOptions) -> Result<Self, ReservedResource> {
        Self::with_options(options)
    }
}

impl<S: TokenSubject> TokenVerifier<S> {
    fn with_options(options: VerifierOptions) -> Result<Self, ReservedResource> {
        let is_reserved = |indicator: &&String| {
            is_management_api_indicator(indicator) || indicator.starts_with("urn:logto:")
        };
        if let Some(reserved) = options.audiences.resources.iter().find(is_reserved) {
            return Err(ReservedResource(reserved.clone()));
        }
        Ok(Self {
            issuer: options.issuer,
            audiences: options.audiences,
            keys: options.keys,
            clock: options.clock,
            verified: RememberedTokens::new(options.cached_tokens),
        })
    }

    /// Whom a token names, by every check but that of its signature: for explanations where there are no keys. What this returns
    /// lets nobody through.
    pub fn read_unchecked(&self, unverified_token: &str) -> Result<UncheckedPrincipal<S>, TokenError> {
        let read = self.with_expectations(self.clock.now(), |expected| {
            jose::read_unverified(unverified_token, expected)
        })?;
        let AcceptedAudiences { organizations, resources } = &self.audiences;
        Principal::from_claims(&read.claims, *organizations, resources).map(UncheckedPrincipal::new)
    }

    /// Who `unverified_token` speaks for.
    pub async fn verify(&self, unverified_token: &str) -> Result<Arc<Principal<S>>, TokenError> {
        let keys = match self.keys.current() {
            Some(keys) => keys,
            None => self.keys.refresh(None).await?,
        };
        let now = self.clock.now();
        let hash = hash_token(unverified_token);
        if let Some(principal) = self.verified.get(&hash, keys.generation, now) {
            return Ok(principal);
        }
        let (verified, generation) = match self.check(unverified_token, &keys, now) {
            Err(VerifyError::NoMatchingKey) => {
                let newer = self.keys.refresh(Some(keys.generation)).await?;
                if newer.generation == keys.generation {
                    return Err(VerifyError::NoMatchingKey.into());
                }
                (self.check(unverified_token, &newer, now)?, newer.generation)
            }
            result => (result?, keys.generation),
        };
        let principal =
            Principal::from_verified(&verified, self.audiences.organizations, &self.audiences.resources)?;
        let principal = Arc::new(principal);
        self.verified.insert(hash, &principal, generation, now);
        Ok(principal)
    }

    fn check(
        &self,
        unverified_token: &str,
        keys: &KeySnapshot,
        now: UnixMillis,
    ) -> Result<jose::VerifiedToken, VerifyError> {
        self.with_expectations(now, |expected| jose::verify(unverified_token, &keys.keys, expected))
    }

    /// Does something with what a token must say now.
    fn with_expectations<T>(&self, now: UnixMillis, check: impl FnOnce(&Expected<'_>) -> T) -> T {
        let mut rules: Vec<AudienceRule<'_>> =
            self.audiences.resources.iter().map(|resource| AudienceRule::Is(resource)).collect();
        if self.audiences.organizations {
            rules.push(AudienceRule::HasPrefix(ORGANIZATION_AUDIENCE_PREFIX));
        }
        let expected = Expected {
            issuer: &self.issuer,
            audience: AudienceRule::AnyOf(&rules),
            typ: Some(jose::ACCESS_TOKEN_TYPE),
            now_seconds: now.as_seconds(),
            // A token is never good past its expiry; clocks that differ only shorten its life.
            clock_tolerance_seconds: 0,
        };
        check(&expected)
    }
}

impl<S> fmt::Debug for TokenVerifier<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TokenVerifier")
            .field("issuer", &self.issuer)
            .field("audiences", &self.audiences)
            .finish_non_exhaustive()
    }
}
