//! A small world for the endpoint tests: a user, an organization template, API resources, one client of each kind; and a browser that
//! signs in without pages, by doing what the sign-in experience does.

use std::{collections::HashMap, sync::Arc};

use axum::Router;
use domain::{
    ApplicationId, HashedToken, JsonText, OrganizationId, OrganizationRoleId, OrganizationScopeId,
    ResourceId, RoleId, ScopeId, UnixMillis, UserId,
    account::User,
    application::{
        Application, ApplicationSecret, ApplicationType, CustomClientMetadata, OidcClientMetadata,
    },
    grant::InteractionResult,
    organization::{Organization, OrganizationRole, OrganizationScope},
    resource::{Resource, Scope},
    role::{Role, RoleType},
};
use operations::{Services, consent::Consent, interaction};
use serde_json::{Map, Value, json};
use store::{
    Db, Exec, application,
    application::consent::{ThirdPartyScopes, add as configure_third_party},
    configuration,
    organization::{self, member, role_scope},
    resource, role,
    role::holder,
    user,
};
use testkit::{TestClient, TestResponse, TestServices};

pub(crate) const ISSUER: &str = "http://id.fjord.example:3001/oidc";
pub(crate) const REDIRECT_URI: &str = "https://desk.fjord.example/cb";
pub(crate) const POST_LOGOUT: &str = "https://desk.fjord.example/bye";
pub(crate) const ORDERS: &str = "https://orders.fjord.example";
pub(crate) const STOCK: &str = "https://stock.fjord.example";
pub(crate) const TEMPLATE: &str = "urn:logto:resource:organizations";
pub(crate) const USER: &str = "dk3gi6kg1chx";
pub(crate) const OTHER_USER: &str = "aaaaaaaaaaaa";
/// The user is a manager here, the machine a robot.
pub(crate) const NORTHWIND: &str = "uyzkx4ar5ls6";
/// The user belongs here without a role.
pub(crate) const SOUTHWIND: &str = "southwind000";
/// Nobody belongs here.
pub(crate) const FOREIGN: &str = "foreign00000";
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
/// Everything an SDK and an application of this world would ask for.
pub(crate) const FULL_SCOPE: &str = "openid offline_access profile urn:logto:scope:organizations invite:member edit:billing order:read order:refund";

pub(crate) struct World {
    pub(crate) test: TestServices,
    pub(crate) services: Arc<Services>,
    pub(crate) router: Router,
    secrets: HashMap<&'static str, ApplicationSecret>,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::furnish(TestServices::sqlite().await).await
    }

    pub(crate) async fn over(db: Db) -> Self {
        Self::furnish(TestServices::over(db).await).await
    }

    async fn furnish(test: TestServices) -> Self {
        let services = Arc::clone(&test.services);
        let mut secrets = HashMap::new();
        for (id, kind) in [
            ("spa", ApplicationType::Spa),
            ("web", ApplicationType::Traditional),
            ("native", ApplicationType::Native),
            ("machine", ApplicationType::MachineToMachine),
            ("third", ApplicationType::Traditional),
            ("tv", ApplicationType::Native),
        ] {
            let secret = operations::application::create(&services, &application(id, kind)).await.unwrap();
            secrets.extend(secret.map(|secret| (id, secret)));
        }
        for id in [USER, OTHER_USER] {
            let mut someone = User::new(UserId::new(id), UnixMillis(1_790_000_000_000));
            someone.username = Some(if id == USER { "ingrid" } else { "sigrid" }.to_owned());
            user::insert(services.db.exec(), &services.tenant, &someone).await.unwrap();
        }
        let world = Self { router: crate::router(Arc::clone(&services)), services, test, secrets };
        world.configure().await;
        world
    }

    async fn configure(&self) {
        let (db, tenant) = (&self.services.db, &self.services.tenant);
        let exec = db.exec();
        for (id, indicator) in [("orders", ORDERS), ("stock", STOCK)] {
            insert_resource(&self.services, id, indicator).await;
        }
        for (resource, name) in
            [("orders", "order:read"), ("orders", "order:refund"), ("stock", "stock:read")]
        {
            insert_scope(&self.services, resource, name).await;
        }
        for (id, kind, scopes) in [
            ("reader", RoleType::User, &["order:read", "stock:read"][..]),
            ("machine-reader", RoleType::MachineToMachine, &["order:read"][..]),
        ] {
            let role = Role {
                id: RoleId::new(id),
                name: id.to_owned(),
                description: id.to_owned(),
                kind,
                is_default: false,
            };
            role::insert(exec, tenant, &role).await.unwrap();
            let scopes: Vec<_> = scopes.iter().map(|scope| ScopeId::new(*scope)).collect();
            role::scope::add(exec, tenant, &role.id, &scopes).await.unwrap();
        }
        holder::add_users(exec, tenant, &RoleId::new("reader"), &[UserId::new(USER)]).await.unwrap();
        holder::add_applications(
            exec,
            tenant,
            &RoleId::new("machine-reader"),
            &[ApplicationId::new("machine")],
        )
        .await
        .unwrap();
        for name in ["edit:billing", "invite:member", "never:held"] {
            let scope = OrganizationScope {
                id: OrganizationScopeId::new(name),
                name: name.to_owned(),
                description: None,
            };
            organization::scope::insert(exec, tenant, &scope).await.unwrap();
        }
        self.insert_organization_role(
            "manager",
            RoleType::User,
            &["edit:billing", "invite:member"],
            "order:refund",
        )
        .await;
        self.insert_organization_role(
            "robot",
            RoleType::MachineToMachine,
            &["edit:billing", "invite:member"],
            "order:refund",
        )
        .await;
        for (id, name) in [(NORTHWIND, "Northwind"), (SOUTHWIND, "Southwind"), (FOREIGN, "Foreign")] {
            organization::insert(exec, tenant, &organization(id, name)).await.unwrap();
        }
        self.join(exec, NORTHWIND, &UserId::new(USER), Some("manager")).await;
        self.join(exec, SOUTHWIND, &UserId::new(USER), None).await;
        self.join(exec, NORTHWIND, &ApplicationId::new("machine"), Some("robot")).await;
        self.configure_third_party().await;
        self.announce().await;
    }

    async fn configure_third_party(&self) {
        let scopes = ThirdPartyScopes {
            user_scopes: vec!["profile".to_owned(), "urn:logto:scope:organizations".to_owned()],
            resource_scope_ids: vec![ScopeId::new("order:read")],
            organization_scope_ids: vec![OrganizationScopeId::new("invite:member")],
            organization_resource_scope_ids: vec![ScopeId::new("order:refund")],
        };
        let id = ApplicationId::new("third");
        configure_third_party(self.services.db.exec(), &self.services.tenant, &id, &scopes).await.unwrap();
    }

    async fn insert_organization_role(
        &self,
        id: &str,
        kind: RoleType,
        scopes: &[&str],
        resource_scope: &str,
    ) {
        let (exec, tenant) = (self.services.db.exec(), &self.services.tenant);
        let role = OrganizationRole {
            id: OrganizationRoleId::new(id),
            name: id.to_owned(),
            description: None,
            kind,
        };
        organization::role::insert(exec, tenant, &role).await.unwrap();
        let scopes: Vec<_> = scopes.iter().map(|scope| OrganizationScopeId::new(*scope)).collect();
        role_scope::add(exec, tenant, &role.id, &scopes).await.unwrap();
        role_scope::add(exec, tenant, &role.id, &[ScopeId::new(resource_scope)]).await.unwrap();
    }

    async fn join<M: member::Member>(&self, exec: Exec<'_>, organization: &str, who: &M, role: Option<&str>) {
        let (tenant, organization) = (&self.services.tenant, OrganizationId::new(organization));
        member::add(exec, tenant, &organization, std::slice::from_ref(who)).await.unwrap();
        if let Some(role) = role {
            let roles = [OrganizationRoleId::new(role)];
            member::add_roles(exec, tenant, &organization, who, &roles).await.unwrap();
        }
    }

    /// Tells the configuration's cache that something changed.
    pub(crate) async fn announce(&self) {
        let tenant = &self.services.tenant;
        self.services
            .db
            .transaction(|tx| async move { configuration::bump(&tx, tenant).await })
            .await
            .unwrap();
    }

    /// Changes a client.
    pub(crate) async fn change_client(&self, id: &str, change: impl FnOnce(&mut Application)) {
        let (exec, tenant) = (self.services.db.exec(), &self.services.tenant);
        let mut changed = application::find(exec, tenant, &ApplicationId::new(id)).await.unwrap().unwrap();
        change(&mut changed);
        application::update(exec, tenant, &changed).await.unwrap();
        self.announce().await;
    }

    /// A client without cookies.
    pub(crate) fn client(&self) -> TestClient {
        TestClient::new(self.router.clone())
    }

    /// A client's first secret.
    pub(crate) fn secret(&self, id: &str) -> &str {
        self.secrets[id].value.reveal()
    }

    /// `Authorization: Basic` of a client.
    pub(crate) fn basic(&self, id: &str) -> String {
        basic(id, self.secret(id))
    }

    /// Posts to the token endpoint as a confidential client.
    pub(crate) async fn token_as(&self, id: &str, form: &[(&str, &str)]) -> TestResponse {
        self.client().form_with("/oidc/token", form, &[("authorization", &self.basic(id))]).await
    }

    /// Posts to the token endpoint as a public client.
    pub(crate) async fn token_of(&self, id: &str, form: &[(&str, &str)]) -> TestResponse {
        let mut all = vec![("client_id", id)];
        all.extend_from_slice(form);
        self.client().form("/oidc/token", &all).await
    }

    /// The authorization request of a client, with these parameters over the usual ones. An empty value leaves one out.
    pub(crate) fn authorization_path(client_id: &str, parameters: &[(&str, &str)]) -> String {
        let usual = [
            ("client_id", client_id),
            ("redirect_uri", if client_id == "native" { "io.fjord://callback" } else { REDIRECT_URI }),
            ("response_type", "code"),
            ("scope", FULL_SCOPE),
            ("state", "Zx81"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
            ("prompt", "consent"),
        ];
        let overridden = |name: &str| parameters.iter().any(|(other, _)| *other == name);
        let kept = usual.into_iter().filter(|(name, _)| !overridden(name));
        let pairs = kept.chain(parameters.iter().copied()).filter(|(_, value)| !value.is_empty());
        format!("/oidc/auth?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
    }

    /// Does what the sign-in experience does in a browser: says who signed in. Gives the address to go on at.
    pub(crate) async fn finish_login(&self, browser: &TestClient, user_id: &str) -> String {
        let running =
            interaction::load(&self.services, browser.cookie("_interaction").as_deref(), None).await.unwrap();
        let result = InteractionResult::Login { user_id: UserId::new(user_id) };
        self.prove(&running.interaction.id, json!({}), &result).await;
        running.resume_url(&self.services.endpoint)
    }

    /// Ends an interaction so, with an experience that has these members beside what proves who signed in.
    pub(crate) async fn prove(&self, id: &HashedToken, mut experience: Value, result: &InteractionResult) {
        experience["identified"] = json!({ "proof": { "by": "registration" } });
        let text = JsonText::of(&experience).unwrap();
        let (exec, tenant) = (self.services.db.exec(), &self.services.tenant);
        let set = store::interaction::set_experience_and_result(exec, tenant, id, &text, Some(result)).await;
        assert!(set.unwrap());
    }

    /// Does what a page does: ends the running interaction so. Gives the address to go on at.
    pub(crate) async fn finish(&self, browser: &TestClient, result: InteractionResult) -> String {
        let running =
            interaction::load(&self.services, browser.cookie("_interaction").as_deref(), None).await.unwrap();
        interaction::finish(&self.services, &running, &result).await.unwrap()
    }

    /// Does what the consent page does for a first-party application.
    pub(crate) async fn finish_consent(&self, browser: &TestClient) -> String {
        let running =
            interaction::load(&self.services, browser.cookie("_interaction").as_deref(), None).await.unwrap();
        let consent = Consent::load(&self.services, &running.interaction).await.unwrap();
        let result = consent.grant_all(&self.services).await.unwrap();
        interaction::finish(&self.services, &running, &result).await.unwrap()
    }

    /// Does what the consent page does for a third-party application.
    pub(crate) async fn finish_consent_for(&self, browser: &TestClient, organizations: &[&str]) -> String {
        let running =
            interaction::load(&self.services, browser.cookie("_interaction").as_deref(), None).await.unwrap();
        let consent = Consent::load(&self.services, &running.interaction).await.unwrap();
        let organizations: Vec<_> = organizations.iter().map(|id| OrganizationId::new(*id)).collect();
        let result = consent.grant_selected(&self.services, &organizations).await.unwrap();
        interaction::finish(&self.services, &running, &result).await.unwrap()
    }

    /// Signs the user in and gives the callback's parameters.
    pub(crate) async fn sign_in(
        &self,
        browser: &TestClient,
        client_id: &str,
        parameters: &[(&str, &str)],
    ) -> HashMap<String, String> {
        let response = browser.get(&Self::authorization_path(client_id, parameters)).await.assert_status(303);
        assert!(response.location().starts_with("/sign-in?app_id="), "{}", response.location());
        let response = browser.get(&self.finish_login(browser, USER).await).await.assert_status(303);
        assert_eq!(response.location(), format!("/consent?app_id={client_id}"));
        let response = browser.get(&self.finish_consent(browser).await).await.assert_status(303);
        callback_parameters(&response.location())
    }

    /// Signs the user in and gives the code.
    pub(crate) async fn code(&self, client_id: &str, parameters: &[(&str, &str)]) -> String {
        self.sign_in(&self.client(), client_id, parameters).await["code"].clone()
    }

    /// Redeems a code as a public client.
    pub(crate) async fn redeem(&self, client_id: &str, code: &str) -> TestResponse {
        let form = [("grant_type", "authorization_code"), ("code", code), ("code_verifier", VERIFIER)];
        let mut form = form.to_vec();
        if client_id != "native" {
            form.push(("redirect_uri", REDIRECT_URI));
        }
        if self.secrets.contains_key(client_id) {
            self.token_as(client_id, &form).await
        } else {
            self.token_of(client_id, &form).await
        }
    }

    /// Signs the user in with the resources an SDK asks for and gives the token response.
    pub(crate) async fn tokens(&self, client_id: &str) -> Value {
        self.tokens_with(client_id, &[("resource", TEMPLATE), ("resource", ORDERS)]).await
    }

    /// Signs the user in with these parameters and gives the token response.
    pub(crate) async fn tokens_with(&self, client_id: &str, parameters: &[(&str, &str)]) -> Value {
        let code = self.code(client_id, parameters).await;
        self.redeem(client_id, &code).await.assert_status(200).json()
    }

    /// Exchanges a refresh token, as whatever kind of client it is.
    pub(crate) async fn refresh(
        &self,
        client_id: &str,
        refresh_token: &str,
        form: &[(&str, &str)],
    ) -> TestResponse {
        let mut all = vec![("grant_type", "refresh_token"), ("refresh_token", refresh_token)];
        all.extend_from_slice(form);
        if self.secrets.contains_key(client_id) {
            self.token_as(client_id, &all).await
        } else {
            self.token_of(client_id, &all).await
        }
    }

    /// Asks for userinfo with a token.
    pub(crate) async fn userinfo(&self, token: &str) -> TestResponse {
        TestClient::with_bearer(self.router.clone(), token).get("/oidc/me").await
    }
}

fn application(id: &str, kind: ApplicationType) -> Application {
    let redirect_uris = match kind {
        _ if matches!(id, "machine" | "tv") => Vec::new(),
        ApplicationType::Native => vec!["io.fjord://callback".to_owned()],
        _ => vec![REDIRECT_URI.to_owned()],
    };
    Application {
        id: ApplicationId::new(id),
        name: format!("The {id}"),
        description: None,
        kind,
        oidc_client_metadata: OidcClientMetadata {
            redirect_uris,
            post_logout_redirect_uris: vec![POST_LOGOUT.to_owned()],
            ..OidcClientMetadata::default()
        },
        custom_client_metadata: CustomClientMetadata {
            is_device_flow: (id == "tv").then_some(true),
            ..CustomClientMetadata::default()
        },
        protected_app_metadata: None,
        custom_data: Map::new(),
        is_third_party: id == "third",
        app_level_access_control_enabled: false,
        created_at: UnixMillis(0),
    }
}

fn organization(id: &str, name: &str) -> Organization {
    Organization {
        id: OrganizationId::new(id),
        name: name.to_owned(),
        description: None,
        custom_data: Map::new(),
        is_mfa_required: false,
        color: Map::new(),
        branding: Map::new(),
        custom_css: None,
        created_at: UnixMillis(0),
    }
}

pub(crate) async fn insert_resource(services: &Services, id: &str, indicator: &str) {
    let resource = Resource {
        id: ResourceId::new(id),
        name: id.to_owned(),
        indicator: indicator.to_owned(),
        is_default: false,
        access_token_ttl: std::time::Duration::from_secs(1_800),
    };
    resource::insert(services.db.exec(), &services.tenant, &resource).await.unwrap();
}

pub(crate) async fn insert_scope(services: &Services, resource: &str, name: &str) {
    let scope = Scope {
        id: ScopeId::new(name),
        resource_id: ResourceId::new(resource),
        name: name.to_owned(),
        description: None,
        created_at: UnixMillis(0),
    };
    resource::scope::insert(services.db.exec(), &services.tenant, &scope).await.unwrap();
}

/// `Authorization: Basic` of any credentials.
pub(crate) fn basic(id: &str, secret: &str) -> String {
    use base64::Engine as _;
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(format!("{id}:{secret}")))
}

/// The parameters that a callback got.
pub(crate) fn callback_parameters(location: &str) -> HashMap<String, String> {
    let (_, query) = location.split_once(['?', '#']).unwrap_or_default();
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// The header and payload of a JWT, unverified.
pub(crate) fn decoded(token: &Value) -> (String, String) {
    use base64::Engine as _;
    let parts: Vec<_> = token.as_str().unwrap().split('.').collect();
    assert_eq!(parts.len(), 3, "not a JWT: {token}");
    let text = |part: &str| {
        let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(part).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    (text(parts[0]), text(parts[1]))
}

/// The payload of a JWT as JSON.
pub(crate) fn payload(token: &Value) -> Value {
    serde_json::from_str(&decoded(token).1).unwrap()
}

/// The names of an object's members, in order.
pub(crate) fn members(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}
