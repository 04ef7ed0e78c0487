//! What the tests of this crate share: the whole router over a throw-away database, a client with a management token, and short ways to
//! make what a test needs.

use domain::{
    ApplicationId, GrantId, HashedToken, SessionId, TrustedDeviceId, UserId,
    grant::{Grant, SESSION_TTL, Session, SessionAgent, SessionApplication},
    trusted_device::TrustedDevice,
};
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
        Self::of(TestServices::over(db).await).await
    }

    /// The API over these services.
    pub(crate) async fn of(services: TestServices) -> Self {
        let token = services.management_token().await;
        let client = TestClient::with_bearer(crate::router(services.services.clone()), token);
        Self { services, client }
    }

    /// What `GET` answers with 200.
    pub(crate) async fn get(&self, path: &str) -> Value {
        self.client.get(path).await.assert_status(200).json()
    }

    /// The list of applications without the one that calls, which is the oldest and so the last.
    pub(crate) async fn applications(&self) -> Value {
        let mut all = self.list("/api/applications").await;
        assert_eq!(all.pop().unwrap()["id"], "test-machine");
        Value::Array(all)
    }

    /// What `POST` answers with this status.
    pub(crate) async fn post(&self, path: &str, body: Value, status: u16) -> Value {
        self.client.post(path, body).await.assert_status(status).json()
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
        id(&self.created(path, body).await)
    }

    /// Creates an organization and returns its id.
    pub(crate) async fn organization(&self, name: &str) -> String {
        self.created_id("/api/organizations", json!({ "name": name })).await
    }

    /// Creates a user and returns its id.
    pub(crate) async fn user(&self, username: &str) -> String {
        self.created_id("/api/users", json!({ "username": username })).await
    }

    /// Creates a user who has a name only and returns its id.
    pub(crate) async fn named_user(&self, name: &str) -> String {
        self.created_id("/api/users", json!({ "name": name })).await
    }

    /// Creates an application and returns its id.
    pub(crate) async fn application(&self, name: &str, kind: &str) -> String {
        self.created_id("/api/applications", json!({ "name": name, "type": kind })).await
    }

    /// Creates a machine-to-machine application and returns its id.
    pub(crate) async fn machine(&self, name: &str) -> String {
        self.application(name, "MachineToMachine").await
    }

    /// Creates an API resource and returns its id.
    pub(crate) async fn resource(&self, name: &str) -> String {
        let body = json!({ "name": name, "indicator": format!("https://{name}.fjord.example") });
        self.created_id("/api/resources", body).await
    }

    /// Creates a scope of a resource and returns its id.
    pub(crate) async fn scope(&self, resource: &str, name: &str) -> String {
        self.created_id(&format!("/api/resources/{resource}/scopes"), json!({ "name": name })).await
    }

    /// Creates a global role and returns its id.
    pub(crate) async fn role(&self, name: &str, kind: &str) -> String {
        self.created_id("/api/roles", json!({ "name": name, "description": "About it", "type": kind })).await
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

    /// Creates an enterprise connector whose provider is not known yet, and returns its id.
    pub(crate) async fn sso_connector(&self, provider: &str) -> String {
        let body = json!({ "providerName": provider, "connectorName": format!("{provider} of Fjord") });
        self.created_id("/api/sso-connectors", body).await
    }

    /// Signs a user in to an application, as the OpenID provider does: a session and a grant, in which everything persists.
    pub(crate) async fn signed_in(&self, user: &str, (session, grant): (&str, &str), application: &str) {
        let (services, now) = (&self.services.services, self.services.services.now());
        let (exec, tenant) = (services.db.exec(), &services.tenant);
        let (user, application) = (UserId::new(user), ApplicationId::new(application));
        let mut granted = Grant::new(GrantId::new(grant), user.clone(), application.clone(), now);
        granted.add_openid_scope("openid");
        granted.add_openid_scope("profile");
        granted.decide("https://lamps.fjord.example", |lamps| lamps.grant("see"));
        granted.decide("https://boats.fjord.example", |boats| boats.reject("sail"));
        store::grant::put(exec, tenant, &granted).await.unwrap();
        let new = Session {
            user_id: Some(user.clone()),
            signed_in_at: Some(now),
            last_submission: Some(json!({
                "interactionEvent": "SignIn", "userId": user.as_str(), "profile": {},
                "verificationRecords": [],
            })),
            application_id: Some(application.clone()),
            expires_at: now.plus(SESSION_TTL),
            ..Session::new(SessionId::new(session), now)
        };
        store::session::insert(exec, tenant, &new, &HashedToken::of(session)).await.unwrap();
        let used = SessionApplication {
            application_id: application,
            grant_id: Some(granted.id),
            sid: format!("sid-of-{session}"),
            persists_logout: true,
        };
        store::session::put_application(exec, tenant, &new.id, &used).await.unwrap();
    }

    /// Has a user trust a browser, as signing in does.
    pub(crate) async fn trusts_device(&self, user: &str, id: &str) {
        let (services, now) = (&self.services.services, self.services.services.now());
        let device = TrustedDevice {
            id: TrustedDeviceId::new(id),
            user_id: UserId::new(user),
            agent: SessionAgent {
                ip: Some("203.0.113.9".to_owned()),
                user_agent: Some("Firefox".to_owned()),
            },
            created_at: now,
            last_used_at: now,
            expires_at: now.plus(std::time::Duration::from_secs(86_400)),
        };
        store::trusted_device::insert(services.db.exec(), &services.tenant, &device, &HashedToken::of(id))
            .await
            .unwrap();
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
        column(&Value::Array(self.list(path).await), key)
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

/// Whether rows of a database, as [`store::testing::contents`] writes them, hold a text, in a column of texts or of bytes.
pub(crate) fn shows(rows: &str, text: &str) -> bool {
    let hex = text.bytes().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    rows.contains(text) || rows.to_lowercase().contains(&hex)
}
