//! A running program, which ends with the test.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc,
    time::Duration,
};

use server::dev::Credentials;

/// How long a start may take, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// The program, with nothing of this process's own configuration.
pub(crate) fn guildhall(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guildhall"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("GUILDHALL_") {
            command.env_remove(name);
        }
    }
    command
}

/// A running program.
pub(crate) struct Running {
    child: Child,
    /// The endpoint that its first line names.
    pub(crate) endpoint: String,
}

/// Where a development server keeps its things, and on which ports.
pub(crate) struct Place {
    pub(crate) directory: tempfile::TempDir,
    listen: String,
    gateway_listen: String,
    database_url: Option<String>,
}

fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).unwrap().to_string()
}

impl Place {
    pub(crate) fn new(database_url: Option<String>) -> Self {
        Self {
            directory: tempfile::tempdir().unwrap(),
            listen: free_address(),
            gateway_listen: free_address(),
            database_url,
        }
    }

    pub(crate) fn data_dir(&self) -> PathBuf {
        self.directory.path().join("data")
    }

    pub(crate) fn credentials_path(&self) -> PathBuf {
        self.directory.path().join("credentials.json")
    }

    /// The command that starts a server here.
    pub(crate) fn command(&self, name: &str, further: &[&str]) -> Command {
        let data_dir = self.data_dir();
        let mut command =
            guildhall(&[name, "--listen", &self.listen, "--gateway-listen", &self.gateway_listen]);
        command.arg("--data-dir").arg(data_dir).current_dir(self.directory.path());
        if let Some(url) = &self.database_url {
            command.args(["--database-url", url]);
        }
        command.args(further);
        command
    }

    /// Starts a development server here and reads its credentials.
    pub(crate) fn dev(&self) -> (Running, Credentials) {
        let path = self.credentials_path();
        let _ = std::fs::remove_file(&path);
        let running = Running::start(self.command("dev", &["--credentials", path.to_str().unwrap()]));
        (running, read_credentials(&path))
    }
}

fn read_credentials(path: &Path) -> Credentials {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

impl Running {
    /// Starts the program and waits until it says that it is ready.
    pub(crate) fn start(mut command: Command) -> Self {
        command.stderr(Stdio::inherit());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let (sender, first_line) = mpsc::channel();
        std::thread::spawn(move || {
            let mut line = String::new();
            let read = lines.read_line(&mut line).map(|_| line);
            let _ = sender.send(read);
            // The pipe is read on so that the program never waits for room in it.
            let _ = std::io::copy(&mut lines, &mut std::io::sink());
        });
        let mut running = Self { child, endpoint: String::new() };
        let line = first_line.recv_timeout(PATIENCE).expect("a first line in time").unwrap();
        let endpoint = line.trim_end().strip_prefix("guildhall ready ");
        endpoint.unwrap_or_else(|| panic!("the first line is {line:?}")).clone_into(&mut running.endpoint);
        running
    }

    /// A line of what the system says of the process, without its name.
    #[cfg(target_os = "linux")]
    pub(crate) fn status(&self, name: &str) -> Option<String> {
        let all = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = all.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        line.map(|value| value.trim().to_owned())
    }

    /// Ends the program without any warning, as a power failure would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks the program to stop and returns how it ended.
    pub(crate) fn terminate(mut self) -> ExitStatus {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.child.wait().unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a command that is expected to fail; its exit code and what it wrote to standard error.
pub(crate) fn failure(mut command: Command) -> (Option<i32>, String) {
    let mut child = command.spawn().unwrap();
    let mut text = String::new();
    child.stderr.take().unwrap().read_to_string(&mut text).unwrap();
    let status = child.wait().unwrap();
    (status.code(), text)
}
