//! What can go wrong with a connector, in the codes of the wire.

use outbound::OutboundError;

/// A configuration does not fit the form of its factory.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{key}` {problem}")]
pub struct InvalidConfig {
    /// The member, with dots between the keys of nested ones.
    pub key: String,
    /// What is wrong with it, to be read after the key. Never its value, which may be a secret.
    pub problem: String,
}

impl InvalidConfig {
    /// A problem with one member.
    pub fn new(key: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { key: key.into(), problem: problem.into() }
    }
}

/// Why a connector did not do what was asked. Messages name no secret.
#[derive(Debug, thiserror::Error)]
pub enum ConnectorError {
    /// The configuration does not fit.
    #[error(transparent)]
    InvalidConfig(#[from] InvalidConfig),
    /// What the browser brought back lacks something or cannot be read.
    #[error("{0}")]
    InvalidCallback(String),
    /// The other side answered something that does not make sense.
    #[error("{0}")]
    InvalidResponse(String),
    /// The other side asks for fewer calls.
    #[error("the provider takes no more requests for now")]
    RateLimited,
    /// The user or the other side refused.
    #[error("{0}")]
    AuthorizationFailed(String),
    /// The code that the browser brought back is not taken.
    #[error("{0}")]
    CodeInvalid(String),
    /// The access token that the other side gave is not taken by it.
    #[error("{0}")]
    AccessTokenInvalid(String),
    /// The ID token that the other side gave does not hold.
    #[error("{0}")]
    IdTokenInvalid(String),
    /// There was no answer.
    #[error("the provider was not reached: {0}")]
    Unreachable(#[from] OutboundError),
    /// The other side refused.
    #[error("the provider answered with status {status}")]
    Refused {
        /// Its status.
        status: u16,
        /// The beginning of what it said, for whoever set the connector up and for nobody else.
        answer: String,
    },
    /// Anything else.
    #[error("{0}")]
    Failed(String),
}

impl ConnectorError {
    /// The code on the wire.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::InvalidConfig(_) => "connector.invalid_config",
            Self::InvalidCallback(_) => "connector.invalid_request_parameters",
            Self::InvalidResponse(_) => "connector.invalid_response",
            Self::RateLimited => "connector.rate_limit_exceeded",
            Self::AuthorizationFailed(_) => "connector.authorization_failed",
            Self::CodeInvalid(_) => "connector.social_auth_code_invalid",
            Self::AccessTokenInvalid(_) => "connector.social_invalid_access_token",
            Self::IdTokenInvalid(_) => "connector.social_invalid_id_token",
            Self::Unreachable(_) | Self::Refused { .. } | Self::Failed(_) => "connector.general",
        }
    }

    /// The status on the wire: 401 where the other side does not vouch for the user, 429 where it asks for fewer calls, otherwise 400.
    pub const fn status(&self) -> u16 {
        match self {
            Self::AuthorizationFailed(_)
            | Self::CodeInvalid(_)
            | Self::AccessTokenInvalid(_)
            | Self::IdTokenInvalid(_) => 401,
            Self::RateLimited => 429,
            _ => 400,
        }
    }
}
