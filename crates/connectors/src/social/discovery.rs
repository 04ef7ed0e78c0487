//! What a provider publishes about itself: its metadata (OpenID Connect Discovery §3) and its keys, both kept for a while.
//!
//! Rules of keeping: a document is good for ten minutes. A token whose key is not among those that are kept causes one new reading, at most
//! every half minute. A document that cannot be read is an error: what is older than ten minutes is never used instead.

use std::{collections::HashMap, sync::Arc};

use domain::UnixMillis;
use jose::{JwkSet, KeySet};
use parking_lot::Mutex;
use serde_json::{Map, Value};

use super::{call, settings};
use crate::{ConnectorContext, ConnectorError};

/// How long a document is good for, in milliseconds.
const FRESH_MILLIS: i64 = 10 * 60 * 1000;
/// How long unknown keys do not cause another reading, in milliseconds.
const LEAST_MILLIS: i64 = 30 * 1000;
/// How many documents are kept.
const MAX_DOCUMENTS: usize = 256;
/// The longest address that is taken from a document, in bytes.
const MAX_ADDRESS_BYTES: usize = 2_048;
/// How many keys a provider may have at once.
const MAX_KEYS: usize = 100;

/// What a provider says of itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Metadata {
    pub(super) issuer: String,
    pub(super) authorization_endpoint: String,
    pub(super) token_endpoint: String,
    pub(super) user_info_endpoint: Option<String>,
    pub(super) jwks_uri: String,
    /// Whether a code challenge is understood. Providers that say nothing about it pass over what they do not know (RFC 6749 §3.1).
    pub(super) has_code_challenge: bool,
    /// Whether every answer says who gave it (RFC 9207 §3).
    pub(super) has_issuer_parameter: bool,
    /// Where Microsoft's clouds keep users.
    pub(super) graph_host: Option<String>,
}

impl Metadata {
    /// A provider whose documentation says where its endpoints are.
    pub(super) fn new(
        issuer: impl Into<String>,
        authorization_endpoint: impl Into<String>,
        token_endpoint: impl Into<String>,
        jwks_uri: impl Into<String>,
    ) -> Self {
        Self {
            issuer: issuer.into(),
            authorization_endpoint: authorization_endpoint.into(),
            token_endpoint: token_endpoint.into(),
            user_info_endpoint: None,
            jwks_uri: jwks_uri.into(),
            has_code_challenge: true,
            has_issuer_parameter: false,
            graph_host: None,
        }
    }

    /// Reads a document that was fetched for `issuer`; `None` leaves the check of the issuer to the caller.
    fn read(document: &Map<String, Value>, issuer: Option<&str>) -> Result<Self, ConnectorError> {
        let invalid =
            |what: &str| ConnectorError::InvalidResponse(format!("the provider's metadata has {what}"));
        let is_taken = |text: &&str| (1..=MAX_ADDRESS_BYTES).contains(&text.len());
        let text = |name: &str| document.get(name).and_then(Value::as_str).filter(is_taken);
        let required = |name: &str| text(name).ok_or_else(|| invalid(&format!("no `{name}`")));
        let endpoint = |name: &str| {
            let address = required(name)?;
            settings::check_endpoint(address).map_err(|_| invalid(&format!("no usable `{name}`")))?;
            Ok::<_, ConnectorError>(address.to_owned())
        };
        let said = required("issuer")?;
        // §4.3: a provider that could name another issuer could have its tokens taken for that one's.
        if issuer.is_some_and(|issuer| issuer.trim_end_matches('/') != said.trim_end_matches('/')) {
            return Err(invalid("another issuer"));
        }
        let methods = document.get("code_challenge_methods_supported").and_then(Value::as_array);
        Ok(Self {
            issuer: said.to_owned(),
            authorization_endpoint: endpoint("authorization_endpoint")?,
            token_endpoint: endpoint("token_endpoint")?,
            user_info_endpoint: text("userinfo_endpoint")
                .filter(|address| settings::check_endpoint(address).is_ok())
                .map(str::to_owned),
            jwks_uri: endpoint("jwks_uri")?,
            has_code_challenge: methods.is_none_or(|methods| methods.iter().any(|method| method == "S256")),
            has_issuer_parameter: document.get("authorization_response_iss_parameter_supported")
                == Some(&Value::Bool(true)),
            graph_host: text("msgraph_host").map(str::to_owned),
        })
    }
}

struct Kept<T> {
    value: Arc<T>,
    read_at: UnixMillis,
}

/// Documents by their addresses.
struct Shelf<T>(Mutex<HashMap<String, Kept<T>>>);

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self(Mutex::new(HashMap::new()))
    }
}

impl<T> Shelf<T> {
    /// What is kept and younger than `age_millis`. A clock that was put back makes everything old.
    fn get(&self, url: &str, now: UnixMillis, age_millis: i64) -> Option<Arc<T>> {
        let kept = self.0.lock();
        let kept = kept.get(url)?;
        let age = now.0.checked_sub(kept.read_at.0)?;
        (0..age_millis).contains(&age).then(|| Arc::clone(&kept.value))
    }

    /// Puts a value in the place of the one that is kept; where none is, none is kept.
    fn replace(&self, url: &str, now: UnixMillis, value: T) {
        if let Some(kept) = self.0.lock().get_mut(url) {
            *kept = Kept { value: Arc::new(value), read_at: now };
        }
    }

    fn keep(&self, url: &str, now: UnixMillis, value: T) -> Arc<T> {
        let value = Arc::new(value);
        let mut kept = self.0.lock();
        if kept.len() >= MAX_DOCUMENTS && !kept.contains_key(url) {
            let oldest = kept.iter().min_by_key(|(_, kept)| kept.read_at).map(|(url, _)| url.clone());
            oldest.and_then(|oldest| kept.remove(&oldest));
        }
        kept.insert(url.to_owned(), Kept { value: Arc::clone(&value), read_at: now });
        value
    }
}

/// What was read of providers lately. Its copies share it.
#[derive(Clone, Default)]
pub(super) struct Library {
    metadata: Arc<Shelf<Metadata>>,
    keys: Arc<Shelf<KeySet>>,
}

impl std::fmt::Debug for Library {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Library")
    }
}

impl Library {
    /// The metadata of an issuer.
    pub(super) async fn metadata(
        &self,
        context: ConnectorContext<'_>,
        issuer: &str,
    ) -> Result<Arc<Metadata>, ConnectorError> {
        self.metadata_at(context, &address_of(issuer), Some(issuer)).await
    }

    /// The metadata of an issuer and its keys, read now. They stand in for what is kept of these already, once both are read and there is a key, and are kept for
    /// nobody else: whoever tries addresses fills no places that others use.
    pub(super) async fn read_anew(
        &self,
        context: ConnectorContext<'_>,
        issuer: &str,
    ) -> Result<Metadata, ConnectorError> {
        let url = address_of(issuer);
        let metadata = fetch_metadata(context, &url, Some(issuer)).await?;
        let keys = fetch_keys(context, &metadata.jwks_uri).await?;
        if keys.is_empty() {
            let text = "the provider has no key that an ID token can be checked with";
            return Err(ConnectorError::InvalidResponse(text.to_owned()));
        }
        self.keys.replace(&metadata.jwks_uri, context.now, keys);
        self.metadata.replace(&url, context.now, metadata.clone());
        Ok(metadata)
    }

    /// The metadata at an address, whose issuer the caller checks where none is given.
    pub(super) async fn metadata_at(
        &self,
        context: ConnectorContext<'_>,
        url: &str,
        issuer: Option<&str>,
    ) -> Result<Arc<Metadata>, ConnectorError> {
        if let Some(metadata) = self.metadata.get(url, context.now, FRESH_MILLIS) {
            return Ok(metadata);
        }
        let metadata = fetch_metadata(context, url, issuer).await?;
        Ok(self.metadata.keep(url, context.now, metadata))
    }

    /// The keys at an address.
    pub(super) async fn keys(
        &self,
        context: ConnectorContext<'_>,
        url: &str,
    ) -> Result<Arc<KeySet>, ConnectorError> {
        match self.keys.get(url, context.now, FRESH_MILLIS) {
            Some(keys) => Ok(keys),
            None => self.read_keys(context, url).await,
        }
    }

    /// The keys at an address, read again because one was missing; `None` where they were read a moment ago.
    pub(super) async fn newer_keys(
        &self,
        context: ConnectorContext<'_>,
        url: &str,
    ) -> Result<Option<Arc<KeySet>>, ConnectorError> {
        match self.keys.get(url, context.now, LEAST_MILLIS) {
            Some(_) => Ok(None),
            None => self.read_keys(context, url).await.map(Some),
        }
    }

    async fn read_keys(
        &self,
        context: ConnectorContext<'_>,
        url: &str,
    ) -> Result<Arc<KeySet>, ConnectorError> {
        let keys = fetch_keys(context, url).await?;
        Ok(self.keys.keep(url, context.now, keys))
    }
}

async fn fetch_metadata(
    context: ConnectorContext<'_>,
    url: &str,
    issuer: Option<&str>,
) -> Result<Metadata, ConnectorError> {
    let document = call::document(context, url, "the provider's metadata").await?;
    Metadata::read(&document, issuer)
}

async fn fetch_keys(context: ConnectorContext<'_>, url: &str) -> Result<KeySet, ConnectorError> {
    let document = call::document(context, url, "the provider's keys").await?;
    let set: JwkSet = serde_json::from_value(Value::Object(document))
        .map_err(|_| ConnectorError::InvalidResponse("the provider's keys cannot be read".to_owned()))?;
    if set.keys.len() > MAX_KEYS {
        return Err(ConnectorError::InvalidResponse("the provider has too many keys".to_owned()));
    }
    Ok(KeySet::from_jwk_set(&set))
}

/// Where an issuer's metadata is (OpenID Connect Discovery §4).
fn address_of(issuer: &str) -> String {
    format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(change: Value, issuer: &str) -> Result<Metadata, ConnectorError> {
        let mut document = json!({
            "issuer": "https://id.fjord.example",
            "authorization_endpoint": "https://id.fjord.example/authorize",
            "token_endpoint": "https://id.fjord.example/token",
            "userinfo_endpoint": "https://id.fjord.example/me",
            "jwks_uri": "https://id.fjord.example/jwks",
        });
        document.as_object_mut().unwrap().extend(change.as_object().cloned().unwrap());
        Metadata::read(document.as_object().unwrap(), Some(issuer))
    }

    #[test]
    fn metadata_is_the_issuers_own() {
        let metadata = read(json!({}), "https://id.fjord.example/").unwrap();
        assert_eq!(metadata.issuer, "https://id.fjord.example");
        assert!(metadata.has_code_challenge && !metadata.has_issuer_parameter);
        let other = read(json!({ "issuer": "https://other.example" }), "https://id.fjord.example");
        assert_eq!(other.unwrap_err().code(), "connector.invalid_response");
        assert!(
            !read(json!({ "code_challenge_methods_supported": ["plain"] }), "https://id.fjord.example")
                .unwrap()
                .has_code_challenge
        );
    }

    #[test]
    fn endpoints_that_would_carry_secrets_in_the_clear_are_refused() {
        for name in ["authorization_endpoint", "token_endpoint", "jwks_uri", "issuer"] {
            for bad in [json!("http://id.fjord.example/x"), json!("javascript:x"), json!(1), json!("")] {
                let result = read(json!({ name: bad }), "https://id.fjord.example");
                assert!(result.is_err(), "{name} {bad}");
            }
        }
        let metadata = read(json!({ "userinfo_endpoint": "http://x.example/" }), "https://id.fjord.example");
        assert_eq!(metadata.unwrap().user_info_endpoint, None);
    }

    #[test]
    fn addresses_are_of_a_length_that_can_be_kept() {
        let long = |length: usize| format!("https://id.fjord.example/{}", "a".repeat(length - 25));
        let with = |length| read(json!({ "jwks_uri": long(length) }), "https://id.fjord.example");
        assert_eq!(with(MAX_ADDRESS_BYTES).unwrap().jwks_uri.len(), MAX_ADDRESS_BYTES);
        assert!(with(MAX_ADDRESS_BYTES + 1).is_err());
    }

    #[test]
    fn what_is_replaced_was_kept() {
        let shelf = Shelf::default();
        shelf.replace("a", UnixMillis(1), 1);
        assert_eq!(shelf.get("a", UnixMillis(1), 10), None);
        shelf.keep("a", UnixMillis(1), 1);
        shelf.replace("a", UnixMillis(8), 2);
        assert_eq!(shelf.get("a", UnixMillis(12), 10).as_deref(), Some(&2));
    }

    #[test]
    fn documents_grow_old_and_few_are_kept() {
        let shelf = Shelf::default();
        shelf.keep("a", UnixMillis(1000), 1);
        assert_eq!(shelf.get("a", UnixMillis(1009), 10).as_deref(), Some(&1));
        assert_eq!(shelf.get("a", UnixMillis(1010), 10), None);
        assert_eq!(shelf.get("a", UnixMillis(999), 10), None);
        for index in 0..2 * MAX_DOCUMENTS {
            shelf.keep(&index.to_string(), UnixMillis(2000), 2);
        }
        assert_eq!(shelf.0.lock().len(), MAX_DOCUMENTS);
        assert_eq!(shelf.get("a", UnixMillis(2000), 10_000), None);
    }
}
