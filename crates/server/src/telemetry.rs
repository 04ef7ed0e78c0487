//! The log: lines or JSON objects on standard error.

use tracing_subscriber::EnvFilter;

use crate::{
    config::{LogArguments, LogFormat},
    failure::Failure,
};

/// Starts the log of this process.
pub fn start(arguments: &LogArguments) -> Result<(), Failure> {
    let level = arguments.log_level();
    let filter = EnvFilter::try_new(level)
        .map_err(|error| Failure::usage(format!("--log-level `{level}`: {error}")))?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match arguments.log_format.unwrap_or_default() {
        LogFormat::Text => builder.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    started.map_err(|error| Failure::failed(format!("the log cannot be started: {error}")))?;
    // A panic of a request is answered and logged where it is caught; its place in the code is known only here.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let payload = panic.payload();
        let owned = || payload.downcast_ref::<String>().map(String::as_str);
        let message = payload.downcast_ref::<&str>().copied().or_else(owned).unwrap_or_default();
        tracing::error!(panic.message = message, panic.location = place, "a task panicked");
    }));
    Ok(())
}
