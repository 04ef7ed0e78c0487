//! What can go wrong on the way to the upstream, and the 502, 503 or 504 that the caller sees instead.

use std::time::Duration;

use client::machine::{NoMachineToken, RequestError};
use client::{ReadError, ShapeError};
use guard::Rejection;
use http::StatusCode;

use crate::rejections::too_many_calls;

/// Why a call had no usable answer. Nothing here holds a token, a body or an address that callers may see.
#[derive(Debug, thiserror::Error)]
pub(crate) enum UpstreamError {
    /// No connection.
    #[error("the upstream cannot be reached")]
    NotConnected(#[source] super::BoxError),
    /// A connection that broke before the answer was there.
    #[error("the connection to the upstream broke")]
    Broken(#[source] super::BoxError),
    /// No answer in time. Whether the call took effect is unknown.
    #[error("the upstream did not answer in time")]
    Timeout,
    /// 503 or 429.
    #[error("the upstream is not available: {0}")]
    Unavailable(StatusCode),
    /// 5xx, or what is no answer to a call.
    #[error("the upstream failed: {0}")]
    Failed(StatusCode),
    /// 401 or 403: the machine lacks access to the Management API.
    #[error("the upstream refused the machine's token: {0}")]
    MachineRefused(StatusCode),
    /// No machine token could be had.
    #[error("no machine token could be obtained")]
    NoMachineToken {
        /// Why.
        #[source]
        source: super::BoxError,
        /// When it is tried again.
        retry_after: Duration,
    },
    /// Too many calls are under way already; this one was not made.
    #[error("too many calls to the upstream are under way")]
    Busy,
    /// The upstream failed lately and is left alone for so long; the call was not made.
    #[error("the circuit to the upstream is open")]
    CircuitOpen(Duration),
    /// The answer broke off.
    #[error("the upstream's answer could not be read")]
    Body(#[source] super::BoxError),
    /// The answer, or what has to be kept of it, is larger than any good one.
    #[error("the upstream's answer is too large")]
    TooLarge,
    /// A success of another kind than the call has, or a client error that a correct call does not get.
    #[error("the upstream answered unexpectedly: {0}")]
    UnexpectedStatus(StatusCode),
    /// The answer is not of the wire's shape, or not declared to be JSON.
    #[error("the upstream's answer is not of the expected shape")]
    Shape(#[from] ShapeError),
    /// An answer about another object or another organization than was asked for.
    #[error("the upstream's answer is about something else")]
    AnotherObject,
    /// A list that never ends.
    #[error("the upstream's list has too many pages")]
    TooManyPages,
    /// The request could not be put together.
    #[error("the request to the upstream could not be made")]
    Request(#[source] super::BoxError),
}

impl UpstreamError {
    /// Whether the call may have taken effect although it had no usable answer.
    pub(crate) fn leaves_effect_unknown(&self) -> bool {
        !matches!(
            self,
            Self::NotConnected(_)
                | Self::NoMachineToken { .. }
                | Self::Busy
                | Self::CircuitOpen(_)
                | Self::MachineRefused(_)
                | Self::Request(_)
        )
    }

    /// Whether there was an answer, and what is wrong is what it says.
    pub(super) fn came_of_an_answer(&self) -> bool {
        matches!(self, Self::TooLarge | Self::Shape(_) | Self::AnotherObject)
    }

    /// Whether the connection failed before anything of an answer was there. It says nothing about whether the call took effect.
    pub(super) fn came_before_any_answer(&self) -> bool {
        matches!(self, Self::NotConnected(_) | Self::Broken(_))
    }
}

impl From<RequestError> for UpstreamError {
    fn from(error: RequestError) -> Self {
        Self::Request(Box::new(error))
    }
}

impl From<NoMachineToken> for UpstreamError {
    fn from(NoMachineToken { source, retry_after }: NoMachineToken) -> Self {
        Self::NoMachineToken { source, retry_after }
    }
}

impl From<ReadError> for UpstreamError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Broken(source) => Self::Body(source),
            ReadError::TooLarge => Self::TooLarge,
            ReadError::Shape(error) => Self::Shape(error),
        }
    }
}

impl From<serde_json::Error> for UpstreamError {
    fn from(error: serde_json::Error) -> Self {
        Self::Shape(error.into())
    }
}

impl From<UpstreamError> for Rejection {
    /// Logs the failure, once, and says to the caller only what kind it is.
    fn from(error: UpstreamError) -> Self {
        let source = std::error::Error::source(&error).map(ToString::to_string);
        tracing::warn!(error.message = %error, error.source = source, "the upstream gave no usable answer");
        let reject = |status, code, message| Rejection::new(status, code, message);
        match error {
            UpstreamError::NotConnected(_) | UpstreamError::Broken(_) => reject(
                StatusCode::BAD_GATEWAY,
                "gateway.upstream_unreachable",
                "The server behind this one cannot be reached.",
            ),
            UpstreamError::Timeout => reject(
                StatusCode::GATEWAY_TIMEOUT,
                "gateway.upstream_timeout",
                "The server behind this one did not answer in time.",
            ),
            UpstreamError::Unavailable(_) => {
                let message = "The server behind this one is not available. Please try again.";
                reject(StatusCode::SERVICE_UNAVAILABLE, "gateway.upstream_unavailable", message)
                    .with_retry_after_seconds(1)
            }
            UpstreamError::Failed(_) => reject(
                StatusCode::BAD_GATEWAY,
                "gateway.upstream_failed",
                "The server behind this one failed.",
            ),
            UpstreamError::MachineRefused(_) => {
                let message = "The server behind this one does not accept this gateway. Whoever operates it must see to that.";
                reject(StatusCode::BAD_GATEWAY, "gateway.upstream_refused", message)
            }
            UpstreamError::NoMachineToken { retry_after, .. } => {
                let message = "This gateway has no access to the server behind it. Please try again.";
                reject(StatusCode::SERVICE_UNAVAILABLE, "gateway.no_machine_token", message)
                    .with_retry_after_seconds(whole_seconds(retry_after))
            }
            UpstreamError::Busy => too_many_calls(),
            UpstreamError::CircuitOpen(left) => {
                let message = "The server behind this one failed lately and is left alone for a moment. Please try again.";
                reject(StatusCode::SERVICE_UNAVAILABLE, "gateway.upstream_unavailable", message)
                    .with_retry_after_seconds(whole_seconds(left))
            }
            UpstreamError::TooLarge => reject(
                StatusCode::BAD_GATEWAY,
                "gateway.upstream_too_large",
                "The server behind this one answered with more than can be read.",
            ),
            UpstreamError::Body(_)
            | UpstreamError::UnexpectedStatus(_)
            | UpstreamError::Shape(_)
            | UpstreamError::AnotherObject
            | UpstreamError::TooManyPages
            | UpstreamError::Request(_) => {
                let message = "The server behind this one gave an answer that cannot be relied on.";
                reject(StatusCode::BAD_GATEWAY, "gateway.upstream_unclear", message)
            }
        }
    }
}

/// A wait for `Retry-After`: never shorter than it is.
fn whole_seconds(wait: Duration) -> u32 {
    u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX).max(1)
}
