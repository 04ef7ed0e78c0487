//! Lifting locks through the whole router.

use domain::sentinel::{ACCOUNT_PASSWORD, Attempt, NEW_PASSWORD, SentinelIdentifier, SentinelPolicy};
use serde_json::json;
use store::both_databases;

use crate::test_api::TestApi;

const PATH: &str = "/api/sentinel-activities/delete";

impl TestApi {
    /// Locks an identifier by failing often enough.
    async fn lock(&self, kind: &str, value: &str) {
        for _ in 0..SentinelPolicy::default().max_attempts {
            self.attempt(kind, value).await;
        }
        assert!(!self.attempt(kind, value).await);
    }

    /// Whether an attempt may be made.
    async fn attempt(&self, kind: &str, value: &str) -> bool {
        let services = &self.services.services;
        let (identifier, policy) = (SentinelIdentifier::new(kind, value), SentinelPolicy::default());
        let attempt = store::sentinel::begin_attempt(
            services.db.exec(),
            &services.tenant,
            &identifier,
            &policy,
            services.now(),
        );
        matches!(attempt.await.unwrap(), Attempt::Allowed { .. })
    }
}

both_databases! {
    async fn forgotten_attempts_no_longer_lock(db: Db) {
        let server = TestApi::over(db).await;
        let user = server.user("ingrid").await;
        for (kind, value) in [("username", "ingrid"), ("email", "olav@fjord.example"), ("phone", "4741234567")] {
            server.lock(kind, value).await;
        }
        let delete = async |kind: &str, targets: &[&str]| server.client.post(PATH, json!({ "targetType": kind, "targets": targets })).await;
        delete("App", &["ingrid"]).await.assert_status(204);
        assert!(!server.attempt("username", "ingrid").await);
        delete("User", &["OLAV@fjord.example", "nobody"]).await.assert_status(204);
        assert!(server.attempt("email", "olav@fjord.example").await);
        assert!(!server.attempt("username", "ingrid").await && !server.attempt("phone", "4741234567").await);
        delete("User", &[&user, "4741234567"]).await.assert_status(204);
        assert!(server.attempt("username", "ingrid").await && server.attempt("phone", "4741234567").await);
        delete("User", &[]).await.assert_status(204);
        // What is counted by the user goes with any of their names.
        for (kind, target) in [(ACCOUNT_PASSWORD, " INGRID "), (NEW_PASSWORD, "Ingrid"), (NEW_PASSWORD, user.as_str())] {
            server.lock(kind, &user).await;
            delete("User", &["olav"]).await.assert_status(204);
            assert!(!server.attempt(kind, &user).await, "{kind} {target}");
            delete("User", &[target]).await.assert_status(204);
            assert!(server.attempt(kind, &user).await, "{kind} {target}");
        }
    }

    async fn bad_bodies_are_refused(db: Db) {
        let server = TestApi::over(db).await;
        for body in [
            json!({}), json!({ "targetType": "User" }), json!({ "targets": [] }), json!({ "targetType": "Users", "targets": [] }),
            json!({ "targetType": "User", "targets": [7] }), json!({ "targetType": "User", "targets": vec!["x"; 101] }),
            json!({ "targetType": "User", "targets": ["a\0"] }),
        ] {
            server.client.post(PATH, body).await.assert_error(400, "guard.invalid_input");
        }
    }
}
