//! Listening sockets and their connections: HTTP/1.1 and HTTP/2 without TLS, bounded in number, time and size.

use std::{
    convert::Infallible,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use http::{Request, Response};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto, graceful::GracefulShutdown},
};
use tokio::net::{TcpListener, TcpStream};

use super::{
    Shutdown,
    places::{Limits, Place, Places},
};
use crate::{failure::Failure, metrics::Metrics};

/// How long a client may take to send a request's head; an idle connection is closed after as long.
const HEAD_TIMEOUT: Duration = Duration::from_secs(60);
/// How long a client may take until its first request's head is there.
const FIRST_HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// A connection on which nothing was asked for as long, and nothing is being answered, is closed at the end of the next such time. This
/// also ends those that never say which HTTP they speak, or stop reading.
const IDLE_TIMEOUT: Duration = Duration::from_secs(60);
/// The most that a request's head may take, in bytes. Cookies and redirect URIs are long, but not that long.
const MAX_HEAD_BYTES: u32 = 64 << 10;
/// How many requests of one HTTP/2 connection may run at a time.
const MAX_STREAMS: u32 = 32;
/// How long running requests have to be answered when the program is told to stop.
const DRAIN: Duration = Duration::from_secs(10);
/// How long to wait when no connection can be accepted, for want of file descriptors as a rule.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Listens on `address`.
pub async fn bind(address: SocketAddr, purpose: &str) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        let hint = match error.kind() {
            std::io::ErrorKind::AddrInUse => ": something listens there already",
            std::io::ErrorKind::PermissionDenied => ": this user may not listen there",
            std::io::ErrorKind::AddrNotAvailable => ": this machine has no such address",
            _ => "",
        };
        let hint = if hint.is_empty() { format!(": {error}") } else { hint.to_owned() };
        Failure::failed(format!("cannot listen on {address} for {purpose}{hint}"))
    })
}

/// The address that a listener got.
pub fn address_of(listener: &TcpListener) -> Result<SocketAddr, Failure> {
    listener.local_addr().map_err(|error| Failure::because("the listener has no address", &error))
}

/// Answers the connections of `listener` with `handle` until `shutdown`, then waits for running requests, but not for ever. No more than
/// `limits` say are open at a time: to make room, the one is closed that has been idle for the longest; while none is, further ones wait in the
/// system's queue, unanswered.
pub async fn serve<H, F, B>(
    (listener, limits): (TcpListener, Limits),
    handle: H,
    metrics: Arc<Metrics>,
    mut shutdown: Shutdown,
) where
    H: Fn(Request<Incoming>, SocketAddr) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Response<B>> + Send + 'static,
    B: http_body::Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let graceful = GracefulShutdown::new();
    let server = Arc::new(builder());
    let places = Places::new(limits);
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &places) => accepted,
            () = shutdown.requested() => break,
        };
        let ((stream, peer), place) = match accepted {
            Ok(Some(accepted)) => accepted,
            Ok(None) => {
                tracing::debug!("a connection was closed whose peer has enough of them");
                continue;
            }
            Err(error) => {
                tracing::warn!(error.message = %error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        let watcher = graceful.watcher();
        let (handle, server, counted) = (handle.clone(), Arc::clone(&server), metrics.connection());
        tokio::spawn(async move {
            prepare(&stream);
            let activity = Arc::new(Activity::default());
            let (requests, place) = (Arc::clone(&activity), Arc::new(place));
            let held = Arc::clone(&place);
            let service = service_fn(move |request| {
                let running = (Activity::begin(&requests), held.begin());
                let answer = handle(request, peer);
                async move {
                    let answer = answer.await;
                    drop(running);
                    Ok::<_, Infallible>(answer)
                }
            });
            let connection = server.serve_connection(TokioIo::new(stream), service);
            tokio::select! {
                ended = watcher.watch(connection) => if let Err(error) = ended {
                    // Clients go away in the middle all the time.
                    tracing::debug!(error.message = %error, "a connection ended early");
                },
                () = activity.ceases() => tracing::debug!("an idle connection was closed"),
                () = place.lost() => tracing::debug!("an idle connection was closed to make room"),
            }
            drop(counted);
        });
    }
    drop(listener);
    if tokio::time::timeout(DRAIN, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were not answered in time and are cut off");
    }
}

type Accepted = ((TcpStream, SocketAddr), Place);

/// The next connection, once there is a place for it; `None` when its peer gets none.
async fn accept(listener: &TcpListener, places: &Arc<Places>) -> std::io::Result<Option<Accepted>> {
    let accepted = listener.accept().await?;
    let place = places.take(accepted.1.ip()).await;
    Ok(place.map(|place| (accepted, place)))
}

/// The requests of one connection.
#[derive(Debug, Default)]
struct Activity {
    begun: AtomicU64,
    ended: AtomicU64,
}

/// A request that is being answered until this is dropped.
struct Running(Arc<Activity>);

impl Activity {
    fn begin(activity: &Arc<Self>) -> Running {
        activity.begun.fetch_add(1, Ordering::Relaxed);
        Running(Arc::clone(activity))
    }

    /// Waits until nothing has been asked for [`IDLE_TIMEOUT`] and nothing is being answered, or nothing at all was asked in
    /// [`FIRST_HEAD_TIMEOUT`].
    async fn ceases(&self) {
        tokio::time::sleep(FIRST_HEAD_TIMEOUT).await;
        if self.begun.load(Ordering::Relaxed) == 0 {
            return;
        }
        let mut seen = 0;
        loop {
            tokio::time::sleep(IDLE_TIMEOUT).await;
            let ended = self.ended.load(Ordering::Relaxed);
            if ended == seen && self.begun.load(Ordering::Relaxed) == ended {
                return;
            }
            seen = ended;
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.ended.fetch_add(1, Ordering::Relaxed);
    }
}

fn builder() -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(MAX_HEAD_BYTES as usize)
        .pipeline_flush(true);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_header_list_size(MAX_HEAD_BYTES)
        .max_concurrent_streams(MAX_STREAMS)
        .keep_alive_interval(HEAD_TIMEOUT);
    builder
}

fn prepare(stream: &TcpStream) {
    // Answers are written in one piece; waiting for more would only delay them.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(error.message = %error, "TCP_NODELAY could not be set");
    }
}
