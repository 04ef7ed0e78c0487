//! nginx on this machine: as an application that answers from its memory, in front of that passing requests on, and asking the gateway about
//! each before it does.

use std::{
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context as _, Result, ensure};

use crate::{
    client::Origin,
    clock::Stopwatch,
    subject::{Process, free_port},
};

const START_TIMEOUT: Duration = Duration::from_secs(10);
/// What the documentation tells operators to write.
const EXAMPLE: &str = include_str!("../../../examples/forward-auth/nginx.conf");
/// The same without asking.
const ALONE: &str = "events {}

http {
    access_log off;

    upstream application {
        server 127.0.0.1:8080;
        keepalive 16;
    }

    server {
        listen 127.0.0.1:8000;

        location / {
            proxy_pass http://application;
            proxy_http_version 1.1;
            proxy_set_header Connection \"\";
            proxy_set_header Host $host;
        }
    }
}
";

/// An application that costs as good as nothing, so that what is in front of it shows.
const APPLICATION: &str = "events {}

http {
    access_log off;

    server {
        listen 127.0.0.1:8000;

        location / {
            default_type application/json;
            return 200 '{\"orders\":[]}';
        }
    }
}
";

/// What nginx stands in front of.
pub(crate) struct Behind<'a> {
    pub(crate) guildhall: &'a Origin,
    pub(crate) application: &'a Origin,
}

/// A running nginx. Stops when dropped.
pub(crate) struct Nginx {
    pub(crate) origin: Origin,
    // Before the folder: its files are there.
    _process: Process,
    _folder: tempfile::TempDir,
}

/// The program, if there is one.
pub(crate) fn find() -> Option<PathBuf> {
    ["/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin"]
        .into_iter()
        .map(|folder| Path::new(folder).join("nginx"))
        .find(|program| program.is_file())
}

impl Nginx {
    /// One that is an application itself.
    pub(crate) fn application(program: &Path) -> Result<Self> {
        Self::start(program, |listen| with_ports(APPLICATION, listen, None))
    }

    /// One that passes requests on.
    pub(crate) fn alone(program: &Path, behind: &Behind<'_>) -> Result<Self> {
        Self::start(program, |listen| with_ports(ALONE, listen, Some(behind)))
    }

    /// One that asks before.
    pub(crate) fn asking(program: &Path, behind: &Behind<'_>) -> Result<Self> {
        Self::start(program, |listen| with_ports(EXAMPLE, listen, Some(behind)))
    }

    fn start(program: &Path, configuration: impl FnOnce(&str) -> String) -> Result<Self> {
        let folder = tempfile::tempdir().context("cannot make a folder")?;
        let listen = format!("127.0.0.1:{}", free_port()?);
        let text = configuration(&listen);
        let file = folder.path().join("nginx.conf");
        std::fs::write(&file, text).context("cannot write nginx's configuration")?;
        let child = Command::new(program)
            .current_dir(folder.path())
            .arg("-p")
            .arg(folder.path())
            .arg("-c")
            .arg(&file)
            .args([
                "-e",
                "stderr",
                "-g",
                "daemon off; pid nginx.pid; error_log stderr crit; worker_processes auto;",
            ])
            .stdin(Stdio::null())
            .spawn()
            .context("cannot start nginx")?;
        let process = Process(child);
        let stopwatch = Stopwatch::start();
        while TcpStream::connect(&listen).is_err() {
            ensure!(process.is_alive() && stopwatch.elapsed() < START_TIMEOUT, "nginx does not start");
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(Self { origin: Origin::parse(&format!("http://{listen}"))?, _process: process, _folder: folder })
    }
}

/// Temporary files beside the configuration, because only root may write where the distribution keeps them; connections that last as long as a
/// load; and our ports.
fn with_ports(configuration: &str, listen: &str, behind: Option<&Behind<'_>>) -> String {
    let folders: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("    {name}_temp_path {name};\n"))
        .concat();
    let text = configuration
        .replacen("http {\n", &format!("http {{\n{folders}    keepalive_requests 1000000000;\n"), 1)
        .replace("127.0.0.1:8000", listen);
    let Some(behind) = behind else { return text };
    text.replace("127.0.0.1:3003", &behind.guildhall.address.to_string())
        .replace("127.0.0.1:8080", &behind.application.address.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_port_of_the_configurations_is_ours() {
        let origin = |port: u16| Origin::parse(&format!("http://127.0.0.1:{port}")).unwrap();
        let behind = Behind { guildhall: &origin(11), application: &origin(12) };
        for (configuration, ports) in
            [(APPLICATION, &["10"][..]), (ALONE, &["10", "12"]), (EXAMPLE, &["10", "11", "12"])]
        {
            let text = with_ports(configuration, "127.0.0.1:10", Some(&behind));
            assert!(ports.iter().all(|port| text.contains(&format!("127.0.0.1:{port};"))), "{text}");
            let rest = ["8000;", "3003;", "8080;"];
            assert!(!rest.iter().any(|port| text.contains(port)), "{text}");
        }
    }
}
