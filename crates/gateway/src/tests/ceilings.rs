//! What one organization or one caller cannot take from all others, whatever the policy says.

use std::time::Duration;

use futures_util::future::{Either, select};
use http::Method;
use serde_json::{Value, json};

use super::TRANSPORT;
use super::fake::Fault;
use super::fixture::*;
use crate::{Policy, Quotas};

const KEY: &str = "/organizations/fjord/applications/fjord-key";

fn anna() -> String {
    organization_token("anna", "fjord", &all_permissions())
}

/// Does `other` while `held` is under way, which must not end before.
async fn beside<Held, Other>(held: impl Future<Output = Held>, other: impl Future<Output = Other>) -> Other {
    let (held, other) = (std::pin::pin!(held), std::pin::pin!(other));
    match select(held, other).await {
        Either::Left(_) => panic!("what was to be held up has ended"),
        Either::Right((done, _)) => done,
    }
}

/// Waits until the upstream was asked this so many times.
async fn until_asked(fixture: &Fixture, call: &str, times: usize) {
    for _ in 0..2000 {
        if fixture.upstream.calls().iter().filter(|recorded| recorded.call == call).count() >= times {
            return;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    panic!("{call} was not asked {times} times");
}

/// Whoever sends an application's id with a wrong secret, without any credential, has all of its secrets compared.
#[tokio::test]
async fn an_application_has_ten_secrets() {
    let fixture = Fixture::new(TRANSPORT).await;
    let path = format!("{KEY}/secrets");
    let make = async |name: &str| fixture.call(Method::POST, &path, &anna(), json!({ "name": name })).await;
    for number in 1..10 {
        assert_eq!(make(&format!("s{number}")).await.status, 201, "{number}");
    }
    let before = fixture.upstream.state();
    let refused = make("one-more").await;
    let told = json!({
        "code": "gateway.quota_exceeded", "message": "There can be no more of these.",
        "data": { "quota": "secrets_per_application", "limit": 10 },
    });
    assert_eq!((refused.status.as_u16(), refused.body), (403, told));
    assert_eq!(fixture.upstream.state(), before);
    let gone = fixture.call(Method::DELETE, &format!("{path}/s1"), &anna(), Value::Null).await;
    assert_eq!(gone.status, 204);
    assert_eq!(make("one-more").await.status, 201);
}

/// Each change makes all nodes read everybody's configuration anew.
#[tokio::test]
async fn an_organization_changes_its_applications_so_often_within_an_hour() {
    let quotas = Quotas { application_changes_per_hour: Some(3), ..Quotas::default() };
    let fixture = Fixture::with(TRANSPORT, Policy { quotas, ..open_policy() }, None).await;
    let rename = async || fixture.call(Method::PATCH, KEY, &anna(), json!({ "name": "Sync" })).await;
    for _ in 0..3 {
        assert_eq!(rename().await.status, 200);
    }
    let before = fixture.upstream.state();
    let secrets = format!("{KEY}/secrets");
    let secret = format!("{KEY}/secrets/default");
    for (method, path, body) in [
        (Method::PATCH, KEY, json!({})),
        (Method::DELETE, KEY, Value::Null),
        (Method::POST, "/organizations/fjord/applications", json!({ "name": "x" })),
        (Method::POST, secrets.as_str(), json!({ "name": "x" })),
        (Method::DELETE, secret.as_str(), Value::Null),
    ] {
        let refused = fixture.call(method.clone(), path, &anna(), body).await;
        assert_eq!(refused.outcome(), (429, "gateway.quota_exceeded"), "{method} {path}");
        assert_eq!(refused.body["data"], json!({ "quota": "application_changes_per_hour", "limit": 3 }));
        assert_eq!(refused.headers["retry-after"], "3600");
    }
    assert_eq!(fixture.upstream.state(), before);
    let dora = organization_token("dora", "lake", &all_permissions());
    let path = "/organizations/lake/applications/lake-key";
    let changed = fixture.call(Method::PATCH, path, &dora, json!({ "name": "Sync" })).await;
    assert_eq!(changed.status, 200, "another organization's are its own");
    fixture.clock.advance(Duration::from_secs(3600));
    assert_eq!(rename().await.status, 401, "the token has ended");
    let later = token(&json!({ "exp": NOW_SECONDS + 9000 }));
    assert_eq!(fixture.call(Method::PATCH, KEY, &later, json!({ "name": "Sync" })).await.status, 200);
}

#[tokio::test]
async fn nobody_changes_applications_without_end_unless_the_policy_says_so() {
    let fixture = Fixture::with(TRANSPORT, Policy { quotas: Quotas::default(), ..open_policy() }, None).await;
    let mut statuses = Vec::new();
    for _ in 0..121 {
        let reply = fixture.call(Method::PATCH, KEY, &anna(), json!({ "name": "Sync" })).await;
        statuses.push(reply.status.as_u16());
    }
    assert_eq!((statuses.iter().filter(|status| **status == 200).count(), statuses[120]), (120, 429));
}

#[tokio::test]
async fn whoever_was_put_out_waits_for_no_turn() {
    let fixture = Fixture::impatient(TRANSPORT).await;
    let removing = "DELETE /organizations/{organizationId}/users/{userId}";
    fixture.upstream.fail(removing, Fault::Hang);
    let (cleo, eve) = (organization_token("cleo", "fjord", ""), organization_token("eve", "fjord", ""));
    let path = "/organizations/fjord/members/gus";
    let anna = anna();
    let held = fixture.call(Method::DELETE, path, &anna, Value::Null);
    beside(held, async {
        until_asked(&fixture, removing, 1).await;
        // Eve is no member any more, cleo is suspended: each hears it at once.
        fixture.upstream.suspend("cleo");
        for (token, code) in [(&eve, "gateway.not_a_member"), (&cleo, "gateway.user_suspended")] {
            let refused =
                fixture.call(Method::DELETE, "/organizations/fjord/members/me", token, Value::Null).await;
            assert_eq!(refused.outcome(), (403, code));
        }
    })
    .await;
}

#[tokio::test]
async fn an_organization_has_two_lookups_of_domains_at_once() {
    let fixture = Fixture::new(TRANSPORT).await;
    fixture.name_servers.stall();
    let verify = async |user: &str, organization: &str, domain: &str| {
        let token = organization_token(user, organization, &all_permissions());
        let path = format!("/organizations/{organization}/domains/{domain}/verify");
        fixture.call(Method::POST, &path, &token, Value::Null).await
    };
    let asked = async |count: usize| {
        while fixture.name_servers.asked().len() < count {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    let held = select(
        Box::pin(verify("anna", "fjord", "a.fjord.example")),
        Box::pin(verify("anna", "fjord", "b.fjord.example")),
    );
    beside(held, async {
        asked(2).await;
        let refused = verify("anna", "fjord", "c.fjord.example").await;
        assert_eq!(refused.outcome(), (503, "gateway.busy"));
        beside(verify("dora", "lake", "d.lake.example"), asked(3)).await;
    })
    .await;
}

/// Who acts would be neither judged nor recorded.
#[tokio::test]
async fn tokens_with_which_somebody_else_acts_are_taken_where_the_policy_says_so() {
    let acting = token(&json!({ "act": { "sub": "mallory" } }));
    let read = async |fixture: Fixture| {
        fixture.call(Method::GET, "/organizations/fjord", &acting, Value::Null).await
    };
    let refused = read(Fixture::new(TRANSPORT).await).await;
    let told = json!({
        "code": "gateway.credential_not_accepted",
        "message": "Tokens with which somebody else acts for their user (`act`) are not accepted here.",
    });
    assert_eq!((refused.status.as_u16(), refused.body), (403, told));
    let policy = Policy { accept_delegated_tokens: true, ..open_policy() };
    assert_eq!(read(Fixture::with(TRANSPORT, policy, None).await).await.status, 200);
}
