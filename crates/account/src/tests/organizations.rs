//! Organizations that the user belongs to, and invitations to others.

use axum::http::Method;
use futures_util::future::join_all;
use serde_json::json;
use store::both_databases;

use super::{
    events::{listening, waiting},
    world::{APP, SCOPE, Someone, World},
};

const ORGANIZATIONS: &str = "/api/my-account/organizations";
const INVITATIONS: &str = "/api/my-account/organization-invitations";

fn at(id: &str) -> String {
    format!("{ORGANIZATIONS}/{id}")
}

async fn leave(one: &Someone, id: &str, proof: &str) -> testkit::TestResponse {
    one.proved(Method::DELETE, &at(id), json!(null), proof).await
}

both_databases! {
    async fn the_users_organizations_are_listed_and_left(db: Db) {
        let world = World::over(db).await;
        world.template().await;
        listening(&world, &["Organization.Membership.Updated"]).await;
        let (ingrid, astrid) = (world.someone("ingrid").await, world.someone("astrid").await);
        let fjord = world.organization("fjord", &[(&ingrid, "member"), (&astrid, "admin")]).await;
        world.organization("northwind", &[(&astrid, "admin")]).await;
        let role = |name: &str| json!([{ "id": name, "name": name }]);
        let shown = json!([{ "id": "fjord", "name": "The fjord company", "description": null, "organizationRoles": role("member") }]);
        assert_eq!(ingrid.client.get(ORGANIZATIONS).await.assert_status(200).json(), shown);
        let without_roles = world.signed_in(&ingrid.id, APP, "openid urn:logto:scope:organizations").await;
        let shown = json!([{ "id": "fjord", "name": "The fjord company", "description": null }]);
        assert_eq!(without_roles.client.get(ORGANIZATIONS).await.assert_status(200).json(), shown);

        let proof = ingrid.proof().await;
        ingrid.client.delete(&at("fjord")).await.assert_error(401, "verification_record.permission_denied");
        for id in ["northwind", "unknown"] {
            leave(&ingrid, id, &proof).await.assert_error(404, "entity.not_found");
        }
        assert_eq!(leave(&ingrid, "fjord", &proof).await.assert_status(204).body, "");
        leave(&ingrid, "fjord", &proof).await.assert_error(404, "entity.not_found");
        assert_eq!(world.members(&fjord).await, std::slice::from_ref(&astrid.id));
        let events = waiting(&world).await;
        assert_eq!((events.len(), &events[0]["organizationId"], &events[0]["removedUserIds"]), (1, &json!("fjord"), &json!([ingrid.id])));
        assert_eq!((&events[0]["matchedRoute"], events[0].get("data")), (&json!("/my-account/organizations/:organizationId"), None));
    }

    async fn the_last_who_can_manage_an_organization_does_not_leave_it(db: Db) {
        let world = World::over(db).await;
        world.template().await;
        let (ingrid, astrid) = (world.someone("ingrid").await, world.someone("astrid").await);
        let suspended = world.someone("suspended").await;
        let fjord = world.organization("fjord", &[(&ingrid, "admin"), (&astrid, "member"), (&suspended, "admin")]).await;
        store::testing::execute(&world.services().db, "UPDATE users SET is_suspended = TRUE WHERE tenant_id = 'default' AND username = 'suspended'", &[]).await;
        let proof = ingrid.proof().await;
        leave(&ingrid, "fjord", &proof).await.assert_error(422, "organization.last_administrator");
        // Who cannot manage it may always go.
        let theirs = astrid.proof().await;
        leave(&astrid, "fjord", &theirs).await.assert_status(204);
        assert_eq!(world.members(&fjord).await.len(), 2);
        let helper = world.someone("helper").await;
        world.organization("northwind", &[(&ingrid, "admin"), (&helper, "admin")]).await;
        leave(&ingrid, "northwind", &proof).await.assert_status(204);
        let theirs = helper.proof().await;
        leave(&helper, "northwind", &theirs).await.assert_error(422, "organization.last_administrator");
    }

    async fn nobody_writes_into_the_log_of_an_organization_by_being_refused(db: Db) {
        let world = World::over(db).await;
        world.template().await;
        let (ingrid, astrid) = (world.someone("ingrid").await, world.someone("astrid").await);
        world.organization("fjord", &[(&astrid, "admin")]).await;
        let proof = ingrid.proof().await;
        leave(&ingrid, "fjord", &proof).await.assert_status(404);
        leave(&ingrid, &"x".repeat(4_000), &proof).await.assert_status(404);
        let records = store::audit_log::newest(world.services().db.exec(), &world.services().tenant, 10).await.unwrap();
        let refused: Vec<_> = records.iter().filter(|record| record.payload.get("result") == Some(&json!("Error"))).collect();
        assert_eq!(refused.len(), 2);
        assert!(refused.iter().all(|record| record.payload.get("organizationId").is_none() && json!(record.payload).to_string().len() < 1_000));
    }

    /// Of the two who could manage it, each of whom sees the other.
    async fn racing_administrators_do_not_both_leave(db: Db) {
        let world = World::over(db).await;
        world.template().await;
        for round in 0..5 {
            let (ingrid, astrid) = (world.someone(&format!("ingrid{round}")).await, world.someone(&format!("astrid{round}")).await);
            let id = format!("fjord{round}");
            let fjord = world.organization(&id, &[(&ingrid, "admin"), (&astrid, "admin")]).await;
            let (one, other) = (ingrid.proof().await, astrid.proof().await);
            let (one, other) = futures_util::future::join(leave(&ingrid, &id, &one), leave(&astrid, &id, &other)).await;
            let mut statuses = [one.status.as_u16(), other.status.as_u16()];
            statuses.sort_unstable();
            assert_eq!(statuses, [204, 422]);
            assert_eq!(world.members(&fjord).await.len(), 1);
        }
    }

    async fn invitations_to_the_users_address_are_listed_accepted_and_declined(db: Db) {
        let world = World::over(db).await;
        world.template().await;
        listening(&world, &["Organization.Membership.Updated"]).await;
        let (ingrid, astrid) = (world.someone("ingrid").await, world.someone("astrid").await);
        let fjord = world.organization("fjord", &[(&astrid, "admin")]).await;
        let northwind = world.organization("northwind", &[(&astrid, "admin")]).await;
        let first = world.invite(&fjord, "Ingrid@fjord.example", "member").await;
        world.test.advance(std::time::Duration::from_secs(1));
        let second = world.invite(&northwind, "ingrid@fjord.example", "admin").await;
        world.invite(&fjord, "somebody@fjord.example", "admin").await;
        let now = world.services().now().0;
        let shown = |id: &str, organization: &str, invitee: &str, role: &str, at: i64| json!({
            "id": id, "organizationId": organization, "organizationName": format!("The {organization} company"), "inviterName": null, "invitee": invitee,
            "organizationRoles": [{ "id": role, "name": role }], "createdAt": at, "expiresAt": at + 86_400_000,
        });
        let list = async || ingrid.client.get(INVITATIONS).await.assert_status(200).json();
        let (to_fjord, to_northwind) = (shown(&first, "fjord", "Ingrid@fjord.example", "member", now - 1_000), shown(&second, "northwind", "ingrid@fjord.example", "admin", now));
        assert_eq!(list().await, json!([to_northwind, to_fjord]));
        assert_eq!(astrid.client.get(INVITATIONS).await.assert_status(200).json(), json!([]));

        let decide = async |id: &str, word: &str| ingrid.client.post(&format!("{INVITATIONS}/{id}/{word}"), json!({})).await;
        assert_eq!(decide(&first, "accept").await.assert_status(200).json(), json!({ "organizationId": "fjord" }));
        assert_eq!(decide(&second, "decline").await.assert_status(204).body, "");
        for (id, word) in [(&first, "accept"), (&first, "decline"), (&second, "accept"), (&second, "decline")] {
            decide(id, word).await.assert_error(404, "entity.not_found");
        }
        assert_eq!(list().await, json!([]));
        assert!(world.members(&fjord).await.contains(&ingrid.id) && !world.members(&northwind).await.contains(&ingrid.id));
        assert_eq!(ingrid.client.get(ORGANIZATIONS).await.json()[0]["organizationRoles"], json!([{ "id": "member", "name": "member" }]));
        let events: Vec<_> = waiting(&world).await.iter().map(|event| (event["organizationId"].clone(), event["addedUserIds"].clone())).collect();
        assert_eq!(events, [(json!("fjord"), json!([ingrid.id]))]);
    }

    /// Whoever holds the id of an invitation, or an address that only looks like the invited one, gets nothing by it.
    async fn invitations_to_others_are_not_there(db: Db) {
        let world = World::over(db).await;
        world.template().await;
        let (ingrid, mallory) = (world.someone("ingrid").await, world.someone("mallory").await);
        let without_address = world.someone_with("nobody", |user| user.primary_email = None).await;
        let lookalike = world.someone_with("lookalike", |user| user.primary_email = Some("\u{131}ngrid@fjord.example".to_owned())).await;
        let fjord = world.organization("fjord", &[]).await;
        let id = world.invite(&fjord, "ingrid@fjord.example", "admin").await;
        for one in [&mallory, &without_address, &lookalike] {
            assert_eq!(one.client.get(INVITATIONS).await.assert_status(200).json(), json!([]));
            for word in ["accept", "decline"] {
                one.client.post(&format!("{INVITATIONS}/{id}/{word}"), json!({})).await.assert_error(404, "entity.not_found");
            }
        }
        // An address that is asked for and not verified is none.
        let pending = mallory.client.post("/api/verifications/verification-code", json!({ "identifier": { "type": "email", "value": "ingrid@fjord.example" } })).await;
        pending.assert_status(201);
        mallory.client.post(&format!("{INVITATIONS}/{id}/accept"), json!({})).await.assert_error(404, "entity.not_found");
        assert_eq!(world.members(&fjord).await, []);
        world.test.advance(std::time::Duration::from_secs(86_400));
        assert_eq!(world.signed_in(&ingrid.id, APP, SCOPE).await.client.get(INVITATIONS).await.json(), json!([]));
    }

    async fn racing_answers_to_an_invitation_count_once(db: Db) {
        let world = World::over(db).await;
        world.template().await;
        let ingrid = world.someone("ingrid").await;
        let fjord = world.organization("fjord", &[]).await;
        for round in 0..4 {
            let id = world.invite(&fjord, "ingrid@fjord.example", "member").await;
            let words = ["accept", "decline", "accept", "decline"];
            let answers = join_all(words.iter().map(async |word| ingrid.client.post(&format!("{INVITATIONS}/{id}/{word}"), json!({})).await)).await;
            let taken: Vec<_> = words.iter().zip(&answers).filter(|(_, answer)| answer.status.is_success()).map(|(word, _)| *word).collect();
            assert_eq!(taken.len(), 1, "round {round}: {:?}", answers.iter().map(|answer| &answer.body).collect::<Vec<_>>());
            assert_eq!(world.members(&fjord).await.contains(&ingrid.id), taken == ["accept"]);
            let proof = ingrid.proof().await;
            if taken == ["accept"] {
                leave(&ingrid, "fjord", &proof).await.assert_status(204);
            }
        }
    }
}
