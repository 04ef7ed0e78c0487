//! Obtains the key that secrets at rest are sealed with: from the environment, a file or a command, or made at first start.
//!
//! Losing this key loses the signing keys and client secrets of the database, so nothing here ever replaces one: a key that is missing
//! while the database holds what it sealed is told in words, and so is a file that others can read.

use std::{
    fs::OpenOptions,
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD},
};
use domain::Entropy;
use jose::SealingKey;
use zeroize::{Zeroize as _, Zeroizing};

use crate::failure::Failure;

/// The key's file in the data directory.
const FILE_NAME: &str = "sealing-key";

/// Where the sealing key comes from.
pub enum SealingKeySource {
    /// It is this text.
    Text(Zeroizing<String>),
    /// It is in this file, which somebody else made.
    File(PathBuf),
    /// This shell command prints it.
    Command(String),
    /// It is in this directory, where it is made when it is missing.
    DataDirectory(PathBuf),
}

impl SealingKeySource {
    /// Gets the key. `holds_sealed_data` says whether the database holds anything that only an existing key opens.
    pub async fn obtain(
        &self,
        holds_sealed_data: bool,
        entropy: &dyn Entropy,
    ) -> Result<SealingKey, Failure> {
        let (text, source) = match self {
            Self::Text(text) => (text.clone(), "the sealing key in the environment".to_owned()),
            Self::File(path) => (
                read_file(path)?.ok_or_else(|| missing(path))?,
                format!("the sealing key {}", path.display()),
            ),
            Self::Command(command) => {
                (run(command).await?, "what the sealing key command printed".to_owned())
            }
            Self::DataDirectory(directory) => {
                let path = directory.join(FILE_NAME);
                let text = match read_file(&path)? {
                    Some(text) => text,
                    None if holds_sealed_data => return Err(lost(&path)),
                    None => create(&path, entropy)?,
                };
                (text, format!("the sealing key {}", path.display()))
            }
        };
        let key = decode(&text).ok_or_else(|| {
            Failure::failed(format!("{source} is not 32 bytes in base64 or hexadecimal digits"))
        })?;
        SealingKey::new(&key).map_err(|error| Failure::because("the sealing key cannot be used", &error))
    }
}

fn missing(path: &Path) -> Failure {
    Failure::failed(format!("there is no sealing key at {}", path.display()))
}

fn lost(path: &Path) -> Failure {
    Failure::failed(format!(
        "the database holds secrets that were sealed with a key, but there is none at {}: put back the file from your backup, or copy it \
         from the server that made the database",
        path.display()
    ))
}

/// The text of a key file; `None` when there is no file.
fn read_file(path: &Path) -> Result<Option<Zeroizing<String>>, Failure> {
    let shown = path.display();
    let file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(Failure::failed(format!("the sealing key {shown} cannot be read: {error}")));
        }
    };
    // The open file is asked, not the path, so that both answers are about the same file.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = file.metadata().map_or(0o777, |metadata| metadata.permissions().mode());
        if mode & 0o007 != 0 {
            return Err(Failure::failed(format!(
                "the sealing key {shown} can be read by every user of this machine: run `chmod 600 {shown}`, and replace the key if \
                 somebody may have read it"
            )));
        }
    }
    std::io::read_to_string(file)
        .map(|text| Some(Zeroizing::new(text)))
        .map_err(|error| Failure::failed(format!("the sealing key {shown} cannot be read: {error}")))
}

/// Makes a key and its file, which nobody else may read. Of programs that start together in one directory one makes it.
fn create(path: &Path, entropy: &dyn Entropy) -> Result<Zeroizing<String>, Failure> {
    let failed = |error: std::io::Error| {
        Failure::failed(format!("the sealing key {} cannot be made: {error}", path.display()))
    };
    let mut key = entropy.bytes::<32>();
    let text = Zeroizing::new(format!("{}\n", STANDARD.encode(key)));
    key.zeroize();
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path).map_err(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
    // The name must outlast a power failure too: what the key sealed does.
    if let Some(directory) = path.parent() {
        let _ = std::fs::File::open(directory).and_then(|directory| directory.sync_all());
    }
    tracing::info!(path = %path.display(), "made the sealing key; back it up apart from the database");
    Ok(text)
}

async fn run(command: &str) -> Result<Zeroizing<String>, Failure> {
    let output = tokio::process::Command::new("sh")
        .arg("-c")
        .arg(command)
        .stderr(std::process::Stdio::inherit())
        .output()
        .await;
    let output =
        output.map_err(|error| Failure::failed(format!("the sealing key command cannot be run: {error}")))?;
    if !output.status.success() {
        return Err(Failure::failed(format!("the sealing key command failed ({})", output.status)));
    }
    String::from_utf8(output.stdout)
        .map(Zeroizing::new)
        .map_err(|_| Failure::failed("what the sealing key command printed is not text"))
}

/// Reads 32 bytes in base64 (either alphabet, with or without padding) or hexadecimal digits.
fn decode(text: &str) -> Option<Zeroizing<[u8; 32]>> {
    let text = text.trim();
    let from_hex = || {
        let digits = text.as_bytes();
        if digits.len() != 64 || !digits.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        (0..64)
            .step_by(2)
            .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
            .collect::<Option<Vec<_>>>()
    };
    let from_base64 = || {
        [STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD]
            .iter()
            .find_map(|engine| engine.decode(text).ok())
    };
    let bytes = Zeroizing::new(from_hex().or_else(from_base64)?);
    Some(Zeroizing::new(<[u8; 32]>::try_from(bytes.as_slice()).ok()?))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use domain::SystemEntropy;

    use super::*;

    async fn obtain(source: SealingKeySource, holds_sealed_data: bool) -> Result<SealingKey, String> {
        source.obtain(holds_sealed_data, &SystemEntropy).await.map_err(|failure| failure.to_string())
    }

    fn seals_alike(one: &SealingKey, other: &SealingKey) -> bool {
        one.seal([1; 12], b"", b"text").unwrap() == other.seal([1; 12], b"", b"text").unwrap()
    }

    #[tokio::test]
    async fn the_first_start_makes_a_key_that_only_its_owner_reads_and_later_ones_read_it() {
        let directory = tempfile::tempdir().unwrap();
        let source = || SealingKeySource::DataDirectory(directory.path().to_owned());
        let made = obtain(source(), false).await.unwrap();
        let mode = std::fs::metadata(directory.path().join("sealing-key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(seals_alike(&made, &obtain(source(), true).await.unwrap()));
    }

    #[tokio::test]
    async fn a_lost_key_is_never_replaced() {
        let directory = tempfile::tempdir().unwrap();
        let refusal =
            obtain(SealingKeySource::DataDirectory(directory.path().to_owned()), true).await.unwrap_err();
        assert!(
            refusal
                .starts_with("the database holds secrets that were sealed with a key, but there is none at "),
            "{refusal}"
        );
        assert!(!directory.path().join("sealing-key").exists());
    }

    #[tokio::test]
    async fn a_key_that_everybody_can_read_is_refused() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("key");
        std::fs::write(&path, "a".repeat(64)).unwrap();
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o644)).unwrap();
        let refusal = obtain(SealingKeySource::File(path.clone()), false).await.unwrap_err();
        assert!(refusal.contains("can be read by every user of this machine: run `chmod 600 "), "{refusal}");
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o640)).unwrap();
        assert!(obtain(SealingKeySource::File(path), false).await.is_ok());
    }

    #[tokio::test]
    async fn every_source_and_spelling_gives_the_same_key() {
        let bytes = [0xfb_u8; 32];
        let expected = SealingKey::new(&bytes).unwrap();
        let text = |text: String| SealingKeySource::Text(Zeroizing::new(text));
        let spellings =
            [STANDARD.encode(bytes), URL_SAFE_NO_PAD.encode(bytes), "fb".repeat(32), "FB".repeat(32)];
        for spelling in spellings {
            assert!(
                seals_alike(&expected, &obtain(text(format!("{spelling}\n")), true).await.unwrap()),
                "{spelling}"
            );
        }
        let command = SealingKeySource::Command(format!("echo {}", "fb".repeat(32)));
        assert!(seals_alike(&expected, &obtain(command, true).await.unwrap()));
    }

    #[tokio::test]
    async fn what_is_no_key_is_told_without_showing_it() {
        let refusal =
            obtain(SealingKeySource::Text(Zeroizing::new("geheim".to_owned())), false).await.unwrap_err();
        assert_eq!(
            refusal,
            "the sealing key in the environment is not 32 bytes in base64 or hexadecimal digits"
        );
        let refusal = obtain(SealingKeySource::Command("exit 3".to_owned()), false).await.unwrap_err();
        assert_eq!(refusal, "the sealing key command failed (exit status: 3)");
        let refusal = obtain(SealingKeySource::File("/nowhere/key".into()), false).await.unwrap_err();
        assert_eq!(refusal, "there is no sealing key at /nowhere/key");
    }
}
