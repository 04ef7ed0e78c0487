//! Addresses for the other servers of a test.

use std::sync::atomic::{AtomicU8, Ordering};

use tokio::net::TcpListener;

/// Where [`listener`] listens.
pub const LISTENERS: &str = "127.0.1.0/24";

static NEXT: AtomicU8 = AtomicU8::new(1);

/// A listener on this machine at an address that few others of this process have had. What is read of a provider is kept by its address for some minutes, and a
/// port alone may be another test's a moment later.
///
/// # Panics
/// When there is no free port.
#[expect(clippy::expect_used, reason = "a test without its other server has failed")]
pub async fn listener() -> TcpListener {
    let last = NEXT.fetch_add(1, Ordering::Relaxed);
    TcpListener::bind(format!("127.0.1.{last}:0")).await.expect("a port")
}
