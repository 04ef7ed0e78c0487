//! What every test starts from: a tenant whose account center is open, and users who are signed in to it with a browser.

use std::sync::Arc;

use axum::{body::Body, http::Method};
use domain::{
    ConnectorId, GrantId, HashedToken, SessionId, UserId,
    account::User,
    grant::{Grant, SESSION_TTL, Session, SessionApplication},
};
use operations::{
    Services, account_center,
    configuration::{ACCOUNT_CENTER, SIGN_IN_EXPERIENCE},
    connectors::{Connector, seal},
};
use serde_json::{Map, Value, json};
use store::{Db, StoreError, configuration};
use testkit::{TestClient, TestResponse, TestServices};

/// The password of every user a test makes.
pub(super) const PASSWORD: &str = "fjord-Lamp-77";
/// The parts of an account.
const FIELDS: [&str; 12] = [
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
];

/// A tenant.
pub(super) struct World {
    pub(super) test: TestServices,
}

/// Somebody with a browser that is signed in.
pub(super) struct Someone {
    pub(super) id: UserId,
    pub(super) session: SessionId,
    pub(super) grant: GrantId,
    pub(super) browser: TestClient,
}

impl World {
    pub(super) async fn over(db: Db) -> Self {
        let world = Self { test: TestServices::over(db).await };
        world.open_all_but(&[], "Edit").await;
        for factory in ["guildhall-mailbox-email", "guildhall-mailbox-sms"] {
            world.connector(factory, Map::new(), Map::new()).await;
        }
        world
    }

    pub(super) fn services(&self) -> &Arc<Services> {
        &self.test.services
    }

    /// Makes a connector and returns its id.
    pub(super) async fn connector(
        &self,
        factory: &str,
        config: Map<String, Value>,
        metadata: Map<String, Value>,
    ) -> String {
        let services = self.services();
        let connector = Connector {
            id: ConnectorId::new(services.entropy.id_12()),
            factory: connectors::factory(factory).unwrap(),
            config,
            metadata,
            sync_profile: false,
            enable_token_storage: false,
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
        self.setting(ACCOUNT_CENTER, &settings).await;
    }

    /// Opens every part of accounts, some of them so far only.
    pub(super) async fn open_all_but(&self, some: &[&str], access: &str) {
        let access = |field: &&str| if some.contains(field) { access.into() } else { "Edit".into() };
        let fields: Map<String, Value> =
            FIELDS.iter().map(|field| ((*field).to_owned(), access(field))).collect();
        self.account_center(json!({ "enabled": true, "fields": fields })).await;
    }

    /// Somebody with a username, an e-mail address and [`PASSWORD`], signed in.
    pub(super) async fn someone(&self, username: &str) -> Someone {
        self.someone_with(username, |_| {}).await
    }

    pub(super) async fn someone_with(&self, username: &str, change: impl FnOnce(&mut User)) -> Someone {
        let services = self.services();
        let mut user = User::new(UserId::new(services.entropy.id_12()), services.now());
        user.username = Some(username.to_owned());
        user.primary_email = Some(format!("{username}@fjord.example"));
        user.password = Some(services.passwords.hash(PASSWORD, &*services.entropy).await.unwrap());
        change(&mut user);
        let stored = &user;
        let done: Result<(), StoreError> = services
            .db
            .transaction(|tx| async move { store::user::insert(tx.exec(), &services.tenant, stored).await })
            .await;
        done.unwrap();
        self.signed_in(&user.id).await
    }

    /// Signs a user in to the account center.
    pub(super) async fn signed_in(&self, user: &UserId) -> Someone {
        let (services, now) = (self.services(), self.services().now());
        let (exec, tenant) = (services.db.exec(), &services.tenant);
        let session = SessionId::new(services.entropy.base64_43());
        let grant = GrantId::new(services.entropy.base64_43());
        let client = account_center::client_id();
        let granted = Grant::new(grant.clone(), user.clone(), client.clone(), now);
        store::grant::put(exec, tenant, &granted).await.unwrap();
        let new = Session {
            user_id: Some(user.clone()),
            signed_in_at: Some(now),
            application_id: Some(client.clone()),
            expires_at: now.plus(SESSION_TTL),
            ..Session::new(session.clone(), now)
        };
        let cookie = services.entropy.base64_43();
        store::session::insert(exec, tenant, &new, &HashedToken::of(&cookie)).await.unwrap();
        let used = SessionApplication {
            application_id: client,
            grant_id: Some(grant.clone()),
            sid: "sid".to_owned(),
            persists_logout: false,
        };
        store::session::put_application(exec, tenant, &session, &used).await.unwrap();
        let browser = self.browser();
        self.set_session(&browser, &cookie).await;
        Someone { id: user.clone(), session, grant, browser }
    }

    /// Gives a browser the cookie of a session, as the provider signs it.
    pub(super) async fn set_session(&self, browser: &TestClient, cookie: &str) {
        let configuration = self.services().configuration().await.unwrap();
        let signed = format!("_session={cookie}");
        let signature = configuration.cookie_keys[0].sign(&signed);
        browser.set_cookie("_session", cookie);
        browser.set_cookie("_session.sig", &signature);
    }

    /// A browser that nobody has signed in with.
    pub(super) fn browser(&self) -> TestClient {
        let api = ::account::router(Arc::clone(self.services()));
        let options = crate::AccountCenterOptions { services: Arc::clone(self.services()), api: api.clone() };
        TestClient::new(crate::router(options).merge(api)).unrecorded()
    }

    pub(super) async fn find_user(&self, id: &UserId) -> User {
        store::user::find(self.services().db.exec(), &self.services().tenant, id).await.unwrap().unwrap()
    }

    /// The code in the last message that was sent to somebody.
    pub(super) async fn last_code(&self, recipient: &str) -> String {
        let services = self.services();
        let messages = store::mailbox::list(services.db.exec(), &services.tenant).await.unwrap();
        let message = messages.into_iter().find(|message| message.recipient == recipient).unwrap();
        let mut digits = message.content.split(|letter: char| !letter.is_ascii_digit());
        digits.rfind(|part| part.len() == 6).unwrap().to_owned()
    }

    /// How many messages were sent.
    pub(super) async fn messages(&self) -> usize {
        store::mailbox::list(self.services().db.exec(), &self.services().tenant).await.unwrap().len()
    }
}

impl Someone {
    /// A page that is there.
    pub(super) async fn page(&self, path: &str) -> String {
        self.browser.get(path).await.assert_status(200).body
    }

    /// The token against forged posts, as the pages of this session hold it.
    pub(super) async fn xsrf(&self) -> String {
        hidden(&self.page("/account/verify?by=password").await, "xsrf").expect("a form")
    }

    /// Fills in a form of a page of this session and sends it.
    pub(super) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> TestResponse {
        let xsrf = self.xsrf().await;
        let mut form = vec![("xsrf", xsrf.as_str())];
        form.extend_from_slice(fields);
        self.browser.form(path, &form).await
    }

    /// Proves by the password who it is.
    pub(super) async fn prove(&self) {
        let form = [("password", PASSWORD), ("return_to", "/account/security")];
        let answer = self.post("/account/verify", &form).await.assert_status(303);
        assert_eq!(answer.location(), "/account/security");
    }

    /// Uploads a file as a picture.
    pub(super) async fn upload(&self, xsrf: &str, file: &[u8], headers: &[(&str, &str)]) -> TestResponse {
        let head = format!(
            "--b\r\nContent-Disposition: form-data; name=\"xsrf\"\r\n\r\n{xsrf}\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"me.png\"\r\nContent-Type: image/png\r\n\r\n"
        );
        let body = [head.as_bytes(), file, b"\r\n--b--\r\n"].concat();
        let mut all = vec![("content-type", "multipart/form-data; boundary=b")];
        all.extend_from_slice(headers);
        self.browser.send(Method::POST, "/account/profile/picture", &all, Body::from(body)).await
    }
}

/// The value of a hidden field.
pub(super) fn hidden(page: &str, name: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("<input type=\"hidden\" name=\"{name}\" value=\""))?;
    Some(rest.split_once('"')?.0.to_owned())
}

/// Sends a form without a page.
pub(super) async fn forge(
    client: &TestClient,
    path: &str,
    body: &str,
    headers: &[(&str, &str)],
) -> TestResponse {
    let mut all = vec![("content-type", "application/x-www-form-urlencoded")];
    all.extend_from_slice(headers);
    client.send(Method::POST, path, &all, Body::from(body.to_owned())).await
}

/// Every address that takes a form.
pub(super) const FORMS: [&str; 14] = [
    "/account/verify",
    "/account/verify/code",
    "/account/profile",
    "/account/profile/language",
    "/account/profile/picture/remove",
    "/account/email",
    "/account/email/code",
    "/account/email/remove",
    "/account/phone",
    "/account/phone/code",
    "/account/phone/remove",
    "/account/linked/abc",
    "/account/identities/abc/unlink",
    "/account/password",
];
