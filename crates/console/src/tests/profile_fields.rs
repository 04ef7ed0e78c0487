//! Fields of profiles.

use domain::console::ConsoleRole;
use serde_json::json;
use store::both_databases;

use super::world::{World, hidden};

const PATH: &str = "/console/profile-fields";
const API: &str = "/api/custom-profile-fields";

both_databases! {
    async fn a_field_is_made_changed_moved_and_deleted(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        assert!(edda.page(PATH).await.contains("No profile fields yet"));
        assert!(edda.page(&format!("{PATH}/new")).await.contains("/new/Select"));
        let path = format!("{PATH}/new/Select");
        edda.page(&path).await;
        let fields = [("name", "berth"), ("label", "Berth"), ("config.options", "n = North\r\ns"), ("required", "yes")];
        for (at, value, said) in [(0, "", "Enter a name."), (0, "two words", "Begin with a letter"), (2, "", "This cannot be used")] {
            let mut wrong = fields;
            wrong[at].1 = value;
            let refused = edda.post(&path, &wrong).await.assert_status(422).body;
            assert!(refused.contains(said), "{refused}");
        }
        edda.post(&path, &fields).await.assert_status(303);
        let taken = edda.post(&path, &fields).await.assert_status(422).body;
        assert!(taken.contains("There is one with this name already."), "{taken}");
        edda.post(&format!("{PATH}/new/Text"), &[("name", "vessel"), ("config.maxLength", "9")]).await.assert_status(303);
        let stored = world.api.get(API).await.json();
        assert_eq!((&stored[0]["name"], &stored[0]["required"]), (&json!("berth"), &json!(true)));
        assert_eq!(stored[0]["config"], json!({ "options": [{ "value": "n", "label": "North" }, { "value": "s" }] }));
        assert_eq!(stored[1]["config"], json!({ "maxLength": 9 }));
        let of = format!("{PATH}/by-name/vessel");
        let page = edda.page(&of).await;
        let mark = hidden(&page, "mark").unwrap();
        assert!(page.contains("value=\"9\""), "{page}");
        let changed = [("mark", mark.as_str()), ("label", "Vessel"), ("config.minLength", "3"), ("config.maxLength", "2"), ("place", "1")];
        edda.post(&of, &changed).await.assert_status(422);
        let mut changed = changed;
        changed[3].1 = "20";
        edda.post(&of, &changed).await.assert_status(303);
        let stored = world.api.get(API).await.json();
        assert_eq!((&stored[0]["name"], &stored[0]["label"]), (&json!("vessel"), &json!("Vessel")));
        assert_eq!(stored[0]["config"], json!({ "minLength": 3, "maxLength": 20 }));
        edda.post(&of, &changed).await.assert_status(409);
        edda.page(&format!("{of}/delete")).await;
        edda.post_when_asked(&format!("{of}/delete"), &[]).await.assert_status(303);
        edda.browser.get(&of).await.assert_status(404);
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        let seen = vera.page(&format!("{PATH}/by-name/berth")).await;
        assert!(!seen.contains("Save changes") && seen.contains("n = North"), "{seen}");
    }

    async fn kinds_of_parts_and_boxes_are_chosen_from(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let name = format!("{PATH}/new/Fullname");
        assert!(edda.page(&name).await.contains("value=\"fullname\""));
        edda.post(&name, &[("name", "fullname"), ("config.parts", "givenName"), ("config.parts", "familyName")]).await.assert_status(303);
        let wrong = edda.post(&name, &[("name", "other"), ("config.parts", "givenName")]).await.assert_status(422).body;
        assert!(wrong.contains("A field of this name cannot be of this kind."), "{wrong}");
        edda.post(&format!("{PATH}/new/Checkbox"), &[("name", "news"), ("config.defaultValue", "yes")]).await.assert_status(303);
        let stored = world.api.get(API).await.json();
        let parts = stored[0]["config"]["parts"].as_array().unwrap();
        let enabled: Vec<_> = parts.iter().map(|part| (part["name"].as_str().unwrap(), part["enabled"].as_bool().unwrap())).collect();
        assert_eq!(enabled, [("givenName", true), ("middleName", false), ("familyName", true)]);
        assert_eq!(stored[1]["config"], json!({ "defaultValue": "true" }));
        edda.browser.get(&format!("{PATH}/new/Pigeon")).await.assert_status(404);
    }
}
