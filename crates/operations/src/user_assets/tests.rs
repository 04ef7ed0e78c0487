//! The two places where files are kept.

use domain::PlainToken;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};

use super::*;

fn location(name: &str) -> Location {
    Location::from_iter(["default", name])
}

#[tokio::test]
async fn a_folder_keeps_what_it_is_given() {
    let directory = tempfile::tempdir().unwrap();
    let store = AssetStore::folder(directory.path()).unwrap();
    store.put(&location("a.png"), Bytes::from_static(b"picture")).await.unwrap();
    assert_eq!(store.get(&location("a.png")).await.unwrap(), Some(Bytes::from_static(b"picture")));
    assert_eq!(store.get(&location("b.png")).await.unwrap(), None);
    assert_eq!(std::fs::read(directory.path().join("default/a.png")).unwrap(), b"picture");
    assert!(AssetStore::folder(&directory.path().join("nowhere")).is_err());
}

/// One request: its head, and as much body as it announces.
async fn read_request(stream: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    loop {
        let mut buffer = [0; 4_096];
        let read = stream.read(&mut buffer).await.ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&buffer[..read]);
        let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        let body = bytes[end + 4..].to_vec();
        if body.len() >= length.unwrap_or(0) {
            return Some((head, body));
        }
    }
}

/// A bucket with one file, which tells what it was asked.
async fn bucket() -> (String, mpsc::UnboundedReceiver<(String, Vec<u8>)>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let (asked, requests) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let asked = asked.clone();
            tokio::spawn(async move {
                while let Some((head, body)) = read_request(&mut stream).await {
                    let (status, file) = match head.lines().next().unwrap_or_default() {
                        line if line.starts_with("put ") => ("200 OK", ""),
                        line if line.contains("/a.png") => ("200 OK", "picture"),
                        _ => ("404 Not Found", "<Error><Code>NoSuchKey</Code></Error>"),
                    };
                    let answer = format!(
                        "HTTP/1.1 {status}\r\nETag: \"a\"\r\nLast-Modified: Wed, 18 Nov 2026 12:26:40 GMT\r\nContent-Length: {}\r\n\r\n{file}",
                        file.len()
                    );
                    let _ = asked.send((head, body));
                    if stream.write_all(answer.as_bytes()).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    (endpoint, requests)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_is_asked_in_its_own_protocol_and_told_who_asks() {
    let (endpoint, mut requests) = bucket().await;
    let store = AssetStore::bucket(Bucket {
        name: "files".to_owned(),
        region: "eu-north-1".to_owned(),
        endpoint: Some(endpoint),
        credentials: Some(("id-of-guildhall".to_owned(), PlainToken::new("geheim"))),
    })
    .unwrap();
    assert_eq!(format!("{store:?}"), "AssetStore");
    store.put(&location("a.png"), Bytes::from_static(b"picture")).await.unwrap();
    let (head, body) = requests.recv().await.unwrap();
    assert!(head.starts_with("put /files/default/a.png "), "{head}");
    assert!(head.contains("authorization: aws4-hmac-sha256 credential=id-of-guildhall/"), "{head}");
    assert!(head.contains("/eu-north-1/s3/aws4_request") && !head.contains("geheim"), "{head}");
    assert_eq!(body, b"picture");
    assert_eq!(store.get(&location("a.png")).await.unwrap(), Some(Bytes::from_static(b"picture")));
    assert_eq!(store.get(&location("b.png")).await.unwrap(), None);
}
