//! Addresses: where the program listens and under which address others reach it.

use std::{net::SocketAddr, str::FromStr};

use clap::Args;
use operations::Endpoint;

/// Where the server listens unless told otherwise.
pub const DEFAULT_LISTEN: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 3001);
/// Where the gateway listens unless told otherwise.
pub const DEFAULT_GATEWAY_LISTEN: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 3003);

/// Options about addresses.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Addresses")]
pub struct ListenArguments {
    /// Listen here [default: 127.0.0.1:3001]
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
    /// Public origin, under which browsers and clients reach the server; the issuer is `<URL>/oidc` [default: http://localhost:<port>]
    #[arg(long, value_name = "URL", value_parser = parse_endpoint)]
    pub endpoint: Option<Endpoint>,
    /// Listen here for the gateway alone, or `off`; it also answers under /org of the main address [default: 127.0.0.1:3003]
    #[arg(long, value_name = "ADDR|off")]
    pub gateway_listen: Option<OptionalAddress>,
    /// Serve metrics in Prometheus text form here [default: off]
    #[arg(long, value_name = "ADDR|off")]
    pub metrics_listen: Option<OptionalAddress>,
    /// Believe X-Forwarded-For: only behind a proxy that sets it on every request [default: false]
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub trust_proxy_header: Option<bool>,
    /// The header in which that proxy tells the caller's country in two letters, such as CF-IPCountry; for second factors that are asked for by risk
    #[arg(long, value_name = "NAME", value_parser = parse_header_name)]
    pub country_header: Option<String>,
    /// The header in which that proxy tells the caller's latitude in degrees, such as CF-IPLatitude; with --longitude-header
    #[arg(long, value_name = "NAME", value_parser = parse_header_name)]
    pub latitude_header: Option<String>,
    /// The header in which that proxy tells the caller's longitude in degrees, such as CF-IPLongitude; with --latitude-header
    #[arg(long, value_name = "NAME", value_parser = parse_header_name)]
    pub longitude_header: Option<String>,
}

impl ListenArguments {
    /// Where the server listens.
    pub fn listen(&self) -> SocketAddr {
        self.listen.unwrap_or(DEFAULT_LISTEN)
    }

    /// Where the gateway listens by itself, if it does.
    pub fn gateway_listen(&self) -> Option<SocketAddr> {
        self.gateway_listen.map_or(Some(DEFAULT_GATEWAY_LISTEN), OptionalAddress::address)
    }

    /// Where metrics are served, if they are.
    pub fn metrics_listen(&self) -> Option<SocketAddr> {
        self.metrics_listen.and_then(OptionalAddress::address)
    }

    /// The public origin, for a server that was bound to `bound`.
    pub fn endpoint(&self, bound: SocketAddr) -> Endpoint {
        self.endpoint.clone().unwrap_or_else(|| local_endpoint(bound))
    }
}

/// Reads the name of a header.
fn parse_header_name(text: &str) -> Result<String, String> {
    let name = axum::http::HeaderName::try_from(text).map_err(|_| "not the name of a header".to_owned())?;
    Ok(name.as_str().to_owned())
}

/// The origin under which an address on this machine is reached.
#[expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "an address with a scheme before it is an origin"
)]
pub fn local_endpoint(bound: SocketAddr) -> Endpoint {
    let ip = bound.ip();
    let text = if ip.is_loopback() || ip.is_unspecified() {
        format!("http://localhost:{}", bound.port())
    } else {
        // Without the zone of a link-local address, which no URL has.
        format!("http://{}", SocketAddr::new(ip, bound.port()))
    };
    Endpoint::parse(&text).expect("an origin")
}

fn parse_endpoint(text: &str) -> Result<Endpoint, String> {
    Endpoint::parse(text).map_err(|error| error.to_string())
}

/// An address, or none on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptionalAddress {
    /// Not at all.
    Off,
    /// Here.
    At(SocketAddr),
}

impl OptionalAddress {
    /// The address, if there is one.
    pub const fn address(self) -> Option<SocketAddr> {
        match self {
            Self::Off => None,
            Self::At(address) => Some(address),
        }
    }
}

impl FromStr for OptionalAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "off" {
            return Ok(Self::Off);
        }
        text.parse()
            .map(Self::At)
            .map_err(|_| "expected an address such as 127.0.0.1:3003, or `off`".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_endpoint_follows_from_where_the_server_listens() {
        let at =
            |address: &str| ListenArguments::default().endpoint(address.parse().unwrap()).base().to_owned();
        assert_eq!(at("127.0.0.1:3001"), "http://localhost:3001");
        assert_eq!(at("0.0.0.0:80"), "http://localhost:80");
        assert_eq!(at("[::1]:3001"), "http://localhost:3001");
        assert_eq!(at("192.0.2.7:3001"), "http://192.0.2.7:3001");
        assert_eq!(at("[2001:db8::1]:3001"), "http://[2001:db8::1]:3001");
        assert_eq!(at("[fe80::1%2]:3001"), "http://[fe80::1]:3001");
    }

    #[test]
    fn the_gateway_has_an_address_of_its_own_unless_it_is_off() {
        let with = |gateway_listen| {
            ListenArguments { gateway_listen, ..ListenArguments::default() }.gateway_listen()
        };
        assert_eq!(with(None), Some(DEFAULT_GATEWAY_LISTEN));
        assert_eq!(with(Some(OptionalAddress::Off)), None);
        assert_eq!(with(Some("192.0.2.7:1".parse().unwrap())), Some("192.0.2.7:1".parse().unwrap()));
        assert_eq!(ListenArguments::default().metrics_listen(), None);
    }
}
