//! A private PostgreSQL cluster for one run: in a temporary folder, on a free port, without durability, gone with the run.

use std::{
    fs::File,
    os::unix::{fs::chown, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context as _, Result, bail};

use crate::{
    cleanup::{Cleanups, Folder, Process},
    environment::{Stopwatch, find_program},
    process,
    workspace::free_port,
};

/// Each test has a database of its own with a small pool, and as many tests run at once as there are cores.
const MAX_CONNECTIONS: u32 = 400;
const START_TIMEOUT: Duration = Duration::from_secs(30);
const READY: &str = "database system is ready to accept connections";

/// A running cluster. Stops when dropped.
pub(crate) struct Postgres {
    // Before the folder: the server must have ended when its files go.
    server: Process,
    _folder: Folder,
    url: String,
    log: PathBuf,
}

impl Postgres {
    /// Starts a cluster with the programs in `programs`. As root it runs as another user, because PostgreSQL refuses to run as root.
    pub(crate) fn start(cleanups: &Cleanups, programs: &Path, durability: Durability) -> Result<Self> {
        let folder = cleanups.folder("guildhall-postgres-")?;
        let account = if is_root() { Some(unprivileged_account()?) } else { None };
        if let Some(Account { uid, gid }) = account {
            chown(folder.path(), Some(uid), Some(gid))
                .context("cannot give the cluster's folder to its user")?;
        }
        let command = |program: &str| {
            let mut command = Command::new(programs.join(program));
            command.current_dir(folder.path()).stdin(Stdio::null());
            if let Some(Account { uid, gid }) = account {
                command.uid(uid).gid(gid);
            }
            command
        };
        let data = folder.path().join("data");
        let made = command("initdb")
            .args([
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
                "--pgdata",
            ])
            .arg(&data)
            .output()
            .context("cannot start initdb")?;
        if !made.status.success() {
            bail!("initdb failed: {}", String::from_utf8_lossy(&made.stderr));
        }

        let port = free_port()?;
        let log = folder.path().join("postgres.log");
        let log_file = File::create(&log).context("cannot make the cluster's log")?;
        let mut server = command("postgres");
        server
            .arg("-D")
            .arg(&data)
            .stdout(log_file.try_clone().context("cannot share the cluster's log")?)
            .stderr(log_file);
        for setting in settings(port, folder.path(), durability) {
            server.arg("-c").arg(setting);
        }
        let server = cleanups.process(server.spawn().context("cannot start postgres")?);
        wait_until_ready(&server, &log)?;
        Ok(Self {
            server,
            _folder: folder,
            url: format!("postgres://postgres@127.0.0.1:{port}/postgres"),
            log,
        })
    }

    /// Where tests connect.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// What the server said last, if it has ended by itself: then it is the reason for whatever failed since.
    pub(crate) fn last_words(&self) -> Option<String> {
        self.server.has_ended().then(|| last_lines(&std::fs::read_to_string(&self.log).unwrap_or_default()))
    }
}

/// Enough to see why a server ended.
const LAST_LINES: usize = 20;

fn last_lines(log: &str) -> String {
    let lines: Vec<&str> = log.lines().collect();
    lines.get(lines.len().saturating_sub(LAST_LINES)..).unwrap_or_default().join("\n")
}

/// What a commit promises.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Durability {
    /// Nothing has to survive the run.
    None,
    /// What an operator's own server promises, for measuring: a commit is on the disk.
    Full,
}

fn settings(port: u16, sockets: &Path, durability: Durability) -> Vec<String> {
    let mut settings = vec![
        format!("port={port}"),
        format!("max_connections={MAX_CONNECTIONS}"),
        format!("unix_socket_directories={}", sockets.display()),
        "listen_addresses=127.0.0.1".to_owned(),
    ];
    if durability == Durability::None {
        settings.extend(
            [
                "fsync=off",
                "synchronous_commit=off",
                "full_page_writes=off",
                "wal_level=minimal",
                "max_wal_senders=0",
                "autovacuum=off",
                // Each test has a copy of a database, which passes through the log.
                "max_wal_size=256MB",
            ]
            .map(ToOwned::to_owned),
        );
    }
    settings
}

fn wait_until_ready(server: &Process, log: &Path) -> Result<()> {
    let waiting = Stopwatch::start();
    loop {
        let text = std::fs::read_to_string(log).unwrap_or_default();
        if text.contains(READY) {
            return Ok(());
        }
        if server.has_ended() || waiting.elapsed() > START_TIMEOUT {
            bail!("PostgreSQL did not start: {text}");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The folder with `initdb` and `postgres`: the newest under Debian's, else the one on the path.
pub(crate) fn find_programs() -> Option<PathBuf> {
    let complete = |folder: &PathBuf| folder.join("initdb").is_file() && folder.join("postgres").is_file();
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let number = |folder: &PathBuf| folder.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok());
    let newest =
        versions.map(|entry| entry.path()).filter(|folder| complete(&folder.join("bin"))).max_by_key(number);
    newest
        .map(|folder| folder.join("bin"))
        .or_else(|| find_program("initdb")?.parent().map(Path::to_owned).filter(complete))
}

/// Whether this process may do everything.
pub(crate) fn is_root() -> bool {
    process::output(Command::new("id").arg("-u")).is_some_and(|id| id == "0")
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Account {
    uid: u32,
    gid: u32,
}

fn unprivileged_account() -> Result<Account> {
    let accounts =
        std::fs::read_to_string("/etc/passwd").context("cannot read the accounts of this machine")?;
    ["postgres", "nobody"]
        .into_iter()
        .find_map(|name| account(&accounts, name))
        .context("PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody")
}

/// The account of a user in the format of passwd(5).
fn account(accounts: &str, user: &str) -> Option<Account> {
    accounts.lines().find_map(|line| {
        let fields: Vec<&str> = line.split(':').collect();
        let [name, _, uid, gid, ..] = fields[..] else { return None };
        if name != user {
            return None;
        }
        Some(Account { uid: uid.parse().ok()?, gid: gid.parse().ok()? })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_log_is_its_last_lines() {
        let lines: Vec<_> = (1..=30).map(|line| line.to_string()).collect();
        let end = last_lines(&lines.join("\n"));
        assert!(end.starts_with("11\n12\n") && end.ends_with("\n30"), "{end}");
        assert_eq!(last_lines("one\ntwo\n"), "one\ntwo");
    }

    #[test]
    fn an_account_is_read_by_its_whole_name() {
        let accounts = "root:x:0:0:root:/root:/bin/sh\nnobodyelse:x:7:8::/:\nnobody:x:65534:65533:nobody:/:/usr/sbin/nologin\n";
        assert_eq!(account(accounts, "nobody"), Some(Account { uid: 65534, gid: 65533 }));
        assert_eq!(account(accounts, "postgres"), None);
    }
}
