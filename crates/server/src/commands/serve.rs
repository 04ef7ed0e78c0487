//! `guildhall serve`: the server, for production.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::{Listeners, announce, close, finish, on_signal, settle, start_jobs};
use crate::{config::ServerArguments, failure::Failure, telemetry, tenants::Front, wiring};

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
    let administrators = wiring::console::open(&services).await?;
    let wiring = wiring::Wiring::new(&services, &administrators, arguments)?;
    let directory = wiring::tenants::directory(&wiring, arguments).await?;
    let fronts = (
        Front::new(wiring.main_application(None), Arc::clone(&directory)),
        Front::of_gateway(wiring.gateway_application(), Arc::clone(&directory)),
    );
    let mut tasks = listeners.serve(fronts, &wiring.metrics, &shutdown);
    start_jobs(&mut tasks, &directory, arguments, &shutdown);
    announce(services.endpoint.base(), &wiring::console::invitation(&administrators).await?)?;
    finish(tasks).await;
    settle(directory.idle()).await;
    close(&services).await;
    Ok(())
}
