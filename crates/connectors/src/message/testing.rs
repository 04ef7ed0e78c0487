//! What the tests of providers share: messages, and receivers on this machine.

use std::sync::{Arc, Mutex};

use domain::{SystemEntropy, UnixMillis, message_template::TemplateType};
use outbound::{AllowList, OutboundClient};
use serde_json::{Map, Value};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use super::{Message, MessageProvider};
use crate::{Config, ConnectorContext, ConnectorError};

/// 2015-08-30T12:36:00Z, the moment of the published examples of request signatures.
pub(super) const NOW: UnixMillis = UnixMillis(1_440_938_160_000);

/// The members of an object.
pub(crate) fn config(value: Value) -> Config {
    let Value::Object(members) = value else { panic!("not an object") };
    members
}

/// A message without stored templates.
pub(super) fn message(template_type: TemplateType, variables: &Map<String, Value>) -> Message<'_> {
    Message { template_type, recipient: "astrid@fjord.example", variables, template: None, generic: None }
}

/// Sends a message to this machine.
pub(super) async fn send(
    provider: MessageProvider,
    config: &Config,
    message: &Message<'_>,
) -> Result<(), ConnectorError> {
    let outbound = OutboundClient::new(AllowList::parse(["127.0.0.1"]).unwrap()).unwrap();
    let context = ConnectorContext { outbound: &outbound, now: NOW, entropy: &SystemEntropy };
    provider.send(context, config, message).await
}

/// Answers HTTP requests and keeps them.
pub(super) struct Receiver {
    /// Where it is.
    pub(super) url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Receiver {
    pub(super) async fn answering(status: &'static str, body: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests: Arc<Mutex<Vec<String>>> = Arc::default();
        let kept = Arc::clone(&requests);
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut request = Vec::new();
                while !is_whole(&request) {
                    let read = stream.read_buf(&mut request).await.unwrap();
                    assert!(read > 0, "the request ended early");
                }
                kept.lock().unwrap().push(String::from_utf8(request).unwrap());
                let length = body.len();
                let answer = format!(
                    "HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
                );
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        Self { url, requests }
    }

    /// The one request that came: its first line, its headers in lower case, its body.
    pub(super) fn request(&self) -> (String, String, String) {
        let requests = self.requests.lock().unwrap();
        assert_eq!(requests.len(), 1);
        let (head, body) = requests[0].split_once("\r\n\r\n").unwrap();
        let (first, headers) = head.split_once("\r\n").unwrap();
        (first.to_owned(), headers.to_lowercase(), body.to_owned())
    }
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    body.len() >= length.map_or(0, |length| length.trim().parse().unwrap())
}
