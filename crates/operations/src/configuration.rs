//! A tenant's configuration in memory: what token issue and sign-in read on every request without asking the database.
//!
//! A snapshot is immutable and replaced as a whole. It is fresh as long as nobody has announced a change: writers on this node move the
//! database's change counter when they commit, other nodes are heard through it too, and once a second the stored version is compared
//! as a safety net. Users, memberships and grants are not kept here; they are read by key.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Weak},
    time::Duration,
};

use arc_swap::ArcSwapOption;
use domain::{
    ApplicationId, OrganizationId, OrganizationRoleId, RoleId, ScopeId, TenantId,
    application::{Application, ApplicationSecret, sign_in_experience::ApplicationSignInExperience},
    grant::SESSION_TTL,
    organization::OrganizationScope,
    resource::{Resource, Scope},
    role::Role,
    sign_in_experience::{self, SignInExperience},
};
use futures_util::future::BoxFuture;
use jose::{CookieKey, SealingKey, SecretKey};
use serde_json::Value;
use store::{
    Db, Exec, application,
    application::ThirdPartyScopes,
    configuration::{self, TemplateRole},
    resource, role, signing_key,
};
use tokio::sync::watch;

use crate::{
    keys::{self, KeyRing},
    scripts::Customizers,
    services::OperationError,
};

/// How many clients are kept in memory.
const CLIENTS: usize = 10_000;
/// How often the stored version is compared, for changes that nobody announced.
const POLL_INTERVAL: Duration = Duration::from_secs(1);
/// The key under which the sign-in experience is stored among the settings.
pub const SIGN_IN_EXPERIENCE: &str = "signInExperience";
/// The key of what ID tokens may carry beyond their scopes' plain claims.
pub const ID_TOKEN: &str = "idToken";
/// The key of how long sign-in sessions last.
pub const OIDC_SESSION: &str = "oidcSession";
/// The key of whether clients may be identified by documents of their own.
pub const CIMD: &str = "cimd";
/// What the key of codes is derived by.
const VERIFICATION_CODE_KEY: &str = "guildhall verification-code 1";
/// The key of what users may do with their own accounts.
pub const ACCOUNT_CENTER: &str = "accountCenter";
/// The key of what a console remembers of the tenant.
pub const ADMIN_CONSOLE: &str = "adminConsole";

/// An API resource and its permissions.
#[derive(Clone, Debug)]
pub struct ResourceConfiguration {
    /// The resource.
    pub resource: Resource,
    /// Its permissions, ordered by name.
    pub scopes: Vec<Scope>,
}

/// A global role and what it gives.
#[derive(Clone, Debug)]
pub struct RoleConfiguration {
    /// The role.
    pub role: Role,
    /// The API permissions it gives.
    pub scope_ids: Vec<ScopeId>,
    /// The organizations within which it opens the Management API; `None` where it opens it for the whole tenant.
    pub organizations: Option<HashSet<OrganizationId>>,
}

/// The configuration of a tenant at one version.
#[derive(Debug)]
pub struct TenantConfiguration {
    /// The stored version this was read at.
    pub version: i64,
    /// API resources.
    pub resources: Vec<ResourceConfiguration>,
    /// Global roles.
    pub roles: HashMap<RoleId, RoleConfiguration>,
    /// Organization permissions, ordered by name.
    pub organization_scopes: Vec<OrganizationScope>,
    /// Organization roles and what they give.
    pub organization_roles: HashMap<OrganizationRoleId, TemplateRole>,
    /// Every setting by its key.
    pub settings: HashMap<String, Value>,
    /// The sign-in experience: defaults overridden by what is stored.
    pub sign_in_experience: Value,
    /// What it says about signing in, read.
    pub sign_in_settings: Arc<SignInExperience>,
    /// How long a session lasts in which somebody is signed in.
    pub session_ttl: Duration,
    /// The scripts that add claims to tokens.
    pub customizers: Customizers,
    /// The keys that sign and verify tokens.
    pub keys: KeyRing,
    /// The keys that sign cookies, newest first.
    pub cookie_keys: Vec<CookieKey>,
    /// The key from which the successors of refresh tokens are derived.
    pub refresh_token_key: SecretKey,
    /// The key under which codes that were sent to addresses are hashed.
    pub verification_code_key: SecretKey,
    resource_index: HashMap<String, usize>,
}

impl TenantConfiguration {
    /// The resource with this indicator.
    pub fn resource_by_indicator(&self, indicator: &str) -> Option<&ResourceConfiguration> {
        self.resources.get(*self.resource_index.get(indicator)?)
    }

    /// The resource that stands in when a request names none.
    pub fn default_resource(&self) -> Option<&ResourceConfiguration> {
        self.resources.iter().find(|configuration| configuration.resource.is_default)
    }
}

/// An application as the token endpoints need it.
#[derive(Debug)]
pub struct Client {
    /// The application.
    pub application: Application,
    /// Its secrets, opened.
    pub secrets: Vec<ApplicationSecret>,
    /// The global roles it holds.
    pub role_ids: Vec<RoleId>,
    /// What it may ask users for, when it is a third party's.
    pub third_party: ThirdPartyScopes,
    /// How the pages look on the way to it, where that is its own.
    pub sign_in_experience: Option<ApplicationSignInExperience>,
}

/// Keeps the configuration of one tenant in memory. Cheap to clone.
#[derive(Clone)]
pub struct ConfigurationCache(Arc<Inner>);

struct Inner {
    tenant: TenantId,
    db: Db,
    sealing: Arc<SealingKey>,
    changes: watch::Receiver<u64>,
    snapshot: ArcSwapOption<Snapshot>,
    loading: tokio::sync::Mutex<()>,
    clients: quick_cache::sync::Cache<ApplicationId, (i64, Arc<Client>)>,
}

struct Snapshot {
    /// The change counter before this was read: as long as it stands there, the snapshot is fresh.
    seen: u64,
    configuration: Arc<TenantConfiguration>,
}

impl ConfigurationCache {
    /// Makes an empty cache and starts the task that compares versions; it ends when every clone is dropped.
    pub fn start(tenant: TenantId, db: Db, sealing: Arc<SealingKey>) -> Self {
        let inner = Arc::new(Inner {
            tenant,
            changes: db.changes(),
            db,
            sealing,
            snapshot: ArcSwapOption::empty(),
            loading: tokio::sync::Mutex::new(()),
            clients: quick_cache::sync::Cache::new(CLIENTS),
        });
        tokio::spawn(compare_versions(Arc::downgrade(&inner)));
        Self(inner)
    }

    /// The configuration as it is now, if that is in memory: for those who cannot wait.
    pub fn fresh(&self) -> Option<Arc<TenantConfiguration>> {
        self.0.fresh()
    }

    /// The configuration as it is now.
    pub async fn get(&self) -> Result<Arc<TenantConfiguration>, OperationError> {
        match self.0.fresh() {
            Some(fresh) => Ok(fresh),
            None => self.reload().await,
        }
    }

    // Boxed and never inlined, so that the compiler does not copy the reading of everything to everybody who asks for the configuration.
    #[inline(never)]
    fn reload(&self) -> BoxFuture<'_, Result<Arc<TenantConfiguration>, OperationError>> {
        Box::pin(self.reload_once())
    }

    async fn reload_once(&self) -> Result<Arc<TenantConfiguration>, OperationError> {
        // One request reads, the others wait for it.
        let _loading = self.0.loading.lock().await;
        if let Some(fresh) = self.0.fresh() {
            return Ok(fresh);
        }
        let seen = *self.0.changes.borrow();
        let held = self.0.snapshot.load_full();
        let version = configuration::version(self.0.db.exec(), &self.0.tenant).await?;
        let configuration = match held {
            Some(held) if Some(held.configuration.version) == version => Arc::clone(&held.configuration),
            _ => Arc::new(self.0.load().await?),
        };
        let snapshot = Snapshot { seen, configuration: Arc::clone(&configuration) };
        self.0.snapshot.store(Some(Arc::new(snapshot)));
        Ok(configuration)
    }

    /// The client that `id` names, at the present version of the configuration.
    pub async fn client(&self, id: &ApplicationId) -> Result<Option<Arc<Client>>, OperationError> {
        let version = self.get().await?.version;
        if let Some((read_at, client)) = self.0.clients.get(id)
            && read_at == version
        {
            return Ok(Some(client));
        }
        self.read_client(id, version).await
    }

    // Boxed for the same reason as the configuration.
    #[inline(never)]
    fn read_client<'a>(
        &'a self,
        id: &'a ApplicationId,
        version: i64,
    ) -> BoxFuture<'a, Result<Option<Arc<Client>>, OperationError>> {
        Box::pin(self.read_client_once(id, version))
    }

    async fn read_client_once(
        &self,
        id: &ApplicationId,
        version: i64,
    ) -> Result<Option<Arc<Client>>, OperationError> {
        let tenant = &self.0.tenant;
        let Some(stored) = application::find_client(self.0.db.exec(), tenant, id).await? else {
            return Ok(None);
        };
        let mut secrets = Vec::with_capacity(stored.secrets.len());
        for secret in stored.secrets {
            secrets.push(crate::application::open_secret(&self.0.sealing, tenant, id, secret)?);
        }
        let client = Arc::new(Client {
            application: stored.application,
            secrets,
            role_ids: stored.role_ids,
            third_party: stored.third_party,
            sign_in_experience: stored.sign_in_experience.map(ApplicationSignInExperience::with_web_links),
        });
        self.0.clients.insert(id.clone(), (version, Arc::clone(&client)));
        Ok(Some(client))
    }
}

impl Inner {
    fn fresh(&self) -> Option<Arc<TenantConfiguration>> {
        let snapshot = self.snapshot.load();
        let snapshot = snapshot.as_ref()?;
        (snapshot.seen == *self.changes.borrow()).then(|| Arc::clone(&snapshot.configuration))
    }

    /// Reads everything in one state of the database.
    async fn load(&self) -> Result<TenantConfiguration, OperationError> {
        self.db.snapshot(|tx| async move { read(tx.exec(), &self.tenant, &self.sealing).await }).await
    }
}

/// Compares the stored version with the one held, for changes that nobody announced (a lost connection, another program).
async fn compare_versions(cache: Weak<Inner>) {
    loop {
        tokio::time::sleep(POLL_INTERVAL).await;
        let Some(inner) = cache.upgrade() else { return };
        let Some(held) = inner.snapshot.load_full() else { continue };
        match configuration::version(inner.db.exec(), &inner.tenant).await {
            Ok(version) if version == Some(held.configuration.version) => {}
            Ok(_) => inner.db.notice_change(),
            Err(error) => {
                tracing::warn!(error.message = %domain::causes(&error), "the configuration's version could not be compared");
            }
        }
    }
}

async fn read(
    exec: Exec<'_>,
    tenant: &TenantId,
    sealing: &SealingKey,
) -> Result<TenantConfiguration, OperationError> {
    let version = configuration::version(exec, tenant).await?.ok_or(OperationError::NotSetUp)?;
    let resources =
        with_scopes(resource::all(exec, tenant).await?, resource::all_scopes(exec, tenant).await?);
    let roles = role::all_with_scope_ids(exec, tenant).await?;
    let mut limits = role::limit::all(exec, tenant).await?;
    let template = configuration::organization_template(exec, tenant).await?;
    let settings = configuration::settings(exec, tenant).await?;
    let keys = KeyRing::open(signing_key::all(exec, tenant).await?, tenant, sealing)?
        .ok_or(OperationError::NotSetUp)?;
    let (cookie_keys, refresh_token_key) = keys::secrets(exec, tenant, sealing).await?;
    let refresh_token_key = refresh_token_key.ok_or(OperationError::NotSetUp)?;
    let resource_index =
        resources.iter().enumerate().map(|(at, found)| (found.resource.indicator.clone(), at)).collect();
    let sign_in_experience = sign_in_experience_of(&settings);
    Ok(TenantConfiguration {
        version,
        resource_index,
        resources,
        roles: roles
            .into_iter()
            .map(|(role, scope_ids)| {
                let organizations = limits.remove(&role.id);
                (role.id.clone(), RoleConfiguration { role, scope_ids, organizations })
            })
            .collect(),
        organization_scopes: template.scopes,
        organization_roles: template.roles.into_iter().map(|role| (role.role.id.clone(), role)).collect(),
        sign_in_settings: Arc::new(SignInExperience::of(&sign_in_experience)),
        sign_in_experience,
        session_ttl: session_ttl_of(&settings),
        customizers: Customizers::read(&settings, tenant, sealing)?,
        settings,
        keys,
        cookie_keys,
        verification_code_key: jose::derive_key(&refresh_token_key, VERIFICATION_CODE_KEY),
        refresh_token_key,
    })
}

fn with_scopes(resources: Vec<Resource>, scopes: Vec<Scope>) -> Vec<ResourceConfiguration> {
    let mut by_resource: HashMap<_, Vec<Scope>> = HashMap::new();
    for scope in scopes {
        by_resource.entry(scope.resource_id.clone()).or_default().push(scope);
    }
    let scopes_of =
        |resource: &Resource, by_resource: &mut HashMap<_, Vec<Scope>>| by_resource.remove(&resource.id);
    resources
        .into_iter()
        .map(|resource| ResourceConfiguration {
            scopes: scopes_of(&resource, &mut by_resource).unwrap_or_default(),
            resource,
        })
        .collect()
}

/// How long a session lasts, by its setting.
fn session_ttl_of(settings: &HashMap<String, Value>) -> Duration {
    let seconds = settings.get(OIDC_SESSION).and_then(|setting| setting.get("ttl")).and_then(Value::as_u64);
    seconds.map_or(SESSION_TTL, Duration::from_secs)
}

/// The default settings, each member overridden by the stored one.
fn sign_in_experience_of(settings: &HashMap<String, Value>) -> Value {
    let mut experience = sign_in_experience::default_settings();
    if let (Some(members), Some(stored)) =
        (experience.as_object_mut(), settings.get(SIGN_IN_EXPERIENCE).and_then(Value::as_object))
    {
        members.extend(stored.iter().map(|(key, value)| (key.clone(), value.clone())));
    }
    experience
}

#[cfg(test)]
mod tests;
