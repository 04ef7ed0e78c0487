//! Every operation of one tenant with every credential of another: refused as one that nobody has is, word for word, and nothing is changed. From the tables of operations
//! that the APIs make their documents of, so that a new operation is in it.

use axum::{
    body::Body,
    http::{Method, header},
};
use jose::{Algorithm, SigningKey};
use serde_json::{Value, json};
use store::both_databases;
use testkit::{TestClient, TestResponse};

use super::world::{Inhabited, OWN, World, code_of, signed_by, with_claims};
use crate::{claims, text};

/// Operations that need no credentials.
const PUBLIC: [&str; 2] = ["/api/authn/hasura", "/api/status"];
/// A token that nobody was given.
const NOBODYS: &str = "V7AaPpjvaYQtQ3dEHvBk7GCLHQbVvXoKdFmRzKjQ2xN";

/// A request of the table.
struct Operation {
    method: Method,
    path: String,
}

/// Something in the place of each parameter: what the other tenant has there would be no better.
fn filled(path: &str, id: &str) -> String {
    let part = |part| match part {
        "{domain}" | "{emailDomain}" => "fjord.example",
        part if str::starts_with(part, "{") => id,
        part => part,
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn of_management(id: &str) -> Vec<Operation> {
    let all = management_api::operations().into_iter().filter(|operation| !PUBLIC.contains(&operation.path));
    all.map(|operation| Operation { path: filled(operation.path, id), method: operation.method }).collect()
}

fn of_account(id: &str) -> Vec<Operation> {
    let all = account::operations().into_iter();
    all.map(|operation| Operation { path: filled(operation.path, id), method: operation.method }).collect()
}

/// From the gateway's own document.
fn of_gateway(world: &World, id: &str) -> Vec<Operation> {
    let document: Value = serde_json::from_slice(world.directory.wiring().gateway.openapi()).unwrap();
    let mut all = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            if let Ok(method @ (Method::GET | Method::POST | Method::PUT | Method::PATCH | Method::DELETE)) =
                method.to_uppercase().parse()
            {
                all.push(Operation { method, path: format!("/org{}", filled(path, id)) });
            }
        }
    }
    all
}

async fn ask(client: &TestClient, operation: &Operation, token: &str) -> TestResponse {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    client.send(operation.method.clone(), &operation.path, &headers, Body::from("{}")).await
}

/// What an answer tells.
fn told(answer: &TestResponse) -> (u16, String, Option<String>) {
    let challenge = answer.header(header::WWW_AUTHENTICATE.as_str()).map(str::to_owned);
    (answer.status.as_u16(), answer.body.clone(), challenge)
}

/// The same claims signed by a key that no tenant has.
fn by_nobody(token: &str) -> String {
    let stranger = SigningKey::generate(Algorithm::ES384).unwrap();
    stranger.sign(Some(jose::ACCESS_TOKEN_TYPE), &serde_json::to_vec(&claims(token)).unwrap()).unwrap()
}

/// The tokens of a tenant, each with what nobody has that looks like it. `victim` is whom they are shown to.
async fn tokens(of: &Inhabited, victim: (&str, &str)) -> Vec<(&'static str, String, String)> {
    let (victim, issuer) = victim;
    let opaque = text(&of.tokens, "access_token");
    let id_token = text(&of.tokens, "id_token");
    let aimed = |audience: String| {
        let mut aimed = claims(&of.machine_token);
        aimed["iss"] = issuer.into();
        aimed["aud"] = audience.into();
        aimed
    };
    let to_api = signed_by(&of.services, &aimed(format!("https://{victim}.logto.app/api"))).await;
    let mut to_gateway = claims(&of.organization_token);
    to_gateway["iss"] = issuer.into();
    let to_gateway = signed_by(&of.services, &to_gateway).await;
    let renamed = with_claims(&of.machine_token, |claims| claims["iss"] = issuer.into());
    let own = |token: &str| (token.to_owned(), by_nobody(token));
    let mut all = vec![("an opaque token", opaque, NOBODYS.to_owned())];
    for (name, (token, unknown)) in [
        ("a machine token", own(&of.machine_token)),
        ("an organization token", own(&of.organization_token)),
        ("its own key's signature on our issuer and API", own(&to_api)),
        ("its own key's signature on our issuer and its organization", own(&to_gateway)),
    ] {
        all.push((name, token, unknown));
    }
    // What was never signed so cannot be told apart from what nobody signed: its key is not ours in any case.
    let renamed_unknown = with_claims(&by_nobody(&of.machine_token), |claims| claims["iss"] = issuer.into());
    all.push(("a machine token with our issuer written in", renamed, renamed_unknown));
    all.push(("an ID token", id_token.clone(), by_nobody_as_id_token(&id_token)));
    all.push(("a refresh token", text(&of.tokens, "refresh_token"), NOBODYS.to_owned()));
    all
}

fn by_nobody_as_id_token(token: &str) -> String {
    let stranger = SigningKey::generate(Algorithm::ES384).unwrap();
    stranger.sign(None, &serde_json::to_vec(&claims(token)).unwrap()).unwrap()
}

both_databases! {
    async fn every_operation_refuses_every_token_of_another_tenant_as_one_that_nobody_has(db: Db) {
        let world = World::over(db, Some("example.com")).await;
        let acme = world.inhabited("acme", "login.acme.example").await;
        let beta = world.inhabited("beta", "beta.example.com").await;
        // Those of `acme` are shown to `default`, and to `beta` at a host under the domain; those of `beta` to `acme`.
        let default = ("default", OWN, "http://id.fjord.example:3001/oidc");
        let of_acme = ("acme", acme.host.as_str(), acme.services.endpoint.issuer());
        let of_beta = ("beta", beta.host.as_str(), beta.services.endpoint.issuer());
        let before = store::testing::contents(&world.test().services.db).await;
        for (whose, (victim, host, issuer)) in [(&acme, default), (&acme, of_beta), (&beta, of_acme)] {
            let client = world.client(host);
            // Ids of the other tenant, which are nothing here.
            let mut operations = of_management(&whose.user);
            operations.extend(of_account(&whose.user));
            operations.extend(of_gateway(&world, &whose.user));
            operations.push(Operation { method: Method::GET, path: "/oidc/me".to_owned() });
            assert!(operations.len() > 250);
            for (name, token, unknown) in tokens(whose, (victim, issuer)).await {
                for operation in &operations {
                    let (method, path) = (&operation.method, &operation.path);
                    let answer = ask(&client, operation, &token).await;
                    assert!([401, 403].contains(&answer.status.as_u16()), "{method} {path} of {victim} with {name} of {}: {} {}", whose.id, answer.status, answer.body);
                    // Each is tried as such, so that what it looks like is not what it is refused for.
                    let unknown = ask(&client, operation, &unknown).await;
                    assert_eq!(told(&answer), told(&unknown), "{method} {path} of {victim} with {name} of {}", whose.id);
                }
            }
        }
        let after = store::testing::contents(&world.test().services.db).await;
        for (table, rows) in &after {
            assert_eq!(before.get(table), Some(rows), "{table}");
        }
    }

    async fn the_provider_knows_no_client_code_or_token_of_another_tenant(db: Db) {
        let world = World::over(db, Some("example.com")).await;
        let acme = world.inhabited("acme", "login.acme.example").await;
        let beta = world.inhabited("beta", "beta.example.com").await;
        let (at_beta, refresh_token) = (world.client(&beta.host), text(&acme.tokens, "refresh_token"));
        // A client, by id and secret.
        let form = async |id: &str, secret: &str| {
            let form = [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret), ("resource", "https://beta.logto.app/api"), ("scope", "all")];
            at_beta.form("/oidc/token", &form).await
        };
        let shown = form(acme.machine.id.as_str(), acme.machine.secret.reveal()).await.assert_status(400);
        let unknown = form("nobody7qkgi8vplq7zeqm5", "x").await;
        // It repeats the id that was sent.
        assert_eq!(shown.body.replace(acme.machine.id.as_str(), "nobody7qkgi8vplq7zeqm5"), unknown.body);
        assert_eq!(shown.status, unknown.status);
        // A refresh token, with the client that it is for and with one of this tenant.
        for client_id in [&acme.browser.application.client_id, &beta.browser.application.client_id] {
            let ask = async |token: &str| {
                at_beta.form("/oidc/token", &[("grant_type", "refresh_token"), ("client_id", client_id), ("refresh_token", token)]).await
            };
            let shown = ask(&refresh_token).await;
            assert!(shown.status.is_client_error());
            assert_eq!(told(&shown), told(&ask(NOBODYS).await));
        }
        // A code that was not spent yet.
        let page = acme.browser.authorize(&[]).await.assert_status(303);
        let code = code_of(&acme.browser.follow(&page.location()).await.expect("a callback"));
        let spend = async |client: &TestClient, code: &str, id: &str| {
            let form = [("grant_type", "authorization_code"), ("client_id", id), ("code", code), ("redirect_uri", "https://app.example/callback"), ("code_verifier", crate::browser::VERIFIER)];
            client.form("/oidc/token", &form).await
        };
        let beta_app = &beta.browser.application.client_id;
        let shown = spend(&at_beta, &code, beta_app).await.assert_status(400);
        assert_eq!(told(&shown), told(&spend(&at_beta, NOBODYS, beta_app).await));
        // Nothing of it was spent where it does not count.
        spend(&world.client(&acme.host), &code, &acme.browser.application.client_id).await.assert_status(200);
        // Introspection and revocation, by a client of this tenant.
        let token = text(&acme.tokens, "access_token");
        for (path, status) in [("/oidc/token/introspection", 200), ("/oidc/token/revocation", 200)] {
            let ask = async |token: &str| {
                let form = [("token", token), ("client_id", beta.machine.id.as_str()), ("client_secret", beta.machine.secret.reveal())];
                at_beta.form(path, &form).await
            };
            for token in [token.as_str(), refresh_token.as_str()] {
                let shown = ask(token).await.assert_status(status);
                assert_eq!(told(&shown), told(&ask(NOBODYS).await), "{path}");
            }
        }
        let userinfo = world.client_with(&acme.host, &token).get("/oidc/me").await.assert_status(200);
        assert_eq!(userinfo.json()["sub"], acme.user);
    }

    async fn sessions_of_one_tenant_are_nobodys_at_another(db: Db) {
        let world = World::over(db, Some("example.com")).await;
        let acme = world.inhabited("acme", "login.acme.example").await;
        let beta = world.inhabited("beta", "beta.example.com").await;
        let session = acme.browser.client.cookie("_session").expect("a session");
        let signature = acme.browser.client.cookie("_session.sig");
        for host in [OWN, &beta.host] {
            let browser = |value: Option<&str>| {
                let client = world.client(host);
                for (name, known) in [("_session", Some(session.as_str())), ("_session.sig", signature.as_deref())] {
                    if let Some(known) = known {
                        client.set_cookie(name, value.unwrap_or(known));
                    }
                }
                client
            };
            let (shown, unknown, none) = (browser(None), browser(Some(NOBODYS)), world.client(host));
            let silent = format!(
                "/oidc/auth?client_id={}&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback&response_type=code&scope=openid&prompt=none&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256",
                if host == OWN { "nobody7qkgi8vplq7zeqm5" } else { &beta.browser.application.client_id },
            );
            let pages = ["/account", "/account/security", "/portal", "/portal/organizations/nothing", "/oidc/session/end", silent.as_str()];
            for path in pages {
                let of = async |client: &TestClient| {
                    let answer = client.get(path).await;
                    (answer.status.as_u16(), answer.headers.get(header::LOCATION).map(|to| stable(to.to_str().unwrap())))
                };
                let answer = of(&shown).await;
                assert_eq!(answer, of(&unknown).await, "{path} at {host}");
                assert_eq!(answer, of(&none).await, "{path} at {host}");
            }
        }
        // At home it is somebody.
        acme.browser.client.get("/oidc/session/end").await.assert_status(200);
        let own = acme.browser.authorize(&[("prompt", "none")]).await.assert_status(303);
        assert!(acme.browser.follow(&own.location()).await.is_ok());
    }

    async fn a_running_sign_in_goes_on_at_its_own_tenant_alone(db: Db) {
        let world = World::over(db, Some("example.com")).await;
        let acme = world.inhabited("acme", "login.acme.example").await;
        let beta = world.inhabited("beta", "beta.example.com").await;
        let fresh = crate::browser::Browser { client: world.client(&acme.host), application: acme.browser.application.clone(), secret: None };
        fresh.authorize(&[("prompt", "consent")]).await.assert_status(303);
        let interaction = fresh.client.cookie("_interaction").expect("an interaction");
        let ask = async |value: &str| {
            let client = world.client(&beta.host);
            client.set_cookie("_interaction", value);
            client.put("/api/experience", json!({ "interactionEvent": "SignIn" })).await
        };
        let shown = ask(&interaction).await;
        assert!(shown.status.is_client_error());
        assert_eq!(told(&shown), told(&ask(NOBODYS).await));
        fresh.client.put("/api/experience", json!({ "interactionEvent": "SignIn" })).await.assert_status(204);
    }
}

/// An address without what is made for each answer anew.
fn stable(address: &str) -> String {
    let kept = address.split(['?', '&']).filter(|part| {
        !["state=", "code_challenge=", "nonce=", "jti=", "interaction="]
            .iter()
            .any(|made| part.starts_with(made))
    });
    kept.collect::<Vec<_>>().join("&")
}
