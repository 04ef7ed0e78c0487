//! Signing in at an enterprise's own provider: connectors with their configuration opened, the way there and back, and whose account it is.
//!
//! Who somebody is is told by connector, issuer and id. An address finds an account, or becomes one's, only where the connector speaks for its domain.

use std::time::Duration;

use connectors::{
    Config, ConnectorError,
    social::{AuthorizationRequest, Callback},
    sso::{ProviderMetadata, SsoProfile, SsoProvider, is_public_issuer},
};
use domain::{
    HashedToken, OrganizationId, SsoConnectorId, TenantId, UnixMillis,
    account::{User, identifier::is_same_email, proof::Proof},
    sign_in_experience::SignInExperience,
    sso::{SsoIdentity, domain_of, parse_domain, speaks_for},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use store::{
    AsStoreError, Exec, Page, StoreError,
    organization::jit,
    sso_connector::{self, StoredSsoAuthorization, StoredSsoConnector},
    user,
};
use tokio::sync::Semaphore;

use crate::{
    connectors::{AuthorizationError, context},
    keys,
    services::{OperationError, Services},
    social::details,
};

/// What sealed configurations are bound to, beside the connector.
const CONFIG: &str = "sso-connector-config";
/// What is sealed while a browser is elsewhere.
const REMEMBERED: &str = "sso-authorization";
/// How long a browser may be elsewhere.
const AUTHORIZATION_TTL: Duration = Duration::from_secs(3_600);
/// The most that is kept of what a provider said, in bytes of JSON.
const MAX_RAW_BYTES: usize = 8 * 1024;

/// An enterprise connector.
#[derive(Clone)]
pub struct SsoConnector {
    /// The id.
    pub id: SsoConnectorId,
    /// Its kind.
    pub provider: &'static SsoProvider,
    /// What its operator calls it.
    pub connector_name: String,
    /// What its operator filled in. It may be incomplete: [`SsoProvider::check`] says so.
    pub config: Config,
    /// The domains whose addresses it speaks for, in the form of [`domain::sso::parse_domain`].
    pub domains: Vec<String>,
    /// How it is shown: `{displayName?, logo?, darkLogo?}`.
    pub branding: Map<String, Value>,
    /// Whether users get name and picture of the other side at each sign-in.
    pub sync_profile: bool,
    /// When it was made.
    pub created_at: UnixMillis,
}

impl std::fmt::Debug for SsoConnector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SsoConnector")
            .field("id", &self.id)
            .field("provider", &self.provider.id)
            .finish_non_exhaustive()
    }
}

impl SsoConnector {
    /// What it is called on pages: what its operator shows, else its name.
    pub fn display_name(&self) -> &str {
        let shown = self.branding.get("displayName").and_then(Value::as_str);
        shown.filter(|shown| !shown.is_empty()).unwrap_or(&self.connector_name)
    }

    /// The logo that is shown, on light or on dark ground.
    pub fn logo(&self, is_dark: bool) -> &str {
        let own = |member| self.branding.get(member).and_then(Value::as_str).filter(|logo| !logo.is_empty());
        own("darkLogo").filter(|_| is_dark).or_else(|| own("logo")).unwrap_or(self.provider.logo)
    }

    /// Whether its provider can be asked: its configuration is complete.
    pub fn is_ready(&self) -> bool {
        self.provider.check(&self.config).is_ok()
    }

    /// Whether it speaks for an address.
    pub fn speaks_for(&self, email: &str) -> bool {
        speaks_for(&self.domains, email)
    }
}

/// Seals the configuration of a connector for the store.
pub fn seal(services: &Services, connector: &SsoConnector) -> Result<StoredSsoConnector, OperationError> {
    let config = zeroize::Zeroizing::new(Value::Object(connector.config.clone()).to_string());
    let sealed_for = keys::context(&services.tenant, CONFIG, connector.id.as_str());
    Ok(StoredSsoConnector {
        id: connector.id.clone(),
        provider_name: connector.provider.id.to_owned(),
        connector_name: connector.connector_name.clone(),
        sealed_config: keys::seal(&services.sealing, &*services.entropy, &sealed_for, config.as_bytes())?,
        domains: connector.domains.clone(),
        branding: connector.branding.clone(),
        sync_profile: connector.sync_profile,
        created_at: connector.created_at,
    })
}

/// Opens a stored connector; `None` when this version does not know its kind.
pub fn open(services: &Services, stored: StoredSsoConnector) -> Result<Option<SsoConnector>, OperationError> {
    let Some(provider) = connectors::sso::provider(&stored.provider_name) else {
        tracing::warn!(sso_connector.provider = %stored.provider_name, "an enterprise connector is of a kind that this version does not know");
        return Ok(None);
    };
    let sealed_for = keys::context(&services.tenant, CONFIG, stored.id.as_str());
    let opened = services.sealing.open(&sealed_for, &stored.sealed_config).map_err(|_| StoreError::Sealed)?;
    let inconsistent = StoreError::Inconsistent { table: "sso_connectors", column: "sealed_config" };
    let config = serde_json::from_slice(&opened).map_err(|_| inconsistent)?;
    let StoredSsoConnector { id, connector_name, domains, branding, sync_profile, created_at, .. } = stored;
    Ok(Some(SsoConnector {
        id,
        provider,
        connector_name,
        config,
        domains,
        branding,
        sync_profile,
        created_at,
    }))
}

/// As [`open`], where others can stand in for one that cannot be read, which the log tells.
fn open_or_tell(services: &Services, stored: StoredSsoConnector) -> Option<SsoConnector> {
    let id = stored.id.clone();
    open(services, stored).unwrap_or_else(|error| {
        tell_unreadable(&id, &error);
        None
    })
}

fn tell_unreadable(id: &SsoConnectorId, error: &OperationError) {
    tracing::warn!(sso_connector.id = %id, error.message = %domain::causes(error), "an enterprise connector cannot be read");
}

fn open_all(
    services: &Services,
    stored: Vec<StoredSsoConnector>,
) -> Result<Vec<SsoConnector>, OperationError> {
    stored.into_iter().filter_map(|stored| open(services, stored).transpose()).collect()
}

/// The connector with this id.
pub async fn find(services: &Services, id: &SsoConnectorId) -> Result<Option<SsoConnector>, OperationError> {
    match sso_connector::find(services.db.exec(), &services.tenant, id).await? {
        Some(stored) => open(services, stored),
        None => Ok(None),
    }
}

/// As [`find`], for a page that has something else to show too: one that cannot be read is none, which the log says.
pub async fn find_to_show(services: &Services, id: &SsoConnectorId) -> Option<SsoConnector> {
    find(services, id).await.unwrap_or_else(|error| {
        tell_unreadable(id, &error);
        None
    })
}

/// A page of connectors, newest first.
pub async fn list(services: &Services, page: Page) -> Result<Vec<SsoConnector>, OperationError> {
    open_all(services, sso_connector::list(services.db.exec(), &services.tenant, page).await?)
}

/// Whether an address proves nothing at a sign-in but at its enterprise's provider: the settings lead addresses to such, and a connector that can be asked speaks for it.
/// One that this node cannot read, because it is of a later kind or damaged, speaks for it as well.
pub async fn is_led(
    services: &Services,
    settings: &SignInExperience,
    email: &str,
) -> Result<bool, OperationError> {
    let Some(domain) = domain_of(email).filter(|_| settings.is_sso_enabled) else { return Ok(false) };
    let stored = sso_connector::of_domain(services.db.exec(), &services.tenant, &domain).await?;
    Ok(stored
        .into_iter()
        .any(|stored| open_or_tell(services, stored).is_none_or(|connector| connector.is_ready())))
}

/// The connectors that speak for an address and can be read and asked, oldest first. Whether the tenant's settings lead addresses to them is the caller's to look at.
pub async fn for_email(services: &Services, email: &str) -> Result<Vec<SsoConnector>, OperationError> {
    let Some(domain) = domain_of(email) else { return Ok(Vec::new()) };
    let stored = sso_connector::of_domain(services.db.exec(), &services.tenant, &domain).await?;
    let opened = stored.into_iter().filter_map(|stored| open_or_tell(services, stored));
    Ok(opened.filter(SsoConnector::is_ready).collect())
}

/// How many look at what providers publish at the same time, on this node: who asks chooses the provider, which may be silent.
const MAX_LOOKS: usize = 16;
/// How long it may take, both documents together.
const LOOK_TIMEOUT: Duration = Duration::from_secs(10);

static LOOKS: Semaphore = Semaphore::const_new(MAX_LOOKS);

/// Why it is not known what a provider publishes.
#[derive(Debug, thiserror::Error)]
pub enum LookUpError {
    /// Others look, and that takes long.
    #[error("too many providers are asked at the moment")]
    Busy,
    /// The connector is not complete, or the provider not in order.
    #[error(transparent)]
    Connector(#[from] ConnectorError),
}

/// What a connector's provider publishes about itself now, for whoever sets the connector up. The log tells what is wrong.
pub async fn look_up(services: &Services, connector: &SsoConnector) -> Result<ProviderMetadata, LookUpError> {
    let _place = LOOKS.try_acquire().map_err(|_| LookUpError::Busy)?;
    let asked = connector.provider.look_up(context(services), &connector.config);
    let said = tokio::time::timeout(LOOK_TIMEOUT, asked)
        .await
        .unwrap_or_else(|_| Err(ConnectorError::Failed("the provider takes too long".to_owned())));
    said.map_err(|error| {
        tracing::warn!(sso_connector.id = %connector.id, error.message = %domain::causes(&error), "an enterprise's provider cannot be used");
        error.into()
    })
}

/// Begins a sign-in at a connector's provider, and returns where to send the browser. What must be known again is kept under `key`, which only whoever
/// holds it can finish with; to compare the state is up to that. `login_hint` is the address that was typed.
pub async fn begin_authorization(
    services: &Services,
    connector: &SsoConnector,
    key: &str,
    (state, redirect_uri, login_hint): (&str, &str, Option<&str>),
) -> Result<String, AuthorizationError> {
    let request =
        AuthorizationRequest { connector_id: connector.id.as_str(), state, redirect_uri, scope: None };
    let begun = connector
        .provider
        .authorization(context(services), &connector.config, request, login_hint)
        .await
        .map_err(AuthorizationError::Connector)?;
    let sealed_for = keys::context(&services.tenant, REMEMBERED, connector.id.as_str());
    let remembered = begun.remembered.to_string();
    let stored = StoredSsoAuthorization {
        connector_id: connector.id.clone(),
        redirect_uri: redirect_uri.to_owned(),
        sealed_remembered: keys::seal(
            &services.sealing,
            &*services.entropy,
            &sealed_for,
            remembered.as_bytes(),
        )?,
        expires_at: services.now().plus(AUTHORIZATION_TTL),
    };
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    sso_connector::begin_authorization(exec, tenant, &key_hash(key), &stored).await?;
    Ok(begun.uri)
}

/// Finishes what [`begin_authorization`] began: exchanges what the browser brought back for a profile. Works once.
pub async fn finish_authorization(
    services: &Services,
    connector: &SsoConnector,
    key: &str,
    parameters: &Map<String, Value>,
) -> Result<SsoProfile, AuthorizationError> {
    let (exec, tenant, now) = (services.db.exec(), &services.tenant, services.now());
    let taken = sso_connector::take_authorization(exec, tenant, &key_hash(key), &connector.id, now).await?;
    let taken = taken.ok_or(AuthorizationError::NotUnderWay)?;
    let sealed_for = keys::context(tenant, REMEMBERED, connector.id.as_str());
    let opened =
        services.sealing.open(&sealed_for, &taken.sealed_remembered).map_err(|_| StoreError::Sealed)?;
    let column = StoreError::Inconsistent { table: "sso_authorizations", column: "sealed_remembered" };
    let remembered: Value = serde_json::from_slice(&opened).map_err(|_| column)?;
    let callback = Callback { parameters, redirect_uri: &taken.redirect_uri, remembered: &remembered };
    let known = connector.provider.profile(context(services), &connector.config, callback).await?;
    check_enterprise(connector, &known)?;
    Ok(known)
}

/// Refuses an account of an issuer that has accounts of everybody, unless it belongs to an enterprise whose domain the connector has.
fn check_enterprise(connector: &SsoConnector, known: &SsoProfile) -> Result<(), ConnectorError> {
    let hosted = known.hosted_domain.as_deref().and_then(parse_domain);
    if is_public_issuer(&known.issuer) && !hosted.is_some_and(|domain| connector.domains.contains(&domain)) {
        return Err(ConnectorError::AuthorizationFailed(
            "the account is none of this enterprise's".to_owned(),
        ));
    }
    Ok(())
}

fn key_hash(key: &str) -> HashedToken {
    HashedToken::of(&format!("sso-attempt\n{key}"))
}

/// Somebody whom an enterprise's provider has proved, for whatever keeps that until an account is found or made.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProvenSsoIdentity {
    /// Through which connector.
    pub connector_id: SsoConnectorId,
    /// Who vouches for them.
    pub issuer: String,
    /// `{id, email?, name?, avatar?, rawData}`. The address is one that the connector spoke for.
    pub details: Map<String, Value>,
}

impl std::fmt::Debug for ProvenSsoIdentity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ProvenSsoIdentity").field("connector_id", &self.connector_id).finish_non_exhaustive()
    }
}

impl ProvenSsoIdentity {
    /// What came of a sign-in through `connector`. An address for which it does not speak is left out.
    pub fn of(connector: &SsoConnector, known: SsoProfile) -> Self {
        let SsoProfile { issuer, mut profile, .. } = known;
        profile.email = profile.email.filter(|email| connector.speaks_for(email));
        let mut details = details(&profile);
        if profile.raw_data.to_string().len() > MAX_RAW_BYTES {
            details.insert("rawData".to_owned(), json!({}));
        }
        Self { connector_id: connector.id.clone(), issuer, details }
    }

    fn text(&self, member: &str) -> Option<&str> {
        self.details.get(member).and_then(Value::as_str)
    }

    /// Their id there.
    pub fn id(&self) -> &str {
        self.text("id").unwrap_or_default()
    }

    /// Their e-mail address, for which the connector spoke.
    pub fn email(&self) -> Option<&str> {
        self.text("email")
    }

    /// Their name.
    pub fn name(&self) -> Option<&str> {
        self.text("name")
    }

    /// Where their picture is.
    pub fn avatar(&self) -> Option<&str> {
        self.text("avatar")
    }

    /// Whether the address, for which the connector spoke, is this user's: guests of an enterprise have others.
    pub fn is_of(&self, user: &User) -> bool {
        let own = user.primary_email.as_deref();
        own.zip(self.email()).is_some_and(|(own, proven)| is_same_email(own, proven))
    }

    /// What it proves about whoever holds it.
    pub fn proof(&self) -> Proof {
        Proof::SsoIdentity {
            connector_id: self.connector_id.clone(),
            issuer: self.issuer.clone(),
            id: self.id().to_owned(),
        }
    }

    /// The user who holds it.
    pub async fn find_holder(&self, services: &Services) -> Result<Option<User>, StoreError> {
        let (exec, tenant) = (services.db.exec(), &services.tenant);
        user::find_by_sso_identity(exec, tenant, &self.connector_id, (&self.issuer, self.id())).await
    }

    /// The account that it may be joined to: the one that has its address, as long as nobody else comes to that through the connector. `None` also where
    /// the connector, which has `domains` now, does not speak for the address.
    pub async fn find_related(
        &self,
        exec: Exec<'_>,
        tenant: &TenantId,
        domains: &[String],
    ) -> Result<Option<User>, StoreError> {
        let Some(email) = self.email().filter(|email| speaks_for(domains, email)) else { return Ok(None) };
        let Some(found) = user::find_by_email(exec, tenant, email).await? else { return Ok(None) };
        let other = user::sso_identity_at(exec, tenant, &found.id, &self.connector_id).await?;
        Ok(Some(found).filter(|found| self.is_of(found) && other.is_none()))
    }
}

/// Why an identity did not get to a user.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// The connector is gone, or does not speak for the address any longer, or the address is not the user's.
    #[error("the identity is not proven any longer")]
    NotProven,
    /// The store failed; a unique violation of `user_sso_identities` when the identity is another user's, or the user has another one through the
    /// connector.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AsStoreError for JoinError {
    fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::NotProven => None,
            Self::Store(error) => Some(error),
        }
    }
}

/// How somebody comes to an identity.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Joining {
    /// They have just made the account by it.
    Registration,
    /// They have an account, with the address that the identity has, or hold the identity already.
    SignIn,
}

/// Gives a user the identity that a provider has proved, with the organizations that the connector's people join, and returns these; or writes anew what is known
/// of a user there who holds it already, and returns `None`. To be called in a transaction that has locked the user, whose row this is, or has just made them.
///
/// # Errors
/// [`JoinError`]. What proved the identity is looked at once more, where nobody can change the account.
pub async fn join(
    services: &Services,
    exec: Exec<'_>,
    user: &User,
    (proven, joining): (&ProvenSsoIdentity, Joining),
) -> Result<Option<Vec<OrganizationId>>, JoinError> {
    let (tenant, now) = (&services.tenant, services.now());
    let identity = SsoIdentity {
        id: services.entropy.id_21(),
        user_id: user.id.clone(),
        connector_id: proven.connector_id.clone(),
        issuer: proven.issuer.clone(),
        identity_id: proven.id().to_owned(),
        detail: proven.details.clone(),
        created_at: now,
        updated_at: now,
    };
    if user::update_sso_identity(exec, tenant, &identity).await? {
        return Ok(None);
    }
    let connector = sso_connector::find(exec, tenant, &proven.connector_id).await?;
    let connector = connector.ok_or(JoinError::NotProven)?;
    let is_spoken_for = proven.email().is_none_or(|email| speaks_for(&connector.domains, email));
    let is_joined = proven.is_of(user);
    if !is_spoken_for || (joining == Joining::SignIn && !is_joined) {
        return Err(JoinError::NotProven);
    }
    user::insert_sso_identity(exec, tenant, &identity).await?;
    if !is_joined {
        // A guest of the enterprise.
        return Ok(Some(Vec::new()));
    }
    Ok(Some(jit::provision_by_sso(exec, tenant, &user.id, &proven.connector_id).await?))
}

/// Whether a proof still proves that somebody is `user`: as [`Proof::holds_for`], with what only the store knows.
pub async fn still_proves(
    exec: Exec<'_>,
    tenant: &TenantId,
    proof: &Proof,
    user: &User,
) -> Result<bool, StoreError> {
    let Proof::SsoIdentity { connector_id, issuer, id } = proof else { return Ok(proof.holds_for(user)) };
    let held = user::sso_identity_at(exec, tenant, &user.id, connector_id).await?;
    Ok(held.is_some_and(|held| held.issuer == *issuer && held.identity_id == *id))
}

#[cfg(test)]
mod tests;
