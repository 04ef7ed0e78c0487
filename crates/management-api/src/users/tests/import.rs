use store::both_databases;

use super::*;

const MD5: &str = "5f4dcc3b5aa765d61d8327deb882cf99";

both_databases! {
    /// Part C 100.
    async fn the_rules_for_imported_digests_hold(db: Db) {
        let server = TestApi::over(db).await;
        let post = async |body: Value| server.client.post("/api/users", body).await;
        post(json!({ "passwordDigest": "a".repeat(256), "passwordAlgorithm": "SHA256" })).await.assert_status(200);
        post(json!({ "passwordDigest": "a".repeat(257), "passwordAlgorithm": "SHA256" })).await.assert_error(400, "guard.invalid_input");
        post(json!({ "passwordDigest": MD5, "passwordAlgorithm": "MD5", "password": "x" })).await.assert_error(400, "user.password_and_digest");
        post(json!({ "passwordDigest": MD5, "password": "x" })).await.assert_error(400, "user.password_and_digest");
        post(json!({ "passwordDigest": MD5 })).await.assert_error(400, "user.password_algorithm_required");
        for algorithm in [json!("md5"), json!("CRC32"), json!(7)] {
            let body = json!({ "passwordDigest": MD5, "passwordAlgorithm": algorithm });
            post(body).await.assert_error(400, "guard.invalid_input");
        }
        let legacy = |digest: &str| json!({ "passwordDigest": digest, "passwordAlgorithm": "Legacy" });
        post(legacy("sha256")).await.assert_error(400, "password.invalid_legacy_password_format");
        post(legacy(r#"["crc32", ["@"], "c465"]"#)).await.assert_error(400, "password.unsupported_legacy_hash_algorithm");
        let dear = "$argon2id$v=19$m=2097152,t=1,p=4$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        post(json!({ "passwordDigest": dear, "passwordAlgorithm": "Argon2id" })).await.assert_error(400, "guard.invalid_input");
        assert_eq!(server.client.get("/api/users").await.header("total-number"), Some("1"));
    }

    async fn imported_digests_of_every_kind_verify(db: Db) {
        let server = TestApi::over(db).await;
        for (algorithm, digest) in [
            ("MD5", MD5),
            ("SHA1", "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8"),
            ("SHA256", "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"),
            ("Argon2i", "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8"),
            ("Argon2id", "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"),
        ] {
            let id = server.user_with(json!({ "passwordDigest": digest, "passwordAlgorithm": algorithm })).await;
            let path = format!("/api/users/{id}/password/verify");
            server.client.post(&path, json!({ "password": "password" })).await.assert_status(204);
            server.client.post(&path, json!({ "password": "Password" })).await.assert_error(422, "session.invalid_credentials");
        }
        let id = server.user_with(json!({ "passwordDigest": "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "passwordAlgorithm": "Bcrypt" })).await;
        server.client.post(&format!("/api/users/{id}/password/verify"), json!({ "password": "U*U" })).await.assert_status(204);
    }

    /// Part C 101.
    async fn hashes_are_shown_only_to_those_who_ask(db: Db) {
        let server = TestApi::over(db).await;
        let id = server.user_with(json!({ "passwordDigest": MD5, "passwordAlgorithm": "MD5" })).await;
        let plain = with(bare(&id), json!({ "hasPassword": true }));
        let shown = with(plain.clone(), json!({ "passwordDigest": MD5, "passwordAlgorithm": "MD5" }));
        assert_eq!(server.stored_user(&id).await, plain);
        assert_eq!(server.client.get("/api/users").await.json(), json!([plain]));
        assert_eq!(server.stored_user(&format!("{id}?includePasswordHash=true")).await, shown);
        assert_eq!(server.client.get("/api/users?includePasswordHash=1").await.json(), json!([shown]));
        let without = server.user_with(json!({})).await;
        let shown = with(bare(&without), json!({ "passwordDigest": null, "passwordAlgorithm": null, "ssoIdentities": [] }));
        assert_eq!(server.stored_user(&format!("{without}?includePasswordHash=yes&includeSsoIdentities=true")).await, shown);
    }
}
