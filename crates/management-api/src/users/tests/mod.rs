//! The operations on users through the whole router, on both databases.

mod crud;
mod identities;
mod import;
mod lists;
mod mfa_verifications;
mod passwords;
mod personal_access_tokens;
mod preferences;
mod roles;
mod sessions;
mod social_identities;
mod token_secrets;
mod trusted_devices;

use std::sync::Arc;

use serde_json::{Value, json};
use testkit::{TestClient, services::START};

use crate::{router, test_api::TestApi};

impl TestApi {
    /// Makes a user and returns its id.
    async fn user_with(&self, body: Value) -> String {
        self.client.post("/api/users", body).await.assert_status(200).json()["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// A user as `GET` answers it.
    async fn stored_user(&self, id: &str) -> Value {
        self.client.get(&format!("/api/users/{id}")).await.assert_status(200).json()
    }

    /// Stores a global role.
    async fn stored_role(&self, id: &str, kind: &str, is_default: bool) {
        let sql = "INSERT INTO roles (tenant_id, id, name, name_folded, description, description_folded, type, is_default)
                   VALUES ('default', $1, $1, $1, 'about', 'about', $2, $3)";
        store::testing::execute(&self.services.services.db, sql, store::params![id, kind, is_default]).await;
    }
}

/// A user with this id that has nothing else.
fn bare(id: &str) -> Value {
    json!({
        "id": id, "username": null, "primaryEmail": null, "primaryPhone": null, "name": null, "avatar": null, "customData": {},
        "identities": {}, "lastSignInAt": null, "createdAt": START.0, "updatedAt": START.0, "profile": {}, "applicationId": null,
        "cimdClientId": null, "isSuspended": false, "hasPassword": false,
    })
}

/// `base` with members laid over it.
fn with(mut base: Value, members: Value) -> Value {
    base.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    base
}
