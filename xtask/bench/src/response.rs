//! As much of an HTTP/1.1 response as a load generator needs: where it ends and what its status is (RFC 9112).

use anyhow::{Context as _, Result, bail};

/// The frame of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) status: u16,
    /// Where the body begins.
    pub(crate) body_start: usize,
    /// Where the response ends.
    pub(crate) end: usize,
}

/// Reads the frame of the response at the beginning of `bytes`; `None` when its head is not complete yet.
///
/// # Errors
/// For what our server never sends to a client that does not ask for it: chunked bodies, and bodies of unstated length.
pub(crate) fn frame(bytes: &[u8]) -> Result<Option<Frame>> {
    const END_OF_HEAD: &[u8] = b"\r\n\r\n";
    let Some(head_length) = bytes.windows(END_OF_HEAD.len()).position(|window| window == END_OF_HEAD) else {
        return Ok(None);
    };
    let head = std::str::from_utf8(bytes.get(..head_length).unwrap_or_default())
        .context("the head of a response is not text")?;
    let mut lines = head.split("\r\n");
    let status: u16 = lines
        .next()
        .and_then(|line| line.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok())
        .with_context(|| format!("not a response of HTTP/1.1: {head}"))?;
    let mut length = None;
    for line in lines {
        let (name, value) = line.split_once(':').with_context(|| format!("not a header: {line}"))?;
        if name.eq_ignore_ascii_case("content-length") {
            length = Some(value.trim().parse::<usize>().with_context(|| format!("not a length: {value}"))?);
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            bail!("a response is sent as {value}, which this client does not read");
        }
    }
    let length = match (length, status) {
        (Some(length), _) => length,
        (None, 204 | 304) => 0,
        (None, _) => bail!("a response does not say how long it is: {head}"),
    };
    let body_start = head_length + END_OF_HEAD.len();
    Ok(Some(Frame { status, body_start, end: body_start + length }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RESPONSE: &[u8] =
        b"HTTP/1.1 403 Forbidden\r\ncontent-type: application/json\r\nContent-Length: 7\r\n\r\n{\"a\":1}";

    #[test]
    fn a_response_is_framed_by_its_length() {
        let frame = frame(RESPONSE).unwrap().unwrap();
        assert_eq!((frame.status, &RESPONSE[frame.body_start..frame.end]), (403, &b"{\"a\":1}"[..]));
        assert_eq!(frame.end, RESPONSE.len());
    }

    #[test]
    fn a_head_in_pieces_is_waited_for_and_a_body_in_pieces_is_known_to_be_incomplete() {
        for length in 0..RESPONSE.len() - 7 {
            assert_eq!(frame(&RESPONSE[..length]).unwrap(), None, "{length}");
        }
        let partial = &RESPONSE[..RESPONSE.len() - 3];
        assert!(frame(partial).unwrap().unwrap().end > partial.len());
    }

    #[test]
    fn a_response_without_content_ends_with_its_head() {
        let bytes = b"HTTP/1.1 204 No Content\r\ndate: now\r\n\r\n";
        assert_eq!(
            frame(bytes).unwrap(),
            Some(Frame { status: 204, body_start: bytes.len(), end: bytes.len() })
        );
    }

    #[test]
    fn what_cannot_be_framed_is_an_error() {
        for bytes in [
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\n",
            "HTTP/2 200\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n",
        ] {
            assert!(frame(bytes.as_bytes()).is_err(), "{bytes}");
        }
    }
}
