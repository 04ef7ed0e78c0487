//! The demonstration that `guildhall dev` comes with: an organization template, API resources, applications, an organization and its
//! people, and what to open and to paste.
//!
//! Starting twice makes nothing twice, and leaves what a developer changed meanwhile as it is. The data is not for production, and
//! nothing outside this module knows of it.

pub mod client;
pub mod credentials;
pub mod guide;
pub mod seed;
pub mod token;

use std::{path::Path, sync::Arc};

use operations::Services;

pub use credentials::Credentials;
pub use guide::Guide;

use crate::failure::Failure;

/// The organization that the demonstration's users belong to.
pub const ORGANIZATION_ID: &str = "northwind";
/// Its name.
pub const ORGANIZATION_NAME: &str = "Northwind Trading";
/// The machine-to-machine application with access to the Management API.
pub const BACK_END_ID: &str = "guildhall-dev-backend";
/// The single-page application.
pub const APPLICATION_ID: &str = "guildhall-dev-spa";
/// The API resource of the gateway.
pub const ORGANIZATION_API: &str = gateway::policy::DEFAULT_RESOURCE;
/// The API resource of an imagined product.
pub const ORDERS_API: &str = "https://orders.guildhall.dev";

/// Seeds the demonstration and tells how to reach it. `gateway` is the gateway's base URL. The passwords are kept in `data_dir`.
pub async fn prepare(
    (services, administrators): (&Arc<Services>, &Arc<Services>),
    gateway: &str,
    data_dir: &Path,
) -> Result<Credentials, Failure> {
    let kept = credentials::read_kept(data_dir)?;
    let mut credentials = Credentials::new(&services.endpoint, gateway, kept.as_ref(), &*services.entropy);
    // The passwords are on disk before anybody has them, so that no start is cut off between the two.
    if kept.as_ref() != Some(&credentials) {
        credentials::keep(&credentials, data_dir)?;
    }
    seed::seed(services, &mut credentials, kept.as_ref())
        .await
        .map_err(|error| Failure::because("the demonstration cannot be set up", &*error))?;
    let operator = &credentials.console;
    let is_known = kept.as_ref().is_some_and(|kept| kept.console == *operator);
    let login = (operator.username.as_str(), operator.password.as_str());
    operations::console::administrator::ensure_owner(administrators, login, is_known)
        .await
        .map_err(|error| Failure::because("the operator of the demonstration cannot be set up", &error))?;
    credentials::keep(&credentials, data_dir)?;
    Ok(credentials)
}
