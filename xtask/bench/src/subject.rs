//! The server under measurement: the build that operators run, as a process of its own, on a database in a folder of its own.

use std::{
    ffi::OsStr,
    io::{BufRead as _, BufReader},
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context as _, Result, bail, ensure};
use serde::Deserialize;

use crate::{
    client::{Origin, Request},
    clock::Stopwatch,
};

const START_TIMEOUT: Duration = Duration::from_secs(60);
const STOP_TIMEOUT: Duration = Duration::from_secs(20);
const END_TIMEOUT: Duration = Duration::from_secs(2);
/// The first answer of a started server is asked for here.
const DISCOVERY: &str = "/oidc/.well-known/openid-configuration";

/// A server's program and its data.
pub(crate) struct Installation {
    pub(crate) program: PathBuf,
    pub(crate) folder: tempfile::TempDir,
    /// A PostgreSQL database, if it is not the embedded one.
    database_url: Option<String>,
    listen: u16,
    gateway_listen: u16,
    metrics_listen: u16,
    /// A policy for the gateway, if it is not the built-in one.
    policy: Option<PathBuf>,
}

/// What `guildhall dev --credentials` writes, as far as it is used here.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Credentials {
    pub(crate) endpoint: String,
    pub(crate) gateway: String,
    pub(crate) management_api: ManagementApi,
    pub(crate) console: Operator,
    pub(crate) demo: Demo,
}

/// Who operates the server.
#[derive(Deserialize)]
pub(crate) struct Operator {
    pub(crate) username: String,
    pub(crate) password: String,
}

/// The machine client of the demonstration.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ManagementApi {
    pub(crate) resource: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
}

/// The demonstration's organization and its members.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Demo {
    pub(crate) organization_id: String,
    pub(crate) users: Vec<DemoUser>,
}

/// A member.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DemoUser {
    pub(crate) username: String,
    pub(crate) organization_role: String,
}

impl Installation {
    /// Prepares a fresh data folder beside `program`: on a real disk, where making something durable costs what it costs.
    pub(crate) fn new(program: &Path, database_url: Option<&str>) -> Result<Self> {
        let beside = program.parent().context("the program is in a folder")?;
        let folder = tempfile::Builder::new()
            .prefix("bench-")
            .tempdir_in(beside)
            .context("cannot make a data folder")?;
        Ok(Self {
            program: program.to_owned(),
            folder,
            database_url: database_url.map(ToOwned::to_owned),
            listen: free_port()?,
            gateway_listen: free_port()?,
            metrics_listen: free_port()?,
            policy: None,
        })
    }

    /// The same with a policy for the gateway.
    pub(crate) fn with_policy(self, policy: PathBuf) -> Self {
        Self { policy: Some(policy), ..self }
    }

    fn command(&self, command: &str) -> Command {
        let mut process = Command::new(&self.program);
        process
            .current_dir(self.folder.path())
            .arg(command)
            .arg("--data-dir")
            .arg(self.folder.path().join("data"));
        if let Some(url) = &self.database_url {
            process.args(["--database-url", url]);
        }
        process
    }

    /// Starts the server and waits until it is ready.
    pub(crate) fn start(&self) -> Result<Subject> {
        let credentials_file = self.folder.path().join("credentials.json");
        let log =
            std::fs::File::create(self.folder.path().join("server.log")).context("cannot make a log")?;
        let stopwatch = Stopwatch::start();
        let mut child = self
            .command("dev")
            .arg("--credentials")
            .arg(&credentials_file)
            .args(["--listen", &format!("127.0.0.1:{}", self.listen)])
            .args(["--gateway-listen", &format!("127.0.0.1:{}", self.gateway_listen)])
            .args(["--metrics-listen", &format!("127.0.0.1:{}", self.metrics_listen)])
            .args(self.policy.iter().flat_map(|policy| [OsStr::new("--policy"), policy.as_os_str()]))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .context("cannot start the server")?;
        let output = child.stdout.take().context("a piped child has an output")?;
        let process = Process(child);
        let first_answer = self.wait_for_first_answer(&process, stopwatch)?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line).context("the server says nothing")?;
        ensure!(line.starts_with("guildhall ready "), "the server's first line is {line:?}");
        let text = std::fs::read_to_string(&credentials_file).context("the server wrote no credentials")?;
        let credentials: Credentials =
            serde_json::from_str(&text).context("the server's credentials cannot be read")?;
        let metrics = Origin::parse(&format!("http://127.0.0.1:{}", self.metrics_listen))?;
        Ok(Subject { process, first_answer, credentials, metrics })
    }

    /// Asks until the server answers.
    fn wait_for_first_answer(&self, process: &Process, stopwatch: Stopwatch) -> Result<Duration> {
        let origin = Origin::parse(&format!("http://127.0.0.1:{}", self.listen))?;
        let request = Request { method: "GET", path: DISCOVERY, ..Request::default() };
        loop {
            if origin.send(&request).is_ok_and(|response| response.status == 200) {
                return Ok(stopwatch.elapsed());
            }
            ensure!(process.is_alive(), "the server ended at its start: {}", self.log());
            ensure!(stopwatch.elapsed() < START_TIMEOUT, "the server does not answer: {}", self.log());
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("server.log")).unwrap_or_default()
    }

    /// Loads `users` users and a tenth as many organizations into the stopped server's database; returns how long that took.
    pub(crate) fn load(&self, users: u64) -> Result<Duration> {
        let stopwatch = Stopwatch::start();
        self.load_data(users, 0)?;
        Ok(stopwatch.elapsed())
    }

    /// Records in the stopped server's database what the users did in the last `days` days.
    pub(crate) fn load_activity(&self, days: u32) -> Result<()> {
        self.load_data(0, days)
    }

    fn load_data(&self, users: u64, days: u32) -> Result<()> {
        let status = self
            .command("load-test-data")
            .args(["--users", &users.to_string(), "--active-days", &days.to_string()])
            .status()
            .context("cannot load data")?;
        ensure!(status.success(), "loading {users} users and {days} days failed");
        Ok(())
    }

    /// The paths of all pages of the console, with `{…}` for ids.
    pub(crate) fn console_pages(&self) -> Result<Vec<String>> {
        let told = Command::new(&self.program)
            .current_dir(self.folder.path())
            .arg("console-pages")
            .output()
            .context("cannot ask for the pages of the console")?;
        ensure!(told.status.success(), "the pages of the console are not told");
        let text = String::from_utf8(told.stdout).context("paths are text")?;
        Ok(text.lines().map(ToOwned::to_owned).collect())
    }

    /// The database's size on disk.
    pub(crate) fn database_bytes(&self) -> Result<u64> {
        let mut bytes = 0;
        for entry in
            std::fs::read_dir(self.folder.path().join("data")).context("cannot list the data folder")?
        {
            bytes += entry.and_then(|entry| entry.metadata()).context("cannot list the data folder")?.len();
        }
        Ok(bytes)
    }
}

/// A running server. Stops when dropped.
pub(crate) struct Subject {
    process: Process,
    /// From the start of the process to its first answer.
    pub(crate) first_answer: Duration,
    pub(crate) credentials: Credentials,
    metrics: Origin,
}

/// What the server says of its own work.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Work {
    /// How long requests took, from their heads to those of their answers, together.
    pub(crate) requests: Duration,
    /// How long passwords were hashed.
    pub(crate) hashes: Duration,
    /// How long the disk was waited for.
    pub(crate) disk: Duration,
}

impl Work {
    /// Reads it out of the text for Prometheus.
    fn read(text: &str) -> Self {
        let sum = |name: &str| {
            let samples = text.lines().filter(|line| line.starts_with(name));
            let values = samples.filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok());
            Duration::from_secs_f64(values.sum())
        };
        Self {
            requests: sum("guildhall_http_request_duration_seconds_sum"),
            hashes: sum("guildhall_password_hash_seconds_total"),
            disk: sum("guildhall_disk_wait_seconds_total"),
        }
    }

    /// What was done beside hashing since `before`.
    pub(crate) fn without_hashes_since(self, before: Self) -> Duration {
        (self.requests.saturating_sub(before.requests))
            .saturating_sub(self.hashes.saturating_sub(before.hashes))
    }
}

impl Subject {
    /// What the server has done so far, as it says.
    pub(crate) fn work(&self) -> Result<Work> {
        let request = Request { method: "GET", path: "/metrics", ..Request::default() };
        let response = self.metrics.send(&request).context("asking for metrics")?;
        ensure!(response.status == 200, "the server tells no metrics: {}", response.status);
        Ok(Work::read(&response.body))
    }

    /// The memory of the process that is in RAM now.
    pub(crate) fn memory(&self) -> Result<Memory> {
        self.process.memory()
    }

    /// Stops the server as an operator would.
    pub(crate) fn stop(mut self) -> Result<()> {
        self.process.interrupt();
        let stopwatch = Stopwatch::start();
        while self.process.is_alive_mut()? {
            if stopwatch.elapsed() > STOP_TIMEOUT {
                bail!("the server does not stop");
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }
}

/// A process. Stops when dropped.
pub(crate) struct Process(pub(crate) Child);

impl Process {
    pub(crate) fn is_alive(&self) -> bool {
        Path::new(&format!("/proc/{}/exe", self.0.id())).exists()
    }

    /// The memory of the process that is in RAM now.
    pub(crate) fn memory(&self) -> Result<Memory> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id()))
            .context("only Linux tells the memory of a process")?;
        Memory::read(&status).context("the memory of the process is unknown")
    }

    fn is_alive_mut(&mut self) -> Result<bool> {
        Ok(self.0.try_wait().context("cannot wait for the server")?.is_none())
    }

    fn interrupt(&self) {
        // Fails only when the process is gone, which is what is wanted.
        let _ = Command::new("kill").arg("-INT").arg(self.0.id().to_string()).status();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if matches!(self.0.try_wait(), Ok(None)) {
            // Those with processes of their own end them when they are asked to.
            let _ = Command::new("kill").arg(self.0.id().to_string()).status();
            let stopwatch = Stopwatch::start();
            while matches!(self.0.try_wait(), Ok(None)) && stopwatch.elapsed() < END_TIMEOUT {
                std::thread::sleep(Duration::from_millis(5));
            }
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }
}

/// Memory of a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Memory {
    pub(crate) resident_bytes: u64,
    /// What is not a copy of a file.
    pub(crate) private_bytes: u64,
}

impl Memory {
    /// Reads a `/proc/<pid>/status` (proc(5)).
    fn read(status: &str) -> Option<Self> {
        let bytes = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
            let kibibytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
            Some(kibibytes * 1024)
        };
        Some(Self { resident_bytes: bytes("VmRSS")?, private_bytes: bytes("RssAnon")? })
    }
}

pub(crate) fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("cannot find a free port")?;
    Ok(listener.local_addr().context("cannot find a free port")?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_read_from_the_kernels_text() {
        let status = "Name:\tguildhall\nVmRSS:\t   40960 kB\nRssAnon:\t   20480 kB\nThreads:\t4\n";
        let memory = Memory { resident_bytes: 40 * 1024 * 1024, private_bytes: 20 * 1024 * 1024 };
        assert_eq!(Memory::read(status), Some(memory));
        assert_eq!(Memory::read("Name:\tguildhall\n"), None);
    }

    #[test]
    fn work_is_what_all_areas_did_without_the_hashes() {
        let text = |oidc: &str, hashes: &str| {
            let text = format!(
                "guildhall_http_request_duration_seconds_sum{{area=\"oidc\"}} {oidc}\n\
                 guildhall_http_request_duration_seconds_sum{{area=\"api\"}} 0.25\n\
                 guildhall_http_request_duration_seconds_count{{area=\"api\"}} 9\n\
                 guildhall_password_hash_seconds_total {hashes}\n\
                 guildhall_disk_waits_total 7\n\
                 guildhall_disk_wait_seconds_total 0.125\n"
            );
            Work::read(&text)
        };
        let (before, after) = (text("0.5", "0.1"), text("1.5", "0.6"));
        assert_eq!(before.requests, Duration::from_millis(750));
        assert_eq!(after.without_hashes_since(before), Duration::from_millis(500));
        assert_eq!(after.disk, Duration::from_millis(125));
        assert_eq!(Work::read("").requests, Duration::ZERO);
    }
}
