//! Creating an organization leaves everything or nothing, whatever fails on the way.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use http::Method;
use parking_lot::Mutex;
use serde_json::{Value, json};

use super::TRANSPORT;
use super::fake::Fault;
use super::fixture::*;
use crate::{AtomicCreate, NewOrganization, Policy};

const CREATE: &str = "POST /organizations";
const ADD_MEMBER: &str = "POST /organizations/{organizationId}/users";
const GIVE_ROLE: &str = "POST /organizations/{organizationId}/users/{userId}/roles";
const FINISH: &str = "PATCH /organizations/{organizationId}";
const DELETE: &str = "DELETE /organizations/{organizationId}";

async fn create(fixture: &Fixture, body: Value) -> Reply {
    let token = organization_token("anna", "fjord", "org:create");
    fixture.call(Method::POST, "/organizations", &token, body).await
}

#[tokio::test]
async fn the_creator_is_the_tokens_user_with_the_roles_of_the_policy() {
    let policy = Policy { creator_roles: vec!["owner".to_owned(), "viewer".to_owned()], ..open_policy() };
    let fixture = Fixture::with(TRANSPORT, policy, None).await;
    let body = json!({ "name": "New", "description": "d", "customData": { "a": 1 }, "branding": { "logoUrl": "https://a.example/l" } });
    let reply = create(&fixture, body).await;
    assert_eq!(reply.status, 201);
    assert_eq!(
        reply.body,
        json!({
            "tenantId": "default", "id": "new1", "name": "New", "description": "d", "customData": { "a": 1 },
            "isMfaRequired": false, "color": {}, "branding": { "logoUrl": "https://a.example/l" }, "customCss": null, "createdAt": 3,
        })
    );
    assert_eq!(fixture.upstream.roles_of("new1", "anna").unwrap(), ["owner", "viewer"]);
    assert_eq!(fixture.upstream.state().organizations["new1"], reply.body);
    let first = create(&fixture, json!({ "name": "Bare" })).await;
    assert_eq!(first.body["customData"], json!({}));
}

#[tokio::test]
async fn a_failure_at_any_step_leaves_nothing() {
    skip_waiting(TRANSPORT);
    let faults = [
        Fault::Status(500),
        Fault::Status(503),
        Fault::Status(403),
        Fault::Garbage,
        Fault::Hang,
        Fault::LostAnswer,
    ];
    let cases = [CREATE, ADD_MEMBER, GIVE_ROLE, FINISH].map(|step| faults.map(|fault| (step, fault)));
    let cases = cases.as_flattened().iter().map(async |(step, fault)| {
        let fixture = Fixture::impatient(TRANSPORT).await;
        let before = fixture.upstream.state();
        fixture.upstream.fail(step, *fault);
        let reply = create(&fixture, json!({ "name": "New" })).await;
        assert!(matches!(reply.status.as_u16(), 502..=504), "{step} {fault:?}: {reply:?}");
        fixture.settles_as(&before).await;
    });
    futures_util::future::join_all(cases).await;
}

#[tokio::test]
async fn taking_back_is_tried_again_when_it_fails_itself() {
    skip_waiting(TRANSPORT);
    let fixture = Fixture::new(TRANSPORT).await;
    let before = fixture.upstream.state();
    fixture.upstream.fail(GIVE_ROLE, Fault::Status(500));
    fixture.upstream.fail(DELETE, Fault::Status(500));
    let reply = create(&fixture, json!({ "name": "New" })).await;
    assert_eq!(reply.outcome(), (502, "gateway.upstream_failed"));
    fixture.upstream.0.lock().faults.clear();
    fixture.settles_as(&before).await;
}

#[tokio::test]
async fn an_organization_whose_creation_got_no_answer_is_told_from_others_of_its_name() {
    skip_waiting(TRANSPORT);
    let fixture = Fixture::impatient(TRANSPORT).await;
    let before = fixture.upstream.state();
    fixture.upstream.fail(CREATE, Fault::LostAnswer);
    let reply = create(&fixture, json!({ "name": "fjord" })).await;
    assert_eq!(reply.outcome(), (504, "gateway.upstream_timeout"));
    fixture.settles_as(&before).await;
}

#[tokio::test]
async fn a_caller_who_hangs_up_does_not_leave_half_an_organization() {
    skip_waiting(TRANSPORT);
    let steps = [CREATE, ADD_MEMBER, GIVE_ROLE, FINISH].map(async |step| {
        let fixture = Fixture::impatient(TRANSPORT).await;
        let before = fixture.upstream.state();
        fixture.upstream.fail(step, Fault::Hang);
        let attempt = create(&fixture, json!({ "name": "New" }));
        let impatient = tokio::time::timeout(Duration::from_millis(200), attempt).await;
        assert!(impatient.is_err(), "{step}");
        fixture.settles_as(&before).await;
    });
    futures_util::future::join_all(steps).await;
}

#[tokio::test]
async fn whoever_stops_the_gateway_waits_for_what_goes_on_after_its_caller() {
    skip_waiting(TRANSPORT);
    let fixture = Fixture::new(TRANSPORT).await;
    // A write that ends well.
    fixture.upstream.fail(GIVE_ROLE, Fault::Slow(1));
    let attempt = create(&fixture, json!({ "name": "New" }));
    assert!(tokio::time::timeout(Duration::from_millis(500), attempt).await.is_err(), "the caller hangs up");
    let halfway = fixture.upstream.state().organizations;
    assert!(halfway["new1"]["customData"]["guildhallCreation"].is_string(), "{halfway:?}");
    fixture.gateway.idle().await;
    assert_eq!(fixture.upstream.state().organizations["new1"]["customData"], json!({}));
    assert_eq!(fixture.upstream.roles_of("new1", "anna").unwrap(), ["admin"]);

    // One that fails, and that could not be taken back as long as its caller was kept waiting.
    let before = fixture.upstream.state();
    fixture.upstream.fail(GIVE_ROLE, Fault::Status(500));
    fixture.upstream.fail(DELETE, Fault::Status(500));
    let reply = create(&fixture, json!({ "name": "New" })).await;
    assert_eq!(reply.outcome(), (502, "gateway.upstream_failed"));
    fixture.upstream.0.lock().faults.clear();
    assert_ne!(fixture.upstream.state(), before);
    fixture.gateway.idle().await;
    assert_eq!(fixture.upstream.state(), before);
}

#[tokio::test]
async fn a_creators_role_that_does_not_exist_is_the_operators_fault_and_leaves_nothing() {
    let policy = Policy { creator_roles: vec!["emperor".to_owned()], ..Policy::default() };
    let fixture = Fixture::with(TRANSPORT, policy, None).await;
    let before = fixture.upstream.state();
    assert_eq!(
        create(&fixture, json!({ "name": "New" })).await.outcome(),
        (503, "gateway.creator_role_missing")
    );
    assert_eq!(fixture.upstream.state(), before);
}

#[tokio::test]
async fn in_one_transaction_nothing_is_asked_of_the_upstream_but_the_callers_standing_and_organizations() {
    let seen = Arc::new(Mutex::new(None));
    let keep = Arc::clone(&seen);
    let atomic: AtomicCreate = Arc::new(move |new: NewOrganization| {
        *keep.lock() = Some(new);
        async { Ok(json!({ "tenantId": "default", "id": "atomic", "name": "New" })) }.boxed()
    });
    let fixture = Fixture::with(TRANSPORT, Policy::default(), Some(atomic)).await;
    let reply = create(&fixture, json!({ "name": "New" })).await;
    assert_eq!(
        (reply.status.as_u16(), reply.body),
        (201, json!({ "tenantId": "default", "id": "atomic", "name": "New" }))
    );
    let calls = fixture.upstream.take_calls();
    let standing = [
        "GET /users/{userId}",
        "GET /applications/{applicationId}",
        "GET /organizations/{organizationId}/users/{userId}/scopes",
        "GET /users/{userId}/organizations",
    ];
    assert_eq!(BTreeSet::from_iter(calls), standing.map(str::to_owned).into());
    let new = seen.lock().take().unwrap();
    assert_eq!((new.creator.as_str(), new.creator_roles), ("anna", vec!["admin".to_owned()]));
    assert_eq!(Value::Object(new.fields), json!({ "name": "New" }));
}

#[tokio::test]
async fn a_refusal_of_the_fields_is_passed_on_and_leaves_nothing() {
    let fixture = Fixture::new(TRANSPORT).await;
    fixture.upstream.fail(CREATE, Fault::Status(422));
    let reply = create(&fixture, json!({ "name": "New" })).await;
    assert_eq!(
        (reply.status.as_u16(), reply.body),
        (422, json!({ "code": "fault", "message": "From the upstream." }))
    );
}
