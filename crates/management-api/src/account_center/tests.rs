//! The account center through the whole router.

use serde_json::json;
use store::both_databases;

use crate::test_api::TestApi;

const PATH: &str = "/api/account-center";

both_databases! {
    async fn settings_are_closed_at_first_and_replaced_one_by_one(db: Db) {
        let api = TestApi::over(db).await;
        let mut expected = json!({
            "tenantId": "default", "id": "default", "enabled": false, "fields": {}, "webauthnRelatedOrigins": [],
            "deleteAccountUrl": null, "customCss": null, "profileFields": null,
        });
        assert_eq!(api.get(PATH).await, expected);
        let changes = json!({
            "enabled": true, "fields": { "name": "Edit", "mfa": "Off" }, "deleteAccountUrl": "https://a.example/delete",
            "profileFields": [{ "name": "lamp" }], "customCss": "body {}",
            "webauthnRelatedOrigins": ["https://a.example"],
        });
        for (name, value) in changes.as_object().unwrap() {
            expected[name] = value.clone();
        }
        assert_eq!(api.client.patch(PATH, changes).await.assert_status(200).json(), expected);
        // Parts that the wire does not have, too.
        let own = json!({ "fields": { "organization": "Edit", "personalAccessToken": "ReadOnly", "account": "Edit" } });
        assert_eq!(api.client.patch(PATH, own.clone()).await.assert_status(200).json()["fields"], own["fields"]);
        let more = json!({ "fields": { "email": "ReadOnly" }, "deleteAccountUrl": "", "profileFields": null });
        let changed = api.client.patch(PATH, more).await.assert_status(200).json();
        expected["fields"] = json!({ "email": "ReadOnly" });
        expected["deleteAccountUrl"] = json!(null);
        expected["profileFields"] = json!(null);
        assert_eq!(changed, expected);
        assert_eq!(api.get(PATH).await, expected);
    }

    async fn what_is_no_setting_is_refused(db: Db) {
        let api = TestApi::over(db).await;
        api.client.patch(PATH, json!({})).await.assert_error(422, "entity.invalid_input");
        for bad in [
            json!({ "fields": { "name": "Write" } }), json!({ "fields": { "account": true } }),
            json!({ "webauthnRelatedOrigins": ["https://a.example/path"] }),
            json!({ "webauthnRelatedOrigins": vec!["https://a.example"; 51] }),
            json!({ "deleteAccountUrl": "javascript:alert(1)" }),
            json!({ "customCss": "x".repeat(128 * 1024 + 1) }),
            json!({ "profileFields": [["lamp"]] }),
        ] {
            api.client.patch(PATH, bad).await.assert_error(400, "guard.invalid_input");
        }
    }
}
