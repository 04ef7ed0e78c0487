//! What a token says, whoever signed it, and what is found of it check by check.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{OrganizationId, UnixMillis};
use guard::{AcceptedAudiences, TokenError, bearer_token};
use http::request::Parts;
use jose::VerifyError;
use serde_json::{Map, Value};

use super::finding::{Finding, Part};
use super::messages::{
    ABSENT, ALGORITHM_WRONG, AUDIENCE, AUDIENCE_WRONG, BEGINS, CLAIM_WRONG, CLAIMS, CLAIMS_NO_OBJECT, DAYS,
    ENDED, ENDS, EXPIRED, FORM, FORM_WRONG, HOURS, ISSUER, ISSUER_UNCHECKED, ISSUER_WRONG, KEY, KEY_UNKNOWN,
    KEYS_UNAVAILABLE, MINUTES, MORE, NEVER_ENDS, NO_ACCESS_TOKEN, NONE, NOT_OF_A_USER, NOTHING, ONE_THING,
    ONE_THING_WRONG, SECONDS, SIGNATURE, SIGNATURE_REFUSED, SIGNATURE_UNCHECKED, SIGNATURE_WRONG, TYPE,
    TYPE_WRONG, USER, USER_WRONG,
};
use super::{Outcome, Step};

/// What a token says.
#[derive(Default)]
pub(super) struct Token {
    header: Map<String, Value>,
    claims: Map<String, Value>,
}

impl Token {
    pub(super) fn read(parts: &Parts) -> Self {
        let mut segments = bearer_token(&parts.headers).unwrap_or_default().split('.');
        let mut next = || {
            let bytes = URL_SAFE_NO_PAD.decode(segments.next()?).ok()?;
            serde_json::from_slice(&bytes).ok()
        };
        let (header, claims) = (next().unwrap_or_default(), next().unwrap_or_default());
        Self { header, claims }
    }

    pub(super) fn claim(&self, name: &str) -> Option<&Value> {
        self.claims.get(name)
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.claim(name).and_then(Value::as_str)
    }

    /// A claim or a member of the header as it can be shown.
    pub(super) fn shown(&self, name: &str) -> Part {
        match self.claim(name).or_else(|| self.header.get(name)) {
            None => ABSENT.into(),
            Some(Value::String(text)) => shown(text).into(),
            Some(value) => shown(&value.to_string()).into(),
        }
    }

    /// Its permissions as they can be shown.
    pub(super) fn carried(&self) -> Part {
        match self.text("scope") {
            None | Some("") => NONE.into(),
            Some(scope) => shown(scope).into(),
        }
    }

    /// The organization that it names.
    pub(super) fn organization(&self) -> Option<OrganizationId> {
        let audience = self.text("aud").unwrap_or_default();
        let named = protocol::identifiers::parse_organization_audience(audience)
            .or_else(|| self.text("organization_id"));
        named.map(|id| OrganizationId::new(shown(id)))
    }

    /// The same as it can be shown.
    pub(super) fn organization_shown(&self) -> Part {
        self.organization().map_or_else(|| NONE.into(), |id| id.into_string().into())
    }
}

/// A text of a token, which may be anybody's, as it can be put on a terminal.
pub(super) fn shown(text: &str) -> String {
    const MAX_CHARACTERS: usize = 200;
    let mut shown: String = text.chars().take(MAX_CHARACTERS).flat_map(char::escape_debug).collect();
    if text.chars().nth(MAX_CHARACTERS).is_some() {
        shown.push('…');
    }
    shown
}

/// What is checked of a token, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TokenCheck {
    Form,
    Signature,
    Claims,
    Type,
    Issuer,
    Audience,
    Times,
    User,
    OneThing,
}

const TOKEN_CHECKS: [TokenCheck; 9] = [
    TokenCheck::Form,
    TokenCheck::Signature,
    TokenCheck::Claims,
    TokenCheck::Type,
    TokenCheck::Issuer,
    TokenCheck::Audience,
    TokenCheck::Times,
    TokenCheck::User,
    TokenCheck::OneThing,
];

impl TokenCheck {
    /// The check that ends in this error.
    fn of(error: &TokenError) -> Self {
        match error {
            TokenError::Invalid(error) => match error {
                VerifyError::JwsInvalid => Self::Form,
                VerifyError::AlgorithmNotAllowed
                | VerifyError::NoMatchingKey
                | VerifyError::SignatureVerificationFailed => Self::Signature,
                VerifyError::JwtInvalid => Self::Claims,
                VerifyError::Expired { .. } => Self::Times,
                VerifyError::ClaimValidationFailed { claim, reason, .. } => match (*reason, *claim) {
                    ("missing", _) => Self::Claims,
                    (_, "typ") => Self::Type,
                    (_, "iss") => Self::Issuer,
                    (_, "aud") => Self::Audience,
                    (_, "nbf") => Self::Times,
                    _ => Self::Claims,
                },
            },
            TokenError::KeysUnavailable(_) => Self::Signature,
            TokenError::MachineToken | TokenError::NotAnAccessToken => Self::User,
            TokenError::AudienceNotAccepted => Self::OneThing,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Signature => "signature",
            Self::Claims => "claims",
            Self::Type => "type",
            Self::Issuer => "issuer",
            Self::Audience => "audience",
            Self::Times => "times",
            Self::User => "user",
            Self::OneThing => "one thing",
        }
    }
}

/// Why a token was not accepted, in the words of the error.
fn because(error: &TokenError) -> Finding {
    match error {
        TokenError::Invalid(error) => match error {
            VerifyError::JwsInvalid => FORM_WRONG.into(),
            VerifyError::JwtInvalid => CLAIMS_NO_OBJECT.into(),
            VerifyError::AlgorithmNotAllowed => ALGORITHM_WRONG.into(),
            VerifyError::NoMatchingKey => KEY_UNKNOWN.into(),
            VerifyError::SignatureVerificationFailed => SIGNATURE_WRONG.into(),
            VerifyError::Expired { .. } => EXPIRED.into(),
            VerifyError::ClaimValidationFailed { claim, .. } => CLAIM_WRONG.with("claim", *claim),
        },
        TokenError::AudienceNotAccepted => CLAIM_WRONG.with("claim", "aud"),
        TokenError::MachineToken => NOT_OF_A_USER.into(),
        TokenError::NotAnAccessToken => NO_ACCESS_TOKEN.into(),
        TokenError::KeysUnavailable(_) => KEYS_UNAVAILABLE.into(),
    }
}

/// What tokens are held against.
pub(super) struct TokenScene<'a> {
    pub(super) has_keys: bool,
    pub(super) issuer: Option<&'a str>,
    pub(super) now: UnixMillis,
    pub(super) accepted: &'a AcceptedAudiences,
}

impl TokenScene<'_> {
    /// Each check up to the one that ends in `error`.
    pub(super) fn steps(&self, token: &Token, error: Option<&TokenError>) -> Vec<Step> {
        let failing = error.map(TokenCheck::of);
        let mut steps = Vec::new();
        for check in TOKEN_CHECKS {
            let is_refused = failing == Some(check);
            let told = self.tell(check, token, error.filter(|_| is_refused).map(because));
            let is_unchecked = match check {
                TokenCheck::Signature => !self.has_keys,
                TokenCheck::Issuer => self.issuer.is_none(),
                _ => false,
            };
            let outcome = match (is_refused, is_unchecked) {
                (true, _) => Outcome::Refused,
                (false, true) => Outcome::Unchecked,
                (false, false) => Outcome::Passed,
            };
            steps.push(Step { name: check.name(), outcome, told });
            if is_refused {
                break;
            }
        }
        steps
    }

    fn tell(&self, check: TokenCheck, token: &Token, because: Option<Finding>) -> Finding {
        match check {
            TokenCheck::Form => because.unwrap_or_else(|| FORM.into()),
            TokenCheck::Signature => {
                let key = KEY.with("kid", token.shown("kid")).with("alg", token.shown("alg"));
                match because {
                    Some(because) => SIGNATURE_REFUSED.with("because", because).with("key", key),
                    None if self.has_keys => SIGNATURE.with("key", key),
                    None => SIGNATURE_UNCHECKED.with("key", key),
                }
            }
            TokenCheck::Claims => because.unwrap_or_else(|| CLAIMS.into()),
            TokenCheck::Type => {
                let message = if because.is_some() { TYPE_WRONG } else { TYPE };
                message.with("typ", token.shown("typ"))
            }
            TokenCheck::Issuer => self.tell_issuer(token, because.is_some()),
            TokenCheck::Audience => self.tell_audience(token, because.is_some()),
            TokenCheck::Times => self.tell_times(token),
            TokenCheck::User => {
                let message = if because.is_some() { USER_WRONG } else { USER };
                let told =
                    message.with("sub", token.shown("sub")).with("client_id", token.shown("client_id"));
                match because {
                    Some(because) => told.with("because", because),
                    None => told,
                }
            }
            TokenCheck::OneThing if because.is_some() => ONE_THING_WRONG
                .with("aud", token.shown("aud"))
                .with("organization", token.shown("organization_id")),
            TokenCheck::OneThing => ONE_THING.into(),
        }
    }

    fn tell_issuer(&self, token: &Token, is_refused: bool) -> Finding {
        let iss = token.shown("iss");
        match self.issuer {
            None => ISSUER_UNCHECKED.with("iss", iss),
            Some(issuer) if is_refused => ISSUER_WRONG.with("iss", iss).with("issuer", issuer),
            Some(_) => ISSUER.with("iss", iss),
        }
    }

    fn tell_audience(&self, token: &Token, is_refused: bool) -> Finding {
        let aud = token.shown("aud");
        if !is_refused {
            return AUDIENCE.with("aud", aud);
        }
        let organizations = self.accepted.organizations.then_some("urn:logto:organization:<id>");
        let resources = self.accepted.resources.iter().map(String::as_str);
        let accepted: Vec<_> = organizations.into_iter().chain(resources).collect();
        let accepted: Part = if accepted.is_empty() { NOTHING.into() } else { accepted.join(", ").into() };
        AUDIENCE_WRONG.with("aud", aud).with("accepted", accepted)
    }

    fn tell_times(&self, token: &Token) -> Finding {
        let of = |name: &str| {
            token.claim(name).and_then(Value::as_f64).map(|seconds| {
                #[expect(clippy::cast_possible_truncation, reason = "a time is shown in whole seconds")]
                distance(seconds as i64, self.now)
            })
        };
        let told = match of("exp") {
            Some((true, length)) => ENDS.with("length", length),
            Some((false, length)) => ENDED.with("length", length),
            None => NEVER_ENDS.into(),
        };
        match of("nbf") {
            Some((true, length)) => MORE.with("first", told).with("rest", BEGINS.with("length", length)),
            _ => told,
        }
    }
}

/// How long before or after `now` a moment in seconds is.
fn distance(seconds: i64, now: UnixMillis) -> (bool, Finding) {
    let distance = seconds.saturating_sub(now.as_seconds());
    let (is_ahead, length) = (distance > 0, distance.unsigned_abs());
    let (message, number) = match length {
        0..=119 => (SECONDS, length),
        120..=7199 => (MINUTES, length / 60),
        7200..=172_799 => (HOURS, length / 3600),
        _ => (DAYS, length / 86_400),
    };
    (is_ahead, message.with("number", number.to_string()))
}

#[cfg(test)]
mod tests {
    use guard::KeysUnavailable;

    use super::*;

    #[test]
    fn why_a_token_is_not_accepted_is_told_in_the_words_of_the_error() {
        let claim = |claim, reason| {
            TokenError::Invalid(VerifyError::ClaimValidationFailed { claim, reason, payload: Box::default() })
        };
        for error in [
            TokenError::Invalid(VerifyError::JwsInvalid),
            TokenError::Invalid(VerifyError::JwtInvalid),
            TokenError::Invalid(VerifyError::AlgorithmNotAllowed),
            TokenError::Invalid(VerifyError::NoMatchingKey),
            TokenError::Invalid(VerifyError::SignatureVerificationFailed),
            TokenError::Invalid(VerifyError::Expired { payload: Box::default() }),
            claim("sub", "missing"),
            claim("typ", "check_failed"),
            TokenError::AudienceNotAccepted,
            TokenError::MachineToken,
            TokenError::NotAnAccessToken,
            TokenError::KeysUnavailable(KeysUnavailable),
        ] {
            assert_eq!(because(&error).to_string(), error.to_string());
        }
    }
}
