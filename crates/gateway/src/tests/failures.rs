//! The upstream fails in every way at every call that an operation makes: the answer is 502, 503 or 504, nothing is let
//! through and nothing changes.

use std::collections::BTreeSet;

use futures_util::StreamExt as _;
use serde_json::{Value, json};

use super::TRANSPORT;
use super::fake::Fault;
use super::fixture::*;
use crate::operations::{BodyShape, Guard, Operation, OperationId, TABLE};

fn expected(fault: Fault) -> (u16, &'static str) {
    match fault {
        Fault::Told(..) => unreachable!("told by the upstream, not made up"),
        Fault::Status(503 | 429) => (503, "gateway.upstream_unavailable"),
        Fault::Status(401 | 403) => (502, "gateway.upstream_refused"),
        Fault::Status(500..) => (502, "gateway.upstream_failed"),
        Fault::Status(_) | Fault::Garbage => (502, "gateway.upstream_unclear"),
        Fault::Hang | Fault::LostAnswer => (504, "gateway.upstream_timeout"),
    }
}

/// Of roles the least: taking all of them away needs every guard.
fn body_of(operation: &Operation) -> Value {
    if operation.body == BodyShape::RoleNames { json!({ "roleNames": [] }) } else { body_for(operation) }
}

/// Every way to fail, for a call that answers at once.
fn faults() -> impl Iterator<Item = Fault> {
    let statuses = [500, 502, 503, 504, 401, 403, 429, 418, 302];
    statuses.map(Fault::Status).into_iter().chain([Fault::Garbage, Fault::Hang])
}

async fn send(fixture: &Fixture, operation: &Operation, token: &str) -> Reply {
    let path = path_in_fjord(operation, "ben").replace("{invitationId}", invitation_for(operation, "anna"));
    fixture.call(operation.method.clone(), &path, token, body_of(operation)).await
}

async fn check_fault(operation: &Operation, token: &str, call: &str, fault: Fault) {
    let fixture = match fault {
        Fault::Hang => Fixture::impatient(TRANSPORT).await,
        _ => Fixture::new(TRANSPORT).await,
    };
    let mut before = fixture.upstream.state();
    fixture.upstream.fail(call, fault);
    let reply = send(&fixture, operation, token).await;
    let is_write = !call.starts_with("GET ");
    // A write that succeeds answers nothing that garbage could spoil, unless its answer is passed on.
    if is_write && fault == Fault::Garbage && reply.status == operation.success {
        return;
    }
    let outcome = reply.outcome();
    let is_odd = matches!(fault, Fault::Status(302 | 418));
    let is_as_expected = outcome == expected(fault) || (is_odd && outcome.0 == 502);
    assert!(is_as_expected, "{} when {call} gives {fault:?}: {outcome:?}", operation.name);
    // Who deletes an organization takes its credentials away first, and those stay away.
    if operation.guards.contains(&Guard::LeavesNoCredential) {
        before["machines"] = fixture.upstream.state()["machines"].clone();
    }
    fixture.settles_as(&before).await;
}

#[tokio::test]
async fn no_fault_of_the_upstream_lets_anything_through() {
    // So many at a time that those which wait do not hold up the rest.
    const AT_A_TIME: usize = 24;
    skip_waiting(TRANSPORT);
    for operation in TABLE {
        let mut cases = Vec::new();
        for token in [
            organization_token("anna", "fjord", &all_permissions()),
            resource_token("anna", Some("fjord"), &all_permissions()),
        ] {
            let fixture = Fixture::new(TRANSPORT).await;
            let reply = send(&fixture, operation, &token).await;
            assert_eq!(reply.status, operation.success, "{}", operation.name);
            let calls: BTreeSet<String> = fixture.upstream.take_calls().into_iter().collect();
            for call in calls {
                cases.extend(faults().map(|fault| (token.clone(), call.clone(), fault)));
            }
        }
        let cases = futures_util::stream::iter(cases).map(async |(token, call, fault)| {
            check_fault(operation, &token, &call, fault).await;
        });
        cases.buffer_unordered(AT_A_TIME).collect::<()>().await;
    }
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
