//! Rows 96 to 102, 104 and 105: users.

use std::time::Duration;

use serde_json::{Value, json};

use super::rows;
use crate::test_api::{TestApi, id};

const PATH: &str = "/api/users";

async fn found(api: &TestApi, query: &str) -> Vec<String> {
    let mut names = api.column(&format!("{PATH}?{query}"), "username").await;
    names.sort();
    names
}

rows! {
    96 "Users"
    async fn identifiers_are_one_users_alone(api: TestApi) {
        let ada = json!({ "username": "ada", "primaryEmail": "ada@fjord.example", "primaryPhone": "4798061357" });
        api.created(PATH, ada).await;
        let bob = format!("{PATH}/{}", api.user("bob").await);
        for (body, code) in [
            (json!({ "username": "ada" }), "user.username_already_in_use"),
            (json!({ "primaryEmail": "ADA@FJORD.example" }), "user.email_already_in_use"),
            (json!({ "primaryPhone": "4798061357" }), "user.phone_already_in_use"),
        ] {
            api.client.post(PATH, body.clone()).await.assert_error(422, code);
            api.client.patch(&bob, body).await.assert_error(422, code);
        }
    }

    97 "Users"
    async fn a_change_says_something_takes_null_and_minds_its_form(api: TestApi) {
        let path = format!("{PATH}/{}", id(&api.created(PATH, json!({ "username": "ada", "primaryEmail": "ada@fjord.example" })).await));
        for empty in [json!({}), json!({ "unknown": 1 })] {
            api.client.patch(&path, empty).await.assert_error(422, "entity.invalid_input");
        }
        for wrong in [json!({ "primaryEmail": "ada" }), json!({ "primaryPhone": "phone" }), json!({ "username": "1 a" })] {
            api.client.patch(&path, wrong.clone()).await.assert_error(400, "guard.invalid_input");
            api.client.post(PATH, wrong).await.assert_error(400, "guard.invalid_input");
        }
        let changed = api.client.patch(&path, json!({ "username": null, "primaryEmail": "", "name": "" })).await;
        let changed = changed.assert_status(200).json();
        assert_eq!((&changed["username"], &changed["primaryEmail"], &changed["name"]), (&Value::Null, &Value::Null, &Value::Null));
    }

    98 "Users"
    async fn every_change_is_later_than_the_one_before(api: TestApi) {
        let path = format!("{PATH}/{}", api.user("ada").await);
        let mut last = api.get(&path).await["updatedAt"].as_i64().unwrap();
        for (rest, body) in [
            ("", json!({ "name": "Ada" })),
            ("", json!({ "name": "Ada" })),
            ("/custom-data", json!({ "customData": { "a": 1 } })),
            ("/profile", json!({ "profile": { "nickname": "A" } })),
            ("/password", json!({ "password": "fjord-Lamp-77" })),
            ("/is-suspended", json!({ "isSuspended": true })),
        ] {
            api.client.patch(&format!("{path}{rest}"), body).await.assert_status(200);
            let now = api.get(&path).await["updatedAt"].as_i64().unwrap();
            assert!(now > last, "{rest}: {now} after {last}");
            last = now;
        }
    }

    99 "Users"
    async fn a_profile_is_merged_by_its_own_path_and_replaced_by_the_users(api: TestApi) {
        let body = json!({ "profile": { "givenName": "Ada", "address": { "country": "NO", "locality": "Bergen" } } });
        let path = format!("{PATH}/{}", id(&api.created(PATH, body).await));
        let merged = api.client.patch(&format!("{path}/profile"), json!({ "profile": { "familyName": "Vik" } })).await;
        let expected = json!({ "givenName": "Ada", "address": { "country": "NO", "locality": "Bergen" }, "familyName": "Vik" });
        assert_eq!(merged.assert_status(200).json(), expected);
        let replaced = api.client.patch(&path, json!({ "profile": { "nickname": "A" } })).await.assert_status(200).json();
        assert_eq!(replaced["profile"], json!({ "nickname": "A" }));
    }

    100 "Users"
    async fn digests_have_a_length_and_an_algorithm_and_no_password_beside_them(api: TestApi) {
        let import = async |body: Value| api.client.post(PATH, body).await;
        let digest = |length: usize| "a".repeat(length);
        import(json!({ "passwordDigest": digest(256), "passwordAlgorithm": "SHA256" })).await.assert_status(200);
        let long = json!({ "passwordDigest": digest(257), "passwordAlgorithm": "SHA256" });
        import(long).await.assert_error(400, "guard.invalid_input");
        let both = json!({ "password": "x", "passwordDigest": digest(64), "passwordAlgorithm": "SHA256" });
        import(both).await.assert_error(400, "user.password_and_digest");
        import(json!({ "passwordDigest": digest(64) })).await.assert_error(400, "user.password_algorithm_required");
    }

    101 "Users"
    async fn digests_are_shown_when_asked_for_alone(api: TestApi) {
        let body = json!({ "username": "ada", "passwordDigest": "5f4dcc3b5aa765d61d8327deb882cf99", "passwordAlgorithm": "MD5" });
        let path = format!("{PATH}/{}", id(&api.created(PATH, body).await));
        let with_hash = [api.get(&format!("{path}?includePasswordHash=true")).await, api.list(&format!("{PATH}?includePasswordHash=true")).await.remove(0)];
        for user in with_hash {
            assert_eq!((&user["passwordDigest"], &user["passwordAlgorithm"]), (&json!("5f4dcc3b5aa765d61d8327deb882cf99"), &json!("MD5")));
        }
        for user in [api.get(&path).await, api.list(PATH).await.remove(0)] {
            assert_eq!((user.get("passwordDigest"), user.get("passwordAlgorithm"), &user["hasPassword"]), (None, None, &json!(true)));
        }
        assert_eq!(api.get(&format!("{path}/has-password")).await, json!({ "hasPassword": true }));
        let bob = api.user("bob").await;
        assert_eq!(api.get(&format!("{PATH}/{bob}/has-password")).await, json!({ "hasPassword": false }));
    }

    102 "Users"
    async fn a_wrong_password_is_an_invalid_credential(api: TestApi) {
        let path = format!("{PATH}/{}/password", id(&api.created(PATH, json!({ "password": "fjord-Lamp-77" })).await));
        let verify = async |password: &str| api.client.post(&format!("{path}/verify"), json!({ "password": password })).await;
        verify("fjord-Lamp-77").await.assert_status(204);
        verify("fjord-Lamp-78").await.assert_error(422, "session.invalid_credentials");
        verify("").await.assert_error(400, "guard.invalid_input");
    }

    104 "Users"
    async fn searches_have_modes_a_joint_and_errors_of_their_own(api: TestApi) {
        for name in ["ingrid", "Ingmar", "astrid"] {
            api.services.advance(Duration::from_millis(1));
            api.created(PATH, json!({ "username": name, "primaryEmail": format!("{name}@Fjord.example") })).await;
        }
        for (query, names) in [
            ("search=ing", vec![]),
            ("search=ing%25", vec!["Ingmar", "ingrid"]),
            ("search.username=_strid", vec!["astrid"]),
            ("search.username=ingrid&search.username=astrid&mode.username=exact", vec!["astrid", "ingrid"]),
            ("search.username=%5Eing(rid|x)&mode=posix", vec!["ingrid"]),
            ("search.username=(I|a)%25&mode=similar_to&isCaseSensitive=true", vec!["Ingmar", "astrid"]),
            ("search.username=ing%25&search.primaryEmail=%25mar%40%25&joint=and", vec!["Ingmar"]),
            ("search.username=astrid&search.primary_email=%25mar%40%25", vec!["Ingmar", "astrid"]),
        ] {
            assert_eq!(found(&api, query).await, names, "{query}");
        }
        for query in ["search.nickname=a", "search=", "search=a&mode=x", "search=a&joint=x", "search.name=a&search.name=b", "search=a&mode=similar_to"] {
            api.client.get(&format!("{PATH}?{query}")).await.assert_error(400, "request.invalid_input");
        }
    }

    105 "Users"
    async fn two_exclusions_at_once_are_refused(api: TestApi) {
        let refused = api.client.get(&format!("{PATH}?excludeRoleId=r&excludeOrganizationId=o")).await;
        refused.assert_error(400, "request.invalid_input");
        assert_eq!(api.list(&format!("{PATH}?excludeRoleId=r")).await, [Value::Null; 0]);
    }
}
