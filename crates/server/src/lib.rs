//! The program `guildhall`: reads its configuration, puts the crates together and serves.
//!
//! Owns the command line, the log, sockets and shutdown, the sealing key's whereabouts, health and metrics, the documentation of the APIs,
//! what runs beside requests, and the demonstration of `guildhall dev`. It decides nothing about tokens, organizations or pages: it hands requests to the crates
//! that do.

pub mod commands;
pub mod config;
pub mod dev;
pub mod failure;
pub mod jobs;
pub mod load_test_data;
pub mod metrics;
pub mod reference;
pub mod sealing_key;
pub mod serving;
pub mod telemetry;
pub mod tenants;
pub mod wiring;

use std::{ffi::OsString, io::Write as _, path::Path, process::ExitCode};

use zeroize::Zeroizing;

use config::{
    Command, Sources, gateway::CLIENT_SECRET_VARIABLE, layers::ConfigurationError,
    sealing::SEALING_KEY_VARIABLE,
};
use failure::Failure;

/// Runs the program: `arguments` is the command line, the program's name first. The one place that reads the environment.
pub fn run(arguments: Vec<OsString>) -> ExitCode {
    take_pages_of_usual_size();
    #[expect(clippy::disallowed_methods, reason = "this is the one place where the environment is read")]
    let environment = |name: &str| std::env::var_os(name);
    let sources = Sources { arguments, environment: &environment, directory: Path::new("") };
    let command = match config::layers::read(&sources) {
        Ok(command) => command,
        Err(ConfigurationError::Shown(text)) => {
            // Whoever asked for help and does not read it is no failure.
            let _ = std::io::stdout().write_all(text.as_bytes());
            return ExitCode::SUCCESS;
        }
        Err(ConfigurationError::Wrong(message)) => return stop(&Failure::usage(message)),
    };
    match secret(&environment, &command).and_then(|secret| perform(&command, secret)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => stop(&failure),
    }
}

/// Asks the system for memory in pages of the usual size, for the whole process (`PR_SET_THP_DISABLE` of prctl(2)) and so before anything else: of pages of 2 MiB the
/// first byte costs all, which is a third of what a server at rest holds, and a sign-in waits longer for them. Where the system cannot be asked, nothing else is lost.
fn take_pages_of_usual_size() {
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
}

/// The secret that the environment may hold for a command.
fn secret(
    environment: &dyn Fn(&str) -> Option<OsString>,
    command: &Command,
) -> Result<Option<Zeroizing<String>>, Failure> {
    let variable = match command {
        Command::Dev(_)
        | Command::Serve(_)
        | Command::ConsoleLink(_)
        | Command::Tenant(_)
        | Command::LoadTestData(_)
        | Command::ConsolePages(_) => SEALING_KEY_VARIABLE,
        Command::Gateway(_) => CLIENT_SECRET_VARIABLE,
    };
    let text = environment(variable).map(OsString::into_string).transpose();
    text.map(|text| text.map(Zeroizing::new)).map_err(|_| Failure::usage(format!("{variable} is not text")))
}

fn perform(command: &Command, secret: Option<Zeroizing<String>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::because("threads cannot be started", &error))?;
    let result = runtime.block_on(async {
        match command {
            Command::Dev(arguments) => commands::dev::run(arguments, secret).await,
            Command::Serve(arguments) => commands::serve::run(arguments, secret).await,
            Command::Gateway(arguments) => commands::gateway::run(arguments, secret).await,
            Command::ConsoleLink(arguments) => commands::console_link::run(arguments, secret).await,
            Command::Tenant(arguments) => commands::tenant::run(arguments, secret).await,
            Command::LoadTestData(arguments) => load_test_data::run(arguments, secret).await,
            Command::ConsolePages(_) => commands::console_pages::run(),
        }
    });
    // Connections that outlived the drain must not keep the program.
    runtime.shutdown_background();
    result
}

fn stop(failure: &Failure) -> ExitCode {
    // Nothing is left to tell it to when standard error is closed too.
    let _ = writeln!(std::io::stderr(), "guildhall: {failure}");
    ExitCode::from(failure.exit_code())
}
