//! Rows 55 to 64, 66 and 67: invitations.

use std::time::Duration;

use serde_json::{Value, json};
use testkit::{TestResponse, services::START};

use super::{FK, rows};
use crate::test_api::{TestApi, column, id};

const PATH: &str = "/api/organization-invitations";
const INVALID: &str = "request.invalid_input";
/// How long an invitation is good for here.
const TTL: i64 = 600_000;

async fn ask(api: &TestApi, organization: &str, more: Value) -> TestResponse {
    let now = api.services.services.now().0;
    let mut body =
        json!({ "invitee": "ada@fjord.example", "organizationId": organization, "expiresAt": now + TTL });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    api.client.post(PATH, body).await
}

async fn invited(api: &TestApi, organization: &str, more: Value) -> String {
    id(&ask(api, organization, more).await.assert_status(201).json())
}

async fn decide(api: &TestApi, invitation: &str, body: Value) -> TestResponse {
    api.client.put(&format!("{PATH}/{invitation}/status"), body).await
}

async fn accept(api: &TestApi, invitation: &str, user: &str) -> TestResponse {
    decide(api, invitation, json!({ "status": "Accepted", "acceptedUserId": user })).await
}

async fn with_email(api: &TestApi, email: &str) -> String {
    id(&api.created("/api/users", json!({ "primaryEmail": email })).await)
}

rows! {
    55 "Invitations"
    async fn nothing_is_sent_unless_asked_for(api: TestApi) {
        let fjord = api.organization("Fjord").await;
        ask(&api, &fjord, json!({})).await.assert_status(201);
        ask(&api, &fjord, json!({ "invitee": "bob@fjord.example", "messagePayload": false })).await.assert_status(201);
    }

    56 "Invitations"
    async fn what_cannot_be_sent_is_not_stored(api: TestApi) {
        let fjord = api.organization("Fjord").await;
        let payload = json!({ "messagePayload": { "link": "https://fjord.example/join" } });
        ask(&api, &fjord, payload).await.assert_error(501, "connector.not_found");
        assert_eq!(api.list(PATH).await, [Value::Null; 0]);
    }

    57 "Invitations"
    async fn the_invitee_is_found_in_any_case_and_kept_in_its_own(api: TestApi) {
        let fjord = api.organization("Fjord").await;
        ask(&api, &fjord, json!({ "invitee": "ADA@Fjord.example" })).await.assert_status(201);
        ask(&api, &fjord, json!({ "invitee": "bob@fjord.example" })).await.assert_status(201);
        assert_eq!(api.column(&format!("{PATH}?invitee=ada@fJORD.example"), "invitee").await, ["ADA@Fjord.example"]);
    }

    58 "Invitations"
    async fn one_at_a_time_and_again_when_it_is_over(api: TestApi) {
        let fjord = api.organization("Fjord").await;
        let ada = with_email(&api, "ada@fjord.example").await;
        let taken = "entity.unique_integrity_violation";
        let revoked = invited(&api, &fjord, json!({})).await;
        ask(&api, &fjord, json!({})).await.assert_error(422, taken);
        decide(&api, &revoked, json!({ "status": "Revoked" })).await.assert_status(200);
        let deleted = invited(&api, &fjord, json!({})).await;
        ask(&api, &fjord, json!({})).await.assert_error(422, taken);
        api.client.delete(&format!("{PATH}/{deleted}")).await.assert_status(204);
        invited(&api, &fjord, json!({})).await;
        api.services.advance(Duration::from_millis(TTL.unsigned_abs()));
        let accepted = invited(&api, &fjord, json!({})).await;
        accept(&api, &accepted, &ada).await.assert_status(200);
        api.client.delete(&format!("/api/organizations/{fjord}/users/{ada}")).await.assert_status(204);
        invited(&api, &fjord, json!({})).await;
        // Another organization never minded.
        invited(&api, &api.organization("Harbour").await, json!({})).await;
    }

    59 "Invitations"
    async fn what_is_past_its_time_reads_so_and_stands_in_nobodys_way(api: TestApi) {
        let fjord = api.organization("Fjord").await;
        let old = invited(&api, &fjord, json!({})).await;
        api.services.advance(Duration::from_millis(TTL.unsigned_abs()));
        assert_eq!(api.get(&format!("{PATH}/{old}")).await["status"], "Expired");
        assert_eq!(api.column(PATH, "status").await, ["Expired"]);
        invited(&api, &fjord, json!({})).await;
        assert_eq!(api.column(PATH, "status").await, ["Pending", "Expired"]);
    }

    60 "Invitations"
    async fn the_past_and_members_cannot_be_invited(api: TestApi) {
        let fjord = api.organization("Fjord").await;
        for at in [START.0, START.0 - 1] {
            ask(&api, &fjord, json!({ "expiresAt": at })).await.assert_error(400, INVALID);
        }
        let ada = with_email(&api, "ada@fjord.example").await;
        api.created(&format!("/api/organizations/{fjord}/users"), json!({ "userIds": [ada] })).await;
        ask(&api, &fjord, json!({})).await.assert_error(422, INVALID);
        assert_eq!(api.list(PATH).await, [Value::Null; 0]);
    }

    61 "Invitations"
    async fn only_the_one_who_was_invited_can_accept(api: TestApi) {
        let fjord = api.organization("Fjord").await;
        let (eve, nameless) = (with_email(&api, "eve@fjord.example").await, api.user("nameless").await);
        let invitation = invited(&api, &fjord, json!({})).await;
        decide(&api, &invitation, json!({ "status": "Accepted" })).await.assert_error(422, INVALID);
        accept(&api, &invitation, "nobody").await.assert_error(404, "entity.not_found");
        accept(&api, &invitation, &eve).await.assert_error(422, INVALID);
        accept(&api, &invitation, &nameless).await.assert_error(422, INVALID);
        assert_eq!(api.get(&format!("{PATH}/{invitation}")).await["status"], "Pending");
        assert_eq!(api.list(&format!("/api/organizations/{fjord}/users")).await, [Value::Null; 0]);
    }

    62 "Invitations"
    async fn accepting_gives_membership_and_roles_to_members_too(api: TestApi) {
        let fjord = api.organization("Fjord").await;
        let (admin, viewer) = (api.organization_role("admin").await, api.organization_role("viewer").await);
        let ada = with_email(&api, "ADA@fjord.example").await;
        let users = format!("/api/organizations/{fjord}/users");
        let first = invited(&api, &fjord, json!({ "organizationRoleIds": [viewer] })).await;
        let accepted = accept(&api, &first, &ada).await.assert_status(200).json();
        assert_eq!((&accepted["status"], &accepted["acceptedUserId"]), (&json!("Accepted"), &json!(ada)));
        assert_eq!(column(&api.list(&users).await[0]["organizationRoles"], "name"), ["viewer"]);
        // Invited before they joined by another way.
        api.client.delete(&format!("{users}/{ada}")).await.assert_status(204);
        let second = invited(&api, &fjord, json!({ "organizationRoleIds": [admin] })).await;
        api.created(&users, json!({ "userIds": [ada] })).await;
        api.created(&format!("{users}/{ada}/roles"), json!({ "organizationRoleIds": [viewer] })).await;
        accept(&api, &second, &ada).await.assert_status(200);
        assert_eq!(column(&api.list(&users).await[0]["organizationRoles"], "name"), ["admin", "viewer"]);
    }

    63 "Invitations"
    async fn a_decision_is_made_once_and_is_one_of_two(api: TestApi) {
        let fjord = api.organization("Fjord").await;
        let ada = with_email(&api, "ada@fjord.example").await;
        for first in [json!({ "status": "Revoked" }), json!({ "status": "Accepted", "acceptedUserId": ada })] {
            let invitation = invited(&api, &fjord, json!({})).await;
            for wrong in ["Pending", "Expired", "revoked", ""] {
                decide(&api, &invitation, json!({ "status": wrong })).await.assert_error(400, "guard.invalid_input");
            }
            decide(&api, &invitation, first).await.assert_status(200);
            decide(&api, &invitation, json!({ "status": "Revoked" })).await.assert_error(422, INVALID);
            accept(&api, &invitation, &ada).await.assert_error(422, INVALID);
        }
    }

    /// That a revoked one can be sent again is tested where messages are.
    64 "Invitations"
    async fn what_is_past_its_time_cannot_be_accepted(api: TestApi) {
        let fjord = api.organization("Fjord").await;
        let ada = with_email(&api, "ada@fjord.example").await;
        let invitation = invited(&api, &fjord, json!({})).await;
        api.services.advance(Duration::from_millis(TTL.unsigned_abs()));
        accept(&api, &invitation, &ada).await.assert_error(422, INVALID);
        decide(&api, &invitation, json!({ "status": "Revoked" })).await.assert_error(422, INVALID);
        assert_eq!(api.list(&format!("/api/organizations/{fjord}/users")).await, [Value::Null; 0]);
    }

    66 "Invitations"
    async fn invitations_go_with_their_inviter_or_organization_and_outlive_a_role(api: TestApi) {
        let (fjord, harbour) = (api.organization("Fjord").await, api.organization("Harbour").await);
        let (admin, viewer) = (api.organization_role("admin").await, api.organization_role("viewer").await);
        let eve = api.user("eve").await;
        let roles = json!({ "organizationRoleIds": [admin, viewer] });
        let kept = invited(&api, &fjord, roles).await;
        invited(&api, &fjord, json!({ "inviterId": eve, "invitee": "bob@fjord.example" })).await;
        invited(&api, &harbour, json!({})).await;
        api.client.delete(&format!("/api/users/{eve}")).await.assert_status(204);
        api.client.delete(&format!("/api/organizations/{harbour}")).await.assert_status(204);
        api.client.delete(&format!("/api/organization-roles/{admin}")).await.assert_status(204);
        let left = api.list(PATH).await;
        assert_eq!(column(&json!(left), "id"), [kept]);
        assert_eq!(left[0]["organizationRoles"], json!([{ "id": viewer, "name": "viewer" }]));
    }

    67 "Invitations"
    async fn an_inviter_may_be_nobody_and_must_not_be_unknown(api: TestApi) {
        let fjord = api.organization("Fjord").await;
        let absent = ask(&api, &fjord, json!({})).await.assert_status(201).json();
        let null = ask(&api, &fjord, json!({ "inviterId": null, "invitee": "bob@fjord.example" })).await.assert_status(201).json();
        assert_eq!((&absent["inviterId"], &null["inviterId"]), (&Value::Null, &Value::Null));
        ask(&api, &fjord, json!({ "inviterId": "nobody", "invitee": "eve@fjord.example" })).await.assert_error(422, FK);
    }
}
