//! Rows 84 and 86 to 95: applications.

use serde_json::{Value, json};

use super::rows;
use crate::test_api::{TestApi, column, id};

const PATH: &str = "/api/applications";

async fn third_party(api: &TestApi, kind: &str) -> String {
    id(&api.created(PATH, json!({ "name": "Reports", "type": kind, "isThirdParty": true })).await)
}

rows! {
    84 "Apps"
    async fn secrets_are_shown_by_themselves_alone(api: TestApi) {
        for (kind, names) in [("MachineToMachine", vec!["Default secret"]), ("Traditional", vec!["Default secret"]), ("SPA", vec![])] {
            let created = api.post(PATH, json!({ "name": "desk", "type": kind }), 200).await;
            let path = format!("{PATH}/{}", id(&created));
            assert_eq!((created.get("secret"), api.get(&path).await.get("secret")), (None, None), "{kind}");
            assert_eq!(api.column(&format!("{path}/secrets"), "name").await, names, "{kind}");
        }
        assert!(api.list(PATH).await.iter().all(|application| application.get("secret").is_none()));
    }

    86 "Apps"
    async fn third_parties_are_of_some_types_and_stay_what_they_are(api: TestApi) {
        let ours = api.application("ours", "SPA").await;
        let theirs = third_party(&api, "Traditional").await;
        assert_eq!(api.column(&format!("{PATH}?isThirdParty=true"), "id").await, [theirs.as_str()]);
        for kind in ["MachineToMachine", "Protected"] {
            let refused = api.client.post(PATH, json!({ "name": "x", "type": kind, "isThirdParty": true })).await;
            refused.assert_error(400, "application.invalid_third_party_application_type");
        }
        for (application, is_third_party) in [(ours, true), (theirs, false)] {
            let path = format!("{PATH}/{application}");
            let changed = api.client.patch(&path, json!({ "isThirdParty": is_third_party, "name": "renamed" })).await;
            assert_eq!(changed.assert_status(200).json()["isThirdParty"], !is_third_party);
        }
    }

    87 "Apps"
    async fn types_may_be_several_and_names_are_searched(api: TestApi) {
        for (name, kind) in [("Desk app", "SPA"), ("Phone app", "Native"), ("Site", "Traditional")] {
            api.application(name, kind).await;
        }
        let mut names = api.column(&format!("{PATH}?types=SPA&types=Native"), "name").await;
        names.sort();
        assert_eq!(names, ["Desk app", "Phone app"]);
        api.client.get(&format!("{PATH}?types=Robot")).await.assert_error(400, "guard.invalid_input");
        assert_eq!(api.column(&format!("{PATH}?search.name=%25HONE%25"), "name").await, ["Phone app"]);
    }

    88 "Apps"
    async fn an_empty_change_changes_nothing_and_uris_come_in_pairs(api: TestApi) {
        let created = api.post(PATH, json!({ "name": "desk", "type": "SPA" }), 200).await;
        let path = format!("{PATH}/{}", id(&created));
        assert_eq!(api.client.patch(&path, json!({})).await.assert_status(200).json(), created);
        for half in [json!({ "redirectUris": [] }), json!({ "postLogoutRedirectUris": [] }), json!({})] {
            api.client.patch(&path, json!({ "oidcClientMetadata": half })).await.assert_error(400, "guard.invalid_input");
        }
    }

    89 "Apps"
    async fn wildcards_stand_in_some_places_of_a_redirect_uri(api: TestApi) {
        let path = format!("{PATH}/{}", api.application("desk", "Traditional").await);
        let set = async |uri: &str| {
            let metadata = json!({ "redirectUris": [uri], "postLogoutRedirectUris": [] });
            api.client.patch(&path, json!({ "oidcClientMetadata": metadata })).await
        };
        for good in ["https://*.x.com/cb", "https://a-*.x.com/cb", "https://x.com/*/cb", "io.fjord.app://cb", "http://localhost:3000/cb"] {
            assert_eq!(set(good).await.status, 200, "{good}");
        }
        for bad in [
            "https://*/cb",
            "https://x.com:*/cb",
            "https://x.com/cb?a=*",
            "https://x.com/cb#*",
            "htt*://x.com/cb",
            "https://x.com/../cb",
            "nothing",
        ] {
            set(bad).await.assert_error(400, "guard.invalid_input");
        }
    }

    90 "Apps"
    async fn custom_data_is_merged_and_answered_alone(api: TestApi) {
        let body = json!({ "name": "desk", "type": "SPA", "customData": { "a": { "x": 1 }, "b": 2 } });
        let path = format!("{PATH}/{}", id(&api.created(PATH, body).await));
        let merged = api.client.patch(&format!("{path}/custom-data"), json!({ "a": { "y": 1 }, "c": 3 })).await;
        let expected = json!({ "a": { "y": 1 }, "b": 2, "c": 3 });
        assert_eq!(merged.assert_status(200).json(), expected);
        assert_eq!(api.get(&path).await["customData"], expected);
    }

    91 "Apps"
    async fn roles_are_for_machines_and_of_their_kind(api: TestApi) {
        let (reader, robot) = (api.role("reader", "User").await, api.role("robot", "MachineToMachine").await);
        let web = format!("{PATH}/{}/roles", api.application("web", "Traditional").await);
        for answer in [
            api.client.get(&web).await,
            api.client.post(&web, json!({ "roleIds": [robot] })).await,
            api.client.put(&web, json!({ "roleIds": [robot] })).await,
        ] {
            answer.assert_error(422, "application.invalid_type");
        }
        let machine = format!("{PATH}/{}/roles", api.machine("worker").await);
        api.client.post(&machine, json!({ "roleIds": [reader] })).await.assert_error(422, "application.invalid_role_type");
        let given = api.post(&machine, json!({ "roleIds": [robot, robot] }), 201).await;
        assert_eq!(given["addedRoleIds"], json!([robot]));
        assert_eq!(api.client.put(&machine, json!({ "roleIds": [] })).await.assert_status(200).body, "OK");
        assert_eq!(api.list(&machine).await, [Value::Null; 0]);
    }

    92 "Apps"
    async fn consent_is_for_third_parties_and_for_scopes_that_users_may_give(api: TestApi) {
        let ours = format!("{PATH}/{}/user-consent-scopes", api.application("ours", "SPA").await);
        let theirs = format!("{PATH}/{}/user-consent-scopes", third_party(&api, "SPA").await);
        let body = json!({ "userScopes": ["email"] });
        api.client.post(&ours, body).await.assert_error(422, "application.third_party_application_only");
        let unknown = api.client.post(&theirs, json!({ "organizationScopes": ["x"], "resourceScopes": ["y"] })).await;
        let unknown = unknown.assert_error(422, "application.user_consent_scopes_not_found").json();
        assert_eq!(unknown["data"], json!({ "organizationScopes": ["x"], "resourceScopes": ["y"] }));
        let managing = api.client.post(&theirs, json!({ "resourceScopes": ["management-api-all"] })).await;
        managing.assert_error(422, "application.consent_management_api_scopes_not_allowed");
    }

    93 "Apps"
    async fn organizations_are_opened_by_members_and_closed_when_they_leave(api: TestApi) {
        let (theirs, ada, fjord) = (third_party(&api, "SPA").await, api.user("ada").await, api.organization("Fjord").await);
        let path = format!("{PATH}/{theirs}/users/{ada}/consent-organizations");
        let body = json!({ "organizationIds": [fjord] });
        api.client.post(&path, body.clone()).await.assert_error(422, "organization.require_membership");
        api.client.put(&path, body.clone()).await.assert_error(422, "organization.require_membership");
        let users = format!("/api/organizations/{fjord}/users");
        api.created(&users, json!({ "userIds": [ada] })).await;
        api.client.post(&path, body).await.assert_status(201);
        assert_eq!(column(&api.get(&path).await["organizations"], "id"), [fjord]);
        api.client.delete(&format!("{users}/{ada}")).await.assert_status(204);
        assert_eq!(api.get(&path).await, json!({ "organizations": [] }));
    }

    94 "Apps"
    async fn access_is_limited_by_rules_of_which_there_is_one_at_least(api: TestApi) {
        let (desk, ada) = (api.application("desk", "SPA").await, api.user("ada").await);
        let (application, path) = (format!("{PATH}/{desk}"), format!("{PATH}/{desk}/access-control"));
        let rules = |users: Value| json!({ "userIds": users, "userRoleIds": [], "organizationIds": [], "organizationRoleRules": [] });
        let enable = json!({ "appLevelAccessControlEnabled": true });
        api.client.patch(&application, enable.clone()).await.assert_error(422, "request.invalid_input");
        api.client.put(&path, rules(json!(["nobody"]))).await.assert_error(404, "entity.relation_foreign_key_not_found");
        let many: Vec<String> = (0..1_001).map(|number| number.to_string()).collect();
        api.client.put(&path, rules(json!(many))).await.assert_error(400, "guard.invalid_input");
        api.client.put(&path, rules(json!([ada]))).await.assert_status(200);
        api.client.patch(&application, enable).await.assert_status(200);
        api.client.put(&path, rules(json!([]))).await.assert_error(422, "request.invalid_input");
        assert_eq!(api.get(&path).await, rules(json!([ada])));
    }

    95 "Apps"
    async fn built_in_applications_are_read_and_nothing_else(api: TestApi) {
        for (name, kind) in [("demo-app", "SPA"), ("account-center", "SPA"), ("device-demo-app", "Native")] {
            let path = format!("{PATH}/{name}");
            let shown = api.get(&path).await;
            assert_eq!((&shown["id"], &shown["type"]), (&json!(name), &json!(kind)));
            assert_eq!((&shown["secret"], &shown["createdAt"], &shown["isAdmin"]), (&json!("N/A"), &json!(0), &json!(false)));
            api.client.patch(&path, json!({ "name": "x" })).await.assert_error(404, "entity.not_exists_with_id");
            api.client.delete(&path).await.assert_error(404, "entity.not_exists_with_id");
        }
        assert_eq!(column(&api.get(PATH).await, "id"), ["test-machine"]);
    }
}
