//! Services over a throw-away database.

use std::{sync::Arc, time::Duration};

use domain::{
    ApplicationId, FixedClock, HashedToken, RoleId, TenantId, UnixMillis,
    application::{Application, ApplicationType, CustomClientMetadata, OidcClientMetadata},
    password::Argon2Cost,
};
use jose::{Algorithm, SealingKey};
use operations::{
    Endpoint, Services, keys, passwords::PasswordPool, seed, services::ServicesOptions,
    user_assets::AssetStore,
};
use outbound::{AllowList, OutboundClient};
use serde_json::{Map, Value, json};
use store::{Db, StoreError, application, configuration, role::holder, testing::TestDb};

use crate::{entropy::SeededEntropy, listener::LISTENERS};

/// The moment at which every test begins: 2026-11-18T12:26:40Z.
pub const START: UnixMillis = UnixMillis(1_795_004_800_000);
/// The public address in tests.
pub const ENDPOINT: &str = "http://id.fjord.example:3001";
/// Who shows this key to `/api/status` is told the tenant.
pub const STATUS_API_KEY: &str = "status-key-of-tests";
/// How many bytes uploaded files may take in tests.
pub const ASSETS_QUOTA: u64 = 32 << 20;
/// The `client_id` of the application that tokens are for.
const MACHINE: &str = "test-machine";

/// Services over a database that is gone when this is dropped, with a clock that stands still.
pub struct TestServices {
    /// The services themselves.
    pub services: Arc<Services>,
    /// Moves time.
    pub clock: Arc<FixedClock>,
    database: Option<TestDb>,
}

impl TestServices {
    /// Services over a fresh SQLite database, seeded as a fresh tenant is.
    pub async fn sqlite() -> Self {
        let database = TestDb::sqlite().await;
        let mut services = Self::over(database.db.clone()).await;
        services.database = Some(database);
        services
    }

    /// As [`Self::sqlite`], with other options.
    pub async fn sqlite_with(change: impl FnOnce(&mut ServicesOptions)) -> Self {
        let database = TestDb::sqlite().await;
        let mut services = Self::over_with(database.db.clone(), change).await;
        services.database = Some(database);
        services
    }

    /// Services over the database that a `both_databases!` test was given.
    pub async fn over(db: Db) -> Self {
        Self::over_with(db, |_| {}).await
    }

    /// As [`Self::over`], with other options.
    #[expect(clippy::expect_used, reason = "a test without its services has failed")]
    pub async fn over_with(db: Db, change: impl FnOnce(&mut ServicesOptions)) -> Self {
        let clock = Arc::new(FixedClock::new(START));
        let entropy = Arc::new(SeededEntropy::new(1));
        let sealing = SealingKey::new(&[7; 32]).expect("a sealing key of 32 bytes");
        let tenant = TenantId::default_tenant();
        keys::ensure(&db, &tenant, &sealing, &*entropy, (Algorithm::ES384, START)).await.expect("keys");
        let mut options = ServicesOptions {
            tenant,
            db,
            clock: clock.clone(),
            entropy,
            sealing,
            endpoint: Endpoint::parse(ENDPOINT).expect("an endpoint"),
            passwords: PasswordPool::new(2, 1_000, Argon2Cost::LEAST),
            // Receivers of tests are on this machine.
            outbound: OutboundClient::new(AllowList::parse(["127.0.0.1", LISTENERS]).expect("an address"))
                .expect("a client"),
            assets: AssetStore::memory().with_quota(ASSETS_QUOTA),
            captchas: operations::captcha::CaptchaEndpoints::default(),
            known_passwords: operations::known_passwords::KnownPasswordSources::default(),
            disposable_domains: domain::sign_in_experience::DisposableDomains::default(),
            status_api_key: Some(HashedToken::of(STATUS_API_KEY)),
            administrators: operations::organization::administrators::AdministratorRule::default(),
        };
        change(&mut options);
        let services = Services::start(options).expect("started services");
        seed::seed_tenant(&services).await.expect("a seeded tenant");
        Self { services, clock, database: None }
    }

    /// Another node over the same database, with the same clock and a configuration of its own in memory. Nodes of one test have different seeds.
    pub async fn another_node(&self, seed: u64) -> Self {
        let (clock, entropy) = (Arc::clone(&self.clock), Arc::new(SeededEntropy::new(seed)));
        let change = |options: &mut ServicesOptions| {
            options.clock = clock.clone();
            options.entropy = entropy;
        };
        let node = Self::over_with(self.services.db.clone(), change).await;
        Self { clock: Arc::clone(&self.clock), ..node }
    }

    /// A Management API token of the application `test-machine`, signed with the tenant's own key.
    pub async fn management_token(&self) -> String {
        self.management_token_with(json!({})).await
    }

    /// As [`Self::management_token`], with `claims` overriding the usual ones. Makes the application when it is not there: its role is the
    /// hidden one, and it is older than everything else, so that it is the last of the tenant's applications in every list.
    #[expect(clippy::expect_used, reason = "a test without its token has failed")]
    pub async fn management_token_with(&self, claims: Value) -> String {
        let (db, tenant) = (&self.services.db, &self.services.tenant);
        let machine = &machine();
        if application::find(db.exec(), tenant, &machine.id).await.expect("a reading").is_none() {
            let role = &[RoleId::new(seed::INTERNAL_ADMIN_ROLE_ID)];
            db.transaction(|tx| async move {
                configuration::bump(&tx, tenant).await?;
                application::insert(tx.exec(), tenant, machine).await?;
                holder::add_to_application(tx.exec(), tenant, &machine.id, role).await?;
                Ok::<_, StoreError>(())
            })
            .await
            .expect("a machine");
        }
        let mut all = json!({ "aud": "https://default.logto.app/api", "scope": "all" });
        let members = all.as_object_mut().expect("an object");
        members.extend(claims.as_object().cloned().unwrap_or_default());
        self.token(all).await
    }

    /// An access token (`at+jwt`) of the application `test-machine`, valid for an hour, with `claims` overriding the usual ones.
    /// A claim given as `null` is left out.
    #[expect(clippy::expect_used, reason = "a test without its token has failed")]
    pub async fn token(&self, claims: Value) -> String {
        let now = self.services.now().as_seconds();
        let mut payload = json!({
            "jti": "test", "sub": MACHINE, "iat": now, "exp": now + 3_600, "scope": "", "client_id": MACHINE,
            "iss": self.services.endpoint.issuer(), "aud": "https://default.logto.app/api",
        });
        let members = payload.as_object_mut().expect("an object");
        for (name, value) in claims.as_object().into_iter().flatten() {
            if value.is_null() {
                members.remove(name);
            } else {
                members.insert(name.clone(), value.clone());
            }
        }
        let configuration = self.services.configuration().await.expect("the configuration");
        let payload = serde_json::to_vec(&payload).expect("JSON");
        configuration
            .keys
            .current(self.services.now())
            .sign(Some(jose::ACCESS_TOKEN_TYPE), &payload)
            .expect("a signature")
    }

    /// Moves time forward.
    pub fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// The id of an application that does not exist.
    pub fn nobody() -> ApplicationId {
        ApplicationId::new("nobody")
    }
}

fn machine() -> Application {
    Application {
        id: ApplicationId::new(MACHINE),
        name: "Test machine".to_owned(),
        description: None,
        kind: ApplicationType::MachineToMachine,
        oidc_client_metadata: OidcClientMetadata::default(),
        custom_client_metadata: CustomClientMetadata::default(),
        protected_app_metadata: None,
        custom_data: Map::new(),
        is_third_party: false,
        app_level_access_control_enabled: false,
        created_at: UnixMillis(0),
    }
}
