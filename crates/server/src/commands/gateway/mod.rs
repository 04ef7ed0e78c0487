//! `guildhall gateway`: the gateway alone, in front of any server of this wire; and what tells beforehand what it would do.

mod admission;
mod check;
mod connect;
mod explain;
mod serve;

use zeroize::Zeroizing;

use crate::{
    config::{GatewayAction, GatewayArguments},
    failure::Failure,
};

/// Does what was asked: serves, looks at the policy, or explains a decision.
pub async fn run(
    arguments: &GatewayArguments,
    environment_secret: Option<Zeroizing<String>>,
) -> Result<(), Failure> {
    match &arguments.action {
        None => serve::run(arguments, environment_secret).await,
        Some(GatewayAction::Check) => check::run(arguments, environment_secret).await,
        Some(GatewayAction::Explain(explain)) => explain::run(arguments, explain).await,
    }
}

/// Writes to standard output.
fn print(text: &str) -> Result<(), Failure> {
    use std::io::Write as _;

    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // Whoever reads it may have seen enough.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::because("standard output cannot be written", &error))
        }
        _ => Ok(()),
    }
}
