//! Quotas: what they count, that they are the last guard, and that parallel callers do not slip under them.

use http::Method;
use serde_json::{Value, json};

use super::TRANSPORT;
use super::fake_invitations::{NOW, invitation};
use super::fixture::*;
use crate::{Policy, Quotas};

const INVITATIONS: &str = "/organizations/fjord/invitations";

async fn fixture(quotas: Quotas) -> Fixture {
    Fixture::with(TRANSPORT, Policy { quotas, ..open_policy() }, None).await
}

fn anna() -> String {
    organization_token("anna", "fjord", &all_permissions())
}

async fn invite(fixture: &Fixture, invitee: &str) -> Reply {
    fixture
        .call(Method::POST, INVITATIONS, &anna(), json!({ "invitee": invitee, "sendMessage": false }))
        .await
}

async fn found(fixture: &Fixture, token: &str) -> Reply {
    fixture.call(Method::POST, "/organizations", token, json!({ "name": "New" })).await
}

fn exceeded(quota: &str, limit: u32) -> (u16, Value) {
    let body = json!({
        "code": "gateway.quota_exceeded", "message": "There can be no more of these.",
        "data": { "quota": quota, "limit": limit },
    });
    (403, body)
}

fn whole(reply: Reply) -> (u16, Value) {
    (reply.status.as_u16(), reply.body)
}

#[tokio::test]
async fn a_user_has_so_many_organizations_of_their_own() {
    let quotas = Quotas { organizations_per_user: Some(2), ..Quotas::default() };
    let fixture = fixture(quotas).await;
    // Ben is an administrator of `fjord`, as creators are, and an owner of `lake`, as they are not.
    let ben = organization_token("ben", "fjord", "org:create");
    assert_eq!(found(&fixture, &ben).await.status, 201);
    let before = fixture.upstream.state();
    assert_eq!(whole(found(&fixture, &ben).await), exceeded("organizations_per_user", 2));
    assert_eq!(fixture.upstream.state(), before);
    fixture.upstream.set_roles("fjord", "ben", &["viewer", "owner"]);
    assert_eq!(found(&fixture, &ben).await.status, 201);
}

#[tokio::test]
async fn an_organization_has_so_many_members_and_the_invited_count_when_others_are_invited() {
    // Four members, and eve is invited.
    let quotas = Quotas { members_per_organization: Some(6), ..Quotas::default() };
    let fixture = fixture(quotas).await;
    assert_eq!(invite(&fixture, "a@elsewhere.example").await.status, 201);
    let before = fixture.upstream.state();
    let full = exceeded("members_per_organization", 6);
    assert_eq!(whole(invite(&fixture, "b@elsewhere.example").await), full);
    let members = "/organizations/fjord/members";
    let three = json!({ "userIds": ["dora", "eve", "zoe"] });
    assert_eq!(whole(fixture.call(Method::POST, members, &anna(), three).await), full);
    assert_eq!(fixture.upstream.state(), before);
    // Who is a member already needs no room.
    let present = json!({ "userIds": ["anna", "gus", "cleo"] });
    assert_eq!(fixture.call(Method::POST, members, &anna(), present).await.status, 201);
    assert_eq!(fixture.upstream.state().members, before.members);
    // What was answered, taken back or is over leaves its place to others.
    for (id, member, value) in [("made1", "status", json!("Revoked")), ("to-eve", "expiresAt", json!(NOW))] {
        let mut world = fixture.upstream.0.lock();
        let found = world.invitations.iter_mut().find(|found| found["id"] == id).unwrap();
        found[member] = value;
    }
    assert_eq!(invite(&fixture, "b@elsewhere.example").await.status, 201);
    assert_eq!(invite(&fixture, "c@elsewhere.example").await.status, 201);
    assert_eq!(invite(&fixture, "d@elsewhere.example").await.code(), "gateway.quota_exceeded");
    assert_eq!(
        fixture.call(Method::POST, members, &anna(), json!({ "userIds": ["dora"] })).await.status,
        201
    );
}

#[tokio::test]
async fn an_invitation_beyond_the_quota_waits_until_there_is_room() {
    let quotas = Quotas { members_per_organization: Some(4), ..Quotas::default() };
    let fixture = fixture(quotas).await;
    let eve = resource_token("eve", None, "");
    let accept = async || fixture.call(Method::POST, "/invitations/to-eve/accept", &eve, Value::Null).await;
    let before = fixture.upstream.state();
    assert_eq!(whole(accept().await), exceeded("members_per_organization", 4));
    assert_eq!(fixture.upstream.state(), before);
    fixture.upstream.0.lock().members.remove(&("fjord".to_owned(), "gus".to_owned()));
    assert_eq!(accept().await.status, 200);
}

#[tokio::test]
async fn a_member_who_accepts_needs_no_room() {
    let quotas = Quotas { members_per_organization: Some(1), ..Quotas::default() };
    let fixture = fixture(quotas).await;
    let ben = resource_token("ben", None, "");
    let accepted = fixture.call(Method::POST, "/invitations/to-ben/accept", &ben, Value::Null).await;
    assert_eq!(accepted.status, 200);
}

#[tokio::test]
async fn an_organization_invites_so_many_within_an_hour() {
    let quotas = Quotas { invitations_per_hour: Some(3), ..Quotas::default() };
    let fixture = fixture(quotas).await;
    let mut earlier = invitation("earlier", "fjord", "x@elsewhere.example", "guest");
    earlier["createdAt"] = json!(NOW - 3_000_000);
    // Revoked ones were sent as well; those of another organization are none of this one's.
    earlier["status"] = json!("Revoked");
    let mut foreign = earlier.clone();
    foreign["organizationId"] = json!("lake");
    fixture.upstream.0.lock().invitations.extend([earlier, foreign.clone(), foreign]);
    assert_eq!(invite(&fixture, "a@elsewhere.example").await.status, 201);
    assert_eq!(invite(&fixture, "b@elsewhere.example").await.status, 201);
    let before = fixture.upstream.state();
    let refused = invite(&fixture, "c@elsewhere.example").await;
    assert_eq!(refused.headers["retry-after"], "601");
    let told = json!({
        "code": "gateway.quota_exceeded", "message": "There were too many of these lately. Please try again later.",
        "data": { "quota": "invitations_per_hour", "limit": 3 },
    });
    assert_eq!(whole(refused), (429, told));
    assert_eq!(fixture.upstream.state(), before);
    fixture.clock.advance(std::time::Duration::from_secs(601));
    assert_eq!(invite(&fixture, "c@elsewhere.example").await.status, 201);
}

/// Whatever the policy says: the one who has the address is shown every one of them.
#[tokio::test]
async fn an_organization_invites_one_address_so_many_times_a_day() {
    let fixture = fixture(Quotas::default()).await;
    for number in 0..10 {
        let mut earlier = invitation(&format!("earlier{number}"), "fjord", "Max@Elsewhere.example", "guest");
        earlier["createdAt"] = json!(NOW - (23 * 3600 + 1800) * 1000);
        earlier["status"] = json!("Revoked");
        fixture.upstream.0.lock().invitations.push(earlier);
    }
    let before = fixture.upstream.state();
    let refused = invite(&fixture, "max@elsewhere.example").await;
    assert_eq!(refused.headers["retry-after"], "1801");
    let told = json!({
        "code": "gateway.quota_exceeded", "message": "There were too many of these lately. Please try again later.",
        "data": { "quota": "invitations_per_address", "limit": 10 },
    });
    assert_eq!(whole(refused), (429, told));
    assert_eq!(fixture.upstream.state(), before);
    assert_eq!(invite(&fixture, "mia@elsewhere.example").await.status, 201);
    fixture.clock.advance(std::time::Duration::from_secs(1801));
    assert_eq!(invite(&fixture, "max@elsewhere.example").await.status, 201);
}

/// Whatever the policy says: the wire gives that list whole.
#[tokio::test]
async fn an_organization_has_so_many_invitations_that_wait_or_are_young() {
    let fixture = fixture(Quotas::default()).await;
    // With the one to eve.
    let many = (1..9_999).map(|number| {
        let mut many = invitation(&format!("many{number}"), "fjord", "x@elsewhere.example", "guest");
        many["createdAt"] = json!(NOW - 29 * 24 * 3_600_000);
        many["status"] = json!("Revoked");
        many
    });
    fixture.upstream.0.lock().invitations.extend(many);
    assert_eq!(invite(&fixture, "a@elsewhere.example").await.status, 201);
    let before = fixture.upstream.state();
    assert_eq!(
        whole(invite(&fixture, "b@elsewhere.example").await),
        exceeded("invitations_per_organization", 10_000)
    );
    assert_eq!(fixture.upstream.state(), before);
    fixture.clock.advance(std::time::Duration::from_secs(24 * 3600));
    let later = token(&json!({ "exp": NOW_SECONDS + 100_000 }));
    let body = json!({ "invitee": "b@elsewhere.example", "sendMessage": false });
    assert_eq!(fixture.call(Method::POST, INVITATIONS, &later, body).await.status, 201);
}

/// Where the policy does not say.
#[tokio::test]
async fn a_user_has_a_thousand_organizations_of_their_own() {
    let fixture = fixture(Quotas::default()).await;
    let ben = organization_token("ben", "fjord", "org:create");
    {
        let mut world = fixture.upstream.0.lock();
        let one = world.organizations["lake"].clone();
        for number in 1..999 {
            let id = format!("many{number}");
            let mut another = one.clone();
            another["id"] = json!(id);
            world.organizations.insert(id.clone(), another);
            world.members.insert((id, "ben".to_owned()), ["role-admin".to_owned()].into());
        }
    }
    assert_eq!(found(&fixture, &ben).await.status, 201);
    let before = fixture.upstream.state();
    assert_eq!(whole(found(&fixture, &ben).await), exceeded("organizations_per_user", 1000));
    assert_eq!(fixture.upstream.state(), before);
}

/// Whoever may not do a thing does not learn how much of it there is.
#[tokio::test]
async fn other_guards_come_first() {
    let quotas = Quotas {
        organizations_per_user: Some(0),
        members_per_organization: Some(0),
        invitations_per_hour: Some(0),
        applications_per_organization: Some(0),
        application_changes_per_hour: Some(0),
    };
    let fixture = fixture(quotas).await;
    let ben = organization_token("ben", "fjord", &all_permissions());
    let into_more = json!({ "invitee": "a@elsewhere.example", "roleNames": ["owner"] });
    let refused = fixture.call(Method::POST, INVITATIONS, &ben, into_more).await;
    assert_eq!(refused.outcome(), (403, "gateway.grant_exceeds_own"));
    let dora = resource_token("dora", None, "");
    let refused = fixture.call(Method::POST, "/invitations/to-eve/accept", &dora, Value::Null).await;
    assert_eq!(refused.outcome(), (403, "gateway.not_invited"));
    fixture.upstream.set_roles("fjord", "ben", &["guest"]);
    for (path, body) in [
        (INVITATIONS, json!({ "invitee": "a@elsewhere.example" })),
        ("/organizations/fjord/members", json!({ "userIds": ["eve"] })),
        ("/organizations", json!({ "name": "New" })),
    ] {
        let refused = fixture.call(Method::POST, path, &ben, body).await;
        assert_eq!(refused.outcome(), (403, "gateway.permission_revoked"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parallel_callers_do_not_slip_under_a_quota() {
    let quotas = Quotas {
        organizations_per_user: Some(2),
        members_per_organization: Some(6),
        invitations_per_hour: Some(100),
        applications_per_organization: None,
        application_changes_per_hour: None,
    };
    let fixture = fixture(quotas).await;
    let ben = organization_token("ben", "fjord", "org:create");
    let founding = (0..6).map(|_| found(&fixture, &ben));
    let invitees: Vec<String> = (0..6).map(|index| format!("{index}@elsewhere.example")).collect();
    let inviting = invitees.iter().map(|invitee| invite(&fixture, invitee));
    let (founded, invited) = futures_util::join!(
        futures_util::future::join_all(founding),
        futures_util::future::join_all(inviting),
    );
    for replies in [founded, invited] {
        let made = replies.iter().filter(|reply| reply.status == 201).count();
        let refused = replies.iter().filter(|reply| reply.outcome() == (403, "gateway.quota_exceeded"));
        assert_eq!((made, refused.count()), (1, 5), "{replies:?}");
    }
}
