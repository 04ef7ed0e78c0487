//! Tenants: how they are made, reached and deleted (ADR 17).
//!
//! Each has rows, keys, files and an issuer of its own, and is worked with through [`Services`] of its own ([`Services::of_tenant`]), so that every statement
//! names it. Who operates the server, in the console or on its machine, makes and deletes them; what was done is in the administrators' audit log.
//!
//! * [`change`] is making, naming and reaching one;
//! * [`removal`] is deleting one: it is out of reach at once, and its rows and files go bit by bit.

pub mod change;
pub mod removal;

use std::sync::Arc;

use domain::{
    TenantId,
    tenant::{Tenant, is_host_name, is_reserved, is_tenant_id, label_under},
};
use jose::Algorithm;
use serde_json::{Map, Value};
use store::{AsStoreError, StoreError, within_the_answer};
use tokio::sync::Notify;

use crate::{
    Endpoint,
    console::{self, Origin, SignedIn},
    keys, seed,
    seed::ManagementScope,
    services::{OperationError, Services},
};

/// The longest name of a tenant, in characters.
pub const MAX_NAME: usize = 128;
/// How many hosts lead to a tenant at the most.
pub const MAX_HOSTS: usize = 20;

/// What this server says of all its tenants.
pub struct Tenancy {
    /// Where the tenant `default` is reached.
    pub endpoint: Endpoint,
    /// The domain under which tenants are reached by their ids, where there is one.
    pub domain: Option<String>,
    /// The algorithm of a tenant's first key.
    pub algorithm: Algorithm,
    /// The scopes of the Management API beside `all`.
    pub scopes: Vec<ManagementScope>,
    /// Told when events of a tenant beside `default` wait for their delivery.
    pub deliveries: Arc<Notify>,
}

impl Tenancy {
    /// Of a server without a domain for tenants.
    pub fn new(endpoint: Endpoint, scopes: Vec<ManagementScope>) -> Self {
        Self { endpoint, domain: None, algorithm: Algorithm::ES384, scopes, deliveries: Arc::default() }
    }

    /// Whether a host may lead to a tenant. Those directly under the domain of tenants belong to the tenant of that id, also where there is none yet, and the
    /// server's own to `default`.
    pub fn may_lead_to(&self, host: &str, tenant: &TenantId) -> bool {
        is_host_name(host)
            && !self.is_own(host)
            && self.domain.as_deref() != Some(host)
            && self.under_domain(host).is_none_or(|label| label == tenant.as_str())
    }

    /// The label of a host under the domain of tenants.
    pub fn under_domain<'a>(&self, host: &'a str) -> Option<&'a str> {
        label_under(host, self.domain.as_deref()?)
    }

    /// Whether a host is the server's own.
    pub fn is_own(&self, host: &str) -> bool {
        self.endpoint.host().trim_end_matches('.').eq_ignore_ascii_case(host)
    }

    /// The public address of a tenant that is reached at `host`: with the scheme, the port and the path of the server's own.
    pub fn endpoint_at(&self, host: &str) -> Result<Endpoint, OperationError> {
        self.endpoint.at(host).map_err(|error| OperationError::Internal(Box::new(error)))
    }

    /// Where a tenant is reached: `default` at the server's own address, the others at their first host.
    pub fn endpoint_of(&self, tenant: &Tenant) -> Option<Endpoint> {
        if tenant.id == TenantId::default_tenant() {
            return Some(self.endpoint.clone());
        }
        self.endpoint.at(tenant.host()?).ok()
    }
}

/// Gives a tenant what it needs before it is served: keys and what every tenant starts with. What is there already stays.
pub async fn prepare(services: &Services, tenancy: &Tenancy) -> Result<(), OperationError> {
    let first = (tenancy.algorithm, services.now());
    keys::ensure(&services.db, &services.tenant, &services.sealing, &*services.entropy, first).await?;
    seed::seed_tenant(services).await?;
    seed::add_management_scopes(services, &tenancy.scopes).await?;
    // Reads every key once.
    services.configuration().await.map(drop)
}

/// Who asks for a change.
#[derive(Clone, Copy)]
pub enum Asker<'a> {
    /// An administrator, who must be an owner.
    Owner(&'a SignedIn, &'a Origin),
    /// Whoever runs commands on the server's machine, and has its database anyway.
    Machine,
}

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Who asks is not an owner.
    #[error("only owners do this")]
    NotAnOwner,
    /// The id cannot be one.
    #[error(
        "an id is 1 to 63 lower-case letters, digits and hyphens, and neither begins nor ends with a hyphen"
    )]
    BadId,
    /// The name cannot be one.
    #[error("a name has at most 128 characters, and no control characters")]
    BadName,
    /// There is such a tenant, or there was one whose rows are still being deleted.
    #[error("there is a tenant of this id already, or it is still being deleted")]
    Taken,
    /// No host would lead to it.
    #[error("a tenant needs a host name")]
    NoHost,
    /// More hosts than a tenant may have.
    #[error("a tenant has at most 20 host names")]
    TooManyHosts,
    /// The host name cannot lead there.
    #[error("`{0}` cannot be the host name of this tenant")]
    BadHost(String),
    /// The host leads to another tenant.
    #[error("`{0}` leads to another tenant")]
    TakenHost(String),
    /// This tenant stays as it is.
    #[error("this tenant stays as it is")]
    Reserved,
    /// There is no such tenant.
    #[error("there is no such tenant")]
    Gone,
    /// Something failed that the caller did not cause.
    #[error(transparent)]
    Operation(#[from] OperationError),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Operation(error.into())
    }
}

impl AsStoreError for Refusal {
    fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Operation(error) => error.as_store_error(),
            _ => None,
        }
    }
}

/// Does all of what a tenant's administrator asks for, with its record, also when they hang up.
///
/// # Errors
/// When it panicked.
pub async fn whole<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> Result<T, OperationError> {
    let done = tokio::spawn(within_the_answer(work)).await;
    done.map_err(|error| OperationError::Internal(Box::new(error)))
}

/// Every tenant, by its id.
pub async fn list(administrators: &Services) -> Result<Vec<Tenant>, OperationError> {
    Ok(store::tenant::list(administrators.db.exec()).await?)
}

/// A tenant.
pub async fn find(administrators: &Services, id: &TenantId) -> Result<Option<Tenant>, OperationError> {
    Ok(store::tenant::find(administrators.db.exec(), id).await?)
}

fn check_id(id: &TenantId) -> Result<(), Refusal> {
    if !is_tenant_id(id.as_str()) {
        return Err(Refusal::BadId);
    }
    if is_reserved(id) { Err(Refusal::Taken) } else { Ok(()) }
}

fn check_name(name: &str) -> Result<(), Refusal> {
    let is_name = name.chars().count() <= MAX_NAME && !name.chars().any(char::is_control);
    if is_name { Ok(()) } else { Err(Refusal::BadName) }
}

fn check_hosts(tenancy: &Tenancy, id: &TenantId, hosts: &[String]) -> Result<(), Refusal> {
    if hosts.is_empty() {
        return Err(Refusal::NoHost);
    }
    if hosts.len() > MAX_HOSTS {
        return Err(Refusal::TooManyHosts);
    }
    match hosts.iter().find(|host| !tenancy.may_lead_to(host, id)) {
        Some(host) => Err(Refusal::BadHost(host.clone())),
        None => Ok(()),
    }
}

/// Records what was done.
async fn told(
    administrators: &Services,
    key: &str,
    asker: Asker<'_>,
    (id, more): (&TenantId, Map<String, Value>),
) -> Result<(), Refusal> {
    let mut more = more;
    more.insert("tenant".to_owned(), id.as_str().into());
    let machine = Origin::default();
    let (user, origin) = match asker {
        Asker::Owner(by, origin) => (Some(&by.user.id), origin),
        Asker::Machine => (None, &machine),
    };
    Ok(console::record(administrators, (key, None), (user, origin), Value::Object(more)).await?)
}

/// Asks again, within a transaction: a right may have been taken away meanwhile.
async fn must_be_owner(
    administrators: &Services,
    exec: store::Exec<'_>,
    asker: Asker<'_>,
) -> Result<(), Refusal> {
    let Asker::Owner(by, _) = asker else { return Ok(()) };
    if console::is_owner(administrators, exec, &by.user.id).await? {
        Ok(())
    } else {
        Err(Refusal::NotAnOwner)
    }
}
