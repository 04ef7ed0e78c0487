//! The upstream fails in every way at every call that an operation makes: the answer is 502, 503 or 504, nothing is let
//! through and nothing changes.

use http::Method;
use serde_json::{Value, json};

use super::fake::Fault;
use super::fixture::*;
use crate::operations::{BodyShape, Guard, OperationId, OrganizationIn, TABLE};

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

fn body_of(shape: BodyShape) -> Value {
    match shape {
        BodyShape::None => Value::Null,
        BodyShape::NewOrganization | BodyShape::OrganizationChanges => json!({ "name": "x" }),
        BodyShape::UserIds => json!({ "userIds": ["eve"] }),
        BodyShape::RoleNames => json!({ "roleNames": [] }),
        BodyShape::NewInvitation => json!({ "invitee": "new@elsewhere.example", "roleNames": ["viewer"] }),
    }
}

#[tokio::test(start_paused = true)]
async fn no_fault_of_the_upstream_lets_anything_through() {
    for operation in TABLE {
        let invitation = match operation.organization {
            OrganizationIn::Invitation => "to-anna",
            OrganizationIn::Path | OrganizationIn::Nowhere => "to-eve",
        };
        let path = operation.path.replace("{organizationId}", "fjord").replace("{userId}", "ben");
        let path = path.replace("{invitationId}", invitation);
        for token in [
            organization_token("anna", "fjord", &all_permissions()),
            resource_token("anna", Some("fjord"), &all_permissions()),
        ] {
            let send = async |fixture: &Fixture| {
                fixture.call(operation.method.clone(), &path, &token, body_of(operation.body)).await
            };
            let fixture = Fixture::new(Transport::InProcess).await;
            assert_eq!(send(&fixture).await.status, operation.success, "{}", operation.name);
            let calls = fixture.upstream.take_calls();
            for call in calls {
                for fault in [500, 502, 503, 504, 401, 403, 429, 418, 302]
                    .map(Fault::Status)
                    .into_iter()
                    .chain([Fault::Garbage, Fault::Hang])
                {
                    let fixture = Fixture::new(Transport::InProcess).await;
                    let before = fixture.upstream.state();
                    fixture.upstream.fail(&call, fault);
                    let reply = send(&fixture).await;
                    let is_write = !call.starts_with("GET ");
                    // A write that succeeds answers nothing that garbage could spoil, unless its answer is passed on.
                    if is_write && fault == Fault::Garbage && reply.status == operation.success {
                        continue;
                    }
                    let outcome = reply.outcome();
                    let is_as_expected = outcome == expected(fault)
                        || (fault == Fault::Status(302) && outcome.0 == 502)
                        || (fault == Fault::Status(418) && outcome.0 == 502);
                    assert!(is_as_expected, "{} when {call} gives {fault:?}: {outcome:?}", operation.name);
                    tokio::time::sleep(std::time::Duration::from_secs(60)).await;
                    assert_eq!(
                        fixture.upstream.state(),
                        before,
                        "{} when {call} gives {fault:?}",
                        operation.name
                    );
                }
            }
        }
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

#[tokio::test]
async fn an_upstream_that_is_not_there_is_said_so() {
    let fixture = Fixture::new(Transport::Http).await;
    let token = organization_token("anna", "fjord", &all_permissions());
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let options = crate::HttpUpstreamOptions {
        endpoint,
        credential: crate::MachineCredential {
            client_id: "machine".to_owned(),
            client_secret: domain::PlainToken::new("secret"),
            resource: protocol::identifiers::management_api_indicator("default"),
        },
        timeout: std::time::Duration::from_millis(500),
    };
    let client = crate::Upstream::http(options, fixture.clock.clone()).unwrap();
    let app = gateway_over(client, fixture.clock.clone(), open_policy(), None);
    let fixture = Fixture { app, ..fixture };
    let reply = fixture.call(Method::GET, "/organizations/fjord", &token, Value::Null).await;
    assert_eq!(reply.outcome(), (503, "gateway.no_machine_token"));
    assert_eq!(reply.headers["retry-after"], "1");
    // A refusal that needs nobody else still works.
    let reply = fixture.call(Method::GET, "/organizations/lake", &token, Value::Null).await;
    assert_eq!(reply.outcome(), (403, "gateway.wrong_organization"));
}
