//! Explanations through the whole router.

use serde_json::{Value, json};
use store::both_databases;

use crate::test_api::TestApi;

/// A user who has a role in one of two organizations, a global role, and an API.
async fn fjord(api: &TestApi) -> (String, String, String) {
    let (user, here, there) =
        (api.user("ingrid").await, api.organization("Fjord").await, api.organization("Dock").await);
    let (role, permission) =
        (api.organization_role("admin").await, api.organization_scope("member:read").await);
    api.organization_scope("member:remove").await;
    let resource = api.resource("lamps").await;
    let (see, _light) = (api.scope(&resource, "see").await, api.scope(&resource, "light").await);
    let sailor = api.role("Sailor", "User").await;
    for (path, body) in [
        (format!("/api/organizations/{here}/users"), json!({ "userIds": [user] })),
        (format!("/api/organizations/{here}/users/{user}/roles"), json!({ "organizationRoleIds": [role] })),
        (format!("/api/organization-roles/{role}/scopes"), json!({ "organizationScopeIds": [permission] })),
        (format!("/api/organization-roles/{role}/resource-scopes"), json!({ "scopeIds": [see] })),
        (format!("/api/roles/{sailor}/scopes"), json!({ "scopeIds": [see] })),
        (format!("/api/users/{user}/roles"), json!({ "roleIds": [sailor] })),
    ] {
        api.created(&path, body).await;
    }
    (user, here, there)
}

fn outcomes(explanation: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let scopes = explanation["scopes"].as_array().unwrap();
    scopes.iter().map(|scope| (text(&scope["name"]), text(&scope["outcome"]))).collect()
}

both_databases! {
    async fn an_organization_token_is_explained_by_the_roles_held_there(db: Db) {
        let api = TestApi::over(db).await;
        let (user, here, there) = fjord(&api).await;
        let path = format!("/api/users/{user}/scope-explanation");
        let told = api.get(&format!("{path}?organizationId={here}&scope=org%3Afly")).await;
        assert_eq!((&told["audience"], &told["obstacles"]), (&json!(format!("urn:logto:organization:{here}")), &json!([])));
        let expected = [("member:read", "given"), ("member:remove", "noRole"), ("org:fly", "unknown")];
        assert_eq!(outcomes(&told), expected.map(|(name, outcome)| (name.to_owned(), outcome.to_owned())));
        let source = &told["scopes"][0]["sources"][0];
        assert_eq!((&source["role"]["name"], &source["organization"]), (&json!("admin"), &json!({ "id": here, "name": "Fjord" })));
        let elsewhere = api.get(&format!("{path}?organizationId={there}")).await;
        assert_eq!(elsewhere["obstacles"], json!(["notAMember"]));
        assert!(outcomes(&elsewhere).iter().all(|(_, outcome)| outcome == "noRole"));
        assert_eq!(elsewhere["scopes"][0]["roles"][0]["name"], "admin");
        assert_eq!(api.get(&format!("{path}?organizationId=nothing")).await["obstacles"], json!(["organizationUnknown"]));
        // An application that is gone is not as if none were named.
        api.client.get(&format!("{path}?organizationId={here}&applicationId=nothing")).await.assert_error(404, "entity.not_exists_with_id");
    }

    async fn an_api_token_is_explained_by_global_roles_and_by_those_of_organizations(db: Db) {
        let api = TestApi::over(db).await;
        let (user, _, there) = fjord(&api).await;
        let indicator = api.list("/api/resources").await.iter().find(|one| one["name"] == "lamps").unwrap()["indicator"].as_str().unwrap().to_owned();
        let path = format!("/api/users/{user}/scope-explanation?resource={indicator}");
        let told = api.get(&path).await;
        let see = told["scopes"].as_array().unwrap().iter().find(|scope| scope["name"] == "see").unwrap();
        let names: Vec<_> = see["sources"].as_array().unwrap().iter().map(|source| source["role"]["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["Sailor", "admin"]);
        // Where an organization is named, roles of others do not count; global ones do.
        let told = api.get(&format!("{path}&organizationId={there}")).await;
        let see = told["scopes"].as_array().unwrap().iter().find(|scope| scope["name"] == "see").unwrap();
        assert_eq!(see["sources"].as_array().unwrap().len(), 1);
        assert_eq!(api.get(&format!("/api/users/{user}/scope-explanation?resource=https://none.example")).await["obstacles"], json!(["resourceUnknown"]));
        api.client.get("/api/users/nobody/scope-explanation").await.assert_status(404);
    }

    async fn who_may_read_users_alone_sees_what_they_have_and_no_other_roles(db: Db) {
        let api = TestApi::over(db).await.with_scopes().await;
        let (user, here, _) = fjord(&api).await;
        let (machine, _) = api.machine_with("Reader", &["users:read"]).await;
        let reader = api.client_naming(&machine, "users:read").await;
        let path = format!("/api/users/{user}/scope-explanation?organizationId={here}");
        let told = reader.get(&path).await.assert_status(200).json();
        assert_eq!(outcomes(&told), [("member:read".to_owned(), "given".to_owned())]);
        let told = reader.get(&format!("{path}&scope=member%3Aremove")).await.assert_status(200).json();
        assert_eq!((&told["scopes"][1]["outcome"], &told["scopes"][1]["roles"]), (&json!("noRole"), &json!([])));
        let resource = "https%3A%2F%2Fdefault.logto.app%2Fapi";
        let told = reader.get(&format!("/api/users/{user}/scope-explanation?resource={resource}")).await.assert_status(200).json();
        assert_eq!(told["scopes"], json!([]));
    }

    async fn a_machine_has_what_its_own_roles_give(db: Db) {
        let api = TestApi::over(db).await;
        let (_, here, _) = fjord(&api).await;
        let machine = api.machine("Sync").await;
        let path = format!("/api/applications/{machine}/scope-explanation");
        let told = api.get(&format!("{path}?organizationId={here}")).await;
        assert_eq!(told["obstacles"], json!(["notAMember"]));
        assert_eq!(api.get(&path).await, json!({ "audience": null, "obstacles": [], "scopes": [] }));
        api.client.get("/api/applications/nothing/scope-explanation").await.assert_status(404);
    }
}
