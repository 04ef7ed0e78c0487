//! How far the first walk through a tenant is, which the console leads newcomers through. It is a setting that only the console writes: what a machine
//! could write leads no administrator's hand.

use serde::{Deserialize, Serialize};
use store::{StoreError, configuration};

use crate::services::{OperationError, Services};

/// The setting's key.
const KEY: &str = "getStarted";

/// The ids of what was made; empty where nothing was.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Walk {
    /// The application that the walk's user signs in to.
    pub application: String,
    /// The machine-to-machine application.
    pub machine: String,
    /// The organization.
    pub organization: String,
    /// The user.
    pub user: String,
    /// The user's invitation.
    pub invitation: String,
}

/// The walk of a tenant, as far as it went.
pub async fn find(services: &Services) -> Result<Walk, StoreError> {
    let found = configuration::setting(services.db.exec(), &services.tenant, KEY).await?;
    Ok(found.and_then(|walk| serde_json::from_value(walk).ok()).unwrap_or_default())
}

/// Remembers how far it went.
pub async fn remember(services: &Services, walk: &Walk) -> Result<(), OperationError> {
    let walk = &serde_json::to_value(walk).map_err(|error| OperationError::Internal(Box::new(error)))?;
    let tenant = &services.tenant;
    services
        .db
        .transaction(|tx| async move {
            configuration::bump(&tx, tenant).await?;
            configuration::put_setting(tx.exec(), tenant, KEY, walk).await
        })
        .await?;
    Ok(())
}
