//! Randomness that is the same in every run.

use domain::Entropy;
use parking_lot::Mutex;
use rand_chacha::ChaCha12Rng;
use rand_core::{RngCore as _, SeedableRng as _};

/// A generator with a fixed seed, so that ids and tokens of a test do not change between runs.
pub struct SeededEntropy(Mutex<ChaCha12Rng>);

impl SeededEntropy {
    /// A generator that always tells the same story for the same seed.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(ChaCha12Rng::seed_from_u64(seed)))
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().fill_bytes(bytes);
    }
}
