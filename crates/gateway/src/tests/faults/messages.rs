//! Mail servers are slow, and down. That keeps nobody waiting but those who send messages.

use super::super::fake::Fault;
use super::*;

#[tokio::test]
async fn a_slow_mail_server_neither_uses_up_the_places_of_others_nor_opens_their_circuit() {
    const SENDERS: usize = 100;
    let fixture = Fixture::impatient(Transport::Http).await;
    fixture.upstream.fail("POST /organization-invitations/{invitationId}/message", Fault::Hang);
    let token = organization_token("anna", "fjord", &all_permissions());
    let resend =
        || fixture.call(Method::POST, "/organizations/fjord/invitations/to-eve/resend", &token, Value::Null);
    let readers = async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        for _ in 0..20 {
            assert_eq!(read(&fixture).await, outcome(200, ""));
        }
    };
    let (replies, ()) =
        futures_util::join!(futures_util::future::join_all((0..SENDERS).map(|_| resend())), readers);
    let timed_out =
        replies.iter().filter(|reply| reply.outcome() == (504, "gateway.upstream_timeout")).count();
    assert!((5..=16).contains(&timed_out), "an eighth of the places is theirs: {timed_out}");
    for reply in replies.iter().filter(|reply| reply.status != 504) {
        let (status, code) = reply.outcome();
        assert!(status == 503 && matches!(code, "gateway.busy" | "gateway.upstream_unavailable"), "{code}");
    }
    // From now on they are told at once, and others notice nothing.
    assert_eq!(resend().await.outcome(), (503, "gateway.upstream_unavailable"));
    assert_eq!(read(&fixture).await, outcome(200, ""));
}
