//! A PostgreSQL server that speaks TLS with a certificate of a private authority: who is told of the authority connects, nobody else does.

use std::{
    ffi::OsString,
    net::TcpListener,
    os::unix::{fs::chown, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use super::{
    Running,
    running::{Place, failure},
};

const PATIENCE: Duration = Duration::from_secs(60);

/// A cluster with `ssl=on` that takes nothing else, and the authority behind its certificate.
struct Cluster {
    folder: tempfile::TempDir,
    server: Child,
    port: u16,
}

/// The folder with `initdb` and `postgres`, and whether `openssl` is there; said on standard error when something is missing, as in
/// `store::testing`.
fn find_programs() -> Option<PathBuf> {
    let is_there = |program: &Path| Command::new(program).arg("--version").output().is_ok();
    let number = |path: &PathBuf| path.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok());
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions.map(|entry| entry.path()).max_by_key(number).map(|folder| folder.join("bin"));
    // An empty folder leaves it to the path.
    let folder = newest.unwrap_or_default();
    let openssl = Command::new("openssl").arg("version").output().is_ok();
    if openssl && ["initdb", "postgres"].iter().all(|program| is_there(&folder.join(program))) {
        return Some(folder);
    }
    #[expect(clippy::print_stderr, reason = "a part that is left out must be seen")]
    {
        eprintln!("TLS to PostgreSQL left out: it needs the programs initdb, postgres and openssl");
    }
    None
}

fn run(command: &mut Command) {
    let done = command.output().unwrap();
    assert!(done.status.success(), "{command:?}: {}", String::from_utf8_lossy(&done.stderr));
}

fn openssl(folder: &Path, arguments: &str) {
    run(Command::new("openssl").args(arguments.split(' ')).current_dir(folder));
}

/// Makes `{name}.pem` and `{name}.key`, an authority that nobody knows.
pub(super) fn make_authority(folder: &Path, name: &str) {
    let subject = format!("-subj /CN={name} -addext basicConstraints=critical,CA:TRUE");
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
    openssl(folder, &format!("req -x509 {key} -keyout {name}.key -out {name}.pem -days 2 {subject}"));
}

/// Makes `server.crt` and `server.key`: a certificate of `authority` for `localhost` and for no other name.
pub(super) fn make_certificate(folder: &Path, authority: &str) {
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
    openssl(folder, &format!("req {key} -keyout server.key -out server.csr -subj /CN=database"));
    std::fs::write(folder.join("extensions"), "subjectAltName=DNS:localhost\n").unwrap();
    let issuer = format!("-CA {authority}.pem -CAkey {authority}.key -CAcreateserial");
    openssl(
        folder,
        &format!("x509 -req -in server.csr {issuer} -out server.crt -days 2 -extfile extensions"),
    );
}

/// PostgreSQL refuses to run as root: as root it runs as the user of this id.
fn other_user() -> Option<u32> {
    let id = Command::new("id").arg("-u").output().unwrap();
    if id.stdout.trim_ascii() != b"0" {
        return None;
    }
    let nobody = Command::new("id").args(["-u", "nobody"]).output().unwrap();
    Some(String::from_utf8(nobody.stdout).unwrap().trim().parse().unwrap())
}

impl Cluster {
    fn start(programs: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_owned();
        for authority in ["own", "foreign"] {
            make_authority(&path, authority);
        }
        make_certificate(&path, "own");
        let user = other_user();
        if let Some(user) = user {
            for file in [path.clone(), path.join("server.key")] {
                chown(file, Some(user), None).unwrap();
            }
        }
        let command = |program: &str| {
            let mut command = Command::new(programs.join(program));
            command.current_dir(&path).stdin(Stdio::null()).stdout(Stdio::null());
            if let Some(user) = user {
                command.uid(user);
            }
            command
        };
        run(command("initdb").args(["--username=postgres", "--auth=trust", "--no-sync", "--pgdata=data"]));
        std::fs::write(path.join("data/pg_hba.conf"), "hostssl all all 127.0.0.1/32 trust\n").unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let setting = |name: &str, file: &str| {
            let mut setting = OsString::from(format!("{name}="));
            setting.push(path.join(file));
            [OsString::from("-c"), setting]
        };
        let files = [
            setting("ssl_cert_file", "server.crt"),
            setting("ssl_key_file", "server.key"),
            setting("unix_socket_directories", ""),
        ];
        let mut server = command("postgres");
        server.args(["-D", "data", "-c", "ssl=on", "-c", "fsync=off", "-c", "listen_addresses=127.0.0.1"]);
        server.args(["-c", &format!("port={port}")]).args(files.as_flattened()).stderr(Stdio::null());
        let cluster = Self { server: server.spawn().unwrap(), folder, port };
        cluster.wait_until_ready();
        cluster
    }

    fn wait_until_ready(&self) {
        let pid_file = self.folder.path().join("data/postmaster.pid");
        for _ in 0..PATIENCE.as_millis() / 50 {
            let text = std::fs::read_to_string(&pid_file).unwrap_or_default();
            if text.lines().any(|line| line.trim() == "ready") {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("PostgreSQL did not start");
    }

    fn authority(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn place(&self, host: &str, parameters: &str) -> Place {
        Place::new(Some(format!("postgres://postgres@{host}:{}/postgres{parameters}", self.port)))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // SIGQUIT ends the processes of its connections too.
        let _ = Command::new("kill").args(["-QUIT", &self.server.id().to_string()]).status();
        let _ = self.server.wait();
    }
}

#[test]
fn a_database_of_a_private_authority_is_used_by_who_names_the_authority_alone() {
    let Some(programs) = find_programs() else { return };
    let cluster = Cluster::start(&programs);
    let (own, foreign) = (cluster.authority("own.pem"), cluster.authority("foreign.pem"));
    let place = cluster.place("localhost", "?sslmode=require");
    let refused = |place: &Place, further: &[&str], why: &str| {
        let (code, text) = failure(place.command("serve", further));
        assert!(code == Some(1) && text.contains(why), "{further:?}: {code:?} {text}");
    };
    refused(&place, &[], "UnknownIssuer");
    refused(&place, &["--database-ca-file", &foreign], "UnknownIssuer");
    refused(
        &place,
        &["--database-ca-file", "/nowhere.pem"],
        "the file /nowhere.pem (--database-ca-file) cannot be read",
    );
    let elsewhere = cluster.place("127.0.0.1", "?sslmode=require");
    refused(&elsewhere, &["--database-ca-file", &own], "certificate not valid for name");
    refused(&cluster.place("localhost", ""), &["--database-ca-file", &own], "add sslmode=require");

    let mut command = place.command("serve", &[]);
    command.env("GUILDHALL_DATABASE_CA_FILE", &own);
    assert!(Running::start(command).terminate().success());
    let several = cluster.authority("several.pem");
    std::fs::write(&several, [&foreign, &own].map(|file| std::fs::read_to_string(file).unwrap()).concat())
        .unwrap();
    assert!(Running::start(place.command("serve", &["--database-ca-file", &several])).terminate().success());
}
