//! Activity: what happened in the organization, and nothing of any other.

use http::Method;
use serde_json::{Value, json};

use super::TRANSPORT;
use super::fixture::*;
use crate::Policy;

async fn list(fixture: &Fixture, query: &str) -> Reply {
    let token = organization_token("anna", "fjord", "log:read");
    fixture.call(Method::GET, &format!("/organizations/fjord/logs{query}"), &token, Value::Null).await
}

#[tokio::test]
async fn entries_tell_who_did_what_to_whom_and_only_listed_details() {
    let fixture = Fixture::new(TRANSPORT).await;
    let reply = list(&fixture, "").await;
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(reply.headers["total-number"], "3");
    let put_roles = "Management.PUT /organizations/{id}/users/{userId}/roles";
    let add_users = "Management.POST /organizations/{id}/users";
    let exchange = "ExchangeTokenBy.ClientCredentials";
    assert_eq!(
        reply.body,
        json!([
            {
                "tenantId": "default", "id": "l3", "key": exchange, "createdAt": 9,
                "actor": { "applicationId": "fjord-key", "name": "fjord-key" }, "target": null, "result": "Success",
                "payload": { "applicationId": "fjord-key", "key": exchange, "result": "Success", "organizationId": "fjord" },
            },
            {
                "tenantId": "default", "id": "l2", "key": put_roles, "createdAt": 9,
                "actor": { "userId": "anna", "applicationId": "guildhall-gateway", "name": "anna" },
                "target": { "type": "user", "id": "ben", "name": "ben" }, "result": "Success",
                "payload": {
                    "applicationId": "guildhall-gateway", "userId": "anna", "key": put_roles, "result": "Success", "organizationId": "fjord",
                    "params": { "id": "fjord", "userId": "ben" }, "body": { "organizationRoleIds": ["role-admin"] },
                },
            },
            {
                "tenantId": "default", "id": "l1", "key": add_users, "createdAt": 9,
                "actor": { "userId": "removed", "name": null }, "target": { "type": "user", "id": "cleo", "name": "cleo" },
                "result": "Success",
                "payload": {
                    "userId": "removed", "key": add_users, "result": "Success", "organizationId": "fjord", "params": { "id": "fjord" },
                    "body": { "userIds": ["cleo"] },
                },
            },
        ])
    );
    let calls = fixture.upstream.calls();
    let asked = calls.iter().find(|recorded| recorded.call == "GET /logs").unwrap();
    assert_eq!(asked.target, "/api/logs?organizationId=fjord&includeManagement=true&page=1&page_size=20");
}

#[tokio::test]
async fn one_page_at_a_time_is_asked_for() {
    let fixture = Fixture::new(TRANSPORT).await;
    let reply = list(&fixture, "?page=2&page_size=2").await;
    assert_eq!(reply.body.as_array().unwrap().len(), 1);
    assert_eq!((&reply.body[0]["id"], reply.headers["total-number"].to_str().unwrap()), (&json!("l1"), "3"));
}

/// An upstream that does not know the filter would show everything.
#[tokio::test]
async fn an_entry_that_does_not_name_the_organization_spoils_the_answer() {
    for organization in [json!("lake"), Value::Null, json!(["fjord"]), json!("Fjord")] {
        let fixture = Fixture::new(TRANSPORT).await;
        fixture.upstream.0.lock().logs[1]["payload"]["organizationId"] = organization.clone();
        let reply = list(&fixture, "").await;
        assert_eq!(reply.outcome(), (502, "gateway.upstream_unclear"), "{organization}");
        assert!(reply.body.get("data").is_none());
    }
}

#[tokio::test]
async fn in_front_of_a_server_that_is_no_guildhall_there_is_no_activity() {
    for (transport, policy, status) in [
        (Transport::Http, Policy::default(), 404),
        (
            Transport::Http,
            Policy { operations: [("list_logs".to_owned(), true)].into(), ..Policy::default() },
            404,
        ),
        (Transport::Http, Policy { upstream_is_guildhall: true, ..Policy::default() }, 200),
        (Transport::InProcess, Policy::default(), 200),
        (
            Transport::InProcess,
            Policy { operations: [("list_logs".to_owned(), false)].into(), ..Policy::default() },
            404,
        ),
    ] {
        let fixture = Fixture::with(transport, policy, None).await;
        assert_eq!(list(&fixture, "").await.status, status, "{transport:?}");
        let document = fixture.send(request(Method::GET, "/openapi.json", None, Value::Null)).await.body;
        assert_eq!(document["paths"].get("/organizations/{organizationId}/logs").is_some(), status == 200);
    }
}
