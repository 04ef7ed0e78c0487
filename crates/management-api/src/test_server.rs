//! A management client over a fresh tenant, for tests of endpoints.

use std::sync::Arc;

use serde_json::{Value, json};
use store::Db;
use testkit::{TestClient, TestServices};

use crate::router;

/// A client with a management token, and the services behind it.
pub(crate) struct Server {
    pub(crate) services: TestServices,
    pub(crate) client: TestClient,
}

impl Server {
    /// A fresh tenant in `db`.
    pub(crate) async fn over(db: Db) -> Self {
        let services = TestServices::over(db).await;
        let client = TestClient::with_bearer(
            router(Arc::clone(&services.services)),
            services.management_token().await,
        );
        Self { services, client }
    }

    /// What `GET` answers with 200.
    pub(crate) async fn get(&self, path: &str) -> Value {
        self.client.get(path).await.assert_status(200).json()
    }

    /// What `POST` answers with this status.
    pub(crate) async fn post(&self, path: &str, body: Value, status: u16) -> Value {
        self.client.post(path, body).await.assert_status(status).json()
    }

    /// Makes an API resource and returns its id.
    pub(crate) async fn resource(&self, name: &str) -> String {
        let body = json!({ "name": name, "indicator": format!("https://{name}.fjord.example") });
        id(&self.post("/api/resources", body, 201).await)
    }

    /// Makes a scope of a resource and returns its id.
    pub(crate) async fn scope(&self, resource: &str, name: &str) -> String {
        id(&self.post(&format!("/api/resources/{resource}/scopes"), json!({ "name": name }), 201).await)
    }

    /// Makes a role and returns its id.
    pub(crate) async fn role(&self, name: &str, kind: &str) -> String {
        id(&self
            .post("/api/roles", json!({ "name": name, "description": "About it", "type": kind }), 200)
            .await)
    }

    /// Makes an application and returns its id.
    pub(crate) async fn application(&self, name: &str, kind: &str) -> String {
        id(&self.post("/api/applications", json!({ "name": name, "type": kind }), 200).await)
    }

    /// Makes a user and returns its id.
    pub(crate) async fn user(&self, name: &str) -> String {
        id(&self.post("/api/users", json!({ "name": name }), 200).await)
    }
}

/// The id in a body.
pub(crate) fn id(body: &Value) -> String {
    body["id"].as_str().unwrap().to_owned()
}

/// A member of each element of a list.
pub(crate) fn column(list: &Value, name: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|row| row[name].as_str().unwrap().to_owned()).collect()
}
