//! Lists of audit records through the whole router.

use domain::{AuditLogId, UnixMillis, audit::AuditRecord, calendar::Day};
use serde_json::{Value, json};
use store::both_databases;
use testkit::services::START;

use crate::test_api::TestApi;

async fn recorded(api: &TestApi, moment: i64, key: &str, mut payload: Value) {
    payload["key"] = json!(key);
    payload["result"] = json!("Success");
    let Value::Object(payload) = payload else { panic!("a payload is an object") };
    let services = &api.services.services;
    let record = AuditRecord { key: key.to_owned(), payload, created_at: UnixMillis(moment) };
    services.audit.record(&services.tenant, record).await.unwrap();
}

async fn keys(api: &TestApi, query: &str) -> Vec<String> {
    let list = api.get(&format!("/api/logs?{query}")).await;
    list.as_array().unwrap().iter().map(|log| log["key"].as_str().unwrap().to_owned()).collect()
}

both_databases! {
    async fn records_are_listed_newest_first_and_filtered(db: Db) {
        let api = TestApi::over(db).await;
        recorded(&api, 10, "ExchangeTokenBy.RefreshToken", json!({ "userId": "u", "organizationId": "o" })).await;
        recorded(&api, 20, "Interaction.Create", json!({ "applicationId": "a" })).await;
        recorded(&api, 30, "TriggerHook.User.Created", json!({ "hookId": "h" })).await;
        recorded(&api, 40, "Management.POST /users", json!({ "applicationId": "a" })).await;
        assert_eq!(keys(&api, "").await, ["Interaction.Create", "ExchangeTokenBy.RefreshToken"]);
        assert_eq!(keys(&api, "includeManagement=true&applicationId=a").await, ["Management.POST /users", "Interaction.Create"]);
        assert_eq!(keys(&api, "userId=u").await, ["ExchangeTokenBy.RefreshToken"]);
        assert_eq!(keys(&api, "organizationId=o").await, ["ExchangeTokenBy.RefreshToken"]);
        assert_eq!(keys(&api, "logKey=Interaction.Create").await, ["Interaction.Create"]);
        assert_eq!(keys(&api, "logKey=Interaction").await, [""; 0]);
        assert_eq!(keys(&api, "start_time=20&end_time=20").await, ["Interaction.Create"]);
        let answer = api.client.get("/api/logs?page_size=1&enableCap=true").await.assert_status(200);
        assert_eq!(answer.header("total-number"), Some("2"));
        assert_eq!(answer.header("total-number-is-capped"), None);
        let list = answer.json();
        let id = list[0]["id"].as_str().unwrap().to_owned();
        assert_eq!(api.get(&format!("/api/logs/{id}")).await, json!({
            "tenantId": "default", "id": id, "key": "Interaction.Create",
            "payload": { "applicationId": "a", "key": "Interaction.Create", "result": "Success" }, "createdAt": 20,
        }));
    }

    async fn records_are_counted_by_day(db: Db) {
        let api = TestApi::over(db).await;
        let day = Day::of(api.services.services.now());
        let at = |days: i64| day.plus_days(days).start().0;
        for (moment, key, payload) in [
            (at(0), "ExchangeTokenBy.RefreshToken", json!({ "userId": "u" })),
            (at(0) - 1, "ExchangeTokenBy.RefreshToken", json!({ "userId": "v" })),
            (at(-1), "Interaction.Create", json!({ "userId": "u" })),
            (at(-1), "Management.POST /users", json!({ "userId": "u" })),
            (at(-1), "TriggerHook.User.Created", json!({ "hookId": "h" })),
            (at(-200), "Interaction.Create", json!({ "userId": "u" })),
        ] {
            recorded(&api, moment, key, payload).await;
        }
        let counts = async |query: &str| {
            let told = api.get(&format!("/api/log-days?{query}")).await;
            let told = told.as_array().unwrap().iter().map(|day| day["count"].as_i64().unwrap());
            told.collect::<Vec<_>>()
        };
        let last = async |query: &str| {
            let counts = counts(query).await;
            assert_eq!((counts.len(), counts[..12].iter().sum::<i64>()), (14, 0), "{query}");
            (counts[12], counts[13])
        };
        // Counted when they were written, and, of one user, now.
        assert_eq!(last("").await, (2, 1));
        assert_eq!(last("includeManagement=true").await, (3, 1));
        assert_eq!(last("logKey=Interaction.Create").await, (1, 0));
        assert_eq!(last("logKey=Management.POST%20%2Fusers&includeManagement=true").await, (1, 0));
        assert_eq!(last("userId=u").await, (1, 1));
        assert_eq!(last("userId=u&includeManagement=true").await, (2, 1));
        assert_eq!(last("applicationId=none").await, (0, 0));
        let told = api.get("/api/log-days").await;
        assert_eq!(told[13], json!({ "date": day.to_string(), "count": 1, "isCapped": false }));
        // Older than what is kept of counts.
        let old = day.plus_days(-200);
        assert_eq!(counts(&format!("from={old}&to={old}")).await, [1]);
        let (from, to) = (day.plus_days(-30), day.plus_days(1));
        assert_eq!(counts(&format!("from={from}")).await.len(), 31);
        for (query, code) in [
            (format!("from={from}&to={to}"), "log.invalid_time_window"),
            (format!("from={to}"), "log.invalid_time_window"),
            ("from=yesterday".to_owned(), "guard.invalid_input"),
            ("to=2026-02-30".to_owned(), "guard.invalid_input"),
        ] {
            let answer = api.client.get(&format!("/api/log-days?{query}")).await.assert_status(400);
            assert_eq!(answer.json()["code"], code, "{query}");
        }
    }

    async fn what_cannot_be_asked_for_is_refused(db: Db) {
        let api = TestApi::over(db).await;
        for (query, code) in [
            ("start_time=2&end_time=1", "log.invalid_time_window"),
            ("start_time=yesterday", "guard.invalid_input"),
            ("page_size=101", "guard.invalid_pagination"),
        ] {
            let answer = api.client.get(&format!("/api/logs?{query}")).await.assert_status(400);
            assert_eq!(answer.json()["code"], code, "{query}");
        }
        let unknown = AuditLogId::first_of(START);
        let answer = api.client.get(&format!("/api/logs/{unknown}")).await.assert_status(404);
        assert_eq!(answer.json()["code"], "entity.not_exists_with_id");
    }

    async fn a_capped_count_says_so_and_names_no_last_page(db: Db) {
        let api = TestApi::over(db).await;
        let services = &api.services.services;
        let group: Vec<_> = (0..10_001)
            .map(|number| {
                let id = AuditLogId::new(format!("{}{number:012}", AuditLogId::first_of(UnixMillis(1))));
                let payload = json!({ "key": "Interaction.Create", "result": "Success" });
                let Value::Object(payload) = payload else { panic!("a payload is an object") };
                let record = AuditRecord { key: "Interaction.Create".to_owned(), payload, created_at: UnixMillis(1) };
                store::audit_log::NewAuditLog::new(services.tenant.clone(), id, record)
            })
            .collect();
        store::audit_log::insert_group(&services.db, &group).await.unwrap();
        let capped = api.client.get("/api/logs?enableCap=true&page_size=1").await.assert_status(200);
        assert_eq!((capped.header("total-number"), capped.header("total-number-is-capped")), (Some("10000"), Some("true")));
        assert!(!capped.header("link").unwrap_or_default().contains("last"));
        let whole = api.client.get("/api/logs?page_size=1").await.assert_status(200);
        assert_eq!((whole.header("total-number"), whole.header("total-number-is-capped")), (Some("10001"), None));
    }
}
