//! Whether the memory of a gateway grows with the number of tokens it has seen: a gateway alone, an issuer that is this program, and a
//! different token with every request.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context as _, Result, ensure};
use jose::{ACCESS_TOKEN_TYPE, Algorithm, SigningKey};
use serde_json::json;

use crate::{
    client::{Origin, Request},
    load::{CONNECTIONS, Load, Order, Periods},
    subject::{Memory, Process, free_port},
};

/// So many are signed, then sent.
const BATCH: usize = 10_000;
/// By then the gateway remembers as many as it will.
const WARM_UP: usize = 100_000;
/// Longer than any batch takes: it ends with its last token.
const PERIODS: Periods = Periods { warm_up: Duration::ZERO, measured: Duration::from_secs(600) };
const ORGANIZATION: &str = "northwind";

/// The memory of a gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TokenMemory {
    /// How many different tokens it saw.
    pub(crate) tokens: usize,
    /// Private memory after the first of them, when its cache was full.
    pub(crate) full_bytes: u64,
    /// After the last.
    pub(crate) last_bytes: u64,
}

/// Sends so many different tokens to a gateway alone, each of which lacks the permission that its request needs.
pub(crate) fn measure(program: &Path, tokens: usize) -> Result<TokenMemory> {
    let key = SigningKey::generate(Algorithm::ES256).context("cannot make a key")?;
    let issuer = serve_keys(&json!({ "keys": [key.public_jwk()] }).to_string())?;
    let folder = tempfile::tempdir().context("cannot make a folder")?;
    let secret = folder.path().join("secret");
    std::fs::write(&secret, "never used").context("cannot write a secret")?;
    let listen = format!("127.0.0.1:{}", free_port()?);
    let mut child = Command::new(program)
        .current_dir(folder.path())
        .args(["gateway", "--gateway-listen", &listen, "--upstream", &issuer, "--client-id", "bench"])
        .arg("--client-secret-file")
        .arg(&secret)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("cannot start the gateway")?;
    let output = child.stdout.take().context("a piped child has an output")?;
    let process = Process(child);
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line).context("the gateway says nothing")?;
    ensure!(line.starts_with("guildhall ready "), "the gateway's first line is {line:?}");

    let origin = Origin::parse(&format!("http://{listen}"))?;
    let issued_at = jiff::Timestamp::now().as_second();
    let (mut sent, mut full_bytes) = (0, None);
    while sent < tokens {
        let requests =
            (sent..sent + BATCH).map(|number| request(&origin, &key, (&issuer, issued_at), number));
        let load = Load {
            origin: origin.clone(),
            requests: requests.collect::<Result<_>>()?,
            order: Order::EachOnce,
            connections: CONNECTIONS,
            expected_status: 403,
        };
        load.run(PERIODS).context("sending different tokens")?;
        sent += BATCH;
        if sent >= WARM_UP && full_bytes.is_none() {
            full_bytes = Some(process.memory()?.private_bytes);
        }
    }
    let Memory { private_bytes: last_bytes, .. } = process.memory()?;
    Ok(TokenMemory { tokens: sent, full_bytes: full_bytes.unwrap_or(last_bytes), last_bytes })
}

fn request(
    origin: &Origin,
    key: &SigningKey,
    (issuer, issued_at): (&str, i64),
    number: usize,
) -> Result<Vec<u8>> {
    let claims = json!({
        "jti": format!("bench{number:038}"), "sub": format!("user{number:08}"), "iat": issued_at, "exp": issued_at + 7_200,
        "scope": "org:read member:read", "client_id": "benchapplication00001", "iss": format!("{issuer}/oidc"),
        "aud": format!("urn:logto:organization:{ORGANIZATION}"),
    });
    let token =
        key.sign(Some(ACCESS_TOKEN_TYPE), claims.to_string().as_bytes()).context("cannot sign a token")?;
    let headers = vec![("authorization", format!("Bearer {token}"))];
    let path = format!("/organizations/{ORGANIZATION}");
    Ok(origin.request(&Request { method: "DELETE", path: &path, headers, body: None }))
}

/// Answers every request with this document, on a port of its own, as long as this program runs. Tells the endpoint.
fn serve_keys(document: &str) -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").context("cannot listen")?;
    let endpoint = format!("http://{}", listener.local_addr().context("cannot listen")?);
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{document}",
        document.len()
    );
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // Whoever hangs up asks again.
            let _ = answer_once(stream, &answer);
        }
    });
    Ok(endpoint)
}

fn answer_once(stream: TcpStream, answer: &str) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    (&stream).write_all(answer.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_issuer_answers_with_its_keys() {
        let endpoint = serve_keys("{\"keys\":[]}").unwrap();
        let origin = Origin::parse(&endpoint).unwrap();
        let request = Request { method: "GET", path: "/oidc/jwks", ..Request::default() };
        for _ in 0..2 {
            assert_eq!(origin.send(&request).unwrap().expect(200, "keys").unwrap().body, "{\"keys\":[]}");
        }
    }

    #[test]
    fn every_request_has_a_token_of_its_own() {
        let key = SigningKey::generate(Algorithm::ES256).unwrap();
        let origin = Origin::parse("http://127.0.0.1:1").unwrap();
        let text = |number| {
            String::from_utf8(request(&origin, &key, ("http://id.example", 1_790_000_000), number).unwrap())
                .unwrap()
        };
        assert!(text(1).starts_with("DELETE /organizations/northwind HTTP/1.1\r\n"));
        let claims =
            |text: String| text.split("Bearer ").nth(1).unwrap().split('.').nth(1).unwrap().to_owned();
        assert_ne!(claims(text(1)), claims(text(2)));
    }
}
