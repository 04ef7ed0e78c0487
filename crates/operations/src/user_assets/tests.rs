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
    store.put_within(store.quota, &location("a.png"), Bytes::from_static(b"picture")).await.unwrap();
    assert_eq!(store.get(&location("a.png")).await.unwrap(), Some(Bytes::from_static(b"picture")));
    assert_eq!(store.get(&location("b.png")).await.unwrap(), None);
    assert_eq!(std::fs::read(directory.path().join("default/a.png")).unwrap(), b"picture");
    assert!(AssetStore::folder(&directory.path().join("nowhere")).is_err());
}

#[tokio::test]
async fn a_file_is_read_once_and_is_in_memory_once() {
    let directory = tempfile::tempdir().unwrap();
    let store = AssetStore::folder(directory.path()).unwrap();
    let picture = Bytes::from(vec![7; domain::user_asset::MAX_FILE_BYTES]);
    let name = location("a.png");
    assert!(store.put_within(store.quota, &name, picture.clone()).await.unwrap());
    let all = futures_util::future::join_all((0..32).map(|_| store.get(&name))).await;
    let first = all[0].as_ref().unwrap().clone().unwrap();
    assert_eq!(first, picture);
    std::fs::remove_file(directory.path().join("default/a.png")).unwrap();
    let later = store.get(&name).await;
    for found in all.iter().chain([&later]) {
        assert_eq!(found.as_ref().unwrap().as_ref().unwrap().as_ptr(), first.as_ptr());
    }
}

#[tokio::test]
async fn what_is_removed_is_gone_and_leaves_its_room_to_others() {
    let store = AssetStore::memory().with_quota(3 * BLOCK);
    let put = async |name: &str| {
        let file = Bytes::from_static(b"picture");
        store.put_within(store.quota, &location(name), file).await.unwrap()
    };
    assert!(put("a.png").await && put("b.png").await && put("c.png").await);
    assert!(!put("d.png").await);
    assert!(store.get(&location("b.png")).await.unwrap().is_some());
    store.remove(&location("b.png")).await.unwrap();
    store.remove(&location("b.png")).await.unwrap();
    assert_eq!(store.get(&location("b.png")).await.unwrap(), None);
    assert!(put("d.png").await);
    assert!(!put("e.png").await);
}

#[tokio::test]
async fn what_is_kept_in_memory_is_bounded() {
    let store = AssetStore::memory();
    let picture = Bytes::from(vec![7; domain::user_asset::MAX_FILE_BYTES]);
    for number in 0..12 {
        let name = location(&format!("{number}.png"));
        store.put_within(store.quota, &name, picture.clone()).await.unwrap();
        store.get(&name).await.unwrap().unwrap();
        assert!(store.shared.files.weight() <= CACHE_BYTES);
    }
    assert!(store.shared.files.len() > 4, "{}", store.shared.files.len());
}

#[tokio::test(start_paused = true)]
async fn that_a_name_has_no_file_is_remembered_for_a_while() {
    let directory = tempfile::tempdir().unwrap();
    let store = AssetStore::folder(directory.path()).unwrap();
    let name = location("a.png");
    assert_eq!(store.get(&name).await.unwrap(), None);
    let behind = || {
        std::fs::create_dir_all(directory.path().join("default")).unwrap();
        std::fs::write(directory.path().join("default/a.png"), b"picture").unwrap();
    };
    behind();
    assert_eq!(store.get(&name).await.unwrap(), None, "it is not looked for again");
    tokio::time::advance(MISS_LIFETIME).await;
    assert_eq!(store.get(&name).await.unwrap().as_deref(), Some(b"picture".as_slice()));
    assert_eq!(store.get(&location("b.png")).await.unwrap(), None);
    assert!(store.put_within(store.quota, &location("b.png"), Bytes::from_static(b"other")).await.unwrap());
    assert_eq!(store.get(&location("b.png")).await.unwrap().as_deref(), Some(b"other".as_slice()));
}

#[tokio::test(start_paused = true)]
async fn only_so_many_are_read_at_a_time_and_nobody_waits_for_ever() {
    let store = AssetStore::memory();
    store.put_within(store.quota, &location("a.png"), Bytes::from_static(b"picture")).await.unwrap();
    let all = store.shared.reads.acquire_many(u32::try_from(READS).unwrap()).await.unwrap();
    assert!(matches!(store.get(&location("a.png")).await, Err(ReadError::Busy)));
    drop(all);
    assert_eq!(store.get(&location("a.png")).await.unwrap().as_deref(), Some(b"picture".as_slice()));
}

#[tokio::test(start_paused = true)]
async fn nothing_is_taken_beyond_the_room_there_is() {
    let directory = tempfile::tempdir().unwrap();
    let store = AssetStore::folder(directory.path()).unwrap().with_quota(4 * BLOCK);
    let file = |blocks: u64| Bytes::from(vec![7; usize::try_from(blocks * BLOCK).unwrap()]);
    let put =
        async |name: &str, file: Bytes| store.put_within(store.quota, &location(name), file).await.unwrap();
    assert!(put("a.png", file(2)).await);
    assert!(put("b.png", Bytes::from_static(b"small")).await);
    assert!(!put("c.png", file(2)).await, "a small one counts for a block");
    assert!(put("c.png", file(1)).await);
    assert!(!put("d.png", Bytes::from_static(b"small")).await);
    assert_eq!(store.get(&location("d.png")).await.unwrap(), None);
    std::fs::remove_file(directory.path().join("default/a.png")).unwrap();
    tokio::time::advance(COUNT_LIFETIME).await;
    assert!(put("d.png", file(2)).await, "it was counted again");
    // Another server that begins with what there is.
    let other = AssetStore::folder(directory.path()).unwrap().with_quota(4 * BLOCK);
    assert!(!other.put_within(other.quota, &location("e.png"), file(1)).await.unwrap());
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

/// What the bucket says it has.
const LISTED: &str = "<?xml version=\"1.0\"?><ListBucketResult><Contents><Key>default/a.png</Key><Size>9000</Size>\
    <LastModified>2026-11-18T12:26:40.000Z</LastModified><ETag>a</ETag></Contents></ListBucketResult>";

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
                        line if line.contains("?list-type=2") => ("200 OK", LISTED),
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
    assert!(store.put_within(store.quota, &location("a.png"), Bytes::from_static(b"picture")).await.unwrap());
    assert_eq!(store.used.lock().await.unwrap().0, 9_000 + BLOCK);
    let (head, _) = requests.recv().await.unwrap();
    assert!(head.starts_with("get /files?list-type=2&prefix=default%2f "), "{head}");
    let (head, body) = requests.recv().await.unwrap();
    assert!(head.starts_with("put /files/default/a.png "), "{head}");
    assert!(head.contains("authorization: aws4-hmac-sha256 credential=id-of-guildhall/"), "{head}");
    assert!(head.contains("/eu-north-1/s3/aws4_request") && !head.contains("geheim"), "{head}");
    assert_eq!(body, b"picture");
    assert_eq!(store.get(&location("a.png")).await.unwrap(), Some(Bytes::from_static(b"picture")));
    assert_eq!(store.get(&location("b.png")).await.unwrap(), None);
}
