//! Who waits for the answer to a request: a client at its redirect URI, or a device that asks the token endpoint.

use axum::response::Response;
use domain::{HashedToken, InteractionId};
use operations::Services;
use protocol::OAuthErrorCode;

use super::respond::ResponseTarget;
use crate::{device, error::Failure};

/// Where a request ends.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    /// At a client's redirect URI.
    RedirectUri(ResponseTarget),
    /// At the device whose code has this hash.
    Device(HashedToken),
}

impl Target {
    /// The hash of the device's code.
    pub(crate) const fn device_code(&self) -> Option<HashedToken> {
        match self {
            Self::RedirectUri(_) => None,
            Self::Device(code) => Some(*code),
        }
    }

    /// Where redirects after a form may end besides our own pages.
    pub(crate) fn redirect_uri(&self) -> Option<&str> {
        match self {
            Self::RedirectUri(target) => Some(target.redirect_uri()),
            Self::Device(_) => None,
        }
    }

    /// Tells the client that it gets nothing. A device that the user or a rule refused is told at its next question; after anything else
    /// it may be tried again.
    pub(crate) async fn refuse(
        &self,
        services: &Services,
        failure: &Failure,
        resumed: Option<&InteractionId>,
    ) -> Result<Response, Failure> {
        match self {
            Self::RedirectUri(target) => Ok(target.refuse(&failure.error, services.endpoint.issuer())),
            Self::Device(code) => {
                let outcome = match failure.error.code {
                    OAuthErrorCode::AccessDenied => device::pages::Outcome::Refused,
                    OAuthErrorCode::ServerError | OAuthErrorCode::TemporarilyUnavailable => {
                        device::pages::Outcome::Failed
                    }
                    _ => device::pages::Outcome::OutOfDate,
                };
                device::pages::refuse(services, code, outcome, resumed).await
            }
        }
    }
}
