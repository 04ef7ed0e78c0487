//! Those who operate the server: how they become administrators, sign in to the console, and stay signed in (ADR 16).
//!
//! They are users of a tenant of their own, with [`Services`] of their own over the same database. Every function here takes those; nothing of
//! the product's tenant counts, by construction: each statement names its tenant.
//!
//! * [`session`] is who is signed in;
//! * [`sign_in`] is the password, then the code of an authenticator where there is one;
//! * [`link`] is the first owner, new administrators, and those who have lost their way in;
//! * [`ticket`] is the way from the console of one tenant to that of another;
//! * [`undo`] is the buttons that take a step back, each once;
//! * [`administrator`] is what owners do with administrators, and everybody with their own account.

pub mod administrator;
pub mod link;
pub mod session;
pub mod sign_in;
pub mod ticket;
pub mod undo;
pub mod walk;

use std::sync::Arc;

use domain::{
    TenantId, UserId, audit::AuditRecord, console::ConsoleRole, sentinel::SentinelPolicy,
    sign_in_experience::SignInExperience,
};
use jose::Algorithm;
use serde_json::{Map, Value, json};
use store::{Exec, StoreError};

use crate::{
    keys, known_passwords,
    services::{OperationError, Services},
};

pub use session::{KEPT_FOR, MOST, SignedIn};

/// The shortest password of an administrator, in characters.
pub const MIN_PASSWORD: u64 = 12;

/// The services of the administrators' tenant, beside those of the product's. What the tenant lacks is made.
pub async fn open(services: &Services) -> Result<Arc<Services>, OperationError> {
    let tenant = TenantId::of_administrators();
    let first = (Algorithm::ES384, services.now());
    keys::ensure(&services.db, &tenant, &services.sealing, &*services.entropy, first).await?;
    Ok(services.beside(tenant))
}

/// Whether somebody is an owner, as a transaction sees it.
pub(crate) async fn is_owner(services: &Services, exec: Exec<'_>, id: &UserId) -> Result<bool, StoreError> {
    let found = store::console::find(exec, &services.tenant, id).await?;
    Ok(found.is_some_and(|administrator| administrator.rights.role() == ConsoleRole::Owner))
}

/// Whether an administrator may speak for users of the tenant of `services`, now: the right may have been taken away since a token was made.
pub async fn may_impersonate(services: &Services, administrator: &UserId) -> Result<bool, StoreError> {
    let tenant = TenantId::of_administrators();
    let found = store::console::find(services.db.exec(), &tenant, administrator).await?;
    Ok(found.is_some_and(|found| !found.user.is_suspended && found.rights.may_impersonate()))
}

/// Where administrators are known, as tokens name it that they speak for users with.
pub fn issuer(services: &Services) -> String {
    format!("{}/console", services.endpoint.base())
}

/// How often the password or the code of an administrator may be wrong.
pub fn sentinel_policy() -> SentinelPolicy {
    let quarter = std::time::Duration::from_secs(15 * 60);
    SentinelPolicy { max_attempts: 20, lockout: quarter, ..SentinelPolicy::default() }
}

/// From where somebody asks, for the audit log and lists of sessions.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The address.
    pub ip: Option<String>,
    /// What the browser calls itself.
    pub user_agent: Option<String>,
}

/// Why a password may not be chosen: what is wrong with it, in the wire's words, or that it could not be checked.
#[derive(Clone, PartialEq, Debug)]
pub enum PasswordRefusal {
    /// It breaks rules.
    Rejected(Value),
    /// Whether it is known from leaks could not be asked.
    Unchecked,
}

/// Holds a chosen password against the rules for administrators.
pub async fn check_password(
    services: &Services,
    username: &str,
    password: &str,
) -> Result<(), PasswordRefusal> {
    let settings =
        SignInExperience::of(&json!({ "passwordPolicy": { "length": { "min": MIN_PASSWORD } } })).passwords;
    let user = domain::password::PersonalInformation { username: Some(username), ..Default::default() };
    let found = known_passwords::check(services, &settings, (password, &user)).await;
    let found = found.map_err(|_| PasswordRefusal::Unchecked)?;
    if found.is_empty() {
        return Ok(());
    }
    Err(PasswordRefusal::Rejected(
        found.into_iter().map(domain::password::PasswordRejection::to_wire).collect(),
    ))
}

/// Records what an administrator did or tried, in the audit log of their own tenant. `error` says why it did not succeed.
pub async fn record(
    services: &Services,
    (key, error): (&str, Option<&str>),
    (user, origin): (Option<&UserId>, &Origin),
    more: Value,
) -> Result<(), StoreError> {
    let mut payload = Map::new();
    payload.insert("key".to_owned(), key.into());
    payload.insert("result".to_owned(), if error.is_none() { "Success" } else { "Error" }.into());
    payload.extend(error.map(|error| ("error".to_owned(), Value::from(error))));
    payload.extend(user.map(|user| ("userId".to_owned(), Value::from(user.as_str()))));
    payload.extend(origin.ip.clone().map(|ip| ("ip".to_owned(), ip.into())));
    payload.extend(origin.user_agent.clone().map(|agent| ("userAgent".to_owned(), agent.into())));
    if let Value::Object(more) = more {
        payload.extend(more);
    }
    let record = AuditRecord { key: key.to_owned(), payload, created_at: services.now() };
    services.audit.record(&services.tenant, record).await
}
