//! From a string that somebody sent to claims that may be relied on (RFC 7519 §7.2, RFC 8725, RFC 9068 §4).
//!
//! Every check fails closed: what is absent counts as wrong.

use serde_json::{Map, Value};

use crate::algorithm::Algorithm;
use crate::claims::{Claims, ClaimsReader};
use crate::compact::{CompactJws, Header};
use crate::error::VerifyError;
use crate::key_set::KeySet;

/// A token whose signature and claims were checked. Only [`verify`] and its relatives make one.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct VerifiedToken {
    /// The protected header.
    pub header: Header,
    /// The claims.
    pub claims: Claims,
}

/// What a token must say to be accepted. Build it anew for each request: it holds the time.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// `iss`, exactly.
    pub issuer: &'a str,
    /// What `aud` must hold.
    pub audience: AudienceRule<'a>,
    /// `typ` of the header, e.g. [`crate::ACCESS_TOKEN_TYPE`]; `None` accepts any and none.
    pub typ: Option<&'a str>,
    /// The time, in seconds since 1970.
    pub now_seconds: i64,
    /// How far the issuer's clock may be off, in seconds; 15 on this wire (wire contract §5.1).
    pub clock_tolerance_seconds: i64,
}

/// A rule for `aud`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AudienceRule<'a> {
    /// This audience is among the token's.
    Is(&'a str),
    /// The token has a single audience, which is longer than this prefix and begins with it.
    HasPrefix(&'a str),
    /// One of these rules holds.
    AnyOf(&'a [AudienceRule<'a>]),
}

impl AudienceRule<'_> {
    fn accepts(&self, audience: &[String]) -> bool {
        match self {
            Self::Is(expected) => audience.iter().any(|candidate| candidate == expected),
            Self::HasPrefix(prefix) => match audience {
                [only] => only.len() > prefix.len() && only.starts_with(prefix),
                _ => false,
            },
            Self::AnyOf(rules) => rules.iter().any(|rule| rule.accepts(audience)),
        }
    }
}

/// A check that did not hold, before the claims are put beside it.
enum Fault {
    Expired,
    Claim { claim: &'static str, reason: &'static str },
}

impl Fault {
    const fn check_failed(claim: &'static str) -> Self {
        Self::Claim { claim, reason: "check_failed" }
    }

    /// The error for this fault. Parses the payload once more, which only refused tokens pay for.
    fn into_error(self, payload: &[u8]) -> VerifyError {
        let payload: Box<Map<String, Value>> = Box::new(serde_json::from_slice(payload).unwrap_or_default());
        match self {
            Self::Expired => VerifyError::Expired { payload },
            Self::Claim { claim, reason } => VerifyError::ClaimValidationFailed { claim, reason, payload },
        }
    }
}

/// Verifies a compact JWS with one of `keys` and checks its claims against `expected`.
///
/// # Errors
/// The first check that fails: form, algorithm, key, signature, then `typ`, the presence of `iss`, `aud`, `sub` and
/// `exp`, their values, and the times.
pub fn verify(token: &str, keys: &KeySet, expected: &Expected<'_>) -> Result<VerifiedToken, VerifyError> {
    verify_with(token, keys, |header, claims| {
        check_identity(header, claims, expected)?;
        check_times(claims, expected)
    })
}

/// As [`verify`], with `exp` and `nbf` left out: for an `id_token_hint`, which may be as old as it likes (OpenID Connect
/// RP-Initiated Logout §2). Never for what grants anything.
///
/// # Errors
/// As [`verify`].
pub fn verify_ignoring_times(
    token: &str,
    keys: &KeySet,
    expected: &Expected<'_>,
) -> Result<VerifiedToken, VerifyError> {
    verify_with(token, keys, |header, claims| check_identity(header, claims, expected))
}

/// What a token says, and that nobody checked who signed it. Good for explanations; it grants nothing, and cannot be made into
/// a [`VerifiedToken`].
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct UnverifiedToken {
    /// The header.
    pub header: Header,
    /// The claims.
    pub claims: Claims,
}

/// As [`verify`] without keys: every check but those of the key and the signature.
///
/// # Errors
/// The first other check that fails, in the order of [`verify`].
pub fn read_unverified(token: &str, expected: &Expected<'_>) -> Result<UnverifiedToken, VerifyError> {
    let unverified = CompactJws::parse(token)?;
    Algorithm::parse(&unverified.header.alg).ok_or(VerifyError::AlgorithmNotAllowed)?;
    let (header, claims) = check_content(unverified, |header, claims| {
        check_identity(header, claims, expected)?;
        check_times(claims, expected)
    })?;
    Ok(UnverifiedToken { header, claims })
}

fn verify_with(
    token: &str,
    keys: &KeySet,
    check: impl FnOnce(&Header, &Claims) -> Result<(), Fault>,
) -> Result<VerifiedToken, VerifyError> {
    let unverified = CompactJws::parse(token)?;
    let key = keys.select(&unverified.header)?;
    key.verify(unverified.signing_input, &unverified.signature)?;
    let (header, claims) = check_content(unverified, check)?;
    Ok(VerifiedToken { header, claims })
}

/// Reads the claims and checks them.
fn check_content(
    jws: CompactJws<'_>,
    check: impl FnOnce(&Header, &Claims) -> Result<(), Fault>,
) -> Result<(Header, Claims), VerifyError> {
    let CompactJws { header, payload, .. } = jws;
    let claims = ClaimsReader::parse(&payload)?
        .require()
        .map_err(|claim| Fault::Claim { claim, reason: "missing" }.into_error(&payload))?;
    check(&header, &claims).map_err(|fault| fault.into_error(&payload))?;
    Ok((header, claims))
}

impl VerifiedToken {
    /// Whether the token, verified earlier, still is what `expected` wants.
    pub(crate) fn still_satisfies(&self, expected: &Expected<'_>) -> bool {
        check_identity(&self.header, &self.claims, expected).is_ok()
            && check_times(&self.claims, expected).is_ok()
    }
}

fn check_identity(header: &Header, claims: &Claims, expected: &Expected<'_>) -> Result<(), Fault> {
    if expected.typ.is_some_and(|typ| !header.is_type(typ)) {
        return Err(Fault::check_failed("typ"));
    }
    if claims.iss != expected.issuer {
        return Err(Fault::check_failed("iss"));
    }
    if !expected.audience.accepts(&claims.aud) {
        return Err(Fault::check_failed("aud"));
    }
    Ok(())
}

fn check_times(claims: &Claims, expected: &Expected<'_>) -> Result<(), Fault> {
    let latest_now = expected.now_seconds.saturating_add(expected.clock_tolerance_seconds);
    let earliest_now = expected.now_seconds.saturating_sub(expected.clock_tolerance_seconds);
    if claims.nbf.is_some_and(|nbf| nbf > latest_now) {
        return Err(Fault::check_failed("nbf"));
    }
    if claims.exp <= earliest_now {
        return Err(Fault::Expired);
    }
    Ok(())
}
