//! What the tests of this crate share: the whole router over a throw-away database, a client with a management token, and short ways to
//! make what a test needs.

use serde_json::{Value, json};
use store::Db;
use testkit::{TestClient, TestServices};

/// The Management API as its caller sees it.
pub(crate) struct TestApi {
    /// The services behind it.
    pub(crate) services: TestServices,
    /// A client that may do everything.
    pub(crate) client: TestClient,
}

impl TestApi {
    /// The API over the database that a `both_databases!` test was given.
    pub(crate) async fn over(db: Db) -> Self {
        let services = TestServices::over(db).await;
        let token = services.management_token().await;
        let client = TestClient::with_bearer(crate::router(services.services.clone()), token);
        Self { services, client }
    }

    /// Creates something and returns what was answered.
    #[track_caller]
    pub(crate) fn created(&self, path: &str, body: Value) -> impl Future<Output = Value> {
        let location = std::panic::Location::caller();
        async move {
            let answer = self.client.post(path, body).await;
            assert!(answer.status.is_success(), "{location}: {} {}", answer.status, answer.body);
            if answer.body.starts_with('{') { answer.json() } else { Value::Null }
        }
    }

    async fn created_id(&self, path: &str, body: Value) -> String {
        self.created(path, body).await["id"].as_str().unwrap().to_owned()
    }

    /// Creates an organization and returns its id.
    pub(crate) async fn organization(&self, name: &str) -> String {
        self.created_id("/api/organizations", json!({ "name": name })).await
    }

    /// Creates a user and returns its id.
    pub(crate) async fn user(&self, username: &str) -> String {
        self.created_id("/api/users", json!({ "username": username })).await
    }

    /// Creates a machine-to-machine application and returns its id.
    pub(crate) async fn machine(&self, name: &str) -> String {
        self.created_id("/api/applications", json!({ "name": name, "type": "MachineToMachine" })).await
    }

    /// Creates an organization role for users and returns its id.
    pub(crate) async fn organization_role(&self, name: &str) -> String {
        self.created_id("/api/organization-roles", json!({ "name": name })).await
    }

    /// Creates an organization role for machines and returns its id.
    pub(crate) async fn machine_role(&self, name: &str) -> String {
        self.created_id("/api/organization-roles", json!({ "name": name, "type": "MachineToMachine" })).await
    }

    /// Creates an organization scope and returns its id.
    pub(crate) async fn organization_scope(&self, name: &str) -> String {
        self.created_id("/api/organization-scopes", json!({ "name": name })).await
    }

    /// The body of a list.
    #[track_caller]
    pub(crate) fn list(&self, path: &str) -> impl Future<Output = Vec<Value>> {
        let location = std::panic::Location::caller();
        async move {
            let answer = self.client.get(path).await;
            assert_eq!(answer.status, 200, "{location}: {}", answer.body);
            answer.json().as_array().unwrap().clone()
        }
    }

    /// One member of every row of a list, in order.
    pub(crate) async fn column(&self, path: &str, key: &str) -> Vec<String> {
        self.list(path).await.iter().map(|row| row[key].as_str().unwrap().to_owned()).collect()
    }
}
