//! What every test starts from: a tenant whose users may do everything with their accounts, applications, and users who are signed in.

use std::sync::Arc;

use api_types::account_center::AccountCenter;
use axum::{body::Body, http::Method};
use domain::{
    ApplicationId, ConnectorId, GrantId, HashedToken, OrganizationId, OrganizationRoleId,
    OrganizationScopeId, SessionId, UnixMillis, UserId,
    account::User,
    application::{Application, ApplicationType, CustomClientMetadata, OidcClientMetadata},
    grant::{AccessToken, Grant, SESSION_TTL, Session, SessionApplication},
    organization::{Organization, OrganizationRole, OrganizationScope},
    role::RoleType,
};
use http_kit::Operation;
use operations::{
    Services,
    configuration::{ACCOUNT_CENTER, SIGN_IN_EXPERIENCE},
    connectors::{Connector, seal},
    organization_invitation::NewInvitation,
};
use serde_json::{Map, Value, json};
use store::{
    Db, Page, StoreError, configuration,
    organization::{
        member,
        member_list::{self, UserFilter},
    },
};
use testkit::{TestClient, TestResponse, TestServices};

/// The application that users use.
pub(super) const APP: &str = "4l7qkgi8vplq7zeqm5mjj";
/// A third party's application.
pub(super) const THIRD_PARTY: &str = "third7qkgi8vplq7zeqm5";
/// A machine.
pub(super) const MACHINE: &str = "machine7qkgi8vplq7zeq";
/// The password of every user a test makes.
pub(super) const PASSWORD: &str = "fjord-Lamp-77";
/// Every scope that something here asks for.
pub(super) const SCOPE: &str = "openid profile email phone address custom_data identities urn:logto:scope:sessions \
                                urn:logto:scope:organizations urn:logto:scope:organization_roles urn:logto:scope:trusted_devices";
/// The parts of an account.
pub(super) const FIELDS: [&str; 15] = [
    "name",
    "avatar",
    "profile",
    "email",
    "phone",
    "password",
    "username",
    "social",
    "customData",
    "mfa",
    "passkey",
    "session",
    "organization",
    "personalAccessToken",
    "account",
];

/// A tenant.
pub(super) struct World {
    pub(super) test: TestServices,
}

/// A user with a client that is signed in.
pub(super) struct Someone {
    pub(super) id: UserId,
    pub(super) token: String,
    pub(super) grant: GrantId,
    pub(super) session: SessionId,
    pub(super) client: TestClient,
}

impl World {
    pub(super) async fn over(db: Db) -> Self {
        Self::of(TestServices::over(db).await).await
    }

    /// A tenant over these services.
    pub(super) async fn of(test: TestServices) -> Self {
        let world = Self { test };
        for (id, kind, is_third_party) in [
            (APP, ApplicationType::Spa, false),
            (THIRD_PARTY, ApplicationType::Spa, true),
            (MACHINE, ApplicationType::MachineToMachine, false),
        ] {
            world.application(id, kind, is_third_party).await;
        }
        world.open_fields("Edit").await;
        for factory in ["guildhall-mailbox-email", "guildhall-mailbox-sms"] {
            world.connector(factory, Map::new(), Map::new()).await;
        }
        world
    }

    pub(super) fn services(&self) -> &Arc<Services> {
        &self.test.services
    }

    async fn application(&self, id: &str, kind: ApplicationType, is_third_party: bool) {
        let application = Application {
            id: ApplicationId::new(id),
            name: format!("The {} application", kind.as_str()),
            description: None,
            kind,
            oidc_client_metadata: OidcClientMetadata {
                redirect_uris: vec!["https://desk.fjord.example/cb".to_owned()],
                ..OidcClientMetadata::default()
            },
            custom_client_metadata: CustomClientMetadata::default(),
            protected_app_metadata: None,
            custom_data: Map::new(),
            is_third_party,
            app_level_access_control_enabled: false,
            created_at: UnixMillis(1),
        };
        let services = self.services();
        store::application::insert(services.db.exec(), &services.tenant, &application).await.unwrap();
    }

    /// Makes a connector and returns its id.
    pub(super) async fn connector(
        &self,
        factory: &str,
        config: Map<String, Value>,
        metadata: Map<String, Value>,
    ) -> String {
        let services = self.services();
        let factory = connectors::factory(factory).unwrap();
        let connector = Connector {
            id: ConnectorId::new(services.entropy.id_12()),
            factory,
            config,
            metadata,
            sync_profile: false,
            enable_token_storage: factory.is_token_storage_supported,
            created_at: services.now(),
        };
        let (sealed, tenant) = (&seal(services, &connector).unwrap(), &services.tenant);
        let stored: Result<(), StoreError> = services
            .db
            .transaction(|tx| async move {
                configuration::bump(&tx, tenant).await?;
                store::connector::insert(tx.exec(), tenant, sealed).await
            })
            .await;
        stored.unwrap();
        connector.id.into_string()
    }

    async fn setting(&self, key: &str, value: &Value) {
        let services = self.services();
        let done: Result<(), StoreError> = services
            .db
            .transaction(|tx| async move {
                configuration::put_setting(tx.exec(), &services.tenant, key, value).await?;
                configuration::bump(&tx, &services.tenant).await
            })
            .await;
        done.unwrap();
    }

    /// Overrides sign-in settings.
    pub(super) async fn experience(&self, settings: Value) {
        self.setting(SIGN_IN_EXPERIENCE, &settings).await;
    }

    /// Sets the account center.
    pub(super) async fn account_center(&self, settings: Value) {
        // What the Management API would store.
        let stored = AccountCenter::of("default", &settings);
        assert_eq!(json!(stored)["fields"], settings["fields"]);
        self.setting(ACCOUNT_CENTER, &settings).await;
    }

    /// Opens every part of accounts so far.
    pub(super) async fn open_fields(&self, access: &str) {
        let fields: Map<String, Value> =
            FIELDS.iter().map(|field| ((*field).to_owned(), access.into())).collect();
        self.account_center(json!({ "enabled": true, "fields": fields })).await;
    }

    /// Opens every part of accounts, one of them so far only.
    pub(super) async fn open_field(&self, field: &str, access: &str) {
        self.open_all_but(&[field], access).await;
    }

    /// Opens every part of accounts, some of them so far only.
    pub(super) async fn open_all_but(&self, some: &[&str], access: &str) {
        let access = |field: &&str| if some.contains(field) { access.into() } else { "Edit".into() };
        let fields: Map<String, Value> =
            FIELDS.iter().map(|field| ((*field).to_owned(), access(field))).collect();
        self.account_center(json!({ "enabled": true, "fields": fields })).await;
    }

    /// A user with this username and [`PASSWORD`].
    pub(super) async fn user_with(&self, username: &str, change: impl FnOnce(&mut User)) -> UserId {
        let services = self.services();
        let mut user = User::new(UserId::new(services.entropy.id_12()), services.now());
        user.username = Some(username.to_owned());
        user.password = Some(services.passwords.hash(PASSWORD, &*services.entropy).await.unwrap());
        change(&mut user);
        let stored = &user;
        let done: Result<(), StoreError> = services
            .db
            .transaction(|tx| async move { store::user::insert(tx.exec(), &services.tenant, stored).await })
            .await;
        done.unwrap();
        user.id
    }

    /// A user with every kind of address, who is signed in to [`APP`].
    pub(super) async fn someone(&self, username: &str) -> Someone {
        self.someone_with(username, |_| {}).await
    }

    pub(super) async fn someone_with(&self, username: &str, change: impl FnOnce(&mut User)) -> Someone {
        let id = self
            .user_with(username, |user| {
                user.primary_email = Some(format!("{username}@fjord.example"));
                change(user);
            })
            .await;
        self.signed_in(&id, APP, SCOPE).await
    }

    /// Signs a user in to an application.
    pub(super) async fn signed_in(&self, user: &UserId, application: &str, scope: &str) -> Someone {
        let (services, now) = (self.services(), self.services().now());
        let (exec, tenant) = (services.db.exec(), &services.tenant);
        let (session, grant) =
            (SessionId::new(services.entropy.base64_43()), GrantId::new(services.entropy.base64_43()));
        let application = ApplicationId::new(application);
        let mut granted = Grant::new(grant.clone(), user.clone(), application.clone(), now);
        for scope in scope.split(' ') {
            granted.add_openid_scope(scope);
        }
        store::grant::put(exec, tenant, &granted).await.unwrap();
        let new = Session {
            user_id: Some(user.clone()),
            signed_in_at: Some(now),
            last_submission: Some(json!({
                "interactionEvent": "SignIn", "userId": user.as_str(), "verificationRecords": [],
            })),
            application_id: Some(application.clone()),
            expires_at: now.plus(SESSION_TTL),
            ..Session::new(session.clone(), now)
        };
        store::session::insert(exec, tenant, &new, &HashedToken::of(session.as_str())).await.unwrap();
        let used = SessionApplication {
            application_id: application.clone(),
            grant_id: Some(grant.clone()),
            sid: "sid".to_owned(),
            persists_logout: false,
        };
        store::session::put_application(exec, tenant, &session, &used).await.unwrap();
        let token = self
            .token(|token| {
                token.application_id = application;
                token.user_id = Some(user.clone());
                token.grant_id = Some(grant.clone());
                token.session_id = Some(session.clone());
                token.scope = scope.to_owned();
            })
            .await;
        let client = self.client(&token);
        Someone { id: user.clone(), token, grant, session, client }
    }

    /// An opaque access token.
    pub(super) async fn token(&self, change: impl FnOnce(&mut AccessToken)) -> String {
        let (services, now) = (self.services(), self.services().now());
        let value = services.entropy.base64_43();
        let mut token = AccessToken {
            hash: HashedToken::of(&value),
            application_id: ApplicationId::new(APP),
            grant_id: None,
            session_id: None,
            user_id: None,
            scope: SCOPE.to_owned(),
            claims: Map::new(),
            created_at: now,
            expires_at: now.plus(domain::grant::ACCESS_TOKEN_TTL),
        };
        change(&mut token);
        store::access_token::insert(services.db.exec(), &services.tenant, &token).await.unwrap();
        value
    }

    pub(super) fn client(&self, token: &str) -> TestClient {
        TestClient::with_bearer(crate::router(Arc::clone(self.services())), token)
    }

    pub(super) async fn find_user(&self, id: &UserId) -> User {
        store::user::find(self.services().db.exec(), &self.services().tenant, id).await.unwrap().unwrap()
    }

    /// The last message that was sent to somebody: what it is for, and the code in it.
    pub(super) async fn last_message(&self, recipient: &str) -> (String, String) {
        let services = self.services();
        let messages = store::mailbox::list(services.db.exec(), &services.tenant).await.unwrap();
        let message = messages.into_iter().find(|message| message.recipient == recipient).unwrap();
        let mut digits = message.content.split(|letter: char| !letter.is_ascii_digit());
        let code = digits.rfind(|part| part.len() == 6).unwrap().to_owned();
        (message.template_type, code)
    }

    /// Gives an application an address at which it hears of sign-outs.
    pub(super) async fn wants_to_hear_of_sign_outs(&self, application: &str) {
        let metadata = r#"{"redirectUris":["https://desk.fjord.example/cb"],"postLogoutRedirectUris":[],"backchannelLogoutUri":"https://desk.fjord.example/out"}"#;
        let sql = format!(
            "UPDATE applications SET oidc_client_metadata = '{metadata}' WHERE tenant_id = 'default' AND id = '{application}'"
        );
        store::testing::execute(&self.services().db, &sql, &[]).await;
    }

    /// An organization template in which `admin` may manage and `member` may not.
    pub(super) async fn template(&self) {
        let (services, tenant) = (self.services(), &self.services().tenant);
        let scope = OrganizationScopeId::new("manage");
        let done: Result<(), StoreError> = services
            .db
            .transaction(|tx| {
                let scope = scope.clone();
                async move {
                    configuration::bump(&tx, tenant).await?;
                    let new = OrganizationScope {
                        id: scope.clone(),
                        name: "member:role".to_owned(),
                        description: None,
                    };
                    store::organization::scope::insert(tx.exec(), tenant, &new).await?;
                    for name in ["admin", "member"] {
                        let role = OrganizationRole {
                            id: OrganizationRoleId::new(name),
                            name: name.to_owned(),
                            description: None,
                            kind: RoleType::User,
                        };
                        store::organization::role::insert(tx.exec(), tenant, &role).await?;
                    }
                    let admin = OrganizationRoleId::new("admin");
                    store::organization::role_scope::add(tx.exec(), tenant, &admin, &[scope]).await?;
                    Ok(())
                }
            })
            .await;
        done.unwrap();
    }

    /// An organization with these members, each with a role.
    pub(super) async fn organization(&self, id: &str, members: &[(&Someone, &str)]) -> OrganizationId {
        let (services, tenant) = (self.services(), &self.services().tenant);
        let organization = &Organization {
            id: OrganizationId::new(id),
            name: format!("The {id} company"),
            description: None,
            custom_data: Map::new(),
            is_mfa_required: false,
            color: Map::new(),
            branding: Map::new(),
            custom_css: None,
            created_at: services.now(),
        };
        let done: Result<(), StoreError> = services
            .db
            .transaction(|tx| async move {
                store::organization::insert(tx.exec(), tenant, organization).await?;
                for (member, role) in members {
                    let (id, role) = (&organization.id, OrganizationRoleId::new(*role));
                    member::add(tx.exec(), tenant, id, std::slice::from_ref(&member.id)).await?;
                    member::add_roles(tx.exec(), tenant, id, &member.id, &[role]).await?;
                }
                Ok(())
            })
            .await;
        done.unwrap();
        organization.id.clone()
    }

    /// The users who belong to an organization, by id.
    pub(super) async fn members(&self, organization: &OrganizationId) -> Vec<UserId> {
        let (exec, filter) = (self.services().db.exec(), UserFilter::default());
        let users = member_list::users(exec, &self.services().tenant, organization, &filter, Page::ALL).await;
        users.unwrap().into_iter().map(|user| user.member.id).collect()
    }

    /// Invites an address to an organization, for a day.
    pub(super) async fn invite(&self, organization: &OrganizationId, invitee: &str, role: &str) -> String {
        let services = self.services();
        let new = NewInvitation {
            organization_id: organization.clone(),
            inviter_id: None,
            invitee: invitee.to_owned(),
            expires_at: services.now().plus(std::time::Duration::from_secs(86_400)),
            roles: vec![OrganizationRoleId::new(role)],
            message: None,
        };
        let made = operations::organization_invitation::create(services, new).await.unwrap();
        made.invitation.id.into_string()
    }

    /// Every row of the database, by table.
    pub(super) async fn contents(&self) -> std::collections::BTreeMap<String, String> {
        let all = store::testing::contents(&self.services().db).await;
        all.into_iter().map(|(table, rows)| (table, format!("{rows:?}"))).collect()
    }

    /// The keys and results of the audit log, oldest first.
    pub(super) async fn audit(&self) -> Vec<String> {
        let services = self.services();
        let mut records =
            store::audit_log::newest(services.db.exec(), &services.tenant, 1_000).await.unwrap();
        records.reverse();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        records
            .into_iter()
            .map(|record| {
                let payload = Value::Object(record.payload);
                let (key, result) = (text(&payload["key"]), text(&payload["result"]));
                format!("{key} {result} {}", text(&payload["error"]["code"])).trim_end().to_owned()
            })
            .collect()
    }
}

impl Someone {
    /// Proves by the password who it is, and returns the id of the verification.
    pub(super) async fn proof(&self) -> String {
        let answer = self.client.post("/api/verifications/password", json!({ "password": PASSWORD })).await;
        verification_id(&answer.assert_status(201))
    }

    /// A request with a proof.
    pub(super) async fn proved(&self, method: Method, path: &str, body: Value, proof: &str) -> TestResponse {
        let headers = [("content-type", "application/json"), ("logto-verification-id", proof)];
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        self.client.send(method, path, &headers, body).await
    }

    /// Asks for a code and shows it; returns the id of the verification.
    pub(super) async fn verified_code(&self, world: &World, kind: &str, value: &str) -> String {
        let id = self.asked_for_code(kind, value).await;
        let (_, code) = world.last_message(value).await;
        self.show_code(kind, value, (&id, &code)).await.assert_status(200);
        id
    }

    pub(super) async fn asked_for_code(&self, kind: &str, value: &str) -> String {
        let body = json!({ "identifier": { "type": kind, "value": value } });
        let answer = self.client.post("/api/verifications/verification-code", body).await;
        verification_id(&answer.assert_status(201))
    }

    pub(super) async fn show_code(&self, kind: &str, value: &str, (id, code): (&str, &str)) -> TestResponse {
        let body =
            json!({ "identifier": { "type": kind, "value": value }, "verificationId": id, "code": code });
        self.client.post("/api/verifications/verification-code/verify", body).await
    }
}

pub(super) fn verification_id(answer: &TestResponse) -> String {
    answer.json()["verificationRecordId"].as_str().unwrap().to_owned()
}

/// The path of an operation with something for each of its parameters.
pub(super) fn any_path(operation: &Operation) -> String {
    let segment = |part: &str| if part.starts_with('{') { "unknown".to_owned() } else { part.to_owned() };
    operation.path.split('/').map(segment).collect::<Vec<_>>().join("/")
}

/// A body that an operation takes.
pub(super) fn any_body(operation: &Operation) -> Value {
    match (operation.method.as_str(), operation.path) {
        ("PATCH", "/api/my-account") => json!({ "name": "Ina" }),
        ("PATCH", "/api/my-account/profile") => json!({ "nickname": "Ina" }),
        (_, "/api/my-account/password") => json!({ "password": "another-Lamp-78" }),
        (_, "/api/verifications/password") => json!({ "password": PASSWORD }),
        ("POST", "/api/my-account/primary-email") => {
            json!({ "email": "new@fjord.example", "newIdentifierVerificationRecordId": "unknown" })
        }
        ("POST", "/api/my-account/primary-phone") => {
            json!({ "phone": "4741234567", "newIdentifierVerificationRecordId": "unknown" })
        }
        ("POST" | "PUT", "/api/my-account/identities") => {
            json!({ "newIdentifierVerificationRecordId": "unknown" })
        }
        ("PUT", "/api/my-account/identities/{target}/access-token") => {
            json!({ "verificationRecordId": "unknown" })
        }
        ("POST", "/api/my-account/mfa-verifications") => {
            json!({ "type": "Totp", "secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" })
        }
        ("PUT", "/api/my-account/mfa-verifications/totp") => {
            json!({ "secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "code": "000000" })
        }
        ("PATCH", "/api/my-account/mfa-verifications/{verificationId}/name") => json!({ "name": "Phone" }),
        (_, "/api/verifications/web-authn/registration/verify") => json!({
            "verificationRecordId": "unknown",
            "payload": {
                "type": "WebAuthn", "id": "a", "rawId": "a", "clientExtensionResults": {},
                "response": { "clientDataJSON": "a", "attestationObject": "a" },
            },
        }),
        ("PATCH", "/api/my-account/personal-access-tokens") => {
            json!({ "currentName": "unknown", "name": "Backup" })
        }
        (
            "POST",
            "/api/my-account/personal-access-tokens" | "/api/my-account/personal-access-tokens/delete",
        ) => {
            json!({ "name": "Backup" })
        }
        ("PATCH", "/api/my-account/mfa-settings") => json!({ "skipMfaOnSignIn": true }),
        ("PATCH", "/api/my-account/logto-configs") => json!({ "mfa": { "skipped": true } }),
        (_, "/api/verifications/verification-code") => {
            json!({ "identifier": { "type": "email", "value": "new@fjord.example" } })
        }
        (_, "/api/verifications/verification-code/verify") => json!({
            "identifier": { "type": "email", "value": "new@fjord.example" },
            "verificationId": "unknown", "code": "123456",
        }),
        (_, "/api/verifications/social") => {
            json!({ "state": "s", "redirectUri": "https://desk.fjord.example/cb", "connectorId": "unknown" })
        }
        (_, "/api/verifications/social/verify") => {
            json!({ "connectorData": {}, "verificationRecordId": "unknown" })
        }
        _ => Value::Null,
    }
}

/// Sends a request for an operation.
pub(super) async fn send(
    client: &TestClient,
    operation: &Operation,
    headers: &[(&str, &str)],
) -> TestResponse {
    let body = any_body(operation);
    let mut all = vec![("content-type", "application/json")];
    all.extend_from_slice(headers);
    let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    client.send(operation.method.clone(), &any_path(operation), &all, body).await
}
