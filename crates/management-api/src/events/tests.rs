//! Events and records of writes through the whole router.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::{Body, Bytes},
    http::{HeaderMap, Method},
    routing::post,
};
use serde_json::{Value, json};
use store::both_databases;

use crate::test_api::TestApi;

/// What finds records of changed organizations.
const RENAMING: &str = "logKey=Management.PATCH%20/organizations/%7Bid%7D";

/// A receiver of webhooks on this machine, with what it was sent.
pub(crate) struct Receiver {
    pub(crate) url: String,
    received: Arc<Mutex<Vec<(HeaderMap, Bytes)>>>,
}

impl Receiver {
    /// Answers each request with the next of these status codes, and with the last one for ever.
    pub(crate) async fn answering(statuses: &'static [u16]) -> Self {
        let received: Arc<Mutex<Vec<(HeaderMap, Bytes)>>> = Arc::default();
        let store = Arc::clone(&received);
        let handler = move |headers: HeaderMap, body: Bytes| {
            let mut received = store.lock().unwrap();
            let status = statuses[received.len().min(statuses.len() - 1)];
            received.push((headers, body));
            std::future::ready((axum::http::StatusCode::from_u16(status).unwrap(), r#"{"a":1}"#))
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let router = Router::new().route("/hook", post(handler));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, received }
    }

    /// The bodies that came, in order.
    pub(crate) fn bodies(&self) -> Vec<Value> {
        let received = self.received.lock().unwrap();
        received.iter().map(|(_, body)| serde_json::from_slice(body).unwrap()).collect()
    }

    /// The header of the first delivery, and the bytes it was sent with.
    pub(crate) fn first(&self, header: &str) -> (String, Bytes) {
        let received = self.received.lock().unwrap();
        (received[0].0[header].to_str().unwrap().to_owned(), received[0].1.clone())
    }
}

pub(crate) async fn listening(api: &TestApi, receiver: &Receiver, events: &[&str]) -> String {
    let body = json!({ "name": "Test", "events": events, "config": { "url": receiver.url } });
    crate::test_api::id(&api.created("/api/hooks", body).await)
}

/// Delivers until nothing is due.
pub(crate) async fn deliver(api: &TestApi) {
    while operations::hooks::deliver_due(&api.services.services).await.unwrap() > 0 {}
}

fn names(bodies: &[Value]) -> Vec<&str> {
    bodies.iter().map(|body| body["event"].as_str().unwrap()).collect()
}

both_databases! {
    async fn a_write_is_told_to_those_who_listen_with_the_answer(db: Db) {
        let api = TestApi::over(db).await;
        let receiver = Receiver::answering(&[200]).await;
        let hook = listening(&api, &receiver, &["Organization.Created"]).await;
        let organization = api.post("/api/organizations", json!({ "name": "Northwind" }), 201).await;
        api.user("nobody_listens").await;
        deliver(&api).await;
        let mut bodies = receiver.bodies();
        assert_eq!(bodies.len(), 1);
        bodies[0]["createdAt"].take();
        assert_eq!(bodies[0], json!({
            "event": "Organization.Created", "createdAt": null, "userAgent": "", "ip": "",
            "path": "/organizations", "method": "POST", "status": 201, "params": {},
            "matchedRoute": "/organizations", "data": organization, "hookId": hook,
        }));
    }

    async fn roles_with_scopes_tell_of_both_and_deletions_have_no_data(db: Db) {
        let api = TestApi::over(db).await;
        let receiver = Receiver::answering(&[204]).await;
        let events = ["OrganizationRole.Created", "OrganizationRole.Scopes.Updated", "OrganizationRole.Deleted"];
        listening(&api, &receiver, &events).await;
        let scope = api.organization_scope("read").await;
        let body = json!({ "name": "reader", "organizationScopeIds": [scope] });
        let role = crate::test_api::id(&api.created("/api/organization-roles", body).await);
        api.client.delete(&format!("/api/organization-roles/{role}")).await.assert_status(204);
        deliver(&api).await;
        let bodies = receiver.bodies();
        assert_eq!(names(&bodies), ["OrganizationRole.Scopes.Updated", "OrganizationRole.Created", "OrganizationRole.Deleted"]);
        assert_eq!(bodies[0]["organizationRoleId"], json!(role));
        assert_eq!(bodies[0]["data"][0]["name"], "read");
        assert_eq!((&bodies[2]["data"], &bodies[2]["status"]), (&Value::Null, &json!(204)));
    }

    async fn memberships_name_who_came_and_who_went(db: Db) {
        let api = TestApi::over(db).await;
        let receiver = Receiver::answering(&[200]).await;
        listening(&api, &receiver, &["Organization.Membership.Updated"]).await;
        let (organization, one, two) = (api.organization("A").await, api.user("one").await, api.user("two").await);
        let users = format!("/api/organizations/{organization}/users");
        api.client.post(&users, json!({ "userIds": [one] })).await.assert_status(201);
        api.client.put(&users, json!({ "userIds": [two] })).await.assert_status(204);
        api.client.put(&users, json!({ "userIds": [two] })).await.assert_status(204);
        api.client.delete(&format!("{users}/{two}")).await.assert_status(204);
        deliver(&api).await;
        let deltas: Vec<_> = receiver.bodies().into_iter().map(|mut body| {
            assert_eq!((&body["organizationId"], &body["data"]), (&json!(organization), &Value::Null));
            (body["addedUserIds"].take(), body["removedUserIds"].take())
        }).collect();
        assert_eq!(deltas, [
            (json!([one]), Value::Null),
            (json!([two]), json!([one])),
            (Value::Null, Value::Null),
            (Value::Null, json!([two])),
        ]);
    }

    async fn whoever_accepts_an_invitation_joins_and_whoever_revokes_one_does_not(db: Db) {
        let api = TestApi::over(db).await;
        let receiver = Receiver::answering(&[200]).await;
        listening(&api, &receiver, &["Organization.Membership.Updated"]).await;
        let organization = api.organization("North").await;
        let user = api.created("/api/users", json!({ "primaryEmail": "astrid@fjord.example" })).await;
        let user = crate::test_api::id(&user);
        let invite = async || {
            let body = json!({
                "invitee": "astrid@fjord.example", "organizationId": organization,
                "expiresAt": testkit::services::START.0 + 86_400_000,
            });
            crate::test_api::id(&api.created("/api/organization-invitations", body).await)
        };
        let decide = async |id: &str, body: Value| {
            let path = format!("/api/organization-invitations/{id}/status");
            api.client.put(&path, body).await.assert_status(200).json()
        };
        decide(&invite().await, json!({ "status": "Revoked" })).await;
        let id = invite().await;
        decide(&id, json!({ "status": "Accepted", "acceptedUserId": user })).await;
        deliver(&api).await;
        let mut bodies = receiver.bodies();
        assert_eq!(bodies.len(), 1);
        bodies[0]["createdAt"].take();
        bodies[0]["hookId"].take();
        assert_eq!(bodies[0], json!({
            "event": "Organization.Membership.Updated", "createdAt": null, "userAgent": "", "ip": "",
            "path": format!("/organization-invitations/{id}/status"), "method": "PUT", "status": 200,
            "params": { "id": id }, "matchedRoute": "/organization-invitations/:id/status",
            "organizationId": organization, "addedUserIds": [user], "hookId": null,
        }));
    }

    async fn a_deleted_user_is_in_the_data(db: Db) {
        let api = TestApi::over(db).await;
        let receiver = Receiver::answering(&[200]).await;
        listening(&api, &receiver, &["User.Deleted"]).await;
        let user = api.user("olivia").await;
        api.client.delete(&format!("/api/users/{user}")).await.assert_status(204);
        deliver(&api).await;
        assert_eq!(receiver.bodies()[0]["data"]["username"], "olivia");
    }

    async fn a_write_leaves_a_record_without_secrets_and_a_refused_one_none(db: Db) {
        let api = TestApi::over(db).await;
        let organization = api.organization("Northwind").await;
        let path = format!("/api/organizations/{organization}");
        api.services.clock.advance(std::time::Duration::from_millis(1));
        api.client.patch(&path, json!({ "name": "Southwind" })).await.assert_status(200);
        api.client.patch(&path, json!({})).await.assert_status(422);
        api.created("/api/users", json!({ "username": "olivia", "password": "fjord-Lamp-77" })).await;
        let list = api.get(&format!("/api/logs?includeManagement=true&organizationId={organization}")).await;
        let payloads: Vec<_> = list.as_array().unwrap().iter().map(|log| &log["payload"]).collect();
        assert_eq!(payloads.len(), 2);
        assert_eq!(payloads[0]["key"], "Management.PATCH /organizations/{id}");
        assert_eq!((&payloads[0]["before"]["name"], &payloads[0]["after"]["name"]), (&json!("Northwind"), &json!("Southwind")));
        assert_eq!((&payloads[0]["body"], &payloads[0]["params"]), (&json!({ "name": "Southwind" }), &json!({ "id": organization })));
        let users = api.get("/api/logs?includeManagement=true&logKey=Management.POST%20/users").await;
        assert_eq!(users[0]["payload"]["body"], json!({ "username": "olivia", "password": "******" }));
        assert!(!users.to_string().contains("fjord-Lamp-77"));
    }

    async fn a_machine_that_may_do_everything_says_on_whose_behalf_it_writes(db: Db) {
        let api = TestApi::over(db).await;
        let organization = api.organization("Northwind").await;
        let path = format!("/api/organizations/{organization}");
        let rename = async |name: &str, headers: &[(&str, &str)]| {
            let mut all = vec![("content-type", "application/json")];
            all.extend_from_slice(headers);
            api.client.send(Method::PATCH, &path, &all, Body::from(json!({ "name": name }).to_string())).await
        };
        let header = "guildhall-acting-user";
        rename("Southwind", &[(header, "olivia0user1")]).await.assert_status(200);
        let logs = api.list(&format!("/api/logs?includeManagement=true&{RENAMING}")).await;
        let payload = &logs[0]["payload"];
        assert_eq!((&payload["userId"], &payload["applicationId"]), (&json!("olivia0user1"), &json!("test-machine")));
        // What names nobody clearly is refused, and nothing is changed.
        let overlong = "a".repeat(129);
        for value in ["", "two users", "a,b", "olivia\u{e9}", overlong.as_str()] {
            rename("Eastwind", &[(header, value)]).await.assert_error(400, "guard.invalid_input");
        }
        rename("Eastwind", &[(header, "a"), (header, "b")]).await.assert_error(400, "guard.invalid_input");
        assert_eq!(api.get(&path).await["name"], "Southwind");
    }
}
