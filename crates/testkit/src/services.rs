//! Services over a throw-away database.

use std::{sync::Arc, time::Duration};

use domain::{ApplicationId, FixedClock, TenantId, UnixMillis, password::Argon2Cost};
use jose::{Algorithm, SealingKey};
use operations::{Endpoint, Services, keys, passwords::PasswordPool, seed, services::ServicesOptions};
use outbound::{AllowList, OutboundClient};
use serde_json::json;
use store::{Db, testing::TestDb};

use crate::entropy::SeededEntropy;

/// The moment at which every test begins: 2026-11-18T12:26:40Z.
pub const START: UnixMillis = UnixMillis(1_795_004_800_000);
/// The public address in tests.
pub const ENDPOINT: &str = "http://id.fjord.example:3001";

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

    /// Services over the database that a `both_databases!` test was given.
    #[expect(clippy::expect_used, reason = "a test without its services has failed")]
    pub async fn over(db: Db) -> Self {
        let clock = Arc::new(FixedClock::new(START));
        let entropy = Arc::new(SeededEntropy::new(1));
        let sealing = SealingKey::new(&[7; 32]).expect("a sealing key of 32 bytes");
        let tenant = TenantId::default_tenant();
        keys::ensure(&db, &tenant, &sealing, &*entropy, (Algorithm::ES384, START)).await.expect("keys");
        let services = Services::start(ServicesOptions {
            tenant,
            db,
            clock: clock.clone(),
            entropy,
            sealing,
            endpoint: Endpoint::parse(ENDPOINT).expect("an endpoint"),
            passwords: PasswordPool::new(2, 1_000, Argon2Cost::LEAST),
            // Receivers of tests are on this machine.
            outbound: OutboundClient::new(AllowList::parse(["127.0.0.1"]).expect("an address"))
                .expect("a client"),
        })
        .expect("started services");
        seed::seed_tenant(&services).await.expect("a seeded tenant");
        Self { services, clock, database: None }
    }

    /// A Management API token of a machine-to-machine application, signed with the tenant's own key.
    pub async fn management_token(&self) -> String {
        self.token(json!({ "aud": "https://default.logto.app/api", "scope": "all" })).await
    }

    /// An access token (`at+jwt`) of the application `test-machine`, valid for an hour, with `claims` overriding the usual ones.
    /// A claim given as `null` is left out.
    #[expect(clippy::expect_used, reason = "a test without its token has failed")]
    pub async fn token(&self, claims: serde_json::Value) -> String {
        let now = self.services.now().as_seconds();
        let mut payload = json!({
            "jti": "test", "sub": "test-machine", "iat": now, "exp": now + 3_600, "scope": "", "client_id": "test-machine",
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
        configuration.keys.current().sign(Some(jose::ACCESS_TOKEN_TYPE), &payload).expect("a signature")
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
