//! Signing in at an enterprise's own provider, which is a second one of these servers: a real OpenID provider behind a listener on the loopback interface,
//! set up through the Management API as an operator would.

use std::collections::HashMap;

use serde_json::{Value, json};
use testkit::{TestClient, TestResponse};

use crate::{browser::Browser, text, world::World};

const PASSWORD: &str = "fjord-Lamp-77";
const HERE: &str = "http://id.fjord.example:3001";

/// Two servers: at the second the people of `fjord.example` have their accounts.
struct Two {
    here: World,
    there: World,
    connector: String,
}

impl Two {
    async fn new() -> Self {
        let listener = testkit::listener().await;
        let there = World::at(&format!("http://{}", listener.local_addr().unwrap())).await;
        let router = there.router.clone();
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let here = World::sqlite().await;
        let (mine, theirs) = (here.machine().await, there.machine().await);
        let client = json!({
            "name": "The first", "type": "Traditional", "oidcClientMetadata": { "redirectUris": [], "postLogoutRedirectUris": [] },
        });
        let client = text(&theirs.post("/api/applications", client).await.assert_status(200).json(), "id");
        let secrets =
            theirs.get(&format!("/api/applications/{client}/secrets")).await.assert_status(200).json();
        let connector = json!({
            "providerName": "OIDC", "connectorName": "Fjord AS", "domains": ["fjord.example"],
            "config": {
                "clientId": client, "clientSecret": secrets[0]["value"],
                "issuer": format!("{}/oidc", there.services.services.endpoint.base()),
            },
        });
        let connector =
            text(&mine.post("/api/sso-connectors", connector).await.assert_status(200).json(), "id");
        let uris = json!({
            "oidcClientMetadata": { "redirectUris": [format!("{HERE}/callback/{connector}")], "postLogoutRedirectUris": [] },
        });
        theirs.patch(&format!("/api/applications/{client}"), uris).await.assert_status(200);
        let on = json!({ "singleSignOnEnabled": true });
        mine.patch("/api/sign-in-exp", on).await.assert_status(200);
        for (username, email) in [("astrid", "astrid@fjord.example"), ("olav", "olav@dal.example")] {
            let user = json!({ "username": username, "password": PASSWORD, "name": username, "primaryEmail": email });
            theirs.post("/api/users", user).await.assert_status(200);
        }
        Self { here, there, connector }
    }

    /// An organization here that the connector's people join, with a role.
    async fn organization(&self) -> (String, String) {
        let here = self.here.machine().await;
        let organization = text(
            &here.post("/api/organizations", json!({ "name": "Fjord" })).await.assert_status(201).json(),
            "id",
        );
        let role = json!({ "name": "employee", "type": "User" });
        let role = text(&here.post("/api/organization-roles", role).await.assert_status(201).json(), "id");
        let jit = format!("/api/organizations/{organization}/jit");
        let connectors = json!({ "ssoConnectorIds": [self.connector] });
        here.post(&format!("{jit}/sso-connectors"), connectors).await.assert_status(201);
        here.post(&format!("{jit}/roles"), json!({ "organizationRoleIds": [role] })).await.assert_status(201);
        // By the domain of their address they would join this one, which is passed over.
        let other = json!({ "name": "By address" });
        let other = text(&here.post("/api/organizations", other).await.assert_status(201).json(), "id");
        let domain = json!({ "emailDomain": "fjord.example" });
        here.post(&format!("/api/organizations/{other}/jit/email-domains"), domain).await.assert_status(201);
        (organization, role)
    }

    /// From the first page, with the address typed; the browser, and where it is sent.
    async fn sent_away(&self, address: &str) -> (Browser, String) {
        let browser = Browser::new(&self.here);
        let page = browser.authorize(&[("prompt", "consent")]).await.assert_status(303).location();
        let led =
            post_form(&browser.client, &page, &[("identifier", address)]).await.assert_status(303).location();
        let providers = browser.client.get(&led).await.assert_status(200).body;
        let direct = providers.split_once("content=\"0; url=").expect("the way onward").1;
        let direct = direct.split('"').next().unwrap().replace("&#38;", "&");
        let away = browser.client.get(&direct).await.assert_status(303).location();
        (browser, away)
    }

    /// Signs in as a user of the second server; what the browser is sent back with.
    async fn signed_in_there(&self, away: &str, username: &str) -> String {
        let browser = self.there.client();
        let page = browser.get(away).await.assert_status(303).location();
        let next = post_form(&browser, &page, &[("identifier", username), ("password", PASSWORD)]).await;
        let mut next = next.assert_status(303).location();
        for _ in 0..8 {
            if next.starts_with(HERE) {
                return next;
            }
            next = browser.get(&next).await.location();
        }
        panic!("too many redirects, the last to {next}");
    }

    /// All the way to the tokens of the application, and the claims of its ID token.
    async fn signed_in_as(&self, address: &str, username: &str) -> Value {
        let (browser, away) = self.sent_away(address).await;
        let back = self.signed_in_there(&away, username).await;
        let entered = browser.client.get(&back).await.assert_status(303).location();
        let callback = browser.follow(&entered).await.expect("a callback");
        let tokens = browser.exchange(&callback).await;
        crate::claims(&text(&tokens, "id_token"))
    }
}

/// Posts a page's form as the page would.
async fn post_form(browser: &TestClient, page: &str, fields: &[(&str, &str)]) -> TestResponse {
    let html = browser.get(page).await.assert_status(200).body;
    let xsrf = html.split_once("name=\"xsrf\" value=\"").expect("a form").1.split('"').next().unwrap();
    let mut all = vec![("xsrf", xsrf)];
    all.extend_from_slice(fields);
    browser.form_with(page, &all, &[("sec-fetch-site", "same-origin")]).await
}

fn query(uri: &str) -> HashMap<String, String> {
    url::Url::parse(uri).unwrap().query_pairs().into_owned().collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
pub(crate) async fn an_employee_signs_in_at_work_joins_their_organization_and_is_known_the_next_time() {
    let two = Two::new().await;
    let (organization, role) = two.organization().await;
    let (_, away) = two.sent_away("Astrid@fjord.example").await;
    assert_eq!(query(&away)["login_hint"], "Astrid@fjord.example");
    let claims = two.signed_in_as("astrid@fjord.example", "astrid").await;
    let sub = claims["sub"].as_str().unwrap();
    let here = two.here.machine().await;
    let path = format!("/api/users/{sub}?includeSsoIdentities=true");
    let user = here.get(&path).await.assert_status(200).json();
    assert_eq!(
        (&user["name"], &user["primaryEmail"], &user["hasPassword"]),
        (&json!("astrid"), &json!("astrid@fjord.example"), &json!(false))
    );
    let identity = &user["ssoIdentities"][0];
    assert_eq!(identity["ssoConnectorId"], two.connector);
    assert_eq!(identity["identityId"], two.there.user_id("astrid").await);
    let issuer = format!("{}/oidc", two.there.services.services.endpoint.base());
    assert_eq!(identity["issuer"], issuer);
    let members =
        here.get(&format!("/api/organizations/{organization}/users")).await.assert_status(200).json();
    let joined = here.get(&format!("/api/users/{sub}/organizations")).await.assert_status(200).json();
    assert_eq!((joined.as_array().unwrap().len(), &joined[0]["id"]), (1, &json!(organization)));
    assert_eq!((&members[0]["id"], &members[0]["organizationRoles"][0]["id"]), (&json!(sub), &json!(role)));
    assert_eq!(two.signed_in_as("astrid@fjord.example", "astrid").await["sub"], claims["sub"]);
    // The connector goes, and with it who she is at work.
    here.delete(&format!("/api/sso-connectors/{}", two.connector)).await.assert_status(204);
    let left = here.get(&path).await.assert_status(200).json();
    assert_eq!(left["ssoIdentities"], json!([]));
    let jit = format!("/api/organizations/{organization}/jit/sso-connectors");
    assert_eq!(here.get(&jit).await.assert_status(200).json(), json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_of_another_domain_comes_without_their_address() {
    let two = Two::new().await;
    let olav = json!({ "username": "olav_here", "password": PASSWORD, "primaryEmail": "olav@dal.example" });
    let olav = two.here.machine().await.post("/api/users", olav).await.assert_status(200).json();
    let claims = two.signed_in_as("somebody@fjord.example", "olav").await;
    assert_ne!(claims["sub"], olav["id"]);
    let path = format!("/api/users/{}", claims["sub"].as_str().unwrap());
    let made = two.here.machine().await.get(&path).await.assert_status(200).json();
    assert_eq!(made["primaryEmail"], Value::Null);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_back_with_another_state_or_a_second_time_lets_nobody_in() {
    let two = Two::new().await;
    let (browser, away) = two.sent_away("astrid@fjord.example").await;
    let back = two.signed_in_there(&away, "astrid").await;
    let state = query(&back)["state"].clone();
    let (random, _) = state.split_once('.').unwrap();
    let wrong = back.replace(random, &random.chars().rev().collect::<String>());
    browser.client.get(&wrong).await.assert_status(400);
    // Somebody else's browser, in the middle of the same.
    let (victim, other) = two.sent_away("astrid@fjord.example").await;
    victim.client.get(&back).await.assert_status(400);
    victim.client.get(&back.replace(&state, &query(&other)["state"])).await.assert_status(401);
    let none = two.here.machine().await.get("/api/users?search=%25astrid%25").await.assert_status(200).json();
    assert_eq!(none, json!([]));
}
