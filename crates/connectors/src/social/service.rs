//! What is the same for every provider: the configuration is read before anything is done, the browser is sent away and what it brings back
//! is exchanged as the protocol wants it, and the tokens of the other side go beside the profile. A provider's own file says the rest as a
//! [`Service`], or as the plainer [`FixedService`].

use std::fmt::Debug;

use serde_json::Value;

use super::{
    Authorization, AuthorizationRequest, Callback, SocialContext, SocialFuture, SocialProfile,
    SocialProvider,
    token::{self, Exchange, Grant, Tokens},
};
use crate::{Config, ConnectorError, InvalidConfig};

/// A protocol with all it needs to know of one provider and of this server as its client.
pub(super) trait Flow: Send + Sync {
    /// What came of an exchange.
    type Proof: Send;

    /// Makes the address that the browser is sent to.
    fn begin(
        &self,
        context: SocialContext<'_>,
        request: AuthorizationRequest<'_>,
    ) -> Result<Authorization, ConnectorError>;

    /// Exchanges what came back.
    fn finish(
        &self,
        context: SocialContext<'_>,
        callback: &Callback<'_>,
    ) -> impl Future<Output = Result<Self::Proof, ConnectorError>> + Send;

    /// A grant with what the token endpoint must know beside it.
    fn exchange<'a>(&'a self, grant: Grant<'a>) -> Exchange<'a>;
}

/// A sign-in that was exchanged, to be told as a profile.
pub(super) struct Exchanged<'a, F: Flow> {
    /// The protocol it went through.
    pub(super) flow: &'a F,
    /// What the browser brought back.
    pub(super) callback: &'a Callback<'a>,
    /// What came of it.
    pub(super) proof: F::Proof,
}

/// What a provider's own file says.
pub(super) trait Service: Debug + Send + Sync {
    /// Its configuration, read and checked.
    type Settings: Send + Sync;
    /// The protocol that it speaks.
    type Flow: Flow;
    /// Whether tokens can be renewed.
    const GIVES_REFRESH_TOKENS: bool = true;

    /// Reads what the operator filled in, for checking it and before every use.
    fn settings(&self, config: &Config) -> Result<Self::Settings, InvalidConfig>;

    /// The protocol for these settings. What the provider publishes about itself is read here.
    fn flow(
        &self,
        context: SocialContext<'_>,
        settings: &Self::Settings,
    ) -> impl Future<Output = Result<Self::Flow, ConnectorError>> + Send;

    /// Who the user is, and the tokens that tell it.
    fn profile(
        &self,
        context: SocialContext<'_>,
        settings: &Self::Settings,
        exchanged: Exchanged<'_, Self::Flow>,
    ) -> impl Future<Output = Result<(SocialProfile, Tokens), ConnectorError>> + Send;
}

/// A [`Service`] whose protocol its configuration tells completely: nothing has to be asked or made first.
pub(super) trait FixedService: Debug + Send + Sync {
    /// The protocol that it speaks.
    type Flow: Flow + Clone;
    /// As [`Service::GIVES_REFRESH_TOKENS`].
    const GIVES_REFRESH_TOKENS: bool = true;

    /// Reads what the operator filled in.
    fn flow(&self, config: &Config) -> Result<Self::Flow, InvalidConfig>;

    /// As [`Service::profile`].
    fn profile(
        &self,
        context: SocialContext<'_>,
        exchanged: Exchanged<'_, Self::Flow>,
    ) -> impl Future<Output = Result<(SocialProfile, Tokens), ConnectorError>> + Send;
}

impl<S: FixedService> Service for S {
    type Settings = S::Flow;
    type Flow = S::Flow;
    const GIVES_REFRESH_TOKENS: bool = <S as FixedService>::GIVES_REFRESH_TOKENS;

    fn settings(&self, config: &Config) -> Result<S::Flow, InvalidConfig> {
        FixedService::flow(self, config)
    }

    async fn flow(&self, _: SocialContext<'_>, settings: &S::Flow) -> Result<S::Flow, ConnectorError> {
        Ok(settings.clone())
    }

    async fn profile(
        &self,
        context: SocialContext<'_>,
        _: &S::Flow,
        exchanged: Exchanged<'_, S::Flow>,
    ) -> Result<(SocialProfile, Tokens), ConnectorError> {
        FixedService::profile(self, context, exchanged).await
    }
}

impl<S: Service> SocialProvider for S {
    fn check(&self, config: &Config) -> Result<(), InvalidConfig> {
        self.settings(config).map(drop)
    }

    fn authorization<'a>(
        &'a self,
        context: SocialContext<'a>,
        config: &'a Config,
        request: AuthorizationRequest<'a>,
    ) -> SocialFuture<'a, Authorization> {
        Box::pin(async move {
            let settings = self.settings(config)?;
            self.flow(context, &settings).await?.begin(context, request)
        })
    }

    fn profile<'a>(
        &'a self,
        context: SocialContext<'a>,
        config: &'a Config,
        callback: Callback<'a>,
    ) -> SocialFuture<'a, SocialProfile> {
        Box::pin(async move {
            let settings = self.settings(config)?;
            let flow = self.flow(context, &settings).await?;
            let proof = flow.finish(context, &callback).await?;
            let exchanged = Exchanged { flow: &flow, callback: &callback, proof };
            let (profile, tokens) = Service::profile(self, context, &settings, exchanged).await?;
            Ok(SocialProfile { tokens: Some(tokens.answer.into()), ..profile })
        })
    }

    fn renew<'a>(
        &'a self,
        context: SocialContext<'a>,
        config: &'a Config,
        refresh_token: &'a str,
    ) -> SocialFuture<'a, Value> {
        Box::pin(async move {
            if !S::GIVES_REFRESH_TOKENS {
                return Err(ConnectorError::Failed("the provider gives no refresh tokens".to_owned()));
            }
            let settings = self.settings(config)?;
            let flow = self.flow(context, &settings).await?;
            token::renew(context, flow.exchange(Grant::RefreshToken(refresh_token))).await
        })
    }
}
