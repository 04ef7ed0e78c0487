//! `guildhall serve`: the server, for production.

use zeroize::Zeroizing;

use super::{Listeners, announce, close, finish, on_signal};
use crate::{config::ServerArguments, failure::Failure, jobs, telemetry, wiring};

/// Serves until the program is told to stop.
pub async fn run(
    arguments: &ServerArguments,
    environment_key: Option<Zeroizing<String>>,
) -> Result<(), Failure> {
    telemetry::start(&arguments.log)?;
    let shutdown = on_signal()?;
    let listeners = Listeners::bind(&arguments.listen).await?;
    let endpoint = arguments.listen.endpoint(listeners.main_address());
    let services = wiring::services::open(arguments, endpoint, environment_key).await?;
    let wiring = wiring::Wiring::new(&services, arguments)?;
    let applications = (wiring.main_application(None), wiring.gateway_application());
    let mut tasks = listeners.serve(applications, &wiring.metrics, &shutdown);
    tasks.spawn(jobs::run(services.clone(), arguments.audit.retention(), shutdown.clone()));
    tasks.spawn(jobs::deliver(services.clone(), shutdown.clone()));
    tasks.spawn(jobs::announce_sign_outs(services.clone(), shutdown.clone()));
    tasks.spawn(jobs::index_texts(services.clone(), shutdown.clone()));
    announce(services.endpoint.base(), "")?;
    finish(tasks).await;
    close(&services).await;
    Ok(())
}
