//! Why the program stops before its time: one line for people and an exit code for scripts. And what a request is told of a failure beneath it.

use std::fmt;

use http_kit::ApiError;
use operations::OperationError;

/// The failure of a lower layer, as the error it is told as.
pub(crate) fn as_api_error(error: OperationError) -> ApiError {
    match error {
        OperationError::Store(error) => error.into(),
        OperationError::Busy => ApiError::busy(),
        other => ApiError::internal(&other),
    }
}

/// A reason to stop. Its text is one line that says what is wrong and, where that is known, what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    message: String,
    exit_code: u8,
}

impl Failure {
    /// The program was told something it cannot do: exit code 2.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { message: message.into(), exit_code: 2 }
    }

    /// What was asked for failed: exit code 1.
    pub fn failed(message: impl Into<String>) -> Self {
        Self { message: message.into(), exit_code: 1 }
    }

    /// What was asked for failed because of `error`, whose causes are told too.
    pub fn because(what: impl fmt::Display, error: &(dyn std::error::Error + 'static)) -> Self {
        Self::failed(format!("{what}: {}", http_kit::causes(error)).replace('\n', " "))
    }

    /// The exit code.
    pub const fn exit_code(&self) -> u8 {
        self.exit_code
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}
