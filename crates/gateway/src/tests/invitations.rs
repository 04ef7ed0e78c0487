//! What an organization's members do with its invitations.

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};

use super::TRANSPORT;
use super::fake::Fault;
use super::fake_invitations::{NOW, invitation};
use super::fixture::*;
use crate::Policy;

const PATH: &str = "/organizations/fjord/invitations";
const CREATE: &str = "POST /organization-invitations";
const SEND: &str = "POST /organization-invitations/{invitationId}/message";
const DELETE: &str = "DELETE /organization-invitations/{invitationId}";
const WEEK: i64 = 7 * 24 * 3_600_000;

fn token_of(user: &str) -> String {
    organization_token(user, "fjord", "member:invite")
}

async fn invite(fixture: &Fixture, body: Value) -> Reply {
    fixture.call(Method::POST, PATH, &token_of("ben"), body).await
}

fn new() -> Value {
    json!({ "invitee": "New@elsewhere.example", "roleNames": ["viewer", "guest", "viewer"] })
}

#[tokio::test]
async fn who_is_invited_is_told_where_to_go() {
    let fixture = Fixture::new(TRANSPORT).await;
    let reply = invite(&fixture, new()).await;
    let made = json!({
        "tenantId": "default", "id": "made1", "inviterId": "ben", "invitee": "New@elsewhere.example", "acceptedUserId": null,
        "organizationId": "fjord", "status": "Pending", "createdAt": NOW, "updatedAt": NOW, "expiresAt": NOW + WEEK,
        "organizationRoles": [{ "id": "role-guest", "name": "guest" }, { "id": "role-viewer", "name": "viewer" }],
    });
    assert_eq!((reply.status.as_u16(), &reply.body), (201, &made));
    let calls = fixture.upstream.calls();
    let asked = calls.iter().find(|recorded| recorded.call == CREATE).unwrap();
    assert_eq!(
        asked.body,
        json!({
            "inviterId": "ben", "invitee": "New@elsewhere.example", "organizationId": "fjord", "expiresAt": NOW + WEEK,
            "organizationRoleIds": ["role-viewer", "role-guest"], "messagePayload": false,
        })
    );
    let link = json!({ "link": "https://app.fjord.example/join/made1" });
    assert_eq!(fixture.upstream.0.lock().messages, [("made1".to_owned(), link)]);
}

#[tokio::test]
async fn a_message_can_be_left_out_and_without_a_place_to_go_it_has_no_link() {
    let fixture = Fixture::with(TRANSPORT, Policy::default(), None).await;
    let silent = json!({ "invitee": "a@elsewhere.example", "sendMessage": false, "expiresAt": NOW + 1 });
    let reply = invite(&fixture, silent).await;
    assert_eq!((reply.status.as_u16(), &reply.body["expiresAt"]), (201, &json!(NOW + 1)));
    assert_eq!(reply.body["organizationRoles"], json!([]));
    assert_eq!(fixture.upstream.0.lock().messages, []);
    assert_eq!(invite(&fixture, json!({ "invitee": "b@elsewhere.example" })).await.status, 201);
    assert_eq!(fixture.upstream.0.lock().messages, [("made2".to_owned(), json!({}))]);
}

#[tokio::test]
async fn nobody_invites_into_a_role_that_exceeds_their_own() {
    let fixture = Fixture::new(TRANSPORT).await;
    let before = fixture.upstream.state();
    for roles in [json!(["owner"]), json!(["viewer", "refunder"])] {
        let refused = invite(&fixture, json!({ "invitee": "a@elsewhere.example", "roleNames": roles })).await;
        assert_eq!(refused.outcome(), (403, "gateway.grant_exceeds_own"));
    }
    let unknown =
        invite(&fixture, json!({ "invitee": "a@elsewhere.example", "roleNames": ["emperor"] })).await;
    assert_eq!(unknown.outcome(), (422, "organization.role_names_not_found"));
    for role in &mut fixture.upstream.0.lock().roles {
        if role["name"] == "guest" {
            role["type"] = json!("MachineToMachine");
        }
    }
    let of_machines =
        invite(&fixture, json!({ "invitee": "a@elsewhere.example", "roleNames": ["guest"] })).await;
    assert_eq!(of_machines.outcome(), (422, "entity.db_constraint_violated"));
    assert_eq!(fixture.upstream.state(), before);
    let by_the_owner = json!({ "invitee": "a@elsewhere.example", "roleNames": ["owner", "refunder"] });
    assert_eq!(fixture.call(Method::POST, PATH, &token_of("anna"), by_the_owner).await.status, 201);
}

#[tokio::test]
async fn members_and_those_who_are_invited_already_are_refused_in_the_upstreams_words() {
    let fixture = Fixture::new(TRANSPORT).await;
    let before = fixture.upstream.state();
    for (invitee, code) in [
        ("cleo@fjord.example", "request.invalid_input"),
        ("eve@fjord.example", "entity.unique_integrity_violation"),
    ] {
        let refused = invite(&fixture, json!({ "invitee": invitee })).await;
        assert_eq!(
            (refused.status.as_u16(), refused.body),
            (422, json!({ "code": code, "message": "From the upstream." }))
        );
    }
    assert_eq!(fixture.upstream.state(), before);
}

#[tokio::test]
async fn an_invitation_ends_in_the_future_and_within_a_year() {
    let fixture = Fixture::new(TRANSPORT).await;
    let year = 366 * 24 * 3_600_000;
    for at in [i64::MIN, -1, 0, NOW, NOW + year + 1, i64::MAX] {
        let refused = invite(&fixture, json!({ "invitee": "a@elsewhere.example", "expiresAt": at })).await;
        assert_eq!(refused.outcome(), (400, "guard.invalid_input"), "{at}");
        assert_eq!(refused.body["data"]["issues"][0]["path"], json!(["expiresAt"]));
    }
    for at in [NOW + 1, NOW + year] {
        let invitee = format!("{at}@elsewhere.example");
        assert_eq!(invite(&fixture, json!({ "invitee": invitee, "expiresAt": at })).await.status, 201);
    }
}

#[tokio::test]
async fn when_the_message_is_not_sent_nothing_is_kept_and_the_upstream_says_why() {
    for (fault, outcome) in [
        (Fault::Told(501, "connector.not_found"), (501, "connector.not_found")),
        (Fault::Told(429, "request.message_rate_limited"), (429, "request.message_rate_limited")),
        (Fault::Told(400, "connector.general"), (400, "connector.general")),
        (Fault::Told(501, "other"), (502, "gateway.upstream_failed")),
        (Fault::Told(429, "other"), (503, "gateway.upstream_unavailable")),
        (Fault::Status(500), (502, "gateway.upstream_failed")),
        (Fault::Status(200), (502, "gateway.upstream_unclear")),
    ] {
        let fixture = Fixture::new(TRANSPORT).await;
        let before = fixture.upstream.state();
        fixture.upstream.fail(SEND, fault);
        let reply = invite(&fixture, new()).await;
        assert_eq!(reply.outcome(), outcome, "{fault:?}");
        assert_eq!(fixture.upstream.state(), before, "{fault:?}");
    }
}

#[tokio::test]
async fn a_failure_at_any_step_leaves_no_invitation() {
    skip_waiting(TRANSPORT);
    let faults = [Fault::Status(500), Fault::Status(503), Fault::Garbage, Fault::Hang, Fault::LostAnswer];
    let cases = [CREATE, SEND].map(|step| faults.map(|fault| (step, fault)));
    let cases = cases.as_flattened().iter().map(async |(step, fault)| {
        let fixture = Fixture::impatient(TRANSPORT).await;
        let before = fixture.upstream.state();
        fixture.upstream.fail(step, *fault);
        let reply = invite(&fixture, new()).await;
        assert!(matches!(reply.status.as_u16(), 502..=504), "{step} {fault:?}: {reply:?}");
        fixture.settles_as(&before).await;
    });
    futures_util::future::join_all(cases).await;
}

#[tokio::test]
async fn taking_an_unsent_invitation_back_is_tried_again_and_outlives_the_caller() {
    skip_waiting(TRANSPORT);
    let fixture = Fixture::impatient(TRANSPORT).await;
    let before = fixture.upstream.state();
    fixture.upstream.fail(SEND, Fault::Hang);
    fixture.upstream.fail(DELETE, Fault::Status(500));
    let attempt = invite(&fixture, new());
    assert!(tokio::time::timeout(Duration::from_millis(1500), attempt).await.is_err());
    fixture.upstream.0.lock().faults.clear();
    fixture.settles_as(&before).await;
}

/// The answer to the first call got lost: what is deleted is what it made, and not what somebody else made.
#[tokio::test]
async fn other_invitations_of_the_address_stay() {
    skip_waiting(TRANSPORT);
    let fixture = Fixture::impatient(TRANSPORT).await;
    let mut of_another = invitation("other", "fjord", "NEW@elsewhere.example", "viewer");
    of_another["expiresAt"] = json!(NOW + WEEK);
    fixture.upstream.0.lock().invitations.push(of_another);
    let before = fixture.upstream.state();
    fixture.upstream.fail(CREATE, Fault::LostAnswer);
    assert_eq!(invite(&fixture, new()).await.outcome(), (504, "gateway.upstream_timeout"));
    fixture.settles_as(&before).await;
}

#[tokio::test]
async fn invitations_are_listed_by_page_and_by_what_became_of_them() {
    let fixture = Fixture::new(TRANSPORT).await;
    for (index, status) in [(1, "Revoked"), (2, "Pending"), (3, "Accepted")] {
        let mut other =
            invitation(&format!("i{index}"), "fjord", &format!("{index}@elsewhere.example"), "guest");
        other["status"] = json!(status);
        other["createdAt"] = json!(NOW - index);
        other["expiresAt"] = json!(NOW);
        fixture.upstream.0.lock().invitations.push(other);
    }
    let list = async |query: &str| {
        let reply = fixture.call(Method::GET, &format!("{PATH}{query}"), &token_of("ben"), Value::Null).await;
        assert_eq!(reply.status, 200);
        let items = reply.body.as_array().unwrap().iter();
        let shown: Vec<String> = items.map(|item| format!("{} {}", item["id"], item["status"])).collect();
        let total = reply.headers["total-number"].to_str().unwrap().to_owned();
        let links = reply.headers.get_all("link").iter().map(|link| link.to_str().unwrap().to_owned());
        (shown.join(", ").replace('"', ""), total, links.collect::<Vec<_>>())
    };
    let (all, total, _) = list("").await;
    assert_eq!((all.as_str(), total.as_str()), ("i1 Revoked, i2 Expired, i3 Accepted, to-eve Pending", "4"));
    let (pending, total, links) = list("?status=Pending&page_size=1").await;
    assert_eq!((pending.as_str(), total.as_str()), ("to-eve Pending", "1"));
    let link = "<?page=1&page_size=1&status=Pending>";
    assert_eq!(links, [format!("{link}; rel=\"first\""), format!("{link}; rel=\"last\"")]);
    assert_eq!(list("?page=2&page_size=3").await.0, "to-eve Pending");
    assert_eq!(list("?status=Expired").await.0, "i2 Expired");
    let whole =
        fixture.call(Method::GET, &format!("{PATH}?page=4&page_size=1"), &token_of("ben"), Value::Null).await;
    assert_eq!(whole.body, json!([invitation("to-eve", "fjord", "eve@fjord.example", "viewer")]));
}

/// The upstream's filter is optional, so its answer is looked at.
#[tokio::test]
async fn an_upstream_that_does_not_filter_shows_nothing_of_other_organizations() {
    let fixture = Fixture::new(TRANSPORT).await;
    fixture.upstream.0.lock().ignores_filters = true;
    let reply = fixture.call(Method::GET, PATH, &token_of("ben"), Value::Null).await;
    assert_eq!(reply.outcome(), (502, "gateway.upstream_unclear"));
    let mine =
        fixture.call(Method::GET, "/me/invitations", &resource_token("eve", None, ""), Value::Null).await;
    let ids: Vec<_> = mine.body.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!((mine.status.as_u16(), ids), (200, vec!["to-eve"]));
}

#[tokio::test]
async fn a_message_is_sent_again_while_the_invitation_waits() {
    let fixture = Fixture::new(TRANSPORT).await;
    let resend = format!("{PATH}/to-eve/resend");
    let sent = fixture.call(Method::POST, &resend, &token_of("ben"), Value::Null).await;
    assert_eq!((sent.status.as_u16(), sent.body), (204, Value::Null));
    let link = json!({ "link": "https://app.fjord.example/join/to-eve" });
    assert_eq!(fixture.upstream.0.lock().messages, [("to-eve".to_owned(), link)]);
    // Whoever gets it did not ask for it.
    let again = fixture.call(Method::POST, &resend, &token_of("anna"), Value::Null).await;
    assert_eq!(again.outcome(), (429, "gateway.quota_exceeded"));
    assert_eq!(again.body["data"], json!({ "quota": "messages_of_an_invitation", "limit": 1 }));
    assert_eq!(again.headers["retry-after"], "600");
    fixture.clock.advance(std::time::Duration::from_secs(600));
    fixture.upstream.fail(SEND, Fault::Told(429, "request.message_rate_limited"));
    let limited = fixture.call(Method::POST, &resend, &token_of("ben"), Value::Null).await;
    assert_eq!(limited.outcome(), (429, "request.message_rate_limited"));
    fixture.upstream.0.lock().faults.clear();
    for (status, told) in [("Revoked", "Revoked"), ("Accepted", "Accepted"), ("Pending", "Expired")] {
        {
            let mut world = fixture.upstream.0.lock();
            let to_eve = world.invitations.iter_mut().find(|found| found["id"] == "to-eve").unwrap();
            to_eve["status"] = json!(status);
            to_eve["expiresAt"] = json!(NOW);
        }
        let refused = fixture.call(Method::POST, &resend, &token_of("ben"), Value::Null).await;
        assert_eq!(refused.status, 409);
        assert_eq!(
            refused.body,
            json!({
                "code": "gateway.invitation_not_pending",
                "message": "The invitation does not wait for an answer any more.", "data": { "status": told },
            })
        );
    }
    assert_eq!(fixture.upstream.0.lock().messages.len(), 1);
}

#[tokio::test]
async fn an_invitation_is_taken_back_once_and_is_kept() {
    let fixture = Fixture::new(TRANSPORT).await;
    let revoke =
        async || fixture.call(Method::DELETE, &format!("{PATH}/to-eve"), &token_of("ben"), Value::Null).await;
    assert_eq!(revoke().await.status, 204);
    assert_eq!(revoke().await.outcome(), (409, "gateway.invitation_not_pending"));
    let listed = fixture.call(Method::GET, PATH, &token_of("ben"), Value::Null).await;
    assert_eq!(
        (&listed.body[0]["status"], &listed.body[0]["acceptedUserId"]),
        (&json!("Revoked"), &Value::Null)
    );
}

#[tokio::test]
async fn with_the_organization_its_invitations_are_gone() {
    let fixture = Fixture::new(TRANSPORT).await;
    let owner = organization_token("anna", "fjord", "org:delete");
    assert_eq!(fixture.call(Method::DELETE, "/organizations/fjord", &owner, Value::Null).await.status, 204);
    let eve = resource_token("eve", None, "");
    let accepted = fixture.call(Method::POST, "/invitations/to-eve/accept", &eve, Value::Null).await;
    assert_eq!(accepted.outcome(), (403, "gateway.not_invited"));
    let mine = fixture.call(Method::GET, "/me/invitations", &eve, Value::Null).await;
    assert_eq!((mine.status.as_u16(), mine.body), (200, json!([])));
}
