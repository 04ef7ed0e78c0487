//! Consent to a third-party application.

use serde_json::{Value, json};
use server::dev::client::PublicClient;
use store::both_databases;

use crate::{browser::Browser, claims, text, world::World};

const REDIRECT_URI: &str = "https://reports.fjord.example/cb";

/// A confidential third-party application that may ask for the profile, organizations and one permission, and its browser.
async fn third_party(world: &World) -> Browser {
    let machine = world.machine().await;
    let body = json!({
        "name": "Fjord Reports", "type": "Traditional", "isThirdParty": true,
        "oidcClientMetadata": { "redirectUris": [REDIRECT_URI], "postLogoutRedirectUris": [] },
    });
    let application = machine.post("/api/applications", body).await.assert_status(200).json();
    let id = text(&application, "id");
    let secrets = machine.get(&format!("/api/applications/{id}/secrets")).await.assert_status(200).json();
    let scopes = machine.get("/api/organization-scopes").await.assert_status(200).json();
    let read = scopes
        .as_array()
        .and_then(|scopes| scopes.iter().find(|scope| scope["name"] == "org:read"))
        .expect("org:read");
    let body = json!({
        "userScopes": ["profile", "urn:logto:scope:organizations"],
        "organizationScopes": [read["id"]],
    });
    machine.post(&format!("/api/applications/{id}/user-consent-scopes"), body).await.assert_status(201);
    Browser {
        client: world.client(),
        application: PublicClient {
            client_id: id,
            redirect_uri: REDIRECT_URI.to_owned(),
            scopes: [
                "openid",
                "offline_access",
                "profile",
                "urn:logto:scope:organizations",
                "org:read",
                "org:create",
            ]
            .map(ToOwned::to_owned)
            .to_vec(),
            resources: vec!["urn:logto:resource:organizations".to_owned()],
        },
        secret: Some(text(&secrets[0], "value")),
    }
}

both_databases! {
    async fn a_third_party_gets_what_the_user_opens_to_it_and_no_more(db: Db) {
        let world = World::over(db).await;
        let machine = world.machine().await;
        let other = machine.post("/api/organizations", json!({ "name": "Other" })).await.assert_status(201).json();
        let other = text(&other, "id");
        let olivia = world.user_id("olivia").await;
        machine.post(&format!("/api/organizations/{other}/users"), json!({ "userIds": [olivia] })).await.assert_status(201);

        let browser = third_party(&world).await;
        browser.authorize(&[("prompt", "consent")]).await.assert_status(303);
        let resume = browser.prove("olivia", world.credentials.password_of("olivia").unwrap()).await;
        let page = browser.follow(&resume).await.expect_err("the consent page").assert_status(200);
        assert!(page.body.contains("Fjord Reports"), "{}", page.body);

        let consent = browser.client.get("/api/interaction/consent").await.assert_status(200).json();
        assert_eq!(consent["application"]["name"], "Fjord Reports");
        let offered: Vec<_> = consent["organizations"].as_array().into_iter().flatten().map(|one| one["id"].clone()).collect();
        assert!(offered.contains(&json!("northwind")) && offered.contains(&json!(other)), "{consent}");
        let body = json!({ "organizationIds": ["northwind"] });
        let resume = browser.client.post("/api/interaction/consent", body).await.assert_status(200).json();
        let callback = browser.follow(&text(&resume, "redirectTo")).await.expect("a callback");
        let tokens = browser.exchange(&callback).await;
        assert_eq!(claims(&text(&tokens, "id_token"))["organizations"], json!(["northwind"]));

        let answer = browser.refresh(&tokens, &[("organization_id", "northwind")]).await.assert_status(200).json();
        assert_eq!(claims(&text(&answer, "access_token"))["scope"], "org:read", "org:create was never its to ask for");
        let refusal = browser.refresh(&answer, &[("organization_id", &other)]).await.assert_status(403).json();
        assert_eq!(refusal["error"], "access_denied", "{refusal}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_consent_api_belongs_to_whoever_signs_in() {
    let world = World::sqlite().await;
    let stranger = world.client();
    stranger.get("/api/interaction/consent").await.assert_error(400, "session.not_found");
    stranger.post("/api/interaction/consent", Value::Null).await.assert_error(400, "session.not_found");
}
