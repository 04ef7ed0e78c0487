//! What the tests need beyond Cargo: Node.js, Chromium, PostgreSQL, nginx, Caddy. Installs Debian's packages where it may, and else says what to install.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Result;

use crate::{
    cleanup::Cleanups,
    console::say,
    environment::{find_program, variable},
    postgres, process,
};

/// What Vite and the SDKs need.
const NODE_AT_LEAST: (u32, u32) = (20, 19);

/// What was found; `Err` holds the one line that says what to install.
pub(crate) struct Prerequisites {
    /// The folder of `node` and `npm` is on the path; nothing else to know.
    pub(crate) node: Result<(), String>,
    pub(crate) chromium: Result<PathBuf, String>,
    /// The folder with `initdb` and `postgres`.
    pub(crate) postgres: Result<PathBuf, String>,
    pub(crate) nginx: Result<PathBuf, String>,
    pub(crate) caddy: Result<PathBuf, String>,
}

impl Prerequisites {
    /// Looks for everything, and installs what is missing and can be installed.
    pub(crate) fn bring(cleanups: &Cleanups) -> Result<Self> {
        let mut packages = Vec::new();
        if chromium().is_none() {
            packages.extend(["chromium", "fonts-liberation", "fonts-wqy-microhei"]);
        }
        if postgres::find_programs().is_none() {
            packages.push("postgresql");
        }
        for (program, package) in [("nginx", "nginx-light"), ("caddy", "caddy")] {
            if find_proxy(program).is_none() {
                packages.push(package);
            }
        }
        if !packages.is_empty() && may_install() {
            install(cleanups, &packages)?;
        }
        let found = Self {
            node: node(),
            chromium: chromium().ok_or_else(|| {
                "Install Chromium (Debian and Ubuntu: apt-get install chromium), or name it in CHROMIUM."
                    .to_owned()
            }),
            postgres: postgres::find_programs().ok_or_else(|| {
                "Install PostgreSQL 14 or newer (Debian and Ubuntu: apt-get install postgresql).".to_owned()
            }),
            nginx: find_proxy("nginx").ok_or_else(|| {
                "Install nginx with auth_request (Debian and Ubuntu: apt-get install nginx-light).".to_owned()
            }),
            caddy: find_proxy("caddy")
                .ok_or_else(|| "Install Caddy (Debian and Ubuntu: apt-get install caddy).".to_owned()),
        };
        found.tell();
        Ok(found)
    }

    fn tell(&self) {
        let line = |what: &str, found: Result<String, &String>| match found {
            Ok(text) => say(&format!("{what}: {text}")),
            Err(hint) => say(&format!("{what}: MISSING. {hint}")),
        };
        line("Node.js", self.node.as_ref().map(|()| "found".to_owned()));
        line("Chromium", self.chromium.as_ref().map(|path| path.display().to_string()));
        line("PostgreSQL", self.postgres.as_ref().map(|path| path.display().to_string()));
        line("nginx", self.nginx.as_ref().map(|path| path.display().to_string()));
        line("Caddy", self.caddy.as_ref().map(|path| path.display().to_string()));
        say(&disk());
    }
}

/// What a run takes on the disk: what is built, the packages of the SDKs and of the browser suites, and the databases of the tests.
const DISK_GIBIBYTES: u64 = 12;

/// What is free where things are built, and whether that will do. A run that begins with too little fails in ways that say nothing of it.
fn disk() -> String {
    let free =
        process::output(Command::new("df").args(["-Pk", "."])).and_then(|table| free_gibibytes(&table));
    match free {
        Some(free) if free < DISK_GIBIBYTES => {
            format!("Disk: {free} GiB free. A RUN FROM THE START NEEDS ABOUT {DISK_GIBIBYTES}.")
        }
        Some(free) => format!("Disk: {free} GiB free"),
        None => "Disk: nobody knows how much is free".to_owned(),
    }
}

/// Reads what `df -Pk` prints (POSIX): the fourth column of the second line.
fn free_gibibytes(table: &str) -> Option<u64> {
    let kibibytes: u64 = table.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    Some(kibibytes / (1 << 20))
}

fn node() -> Result<(), String> {
    let hint = || format!("Install Node.js {}.{} or newer with npm.", NODE_AT_LEAST.0, NODE_AT_LEAST.1);
    let version = process::output(Command::new("node").arg("--version")).ok_or_else(hint)?;
    if find_program("npm").is_none() || !is_new_enough(&version) {
        return Err(hint());
    }
    Ok(())
}

/// Whether `v20.19.1` or the like is what we need or newer.
fn is_new_enough(version: &str) -> bool {
    let mut numbers = version.trim_start_matches('v').split('.').map_while(|part| part.parse::<u32>().ok());
    match (numbers.next(), numbers.next()) {
        (Some(major), Some(minor)) => (major, minor) >= NODE_AT_LEAST,
        _ => false,
    }
}

fn chromium() -> Option<PathBuf> {
    variable("CHROMIUM")
        .map(PathBuf::from)
        .or_else(|| ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(find_program))
}

/// A proxy's program. Debian's nginx is where only root's path leads.
fn find_proxy(name: &str) -> Option<PathBuf> {
    let beside = Path::new("/usr/sbin").join(name);
    find_program(name).or_else(|| beside.is_file().then_some(beside))
}

/// Packages can be installed by root where apt-get is.
fn may_install() -> bool {
    postgres::is_root() && find_program("apt-get").is_some()
}

fn install(cleanups: &Cleanups, packages: &[&str]) -> Result<()> {
    say(&format!("installing {}", packages.join(", ")));
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").args(["-q", "-y"]).args(arguments);
        process::run(cleanups, &mut command)
    };
    // What could not be installed shows itself when it is looked for again.
    apt(&["update"])?;
    for package in packages {
        apt(&["install", "--no-install-recommends", package])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_space_is_read_in_whole_gibibytes() {
        let table = "Filesystem     1024-blocks     Used Available Capacity Mounted on\n/dev/vda       264000000 50000000  42991616      53% /\n";
        assert_eq!(free_gibibytes(table), Some(41));
        assert_eq!(free_gibibytes("df: .: no such file"), None);
    }

    #[test]
    fn versions_are_compared_as_numbers() {
        for (version, good) in [
            ("v20.19.0", true),
            ("v20.9.0", false),
            ("v22.1.0", true),
            ("v100.0.0", true),
            ("v18.20.8", false),
            ("", false),
        ] {
            assert_eq!(is_new_enough(version), good, "{version}");
        }
    }
}
