//! `guildhall console-link`: a link into the console, for whoever operates the server and cannot get in.

use std::io::Write as _;

use domain::console::ConsoleRole;
use operations::console::link;
use zeroize::Zeroizing;

use super::close;
use crate::{config::ConsoleLinkArguments, failure::Failure, telemetry, wiring};

/// Prints a link: by which the administrator of this name gets in again, else by which somebody becomes an owner.
pub async fn run(
    arguments: &ConsoleLinkArguments,
    environment_key: Option<Zeroizing<String>>,
) -> Result<(), Failure> {
    let server = &arguments.server;
    telemetry::start(&server.log)?;
    let endpoint = server.listen.endpoint(server.listen.listen());
    let services = wiring::services::open(server, endpoint, environment_key).await?;
    let administrators = wiring::console::open(&services).await?;
    let made = match &arguments.username {
        Some(username) => {
            link::to_recover(&administrators, username).await.map_err(wiring::console::failed)?
        }
        None => {
            Some(link::to_join(&administrators, ConsoleRole::Owner).await.map_err(wiring::console::failed)?)
        }
    };
    let made = made.ok_or_else(|| Failure::failed("no administrator has this username"))?;
    let text = format!("{}\n", wiring::console::address(&services.endpoint, &made));
    let written = std::io::stdout().lock().write_all(text.as_bytes());
    close(&services).await;
    written.map_err(|error| Failure::because("standard output cannot be written", &error))
}
