//! A plain blocking client for what comes before the measuring: setting up applications and users, and signing in.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream, ToSocketAddrs as _},
    time::Duration,
};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;
use url::Url;

use crate::response::frame;

const TIMEOUT: Duration = Duration::from_secs(30);

/// An HTTP server on this machine.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    pub(crate) address: SocketAddr,
    /// The value of `Host`.
    pub(crate) authority: String,
    /// The path that comes before every path, without its last slash.
    prefix: String,
}

impl Origin {
    pub(crate) fn parse(url: &str) -> Result<Self> {
        let parsed = Url::parse(url).with_context(|| format!("not a URL: {url}"))?;
        let host = parsed.host_str().context("a server has a host")?;
        let port = parsed.port_or_known_default().context("a server has a port")?;
        let addresses: Vec<SocketAddr> =
            (host, port).to_socket_addrs().context("the server's name is unknown")?.collect();
        // The server listens on IPv4; a name such as localhost may mean both.
        let address = *addresses
            .iter()
            .find(|address| address.is_ipv4())
            .or(addresses.first())
            .context("the server has no address")?;
        ensure!(address.ip().is_loopback(), "load goes to this machine alone, and {address} is not on it");
        Ok(Self {
            address,
            authority: format!("{host}:{port}"),
            prefix: parsed.path().trim_end_matches('/').to_owned(),
        })
    }

    /// The bytes of a request on a kept-open connection.
    pub(crate) fn request(&self, request: &Request<'_>) -> Vec<u8> {
        let Request { method, path, headers, body } = request;
        let mut lines =
            vec![format!("{method} {}{path} HTTP/1.1", self.prefix), format!("host: {}", self.authority)];
        lines.extend(headers.iter().map(|(name, value)| format!("{name}: {value}")));
        if let Some((content_type, text)) = body {
            lines
                .extend([format!("content-type: {content_type}"), format!("content-length: {}", text.len())]);
        } else if *method != "GET" {
            lines.push("content-length: 0".to_owned());
        }
        let content = body.as_ref().map_or("", |(_, text)| text.as_str());
        format!("{}\r\n\r\n{content}", lines.join("\r\n")).into_bytes()
    }

    /// Sends one request on a connection of its own.
    pub(crate) fn send(&self, request: &Request<'_>) -> Result<Response> {
        self.connect()?.send(request)
    }

    /// A connection that is kept open from one request to the next.
    pub(crate) fn connect(&self) -> Result<Connection<'_>> {
        let stream =
            TcpStream::connect_timeout(&self.address, TIMEOUT).context("the server does not listen")?;
        stream.set_read_timeout(Some(TIMEOUT)).context("cannot set a time-out")?;
        stream.set_nodelay(true).context("cannot set an option of a connection")?;
        Ok(Connection { origin: self, stream })
    }
}

/// A connection to a server, for one request after the other.
pub(crate) struct Connection<'a> {
    pub(crate) origin: &'a Origin,
    stream: TcpStream,
}

impl Connection<'_> {
    pub(crate) fn send(&mut self, request: &Request<'_>) -> Result<Response> {
        self.stream.write_all(&self.origin.request(request)).context("the server does not read")?;
        let mut bytes = Vec::new();
        let mut chunk = [0; 16 * 1024];
        let end = loop {
            if let Some(frame) = frame(&bytes)?
                && bytes.len() >= frame.end
            {
                break frame;
            }
            let count = self.stream.read(&mut chunk).context("the server does not answer")?;
            ensure!(count > 0, "the server closed the connection");
            bytes.extend_from_slice(chunk.get(..count).unwrap_or_default());
        };
        let head = String::from_utf8_lossy(bytes.get(..end.body_start).unwrap_or_default()).into_owned();
        let headers = head.lines().skip(1).filter_map(|line| line.split_once(": "));
        Ok(Response {
            status: end.status,
            headers: headers
                .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
                .collect(),
            body: String::from_utf8_lossy(bytes.get(end.body_start..end.end).unwrap_or_default())
                .into_owned(),
        })
    }
}

/// What is sent.
#[derive(Default)]
pub(crate) struct Request<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) headers: Vec<(&'a str, String)>,
    /// Content type and content.
    pub(crate) body: Option<(&'a str, String)>,
}

/// What came back.
pub(crate) struct Response {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Response {
    /// This response, if its status is the expected one.
    pub(crate) fn expect(self, status: u16, what: &str) -> Result<Self> {
        if self.status != status {
            bail!("{what}: status {} instead of {status}: {}", self.status, self.body);
        }
        Ok(self)
    }

    /// The values of a header whose name is given in lower case.
    pub(crate) fn header_values(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
    }

    pub(crate) fn header(&self, name: &str) -> Result<&str> {
        self.header_values(name)
            .first()
            .copied()
            .with_context(|| format!("a response has no {name}: {} {}", self.status, self.body))
    }

    pub(crate) fn json(&self) -> Result<Value> {
        serde_json::from_str(&self.body).with_context(|| format!("not JSON: {}", self.body))
    }

    /// A text member of the JSON body.
    pub(crate) fn text(&self, member: &str) -> Result<String> {
        let json = self.json()?;
        let text = json.get(member).and_then(Value::as_str);
        Ok(text.with_context(|| format!("no {member} in {}", self.body))?.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_what_the_server_reads() {
        let origin = Origin::parse("http://localhost:3001/org/").unwrap();
        let request = Request {
            method: "POST",
            path: "/organizations",
            headers: vec![("authorization", "Bearer t".to_owned())],
            body: Some(("application/json", "{}".to_owned())),
        };
        assert_eq!(
            String::from_utf8(origin.request(&request)).unwrap(),
            "POST /org/organizations HTTP/1.1\r\nhost: localhost:3001\r\nauthorization: Bearer t\r\n\
             content-type: application/json\r\ncontent-length: 2\r\n\r\n{}"
        );
        assert!(origin.address.ip().is_loopback());
    }

    #[test]
    fn load_never_leaves_this_machine() {
        assert!(Origin::parse("http://192.0.2.7:3001").is_err());
    }
}
