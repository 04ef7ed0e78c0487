//! Connections as `lettre` takes them: with TLS from the beginning, and with an end to what a server may say.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    task::{Context, Poll},
};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};
use tokio_rustls::client::TlsStream;

/// How much a server may say in one dialogue, in bytes. Its answers are lines of at most 512 (RFC 5321 §4.5.3.1.5), a few dozen of them.
const MAX_SAID: usize = 256 * 1024;

/// What a connection of either kind can do.
pub(super) trait Connection: AsyncRead + AsyncWrite + Send + Sync + Unpin + std::fmt::Debug {
    /// Who is at the other end.
    fn peer(&self) -> io::Result<SocketAddr>;
}

impl Connection for TcpStream {
    fn peer(&self) -> io::Result<SocketAddr> {
        self.peer_addr()
    }
}

impl Connection for TlsStream<TcpStream> {
    fn peer(&self) -> io::Result<SocketAddr> {
        self.get_ref().0.peer_addr()
    }
}

/// A connection on which a server may say [`MAX_SAID`] in all. `lettre` looks at a line's length when it has all of it, and TLS that begins
/// later runs through this too.
#[derive(Debug)]
pub(super) struct Limited<S> {
    stream: S,
    left: usize,
}

impl<S> Limited<S> {
    /// Begins to count.
    pub(super) fn new(stream: S) -> Self {
        Self { stream, left: MAX_SAID }
    }
}

impl<S: Connection> AsyncTokioStream for Limited<S> {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.stream.peer()
    }
}

impl<S: Connection> AsyncRead for Limited<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(context, buffer);
        let said = buffer.filled().len().saturating_sub(before);
        let Some(left) = self.left.checked_sub(said) else {
            // What failed has read nothing.
            buffer.set_filled(before);
            return Poll::Ready(Err(io::Error::other("the server says too much")));
        };
        self.left = left;
        polled
    }
}

impl<S: Connection> AsyncWrite for Limited<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
