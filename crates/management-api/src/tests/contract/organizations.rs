//! Rows 8 to 13: organizations themselves.

use serde_json::{Value, json};
use testkit::services::START;

use super::rows;
use crate::test_api::{column, id};

rows! {
    8 "Organizations"
    async fn a_name_alone_gives_every_default(api: TestApi) {
        let created = api.post("/api/organizations", json!({ "name": "Fjord" }), 201).await;
        assert_eq!(created, json!({
            "tenantId": "default", "id": created["id"], "name": "Fjord", "description": null, "customData": {}, "isMfaRequired": false,
            "color": {}, "branding": {}, "customCss": null, "createdAt": START.0,
        }));
    }

    9 "Organizations"
    async fn members_are_shown_when_asked_for_alone_and_three_at_the_most(api: TestApi) {
        let organization = api.organization("Fjord").await;
        let mut users = Vec::new();
        for number in 0..4 {
            users.push(api.named_user(&format!("Guest {number}")).await);
        }
        api.created(&format!("/api/organizations/{organization}/users"), json!({ "userIds": users })).await;
        let plain = &api.list("/api/organizations").await[0];
        assert_eq!((plain.get("usersCount"), plain.get("featuredUsers")), (None, None));
        let shown = &api.list("/api/organizations?showFeatured=true").await[0];
        assert_eq!(shown["usersCount"], 4);
        let featured = shown["featuredUsers"].as_array().unwrap();
        assert_eq!(featured.len(), 3);
        for user in featured {
            let name = api.get(&format!("/api/users/{}", id(user))).await["name"].clone();
            assert_eq!(*user, json!({ "id": user["id"], "avatar": null, "name": name }));
        }
    }

    10 "Organizations"
    async fn a_search_looks_for_part_of_id_or_name_in_any_case(api: TestApi) {
        let (fjord, harbour) = (api.organization("Fjord Line").await, api.organization("Harbour").await);
        let found = async |q: &str| api.column(&format!("/api/organizations?q={q}"), "id").await;
        assert_eq!(found("JORD").await, [fjord.as_str()]);
        assert_eq!(found(&harbour[2..9]).await, [harbour.as_str()]);
        assert_eq!(found(&harbour[2..9].to_uppercase()).await, [harbour.as_str()]);
        assert_eq!(found("nothing").await, [""; 0]);
    }

    11 "Organizations"
    async fn custom_data_is_replaced_and_must_be_an_object(api: TestApi) {
        let body = json!({ "name": "Fjord", "customData": { "a": 1, "b": { "c": 2 } } });
        let path = format!("/api/organizations/{}", id(&api.post("/api/organizations", body, 201).await));
        let changed = api.client.patch(&path, json!({ "customData": { "d": 3 } })).await.assert_status(200);
        assert_eq!(changed.json()["customData"], json!({ "d": 3 }));
        for wrong in [json!([1]), json!("text"), json!(1)] {
            api.client.patch(&path, json!({ "customData": wrong })).await.assert_error(400, "guard.invalid_input");
        }
        assert_eq!(api.get(&path).await["customData"], json!({ "d": 3 }));
    }

    12 "Organizations"
    async fn a_deleted_organization_is_missed_by_each_method_in_its_own_words(api: TestApi) {
        let path = format!("/api/organizations/{}", api.organization("Fjord").await);
        api.client.delete(&path).await.assert_status(204);
        api.client.get(&path).await.assert_error(404, "entity.not_exists_with_id");
        api.client.patch(&path, json!({ "name": "x" })).await.assert_error(404, "entity.not_exists");
        api.client.delete(&path).await.assert_error(404, "entity.not_found");
    }

    13 "Organizations"
    async fn looks_and_rules_come_back_as_they_went_in(api: TestApi) {
        let looks = json!({
            "isMfaRequired": true,
            "color": { "primaryColor": "#abc", "isDarkModeEnabled": true, "darkPrimaryColor": "#001122" },
            "branding": {
                "logoUrl": "https://fjord.example/a.svg", "darkLogoUrl": "https://fjord.example/b.svg",
                "favicon": "https://fjord.example/c.ico", "darkFavicon": "https://fjord.example/d.ico",
            },
            "customCss": "body { color: red }",
        });
        let mut body = looks.clone();
        body["name"] = json!("Fjord");
        let created = api.post("/api/organizations", body, 201).await;
        let read = api.get(&format!("/api/organizations/{}", id(&created))).await;
        assert_eq!(created, read);
        for key in ["isMfaRequired", "color", "branding", "customCss"] {
            assert_eq!(read[key], looks[key], "{key}");
        }
        assert_eq!(column(&Value::Array(api.list("/api/organizations").await), "customCss"), ["body { color: red }"]);
    }
}
