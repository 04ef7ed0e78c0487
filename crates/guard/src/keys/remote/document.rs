//! Fetching: the JWKS document (RFC 7517 §5), and the discovery document that says where it is (OpenID Connect Discovery §4).

use std::time::Duration;

use arc_swap::ArcSwapOption;
use bytes::Bytes;
use http::{Request, StatusCode, Uri, header::ACCEPT, uri::Scheme};
use http_body_util::{BodyExt as _, Full, Limited};
use jose::{JwkSet, KeySet};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::http_client::HttpClient;

/// Largest document that is read, in bytes.
const MAX_DOCUMENT_BYTES: usize = 256 * 1024;

/// Where an issuer's keys are.
#[derive(Debug)]
pub(super) enum Place {
    /// Here.
    Document(Uri),
    /// Where the issuer says.
    Discovery {
        /// The issuer, as its tokens write it.
        issuer: String,
        /// Its discovery document.
        metadata: Uri,
        /// What that said, until the keys could not be fetched from there.
        found: ArcSwapOption<Uri>,
    },
}

/// Why the keys could not be had. It is logged; callers only learn that there are no new keys.
#[derive(Debug, thiserror::Error)]
pub(super) enum FetchError {
    #[error("the request could not be made")]
    Request(#[from] http::Error),
    #[error("the issuer did not answer")]
    Connection(#[from] hyper_util::client::legacy::Error),
    #[error("the issuer did not answer in time")]
    Timeout(#[from] tokio::time::error::Elapsed),
    #[error("the issuer answered {0}")]
    Status(StatusCode),
    #[error("the answer could not be read")]
    Body(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("the answer is no document of its kind")]
    Document(#[from] serde_json::Error),
    #[error("the document holds no usable key")]
    NoKey,
    #[error("the discovery document is another issuer's")]
    OtherIssuer,
    #[error("the discovery document names no usable place of keys")]
    UnusablePlace,
}

#[derive(Deserialize)]
struct Metadata {
    issuer: String,
    jwks_uri: String,
}

impl Place {
    /// The keys, anew.
    pub(super) async fn fetch(&self, client: &HttpClient, timeout: Duration) -> Result<KeySet, FetchError> {
        tokio::time::timeout(timeout, self.keys(client)).await?
    }

    async fn keys(&self, client: &HttpClient) -> Result<KeySet, FetchError> {
        let (issuer, metadata, found) = match self {
            Self::Document(uri) => return keys_at(client, uri).await,
            Self::Discovery { issuer, metadata, found } => (issuer, metadata, found),
        };
        let known = found.load_full();
        let uri = match &known {
            Some(uri) => Uri::clone(uri),
            None => discover(client, issuer, metadata).await?,
        };
        let keys = keys_at(client, &uri).await;
        match (&keys, known) {
            (Ok(_), None) => found.store(Some(uri.into())),
            // The issuer may have moved them; the next attempt asks it.
            (Err(_), Some(_)) => found.store(None),
            _ => {}
        }
        keys
    }
}

/// Where the issuer says that its keys are. The document must be its own, and must not lead from TLS to plain text.
async fn discover(client: &HttpClient, issuer: &str, metadata: &Uri) -> Result<Uri, FetchError> {
    let document: Metadata = get(client, metadata).await?;
    if document.issuer != issuer {
        return Err(FetchError::OtherIssuer);
    }
    let uri: Uri = document.jwks_uri.parse().map_err(|_| FetchError::UnusablePlace)?;
    let is_usable = match uri.scheme() {
        Some(scheme) if *scheme == Scheme::HTTPS => true,
        Some(scheme) if *scheme == Scheme::HTTP => metadata.scheme() == Some(&Scheme::HTTP),
        _ => false,
    };
    if is_usable { Ok(uri) } else { Err(FetchError::UnusablePlace) }
}

async fn keys_at(client: &HttpClient, uri: &Uri) -> Result<KeySet, FetchError> {
    let keys = KeySet::from_jwk_set(&get::<JwkSet>(client, uri).await?);
    if keys.is_empty() { Err(FetchError::NoKey) } else { Ok(keys) }
}

async fn get<T: DeserializeOwned>(client: &HttpClient, uri: &Uri) -> Result<T, FetchError> {
    let request = Request::get(uri)
        .header(ACCEPT, "application/jwk-set+json, application/json")
        .body(Full::<Bytes>::default())?;
    let response = client.request(request).await?;
    if response.status() != StatusCode::OK {
        return Err(FetchError::Status(response.status()));
    }
    let body = Limited::new(response.into_body(), MAX_DOCUMENT_BYTES).collect().await;
    Ok(serde_json::from_slice(&body.map_err(FetchError::Body)?.to_bytes())?)
}
