//! ID tokens of others (OpenID Connect Core §3.1.3.7, RFC 8725). Every check fails closed.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jose::{AudienceRule, Claims, Expected, VerifiedToken, VerifyError};
use serde_json::{Map, Value};

use super::discovery::Library;
use crate::{ConnectorContext, ConnectorError};

/// How far a provider's clock may be off by default, in seconds.
pub(super) const CLOCK_TOLERANCE_SECONDS: i64 = 60;

/// Who may have issued an ID token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Issuers {
    /// One of these.
    OneOf(Vec<String>),
    /// Any tenant of one provider: the text with the token's `tid` in place of `{tenantid}`.
    PerTenant(String),
}

impl Issuers {
    /// Whether an issuer may be right. For tenants, that its `tid` says the same is checked with the claims.
    pub(super) fn accept(&self, issuer: &str) -> bool {
        match self {
            Self::OneOf(issuers) => issuers.iter().any(|one| one == issuer),
            Self::PerTenant(_) => self.tenant(issuer).is_some(),
        }
    }

    /// The tenant that an issuer names.
    fn tenant<'a>(&self, issuer: &'a str) -> Option<&'a str> {
        let Self::PerTenant(template) = self else { return None };
        let (before, after) = template.split_once("{tenantid}")?;
        let tenant = issuer.strip_prefix(before)?.strip_suffix(after)?;
        let is_id =
            !tenant.is_empty() && tenant.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        is_id.then_some(tenant)
    }
}

/// What an ID token must say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules<'a> {
    pub(super) jwks_uri: &'a str,
    pub(super) issuers: &'a Issuers,
    pub(super) client_id: &'a str,
    /// Audiences that are as good as the client.
    pub(super) audiences: &'a [String],
    pub(super) nonce: &'a str,
    pub(super) clock_tolerance_seconds: i64,
}

/// Verifies an ID token by the provider's keys and gives its claims.
pub(super) async fn verify(
    context: ConnectorContext<'_>,
    library: &Library,
    id_token: &str,
    rules: &Rules<'_>,
) -> Result<Map<String, Value>, ConnectorError> {
    // Which of the issuers it is decides nothing but what the verified claim is held against.
    let unverified_issuer = unverified_issuer(id_token)
        .filter(|issuer| rules.issuers.accept(issuer))
        .ok_or_else(|| invalid("it is of another issuer"))?;
    let audiences: Vec<AudienceRule<'_>> = std::iter::once(rules.client_id)
        .chain(rules.audiences.iter().map(String::as_str))
        .map(AudienceRule::Is)
        .collect();
    let expected = Expected {
        issuer: &unverified_issuer,
        audience: AudienceRule::AnyOf(&audiences),
        typ: None,
        now_seconds: context.now.as_seconds(),
        clock_tolerance_seconds: rules.clock_tolerance_seconds,
    };
    let keys = library.keys(context, rules.jwks_uri).await?;
    let token = match jose::verify(id_token, &keys, &expected) {
        Err(VerifyError::NoMatchingKey) => match library.newer_keys(context, rules.jwks_uri).await? {
            Some(keys) => jose::verify(id_token, &keys, &expected),
            None => Err(VerifyError::NoMatchingKey),
        },
        result => result,
    };
    // The message names the check and nothing of the token.
    let token = token.map_err(|error| invalid(&error.to_string()))?;
    check(&token, rules, &expected)?;
    Ok(into_map(token.claims))
}

fn check(token: &VerifiedToken, rules: &Rules<'_>, expected: &Expected<'_>) -> Result<(), ConnectorError> {
    let claims = &token.claims;
    // Tokens for other purposes that the same keys sign (RFC 8725 §3.11).
    if token.header.typ.is_some() && !token.header.is_type("JWT") {
        return Err(invalid("it is a token of another type"));
    }
    let is_ours = |party: &str| party == rules.client_id || rules.audiences.iter().any(|one| one == party);
    match claims.extra.get("azp") {
        None if claims.aud.len() > 1 => return Err(invalid("it is for several, and not said for whom")),
        None => {}
        Some(party) if party.as_str().is_some_and(is_ours) => {}
        Some(_) => return Err(invalid("it was made for another client")),
    }
    let latest = expected.now_seconds.saturating_add(expected.clock_tolerance_seconds);
    if claims.iat.is_some_and(|issued_at| issued_at > latest) {
        return Err(invalid("it is from the future"));
    }
    let nonce = claims.extra.get("nonce").and_then(Value::as_str).unwrap_or_default();
    if rules.nonce.is_empty() || !jose::constant_time_eq(nonce.as_bytes(), rules.nonce.as_bytes()) {
        return Err(invalid("it answers another request"));
    }
    if let Issuers::PerTenant(_) = rules.issuers {
        let tenant = rules.issuers.tenant(&claims.iss);
        if tenant.is_none() || tenant != claims.extra.get("tid").and_then(Value::as_str) {
            return Err(invalid("it is of another tenant"));
        }
    }
    Ok(())
}

fn into_map(claims: Claims) -> Map<String, Value> {
    let mut map = Map::new();
    map.insert("iss".to_owned(), claims.iss.into());
    map.insert("sub".to_owned(), claims.sub.into());
    map.insert("aud".to_owned(), claims.aud.into());
    map.insert("exp".to_owned(), claims.exp.into());
    map.extend(claims.iat.map(|iat| ("iat".to_owned(), iat.into())));
    map.extend(claims.extra.into_iter().filter(|(name, _)| name != "nonce"));
    map
}

fn unverified_issuer(id_token: &str) -> Option<String> {
    if id_token.len() > jose::MAX_TOKEN_BYTES {
        return None;
    }
    let payload = URL_SAFE_NO_PAD.decode(id_token.split('.').nth(1)?).ok()?;
    let claims: Value = serde_json::from_slice(&payload).ok()?;
    claims.get("iss").and_then(Value::as_str).map(str::to_owned)
}

fn invalid(why: &str) -> ConnectorError {
    ConnectorError::IdTokenInvalid(format!("the ID token does not hold: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenants_are_read_from_issuers_of_exactly_one_form() {
        let issuers = Issuers::PerTenant("https://login.example/{tenantid}/v2.0".to_owned());
        assert!(issuers.accept("https://login.example/9188040d-6c67/v2.0"));
        for other in [
            "https://login.example//v2.0",
            "https://login.example/a/b/v2.0",
            "https://login.example/{tenantid}/v2.0",
            "https://evil.example/a/v2.0",
            "https://login.example/a/v2.0/",
            "https://login.example/v2.0",
        ] {
            assert!(!issuers.accept(other), "{other}");
        }
    }
}
