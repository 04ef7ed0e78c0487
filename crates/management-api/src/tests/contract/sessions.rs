//! Rows 106 and 107: what stands for a user: personal access tokens and sessions.

use serde_json::{Value, json};

use super::rows;

rows! {
    106 "PATs"
    async fn tokens_have_names_of_their_own_of_any_letters(api: TestApi) {
        let path = format!("/api/users/{}/personal-access-tokens", api.user("ada").await);
        let made = api.post(&path, json!({ "name": "a/b?c" }), 201).await;
        assert!(made["value"].as_str().unwrap().starts_with("pat_"));
        api.post(&path, json!({ "name": "other" }), 201).await;
        let taken = "user.personal_access_token_name_exists";
        api.client.post(&path, json!({ "name": "a/b?c" })).await.assert_error(422, taken);
        api.client.patch(&path, json!({ "currentName": "other", "name": "a/b?c" })).await.assert_error(422, taken);
        let renamed = api.client.patch(&path, json!({ "currentName": "a/b?c", "name": "x/y" })).await.assert_status(200).json();
        assert_eq!((&renamed["name"], &renamed["value"]), (&json!("x/y"), &made["value"]));
        api.client.patch(&path, json!({ "currentName": "gone", "name": "n" })).await.assert_error(404, "entity.not_exists");
        let delete = format!("{path}/delete");
        api.client.post(&delete, json!({ "name": "x/y" })).await.assert_status(204);
        api.client.post(&delete, json!({ "name": "x/y" })).await.assert_error(404, "entity.not_found");
        assert_eq!(api.column(&path, "name").await, ["other"]);
        api.client.patch(&format!("{path}/gone"), json!({ "name": "n" })).await.assert_error(404, "entity.not_exists");
        api.client.delete(&format!("{path}/gone")).await.assert_error(404, "entity.not_found");
        api.client.delete(&format!("{path}/other")).await.assert_status(204);
    }

    107 "Sessions"
    async fn a_session_shows_five_members_and_ends_once(api: TestApi) {
        let (ada, bob, desk) = (api.user("ada").await, api.user("bob").await, api.application("desk", "SPA").await);
        api.signed_in(&ada, ("session-1", "grant-1"), &desk).await;
        let path = format!("/api/users/{ada}/sessions");
        let sessions = api.get(&path).await;
        let members: Vec<&String> = sessions["sessions"][0].as_object().unwrap().keys().collect();
        assert_eq!(members, ["payload", "lastSubmission", "clientId", "accountId", "expiresAt"]);
        assert_eq!(sessions["sessions"][0]["payload"]["uid"], "session-1");
        let foreign = api.client.delete(&format!("/api/users/{bob}/sessions/session-1")).await;
        foreign.assert_error(404, "oidc.invalid_session_account_id");
        api.client.delete(&format!("{path}/session-1")).await.assert_status(204);
        api.client.get(&format!("{path}/session-1")).await.assert_error(404, "oidc.session_not_found");
        api.client.delete(&format!("{path}/session-1")).await.assert_error(404, "oidc.session_not_found");
        assert_eq!(api.get(&path).await["sessions"], Value::Array(Vec::new()));
    }
}
