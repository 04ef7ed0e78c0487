//! The HTTP client for calls to the issuer: plain or TLS with the public roots, pooled, following no redirect.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::RootCertStore;
use rustls::pki_types::{CertificateDer, pem::PemObject as _};
use url::{Host, Url};

/// A pooled HTTP client.
pub type HttpClient = Client<HttpsConnector<HttpConnector>, Full<Bytes>>;

/// Why TLS cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsSetupError {
    /// It could not be set up with the built-in cryptography.
    #[error("TLS could not be set up")]
    Cryptography(#[from] rustls::Error),
    /// The certificate authorities to trust are malformed.
    #[error("the certificate authorities are malformed: {0}")]
    Authorities(String),
    /// There are none where some were promised.
    #[error("no certificate authority is given in PEM form")]
    NoAuthority,
}

/// Why a server cannot be called.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// TLS could not be set up.
    #[error(transparent)]
    Tls(#[from] TlsSetupError),
    /// Its endpoint is no address of a server.
    #[error("{0} is no http or https address of a server")]
    NoAddress(String),
    /// Another machine, without TLS.
    #[error(
        "{0} is another machine without TLS, so that anybody on the way could read and change what is asked and answered"
    )]
    PlainHttp(String),
}

/// Whether what is sent to this address can be trusted to arrive there: over TLS, or without leaving this machine.
pub fn check_confidential(endpoint: &str, allow_plain_http: bool) -> Result<(), SetupError> {
    let url = Url::parse(endpoint).map_err(|_| SetupError::NoAddress(endpoint.to_owned()))?;
    let is_this_machine = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => return Err(SetupError::NoAddress(endpoint.to_owned())),
    };
    match url.scheme() {
        "https" => Ok(()),
        "http" if is_this_machine || allow_plain_http => Ok(()),
        "http" => Err(SetupError::PlainHttp(endpoint.to_owned())),
        _ => Err(SetupError::NoAddress(endpoint.to_owned())),
    }
}

/// Makes a client that gives up connecting after `connect_timeout` and trusts the certificate authorities of Mozilla's root
/// programme.
pub fn http_client(connect_timeout: Duration) -> Result<HttpClient, TlsSetupError> {
    http_client_trusting(connect_timeout, None)
}

/// As [`http_client`], which trusts these certificate authorities too: PEM with one certificate or more.
pub fn http_client_trusting(
    connect_timeout: Duration,
    authorities: Option<&[u8]>,
) -> Result<HttpClient, TlsSetupError> {
    const IDLE_TIMEOUT: Duration = Duration::from_secs(30);
    let mut tcp = HttpConnector::new();
    tcp.set_nodelay(true);
    tcp.set_connect_timeout(Some(connect_timeout));
    tcp.enforce_http(false);
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    if let Some(authorities) = authorities {
        trust(&mut roots, authorities)?;
    }
    let tls =
        rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
    let connector = HttpsConnectorBuilder::new()
        .with_tls_config(tls)
        .https_or_http()
        .enable_http1()
        .enable_http2()
        .wrap_connector(tcp);
    Ok(Client::builder(TokioExecutor::new())
        .pool_idle_timeout(IDLE_TIMEOUT)
        .pool_timer(TokioTimer::new())
        .build(connector))
}

/// Adds every certificate of a PEM text: one at least, and none that is malformed.
fn trust(roots: &mut RootCertStore, pem: &[u8]) -> Result<(), TlsSetupError> {
    let known = roots.len();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|error| TlsSetupError::Authorities(error.to_string()))?;
        roots.add(certificate).map_err(|error| TlsSetupError::Authorities(error.to_string()))?;
    }
    if roots.len() == known { Err(TlsSetupError::NoAuthority) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_tls_nothing_leaves_this_machine_unless_that_is_allowed() {
        for endpoint in [
            "https://id.example",
            "https://10.0.0.1:8443/base",
            "http://localhost:3001",
            "http://id.localhost",
            "http://127.0.0.2:3001",
            "http://[::1]:3001",
        ] {
            assert!(check_confidential(endpoint, false).is_ok(), "{endpoint}");
        }
        for endpoint in [
            "http://id.example",
            "http://10.0.0.1:3001",
            "http://localhost.example",
            "http://127.0.0.1.example",
            "http://notlocalhost",
            "http://[::ffff:10.0.0.1]",
            "http://0.0.0.0:3001",
        ] {
            let refused = check_confidential(endpoint, false);
            assert!(matches!(refused, Err(SetupError::PlainHttp(_))), "{endpoint}");
            assert!(check_confidential(endpoint, true).is_ok(), "{endpoint}");
        }
        for endpoint in
            ["", "id.example", "ftp://id.example", "file:///etc/passwd", "unix:/run/id", "http://"]
        {
            let refused = check_confidential(endpoint, true);
            assert!(matches!(refused, Err(SetupError::NoAddress(_))), "{endpoint}");
        }
    }

    #[test]
    fn authorities_that_would_vouch_for_nothing_are_refused() {
        let refused = |pem: &str| {
            let made = http_client_trusting(Duration::from_secs(1), Some(pem.as_bytes()));
            made.map(drop).unwrap_err().to_string()
        };
        let none = "no certificate authority is given in PEM form";
        assert_eq!(refused(""), none);
        assert_eq!(refused("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"), none);
        let malformed = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        assert!(refused(malformed).starts_with("the certificate authorities are malformed: "));
        assert!(http_client(Duration::from_secs(1)).is_ok());
    }
}
