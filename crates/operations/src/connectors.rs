//! Connectors with their configuration opened, and signing in elsewhere on behalf of a back end.

use std::time::Duration;

use connectors::{
    Config, ConnectorContext, ConnectorError, ConnectorType, Factory,
    social::{Authorization, AuthorizationRequest, Callback, SocialProfile},
};
use domain::{ConnectorId, HashedToken, UnixMillis};
use serde_json::{Map, Value};
use store::{
    StoreError,
    connector::{self, StoredAuthorization, StoredConnector},
};

use crate::{
    keys,
    services::{OperationError, Services},
};

/// What sealed configurations are bound to, beside the connector.
const CONFIG: &str = "connector-config";
/// What is sealed while a browser is elsewhere.
const REMEMBERED: &str = "connector-authorization";
/// How long a browser may be elsewhere.
const AUTHORIZATION_TTL: Duration = Duration::from_secs(3_600);

/// A connector.
#[derive(Clone)]
pub struct Connector {
    /// The id.
    pub id: ConnectorId,
    /// Its kind.
    pub factory: &'static Factory,
    /// What its operator filled in.
    pub config: Config,
    /// What its operator calls it: `{target?, name?, logo?, logoDark?}`.
    pub metadata: Map<String, Value>,
    /// Whether users get name and picture of the other side at each sign-in.
    pub sync_profile: bool,
    /// Whether tokens of the other side are kept.
    pub enable_token_storage: bool,
    /// When it was made.
    pub created_at: UnixMillis,
}

impl std::fmt::Debug for Connector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connector")
            .field("id", &self.id)
            .field("factory", &self.factory.id)
            .finish_non_exhaustive()
    }
}

impl Connector {
    /// Whose accounts it takes: what its operator says, where its kind speaks a standard, else what its kind says.
    pub fn target(&self) -> &str {
        let own = self.metadata.get("target").and_then(Value::as_str).filter(|_| self.factory.is_standard);
        own.unwrap_or(self.factory.target)
    }
}

/// What connectors work with.
pub(crate) fn context(services: &Services) -> ConnectorContext<'_> {
    ConnectorContext { outbound: &services.outbound, now: services.now(), entropy: &*services.entropy }
}

/// Seals the configuration of a connector for the store.
pub fn seal(services: &Services, connector: &Connector) -> Result<StoredConnector, OperationError> {
    let config = Value::Object(connector.config.clone()).to_string();
    let context = keys::context(&services.tenant, CONFIG, connector.id.as_str());
    Ok(StoredConnector {
        id: connector.id.clone(),
        factory_id: connector.factory.id.to_owned(),
        connector_type: connector.factory.connector_type.as_str().to_owned(),
        target: connector.target().to_owned(),
        platform: connector.factory.platform.map(|platform| platform.as_str().to_owned()),
        sealed_config: keys::seal(&services.sealing, &*services.entropy, &context, config.as_bytes())?,
        metadata: connector.metadata.clone(),
        sync_profile: connector.sync_profile,
        enable_token_storage: connector.enable_token_storage,
        created_at: connector.created_at,
    })
}

/// Opens a stored connector; `None` when this version does not know its kind.
pub fn open(services: &Services, stored: StoredConnector) -> Result<Option<Connector>, OperationError> {
    let Some(factory) = connectors::factory(&stored.factory_id) else {
        tracing::warn!(connector.factory = %stored.factory_id, "a connector is of a kind that this version does not know");
        return Ok(None);
    };
    let context = keys::context(&services.tenant, CONFIG, stored.id.as_str());
    let opened = services.sealing.open(&context, &stored.sealed_config).map_err(|_| StoreError::Sealed)?;
    let inconsistent = StoreError::Inconsistent { table: "connectors", column: "sealed_config" };
    let config = serde_json::from_slice(&opened).map_err(|_| inconsistent)?;
    let StoredConnector { id, metadata, sync_profile, enable_token_storage, created_at, .. } = stored;
    Ok(Some(Connector { id, factory, config, metadata, sync_profile, enable_token_storage, created_at }))
}

/// The connector with this id.
pub async fn find(services: &Services, id: &ConnectorId) -> Result<Option<Connector>, OperationError> {
    match connector::find(services.db.exec(), &services.tenant, id).await? {
        Some(stored) => open(services, stored),
        None => Ok(None),
    }
}

/// Every connector, oldest first.
pub async fn list(services: &Services) -> Result<Vec<Connector>, OperationError> {
    let stored = connector::list(services.db.exec(), &services.tenant).await?;
    stored.into_iter().filter_map(|stored| open(services, stored).transpose()).collect()
}

/// The connector that sends e-mail, or that sends text messages.
pub async fn for_messages(
    services: &Services,
    connector_type: ConnectorType,
) -> Result<Option<Connector>, OperationError> {
    let word = connector_type.as_str();
    match connector::of_message_type(services.db.exec(), &services.tenant, word).await? {
        Some(stored) => open(services, stored),
        None => Ok(None),
    }
}

/// Why signing in elsewhere did not go on.
#[derive(Debug, thiserror::Error)]
pub enum AuthorizationError {
    /// The connector sends messages.
    #[error("the connector does not sign users in")]
    NotSocial,
    /// Nothing like it was begun, or it was finished.
    #[error("no sign-in with this state is under way")]
    NotUnderWay,
    /// The connector failed.
    #[error(transparent)]
    Connector(#[from] ConnectorError),
    /// The server failed.
    #[error(transparent)]
    Operation(#[from] OperationError),
}

impl From<StoreError> for AuthorizationError {
    fn from(error: StoreError) -> Self {
        Self::Operation(error.into())
    }
}

/// Begins a sign-in elsewhere for a back end, and returns where to send the browser. What must be known again is kept under `state`.
pub async fn begin_authorization(
    services: &Services,
    connector: &Connector,
    (state, redirect_uri): (&str, &str),
) -> Result<String, AuthorizationError> {
    begin(services, connector, &state_hash(state), (state, redirect_uri)).await
}

/// As [`begin_authorization`], for a sign-in that something else remembers, which only whoever holds it can finish: what must be known again
/// is kept under its `key`, and to compare the state is up to that.
pub async fn begin_keyed_authorization(
    services: &Services,
    connector: &Connector,
    key: &str,
    (state, redirect_uri): (&str, &str),
) -> Result<String, AuthorizationError> {
    begin(services, connector, &key_hash(key), (state, redirect_uri)).await
}

async fn begin(
    services: &Services,
    connector: &Connector,
    hash: &HashedToken,
    (state, redirect_uri): (&str, &str),
) -> Result<String, AuthorizationError> {
    let request =
        AuthorizationRequest { connector_id: connector.id.as_str(), state, redirect_uri, scope: None };
    let provider = connector.factory.social().ok_or(AuthorizationError::NotSocial)?;
    let begun = provider.authorization(context(services), &connector.config, request).await?;
    let sealed = keys::seal(
        &services.sealing,
        &*services.entropy,
        &keys::context(&services.tenant, REMEMBERED, connector.id.as_str()),
        begun.remembered.to_string().as_bytes(),
    )?;
    let stored = StoredAuthorization {
        connector_id: connector.id.clone(),
        redirect_uri: redirect_uri.to_owned(),
        sealed_remembered: sealed,
        expires_at: services.now().plus(AUTHORIZATION_TTL),
    };
    connector::begin_authorization(services.db.exec(), &services.tenant, hash, &stored).await?;
    Ok(begun.uri)
}

/// Finishes what [`begin_authorization`] began: exchanges what the browser brought back, `state` among it, for a profile. Works once.
///
/// An e-mail address or phone number is in the profile only if the provider has verified it. It may be used to find an account; the id alone is
/// what an identity is.
pub async fn finish_authorization(
    services: &Services,
    connector: &Connector,
    parameters: &Map<String, Value>,
) -> Result<SocialProfile, AuthorizationError> {
    let state = parameters.get("state").and_then(Value::as_str).ok_or(AuthorizationError::NotUnderWay)?;
    finish(services, connector, &state_hash(state), parameters).await
}

/// Finishes what [`begin_keyed_authorization`] began. Works once.
pub async fn finish_keyed_authorization(
    services: &Services,
    connector: &Connector,
    key: &str,
    parameters: &Map<String, Value>,
) -> Result<SocialProfile, AuthorizationError> {
    finish(services, connector, &key_hash(key), parameters).await
}

async fn finish(
    services: &Services,
    connector: &Connector,
    hash: &HashedToken,
    parameters: &Map<String, Value>,
) -> Result<SocialProfile, AuthorizationError> {
    let provider = connector.factory.social().ok_or(AuthorizationError::NotSocial)?;
    let (exec, tenant, now) = (services.db.exec(), &services.tenant, services.now());
    let taken = connector::take_authorization(exec, tenant, hash, &connector.id, now).await?;
    let taken = taken.ok_or(AuthorizationError::NotUnderWay)?;
    let sealed_for = keys::context(tenant, REMEMBERED, connector.id.as_str());
    let opened =
        services.sealing.open(&sealed_for, &taken.sealed_remembered).map_err(|_| StoreError::Sealed)?;
    let column = StoreError::Inconsistent { table: "connector_authorizations", column: "sealed_remembered" };
    let remembered: Value = serde_json::from_slice(&opened).map_err(|_| column)?;
    let callback = Callback { parameters, redirect_uri: &taken.redirect_uri, remembered: &remembered };
    Ok(provider.profile(context(services), &connector.config, callback).await?)
}

fn state_hash(state: &str) -> HashedToken {
    HashedToken::of(&format!("connector-state\n{state}"))
}

/// Begins a sign-in elsewhere whose caller keeps what must be known again.
pub async fn authorization(
    services: &Services,
    connector: &Connector,
    request: AuthorizationRequest<'_>,
) -> Result<Authorization, AuthorizationError> {
    let provider = connector.factory.social().ok_or(AuthorizationError::NotSocial)?;
    Ok(provider.authorization(context(services), &connector.config, request).await?)
}

/// Exchanges what a browser brought back from elsewhere for a profile; the caller sees to it that the callback belongs to what was begun and is
/// taken once. What [`finish_authorization`] says of addresses holds here too.
pub async fn profile(
    services: &Services,
    connector: &Connector,
    callback: Callback<'_>,
) -> Result<SocialProfile, AuthorizationError> {
    let provider = connector.factory.social().ok_or(AuthorizationError::NotSocial)?;
    Ok(provider.profile(context(services), &connector.config, callback).await?)
}

fn key_hash(key: &str) -> HashedToken {
    HashedToken::of(&format!("connector-attempt\n{key}"))
}

#[cfg(test)]
pub(crate) mod tests;
