use std::time::Duration;

use store::both_databases;

use super::*;

both_databases! {
    async fn trusted_browsers_are_listed_and_revoked_and_no_others(db: Db) {
        let server = TestApi::over(db).await;
        let user = server.user_with(json!({ "username": "ingrid" })).await;
        let other = server.user_with(json!({ "username": "olav" })).await;
        server.trusts_device(&user, "laptop").await;
        server.services.advance(Duration::from_millis(1));
        server.trusts_device(&user, "phone").await;
        server.trusts_device(&other, "desk").await;
        let path = format!("/api/users/{user}/trusted-devices");
        let shown = |id: &str, at: i64| json!({
            "id": id, "userAgent": "Firefox", "ip": "203.0.113.9", "createdAt": at, "lastUsedAt": at, "expiresAt": at + 86_400_000,
        });
        let both = json!({ "trustedDevices": [shown("phone", START.0 + 1), shown("laptop", START.0)] });
        assert_eq!(server.get(&path).await, both);
        for id in ["desk", "unknown"] {
            server.client.delete(&format!("{path}/{id}")).await.assert_error(404, "entity.not_found");
        }
        server.client.delete(&format!("{path}/laptop")).await.assert_status(204);
        server.client.delete(&format!("{path}/laptop")).await.assert_error(404, "entity.not_found");
        assert_eq!(server.get(&path).await, json!({ "trustedDevices": [shown("phone", START.0 + 1)] }));
        assert_eq!(server.get(&format!("/api/users/{other}/trusted-devices")).await["trustedDevices"].as_array().unwrap().len(), 1);
        server.client.get("/api/users/nobody/trusted-devices").await.assert_status(404);
    }

    async fn what_ends_trust_ends_all_of_it(db: Db) {
        let server = TestApi::over(db).await;
        let user = server.user_with(json!({ "username": "ingrid", "password": "fjord-Lamp-77" })).await;
        let (base, trusted) = (format!("/api/users/{user}"), format!("/api/users/{user}/trusted-devices"));
        let factor = crate::test_api::id(&{
            server.created(&format!("{base}/mfa-verifications"), json!({ "type": "Totp" })).await;
            server.get(&format!("{base}/mfa-verifications")).await[0].clone()
        });
        let count = async || server.get(&trusted).await["trustedDevices"].as_array().unwrap().len();
        server.trusts_device(&user, "one").await;
        server.client.patch(&base, json!({ "name": "Ingrid" })).await.assert_status(200);
        assert_eq!(count().await, 1);
        server.client.patch(&format!("{base}/password"), json!({ "password": "another-Lamp-78" })).await.assert_status(200);
        assert_eq!(count().await, 0);
        server.trusts_device(&user, "two").await;
        server.client.patch(&base, json!({ "primaryEmail": "ingrid@fjord.example" })).await.assert_status(200);
        assert_eq!(count().await, 0);
        server.trusts_device(&user, "three").await;
        server.client.delete(&format!("{base}/mfa-verifications/{factor}")).await.assert_status(204);
        assert_eq!(count().await, 0);
        server.trusts_device(&user, "four").await;
        server.client.patch(&format!("{base}/is-suspended"), json!({ "isSuspended": true })).await.assert_status(200);
        assert_eq!(count().await, 0);
    }
}
