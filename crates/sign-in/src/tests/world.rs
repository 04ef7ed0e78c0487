//! What every test starts from: a tenant with an application and users, and browsers in the middle of a sign-in.

use std::sync::Arc;

use axum::http::{HeaderMap, StatusCode};
use domain::{
    ApplicationId, GrantId, HashedToken, InteractionId, SessionId, UnixMillis, UserId,
    account::User,
    application::{Application, ApplicationType, CustomClientMetadata, OidcClientMetadata},
    grant::{INTERACTION_TTL, Interaction, InteractionPrompt, InteractionResult, Session},
};
use http_kit::{CookieAttributes, SameSite};
use operations::{Services, configuration::SIGN_IN_EXPERIENCE, interaction::cookie_with};
use serde_json::{Map, Value, json};
use store::{StoreError, audit_log, configuration, user::UserChange};
use testkit::{TestClient, TestResponse, TestServices};

/// The application that users sign in to.
pub(super) const APP: &str = "4l7qkgi8vplq7zeqm5mjj";
/// A third party's application.
pub(super) const THIRD_PARTY: &str = "third7qkgi8vplq7zeqm5";
/// The password of every user a test makes.
pub(super) const PASSWORD: &str = "fjord-Lamp-77";

/// A tenant.
pub(super) struct World {
    pub(super) test: TestServices,
}

/// A browser in the middle of a sign-in.
pub(super) struct Browser {
    pub(super) client: TestClient,
    pub(super) uid: InteractionId,
}

impl World {
    pub(super) async fn new() -> Self {
        Self::over(TestServices::sqlite().await).await
    }

    pub(super) async fn over(test: TestServices) -> Self {
        let world = Self { test };
        world.application(APP, "Fjord Desk", false).await;
        world.application(THIRD_PARTY, "Fjord Reports", true).await;
        world
    }

    pub(super) fn services(&self) -> &Arc<Services> {
        &self.test.services
    }

    pub(super) fn client(&self) -> TestClient {
        TestClient::new(crate::router(Arc::clone(self.services()))).watched(super::descriptions::hold)
    }

    async fn application(&self, id: &str, name: &str, is_third_party: bool) {
        let application = Application {
            id: ApplicationId::new(id),
            name: name.to_owned(),
            description: None,
            kind: ApplicationType::Spa,
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

    /// Overrides sign-in settings.
    pub(super) async fn settings(&self, settings: Value) {
        self.put_setting(SIGN_IN_EXPERIENCE, settings).await;
    }

    /// Overrides settings of this name.
    pub(super) async fn put_setting(&self, name: &'static str, settings: Value) {
        let (services, settings) = (self.services(), &settings);
        let done: Result<(), StoreError> = services
            .db
            .transaction(|tx| async move {
                configuration::put_setting(tx.exec(), &services.tenant, name, settings).await?;
                configuration::bump(&tx, &services.tenant).await
            })
            .await;
        done.unwrap();
    }

    /// A user with this username and [`PASSWORD`].
    pub(super) async fn user(&self, username: &str) -> UserId {
        self.user_with(username, |_| {}).await
    }

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

    pub(super) async fn find_user(&self, id: &UserId) -> User {
        store::user::find(self.services().db.exec(), &self.services().tenant, id).await.unwrap().unwrap()
    }

    pub(super) async fn find_user_by_name(&self, username: &str) -> Option<User> {
        store::user::find_by_username(self.services().db.exec(), &self.services().tenant, username)
            .await
            .unwrap()
    }

    /// Changes a user behind the back of a sign-in.
    pub(super) async fn change_user(&self, id: &UserId, change: impl FnOnce(&mut UserChange)) {
        let services = self.services();
        let mut changed = UserChange::default();
        change(&mut changed);
        let changed = &changed;
        let done: Result<_, StoreError> = services
            .db
            .transaction(|tx| async move {
                store::user::update(tx.exec(), &services.tenant, id, changed, services.now()).await
            })
            .await;
        done.unwrap();
    }

    pub(super) async fn suspend(&self, id: &UserId) {
        let services = self.services();
        let done: Result<_, StoreError> = services
            .db
            .transaction(|tx| async move {
                store::user::set_suspended(tx.exec(), &services.tenant, id, true, services.now()).await
            })
            .await;
        done.unwrap();
    }

    /// A browser that the provider has sent to sign in.
    pub(super) async fn browser(&self) -> Browser {
        self.browser_for(
            APP,
            InteractionPrompt::Login,
            None,
            &[("redirect_uri", "https://desk.fjord.example/cb")],
        )
        .await
    }

    /// A browser whose request to the provider had these parameters.
    pub(super) async fn browser_with(&self, parameters: &[(&str, &str)]) -> Browser {
        self.browser_for(APP, InteractionPrompt::Login, None, parameters).await
    }

    /// Whether somebody has an address.
    pub(super) async fn knows(&self, email: &str) -> bool {
        let (exec, tenant) = (self.services().db.exec(), &self.services().tenant);
        store::user::find_by_email(exec, tenant, email).await.unwrap().is_some()
    }

    /// A browser in which `user` has signed in and that the provider has sent to consent.
    pub(super) async fn consenting(
        &self,
        application: &str,
        user: &UserId,
        parameters: &[(&str, &str)],
    ) -> Browser {
        self.consenting_again(application, user, parameters, None).await
    }

    /// As [`Self::consenting`], where the user has allowed `granted` before.
    pub(super) async fn consenting_again(
        &self,
        application: &str,
        user: &UserId,
        parameters: &[(&str, &str)],
        granted: Option<GrantId>,
    ) -> Browser {
        let services = self.services();
        let session = Session {
            user_id: Some(user.clone()),
            signed_in_at: Some(services.now()),
            ..Session::new(SessionId::new(services.entropy.base64_43()), services.now())
        };
        let cookie = HashedToken::of(session.id.as_str());
        store::session::insert(services.db.exec(), &services.tenant, &session, &cookie).await.unwrap();
        let session = Some((session.id, granted));
        self.browser_for(application, InteractionPrompt::Consent, session, parameters).await
    }

    /// A browser that the provider has sent to sign in to `application`.
    pub(super) async fn signing_in(&self, application: &str, parameters: &[(&str, &str)]) -> Browser {
        self.browser_for(application, InteractionPrompt::Login, None, parameters).await
    }

    /// A browser in which `user` has signed in and that the provider has sent to ask something.
    pub(super) async fn asked(
        &self,
        application: &str,
        prompt: InteractionPrompt,
        user: &UserId,
        parameters: &[(&str, &str)],
    ) -> Browser {
        let services = self.services();
        let session = Session {
            user_id: Some(user.clone()),
            signed_in_at: Some(services.now()),
            ..Session::new(SessionId::new(services.entropy.base64_43()), services.now())
        };
        let cookie = HashedToken::of(session.id.as_str());
        store::session::insert(services.db.exec(), &services.tenant, &session, &cookie).await.unwrap();
        self.browser_for(application, prompt, Some((session.id, None)), parameters).await
    }

    async fn browser_for(
        &self,
        application: &str,
        prompt: InteractionPrompt,
        session: Option<(SessionId, Option<GrantId>)>,
        parameters: &[(&str, &str)],
    ) -> Browser {
        let services = self.services();
        let (session_id, grant_id) = session.map_or((None, None), |(session, grant)| (Some(session), grant));
        let uid = InteractionId::new(services.entropy.base64_43());
        let interaction = Interaction {
            id: HashedToken::of(uid.as_str()),
            application_id: ApplicationId::new(application),
            prompt,
            parameters: parameters
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            session_id,
            grant_id,
            device_code: None,
            experience: None,
            result: None,
            created_at: services.now(),
            expires_at: services.now().plus(INTERACTION_TTL),
        };
        store::interaction::insert(services.db.exec(), &services.tenant, &interaction).await.unwrap();
        let client = self.client();
        let value = cookie_with(None, &interaction.application_id, &uid);
        self.set_interaction_cookie(&client, &value).await;
        Browser { client, uid }
    }

    /// Gives a browser the `_interaction` cookie with a valid signature.
    pub(super) async fn set_interaction_cookie(&self, client: &TestClient, value: &str) {
        let keys = self.services().configuration().await.unwrap().cookie_keys.clone();
        let attributes = CookieAttributes {
            path: "/".to_owned(),
            http_only: true,
            secure: false,
            same_site: SameSite::Lax,
            expires_at: None,
        };
        let mut headers = HeaderMap::new();
        http_kit::cookies::set_signed(&mut headers, &keys, "_interaction", value, &attributes);
        for cookie in headers.get_all("set-cookie") {
            let (name, value) = cookie.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            client.set_cookie(name, value);
        }
    }

    pub(super) async fn interaction(&self, uid: &InteractionId) -> Interaction {
        let (services, id) = (self.services(), HashedToken::of(uid.as_str()));
        store::interaction::find(services.db.exec(), &services.tenant, &id, services.now())
            .await
            .unwrap()
            .unwrap()
    }

    pub(super) async fn result(&self, browser: &Browser) -> Option<InteractionResult> {
        self.interaction(&browser.uid).await.result
    }

    /// The audit log from the oldest record on, without what every record of a test has in common.
    pub(super) async fn audit(&self) -> Vec<Value> {
        let mut records =
            audit_log::newest(self.services().db.exec(), &self.services().tenant, 1_000).await.unwrap();
        records.sort_by_key(|record| record.created_at);
        let mut payloads: Vec<_> = records.into_iter().rev().map(|record| record.payload).collect();
        for payload in &mut payloads {
            payload.remove("applicationId");
        }
        payloads.into_iter().map(Value::Object).collect()
    }

    /// The keys and results of the audit log, sorted.
    pub(super) async fn audit_keys(&self) -> Vec<String> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let mut keys: Vec<_> = self
            .audit()
            .await
            .iter()
            .map(|payload| format!("{} {}", text(&payload["key"]), text(&payload["result"])))
            .collect();
        keys.sort();
        keys
    }
}

impl Browser {
    pub(super) async fn start(&self, event: &str) {
        self.client.put("/api/experience", json!({ "interactionEvent": event })).await.assert_status(204);
    }

    pub(super) async fn verify_password(&self, username: &str, password: &str) -> TestResponse {
        let body = json!({ "identifier": { "type": "username", "value": username }, "password": password });
        self.client.post("/api/experience/verification/password", body).await
    }

    pub(super) async fn new_identity(&self, username: &str, password: &str) -> TestResponse {
        let body = json!({ "identifier": { "type": "username", "value": username }, "password": password });
        self.client.post("/api/experience/verification/new-password-identity", body).await
    }

    pub(super) async fn identify(&self, verification_id: &str) -> TestResponse {
        self.client.post("/api/experience/identification", json!({ "verificationId": verification_id })).await
    }

    pub(super) async fn submit(&self) -> TestResponse {
        self.client.post("/api/experience/submit", json!({})).await
    }

    /// As far as the identification of a sign-in.
    pub(super) async fn identified(&self, username: &str) -> String {
        self.start("SignIn").await;
        let id = verification_id(&self.verify_password(username, PASSWORD).await.assert_status(200));
        self.identify(&id).await.assert_status(204);
        id
    }

    pub(super) fn resume_url(&self) -> String {
        format!("http://id.fjord.example:3001/oidc/auth/{}", self.uid)
    }

    /// The token in the form of a page.
    pub(super) async fn xsrf(&self, path: &str) -> String {
        let page = self.client.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        hidden_field(&page.body, "xsrf")
    }

    /// Posts a page's form as the page would.
    pub(super) async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> TestResponse {
        let xsrf = self.xsrf(path).await;
        let mut all = vec![("xsrf", xsrf.as_str())];
        all.extend_from_slice(fields);
        self.client.form_with(path, &all, &[("sec-fetch-site", "same-origin")]).await
    }
}

pub(super) fn verification_id(response: &TestResponse) -> String {
    response.json()["verificationId"].as_str().unwrap().to_owned()
}

/// The value of a hidden field in a page.
pub(super) fn hidden_field(html: &str, name: &str) -> String {
    let after = html.split_once(&format!("name=\"{name}\" value=\"")).expect("the field").1;
    after.split('"').next().unwrap().to_owned()
}
