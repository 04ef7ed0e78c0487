//! Mail servers are slow, and down. That keeps nobody waiting but those who send messages.

use super::super::fake::Fault;
use super::super::fake_invitations::invitation;
use super::*;
use serde_json::json;

/// A server of ours waits ten seconds for its mail server.
#[tokio::test(start_paused = true)]
async fn a_message_may_take_longer_than_other_calls() {
    let fixture = Fixture::new(Transport::InProcess).await;
    fixture.upstream.fail("POST /organization-invitations/{invitationId}/message", Fault::Slow(10));
    let token = organization_token("anna", "fjord", &all_permissions());
    let body = json!({ "invitee": "new@elsewhere.example" });
    let made = fixture.call(Method::POST, "/organizations/fjord/invitations", &token, body).await;
    assert_eq!(made.status, 201, "{made:?}");
    assert_eq!(fixture.upstream.0.lock().messages.len(), 1);
    fixture.upstream.fail("GET /organizations/{organizationId}", Fault::Slow(10));
    assert_eq!(read(&fixture).await, outcome(504, "gateway.upstream_timeout"));
}

#[tokio::test]
async fn a_slow_mail_server_neither_uses_up_the_places_of_others_nor_opens_their_circuit() {
    const SENDERS: usize = 100;
    let fixture = Fixture::impatient(Transport::Http).await;
    fixture.upstream.fail("POST /organization-invitations/{invitationId}/message", Fault::Hang);
    let token = organization_token("anna", "fjord", &all_permissions());
    let ids: Vec<String> = (0..=SENDERS).map(|number| format!("to-{number}")).collect();
    let invited = ids.iter().map(|id| invitation(id, "fjord", &format!("{id}@elsewhere.example"), "viewer"));
    fixture.upstream.0.lock().invitations.extend(invited);
    let paths: Vec<_> =
        ids.iter().map(|id| format!("/organizations/fjord/invitations/{id}/resend")).collect();
    let resend = |number: usize| fixture.call(Method::POST, &paths[number], &token, Value::Null);
    let readers = async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        for _ in 0..20 {
            assert_eq!(read(&fixture).await, outcome(200, ""));
        }
    };
    let (replies, ()) =
        futures_util::join!(futures_util::future::join_all((0..SENDERS).map(resend)), readers);
    let timed_out =
        replies.iter().filter(|reply| reply.outcome() == (504, "gateway.upstream_timeout")).count();
    assert!((5..=16).contains(&timed_out), "an eighth of the places is theirs: {timed_out}");
    for reply in replies.iter().filter(|reply| reply.status != 504) {
        let (status, code) = reply.outcome();
        assert!(status == 503 && matches!(code, "gateway.busy" | "gateway.upstream_unavailable"), "{code}");
    }
    // From now on they are told at once, and others notice nothing.
    assert_eq!(resend(SENDERS).await.outcome(), (503, "gateway.upstream_unavailable"));
    assert_eq!(read(&fixture).await, outcome(200, ""));
}
