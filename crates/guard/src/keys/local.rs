//! The keys of the server in the same process.

use std::fmt;

use futures_util::future::{BoxFuture, ready};

use super::{KeySnapshot, KeySource, KeysUnavailable};

/// Keys that a closure hands out. It runs on every request, so it only reads what is in memory already.
pub struct LocalKeys {
    current: Box<dyn Fn() -> Option<KeySnapshot> + Send + Sync>,
}

impl LocalKeys {
    /// Keys from `current`, which is asked each time and so follows a rotation at once.
    pub fn new(current: impl Fn() -> Option<KeySnapshot> + Send + Sync + 'static) -> Self {
        Self { current: Box::new(current) }
    }
}

impl fmt::Debug for LocalKeys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("LocalKeys").finish_non_exhaustive()
    }
}

impl KeySource for LocalKeys {
    fn current(&self) -> Option<KeySnapshot> {
        (self.current)()
    }

    fn refresh(&self, _seen: Option<u64>) -> BoxFuture<'_, Result<KeySnapshot, KeysUnavailable>> {
        Box::pin(ready((self.current)().ok_or(KeysUnavailable)))
    }
}
