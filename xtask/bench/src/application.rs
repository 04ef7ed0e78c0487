//! An application that takes as long as a small one does, and costs this machine as good as nothing meanwhile: it waits, and answers.

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    thread,
    time::Duration,
};

use anyhow::{Context as _, Result};

use crate::client::Origin;

/// How long it takes.
pub(crate) const WORK: Duration = Duration::from_millis(1);
const ANSWER: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 13\r\n\r\n{\"orders\":[]}";
/// No request of a load is longer than this.
const MAX_HEAD_BYTES: usize = 16 * 1024;

/// Starts one. It answers until this program ends.
pub(crate) fn start() -> Result<Origin> {
    let listener = TcpListener::bind("127.0.0.1:0").context("cannot listen")?;
    let origin = Origin::parse(&format!("http://{}", listener.local_addr()?))?;
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            thread::spawn(move || serve(connection));
        }
    });
    Ok(origin)
}

/// Answers the requests of one connection, none of which has a body.
fn serve(mut connection: TcpStream) -> std::io::Result<()> {
    connection.set_nodelay(true)?;
    let (mut head, mut chunk) = (Vec::new(), [0; 4096]);
    loop {
        let length = connection.read(&mut chunk)?;
        if length == 0 || head.len() > MAX_HEAD_BYTES {
            return Ok(());
        }
        head.extend_from_slice(chunk.get(..length).unwrap_or_default());
        if head.ends_with(b"\r\n\r\n") {
            thread::sleep(WORK);
            connection.write_all(ANSWER)?;
            head.clear();
        }
    }
}
