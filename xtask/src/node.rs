//! Node.js projects: their packages, the suites in tests/sdk and tests/apps, the React example.

use std::{
    net::{SocketAddr, TcpStream, ToSocketAddrs as _},
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context as _, Result, bail, ensure};

use crate::{
    cleanup::{Cleanups, Process},
    console::say,
    environment::Stopwatch,
    process,
    server::Server,
    summary::{Counts, Outcome},
    workspace::Workspace,
};

/// Suites for SDKs and browsers. Like every project here, it has a lock file of its own.
pub(crate) const SDK: &str = "tests/sdk";
/// An application with each SDK, and suites that need [`SDK`] beside them.
pub(crate) const APPLICATIONS: &str = "tests/apps";
/// The React example.
pub(crate) const REACT: &str = "examples/react";
/// The redirect URI of the demonstration application is registered for this address.
const REACT_ADDRESS: &str = "localhost:5173";
const START_TIMEOUT: Duration = Duration::from_secs(30);

/// Brings the packages of these projects, exactly as locked.
pub(crate) fn install_packages(
    workspace: &Workspace,
    cleanups: &Cleanups,
    projects: &[&str],
) -> Result<Outcome> {
    for project in projects {
        let folder = workspace.path(project);
        if is_installed(&folder) {
            say(&format!("{project}: packages are there"));
            continue;
        }
        say(&format!("{project}: npm ci"));
        if !process::run(
            cleanups,
            Command::new("npm").current_dir(&folder).args(["ci", "--no-audit", "--no-fund"]),
        )? {
            say(&format!(
                "{project}: npm could not bring what package-lock.json names; it asks the npm registry (`npm config get registry`)"
            ));
            return Ok(Outcome::of_check(false));
        }
    }
    Ok(Outcome::of_check(true))
}

/// npm leaves a copy of the lock file beside what it installed; an older copy means older packages.
fn is_installed(folder: &Path) -> bool {
    let changed = |path: &str| folder.join(path).metadata().and_then(|metadata| metadata.modified());
    matches!((changed("node_modules/.package-lock.json"), changed("package-lock.json")), (Ok(installed), Ok(locked)) if installed >= locked)
}

/// What the suites are told through their environment.
pub(crate) struct Suites<'a> {
    pub(crate) workspace: &'a Workspace,
    pub(crate) cleanups: &'a Cleanups,
    pub(crate) server: &'a Server,
}

impl Suites<'_> {
    /// A Node.js command in the folder of a project.
    fn node(&self, project: &str) -> Result<Command> {
        let mut command = Command::new("node");
        command
            .current_dir(self.workspace.path(project))
            .env("GUILDHALL_CREDENTIALS", self.server.credentials())
            .env("GUILDHALL_ARTIFACTS", self.workspace.artifacts()?);
        Ok(command)
    }

    /// Checks the types of what is typed in tests/sdk, then runs the suites that need no browser.
    pub(crate) fn run_sdk_suites(&self) -> Result<Outcome> {
        let mut types = Command::new("node");
        types.current_dir(self.workspace.path(SDK)).args([
            "node_modules/typescript/bin/tsc",
            "--noEmit",
            "--project",
            ".",
        ]);
        if !process::run(self.cleanups, &mut types)? {
            say("tests/sdk: the types of the official client are not met");
            return Ok(Outcome::of_check(false));
        }
        let mut command = self.node(SDK)?;
        self.run_files(&mut command, SDK, |name| !name.ends_with(".browser.test.js"))
    }

    /// Builds and serves the React example and runs the suites that drive a browser.
    pub(crate) fn run_browser_suites(&self, chromium: &Path) -> Result<Outcome> {
        let _example = self.serve_react_example()?;
        let provider = Server::start_provider(self.workspace, self.cleanups)?;
        let mut command = self.browser(chromium, &provider)?;
        command.env("GUILDHALL_REACT_ORIGIN", format!("http://{REACT_ADDRESS}"));
        self.run_files(&mut command, SDK, |name| name.ends_with(".browser.test.js"))
    }

    /// Walks through every page, or the named ways only, and takes pictures.
    pub(crate) fn run_gallery(&self, chromium: &Path, ways: &[String]) -> Result<bool> {
        let provider = Server::start_provider(self.workspace, self.cleanups)?;
        process::run(self.cleanups, self.browser(chromium, &provider)?.arg("gallery.js").args(ways))
    }

    fn browser(&self, chromium: &Path, provider: &Server) -> Result<Command> {
        let mut command = self.node(SDK)?;
        command
            .env("GUILDHALL_CHROMIUM", chromium)
            .env("GUILDHALL_PROGRAM", self.workspace.debug_program("guildhall"))
            .env("GUILDHALL_PROVIDER_CREDENTIALS", provider.credentials());
        Ok(command)
    }

    /// Brings the packages of the applications and runs their suites, which build and start them.
    pub(crate) fn run_application_suites(&self, chromium: &Path) -> Result<Outcome> {
        let installed = install_packages(self.workspace, self.cleanups, &[APPLICATIONS])?;
        if !matches!(installed, Outcome::Good(_)) {
            return Ok(installed);
        }
        let mut command = self.node(APPLICATIONS)?;
        command.env("GUILDHALL_CHROMIUM", chromium);
        self.run_files(&mut command, APPLICATIONS, |_| true)
    }

    fn run_files(&self, command: &mut Command, project: &str, wanted: fn(&str) -> bool) -> Result<Outcome> {
        let folder = self.workspace.path(project).join("test");
        let cannot_list = || format!("cannot list {}", folder.display());
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&folder).with_context(cannot_list)? {
            let name = entry.with_context(cannot_list)?.file_name().to_string_lossy().into_owned();
            if name.ends_with(".test.js") && wanted(&name) {
                names.push(format!("test/{name}"));
            }
        }
        ensure!(!names.is_empty(), "no suites in {}", folder.display());
        names.sort();
        // One file at a time: suites share one server, and some look at all its users.
        command.args(["--test", "--test-reporter=spec", "--test-concurrency=1"]).args(&names);
        Ok(Outcome::of_tests(process::run_counting(self.cleanups, command, node_counts)?))
    }

    fn serve_react_example(&self) -> Result<Process> {
        let address = react_address()?;
        if TcpStream::connect_timeout(&address, Duration::from_millis(200)).is_ok() {
            bail!(
                "something else listens at {REACT_ADDRESS}, where the example must be: the redirect URI is registered for it"
            );
        }
        let vite = |arguments: &[&str]| {
            let mut command = Command::new("node");
            command
                .current_dir(self.workspace.path(REACT))
                .env("GUILDHALL_CREDENTIALS", self.server.credentials())
                .arg("node_modules/vite/bin/vite.js")
                .args(arguments);
            command
        };
        ensure!(
            process::run(self.cleanups, &mut vite(&["build", "--logLevel", "warn"]))?,
            "the React example does not build"
        );
        let mut preview = vite(&["preview", "--logLevel", "warn"]);
        let preview =
            self.cleanups.process(preview.stdin(Stdio::null()).spawn().context("cannot start node")?);
        let waiting = Stopwatch::start();
        while TcpStream::connect_timeout(&react_address()?, Duration::from_millis(200)).is_err() {
            if preview.has_ended() || waiting.elapsed() > START_TIMEOUT {
                bail!("the React example is not served at {REACT_ADDRESS}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(preview)
    }
}

/// Vite listens at the first address of this name, which may be IPv6's.
fn react_address() -> Result<SocketAddr> {
    let mut addresses = REACT_ADDRESS.to_socket_addrs().context("localhost has no address")?;
    addresses.next().context("localhost has no address")
}

/// Reads the closing lines of Node's test runner: `ℹ pass 12`, `ℹ fail 0`.
fn node_counts(line: &str) -> Option<Counts> {
    let rest = line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# "))?;
    let (word, number) = rest.split_once(' ')?;
    let number = number.trim().parse().ok()?;
    match word {
        "pass" => Some(Counts { passed: number, failed: 0 }),
        "fail" | "cancelled" => Some(Counts { passed: 0, failed: number }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_lines_of_nodes_runner_are_counted() {
        let text = "✔ a test (1.2ms)\nℹ tests 5\nℹ suites 1\nℹ pass 3\nℹ fail 1\nℹ cancelled 1\nℹ skipped 0\nℹ duration_ms 12.5";
        let mut counts = Counts::default();
        text.lines().filter_map(node_counts).for_each(|more| counts += more);
        assert_eq!(counts, Counts { passed: 3, failed: 2 });
    }
}
