//! The services that every endpoint gets.

use std::sync::Arc;

use domain::{
    ApplicationId, Clock, Entropy, HashedToken, TenantId, UnixMillis, sign_in_experience::DisposableDomains,
};
use jose::{SealingKey, VerifiedTokenCache};
use outbound::OutboundClient;
use scripts::ScriptPool;
use store::{AsStoreError, Db, StoreError, expiry::Sweeps};
use tokio::sync::Notify;

use crate::{
    audit::AuditLog,
    background::Background,
    built_in,
    captcha::CaptchaEndpoints,
    configuration::{Client, ConfigurationCache, TenantConfiguration},
    endpoint::Endpoint,
    known_passwords::KnownPasswordSources,
    organization::administrators::AdministratorRule,
    passwords::PasswordPool,
    user_assets::AssetStore,
};

/// How many verified access tokens are remembered.
const VERIFIED_TOKENS: usize = 20_000;
/// How many of each tenant beside `default`.
const VERIFIED_TOKENS_OF_TENANT: usize = 1_000;

/// Everything an endpoint works with. Shared by all requests of a tenant.
pub struct Services {
    /// The tenant that is served.
    pub tenant: TenantId,
    /// The database.
    pub db: Db,
    /// Where time comes from.
    pub clock: Arc<dyn Clock>,
    /// Where randomness comes from.
    pub entropy: Arc<dyn Entropy>,
    /// Seals what is secret at rest.
    pub sealing: Arc<SealingKey>,
    /// The public address.
    pub endpoint: Endpoint,
    /// Configuration kept in memory.
    pub configuration: ConfigurationCache,
    /// Where passwords are hashed.
    pub passwords: PasswordPool,
    /// Where audit records go.
    pub audit: AuditLog,
    /// Calls addresses that somebody else chose.
    pub outbound: OutboundClient,
    /// Where operators' scripts run.
    pub scripts: ScriptPool,
    /// Where operators try scripts: apart from those, which nothing that is tried can hold up.
    pub script_trials: ScriptPool,
    /// Where uploaded files are kept.
    pub assets: AssetStore,
    /// Where answers to captchas are checked.
    pub captchas: CaptchaEndpoints,
    /// Who knows passwords from leaks.
    pub known_passwords: KnownPasswordSources,
    /// The domains whose addresses are thrown away.
    pub disposable_domains: DisposableDomains,
    /// Who shows this key is told which tenant answers `/api/status`.
    pub status_api_key: Option<HashedToken>,
    /// Who counts as an administrator of an organization.
    pub administrators: AdministratorRule,
    /// What goes on after its answer.
    pub background: Background,
    /// Told when events wait for their delivery to webhooks.
    pub deliveries: Arc<Notify>,
    /// Access tokens whose signature was checked already.
    pub verified_tokens: VerifiedTokenCache,
    /// How far the job that removes what has ended has come.
    pub sweeps: Sweeps,
}

/// What services are made from.
pub struct ServicesOptions {
    /// The tenant that is served.
    pub tenant: TenantId,
    /// The database.
    pub db: Db,
    /// Where time comes from.
    pub clock: Arc<dyn Clock>,
    /// Where randomness comes from.
    pub entropy: Arc<dyn Entropy>,
    /// Seals what is secret at rest.
    pub sealing: SealingKey,
    /// The public address.
    pub endpoint: Endpoint,
    /// Where passwords are hashed.
    pub passwords: PasswordPool,
    /// Calls addresses that somebody else chose.
    pub outbound: OutboundClient,
    /// Where uploaded files are kept.
    pub assets: AssetStore,
    /// Where answers to captchas are checked; the providers' own addresses unless somebody stands in for them.
    pub captchas: CaptchaEndpoints,
    /// Who knows passwords from leaks.
    pub known_passwords: KnownPasswordSources,
    /// The domains whose addresses are thrown away.
    pub disposable_domains: DisposableDomains,
    /// Who shows this key is told which tenant answers `/api/status`.
    pub status_api_key: Option<HashedToken>,
    /// Who counts as an administrator of an organization.
    pub administrators: AdministratorRule,
}

impl Services {
    /// Puts the services together and starts what runs beside requests. The tenant must have been seeded.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(options: ServicesOptions) -> Result<Arc<Self>, OperationError> {
        let ServicesOptions { tenant, db, clock, entropy, sealing, endpoint, passwords, outbound, .. } =
            options;
        let (assets, captchas, status_api_key) = (options.assets, options.captchas, options.status_api_key);
        let administrators = options.administrators;
        let (known_passwords, disposable_domains) = (options.known_passwords, options.disposable_domains);
        let sealing = Arc::new(sealing);
        let audit = AuditLog::start(db.clone(), Arc::clone(&entropy))
            .map_err(|error| OperationError::Internal(Box::new(error)))?;
        Ok(Arc::new(Self {
            configuration: ConfigurationCache::start(tenant.clone(), db.clone(), Arc::clone(&sealing)),
            audit,
            verified_tokens: VerifiedTokenCache::new(VERIFIED_TOKENS),
            sweeps: Sweeps::default(),
            tenant,
            db,
            clock,
            entropy,
            sealing,
            endpoint,
            passwords,
            outbound,
            scripts: ScriptPool::standard(),
            script_trials: ScriptPool::for_trials(),
            assets,
            captchas,
            known_passwords,
            disposable_domains,
            status_api_key,
            administrators,
            background: Background::default(),
            deliveries: Arc::default(),
        }))
    }

    /// The services of the administrators' tenant, over the same database and the same pools. What is the tenant's own, its configuration in
    /// memory, begins anew. The tenant must have keys.
    pub fn beside(&self, tenant: TenantId) -> Arc<Self> {
        Arc::new(Self {
            status_api_key: None,
            verified_tokens: VerifiedTokenCache::new(1),
            sweeps: Sweeps::default(),
            ..self.another(tenant, self.endpoint.clone())
        })
    }

    /// The services of a tenant that products use, which is reached at `endpoint`. `deliveries` is told of its events.
    pub fn of_tenant(&self, tenant: TenantId, endpoint: Endpoint, deliveries: &Arc<Notify>) -> Arc<Self> {
        Arc::new(Self { deliveries: Arc::clone(deliveries), ..self.another(tenant, endpoint) })
    }

    /// The same at another address: the configuration in memory is shared.
    pub fn at(&self, endpoint: Endpoint) -> Arc<Self> {
        Arc::new(self.with(self.tenant.clone(), endpoint, self.configuration.clone()))
    }

    fn another(&self, tenant: TenantId, endpoint: Endpoint) -> Self {
        let (db, sealing) = (self.db.clone(), Arc::clone(&self.sealing));
        let configuration = ConfigurationCache::start(tenant.clone(), db, sealing);
        self.with(tenant, endpoint, configuration)
    }

    fn with(&self, tenant: TenantId, endpoint: Endpoint, configuration: ConfigurationCache) -> Self {
        Self {
            configuration,
            tenant,
            db: self.db.clone(),
            clock: Arc::clone(&self.clock),
            entropy: Arc::clone(&self.entropy),
            sealing: Arc::clone(&self.sealing),
            endpoint,
            passwords: self.passwords.clone(),
            audit: self.audit.clone(),
            outbound: self.outbound.clone(),
            scripts: self.scripts.clone(),
            script_trials: self.script_trials.clone(),
            assets: self.assets.of_another_tenant(),
            captchas: self.captchas.clone(),
            known_passwords: self.known_passwords.clone(),
            disposable_domains: self.disposable_domains.clone(),
            status_api_key: self.status_api_key,
            administrators: self.administrators.clone(),
            background: self.background.clone(),
            deliveries: Arc::default(),
            verified_tokens: VerifiedTokenCache::new(VERIFIED_TOKENS_OF_TENANT),
            sweeps: Sweeps::default(),
        }
    }

    /// The present moment.
    pub fn now(&self) -> UnixMillis {
        self.clock.now()
    }

    /// The tenant's configuration as it is now.
    pub async fn configuration(&self) -> Result<Arc<TenantConfiguration>, OperationError> {
        self.configuration.get().await
    }

    /// The client that `client_id` names, with its opened secrets; `None` when there is none.
    pub async fn client(&self, client_id: &ApplicationId) -> Result<Option<Arc<Client>>, OperationError> {
        if let Some(built_in) = built_in::find(client_id, &self.endpoint) {
            return Ok(Some(Arc::new(built_in)));
        }
        self.configuration.client(client_id).await
    }
}

/// Why an operation could not be done for reasons its caller did not cause.
#[derive(Debug, thiserror::Error)]
pub enum OperationError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The tenant has not been set up.
    #[error("the tenant has no signing key; it has not been set up")]
    NotSetUp,
    /// Too much work of this kind waits already.
    #[error("the server is busy")]
    Busy,
    /// Something else failed.
    #[error("an internal step failed")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl AsStoreError for OperationError {
    fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}
