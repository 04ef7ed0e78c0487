//! Subject tokens through the whole router. What they buy is shown by the OpenID provider's tests.

use domain::{HashedToken, TenantId, UnixMillis, UserId};
use serde_json::json;
use store::{both_databases, subject_token};
use testkit::services::START;

use crate::test_api::TestApi;

both_databases! {
    async fn a_token_stands_for_its_user_for_ten_minutes(db: Db) {
        let server = TestApi::over(db.clone()).await;
        let user = server.user("ingrid").await;
        let made = server.post("/api/subject-tokens", json!({ "userId": user, "context": { "ticket": 7 } }), 201).await;
        let token = made["subjectToken"].as_str().unwrap();
        assert!(token.len() == 25 && token.starts_with("sub_"));
        assert_eq!(made, json!({ "subjectToken": token, "expiresIn": 600 }));
        let find = async |now| subject_token::find(db.exec(), &TenantId::default_tenant(), &HashedToken::of(token), now).await.unwrap();
        let standing = subject_token::Standing { user_id: UserId::new(user), impersonation: None };
        assert_eq!(find(UnixMillis(START.0 + 599_999)).await, Some(standing));
        assert_eq!(find(UnixMillis(START.0 + 600_000)).await, None);
        let rows = store::testing::contents(&db).await["subject_tokens"].concat();
        assert!(rows.contains("ticket") && !rows.contains(token));
    }

    async fn bad_bodies_make_nothing(db: Db) {
        let server = TestApi::over(db.clone()).await;
        let user = server.user("ingrid").await;
        let path = "/api/subject-tokens";
        server.client.post(path, json!({ "userId": "nobody" })).await.assert_error(404, "entity.relation_foreign_key_not_found");
        for body in [json!({}), json!({ "userId": 7 }), json!({ "userId": "a\0b" }), json!({ "userId": user, "context": [] }), json!({ "userId": user, "context": null })] {
            server.client.post(path, body).await.assert_error(400, "guard.invalid_input");
        }
        assert!(store::testing::contents(&db).await["subject_tokens"].is_empty());
    }
}
