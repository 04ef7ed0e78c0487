//! What users may do with their own account.

use domain::console::ConsoleRole;
use serde_json::json;
use store::both_databases;

use super::world::{World, hidden};

const PATH: &str = "/console/account-center";
const API: &str = "/api/account-center";

both_databases! {
    async fn what_users_may_do_is_stored_as_it_was_chosen(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let page = edda.page(PATH).await;
        let mark = hidden(&page, "mark").unwrap();
        assert_eq!(page.matches("role=\"radiogroup\"").count(), 15, "{page}");
        assert!(page.contains("name=\"fields.email\" value=\"Off\" checked"), "{page}");
        let fields = [
            ("mark", mark.as_str()), ("enabled", "yes"), ("fields.email", "ReadOnly"), ("fields.password", "Edit"), ("fields.mfa", "Off"),
            ("webauthnRelatedOrigins", "https://fjord.example/a"), ("deleteAccountUrl", "javascript:x"), ("customCss", ".x { color: red }"),
        ];
        let refused = edda.post(PATH, &fields).await.assert_status(422).body;
        assert_eq!(refused.matches("aria-invalid=\"true\"").count(), 2, "{refused}");
        let mut fields = fields;
        fields[5].1 = "https://fjord.example\r\n";
        fields[6].1 = "";
        edda.post(PATH, &fields).await.assert_status(303);
        let stored = world.api.get(API).await.json();
        assert_eq!((&stored["enabled"], &stored["fields"]), (&json!(true), &json!({ "email": "ReadOnly", "password": "Edit", "mfa": "Off" })));
        assert_eq!((&stored["webauthnRelatedOrigins"], &stored["deleteAccountUrl"]), (&json!(["https://fjord.example"]), &json!(null)));
        assert_eq!(stored["customCss"], ".x { color: red }");
        edda.post(PATH, &fields).await.assert_status(409);
        world.created("/api/custom-profile-fields", json!({ "name": "harbour", "type": "Text", "required": false })).await;
        let page = edda.page(PATH).await;
        assert!(page.contains("<bdi>harbour</bdi>"), "without a label it is called by its key: {page}");
        let mark = hidden(&page, "mark").unwrap();
        edda.post(PATH, &[("mark", mark.as_str())]).await.assert_status(303);
        assert_eq!(world.api.get(API).await.json()["profileFields"], json!([]));
        // Passkeys follow second factors until something is said of them.
        world.api.patch(API, json!({ "fields": { "mfa": "Edit" } })).await.assert_status(200);
        assert!(edda.page(PATH).await.contains("name=\"fields.passkey\" value=\"Edit\" checked"));
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        assert!(!vera.page(PATH).await.contains("Save changes"));
    }
}
