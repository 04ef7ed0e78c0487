//! Rows 119 and 120: keys of the OpenID provider and scripts for its tokens.

use serde_json::json;

use super::rows;

const KEYS: &str = "/api/configs/oidc/private-keys";

rows! {
    119 "Configs"
    async fn a_key_is_always_left_the_current_one_stays_and_one_at_a_time_is_staged(api: TestApi) {
        let only = api.column(KEYS, "id").await;
        assert_eq!(only.len(), 1);
        for id in [only[0].as_str(), "unknown"] {
            api.client.delete(&format!("{KEYS}/{id}")).await.assert_error(422, "oidc.key_required");
        }
        let staged = api.post(&format!("{KEYS}/rotate"), json!({ "rotationGracePeriod": 3_600 }), 200).await;
        assert_eq!((&staged[0]["status"], &staged[1]["status"]), (&json!("Next"), &json!("Current")));
        let current = staged[1]["id"].as_str().unwrap();
        let kept = api.client.delete(&format!("{KEYS}/{current}")).await;
        kept.assert_error(422, "oidc.only_previous_key_can_be_deleted");
        api.client.post(&format!("{KEYS}/rotate"), json!({})).await.assert_error(422, "oidc.invalid_request");
        api.client.delete(&format!("{KEYS}/unknown")).await.assert_error(404, "oidc.key_not_found");
        assert_eq!(api.column(KEYS, "status").await, ["Next", "Current"]);
    }

    120 "Configs"
    async fn a_script_is_new_once_strict_in_its_body_and_missed_in_each_methods_words(api: TestApi) {
        for kind in ["access-token", "client-credentials"] {
            let path = format!("/api/configs/jwt-customizer/{kind}");
            let script = || json!({ "script": "const getCustomJwtClaims = async () => ({});" });
            api.client.get(&path).await.assert_error(404, "entity.not_exists_with_id");
            api.client.patch(&path, script()).await.assert_error(404, "entity.not_exists_with_id");
            api.client.delete(&path).await.assert_error(404, "entity.not_found");
            api.client.put(&path, script()).await.assert_status(201);
            assert_eq!(api.client.put(&path, script()).await.assert_status(200).json(), script());
            let strange = json!({ "script": "x", "unknown": 1 });
            api.client.put(&path, strange.clone()).await.assert_error(400, "guard.invalid_input");
            api.client.patch(&path, strange).await.assert_error(400, "guard.invalid_input");
            assert_eq!(api.get(&path).await, script());
            api.client.delete(&path).await.assert_status(204);
            api.client.get(&path).await.assert_error(404, "entity.not_exists_with_id");
        }
    }
}
