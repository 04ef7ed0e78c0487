//! What can go wrong with a call.

use std::time::Duration;

use http::StatusCode;
use serde::Deserialize;
use serde_json::Value;

use crate::answer::{ReadError, ShapeError};
use crate::machine::{NoMachineToken, RequestError};

/// An error of any kind.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Codes that many operations answer with (Management API contract §1.6).
pub mod code {
    /// 400: body, query or path fails validation; [`super::Refusal::data`] says where.
    pub const INVALID_INPUT: &str = "guard.invalid_input";
    /// 400: `page` or `page_size`.
    pub const INVALID_PAGINATION: &str = "guard.invalid_pagination";
    /// 404: a `GET` by id of most things.
    pub const NOT_EXISTS_WITH_ID: &str = "entity.not_exists_with_id";
    /// 404: users, and whatever is taken away and was not there.
    pub const NOT_FOUND: &str = "entity.not_found";
    /// 404: a change of what is not there.
    pub const NOT_EXISTS: &str = "entity.not_exists";
    /// 422: such a one exists already, in an organization.
    pub const NOT_UNIQUE: &str = "entity.unique_integrity_violation";
    /// 404 or 422: something that the body names does not exist.
    pub const RELATION_NOT_FOUND: &str = "entity.relation_foreign_key_not_found";
    /// 422: the user must be a member of the organization first.
    pub const MEMBERSHIP_REQUIRED: &str = "organization.require_membership";
}

/// A refusal of the Management API, in its words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Refusal {
    /// The status.
    #[serde(skip)]
    pub status: StatusCode,
    /// The stable code; absent where the wire has none.
    #[serde(default)]
    pub code: Option<String>,
    /// For people, in the server's language.
    #[serde(default)]
    pub message: String,
    /// For machines.
    #[serde(default)]
    pub data: Option<Value>,
    /// More for people.
    #[serde(default)]
    pub details: Option<String>,
}

/// Why a call had no usable answer. Nothing here holds a token or a body that was sent.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The server understood and refused.
    #[error("the server refused: {} {}", .0.status, .0.code.as_deref().unwrap_or("(no code)"))]
    Refused(Box<Refusal>),
    /// No connection.
    #[error("the server cannot be reached")]
    NotConnected(#[source] BoxError),
    /// A connection that broke before the answer was there.
    #[error("the connection to the server broke")]
    Broken(#[source] BoxError),
    /// No answer in time. Whether the call took effect is unknown.
    #[error("the server did not answer in time")]
    Timeout,
    /// No token for the Management API could be had.
    #[error("no machine token could be obtained")]
    NoMachineToken {
        /// Why.
        #[source]
        source: BoxError,
        /// When it is tried again; until then every call fails like this at once.
        retry_after: Duration,
    },
    /// The answer broke off or was too large.
    #[error("the server's answer could not be read")]
    Body(#[from] ReadError),
    /// A success of another kind than the call has.
    #[error("the server answered unexpectedly: {0}")]
    UnexpectedStatus(StatusCode),
    /// The answer is not of the wire's shape, or not declared to be JSON.
    #[error("the server's answer is not of the expected shape")]
    Shape(#[from] ShapeError),
    /// The request could not be put together.
    #[error("the request could not be made")]
    Request(#[source] BoxError),
}

impl Error {
    /// The code of a refusal.
    pub fn code(&self) -> Option<&str> {
        self.refusal()?.code.as_deref()
    }

    /// The refusal, if it is one.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// Whether what was asked for, or something that it needs, does not exist.
    pub fn is_not_found(&self) -> bool {
        self.refusal().is_some_and(|refusal| refusal.status == StatusCode::NOT_FOUND)
    }

    /// Whether the call may have taken effect although it had no usable answer.
    pub fn leaves_effect_unknown(&self) -> bool {
        match self {
            Self::Refused(refusal) => refusal.status.is_server_error(),
            Self::NotConnected(_) | Self::NoMachineToken { .. } | Self::Request(_) => false,
            Self::Broken(_) | Self::Timeout | Self::Body(_) | Self::UnexpectedStatus(_) | Self::Shape(_) => {
                true
            }
        }
    }
}

impl From<RequestError> for Error {
    fn from(error: RequestError) -> Self {
        Self::Request(Box::new(error))
    }
}

impl From<NoMachineToken> for Error {
    fn from(NoMachineToken { source, retry_after }: NoMachineToken) -> Self {
        Self::NoMachineToken { source, retry_after }
    }
}
