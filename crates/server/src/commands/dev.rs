//! `guildhall dev`: server and gateway with demonstration data, and what to open and to paste.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::{Listeners, announce, close, finish, on_signal, settle, start_jobs};
use crate::{
    config::{DevAction, DevArguments},
    dev::{self, Guide, credentials},
    failure::Failure,
    telemetry,
    tenants::Front,
    wiring::{self, ShownTo},
};

/// Does what was asked: serves, or prints a token.
pub async fn run(
    arguments: &DevArguments,
    environment_key: Option<Zeroizing<String>>,
) -> Result<(), Failure> {
    match &arguments.action {
        Some(DevAction::Token(token)) => dev::token::run(token, arguments.server.storage.data_dir()).await,
        None => serve(arguments, environment_key).await,
    }
}

async fn serve(arguments: &DevArguments, environment_key: Option<Zeroizing<String>>) -> Result<(), Failure> {
    let server = &arguments.server;
    telemetry::start(&server.log)?;
    let shutdown = on_signal()?;
    let listeners = Listeners::bind(&server.listen).await?;
    let endpoint = server.listen.endpoint(listeners.main_address());
    let services = wiring::services::open(server, endpoint, environment_key).await?;
    let administrators = wiring::console::open(&services).await?;
    let data_dir = server.storage.data_dir();
    let credentials =
        dev::prepare((&services, &administrators), &listeners.gateway_url(&services.endpoint), data_dir)
            .await?;
    let program = std::env::current_exe().unwrap_or_else(|_| "guildhall".into());
    let guide = Guide::new(credentials.clone(), &program, data_dir);
    let wiring = wiring::Wiring::new(&services, &administrators, server)?;
    let shown_to = if arguments.show_pages_to_everybody { ShownTo::Everybody } else { ShownTo::ThisMachine };
    let directory = wiring::tenants::directory(&wiring, server).await?;
    let fronts = (
        Front::new(wiring.main_application(Some(guide.development(shown_to))), Arc::clone(&directory)),
        Front::of_gateway(wiring.gateway_application(), Arc::clone(&directory)),
    );
    let mut tasks = listeners.serve(fronts, &wiring.metrics, &shutdown);
    start_jobs(&mut tasks, &directory, server, &shutdown);
    if let Some(path) = &arguments.credentials {
        credentials::write(&credentials, path)?;
    }
    announce(services.endpoint.base(), &guide.text())?;
    finish(tasks).await;
    settle(directory.idle()).await;
    close(&services).await;
    Ok(())
}
