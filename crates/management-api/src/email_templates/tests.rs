//! Templates of e-mail.

use serde_json::{Value, json};
use store::both_databases;
use testkit::services::START;

use crate::test_api::{TestApi, id};

const PATH: &str = "/api/email-templates";

fn template(tag: &str, template_type: &str, subject: &str) -> Value {
    json!({ "languageTag": tag, "templateType": template_type, "details": { "subject": subject, "content": "{{code}}" } })
}

async fn put(api: &TestApi, templates: Value) -> Value {
    api.client.put(PATH, json!({ "templates": templates })).await.assert_status(200).json()
}

both_databases! {
    async fn templates_are_put_listed_shown_changed_and_deleted(db: Db) {
        let api = TestApi::over(db).await;
        let stored = put(&api, json!([template("nb", "SignIn", "Kode"), template("en", "SignIn", "Code")])).await;
        let (norwegian, english) = (&stored[0], &stored[1]);
        let template_id = id(norwegian);
        assert_eq!(template_id.len(), 21);
        assert_eq!(norwegian, &json!({
            "tenantId": "default", "id": template_id, "languageTag": "nb", "templateType": "SignIn",
            "details": { "subject": "Kode", "content": "{{code}}" }, "createdAt": START.0,
        }));
        assert_eq!(api.get(PATH).await, json!([english, norwegian]));
        assert_eq!(api.get(&format!("{PATH}?languageTag=nb&templateType=SignIn")).await, json!([norwegian]));
        assert_eq!(api.get(&format!("{PATH}?templateType=Generic")).await, json!([]));
        let again = put(&api, json!([template("nb", "SignIn", "Koden")])).await;
        assert_eq!((&again[0]["id"], &again[0]["details"]["subject"]), (&norwegian["id"], &json!("Koden")));
        let path = format!("{PATH}/{template_id}");
        assert_eq!(api.get(&path).await, again[0]);
        let details = format!("{path}/details");
        let subject = json!({ "subject": "Koden" });
        assert_eq!(api.client.patch(&details, subject).await.assert_status(200).json(), again[0]);
        let change = json!({ "content": "<b>{{code}}</b>", "contentType": "text/plain", "replyTo": "h@a.example", "sendFrom": "f@a.example" });
        let changed = api.client.patch(&details, change).await.assert_status(200).json();
        assert_eq!(changed["details"], json!({
            "subject": "Koden", "content": "<b>{{code}}</b>", "contentType": "text/plain", "replyTo": "h@a.example", "sendFrom": "f@a.example",
        }));
        assert_eq!(api.client.patch(&details, json!({})).await.assert_status(200).json(), changed);
        assert_eq!(api.get(&path).await, changed);
        api.client.delete(&path).await.assert_status(204);
        api.client.delete(&path).await.assert_error(404, "entity.not_found");
        api.client.get(&path).await.assert_error(404, "entity.not_exists_with_id");
        api.client.patch(&details, json!({ "subject": "a" })).await.assert_error(404, "entity.not_exists_with_id");
        let deleted = api.client.delete(&format!("{PATH}?languageTag=en")).await.assert_status(200).json();
        assert_eq!(deleted, json!({ "rowCount": 1 }));
        assert_eq!(api.client.delete(PATH).await.assert_status(200).json(), json!({ "rowCount": 0 }));
    }

    async fn changes_at_the_same_time_do_not_undo_each_other(db: Db) {
        let api = TestApi::over(db).await;
        let stored = put(&api, json!([template("nb", "SignIn", "Kode")])).await;
        let path = format!("{PATH}/{}", id(&stored[0]));
        let details = format!("{path}/details");
        for round in 0..15 {
            let change = |member: &str| api.client.patch(&details, json!({ member: format!("{round}@a.example") }));
            let answers = tokio::join!(change("subject"), change("replyTo"), change("sendFrom"));
            for answer in [answers.0, answers.1, answers.2] {
                answer.assert_status(200);
            }
            let now = &api.get(&path).await["details"];
            for member in ["subject", "replyTo", "sendFrom"] {
                assert_eq!(now[member], format!("{round}@a.example"), "{member} of round {round}");
            }
        }
    }

    async fn what_is_no_template_is_refused_and_nothing_is_stored(db: Db) {
        let api = TestApi::over(db).await;
        let good = template("en", "Generic", "S");
        let mut odd = good.clone();
        odd["details"]["contentType"] = "text/markdown".into();
        let mut unnamed = good.clone();
        unnamed["details"]["subject"].take();
        for bad in [odd, unnamed, template("", "Generic", "S"), template(&"x".repeat(17), "Generic", "S"), template("en", "Letter", "S"), json!({})] {
            api.client.put(PATH, json!({ "templates": [good, bad] })).await.assert_error(400, "guard.invalid_input");
        }
        for bad in [json!({}), json!({ "templates": good }), json!({ "templates": null })] {
            api.client.put(PATH, bad).await.assert_error(400, "guard.invalid_input");
        }
        for query in ["templateType=Letter", "languageTag=much-too-long-for-a-tag"] {
            api.client.get(&format!("{PATH}?{query}")).await.assert_error(400, "guard.invalid_input");
            api.client.delete(&format!("{PATH}?{query}")).await.assert_error(400, "guard.invalid_input");
        }
        assert_eq!(put(&api, json!([])).await, json!([]));
        assert_eq!(api.get(PATH).await, json!([]));
    }
}
