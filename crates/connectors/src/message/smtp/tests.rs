//! SMTP against a small server on this machine.

use std::sync::{Arc, Mutex};

use domain::message_template::TemplateType;
use serde_json::json;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpListener,
};

use super::*;
use crate::message::testing;

/// A mail server that takes every message, with what was said to it.
struct MailServer {
    port: u16,
    lines: Arc<Mutex<Vec<String>>>,
}

impl MailServer {
    /// Offers these extensions, and answers the command that begins with `refused` with 550.
    async fn offering(extensions: &'static [&'static str], refused: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let lines: Arc<Mutex<Vec<String>>> = Arc::default();
        let kept = Arc::clone(&lines);
        tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            let (reader, mut writer) = stream.into_split();
            writer.write_all(b"220 mail.example\r\n").await.unwrap();
            let mut reader = BufReader::new(reader).lines();
            let mut is_data = false;
            while let Some(line) = reader.next_line().await.unwrap() {
                kept.lock().unwrap().push(line.clone());
                let answer = match line.as_str() {
                    "." if is_data => {
                        is_data = false;
                        "250 taken\r\n".to_owned()
                    }
                    _ if is_data => continue,
                    command if !refused.is_empty() && command.starts_with(refused) => {
                        "550 not you\r\n".to_owned()
                    }
                    command if command.starts_with("EHLO") => {
                        let extensions: Vec<_> =
                            extensions.iter().map(|name| format!("250-{name}\r\n")).collect();
                        let extensions = extensions.concat();
                        format!("250-mail.example\r\n{extensions}250 SIZE 1000000\r\n")
                    }
                    command if command.starts_with("AUTH") => "235 welcome\r\n".to_owned(),
                    "DATA" => {
                        is_data = true;
                        "354 go on\r\n".to_owned()
                    }
                    "QUIT" => "221 bye\r\n".to_owned(),
                    _ => "250 fine\r\n".to_owned(),
                };
                writer.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        Self { port, lines }
    }

    fn said(&self) -> String {
        self.lines.lock().unwrap().join("\n")
    }

    fn config(&self, more: Value) -> Config {
        let mut all = testing::config(json!({
            "host": "127.0.0.1", "port": self.port, "fromEmail": "Fjord <no-reply@fjord.example>",
            "templates": [
                { "usageType": "SignIn", "subject": "Kode fra Fjørd", "content": "<b>{{code}}</b>", "contentType": "text/html" },
            ],
        }));
        all.extend(testing::config(more));
        factory().check(&all).unwrap();
        all
    }
}

async fn send(config: &Config) -> Result<(), ConnectorError> {
    let variables = testing::config(json!({ "code": "12&34" }));
    let message = testing::message(TemplateType::SignIn, &variables);
    testing::send(MessageProvider::Smtp, config, &message).await
}

#[tokio::test]
async fn a_mail_is_handed_over_with_its_headers() {
    let server = MailServer::offering(&["8BITMIME"], "").await;
    let config =
        server.config(json!({ "replyTo": "help@fjord.example", "customHeaders": { "X-Team": "blue" } }));
    send(&config).await.unwrap();
    let said = server.said();
    for line in [
        "EHLO fjord.example",
        "MAIL FROM:<no-reply@fjord.example>",
        "RCPT TO:<astrid@fjord.example>",
        "Date: Sun, 30 Aug 2015 12:36:00 +0000",
        "From: Fjord <no-reply@fjord.example>",
        "Reply-To: help@fjord.example",
        "X-Team: blue",
        "Content-Type: text/html; charset=utf-8",
        "<b>12&amp;34</b>",
    ] {
        assert!(said.lines().any(|said| said.starts_with(line)), "{line}\n{said}");
    }
    assert!(said.contains("Subject: Kode fra =?utf-8?b?RmrDuHJk?=") && !said.contains("AUTH"), "{said}");
}

#[tokio::test]
async fn a_password_is_sent_over_tls_only_unless_that_is_turned_off() {
    let auth = json!({ "type": "login", "user": "fjord", "pass": "secret" });
    let server = MailServer::offering(&["AUTH PLAIN LOGIN"], "").await;
    let refused = send(&server.config(json!({ "auth": auth }))).await.unwrap_err();
    assert!(refused.to_string().contains("no TLS"), "{refused}");
    assert!(!server.said().contains("AUTH") && !server.said().contains("MAIL"), "{}", server.said());
    let server = MailServer::offering(&["AUTH PLAIN LOGIN"], "").await;
    send(&server.config(json!({ "auth": auth, "ignoreTLS": true }))).await.unwrap();
    assert!(server.said().contains("AUTH PLAIN AGZqb3JkAHNlY3JldA=="), "{}", server.said());
    let server = MailServer::offering(&[], "").await;
    send(&server.config(json!({ "requireTLS": true }))).await.unwrap_err();
    assert!(!server.said().contains("MAIL"), "{}", server.said());
}

#[tokio::test]
async fn a_certificate_must_hold() {
    let server = MailServer::offering(&["STARTTLS"], "").await;
    // What follows is no handshake.
    send(&server.config(json!({}))).await.unwrap_err();
    assert!(server.said().contains("STARTTLS") && !server.said().contains("MAIL"), "{}", server.said());
}

/// A server that says `start` and then a line without end; tells how many bytes of it were taken when nobody listens any more.
async fn endless_server(start: &'static [u8]) -> (u16, tokio::task::JoinHandle<usize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let said = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(start).await.unwrap();
        let mut taken = 0;
        while taken < 64 << 20 {
            match stream.write(&[b'a'; 16 * 1024]).await {
                Ok(count) => taken += count,
                Err(_) => break,
            }
        }
        taken
    });
    (port, said)
}

#[tokio::test]
async fn a_server_that_does_not_stop_talking_is_left() {
    for start in [&b"220 "[..], b"220 mail.example\r\n250-"] {
        let (port, said) = endless_server(start).await;
        let server = MailServer { port, lines: Arc::default() };
        let config = server.config(json!({}));
        let failed = tokio::time::timeout(Duration::from_secs(5), send(&config));
        failed.await.expect("an end of it").unwrap_err();
        let taken = said.await.unwrap();
        // What was read, and what the machine holds for both ends.
        assert!(taken < 16 << 20, "{taken}");
    }
}

#[tokio::test]
async fn a_server_may_say_so_much_and_no_more() {
    use tokio::io::AsyncReadExt as _;
    for (length, is_taken) in [(256 * 1024, true), (256 * 1024 + 1, false)] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let _ = stream.write_all(&vec![b'a'; length]).await;
        });
        let stream = tokio::net::TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        let mut read = Vec::new();
        let result = Limited::new(stream).read_to_end(&mut read).await;
        assert_eq!(result.is_ok(), is_taken, "{result:?}");
    }
}

#[tokio::test]
async fn refusals_are_told_with_their_status() {
    let server = MailServer::offering(&[], "RCPT").await;
    let refused = send(&server.config(json!({}))).await.unwrap_err();
    assert!(matches!(refused, ConnectorError::Refused { status: 550, .. }), "{refused:?}");
}

#[tokio::test]
async fn machines_inside_are_not_connected_to() {
    let config = testing::config(json!({ "host": "10.0.0.1", "port": 25, "fromEmail": "a@fjord.example" }));
    let refused = send(&config).await.unwrap_err();
    assert!(
        matches!(refused, ConnectorError::Unreachable(outbound::OutboundError::AddressNotAllowed)),
        "{refused:?}"
    );
}

#[test]
fn what_cannot_work_is_told_by_its_key() {
    let problem = |more: Value| {
        let mut all =
            testing::config(json!({ "host": "mail.example", "port": 587, "fromEmail": "a@fjord.example" }));
        all.extend(testing::config(more));
        factory().check(&all).err().map(|error| error.key)
    };
    assert_eq!(problem(json!({})), None);
    for (bad, key) in [
        (json!({ "host": "" }), "host"),
        (json!({ "port": 70_000 }), "port"),
        (json!({ "port": 1.5 }), "port"),
        (json!({ "fromEmail": "nobody" }), "fromEmail"),
        (json!({ "replyTo": "nobody" }), "replyTo"),
        (json!({ "auth": { "user": "a" } }), "auth.pass"),
        (json!({ "auth": { "type": "OAuth2", "user": "a" } }), "auth.accessToken"),
        (json!({ "customHeaders": { "a b": "c" } }), "customHeaders.a b"),
        (json!({ "customHeaders": { "a": "c\r\nBcc: d" } }), "customHeaders.a"),
        (json!({ "templates": [{}] }), "templates.0"),
    ] {
        assert_eq!(problem(bad.clone()).as_deref(), Some(key), "{bad}");
    }
}
