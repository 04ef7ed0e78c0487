//! The account center of the demonstration: everything open, but for what the product keeps.

use operations::{Services, configuration::ACCOUNT_CENTER};
use serde_json::json;
use store::{StoreError, configuration};

use super::SeedError;

/// Opens it where nobody has set it.
pub(super) async fn ensure(services: &Services) -> Result<(), SeedError> {
    let settings = &json!({
        "enabled": true,
        "fields": {
            "name": "Edit", "avatar": "Edit", "profile": "Edit", "username": "Edit", "email": "Edit", "phone": "Edit",
            "password": "Edit", "social": "Edit", "mfa": "Edit", "passkey": "Edit", "session": "Edit",
        },
    });
    let tenant = &services.tenant;
    let stored: Result<(), StoreError> = services
        .db
        .transaction(|tx| async move {
            if configuration::add_setting(tx.exec(), tenant, ACCOUNT_CENTER, settings).await? {
                configuration::bump(&tx, tenant).await?;
            }
            Ok(())
        })
        .await;
    Ok(stored?)
}
