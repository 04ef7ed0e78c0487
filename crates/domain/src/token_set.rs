//! The tokens that a provider gave for a user who signed in there (RFC 6749 §5.1), as they are kept for products that call the provider.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{PlainToken, UnixMillis};

/// The longest token that is kept, in bytes.
const MAX_TOKEN_BYTES: usize = 16 * 1024;
/// The longest scope that is kept, in bytes.
const MAX_SCOPE_BYTES: usize = 2048;
/// The longest type of a token that is kept, in bytes.
const MAX_TYPE_BYTES: usize = 64;
/// The longest time for which a token is believed to be good.
const MAX_LIFETIME_SECONDS: u64 = 10 * 365 * 86_400;
/// How long before its end an access token is taken for expired: whoever gets it must have time to use it.
const LEEWAY: Duration = Duration::from_secs(30);

/// Tokens of a provider. Formatting shows none of them.
#[derive(Clone, Debug)]
pub struct TokenSet {
    /// Opens the provider's interface.
    pub access_token: PlainToken,
    /// Says who the user is there.
    pub id_token: Option<PlainToken>,
    /// Brings the next access token.
    pub refresh_token: Option<PlainToken>,
    /// How the access token is presented; `Bearer` where nothing is said.
    pub token_type: Option<String>,
    /// What the access token is good for, where the provider says so.
    pub scope: Option<String>,
    /// From when on the access token is good no longer; `None` where the provider does not say.
    pub expires_at: Option<UnixMillis>,
}

/// What is told of tokens to whoever is not shown them. Its JSON is the wire's.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenSetMetadata {
    /// What the access token is good for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// From when on the access token is good no longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<UnixMillis>,
    /// How the access token is presented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_type: Option<String>,
    /// Whether the access token can be renewed.
    pub has_refresh_token: bool,
}

impl TokenSet {
    /// Reads what a token endpoint answered at `now`. `None` when it gave no access token, or one that is too long to be kept.
    pub fn of_answer(answer: &Value, now: UnixMillis) -> Option<Self> {
        let token = |name: &str| {
            let token = answer.get(name).and_then(Value::as_str);
            token.filter(|token| !token.is_empty() && token.len() <= MAX_TOKEN_BYTES).map(PlainToken::new)
        };
        let line = |name: &str, most: usize| {
            let line = answer.get(name).and_then(Value::as_str).map(str::trim);
            let is_fit =
                |line: &&str| !line.is_empty() && line.len() <= most && !line.chars().any(char::is_control);
            line.filter(is_fit).map(str::to_owned)
        };
        Some(Self {
            access_token: token("access_token")?,
            id_token: token("id_token"),
            refresh_token: token("refresh_token"),
            token_type: line("token_type", MAX_TYPE_BYTES),
            scope: line("scope", MAX_SCOPE_BYTES),
            expires_at: answer.get("expires_in").and_then(lifetime).map(|lifetime| now.plus(lifetime)),
        })
    }

    /// These tokens in the place of those `before` them for the same account: what a provider gives once only is kept, and a scope that it
    /// does not name is the one before (RFC 6749 §5.1, §6).
    #[must_use]
    pub fn in_place_of(self, before: Self) -> Self {
        Self {
            refresh_token: self.refresh_token.or(before.refresh_token),
            id_token: self.id_token.or(before.id_token),
            token_type: self.token_type.or(before.token_type),
            scope: self.scope.or(before.scope),
            ..self
        }
    }

    /// Whether the access token is good no longer, or hardly.
    pub fn has_expired(&self, now: UnixMillis) -> bool {
        self.expires_at.is_some_and(|end| end <= now.plus(LEEWAY))
    }

    /// What is told of them.
    pub fn metadata(&self) -> TokenSetMetadata {
        TokenSetMetadata {
            scope: self.scope.clone(),
            expires_at: self.expires_at,
            token_type: self.token_type.clone(),
            has_refresh_token: self.refresh_token.is_some(),
        }
    }

    /// All of it, to be sealed.
    pub fn reveal(&self) -> Value {
        let token = |token: &Option<PlainToken>| token.as_ref().map(|token| token.reveal().to_owned());
        json!({
            "accessToken": self.access_token.reveal(), "idToken": token(&self.id_token),
            "refreshToken": token(&self.refresh_token), "tokenType": self.token_type, "scope": self.scope,
            "expiresAt": self.expires_at.map(|end| end.0),
        })
    }

    /// Reads what [`Self::reveal`] wrote.
    pub fn read(revealed: &Value) -> Option<Self> {
        let text = |name: &str| revealed.get(name).and_then(Value::as_str).map(str::to_owned);
        Some(Self {
            access_token: PlainToken::new(text("accessToken")?),
            id_token: text("idToken").map(PlainToken::new),
            refresh_token: text("refreshToken").map(PlainToken::new),
            token_type: text("tokenType"),
            scope: text("scope"),
            expires_at: revealed.get("expiresAt").and_then(Value::as_i64).map(UnixMillis),
        })
    }
}

/// `expires_in`: seconds, which some providers write as text or with a fraction.
fn lifetime(value: &Value) -> Option<Duration> {
    let seconds = match value {
        Value::Number(number) => number.as_u64().or_else(|| {
            let seconds = number.as_f64().filter(|seconds| *seconds >= 0.0)?;
            Duration::try_from_secs_f64(seconds).ok().map(|lifetime| lifetime.as_secs())
        }),
        Value::String(text) => text.parse().ok(),
        _ => None,
    };
    seconds.map(|seconds| Duration::from_secs(seconds.min(MAX_LIFETIME_SECONDS)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: UnixMillis = UnixMillis(1_000_000);

    fn read(answer: Value) -> Option<TokenSet> {
        TokenSet::of_answer(&answer, NOW)
    }

    #[test]
    fn an_answer_is_read_and_written_whole() {
        let tokens = read(json!({
            "access_token": "at", "id_token": "it", "refresh_token": "rt", "token_type": "Bearer", "scope": "mail files", "expires_in": 60,
            "unknown": [1],
        }))
        .unwrap();
        let written = json!({
            "accessToken": "at", "idToken": "it", "refreshToken": "rt", "tokenType": "Bearer", "scope": "mail files", "expiresAt": 1_060_000,
        });
        assert_eq!(tokens.reveal(), written);
        assert_eq!(TokenSet::read(&written).unwrap().reveal(), written);
        let metadata = json!({ "scope": "mail files", "expiresAt": 1_060_000, "tokenType": "Bearer", "hasRefreshToken": true });
        assert_eq!(serde_json::to_value(tokens.metadata()).unwrap(), metadata);
        let bare = read(json!({ "access_token": "at" })).unwrap();
        assert_eq!(serde_json::to_value(bare.metadata()).unwrap(), json!({ "hasRefreshToken": false }));
        assert_eq!(TokenSet::read(&bare.reveal()).unwrap().reveal(), bare.reveal());
        assert!(TokenSet::read(&json!({ "refreshToken": "rt" })).is_none());
    }

    #[test]
    fn formatting_shows_no_token() {
        let tokens =
            read(json!({ "access_token": "s3cret", "id_token": "s3cret", "refresh_token": "s3cret" }));
        let shown = format!("{tokens:?} {tokens:#?}");
        assert!(shown.contains("TokenSet") && !shown.contains("s3cret"), "{shown}");
    }

    #[test]
    fn without_an_access_token_that_can_be_kept_there_is_nothing() {
        for answer in [
            json!({}),
            json!([]),
            json!(null),
            json!({ "access_token": "" }),
            json!({ "access_token": 1 }),
            json!({ "id_token": "it", "refresh_token": "rt" }),
            json!({ "access_token": "a".repeat(16 * 1024 + 1) }),
        ] {
            assert!(read(answer.clone()).is_none(), "{answer}");
        }
        assert!(read(json!({ "access_token": "a".repeat(16 * 1024) })).is_some());
    }

    #[test]
    fn what_is_told_is_short_and_plain() {
        let tokens = read(json!({
            "access_token": "at", "refresh_token": "r".repeat(20_000), "scope": "s".repeat(2049), "token_type": "a\u{0}b",
        }))
        .unwrap();
        assert_eq!(serde_json::to_value(tokens.metadata()).unwrap(), json!({ "hasRefreshToken": false }));
        for scope in [json!(["mail"]), json!(""), json!(" "), json!("a\nb"), json!(7)] {
            assert_eq!(read(json!({ "access_token": "at", "scope": scope })).unwrap().scope, None, "{scope}");
        }
    }

    #[test]
    fn a_lifetime_is_a_number_of_seconds_in_any_writing() {
        let expires_at =
            |value: Value| read(json!({ "access_token": "at", "expires_in": value })).unwrap().expires_at;
        for (value, seconds) in [(json!(0), 0), (json!("60"), 60), (json!(59.9), 59), (json!(60.0), 60)] {
            assert_eq!(expires_at(value.clone()), Some(UnixMillis(NOW.0 + seconds * 1000)), "{value}");
        }
        for value in [json!(u64::MAX), json!("99999999999999")] {
            assert_eq!(expires_at(value.clone()), Some(UnixMillis(NOW.0 + 315_360_000_000)), "{value}");
        }
        for value in [json!(-1), json!("soon"), json!(""), json!(null), json!(true), json!([60]), json!(-0.5)]
        {
            assert_eq!(expires_at(value.clone()), None, "{value}");
        }
    }

    #[test]
    fn an_access_token_that_is_about_to_end_counts_as_expired() {
        let tokens = read(json!({ "access_token": "at", "expires_in": 60 })).unwrap();
        for (later, has_expired) in [(0, false), (29_999, false), (30_000, true), (90_000, true)] {
            assert_eq!(tokens.has_expired(UnixMillis(NOW.0 + later)), has_expired, "{later}");
        }
        assert!(!read(json!({ "access_token": "at" })).unwrap().has_expired(UnixMillis(i64::MAX)));
    }

    #[test]
    fn what_a_provider_gives_once_only_is_kept() {
        let full = json!({
            "access_token": "at", "id_token": "it", "refresh_token": "rt", "token_type": "Bearer", "scope": "mail", "expires_in": 60,
        });
        let next = read(json!({ "access_token": "at2" })).unwrap().in_place_of(read(full.clone()).unwrap());
        let expected = json!({
            "accessToken": "at2", "idToken": "it", "refreshToken": "rt", "tokenType": "Bearer", "scope": "mail", "expiresAt": null,
        });
        assert_eq!(next.reveal(), expected);
        let other = json!({ "access_token": "at3", "id_token": "it3", "refresh_token": "rt3", "token_type": "x", "scope": "y" });
        let whole = read(other.clone()).unwrap().in_place_of(read(full).unwrap());
        assert_eq!(whole.reveal(), read(other).unwrap().reveal());
    }

    proptest! {
        #[test]
        fn no_answer_makes_reading_fail_or_a_long_description(text in any::<String>(), number in any::<f64>()) {
            let answer = json!({ "access_token": text, "scope": text, "token_type": text, "expires_in": number });
            if let Some(tokens) = read(answer) {
                prop_assert!(tokens.scope.is_none_or(|scope| scope.len() <= MAX_SCOPE_BYTES));
                prop_assert!(tokens.expires_at.is_none_or(|end| end >= NOW));
            }
        }
    }
}
