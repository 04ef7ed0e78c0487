//! What the program does: one file a command.

pub mod console_link;
pub mod console_pages;
pub mod dev;
pub mod gateway;
pub mod serve;
pub mod tenant;

use std::{io::Write as _, net::SocketAddr, sync::Arc, time::Duration};

use operations::{Endpoint, Services};
use tokio::{net::TcpListener, task::JoinSet};

use crate::{
    config::{ListenArguments, ServerArguments, listen::local_endpoint},
    failure::Failure,
    jobs,
    metrics::Metrics,
    serving::{self, Shutdown, listener::address_of, metrics_listener},
    tenants::{Directory, Front},
};

/// The sockets of a server, bound before anything else is done so that a taken address is told at once.
pub struct Listeners {
    main: TcpListener,
    main_address: SocketAddr,
    gateway: Option<(TcpListener, SocketAddr)>,
    metrics: Option<TcpListener>,
}

impl Listeners {
    /// Binds them.
    pub async fn bind(arguments: &ListenArguments) -> Result<Self, Failure> {
        let main = serving::bind(arguments.listen(), "the server (--listen)").await?;
        let gateway = match arguments.gateway_listen() {
            Some(address) => {
                let listener = serving::bind(address, "the gateway (--gateway-listen)").await?;
                let address = address_of(&listener)?;
                Some((listener, address))
            }
            None => None,
        };
        let metrics = match arguments.metrics_listen() {
            Some(address) => Some(serving::bind(address, "metrics (--metrics-listen)").await?),
            None => None,
        };
        Ok(Self { main_address: address_of(&main)?, main, gateway, metrics })
    }

    /// Where the main listener is.
    pub fn main_address(&self) -> SocketAddr {
        self.main_address
    }

    /// The base URL of the gateway: its own address, or its place under the server's.
    pub fn gateway_url(&self, endpoint: &Endpoint) -> String {
        match self.gateway {
            Some((_, address)) => local_endpoint(address).base().to_owned(),
            None => format!("{}/org", endpoint.base()),
        }
    }

    /// Serves until `shutdown`; the set ends when everything has.
    pub fn serve(
        self,
        (main, gateway): (Front, Front),
        metrics: &Arc<Metrics>,
        shutdown: &Shutdown,
    ) -> JoinSet<()> {
        let mut tasks = JoinSet::new();
        let limits = main.limits();
        let handle = move |request, peer| main.clone().answer(request, peer);
        tasks.spawn(serving::serve((self.main, limits), handle, Arc::clone(metrics), shutdown.clone()));
        if let Some((listener, _)) = self.gateway {
            let handle = move |request, peer| gateway.clone().answer(request, peer);
            tasks.spawn(serving::serve((listener, limits), handle, Arc::clone(metrics), shutdown.clone()));
        }
        if let Some(listener) = self.metrics {
            tasks.spawn(metrics_listener::serve(listener, Arc::clone(metrics), shutdown.clone()));
        }
        tasks
    }
}

/// Starts what runs beside requests, for all tenants.
fn start_jobs(
    tasks: &mut JoinSet<()>,
    directory: &Arc<Directory>,
    arguments: &ServerArguments,
    shutdown: &Shutdown,
) {
    let (wiring, retention) = (directory.wiring(), arguments.audit.retention());
    let (services, administrators) = (&wiring.services, &wiring.administrators);
    tasks.spawn(jobs::run(services.clone(), retention, shutdown.clone()));
    tasks.spawn(jobs::run(administrators.clone(), retention, shutdown.clone()));
    tasks.spawn(jobs::deliver(services.clone(), shutdown.clone()));
    tasks.spawn(jobs::announce_sign_outs(services.clone(), shutdown.clone()));
    tasks.spawn(jobs::index_texts(services.clone(), shutdown.clone()));
    tasks.spawn(jobs::write_tallies(services.clone(), shutdown.clone()));
    tasks.spawn(jobs::file_audit_records(services.clone(), shutdown.clone()));
    tasks.spawn(Arc::clone(directory).watch(shutdown.clone()));
    tasks.spawn(jobs::tenants::run(Arc::clone(directory), retention, shutdown.clone()));
    tasks.spawn(jobs::tenants::deliver(Arc::clone(directory), shutdown.clone()));
}

/// Starts to wait for the signals that end the program.
fn on_signal() -> Result<Shutdown, Failure> {
    Shutdown::on_signal().map_err(|error| Failure::because("signals cannot be received", &error))
}

/// Says on standard output that everything answers, and what else there is to say.
fn announce(endpoint: &str, more: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let written = writeln!(out, "guildhall ready {endpoint}")
        .and_then(|()| out.write_all(more.as_bytes()))
        .and_then(|()| out.flush());
    match written {
        // Whoever started the program may have closed the pipe after the first line.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::because("standard output cannot be written", &error))
        }
        _ => Ok(()),
    }
}

/// Waits until all listeners have ended, and what runs beside them.
async fn finish(mut tasks: JoinSet<()>) {
    while let Some(ended) = tasks.join_next().await {
        if let Err(error) = ended {
            tracing::error!(error.message = %error, "a listener or a job failed");
        }
    }
}

/// How long writes of the gateway are waited for whose callers hung up, and what failed halfway and is being taken back: that tries for 36
/// seconds and a call more.
const LAST_WRITES: Duration = Duration::from_secs(45);

/// Waits for what the gateways do whether or not their callers are still there.
async fn settle(idle: impl Future<Output = ()>) {
    if tokio::time::timeout(LAST_WRITES, idle).await.is_err() {
        tracing::error!("some changes of organizations were cut off: what they had begun may be left");
    }
}

/// How long messages that are on their way are waited for.
const LAST_MESSAGES: Duration = Duration::from_secs(15);

/// Waits for what goes on after its answer, and leaves the database so that the next start finds nothing to recover. That it could not is no failure: the next start recovers.
async fn close(services: &Services) {
    if tokio::time::timeout(LAST_MESSAGES, services.background.idle()).await.is_err() {
        tracing::warn!("some messages were still on their way");
    }
    if let Err(error) = services.db.close().await {
        tracing::warn!(error.message = %domain::causes(&error), "the database was left as it is");
    }
}
