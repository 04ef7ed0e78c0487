//! The physical limits that figures are held against, measured in the same run while nothing else runs.

use std::{fs::File, io::Write as _, path::Path, thread, time::Duration};

use anyhow::{Context as _, Result, anyhow};
use domain::password::{Argon2Cost, hash_argon2id};
use jose::{ACCESS_TOKEN_TYPE, Algorithm, SigningKey};

use crate::clock::Stopwatch;

/// The claims of an access token, for their length.
const PAYLOAD: &[u8] = br#"{"jti":"2IBMzKkF0wzWkPpXw3Yb3EwoN6dYw5HnYyS3iAcO2mu","sub":"z5e2i5p0ozkrwndh1v0hk","iat":1795000000,"exp":1795003600,"scope":"all","client_id":"z5e2i5p0ozkrwndh1v0hk","iss":"http://localhost:3001/oidc","aud":"https://default.logto.app/api"}"#;
/// About what one commit of the database writes.
const COMMIT_BYTES: usize = 4096;

/// What this machine can do at best.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) cores: usize,
    /// Access tokens signed in a second by one core that does nothing else.
    pub(crate) signatures_per_core: f64,
    /// The same by all cores at once, in sum: less than the product where cores share a clock or a pipeline.
    pub(crate) signatures_together: f64,
    /// Passwords hashed in a second by all cores at once, in sum, while they do nothing else.
    pub(crate) hashes_together: f64,
    /// How long one core takes to hash a password.
    pub(crate) hash: Duration,
    /// Small writes made durable in a second, one after the other, on the disk of the database.
    pub(crate) durable_writes: f64,
}

impl Limits {
    /// Measures, for `period` each. `folder` is on the disk of the database.
    pub(crate) fn measure(folder: &Path, period: Duration) -> Result<Self> {
        let cores = thread::available_parallelism().context("the number of cores is unknown")?.get();
        Ok(Self {
            cores,
            signatures_per_core: sign(period)?,
            signatures_together: together(cores, || sign(period))?,
            hashes_together: together(cores, || hash(period))?,
            hash: Duration::from_secs(1).div_f64(hash(period)?),
            durable_writes: write_durably(folder, period)?,
        })
    }

    /// The limit of token issue: signatures of one core times cores.
    #[expect(clippy::cast_precision_loss, reason = "no machine has 2^52 cores")]
    pub(crate) fn signatures(&self) -> f64 {
        self.signatures_per_core * self.cores as f64
    }
}

/// Signs with the default algorithm for `period`; returns signatures a second.
fn sign(period: Duration) -> Result<f64> {
    let key = SigningKey::generate(Algorithm::ES384).context("cannot make a key")?;
    let stopwatch = Stopwatch::start();
    let mut count = 0_u32;
    while stopwatch.elapsed() < period {
        key.sign(Some(ACCESS_TOKEN_TYPE), PAYLOAD).context("cannot sign")?;
        count += 1;
    }
    Ok(f64::from(count) / stopwatch.elapsed().as_secs_f64())
}

/// Hashes at the cost of real passwords for `period`; returns hashes a second.
fn hash(period: Duration) -> Result<f64> {
    let stopwatch = Stopwatch::start();
    let mut count = 0_u32;
    while stopwatch.elapsed() < period {
        hash_argon2id("bench-Lamp-77", [7; 16], Argon2Cost::STANDARD).context("cannot hash")?;
        count += 1;
    }
    Ok(f64::from(count) / stopwatch.elapsed().as_secs_f64())
}

/// The rates of so many threads at once, in sum.
fn together(threads: usize, rate: impl Fn() -> Result<f64> + Sync) -> Result<f64> {
    thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(&rate)).collect();
        threads.into_iter().map(|thread| thread.join().map_err(|_| anyhow!("a thread failed"))?).sum()
    })
}

fn write_durably(folder: &Path, period: Duration) -> Result<f64> {
    let mut file = File::create(folder.join("durable-writes")).context("cannot make a file")?;
    let page = vec![b'g'; COMMIT_BYTES];
    let stopwatch = Stopwatch::start();
    let mut count = 0_u32;
    while stopwatch.elapsed() < period {
        file.write_all(&page).and_then(|()| file.sync_data()).context("cannot write")?;
        count += 1;
    }
    Ok(f64::from(count) / stopwatch.elapsed().as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_measured() {
        let folder = tempfile::tempdir().unwrap();
        let limits = Limits::measure(folder.path(), Duration::from_millis(30)).unwrap();
        assert!(
            limits.signatures_per_core > 1.0
                && limits.signatures_together > 1.0
                && limits.hashes_together > 0.1
                && limits.hash > Duration::ZERO
                && limits.durable_writes > 1.0,
            "{limits:?}"
        );
        assert!(limits.signatures() >= limits.signatures_per_core);
    }
}
