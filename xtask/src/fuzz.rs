//! `cargo xtask fuzz-api`: thousands of requests that schemathesis makes up from the server's own document, against the real program.
//!
//! It fails on an answer of the 5xx, and on one that is not as the document says.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};
use clap::Args;

use crate::{
    cleanup::Cleanups, console::say, environment::find_program, process, server::Server, workspace::Workspace,
};

/// How to fuzz.
#[derive(Args)]
pub(crate) struct Options {
    /// For how long.
    #[arg(long, default_value_t = 120)]
    seconds: u32,
}

/// Fuzzes; says whether nothing was found.
pub(crate) fn run(workspace: &Workspace, cleanups: &Cleanups, options: &Options) -> Result<bool> {
    let python = installed(workspace, cleanups)?;
    let server = Server::start(workspace, cleanups)?;
    let report = workspace.artifacts()?.join("fuzz.xml");
    let good = process::run(
        cleanups,
        Command::new(python)
            .current_dir(workspace.artifacts()?)
            .arg(workspace.path("xtask/fuzz/fuzz.py"))
            .arg(server.credentials())
            .arg(options.seconds.to_string())
            .arg(workspace.path("xtask/fuzz/schemathesis.toml"))
            .arg(&report),
    )?;
    say(&format!("the report is {}; the log of the server is beside it", report.display()));
    Ok(good)
}

/// The Python of a virtual environment in which schemathesis is installed as pinned. It is made anew when the pins change.
fn installed(workspace: &Workspace, cleanups: &Cleanups) -> Result<PathBuf> {
    let requirements = workspace.path("xtask/fuzz/requirements.txt");
    let pins = std::fs::read_to_string(&requirements).context("cannot read xtask/fuzz/requirements.txt")?;
    let folder = workspace.metadata.target_directory.as_std_path().join("fuzz-api");
    let python = folder.join("bin").join("python");
    let mark = folder.join("installed.txt");
    if std::fs::read_to_string(&mark).is_ok_and(|installed| installed == pins) {
        return Ok(python);
    }
    let Some(system) = find_program("python3") else {
        bail!("Install Python 3.11 or newer (Debian and Ubuntu: apt-get install python3 python3-venv).");
    };
    say("installing schemathesis");
    let made = process::run(cleanups, Command::new(system).args(["-m", "venv", "--clear"]).arg(&folder))?;
    if !made || !pip_install(cleanups, &python, &requirements)? {
        bail!("schemathesis cannot be installed (it needs Python 3.11 or newer with venv, and pypi.org)");
    }
    std::fs::write(&mark, pins).with_context(|| format!("cannot write {}", mark.display()))?;
    Ok(python)
}

fn pip_install(cleanups: &Cleanups, python: &Path, requirements: &Path) -> Result<bool> {
    let mut command = Command::new(python);
    command.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        "-r",
    ]);
    process::run(cleanups, command.arg(requirements))
}
