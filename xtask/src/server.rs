//! A development server for the suites that talk to the real binary.

use std::{
    fs::File,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::mpsc,
    time::Duration,
};

use anyhow::{Context as _, Result, bail, ensure};

use crate::{
    cleanup::{Cleanups, Folder, Process},
    process,
    workspace::{Workspace, free_port},
};

const START_TIMEOUT: Duration = Duration::from_secs(60);
/// How many people live in a server that is inhabited; one of fifty does something on a day.
const INHABITANTS: &str = "1500";
/// For how many days.
const ACTIVE_DAYS: &str = "40";
/// How much of the log is shown when the server does not start.
const LOG_TAIL_LINES: usize = 30;

/// Which of two servers that know each other. Browsers hold cookies apart by host and not by port, so each has a host of its own.
struct Place {
    host: &'static str,
    log: &'static str,
}

/// The server that the suites are about.
const MAIN: Place = Place { host: "localhost", log: "server.log" };
/// The one whose accounts people sign in with there.
const PROVIDER: Place = Place { host: "127.0.0.1", log: "provider.log" };

/// `guildhall dev` with demonstration data in a temporary folder. Stops when dropped.
pub(crate) struct Server {
    // Before the folder: the server must have ended when its files go.
    _process: Process,
    _folder: Folder,
    credentials: PathBuf,
}

impl Server {
    /// Builds the binary and starts it on free ports. Its log goes to artifacts/server.log.
    pub(crate) fn start(workspace: &Workspace, cleanups: &Cleanups) -> Result<Self> {
        build(workspace, cleanups)?;
        Self::start_at(workspace, cleanups, &MAIN, false)
    }

    /// The same with people in it who did something every day, as somebody's server has after some weeks.
    pub(crate) fn start_inhabited(workspace: &Workspace, cleanups: &Cleanups) -> Result<Self> {
        build(workspace, cleanups)?;
        Self::start_at(workspace, cleanups, &MAIN, true)
    }

    /// Starts the same binary once more: a provider of accounts elsewhere. Its log goes to artifacts/provider.log.
    pub(crate) fn start_provider(workspace: &Workspace, cleanups: &Cleanups) -> Result<Self> {
        Self::start_at(workspace, cleanups, &PROVIDER, false)
    }

    fn start_at(
        workspace: &Workspace,
        cleanups: &Cleanups,
        place: &Place,
        is_inhabited: bool,
    ) -> Result<Self> {
        let folder = cleanups.folder("guildhall-server-")?;
        if is_inhabited {
            inhabit(workspace, cleanups, folder.path())?;
        }
        let credentials = folder.path().join("credentials.json");
        let log = workspace.artifacts()?.join(place.log);
        let port = free_port()?;
        let mut log_file = File::create(&log).context("cannot make the server's log")?;
        let mut command = Command::new(workspace.debug_program("guildhall"));
        command
            .current_dir(folder.path())
            .arg("dev")
            .arg("--data-dir")
            .arg(folder.path().join("data"))
            .arg("--credentials")
            .arg(&credentials)
            .args(["--listen", &format!("127.0.0.1:{port}")])
            .args(["--endpoint", &format!("http://{}:{port}", place.host)])
            .args(["--outbound-allow", PROVIDER.host])
            .args(["--gateway-listen", &format!("127.0.0.1:{}", free_port()?)])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log_file.try_clone().context("cannot share the server's log")?);
        let mut child = command.spawn().context("cannot start guildhall")?;
        let output = child.stdout.take().context("a piped child has an output")?;
        let process = cleanups.process(child);

        let (sender, first_line) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                // The log is for people; the first line is for us, and nobody waits for the others.
                let _ = writeln!(log_file, "{line}");
                let _ = sender.send(line);
            }
        });
        match first_line.recv_timeout(START_TIMEOUT) {
            Ok(line) if line.starts_with("guildhall ready ") => {
                Ok(Self { _process: process, _folder: folder, credentials })
            }
            Ok(line) => bail!("the server's first line is {line:?}"),
            Err(_) => {
                drop(process);
                bail!("the server did not start:\n{}", tail(&log))
            }
        }
    }

    /// The file with everything a client needs to know.
    pub(crate) fn credentials(&self) -> &Path {
        &self.credentials
    }
}

fn build(workspace: &Workspace, cleanups: &Cleanups) -> Result<()> {
    let is_built = process::run(cleanups, &mut workspace.cargo(["build", "--package", "server"]))?;
    ensure!(is_built, "the server does not build");
    Ok(())
}

/// Fills the database of a server that is not there yet.
fn inhabit(workspace: &Workspace, cleanups: &Cleanups, folder: &Path) -> Result<()> {
    let mut command = Command::new(workspace.debug_program("guildhall"));
    command.current_dir(folder).arg("load-test-data").arg("--data-dir").arg(folder.join("data")).args([
        "--users",
        INHABITANTS,
        "--active-days",
        ACTIVE_DAYS,
    ]);
    ensure!(process::run(cleanups, &mut command)?, "the database cannot be filled");
    Ok(())
}

fn tail(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    let (_, tail) = lines.split_at(lines.len().saturating_sub(LOG_TAIL_LINES));
    tail.join("\n")
}
