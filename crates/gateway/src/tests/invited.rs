//! What the invited do: read, accept and decline what is addressed to their verified e-mail address, and nothing else.

use http::Method;
use serde_json::{Value, json};

use super::TRANSPORT;
use super::fake::{Fault, ORGANIZATION_API};
use super::fake_invitations::{NOW, invitation};
use super::fixture::*;

const DECIDE: &str = "PUT /organization-invitations/{invitationId}/status";

fn eve() -> String {
    resource_token("eve", None, "")
}

async fn answer(fixture: &Fixture, token: &str, id: &str, answer: &str) -> Reply {
    fixture.call(Method::POST, &format!("/invitations/{id}/{answer}"), token, Value::Null).await
}

async fn read(fixture: &Fixture, token: &str, id: &str) -> Reply {
    fixture.call(Method::GET, &format!("/invitations/{id}"), token, Value::Null).await
}

fn change(fixture: &Fixture, id: &str, member: &str, value: Value) {
    let mut world = fixture.upstream.0.lock();
    world.invitations.iter_mut().find(|found| found["id"] == id).unwrap()[member] = value;
}

#[tokio::test]
async fn the_invited_accept_with_any_token_and_get_the_roles() {
    for (user, id, organization, token) in [
        ("eve", "to-eve", "fjord", eve()),
        ("anna", "to-anna", "lake", organization_token("anna", "fjord", "")),
        ("anna", "to-anna", "lake", resource_token("anna", Some("fjord"), "openid")),
        ("anna", "to-anna", "lake", resource_token("anna", None, "")),
    ] {
        let fixture = Fixture::new(TRANSPORT).await;
        let reply = answer(&fixture, &token, id, "accept").await;
        let mut expected = fixture.upstream.state().invitations;
        expected.retain(|found| found["id"] == id);
        assert_eq!((reply.status.as_u16(), &reply.body), (200, &expected[0]));
        assert_eq!(
            (&reply.body["status"], &reply.body["acceptedUserId"]),
            (&json!("Accepted"), &json!(user))
        );
        assert_eq!(fixture.upstream.roles_of(organization, user).unwrap(), ["viewer"]);
        let calls = fixture.upstream.calls();
        let decided = calls.iter().find(|recorded| recorded.call == DECIDE).unwrap();
        assert_eq!(decided.body, json!({ "status": "Accepted", "acceptedUserId": user }));
        assert_eq!(decided.acting_user.as_deref(), Some(user));
    }
}

#[tokio::test]
async fn who_is_a_member_already_gets_the_roles_beside_their_own() {
    let fixture = Fixture::new(TRANSPORT).await;
    assert_eq!(answer(&fixture, &resource_token("ben", None, ""), "to-ben", "accept").await.status, 200);
    assert_eq!(fixture.upstream.roles_of("lake", "ben").unwrap(), ["guest", "owner"]);
}

#[tokio::test]
async fn an_invitation_shows_the_organization_to_the_invited_and_nothing_more_of_it() {
    let fixture = Fixture::new(TRANSPORT).await;
    let reply = read(&fixture, &eve(), "to-eve").await;
    let mut expected = invitation("to-eve", "fjord", "eve@fjord.example", "viewer");
    expected["organization"] = json!({ "id": "fjord", "name": "fjord", "branding": {} });
    assert_eq!((reply.status.as_u16(), reply.body), (200, expected));
}

#[tokio::test]
async fn the_invited_find_what_waits_for_them() {
    let fixture = Fixture::new(TRANSPORT).await;
    for index in 0..30 {
        let mut other = invitation(&format!("i{index}"), "lake", "EVE@FJORD.EXAMPLE", "guest");
        other["createdAt"] = json!(NOW + index);
        match index {
            0 => other["status"] = json!("Revoked"),
            1 => other["expiresAt"] = json!(NOW),
            _ => {}
        }
        fixture.upstream.0.lock().invitations.push(other);
    }
    let reply = fixture.call(Method::GET, "/me/invitations?page_size=10", &eve(), Value::Null).await;
    assert_eq!((reply.status.as_u16(), reply.headers["total-number"].to_str().unwrap()), (200, "29"));
    let ids: Vec<_> =
        reply.body.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["i29", "i28", "i27", "i26", "i25", "i24", "i23", "i22", "i21", "i20"]);
    let last = fixture.call(Method::GET, "/me/invitations?page=3&page_size=10", &eve(), Value::Null).await;
    let mut expected = invitation("to-eve", "fjord", "eve@fjord.example", "viewer");
    expected["organization"] = json!({ "id": "fjord", "name": "fjord" });
    assert_eq!((last.body.as_array().unwrap().len(), &last.body[8]), (9, &expected));
}

#[tokio::test]
async fn an_organization_that_went_meanwhile_takes_its_invitation_with_it() {
    let fixture = Fixture::new(TRANSPORT).await;
    fixture.upstream.0.lock().organizations.remove("fjord");
    let mine = fixture.call(Method::GET, "/me/invitations", &eve(), Value::Null).await;
    assert_eq!((mine.status.as_u16(), mine.body), (200, json!([])));
    assert_eq!(read(&fixture, &eve(), "to-eve").await.outcome(), (403, "gateway.not_invited"));
}

/// Every way not to be the one who was invited has one answer, whatever became of the invitation.
#[tokio::test]
async fn who_is_not_invited_cannot_tell_what_there_is() {
    let told = json!({
        "code": "gateway.not_invited",
        "message": "There is no such invitation to the primary e-mail address of the token's user.",
    });
    for email in [
        Value::Null,
        json!(""),
        json!("eve@fjord.example.evil.example"),
        json!("xeve@fjord.example"),
        json!("eve@fjord.exampl"),
        json!(" eve@fjord.example"),
        json!("ev\u{435}@fjord.example"),
        json!("e\u{301}ve@fjord.example"),
    ] {
        let fixture = Fixture::new(TRANSPORT).await;
        fixture.upstream.0.lock().users.get_mut("eve").unwrap()["primaryEmail"] = email.clone();
        for status in ["Pending", "Accepted", "Revoked"] {
            change(&fixture, "to-eve", "status", json!(status));
            let before = fixture.upstream.state();
            for id in ["to-eve", "to-zoe", "nowhere"] {
                for reply in [
                    read(&fixture, &eve(), id).await,
                    answer(&fixture, &eve(), id, "accept").await,
                    answer(&fixture, &eve(), id, "decline").await,
                ] {
                    assert_eq!((reply.status.as_u16(), reply.body), (403, told.clone()), "{email} {id}");
                }
            }
            assert_eq!(fixture.upstream.state(), before);
        }
        let mine = fixture.call(Method::GET, "/me/invitations", &eve(), Value::Null).await;
        assert_eq!((mine.status.as_u16(), mine.body), (200, json!([])), "{email}");
    }
}

/// `İ` and the Kelvin sign fold to letters of ASCII, and are other people's addresses.
#[tokio::test]
async fn case_does_not_count_and_look_alikes_do() {
    for (invitee, is_invited) in [
        ("EVE@fjord.EXAMPLE", true),
        ("kIM@FJORD.example", false),
        ("\u{212a}im@fjord.example", false),
        ("e\u{17f}e@fjord.example", false),
    ] {
        let fixture = Fixture::new(TRANSPORT).await;
        change(&fixture, "to-eve", "invitee", json!(invitee));
        let status = answer(&fixture, &eve(), "to-eve", "accept").await.status;
        assert_eq!(status == 200, is_invited, "{invitee}");
    }
    let fixture = Fixture::new(TRANSPORT).await;
    change(&fixture, "to-eve", "invitee", json!("\u{212a}im@fjord.example"));
    fixture.upstream.0.lock().users.get_mut("eve").unwrap()["primaryEmail"] = json!("kim@fjord.example");
    let reply = answer(&fixture, &eve(), "to-eve", "accept").await;
    assert_eq!(reply.outcome(), (403, "gateway.not_invited"));
}

/// The address counts that the user has now, not the one the token or the invitation knew.
#[tokio::test]
async fn a_changed_address_opens_what_it_was_invited_to_and_closes_the_rest() {
    let fixture = Fixture::new(TRANSPORT).await;
    fixture.upstream.0.lock().users.get_mut("eve").unwrap()["primaryEmail"] = json!("zoe@elsewhere.example");
    assert_eq!(answer(&fixture, &eve(), "to-eve", "accept").await.outcome(), (403, "gateway.not_invited"));
    assert_eq!(answer(&fixture, &eve(), "to-zoe", "accept").await.status, 200);
    assert_eq!(fixture.upstream.roles_of("lake", "eve").unwrap(), ["viewer"]);
}

#[tokio::test]
async fn what_was_decided_or_is_over_stays_as_it_is() {
    let accept_and_decline = ["accept", "decline"];
    for first in accept_and_decline {
        let fixture = Fixture::new(TRANSPORT).await;
        assert!(answer(&fixture, &eve(), "to-eve", first).await.status.is_success());
        let before = fixture.upstream.state();
        for second in accept_and_decline {
            let refused = answer(&fixture, &eve(), "to-eve", second).await;
            assert_eq!(refused.outcome(), (409, "gateway.invitation_not_pending"), "{first}, {second}");
        }
        assert_eq!(fixture.upstream.state(), before);
    }
    // The end counts when it is there, whether or not the upstream has noticed.
    let fixture = Fixture::new(TRANSPORT).await;
    let before = fixture.upstream.state();
    fixture.clock.advance(std::time::Duration::from_secs(24 * 3600));
    let token = token_in_a_day();
    for how in accept_and_decline {
        let refused = answer(&fixture, &token, "to-eve", how).await;
        assert_eq!((refused.status.as_u16(), &refused.body["data"]["status"]), (409, &json!("Expired")));
    }
    assert_eq!(fixture.upstream.state(), before);
}

/// A token of eve that is still good a day later.
fn token_in_a_day() -> String {
    token(&json!({ "sub": "eve", "aud": ORGANIZATION_API, "exp": NOW_SECONDS + 2 * 24 * 3600 }))
}

#[tokio::test]
async fn who_declines_does_not_become_a_member() {
    let fixture = Fixture::new(TRANSPORT).await;
    let declined = answer(&fixture, &eve(), "to-eve", "decline").await;
    assert_eq!((declined.status.as_u16(), declined.body), (204, Value::Null));
    assert_eq!(fixture.upstream.roles_of("fjord", "eve"), None);
    let stored = fixture.upstream.state().invitations[3].clone();
    assert_eq!((&stored["status"], &stored["acceptedUserId"]), (&json!("Revoked"), &Value::Null));
}

/// Acceptance by the invited, their change of mind, and the organization's: one of them counts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_those_who_decide_at_once_one_does() {
    for _ in 0..10 {
        let fixture = Fixture::new(TRANSPORT).await;
        // An upstream that decides by reading first, as the reference does, would let several through.
        fixture.upstream.0.lock().decides_whatever_was_decided = true;
        let (eve, ben) = (eve(), organization_token("ben", "fjord", "member:invite"));
        let path = "/organizations/fjord/invitations/to-eve";
        let (one, two, declined, revoked) = futures_util::join!(
            answer(&fixture, &eve, "to-eve", "accept"),
            answer(&fixture, &eve, "to-eve", "accept"),
            answer(&fixture, &eve, "to-eve", "decline"),
            fixture.call(Method::DELETE, path, &ben, Value::Null),
        );
        let replies = [one, two, declined, revoked];
        let winners = replies.iter().filter(|reply| reply.status.is_success()).count();
        let losers =
            replies.iter().filter(|reply| reply.outcome() == (409, "gateway.invitation_not_pending"));
        assert_eq!((winners, losers.count()), (1, 3), "{replies:?}");
        let is_member = fixture.upstream.roles_of("fjord", "eve").is_some();
        assert_eq!(is_member, replies[0].status == 200 || replies[1].status == 200);
    }
}

#[tokio::test]
async fn nothing_in_a_request_says_who_accepts() {
    let fixture = Fixture::new(TRANSPORT).await;
    let before = fixture.upstream.state();
    for body in [json!({ "acceptedUserId": "cleo" }), json!({ "status": "Accepted" }), json!({})] {
        for how in ["accept", "decline"] {
            let path = format!("/invitations/to-eve/{how}");
            let reply = fixture.call(Method::POST, &path, &eve(), body.clone()).await;
            assert_eq!(reply.outcome(), (400, "guard.invalid_input"), "{body}");
        }
    }
    let by_query = fixture
        .call(Method::POST, "/invitations/to-eve/accept?acceptedUserId=cleo", &eve(), Value::Null)
        .await;
    assert_eq!(by_query.outcome(), (400, "guard.invalid_input"));
    assert_eq!(fixture.upstream.state(), before);
}

#[tokio::test]
async fn an_answer_about_something_else_is_none() {
    for (member, value) in [
        ("status", json!("Pending")),
        ("acceptedUserId", json!("cleo")),
        ("acceptedUserId", Value::Null),
        ("id", json!("to-zoe")),
    ] {
        let fixture = Fixture::new(TRANSPORT).await;
        fixture.upstream.0.lock().spoils_decisions = Some((member, value.clone()));
        let reply = answer(&fixture, &eve(), "to-eve", "accept").await;
        assert_eq!(reply.outcome(), (502, "gateway.upstream_unclear"), "{member} {value}");
    }
}

#[tokio::test]
async fn the_suspended_and_the_deleted_accept_nothing() {
    let fixture = Fixture::new(TRANSPORT).await;
    fixture.upstream.suspend("eve");
    assert_eq!(answer(&fixture, &eve(), "to-eve", "accept").await.outcome(), (403, "gateway.user_suspended"));
    fixture.upstream.0.lock().users.remove("eve");
    assert_eq!(answer(&fixture, &eve(), "to-eve", "accept").await.outcome(), (403, "gateway.user_unknown"));
}

#[tokio::test]
async fn a_refusal_by_the_upstream_is_passed_on() {
    let fixture = Fixture::new(TRANSPORT).await;
    fixture.upstream.fail(DECIDE, Fault::Told(422, "entity.db_constraint_violated"));
    let reply = answer(&fixture, &eve(), "to-eve", "accept").await;
    assert_eq!(reply.outcome(), (422, "entity.db_constraint_violated"));
}

#[tokio::test]
async fn where_only_tokens_of_organizations_are_accepted_those_do() {
    let policy = crate::Policy { accept_tokens_without_organization: false, ..open_policy() };
    let fixture = Fixture::with(TRANSPORT, policy, None).await;
    for path in ["/me/invitations", "/me/organizations", "/invitations/to-eve"] {
        let reply = fixture.call(Method::GET, path, &eve(), Value::Null).await;
        assert_eq!(reply.outcome(), (403, "gateway.organization_required"), "{path}");
    }
    assert_eq!(fixture.upstream.take_calls(), Vec::<String>::new());
    let anna = resource_token("anna", Some("fjord"), "");
    assert_eq!(answer(&fixture, &anna, "to-anna", "accept").await.status, 200);
}

/// Everybody who may invite somewhere can make the list longer, beyond any answer that is kept in memory.
#[tokio::test]
async fn of_very_many_invitations_to_one_address_every_page_is_shown() {
    let fixture = Fixture::new(TRANSPORT).await;
    {
        let mut world = fixture.upstream.0.lock();
        let mut more = world.invitations.iter().find(|found| found["id"] == "to-eve").unwrap().clone();
        more["organizationRoles"] = json!([{ "id": "role-guest", "name": "g".repeat(30_000) }]);
        for number in 0..599 {
            more["id"] = json!(format!("more{number:03}"));
            more["createdAt"] = json!(NOW - number);
            world.invitations.push(more.clone());
        }
        let bytes: usize = world.invitations.iter().map(|invitation| invitation.to_string().len()).sum();
        assert!(bytes > client::MAX_ANSWER_BYTES, "{bytes}");
    }
    for (page, first, length) in [(1, "more000", 5), (100, "more495", 5), (120, "more595", 5), (121, "", 0)] {
        let path = format!("/me/invitations?page={page}&page_size=5");
        let reply = fixture.call(Method::GET, &path, &eve(), Value::Null).await;
        let items = reply.body.as_array().unwrap();
        assert_eq!((reply.status.as_u16(), items.len()), (200, length), "{page}");
        assert_eq!(items.first().map_or("", |item| item["id"].as_str().unwrap()), first);
        assert_eq!(reply.headers["total-number"], "600");
    }
    // The organization's own list, and what quotas count, is the same list of the upstream.
    let anna = organization_token("anna", "fjord", &all_permissions());
    let path = "/organizations/fjord/invitations?page=60&page_size=10&status=Pending";
    let reply = fixture.call(Method::GET, path, &anna, Value::Null).await;
    assert_eq!((reply.status.as_u16(), reply.headers["total-number"].to_str().unwrap()), (200, "600"));
    assert_eq!(reply.body[9]["id"], "to-eve");
    let new = json!({ "invitee": "new@elsewhere.example", "sendMessage": false });
    let made = fixture.call(Method::POST, "/organizations/fjord/invitations", &anna, new).await;
    assert_eq!(made.status, 201);
}
