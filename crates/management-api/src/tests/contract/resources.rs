//! Rows 79 to 83: API resources and their scopes.

use serde_json::{Value, json};

use super::rows;
use crate::test_api::id;

const MANAGEMENT: &str = "/api/resources/management-api";

rows! {
    79 "Resources"
    async fn an_indicator_is_one_resources_alone_and_stays(api: TestApi) {
        let body = json!({ "name": "Lamps", "indicator": "https://lamps.fjord.example" });
        let created = api.post("/api/resources", body.clone(), 201).await;
        api.client.post("/api/resources", body).await.assert_error(422, "resource.resource_identifier_in_use");
        let path = format!("/api/resources/{}", id(&created));
        api.client.patch(&path, json!({ "indicator": "https://x.example" })).await.assert_error(422, "entity.invalid_input");
        let changed = api.client.patch(&path, json!({ "indicator": "https://x.example", "name": "Lights" })).await;
        let changed = changed.assert_status(200).json();
        assert_eq!((&changed["name"], &changed["indicator"]), (&json!("Lights"), &created["indicator"]));
    }

    80 "Resources"
    async fn one_at_a_time_is_the_default(api: TestApi) {
        let body = json!({ "name": "Lamps", "indicator": "https://lamps.fjord.example", "isDefault": true });
        let lamps = api.post("/api/resources", body, 201).await;
        assert_eq!(lamps["isDefault"], false);
        let (lamps, boats) = (id(&lamps), api.resource("boats").await);
        let changed = api.client.patch(&format!("/api/resources/{lamps}"), json!({ "name": "L", "isDefault": true })).await;
        assert_eq!(changed.assert_status(200).json()["isDefault"], false);
        for chosen in [&lamps, &boats] {
            api.client.patch(&format!("/api/resources/{chosen}/is-default"), json!({ "isDefault": true })).await.assert_status(200);
            let defaults: Vec<String> =
                api.list("/api/resources").await.iter().filter(|resource| resource["isDefault"] == true).map(id).collect();
            assert_eq!(defaults, [chosen.as_str()]);
        }
    }

    81 "Resources"
    async fn the_management_resource_stays_as_it_is(api: TestApi) {
        let before = api.get("/api/resources?includeScopes=true").await;
        let modify = "resource.cannot_modify_management_api";
        api.client.patch(MANAGEMENT, json!({ "name": "x" })).await.assert_error(400, modify);
        let scope = format!("{MANAGEMENT}/scopes/management-api-all");
        api.client.post(&format!("{MANAGEMENT}/scopes"), json!({ "name": "x" })).await.assert_error(400, modify);
        api.client.patch(&scope, json!({ "name": "x" })).await.assert_error(400, modify);
        api.client.delete(&scope).await.assert_error(400, modify);
        api.client.delete(MANAGEMENT).await.assert_error(400, "resource.cannot_delete_management_api");
        assert_eq!(api.get("/api/resources?includeScopes=true").await, before);
    }

    82 "Scopes"
    async fn a_scope_has_no_spaces_and_its_name_to_itself_within_the_resource(api: TestApi) {
        let (lamps, boats) = (api.resource("lamps").await, api.resource("boats").await);
        let path = format!("/api/resources/{lamps}/scopes");
        for name in ["see it", " ", "a\tb"] {
            api.client.post(&path, json!({ "name": name })).await.assert_error(400, "scope.name_with_space");
        }
        api.scope(&lamps, "see").await;
        api.client.post(&path, json!({ "name": "see" })).await.assert_error(422, "scope.name_exists");
        api.scope(&boats, "see").await;
        let hear = api.scope(&lamps, "hear").await;
        let rename = async |name: &str| api.client.patch(&format!("{path}/{hear}"), json!({ "name": name })).await;
        rename("see").await.assert_error(422, "scope.name_exists");
        rename("see it").await.assert_error(400, "scope.name_with_space");
    }

    83 "Scopes"
    async fn an_unknown_resource_has_no_scopes_and_gets_none(api: TestApi) {
        let path = "/api/resources/nothing/scopes";
        let list = api.client.get(path).await.assert_status(200);
        assert_eq!((list.json(), list.header("total-number")), (Value::Array(Vec::new()), Some("0")));
        api.client.post(path, json!({ "name": "see" })).await.assert_error(404, "entity.not_exists_with_id");
    }
}
