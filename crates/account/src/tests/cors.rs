//! Pages of any origin may call.

use axum::{body::Body, http::Method};
use store::both_databases;

use super::world::{World, any_path, send};
use crate::operations;

const ORIGIN: &str = "https://desk.fjord.example";

both_databases! {
    async fn every_operation_answers_preflights_and_pages_of_any_origin(db: Db) {
        let world = World::over(db).await;
        let nobody = testkit::TestClient::new(crate::router(world.services().clone())).unrecorded();
        for operation in operations() {
            let path = any_path(&operation);
            let asked = [
                ("origin", ORIGIN),
                ("access-control-request-method", operation.method.as_str()),
                ("access-control-request-headers", "authorization,logto-verification-id"),
            ];
            let preflight = nobody.send(Method::OPTIONS, &path, &asked, Body::empty()).await.assert_status(204);
            assert_eq!(preflight.header("access-control-allow-origin"), Some(ORIGIN), "{path}");
            assert_eq!(preflight.header("access-control-allow-headers"), Some("authorization,logto-verification-id"), "{path}");
            assert_eq!(preflight.header("access-control-max-age"), Some("3600"), "{path}");
            let methods = preflight.header("access-control-allow-methods").unwrap();
            assert!(methods.split(',').any(|method| method.trim() == operation.method.as_str()), "{path}: {methods}");
            assert_eq!(preflight.header("access-control-allow-credentials"), None, "{path}");
            let refused = send(&nobody, &operation, &[("origin", ORIGIN)]).await.assert_error(401, "auth.authorization_header_missing");
            assert_eq!(refused.header("access-control-allow-origin"), Some(ORIGIN), "{path}");
            assert_eq!(refused.header("access-control-expose-headers"), Some("*"), "{path}");
            assert_eq!(refused.header("vary"), Some("Origin"), "{path}");
        }
    }

    async fn what_is_no_operation_is_not_there_and_other_methods_are_told(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let answer = ingrid.client.delete("/api/my-account/mfa-settings").await.assert_status(405);
        assert_eq!((answer.body.as_str(), answer.header("access-control-allow-origin")), ("Method Not Allowed", Some("*")));
        let options = ingrid.client.send(Method::OPTIONS, "/api/my-account/mfa-settings", &[], Body::empty()).await;
        assert_eq!((options.status.as_u16(), options.header("allow")), (200, Some("GET,HEAD,PATCH")));
    }

    async fn browsers_learn_which_origins_share_passkeys(db: Db) {
        let world = World::over(db).await;
        let nobody = testkit::TestClient::new(crate::router(world.services().clone()));
        let origins = async || nobody.get("/.well-known/webauthn").await.assert_status(200).json();
        assert_eq!(origins().await, serde_json::json!({ "origins": [] }));
        let related = serde_json::json!(["https://account.fjord.example/"]);
        world.account_center(serde_json::json!({ "enabled": true, "fields": {}, "webauthnRelatedOrigins": related })).await;
        assert_eq!(origins().await, serde_json::json!({ "origins": ["https://account.fjord.example"] }));
        world.account_center(serde_json::json!({ "enabled": false, "fields": {}, "webauthnRelatedOrigins": related })).await;
        assert_eq!(origins().await, serde_json::json!({ "origins": [] }));
    }
}
