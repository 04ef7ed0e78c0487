//! Invitations (Management API contract §4; Part C rows 5, 55–67).

mod messages;

use futures_util::future::join_all;
use serde_json::{Value, json};
use store::both_databases;
use testkit::services::START;

use crate::test_api::{TestApi, column, id};

const PATH: &str = "/api/organization-invitations";
/// How long an invitation is good for here; a management token lasts twice as long.
const TTL: i64 = 1_800_000;

/// A tenant with an organization, a role and somebody who has an e-mail address.
struct Fixture {
    api: TestApi,
    organization: String,
    role: String,
    astrid: String,
}

impl Fixture {
    async fn over(db: store::Db) -> Self {
        let api = TestApi::over(db).await;
        let organization = api.organization("Fjord").await;
        let role = api.organization_role("admin").await;
        let astrid = id(&api.created("/api/users", json!({ "primaryEmail": "Astrid@fjord.example" })).await);
        Self { api, organization, role, astrid }
    }

    fn body(&self, invitee: &str) -> Value {
        json!({
            "invitee": invitee, "organizationId": self.organization, "expiresAt": START.0 + TTL,
            "organizationRoleIds": [self.role],
        })
    }

    async fn invite(&self, invitee: &str) -> String {
        id(&self.api.post(PATH, self.body(invitee), 201).await)
    }

    /// Creates with some members of the body replaced.
    async fn create(&self, changes: Value) -> testkit::TestResponse {
        let mut body = self.body("astrid@fjord.example");
        body.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        self.api.client.post(PATH, body).await
    }

    async fn decide(&self, invitation: &str, body: Value) -> testkit::TestResponse {
        self.api.client.put(&format!("{PATH}/{invitation}/status"), body).await
    }

    async fn accept(&self, invitation: &str, user: &str) -> testkit::TestResponse {
        self.decide(invitation, json!({ "status": "Accepted", "acceptedUserId": user })).await
    }

    async fn status(&self, invitation: &str) -> Value {
        self.api.get(&format!("{PATH}/{invitation}")).await["status"].clone()
    }

    /// The members with their roles, by id and names.
    async fn members(&self) -> Vec<(String, Vec<String>)> {
        let users = self.api.list(&format!("/api/organizations/{}/users", self.organization)).await;
        users.iter().map(|user| (id(user), column(&user["organizationRoles"], "name"))).collect()
    }
}

both_databases! {
    async fn an_invitation_is_made_shown_and_accepted(db: Db) {
        let fixture = Fixture::over(db).await;
        let created = fixture.create(json!({ "inviterId": fixture.astrid, "invitee": "KARI@fjord.example", "id": "mine", "more": 1 })).await;
        let mut expected = created.assert_status(201).json();
        let invitation = id(&expected);
        assert_eq!(invitation.len(), 21);
        assert_eq!(expected, json!({
            "tenantId": "default",
            "id": invitation,
            "inviterId": fixture.astrid,
            "invitee": "KARI@fjord.example",
            "acceptedUserId": null,
            "organizationId": fixture.organization,
            "status": "Pending",
            "createdAt": START.0,
            "updatedAt": START.0,
            "expiresAt": START.0 + TTL,
            "organizationRoles": [{ "id": fixture.role, "name": "admin" }],
        }));
        let path = format!("{PATH}/{invitation}");
        assert_eq!(fixture.api.get(&path).await, expected);
        assert_eq!(fixture.api.get(PATH).await, json!([expected]));
        let kari = id(&fixture.api.created("/api/users", json!({ "primaryEmail": "kari@fjord.example" })).await);
        fixture.api.services.clock.advance(std::time::Duration::from_secs(60));
        let accepted = fixture.accept(&invitation, &kari).await.assert_status(200).json();
        expected["status"] = "Accepted".into();
        expected["acceptedUserId"] = kari.clone().into();
        expected["updatedAt"] = (START.0 + 60_000).into();
        assert_eq!(accepted, expected);
        assert_eq!(fixture.api.get(&path).await, expected);
        assert_eq!(fixture.members().await, [(kari, vec!["admin".to_owned()])]);
        for body in [json!({ "status": "Revoked" }), json!({ "status": "Accepted", "acceptedUserId": "x" })] {
            fixture.decide(&invitation, body).await.assert_error(422, "request.invalid_input");
        }
        assert_eq!(fixture.api.client.delete(&path).await.assert_status(204).body, "");
        fixture.api.client.get(&path).await.assert_error(404, "entity.not_found");
        fixture.api.client.delete(&path).await.assert_error(404, "entity.not_found");
        fixture.decide(&invitation, json!({ "status": "Revoked" })).await.assert_error(404, "entity.not_found");
        fixture.api.client.post(&format!("{path}/message"), json!({})).await.assert_error(404, "entity.not_found");
        assert_eq!(fixture.api.client.patch(&path, json!({})).await.status, 405);
    }

    async fn an_inviter_need_not_be_told_but_must_exist(db: Db) {
        let fixture = Fixture::over(db).await;
        let null = fixture.create(json!({ "inviterId": null, "organizationRoleIds": [] })).await.assert_status(201).json();
        assert_eq!((&null["inviterId"], &null["organizationRoles"]), (&Value::Null, &json!([])));
        for unknown in [
            json!({ "inviterId": "nobody", "invitee": "a@b.c" }),
            json!({ "organizationId": "nothing" }),
            json!({ "organizationRoleIds": [fixture.role, "nothing"], "invitee": "a@b.c" }),
        ] {
            fixture.create(unknown).await.assert_error(422, "entity.relation_foreign_key_not_found");
        }
        let twice = json!({ "organizationRoleIds": [fixture.role, fixture.role], "invitee": "d@e.f" });
        assert_eq!(fixture.create(twice).await.assert_status(201).json()["organizationRoles"].as_array().unwrap().len(), 1);
        assert_eq!(fixture.api.list(PATH).await.len(), 2);
    }

    async fn what_cannot_be_an_invitation_is_refused(db: Db) {
        let fixture = Fixture::over(db).await;
        for at in [START.0, START.0 - 1, 0, -1] {
            fixture.create(json!({ "expiresAt": at })).await.assert_error(400, "request.invalid_input");
        }
        let bad = [
            json!({ "invitee": "" }), json!({ "invitee": "kari" }), json!({ "invitee": "a b@c.d" }), json!({ "invitee": "a\u{0}@b.c" }),
            json!({ "invitee": null }), json!({ "organizationId": null }), json!({ "expiresAt": "soon" }), json!({ "expiresAt": null }),
            json!({ "organizationRoleIds": "admin" }), json!({ "messagePayload": true }), json!({ "messagePayload": null }),
            json!({ "messagePayload": [] }), json!({ "messagePayload": { "code": 7 } }), json!({ "messagePayload": { "a": "\u{0}" } }),
        ];
        for changes in bad {
            fixture.create(changes).await.assert_error(400, "guard.invalid_input");
        }
        let longest = format!("{}@fjord.example", "x".repeat(242));
        fixture.create(json!({ "invitee": format!("x{longest}") })).await.assert_error(422, "entity.value_too_long");
        assert_eq!(fixture.api.list(PATH).await.len(), 0);
        fixture.create(json!({ "invitee": longest, "messagePayload": false })).await.assert_status(201);
    }

    async fn a_message_needs_a_connector_and_nothing_is_kept_without(db: Db) {
        let fixture = Fixture::over(db).await;
        let before = store::testing::contents(&fixture.api.services.services.db).await;
        for payload in [json!({}), json!({ "code": "1", "link": "https://a.example", "locale": "nb", "uiLocales": "nb", "team": { "a": [1] } })] {
            fixture.create(json!({ "messagePayload": payload })).await.assert_error(501, "connector.not_found");
        }
        // What else is wrong is told first.
        fixture.create(json!({ "messagePayload": {}, "organizationId": "nothing" })).await.assert_error(422, "entity.relation_foreign_key_not_found");
        assert_eq!(store::testing::contents(&fixture.api.services.services.db).await, before);
        let invitation = fixture.invite("astrid@fjord.example").await;
        let message = format!("{PATH}/{invitation}/message");
        for _ in 0..2 {
            fixture.api.client.post(&message, json!({ "code": "1", "team": 7 })).await.assert_error(501, "connector.not_found");
            fixture.decide(&invitation, json!({ "status": "Revoked" })).await;
        }
        for bad in [json!({ "code": 1 }), json!({ "link": null }), json!({ "uiLocales": ["nb"] }), json!({ "a": "\u{0}" })] {
            fixture.api.client.post(&message, bad).await.assert_error(400, "guard.invalid_input");
        }
    }

    async fn an_address_has_one_pending_invitation(db: Db) {
        let fixture = Fixture::over(db).await;
        let duplicate = async || fixture.create(json!({})).await.assert_error(422, "entity.unique_integrity_violation");
        let first = fixture.invite("astrid@fjord.example").await;
        duplicate().await;
        let elsewhere = fixture.api.organization("Dock").await;
        fixture.create(json!({ "organizationId": elsewhere })).await.assert_status(201);
        let revoked = fixture.decide(&first, json!({ "status": "Revoked", "acceptedUserId": "nobody" })).await.assert_status(200).json();
        assert_eq!((&revoked["status"], &revoked["acceptedUserId"]), (&json!("Revoked"), &Value::Null));
        let second = fixture.invite("astrid@fjord.example").await;
        duplicate().await;
        fixture.api.client.delete(&format!("{PATH}/{second}")).await.assert_status(204);
        let third = fixture.invite("astrid@fjord.example").await;
        fixture.accept(&third, &fixture.astrid).await.assert_status(200);
        // The address is spelt otherwise, so that this one is not seen to be a member's; it is taken when the spelling is the same.
        fixture.create(json!({ "invitee": "Astrid@fjord.example" })).await.assert_error(422, "request.invalid_input");
        let member = format!("/api/organizations/{}/users/{}", fixture.organization, fixture.astrid);
        fixture.api.client.delete(&member).await.assert_status(204);
        fixture.create(json!({ "invitee": "Astrid@fjord.example" })).await.assert_status(201);
    }

    async fn an_invitation_expires_and_makes_room(db: Db) {
        let fixture = Fixture::over(db).await;
        let first = fixture.invite("Astrid@fjord.example").await;
        fixture.api.services.clock.advance(std::time::Duration::from_millis(u64::try_from(TTL).unwrap() - 1));
        assert_eq!(fixture.status(&first).await, "Pending");
        fixture.api.services.clock.advance(std::time::Duration::from_millis(1));
        assert_eq!(fixture.status(&first).await, "Expired");
        assert_eq!(fixture.api.column(PATH, "status").await, ["Expired"]);
        fixture.accept(&first, &fixture.astrid).await.assert_error(422, "request.invalid_input");
        fixture.decide(&first, json!({ "status": "Revoked" })).await.assert_error(422, "request.invalid_input");
        assert_eq!(fixture.members().await, []);
        let shown = fixture.api.get(&format!("{PATH}/{first}")).await;
        let later = json!({ "invitee": "Astrid@fjord.example", "expiresAt": START.0 + 2 * TTL });
        let second = id(&fixture.create(later).await.assert_status(201).json());
        assert_eq!(fixture.api.get(&format!("{PATH}/{first}")).await, shown);
        assert_eq!(fixture.status(&second).await, "Pending");
    }

    async fn only_who_has_the_address_can_accept(db: Db) {
        let fixture = Fixture::over(db).await;
        let invitation = fixture.invite("ASTRID@fjord.example").await;
        let accept = json!({ "status": "Accepted" });
        fixture.decide(&invitation, accept).await.assert_error(422, "request.invalid_input");
        fixture.decide(&invitation, json!({ "status": "Accepted", "acceptedUserId": null })).await.assert_error(422, "request.invalid_input");
        fixture.accept(&invitation, "nobody").await.assert_error(404, "entity.not_found");
        let other = id(&fixture.api.created("/api/users", json!({ "primaryEmail": "kari@fjord.example" })).await);
        let without = fixture.api.user("astrid").await;
        for user in [&other, &without] {
            fixture.accept(&invitation, user).await.assert_error(422, "request.invalid_input");
        }
        for bad in [json!({ "status": "Pending" }), json!({ "status": "Expired" }), json!({ "status": "accepted" }), json!({}), json!({ "status": null }), json!({ "status": "Accepted", "acceptedUserId": 7 })] {
            fixture.decide(&invitation, bad).await.assert_error(400, "guard.invalid_input");
        }
        assert_eq!((fixture.members().await, fixture.status(&invitation).await), (vec![], json!("Pending")));
        fixture.accept(&invitation, &fixture.astrid).await.assert_status(200);
    }

    async fn who_is_a_member_already_gets_the_roles(db: Db) {
        let fixture = Fixture::over(db).await;
        let viewer = fixture.api.organization_role("viewer").await;
        let invitation = fixture.invite("Astrid@fjord.example").await;
        let users = format!("/api/organizations/{}/users", fixture.organization);
        fixture.api.created(&users, json!({ "userIds": [fixture.astrid] })).await;
        let roles = json!({ "organizationRoleIds": [viewer] });
        fixture.api.created(&format!("{users}/{}/roles", fixture.astrid), roles).await;
        fixture.accept(&invitation, &fixture.astrid).await.assert_status(200);
        assert_eq!(fixture.members().await, [(fixture.astrid.clone(), vec!["admin".to_owned(), "viewer".to_owned()])]);
    }

    async fn a_role_for_machines_undoes_the_acceptance(db: Db) {
        let fixture = Fixture::over(db).await;
        let robot = fixture.api.machine_role("robot").await;
        let created = fixture.create(json!({ "organizationRoleIds": [fixture.role, robot] })).await;
        let invitation = id(&created.assert_status(201).json());
        fixture.accept(&invitation, &fixture.astrid).await.assert_error(422, "entity.db_constraint_violated");
        assert_eq!((fixture.members().await, fixture.status(&invitation).await), (vec![], json!("Pending")));
        fixture.api.client.delete(&format!("/api/organization-roles/{robot}")).await.assert_status(204);
        let accepted = fixture.accept(&invitation, &fixture.astrid).await.assert_status(200).json();
        assert_eq!(accepted["organizationRoles"], json!([{ "id": fixture.role, "name": "admin" }]));
    }

    async fn lists_are_whole_filtered_and_newest_first(db: Db) {
        let fixture = Fixture::over(db).await;
        let other = fixture.api.organization("Dock").await;
        let mut ids = Vec::new();
        for number in 0..30 {
            ids.insert(0, fixture.invite(&format!("User{number}@fjord.example")).await);
            fixture.api.services.clock.advance(std::time::Duration::from_millis(1));
        }
        let theirs = fixture.create(json!({ "organizationId": other, "inviterId": fixture.astrid, "invitee": "USER1@fjord.example" })).await;
        let theirs = id(&theirs.assert_status(201).json());
        let paged = fixture.api.client.get(&format!("{PATH}?page=2&page_size=10")).await.assert_status(200);
        assert_eq!((paged.json().as_array().unwrap().len(), paged.header("total-number")), (31, None));
        let find = async |query: &str| fixture.api.column(&format!("{PATH}?{query}"), "id").await;
        assert_eq!(find(&format!("organizationId={}", fixture.organization)).await, ids);
        assert_eq!(find("invitee=user1%40FJORD.example").await, [theirs.as_str(), ids[28].as_str()]);
        assert_eq!(find(&format!("inviterId={}", fixture.astrid)).await, [theirs.as_str()]);
        assert_eq!(find(&format!("organizationId={}&invitee=user1%40fjord.example", fixture.organization)).await, [ids[28].as_str()]);
        for nothing in ["organizationId=nothing", "inviterId=nothing", "invitee=user1", "invitee=%25"] {
            assert_eq!(find(nothing).await, [""; 0], "{nothing}");
        }
        fixture.api.client.get(&format!("{PATH}?invitee=%00")).await.assert_error(400, "guard.invalid_input");
    }

    async fn an_invitation_goes_with_who_and_what_it_is_about(db: Db) {
        let fixture = Fixture::over(db).await;
        let inviter = fixture.api.user("olav").await;
        let other = fixture.api.organization("Dock").await;
        let invited = fixture.create(json!({ "inviterId": inviter, "invitee": "a@b.c" })).await;
        invited.assert_status(201);
        fixture.create(json!({ "organizationId": other, "invitee": "a@b.c" })).await.assert_status(201);
        let accepted = fixture.invite("Astrid@fjord.example").await;
        fixture.accept(&accepted, &fixture.astrid).await.assert_status(200);
        let mut left = 3;
        for path in [format!("/api/users/{inviter}"), format!("/api/organizations/{other}"), format!("/api/users/{}", fixture.astrid)] {
            fixture.api.client.delete(&path).await.assert_status(204);
            left -= 1;
            assert_eq!(fixture.api.list(PATH).await.len(), left, "{path}");
        }
    }

    async fn one_of_many_equal_invitations_is_made(db: Db) {
        let fixture = Fixture::over(db).await;
        let answers = join_all((0..8).map(|_| fixture.create(json!({})))).await;
        for lost in answers.iter().filter(|answer| answer.status != 201) {
            assert_eq!((lost.status.as_u16(), &lost.json()["code"]), (422, &json!("entity.unique_integrity_violation")));
        }
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
        assert_eq!(fixture.api.list(PATH).await.len(), 1);
    }

    async fn one_of_many_decisions_counts(db: Db) {
        let fixture = Fixture::over(db).await;
        let invitation = fixture.invite("Astrid@fjord.example").await;
        let answers = join_all((0..8).map(|_| fixture.accept(&invitation, &fixture.astrid))).await;
        for lost in answers.iter().filter(|answer| answer.status != 200) {
            assert_eq!((lost.status.as_u16(), &lost.json()["code"]), (422, &json!("request.invalid_input")));
        }
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        assert_eq!(fixture.members().await.len(), 1);
        // Accepting and revoking at once: who was told it worked is right.
        let kari = id(&fixture.api.created("/api/users", json!({ "primaryEmail": "kari@fjord.example" })).await);
        let invitation = fixture.invite("kari@fjord.example").await;
        let revoke = || fixture.decide(&invitation, json!({ "status": "Revoked" }));
        let (accepted, revoked) = tokio::join!(fixture.accept(&invitation, &kari), revoke());
        let mut statuses = [accepted.status.as_u16(), revoked.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 422]);
        assert_eq!(fixture.members().await.len(), if accepted.status == 200 { 2 } else { 1 });
    }
}
