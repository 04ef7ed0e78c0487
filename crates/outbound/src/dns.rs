//! TXT records of names that somebody else chose, asked of the system's name servers or of those that the operator names.
//!
//! What is answered is as good as those name servers and the way to them: signatures (DNSSEC) are not checked here. Nothing is kept, so that
//! a record counts as soon as the name servers show it.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    str::FromStr,
    sync::Arc,
    time::Duration,
};

use hickory_resolver::{
    TokioResolver,
    config::{ConnectionConfig, NameServerConfig, ResolveHosts, ResolverConfig, ResolverOpts},
    net::runtime::TokioRuntimeProvider,
    proto::rr::RData,
};
use tokio::sync::Semaphore;

/// How long one name server is waited for, and how often it is asked again.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(2);
const ATTEMPTS: usize = 1;
/// How long a lookup may take in all.
const TIMEOUT: Duration = Duration::from_secs(5);
/// How many texts are read, and how long one may be, in bytes. A domain's own texts are few and short.
const MAX_TEXTS: usize = 100;
const MAX_TEXT_BYTES: usize = 2048;
const PORT: u16 = 53;
/// How many lookups are under way at once. Others are refused and not kept waiting: who asks chooses the name, and with it a server that is
/// silent.
const PLACES: usize = 32;

/// Why a lookup had no answer. That there is no record is one.
#[derive(Debug, thiserror::Error)]
pub enum LookupError {
    /// No name server answered in time.
    #[error("no name server answered in time")]
    TimedOut,
    /// Too many lookups are under way.
    #[error("too many lookups of names are under way")]
    Busy,
    /// None gave an answer that can be used.
    #[error("no name server gave an answer that can be used")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A name server is written in another form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no address of a name server, such as 192.0.2.53 or [2001:db8::53]:5353")]
pub struct InvalidNameServer(String);

/// The name servers that are asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameServers(Vec<SocketAddr>);

impl FromStr for NameServers {
    type Err = InvalidNameServer;

    /// Reads addresses, with or without a port, separated by commas.
    fn from_str(text: &str) -> Result<Self, InvalidNameServer> {
        let read = |entry: &str| {
            let address =
                entry.parse::<SocketAddr>().or_else(|_| entry.parse::<IpAddr>().map(|ip| (ip, PORT).into()));
            address.map_err(|_| InvalidNameServer(entry.to_owned()))
        };
        let servers: Vec<_> = text.split(',').map(|entry| read(entry.trim())).collect::<Result<_, _>>()?;
        Ok(Self(servers))
    }
}

/// Looks TXT records up.
#[derive(Clone)]
pub struct TxtResolver {
    resolver: TokioResolver,
    places: Arc<Semaphore>,
}

impl std::fmt::Debug for TxtResolver {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("TxtResolver")
    }
}

impl TxtResolver {
    /// Asks these name servers; where none is named, those of the system, and where the system names none, one on this machine.
    ///
    /// # Errors
    /// When the resolver cannot be set up.
    pub fn new(servers: &NameServers) -> Result<Self, LookupError> {
        let configuration = if servers.0.is_empty() { of_the_system() } else { asking(&servers.0) };
        let mut builder = TokioResolver::builder_with_config(configuration, TokioRuntimeProvider::default());
        *builder.options_mut() = options();
        let resolver = builder.build().map_err(|error| LookupError::Failed(Box::new(error)))?;
        Ok(Self { resolver, places: Arc::new(Semaphore::new(PLACES)) })
    }

    /// The texts of a name's records, each put together of its parts; none when there are none. Records behind an alias count.
    ///
    /// # Errors
    /// [`LookupError`].
    pub async fn texts(&self, name: &str) -> Result<Vec<String>, LookupError> {
        let _place = self.places.try_acquire().map_err(|_| LookupError::Busy)?;
        // The dot at the end keeps the system's search list out.
        let lookup = self.resolver.txt_lookup(format!("{}.", name.trim_end_matches('.')));
        let answer = match tokio::time::timeout(TIMEOUT, lookup).await {
            Err(_) => return Err(LookupError::TimedOut),
            Ok(Err(error)) if error.is_no_records_found() => return Ok(Vec::new()),
            Ok(Err(error)) => return Err(LookupError::Failed(Box::new(error))),
            Ok(Ok(answer)) => answer,
        };
        let texts = answer.answers().iter().filter_map(|record| match &record.data {
            RData::TXT(text) => {
                let bytes = text.txt_data.concat();
                (bytes.len() <= MAX_TEXT_BYTES).then(|| String::from_utf8_lossy(&bytes).into_owned())
            }
            _ => None,
        });
        Ok(texts.take(MAX_TEXTS).collect())
    }
}

fn options() -> ResolverOpts {
    let mut options = ResolverOpts::default();
    options.timeout = ATTEMPT_TIMEOUT;
    options.attempts = ATTEMPTS;
    options.cache_size = 0;
    options.use_hosts_file = ResolveHosts::Never;
    options.try_tcp_on_error = true;
    options
}

fn asking(servers: &[SocketAddr]) -> ResolverConfig {
    let server = |address: &SocketAddr| {
        let mut connections = vec![ConnectionConfig::udp(), ConnectionConfig::tcp()];
        for connection in &mut connections {
            connection.port = address.port();
        }
        NameServerConfig::new(address.ip(), true, connections)
    };
    ResolverConfig::from_name_servers(servers.iter().map(server).collect())
}

/// As the C library does: without name servers in its configuration, or without one, the one on this machine is asked.
fn of_the_system() -> ResolverConfig {
    match hickory_resolver::system_conf::read_system_conf() {
        Ok((configuration, _)) if !configuration.name_servers().is_empty() => configuration,
        Ok(_) => asking(&[(Ipv4Addr::LOCALHOST, PORT).into()]),
        Err(error) => {
            tracing::info!(error.message = %error, "the system names no name servers; the one on this machine is asked");
            asking(&[(Ipv4Addr::LOCALHOST, PORT).into()])
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use tokio::net::UdpSocket;

    use super::*;

    #[test]
    fn name_servers_are_addresses_with_or_without_a_port() {
        let servers: NameServers = "192.0.2.53, [2001:db8::53]:5353,2001:db8::1".parse().unwrap();
        let written: Vec<_> = servers.0.iter().map(ToString::to_string).collect();
        assert_eq!(written, ["192.0.2.53:53", "[2001:db8::53]:5353", "[2001:db8::1]:53"]);
        for wrong in ["", "dns.example", "192.0.2.53,", "192.0.2.53:x", "udp://192.0.2.53"] {
            assert!(wrong.parse::<NameServers>().is_err(), "{wrong:?}");
        }
    }

    /// What a name server of this test does with a question about a name.
    #[derive(Clone)]
    enum Reply {
        Texts(Vec<Vec<&'static [u8]>>),
        Code(u8),
        Silence,
    }

    /// The question of a query: its bytes, and the name in it.
    fn question(query: &[u8]) -> (&[u8], String) {
        let mut at = 12;
        let mut labels = Vec::new();
        while query[at] != 0 {
            let end = at + 1 + usize::from(query[at]);
            labels.push(String::from_utf8_lossy(&query[at + 1..end]).to_lowercase());
            at = end;
        }
        (&query[12..at + 5], labels.join("."))
    }

    async fn name_server(zone: HashMap<&'static str, Reply>) -> NameServers {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        tokio::spawn(async move {
            let mut buffer = [0; 1024];
            loop {
                let (length, peer) = socket.recv_from(&mut buffer).await.unwrap();
                let (asked, name) = question(&buffer[..length]);
                let (code, texts) = match zone.get(name.as_str()).cloned().unwrap_or(Reply::Code(3)) {
                    Reply::Silence => continue,
                    Reply::Code(code) => (code, Vec::new()),
                    Reply::Texts(texts) => (0, texts),
                };
                let mut answer = buffer[..2].to_vec();
                answer.extend([0x81, 0x80 | code, 0, 1, 0, u8::try_from(texts.len()).unwrap(), 0, 0, 0, 0]);
                answer.extend(asked);
                for parts in texts {
                    let data: Vec<u8> = parts
                        .iter()
                        .flat_map(|part| [&[u8::try_from(part.len()).unwrap()], *part].concat())
                        .collect();
                    answer.extend([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60]);
                    answer.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
                    answer.extend(data);
                }
                socket.send_to(&answer, peer).await.unwrap();
            }
        });
        NameServers(vec![address])
    }

    #[tokio::test]
    async fn texts_are_put_together_and_what_is_not_there_is_an_answer() {
        let zone = HashMap::from([
            (
                "_guildhall-challenge.fjord.example",
                Reply::Texts(vec![vec![b"one ", b"text"], vec![b"another"], vec![b"\xff"]]),
            ),
            ("empty.example", Reply::Code(0)),
            ("broken.example", Reply::Code(2)),
        ]);
        let resolver = TxtResolver::new(&name_server(zone).await).unwrap();
        assert_eq!(
            resolver.texts("_guildhall-challenge.fjord.example").await.unwrap(),
            ["one text", "another", "\u{fffd}"]
        );
        assert_eq!(resolver.texts("empty.example").await.unwrap(), [""; 0]);
        assert_eq!(resolver.texts("nowhere.example").await.unwrap(), [""; 0]);
        assert!(matches!(resolver.texts("broken.example").await, Err(LookupError::Failed(_))));
    }

    #[tokio::test]
    async fn more_lookups_than_there_are_places_for_are_refused_at_once() {
        let zone = HashMap::from([("silent.example", Reply::Silence)]);
        let resolver = TxtResolver::new(&name_server(zone).await).unwrap();
        let lookups = (0..=PLACES).map(|_| resolver.texts("silent.example"));
        let answers = futures_util::future::join_all(lookups).await;
        let busy = answers.iter().filter(|answer| matches!(answer, Err(LookupError::Busy)));
        assert_eq!(busy.count(), 1);
    }

    #[tokio::test]
    async fn a_name_server_that_is_silent_is_not_waited_for_long() {
        let zone = HashMap::from([("silent.example", Reply::Silence)]);
        let resolver = TxtResolver::new(&name_server(zone).await).unwrap();
        let waited = tokio::time::timeout(TIMEOUT + Duration::from_secs(1), resolver.texts("silent.example"));
        assert!(waited.await.expect("an end").is_err());
    }
}
