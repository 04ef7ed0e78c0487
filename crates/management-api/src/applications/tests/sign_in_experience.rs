//! How the pages look on the way to an application.

use serde_json::{Value, json};
use store::both_databases;

use crate::test_api::TestApi;

both_databases! {
    async fn a_look_is_set_once_with_201_then_replaced_with_200(db: Db) {
        let server = TestApi::over(db).await;
        let desk = server.application("desk", "SPA").await;
        let path = format!("/api/applications/{desk}/sign-in-experience");
        server.client.get(&path).await.assert_error(404, "entity.not_exists_with_id");
        let whole = json!({
            "color": { "primaryColor": "#abc", "isDarkModeEnabled": true, "darkPrimaryColor": "#abcdef" },
            "branding": { "logoUrl": "https://a.example/l.svg", "darkFavicon": "https://a.example/f.ico" },
            "customCss": "body {}", "termsOfUseUrl": "https://a.example/terms",
            "privacyPolicyUrl": "https://a.example/privacy", "displayName": "The desk",
        });
        let mut sent = whole.clone();
        sent["color"]["unknown"] = json!(1);
        let mut expected = json!({ "tenantId": "default", "applicationId": desk });
        expected.as_object_mut().unwrap().extend(whole.as_object().unwrap().clone());
        assert_eq!(server.client.put(&path, sent).await.assert_status(201).json(), expected);
        assert_eq!(server.get(&path).await, expected);
        let client = server.services.services.client(&domain::ApplicationId::new(desk.as_str())).await.unwrap().unwrap();
        assert_eq!(client.sign_in_experience.as_ref().unwrap().display_name.as_deref(), Some("The desk"));

        let empty = json!({ "termsOfUseUrl": "", "privacyPolicyUrl": null });
        let unset = json!({
            "tenantId": "default", "applicationId": desk, "color": {}, "branding": {}, "customCss": null,
            "termsOfUseUrl": null, "privacyPolicyUrl": null, "displayName": null,
        });
        assert_eq!(server.client.put(&path, empty).await.assert_status(200).json(), unset);
        assert_eq!(server.get(&path).await, unset);
    }

    async fn wrong_looks_are_refused(db: Db) {
        let server = TestApi::over(db).await;
        let desk = server.application("desk", "SPA").await;
        let path = format!("/api/applications/{desk}/sign-in-experience");
        let long = format!("https://a.example/{}", "x".repeat(2_048));
        let css = "x".repeat(128 * 1_024 + 1);
        let bodies: [Value; 14] = [
            json!({ "color": { "primaryColor": "red" } }),
            json!({ "color": { "isDarkModeEnabled": "yes" } }),
            json!({ "branding": { "logoUrl": "nothing" } }),
            json!({ "branding": [] }),
            json!({ "termsOfUseUrl": "nothing" }),
            json!({ "termsOfUseUrl": "javascript:alert(1)" }),
            json!({ "privacyPolicyUrl": "data:text/html,<script>alert(1)</script>" }),
            json!({ "branding": { "logoUrl": "javascript:alert(1)" } }),
            json!({ "branding": { "favicon": long } }),
            json!({ "customCss": css }),
            json!({ "privacyPolicyUrl": long }),
            json!({ "displayName": "x".repeat(257) }),
            json!({ "displayName": 7 }),
            json!({ "customCss": 7 }),
        ];
        for body in bodies {
            server.client.put(&path, body).await.assert_error(400, "guard.invalid_input");
        }
        server.client.get(&path).await.assert_error(404, "entity.not_exists_with_id");
        let nobody = "/api/applications/nobody/sign-in-experience";
        server.client.put(nobody, json!({})).await.assert_error(404, "entity.not_exists_with_id");
        server.client.get(nobody).await.assert_error(404, "entity.not_exists_with_id");
    }
}
