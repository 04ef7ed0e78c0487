//! The environment and the stopwatch: the two globals a chore may use, in one place.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

/// Where the Rust tests find a PostgreSQL server.
pub(crate) const TEST_POSTGRES: &str = "GUILDHALL_TEST_POSTGRES";
/// The file to which API tests append their exchanges.
pub(crate) const RECORD: &str = "GUILDHALL_RECORD";

/// The value of an environment variable that is set and not empty.
#[expect(clippy::disallowed_methods, reason = "chores are configured by their environment")]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Whether this runs in continuous integration, where what cannot be tested is a failure.
pub(crate) fn is_continuous_integration() -> bool {
    variable("CI").is_some_and(|value| value != "false")
}

/// The program of this name that a shell would find.
pub(crate) fn find_program(name: &str) -> Option<PathBuf> {
    let path = variable("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|candidate| candidate.is_file())
}

/// Measures elapsed time.
#[derive(Clone, Copy)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "a chore tells how long it took")]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}
