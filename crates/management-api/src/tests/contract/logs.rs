//! Rows 117 and 118: the audit log.

use domain::{UnixMillis, audit::AuditRecord};
use serde_json::{Map, json};

use super::rows;
use crate::{
    events::tests::{Receiver, deliver, listening},
    test_api::TestApi,
};

async fn recorded(api: &TestApi, at: i64, key: &str) {
    let services = &api.services.services;
    let mut payload = Map::new();
    payload.insert("key".to_owned(), json!(key));
    payload.insert("result".to_owned(), json!("Success"));
    let record = AuditRecord { key: key.to_owned(), payload, created_at: UnixMillis(at) };
    services.audit.record(&services.tenant, record).await.unwrap();
}

rows! {
    117 "Logs"
    async fn a_window_may_be_one_millisecond_and_not_less(api: TestApi) {
        for at in [9, 10, 11] {
            recorded(&api, at, "Interaction.Create").await;
        }
        let list = api.client.get("/api/logs?start_time=10&end_time=10&enableCap=true").await.assert_status(200);
        assert_eq!(list.json().as_array().unwrap().len(), 1);
        assert_eq!(list.json()[0]["createdAt"], 10);
        assert_eq!((list.header("total-number"), list.header("total-number-is-capped")), (Some("1"), None));
        api.client.get("/api/logs?start_time=11&end_time=10").await.assert_error(400, "log.invalid_time_window");
    }

    118 "Logs"
    async fn deliveries_are_no_records_and_keys_are_exact(api: TestApi) {
        let receiver = Receiver::answering(&[200]).await;
        let hook = listening(&api, &receiver, &["User.Created"]).await;
        api.user("ada").await;
        deliver(&api).await;
        assert_eq!(api.list(&format!("/api/hooks/{hook}/recent-logs")).await.len(), 1);
        assert_eq!(api.list("/api/logs").await.len(), 0);
        assert_eq!(api.list("/api/logs?logKey=TriggerHook.User.Created").await.len(), 0);
        recorded(&api, 10, "ExchangeTokenBy.RefreshToken").await;
        assert_eq!(api.column("/api/logs?logKey=ExchangeTokenBy.RefreshToken", "key").await, ["ExchangeTokenBy.RefreshToken"]);
        assert_eq!(api.list("/api/logs?logKey=ExchangeTokenBy").await.len(), 0);
    }
}
