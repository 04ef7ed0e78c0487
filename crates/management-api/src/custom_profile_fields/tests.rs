//! Custom profile fields through the whole router.

use serde_json::{Value, json};
use store::both_databases;

use crate::test_api::{TestApi, column};

const PATH: &str = "/api/custom-profile-fields";

/// A field with this name and these members over those of a text.
fn field(name: &str, members: Value) -> Value {
    let mut field = json!({ "name": name, "type": "Text", "required": false });
    field.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    field
}

fn part(name: &str) -> Value {
    json!({ "enabled": true, "name": name, "type": "Text", "required": true })
}

both_databases! {
    async fn fields_are_made_shown_changed_and_deleted(db: Db) {
        let api = TestApi::over(db).await;
        let body = field("lamp", json!({
            "type": "Select", "label": "Lamp", "description": "Which lamp", "required": true,
            "config": { "options": [{ "value": "red", "label": "Red" }, { "value": "blue" }], "minLength": 3 },
        }));
        let made = api.post(PATH, body, 201).await;
        let expected = json!({
            "tenantId": "default", "id": made["id"], "name": "lamp", "type": "Select", "label": "Lamp",
            "description": "Which lamp", "required": true,
            "config": { "options": [{ "label": "Red", "value": "red" }, { "value": "blue" }] },
            "createdAt": made["createdAt"], "sieOrder": 1,
        });
        assert_eq!(made, expected);
        assert_eq!(api.get(&format!("{PATH}/lamp")).await, expected);
        let changed = json!({ "type": "Number", "required": false, "config": { "minValue": -1, "maxValue": 7.5 } });
        let changed = api.client.put(&format!("{PATH}/lamp"), changed).await.assert_status(200).json();
        assert_eq!(
            (&changed["type"], &changed["label"], &changed["description"], &changed["config"], &changed["sieOrder"]),
            (&json!("Number"), &json!(""), &Value::Null, &json!({ "minValue": -1, "maxValue": 7.5 }), &json!(1))
        );
        api.client.delete(&format!("{PATH}/lamp")).await.assert_status(204);
        assert_eq!(api.get(PATH).await, json!([]));
        for answer in [
            api.client.get(&format!("{PATH}/lamp")).await,
            api.client.put(&format!("{PATH}/lamp"), json!({ "type": "Text", "required": false })).await,
            api.client.delete(&format!("{PATH}/lamp")).await,
        ] {
            answer.assert_error(404, "entity.not_found");
        }
    }

    async fn several_are_made_at_once_or_none(db: Db) {
        let api = TestApi::over(db).await;
        let batch = format!("{PATH}/batch");
        let made = api.post(&batch, json!([field("lamp", json!({})), field("boat", json!({}))]), 201).await;
        assert_eq!(column(&made, "name"), ["lamp", "boat"]);
        assert_eq!((&made[0]["sieOrder"], &made[1]["sieOrder"]), (&json!(1), &json!(2)));
        let clash = json!([field("kite", json!({})), field("lamp", json!({}))]);
        api.client.post(&batch, clash).await.assert_error(422, "custom_profile_fields.name_exists");
        api.client.post(PATH, field("lamp", json!({}))).await.assert_error(422, "custom_profile_fields.name_exists");
        assert_eq!(api.column(PATH, "name").await, ["lamp", "boat"]);
        let wrong = json!([field("kite", json!({})), field("gull", json!({ "type": "Bird" }))]);
        let answer = api.client.post(&batch, wrong).await.assert_status(400).json();
        assert_eq!(answer["data"]["issues"][0]["path"], json!([1, "type"]));
        let many: Vec<_> = (0..21).map(|number| field(&format!("f{number}"), json!({}))).collect();
        for bad in [json!([]), json!({}), json!(many), json!(["lamp"]), json!([[]]), json!([{ "name": "a\u{0}" }])] {
            api.client.post(&batch, bad).await.assert_error(400, "guard.invalid_input");
        }
    }

    async fn places_are_given_to_all_that_are_named_or_none(db: Db) {
        let api = TestApi::over(db).await;
        for name in ["lamp", "boat", "kite"] {
            api.post(PATH, field(name, json!({})), 201).await;
        }
        let path = format!("{PATH}/properties/sie-order");
        let order = json!({ "order": [{ "name": "kite", "sieOrder": 1 }, { "name": "lamp", "sieOrder": 9 }] });
        let shown = api.post(&path, order, 200).await;
        assert_eq!(column(&shown, "name"), ["kite", "boat", "lamp"]);
        let unknown = json!({ "order": [{ "name": "boat", "sieOrder": 99 }, { "name": "gull", "sieOrder": 2 }] });
        api.client.post(&path, unknown).await.assert_error(400, "custom_profile_fields.entity_not_exists_with_names");
        assert_eq!(api.column(PATH, "name").await, ["kite", "boat", "lamp"]);
        let twice = json!({ "order": [{ "name": "boat", "sieOrder": 1 }, { "name": "boat", "sieOrder": 2 }] });
        for bad in [json!({ "order": [] }), twice, json!({})] {
            api.client.post(&path, bad).await.assert_error(400, "guard.invalid_input");
        }
    }

    async fn what_does_not_fit_a_kind_is_refused(db: Db) {
        let api = TestApi::over(db).await;
        for bad in [
            field("lamp", json!({ "type": "Checkbox", "required": true })),
            field("lamp", json!({ "type": "Checkbox", "config": { "defaultValue": "maybe" } })),
            field("lamp", json!({ "type": "Select" })),
            field("lamp", json!({ "type": "Select", "config": { "options": [] } })),
            field("lamp", json!({ "type": "Select", "config": { "options": [{ "value": "a" }, { "value": "a" }] } })),
            field("lamp", json!({ "type": "Regex", "config": {} })),
            field("lamp", json!({ "type": "Date", "config": {} })),
            field("lamp", json!({ "config": { "minLength": 5, "maxLength": 4 } })),
            field("lamp", json!({ "config": { "minLength": -5 } })),
            field("lamp", json!({ "type": "Number", "config": { "minValue": 5, "maxValue": 4 } })),
            field("lamp", json!({ "label": "" })),
            field("lamp", json!({ "label": "x".repeat(129) })),
            field("lamp", json!({ "description": "x".repeat(257) })),
            field("address", json!({ "type": "Address", "config": { "parts": [part("planet")] } })),
            field("address", json!({ "type": "Address", "config": { "parts": [part("region"), part("region")] } })),
            field("address", json!({ "type": "Address", "config": { "parts": [] } })),
            field("", json!({})),
        ] {
            api.client.post(PATH, bad).await.assert_error(400, "guard.invalid_input");
        }
        for (name, members, code) in [
            ("username", json!({}), "custom_profile_fields.invalid_name"),
            ("7lamps", json!({}), "custom_profile_fields.invalid_name"),
            ("birthdate", json!({}), "custom_profile_fields.invalid_sub_component_type"),
            ("lamp", json!({ "type": "Fullname", "config": { "parts": [part("givenName")] } }), "custom_profile_fields.invalid_sub_component_type"),
        ] {
            api.client.post(PATH, field(name, members)).await.assert_error(400, code);
        }
        let address = field("address", json!({ "type": "Address", "config": { "parts": [part("region"), part("country")] } }));
        let made = api.post(PATH, address, 201).await;
        assert_eq!(made["config"]["parts"], json!([part("region"), part("country")]));
    }
}
