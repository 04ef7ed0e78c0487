//! `guildhall dev`: server and gateway with demonstration data, and what to open and to paste.

use zeroize::Zeroizing;

use super::{Listeners, announce, close, finish, on_signal};
use crate::{
    config::{DevAction, DevArguments},
    dev::{self, Guide, credentials},
    failure::Failure,
    jobs, telemetry,
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
    let data_dir = server.storage.data_dir();
    let credentials = dev::prepare(&services, &listeners.gateway_url(&services.endpoint), data_dir).await?;
    let program = std::env::current_exe().unwrap_or_else(|_| "guildhall".into());
    let guide = Guide::new(credentials.clone(), &program, data_dir);
    let wiring = wiring::Wiring::new(&services, server)?;
    let shown_to = if arguments.show_pages_to_everybody { ShownTo::Everybody } else { ShownTo::ThisMachine };
    let applications =
        (wiring.main_application(Some(guide.development(shown_to))), wiring.gateway_application());
    let mut tasks = listeners.serve(applications, &wiring.metrics, &shutdown);
    tasks.spawn(jobs::run(services.clone(), server.audit.retention(), shutdown.clone()));
    tasks.spawn(jobs::deliver(services.clone(), shutdown.clone()));
    tasks.spawn(jobs::announce_sign_outs(services.clone(), shutdown.clone()));
    tasks.spawn(jobs::index_texts(services.clone(), shutdown.clone()));
    if let Some(path) = &arguments.credentials {
        credentials::write(&credentials, path)?;
    }
    announce(services.endpoint.base(), &guide.text())?;
    finish(tasks).await;
    close(&services).await;
    Ok(())
}
