//! The upstream fails in every way at every call that an operation makes: the answer is 502, 503 or 504, nothing is let
//! through and nothing changes.
//!
//! In this process, where waiting costs nothing, every call of every operation fails in every way. What a handler makes of a
//! failure does not depend on the transport, so over HTTP every call of every operation fails once, and every call that there
//! is in every way, in one operation that makes it. How a status is sorted is tested beside [`crate::upstream`].

use std::collections::BTreeSet;

use futures_util::StreamExt as _;
use http::Method;
use serde_json::{Value, json};

use super::TRANSPORT;
use super::fake::{Fault, Stored};
use super::fixture::*;
use crate::operations::{BodyShape, Credential, Guard, Operation, OperationId, TABLE};

/// Who asks, with which token and body.
type Request = (&'static str, String, Value);

/// A call that fails, of an operation that makes it.
struct Case {
    operation: &'static Operation,
    request: Request,
    call: String,
    fault: Fault,
}

pub(super) fn expected(fault: Fault) -> (u16, &'static str) {
    match fault {
        Fault::Status(503 | 429) => (503, "gateway.upstream_unavailable"),
        Fault::Status(401 | 403) => (502, "gateway.upstream_refused"),
        Fault::Status(302 | 500..) => (502, "gateway.upstream_failed"),
        Fault::Status(_) | Fault::Garbage => (502, "gateway.upstream_unclear"),
        Fault::Hang => (504, "gateway.upstream_timeout"),
        Fault::Told(..) | Fault::Slow(_) | Fault::LostAnswer => unreachable!("the upstream works"),
    }
}

/// Of roles the least, too: taking all of them away needs every guard.
fn bodies_of(operation: &Operation) -> Vec<Value> {
    let least = (operation.body == BodyShape::RoleNames).then(|| json!({ "roleNames": [] }));
    [body_for(operation)].into_iter().chain(least).collect()
}

/// Every way to fail, for a call that answers at once.
pub(super) const FAULTS: [Fault; 11] = [
    Fault::Status(500),
    Fault::Status(502),
    Fault::Status(503),
    Fault::Status(504),
    Fault::Status(401),
    Fault::Status(403),
    Fault::Status(429),
    Fault::Status(418),
    Fault::Status(302),
    Fault::Garbage,
    Fault::Hang,
];

async fn send(fixture: &Fixture, operation: &Operation, (user, token, body): &Request) -> Reply {
    let path = path_in_fjord(operation, "ben").replace("{invitationId}", invitation_for(operation, user));
    fixture.call(operation.method.clone(), &path, token, body.clone()).await
}

/// What a fault ends in. Where calls are given up soon, the machine token may come too late on a busy machine: then once more.
async fn outcome_of(case: &Case) -> (Fixture, Stored, Reply) {
    const MOST_ATTEMPTS: usize = 3;
    for _ in 0..MOST_ATTEMPTS {
        let fixture = match case.fault {
            Fault::Hang => Fixture::impatient(TRANSPORT).await,
            _ => Fixture::new(TRANSPORT).await,
        };
        let before = fixture.upstream.state();
        fixture.upstream.fail(&case.call, case.fault);
        let reply = send(&fixture, case.operation, &case.request).await;
        if case.fault != Fault::Hang || reply.code() != "gateway.no_machine_token" {
            return (fixture, before, reply);
        }
    }
    panic!("{}: no machine token in {MOST_ATTEMPTS} attempts", case.operation.name)
}

async fn check(case: Case) {
    let (fixture, mut before, reply) = outcome_of(&case).await;
    let Case { operation, call, fault, .. } = case;
    let is_write = !call.starts_with("GET ");
    // A write that succeeds answers nothing that garbage could spoil, unless its answer is passed on.
    if is_write && fault == Fault::Garbage && reply.status == operation.success {
        return;
    }
    assert_eq!(reply.outcome(), expected(fault), "{} when {call} gives {fault:?}", operation.name);
    // Who deletes an organization takes its credentials away first, and those stay away.
    if operation.guards.contains(&Guard::LeavesNoCredential) {
        before.machines = fixture.upstream.state().machines;
    }
    fixture.settles_as(&before).await;
}

/// Calls that nothing but a failure causes.
const AFTER_FAILURES: [&str; 3] =
    ["DELETE /organization-invitations/{invitationId}", "GET /applications", "GET /organizations"];

/// Every operation with every kind of token that it takes, each with every call that it makes then.
async fn calls_made() -> Vec<(&'static Operation, Request, String)> {
    let tokens = [
        (Credential::OrganizationToken, "anna", organization_token("anna", "fjord", &all_permissions())),
        (
            Credential::ResourceTokenWithOrganization,
            "anna",
            resource_token("anna", Some("fjord"), &all_permissions()),
        ),
        (Credential::ResourceToken, "eve", resource_token("eve", None, &all_permissions())),
    ];
    let mut made = Vec::new();
    for operation in TABLE {
        for (_, user, token) in tokens.iter().filter(|(kind, ..)| operation.credentials.contains(kind)) {
            for body in bodies_of(operation) {
                let fixture = Fixture::new(TRANSPORT).await;
                let request = (*user, token.clone(), body);
                let reply = send(&fixture, operation, &request).await;
                assert_eq!(reply.status, operation.success, "{} by {user}", operation.name);
                let calls: BTreeSet<String> = fixture.upstream.take_calls().into_iter().collect();
                made.extend(calls.into_iter().map(|call| (operation, request.clone(), call)));
            }
        }
    }
    made
}

#[tokio::test]
async fn no_fault_of_the_upstream_lets_anything_through() {
    // So many at a time that those which wait do not hold up the rest.
    const AT_A_TIME: usize = 48;
    skip_waiting(TRANSPORT);
    let mut cases = Vec::new();
    let mut seen = BTreeSet::new();
    for (operation, request, call) in calls_made().await {
        let is_new = seen.insert(call.clone());
        let faults = if is_new || TRANSPORT == Transport::InProcess { &FAULTS[..] } else { &FAULTS[..1] };
        let case =
            |fault: &Fault| Case { operation, request: request.clone(), call: call.clone(), fault: *fault };
        cases.extend(faults.iter().map(case));
    }
    let named: BTreeSet<String> =
        TABLE.iter().flat_map(|row| row.upstream).map(|call| (*call).to_owned()).collect();
    assert_eq!(named.difference(&seen).collect::<Vec<_>>(), AFTER_FAILURES.iter().collect::<Vec<_>>());
    futures_util::stream::iter(cases).map(check).buffer_unordered(AT_A_TIME).collect::<()>().await;
}

#[tokio::test]
async fn every_operation_that_can_take_an_administrator_away_has_both_its_turn_and_the_guard() {
    for operation in TABLE {
        let takes_away = operation.upstream.iter().any(|call| {
            *call == "DELETE /organizations/{organizationId}/users/{userId}"
                || *call == "PUT /organizations/{organizationId}/users/{userId}/roles"
        });
        assert_eq!(
            operation.guards.contains(&Guard::LastAdministratorStays),
            takes_away,
            "{}",
            operation.name
        );
        assert!(operation.is_serialized() || !takes_away, "{}", operation.name);
    }
}

#[tokio::test]
async fn every_operation_that_decides_an_invitation_or_adds_something_has_both_its_turn_and_the_guard() {
    for operation in TABLE {
        let calls = |call: &str| operation.upstream.contains(&call);
        let decides = calls("PUT /organization-invitations/{invitationId}/status");
        let adds = calls("POST /organization-invitations")
            || calls("POST /organizations/{organizationId}/users")
            || operation.id == OperationId::AcceptInvitation;
        assert!(!decides || operation.guards.contains(&Guard::InvitationIsPending), "{}", operation.name);
        assert!(!adds || operation.guards.contains(&Guard::Quotas), "{}", operation.name);
        assert!(operation.is_serialized() || !(decides || adds), "{}", operation.name);
    }
}

#[tokio::test]
async fn the_upstream_gets_one_more_try_with_a_fresh_token_and_no_third() {
    let fixture = Fixture::new(TRANSPORT).await;
    let token = organization_token("anna", "fjord", "org:read");
    let read = async || fixture.call(Method::GET, "/organizations/fjord", &token, Value::Null).await;
    assert_eq!(read().await.status, 200);
    // The upstream forgets the token: as if it were revoked, or its key rotated away.
    fixture.upstream.0.lock().machine_tokens_issued += 1;
    assert_eq!(read().await.status, 200);
    fixture.upstream.take_calls();
    fixture.upstream.fail("GET /organizations/{organizationId}", Fault::Status(401));
    assert_eq!(read().await.outcome(), (502, "gateway.upstream_refused"));
    let calls = fixture.upstream.take_calls();
    let tries = calls.iter().filter(|call| *call == "GET /organizations/{organizationId}");
    assert_eq!(tries.count(), 2);
}
