//! What a social factory gives: a check of its configuration, the address that the browser is sent to, and a profile for what it brings back.

use std::{fmt::Debug, pin::Pin};

use serde_json::{Map, Value};

use crate::{Config, ConnectorError, InvalidConfig};

/// What a provider works with beside its configuration.
pub use crate::ConnectorContext as SocialContext;

/// What the browser is sent to the other side with.
#[derive(Clone, Copy, Debug)]
pub struct AuthorizationRequest<'a> {
    /// The connector's id.
    pub connector_id: &'a str,
    /// Comes back unchanged. Who asks compares it.
    pub state: &'a str,
    /// Where the browser comes back to.
    pub redirect_uri: &'a str,
    /// A narrower or wider scope than the configuration's, where the caller asks for one.
    pub scope: Option<&'a str>,
}

/// Where to send the browser, and what must be kept until it is back.
#[derive(Clone, PartialEq)]
pub struct Authorization {
    /// The address.
    pub uri: String,
    /// What [`SocialProvider::profile`] needs again, such as a nonce or a code verifier. It is secret: kept with the attempt, not with the
    /// browser. `Null` where nothing is needed.
    pub remembered: Value,
}

impl Debug for Authorization {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Authorization").finish_non_exhaustive()
    }
}

/// What the browser brought back, already bound to the attempt it belongs to.
#[derive(Clone, Copy)]
pub struct Callback<'a> {
    /// The parameters, from the query or a posted form.
    pub parameters: &'a Map<String, Value>,
    /// Where it came back to.
    pub redirect_uri: &'a str,
    /// What [`Authorization::remembered`] said.
    pub remembered: &'a Value,
}

/// Somebody as the other side knows them.
#[derive(Clone, PartialEq)]
pub struct SocialProfile {
    /// Their id there, which never changes and is never given to another.
    pub id: String,
    /// Their e-mail address, only where the other side has verified it.
    pub email: Option<String>,
    /// Their phone number, digits with country code, only where the other side has verified it.
    pub phone: Option<String>,
    /// Their name.
    pub name: Option<String>,
    /// Where their picture is.
    pub avatar: Option<String>,
    /// What the other side said, without tokens.
    pub raw_data: Value,
    /// The answer of the token endpoint (RFC 6749 §5.1), for connectors that keep tokens.
    pub tokens: Option<Value>,
}

impl Debug for SocialProfile {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SocialProfile").field("id", &self.id).finish_non_exhaustive()
    }
}

/// The answer of a provider.
pub type SocialFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, ConnectorError>> + Send + 'a>>;

/// What the connectors of a social factory do.
pub trait SocialProvider: Debug + Send + Sync {
    /// Checks what the form cannot say; the form was checked before.
    ///
    /// # Errors
    /// [`InvalidConfig`] names the first member that does not fit.
    fn check(&self, config: &Config) -> Result<(), InvalidConfig> {
        let _ = config;
        Ok(())
    }

    /// Makes the address that the browser is sent to.
    fn authorization<'a>(
        &'a self,
        context: SocialContext<'a>,
        config: &'a Config,
        request: AuthorizationRequest<'a>,
    ) -> SocialFuture<'a, Authorization>;

    /// Exchanges what the browser brought back for a profile. Every failure of the other side is an error.
    fn profile<'a>(
        &'a self,
        context: SocialContext<'a>,
        config: &'a Config,
        callback: Callback<'a>,
    ) -> SocialFuture<'a, SocialProfile>;

    /// Exchanges a refresh token for new tokens: the answer of the token endpoint, as in [`SocialProfile::tokens`]. Fails where the provider
    /// gives no refresh tokens. One that is not taken any longer is [`ConnectorError::CodeInvalid`].
    fn renew<'a>(
        &'a self,
        context: SocialContext<'a>,
        config: &'a Config,
        refresh_token: &'a str,
    ) -> SocialFuture<'a, Value> {
        let _ = (context, config, refresh_token);
        Box::pin(async { Err(ConnectorError::Failed("the provider gives no refresh tokens".to_owned())) })
    }
}
