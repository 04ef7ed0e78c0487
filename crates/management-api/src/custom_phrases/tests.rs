//! Custom phrases through the whole router.

use serde_json::json;
use store::both_databases;

use crate::test_api::TestApi;

const NORWEGIAN: &str = "/api/custom-phrases/nb-NO";

both_databases! {
    async fn words_are_put_shown_and_deleted(db: Db) {
        let api = TestApi::over(db).await;
        let words = json!({ "action": { "sign_in": "Logg inn", "cancel": "" }, "own": { "title": "Velkommen" } });
        let put = api.client.put(NORWEGIAN, words).await.assert_status(201).json();
        let expected = json!({
            "tenantId": "default", "id": put["id"], "languageTag": "nb-NO",
            "translation": { "action": { "sign_in": "Logg inn" }, "own": { "title": "Velkommen" } },
        });
        assert_eq!(put, expected);
        assert_eq!(put["id"].as_str().unwrap().len(), 21);
        assert_eq!(api.get(NORWEGIAN).await, expected);
        assert_eq!(api.get("/api/custom-phrases").await, json!([expected]));
        let again = api.client.put(NORWEGIAN, json!({ "action": { "sign_in": "Kom inn" } })).await.assert_status(201).json();
        assert_eq!((&again["id"], &again["translation"]), (&put["id"], &json!({ "action": { "sign_in": "Kom inn" } })));
        api.client.delete(NORWEGIAN).await.assert_status(204);
        assert_eq!(api.get("/api/custom-phrases").await, json!([]));
        api.client.get(NORWEGIAN).await.assert_error(404, "entity.not_exists_with_id");
        api.client.delete(NORWEGIAN).await.assert_error(404, "entity.not_found");
    }

    async fn what_is_no_tree_of_texts_or_no_language_is_refused(db: Db) {
        let api = TestApi::over(db).await;
        for words in [json!({ "action": "a" }), json!({ "action": { "sign_in": { "a": "b" } } }), json!({ "own": 7 })] {
            api.client.put(NORWEGIAN, words).await.assert_error(422, "localization.invalid_translation_structure");
        }
        let large = json!({ "own": { "a": "x".repeat(256 * 1024) } });
        api.client.put(NORWEGIAN, large).await.assert_error(422, "entity.value_too_long");
        api.client.put("/api/custom-phrases/tlh", json!({})).await.assert_error(400, "guard.invalid_input");
        api.client.get("/api/custom-phrases/tlh").await.assert_error(400, "guard.invalid_input");
        api.client.delete("/api/custom-phrases/tlh").await.assert_error(400, "guard.invalid_input");
    }

    async fn the_language_that_pages_fall_back_to_keeps_its_words(db: Db) {
        let api = TestApi::over(db).await;
        api.client.put(NORWEGIAN, json!({})).await.assert_status(201);
        let language = |tag: &str| json!({ "languageInfo": { "autoDetect": true, "fallbackLanguage": tag } });
        api.client.patch("/api/sign-in-exp", language("nb-NO")).await.assert_status(200);
        api.client.delete(NORWEGIAN).await.assert_error(409, "localization.cannot_delete_default_language");
        api.client.patch("/api/sign-in-exp", language("en")).await.assert_status(200);
        api.client.delete(NORWEGIAN).await.assert_status(204);
    }
}
