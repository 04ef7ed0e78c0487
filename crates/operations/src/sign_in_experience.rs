//! What the sign-in experience depends on beside its settings: what sends messages, and which providers pages offer.

use domain::sign_in_experience::AvailableSenders;
use serde_json::Value;

use crate::{OperationError, Services};

/// What sends codes to addresses and numbers: the tenant's e-mail and SMS connectors. There are none yet; once there are, this asks
/// `store::connector`.
#[expect(clippy::unused_async, reason = "what it will ask is asked asynchronously")]
pub async fn available_senders(_services: &Services) -> Result<AvailableSenders, OperationError> {
    Ok(AvailableSenders::default())
}

/// The social connectors that are enabled, as pages know them (`{id, target, name, logo, logoDark, platform, …}`), in the order in which
/// `socialSignInConnectorTargets` names their targets. There are none yet; once there are, this asks `store::connector`. Targets of which
/// no connector is in this list are no settings either: changing the settings leaves them out.
#[expect(clippy::unused_async, reason = "what it will ask is asked asynchronously")]
pub async fn social_connectors(_services: &Services) -> Result<Vec<Value>, OperationError> {
    Ok(Vec::new())
}

/// The enterprise connectors that pages show by name. There are none yet.
#[expect(clippy::unused_async, reason = "what it will ask is asked asynchronously")]
pub async fn sso_connectors(_services: &Services) -> Result<Vec<Value>, OperationError> {
    Ok(Vec::new())
}
