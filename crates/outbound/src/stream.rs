//! Connections that speak something else than HTTP, such as SMTP: the same care as for calls.

use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio_rustls::{TlsConnector, client::TlsStream};

use crate::client::{OutboundClient, OutboundError};

impl OutboundClient {
    /// Connects to a host, a name or an address, within `timeout`: only to public addresses and those that are allowed.
    ///
    /// # Errors
    /// [`OutboundError`].
    pub async fn connect(
        &self,
        host: &str,
        port: u16,
        timeout: Duration,
    ) -> Result<TcpStream, OutboundError> {
        let connecting = async {
            let addresses = self.callable_addresses(host, port).await?;
            let mut failure = OutboundError::AddressNotAllowed;
            for address in addresses {
                match TcpStream::connect(address).await {
                    Ok(stream) => return Ok(stream),
                    Err(error) => failure = OutboundError::Failed(error.into()),
                }
            }
            Err(failure)
        };
        tokio::time::timeout(timeout, connecting).await.unwrap_or(Err(OutboundError::TimedOut))
    }

    /// Begins TLS on a connection; the certificate must be valid for `host`.
    ///
    /// # Errors
    /// [`OutboundError`].
    pub async fn secure(
        &self,
        host: &str,
        stream: TcpStream,
        timeout: Duration,
    ) -> Result<TlsStream<TcpStream>, OutboundError> {
        let name = ServerName::try_from(host.to_owned()).map_err(|_| OutboundError::InvalidUrl)?;
        let handshake = TlsConnector::from(self.tls()).connect(name, stream);
        tokio::time::timeout(timeout, handshake)
            .await
            .map_err(|_| OutboundError::TimedOut)?
            .map_err(|error| OutboundError::Failed(error.into()))
    }

    async fn callable_addresses(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, OutboundError> {
        let allow = self.allow();
        let literal = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        let (found, every): (Vec<_>, _) = if let Ok(address) = literal {
            (vec![SocketAddr::new(address, port)], false)
        } else {
            let found = tokio::net::lookup_host((host, port)).await;
            let found = found.map_err(|error| OutboundError::Failed(error.into()))?;
            (found.collect(), allow.has_host(host))
        };
        Ok(found.into_iter().filter(|found| every || allow.has_address(found.ip())).collect())
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;
    use crate::AllowList;

    const PATIENCE: Duration = Duration::from_secs(5);

    fn client(allowed: &[&str]) -> OutboundClient {
        OutboundClient::new(AllowList::parse(allowed.iter().copied()).unwrap()).unwrap()
    }

    #[tokio::test]
    async fn connections_are_made_only_to_where_calls_may_go() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        for host in ["127.0.0.1", "localhost", "[::1]", "::ffff:127.0.0.1"] {
            let refused = client(&[]).connect(host, port, PATIENCE).await;
            assert!(matches!(refused, Err(OutboundError::AddressNotAllowed)), "{host}: {refused:?}");
        }
        for allowed in ["127.0.0.1", "localhost"] {
            client(&[allowed]).connect("localhost", port, PATIENCE).await.unwrap();
        }
    }

    #[tokio::test]
    async fn whoever_does_not_answer_a_handshake_is_left() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let client = client(&["127.0.0.1"]);
        let stream = client.connect("127.0.0.1", port, PATIENCE).await.unwrap();
        let waited = client.secure("mail.example", stream, Duration::from_millis(50)).await;
        assert!(matches!(waited, Err(OutboundError::TimedOut)), "{waited:?}");
    }
}
