//! Invitations from the organization's administrator to the invited, by the way of the mailbox.

use std::sync::Arc;

use axum::{body::Body, http::Method};
use gateway::Policy;
use serde_json::json;
use server::wiring;
use store::both_databases;
use testkit::{TestClient, TestResponse};

use crate::{browser::Browser, text, world::World};

const PATH: &str = "/org/organizations/northwind/invitations";
const PASSWORD: &str = "Zq9!fjord-and-lake";

/// Makes a user with a verified e-mail address; the id.
async fn make_user(world: &World, username: &str, email: &str) -> String {
    let body = json!({ "username": username, "primaryEmail": email, "password": PASSWORD });
    text(&world.machine().await.post("/api/users", body).await.assert_status(200).json(), "id")
}

/// A client with [`token_of`] a user.
async fn client_of(world: &World, username: &str) -> TestClient {
    world.client_with(&token_of(world, username).await)
}

/// A token of a user, who may belong nowhere.
async fn token_of(world: &World, username: &str) -> String {
    let browser = Browser::new(world);
    browser.authorize(&[("prompt", "consent")]).await.assert_status(303);
    let resume = browser.prove(username, PASSWORD).await;
    let callback = browser.follow(&resume).await.expect("a callback");
    let tokens = browser.exchange(&callback).await;
    let resource = [("resource", "https://guildhall.dev/organization-api")];
    let answer = browser.refresh(&tokens, &resource).await.assert_status(200).json();
    text(&answer, "access_token")
}

/// A request without a body, which does something.
async fn act(client: &TestClient, path: &str) -> TestResponse {
    client.send(Method::POST, path, &[], Body::empty()).await
}

/// A client with an organization token of the demonstration's administrator.
async fn olivia(world: &World) -> TestClient {
    world.client_with(&Browser::organization_token(world, "olivia", "northwind").await)
}

/// The id in the link of the newest message to an address.
async fn id_in_message(world: &World, address: &str) -> String {
    let services = &world.services.services;
    let messages = store::mailbox::list(services.db.exec(), &services.tenant).await.unwrap();
    let message = messages.iter().find(|message| message.recipient == address).expect("a message");
    assert_eq!(message.template_type, "OrganizationInvitation");
    let page = format!("{}/portal/invitations/", services.endpoint.base());
    let (_, rest) = message.content.split_once(&page).expect("a link");
    rest.chars().take_while(char::is_ascii_alphanumeric).collect()
}

both_databases! {
    async fn who_is_invited_by_message_joins_with_the_roles_of_the_invitation(db: Db) {
        let world = World::over(db).await;
        let olivia = olivia(&world).await;
        let body = json!({ "invitee": "ingrid@Fjord.example", "roleNames": ["auditor"] });
        let made = olivia.post(PATH, body).await.assert_status(201).json();
        let id = id_in_message(&world, "ingrid@Fjord.example").await;
        assert_eq!((&made["id"], &made["inviterId"]), (&json!(id), &json!(world.user_id("olivia").await)));
        assert_eq!(olivia.get(PATH).await.assert_status(200).json(), json!([made]));

        let ingrid_id = make_user(&world, "ingrid", "Ingrid@fjord.EXAMPLE").await;
        make_user(&world, "olav", "olav@fjord.example").await;
        let (ingrid, olav) = (client_of(&world, "ingrid").await, client_of(&world, "olav").await);
        let mut shown = made.clone();
        shown["organization"] = json!({ "id": "northwind", "name": "Northwind Trading" });
        assert_eq!(ingrid.get("/org/me/invitations").await.assert_status(200).json(), json!([shown]));
        shown["organization"]["branding"] = json!({});
        let path = format!("/org/invitations/{id}");
        assert_eq!(ingrid.get(&path).await.assert_status(200).json(), shown);
        olav.get(&path).await.assert_error(403, "gateway.not_invited");
        act(&olav, &format!("{path}/accept")).await.assert_error(403, "gateway.not_invited");
        assert_eq!(olav.get("/org/me/invitations").await.assert_status(200).json(), json!([]));

        let accepted = act(&ingrid, &format!("{path}/accept")).await.assert_status(200).json();
        assert_eq!((&accepted["status"], &accepted["acceptedUserId"]), (&json!("Accepted"), &json!(ingrid_id)));
        act(&ingrid, &format!("{path}/accept")).await.assert_error(409, "gateway.invitation_not_pending");
        let mine = ingrid.get("/org/me/organizations").await.assert_status(200).json();
        assert_eq!(mine[0]["organizationRoles"][0]["name"], "auditor");
        assert_eq!(mine[0]["organizationPermissions"], json!(["log:read", "member:read", "org:read"]));
        let roles = format!("/api/organizations/northwind/users/{ingrid_id}/roles");
        let roles = world.machine().await.get(&roles).await.assert_status(200).json();
        assert_eq!((roles.as_array().unwrap().len(), &roles[0]["name"]), (1, &json!("auditor")));
    }

    /// Two gateways, as in two processes, share no turns; the store lets one decision count.
    async fn of_parallel_decisions_over_several_nodes_one_counts(db: Db) {
        let world = World::over(db).await;
        make_user(&world, "ingrid", "ingrid@fjord.example").await;
        let (olivia, token) = (olivia(&world).await, token_of(&world, "ingrid").await);
        let services = &world.services.services;
        let other = wiring::gateway::embedded(services, Policy::default(), management_api::router(Arc::clone(services)), wiring::dns::txt_lookup(&server::config::DnsArguments::default()).unwrap(), gateway::Memory::default());
        let other = axum::Router::new().nest("/org", wiring::gateway::router(&other.unwrap()));
        let (ingrid, elsewhere) = (world.client_with(&token), TestClient::with_bearer(other, &token));
        for _ in 0..5 {
            let body = json!({ "invitee": "ingrid@fjord.example", "roleNames": ["member"], "sendMessage": false });
            let id = text(&olivia.post(PATH, body).await.assert_status(201).json(), "id");
            let path = |how: &str| format!("/org/invitations/{id}/{how}");
            let revoked = format!("{PATH}/{id}");
            let (accept, decline) = (path("accept"), path("decline"));
            let (one, two, three, four) = futures_util::join!(
                act(&ingrid, &accept),
                act(&elsewhere, &accept),
                act(&elsewhere, &decline),
                olivia.delete(&revoked),
            );
            let statuses = [one.status, two.status, three.status, four.status];
            let won = statuses.iter().filter(|status| status.is_success()).count();
            let lost = statuses.iter().filter(|status| [409, 422].contains(&status.as_u16())).count();
            assert_eq!((won, lost), (1, 3), "{statuses:?}");
            let member = format!("/api/organizations/northwind/users/{}", world.user_id("ingrid").await);
            let has_joined = one.status.is_success() || two.status.is_success();
            let gone = world.machine().await.delete(&member).await.status.as_u16();
            assert_eq!(gone, if has_joined { 204 } else { 404 });
        }
    }

    async fn nothing_of_an_organization_or_a_user_is_left_to_those_who_come_after(db: Db) {
        let world = World::over(db).await;
        let first_id = make_user(&world, "ingrid", "ingrid@fjord.example").await;
        let browser = Browser::new(&world);
        let tokens = browser.sign_in(&world, "olivia").await;
        let answer = browser.refresh(&tokens, &[("organization_id", "northwind")]).await.assert_status(200).json();
        let olivia = world.client_with(&text(&answer, "access_token"));
        let fjord = olivia.post("/org/organizations", json!({ "name": "Fjord" })).await.assert_status(201).json();
        let fjord = text(&fjord, "id");
        let answer = browser.refresh(&answer, &[("organization_id", &fjord)]).await.assert_status(200).json();
        let owner = world.client_with(&text(&answer, "access_token"));
        let body = json!({ "invitee": "ingrid@fjord.example", "roleNames": ["admin"], "sendMessage": false });
        let invitations = format!("/org/organizations/{fjord}/invitations");
        let dead = text(&owner.post(&invitations, body.clone()).await.assert_status(201).json(), "id");
        owner.delete(&format!("/org/organizations/{fjord}")).await.assert_status(204);
        olivia.post("/org/organizations", json!({ "name": "Fjord" })).await.assert_status(201);
        let ingrid = client_of(&world, "ingrid").await;
        act(&ingrid, &format!("/org/invitations/{dead}/accept")).await.assert_error(403, "gateway.not_invited");
        assert_eq!(ingrid.get("/org/me/invitations").await.assert_status(200).json(), json!([]));

        let accepted = text(&olivia.post(PATH, body).await.assert_status(201).json(), "id");
        act(&ingrid, &format!("/org/invitations/{accepted}/accept")).await.assert_status(200);
        let machine = world.machine().await;
        machine.delete(&format!("/api/users/{first_id}")).await.assert_status(204);
        ingrid.get("/org/me/organizations").await.assert_error(403, "gateway.user_unknown");
        let second_id = make_user(&world, "ingrid", "ingrid@fjord.example").await;
        assert_ne!(first_id, second_id);
        let ingrid = client_of(&world, "ingrid").await;
        for list in ["/org/me/organizations", "/org/me/invitations"] {
            assert_eq!(ingrid.get(list).await.assert_status(200).json(), json!([]), "{list}");
        }
        for how in ["accept", "decline"] {
            let answer = act(&ingrid, &format!("/org/invitations/{accepted}/{how}")).await;
            answer.assert_error(403, "gateway.not_invited");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_sent_is_not_kept() {
    let world = World::sqlite().await;
    let (olivia, machine) = (olivia(&world).await, world.machine().await);
    for connector in machine.get("/api/connectors").await.assert_status(200).json().as_array().unwrap() {
        machine.delete(&format!("/api/connectors/{}", text(connector, "id"))).await.assert_status(204);
    }
    let body = json!({ "invitee": "ingrid@fjord.example" });
    let refused = olivia.post(PATH, body.clone()).await;
    refused.assert_error(501, "connector.not_found");
    assert_eq!(olivia.get(PATH).await.assert_status(200).json(), json!([]));
    let mut silent = body;
    silent["sendMessage"] = json!(false);
    olivia.post(PATH, silent.clone()).await.assert_status(201);
    olivia.post(PATH, silent).await.assert_error(422, "entity.unique_integrity_violation");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_address_gets_so_many_messages_and_no_more() {
    let world = World::sqlite().await;
    let olivia = olivia(&world).await;
    let made =
        olivia.post(PATH, json!({ "invitee": "ingrid@fjord.example" })).await.assert_status(201).json();
    let resend = format!("{PATH}/{}/resend", text(&made, "id"));
    act(&olivia, &resend).await.assert_error(429, "gateway.quota_exceeded");
    // Who runs the server sends as often as the address may have it.
    let machine = world.machine().await;
    let message = format!("/api/organization-invitations/{}/message", text(&made, "id"));
    for _ in 0..9 {
        machine.post(&message, json!({})).await.assert_status(204);
    }
    machine.post(&message, json!({})).await.assert_error(429, "request.message_rate_limited");
    world.services.advance(std::time::Duration::from_secs(600));
    act(&olivia, &resend).await.assert_status(204);
}
