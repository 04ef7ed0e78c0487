//! What asks first does nothing unasked: an example of every form that asks, in a world that has what it would take away.

use std::{collections::BTreeSet, time::Duration};

use domain::{HashedToken, SessionId, UserId, console::ConsoleRole, grant::Session};
use operations::console::administrator;
use serde_json::{Value, json};
use store::{both_databases, testing::contents};

use super::{
    acts,
    world::{Administrator, PASSWORD, World, hidden},
};

/// A form that asks.
struct Example {
    /// Its path in the table.
    of: &'static str,
    path: String,
    fields: Vec<(&'static str, String)>,
    /// Whether its page says what it was made from.
    is_marked: bool,
}

/// The form at `of`, with ids in the place of its parameters.
fn example(of: &'static str, ids: &[&str], fields: &[(&'static str, &str)]) -> Example {
    let mut ids = ids.iter().copied();
    let mut part = |part: &str| if part.starts_with('{') { ids.next().unwrap() } else { part }.to_owned();
    let mut path = Vec::new();
    for of_path in of.split('/') {
        path.push(part(of_path));
    }
    let fields = fields.iter().map(|(name, value)| (*name, (*value).to_owned()));
    Example { of, path: path.join("/"), fields: fields.collect(), is_marked: false }
}

/// Sends it with further fields.
async fn send(by: &Administrator, example: &Example, further: &[(&str, &str)]) -> testkit::TestResponse {
    let mark = if example.is_marked { hidden(&by.page(&example.path).await, "mark") } else { None };
    let mut fields: Vec<_> = mark.iter().map(|mark| ("mark", mark.as_str())).collect();
    fields.extend(example.fields.iter().map(|(name, value)| (*name, value.as_str())));
    fields.extend_from_slice(further);
    by.post(&example.path, &fields).await
}

/// The name that a page wants to have typed.
fn to_type(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("class=\"to-type\">")?;
    let (_, rest) = rest.split_once("<code>")?;
    Some(rest.split_once("</code>")?.0)
}

async fn put(world: &World, path: &str, body: Value) {
    let answer = world.api.put(path, body).await;
    assert!(answer.status.is_success(), "{path}: {}", answer.body);
}

/// What a product is made of.
async fn of_the_product(world: &World) -> Vec<Example> {
    let application =
        world.created("/api/applications", json!({ "name": "Shop", "type": "Traditional" })).await;
    world
        .api
        .post(&format!("/api/applications/{application}/secrets"), json!({ "name": "spare" }))
        .await
        .assert_status(201);
    let api = world
        .created("/api/resources", json!({ "name": "Ships", "indicator": "https://ships.example" }))
        .await;
    let sail = world.created(&format!("/api/resources/{api}/scopes"), json!({ "name": "sail" })).await;
    let permission = world.created("/api/organization-scopes", json!({ "name": "read" })).await;
    let role = world.created("/api/organization-roles", json!({ "name": "admin" })).await;
    put(
        world,
        "/api/configs/jwt-customizer/access-token",
        json!({ "script": "const getCustomJwtClaims = () => ({})" }),
    )
    .await;
    let hook = json!({ "name": "Orders", "event": "PostSignIn", "config": { "url": "http://127.0.0.1:9/" } });
    let hook = world.created("/api/hooks", hook).await;
    vec![
        example("/console/api-resources/{resource}/permissions/{permission}/delete", &[&api, &sail], &[]),
        example("/console/api-resources/{resource}/delete", &[&api], &[]),
        example("/console/applications/{application}/secrets/delete", &[&application], &[("name", "spare")]),
        example("/console/applications/{application}/delete", &[&application], &[]),
        example("/console/organization-template/permissions/{permission}/delete", &[&permission], &[]),
        example("/console/organization-template/roles/{role}/delete", &[&role], &[]),
        example("/console/token-claims/{kind}/delete", &["access-token"], &[]),
        example("/console/webhooks/{hook}/key/replace", &[&hook], &[]),
        example("/console/webhooks/{hook}/delete", &[&hook], &[]),
    ]
}

/// Who uses it.
async fn of_people(world: &World) -> Vec<Example> {
    let (services, now) = (&world.test.services, world.test.services.now());
    let user = world.created("/api/users", json!({ "username": "ingrid" })).await;
    let session = Session {
        user_id: Some(UserId::new(user.as_str())),
        signed_in_at: Some(now),
        expires_at: now.plus(Duration::from_secs(3_600)),
        ..Session::new(SessionId::new("session-of-ingrid"), now)
    };
    store::session::insert(services.db.exec(), &services.tenant, &session, &HashedToken::of("c"))
        .await
        .unwrap();
    let role = json!({ "name": "captain", "description": "Steers", "type": "User" });
    let role = world.created("/api/roles", role).await;
    let organization = world.created("/api/organizations", json!({ "name": "Fjord" })).await;
    let invitation = json!({
        "invitee": "ben@fjord.example", "organizationId": organization, "organizationRoleIds": [],
        "expiresAt": now.plus(Duration::from_secs(86_400)).0, "messagePayload": false,
    });
    let invitation = world.created("/api/organization-invitations", invitation).await;
    let revoke = "/console/organizations/{organization}/invitations/{invitation}/revoke";
    vec![
        example("/console/users/{user}/sessions/{session}/end", &[&user, "session-of-ingrid"], &[]),
        example("/console/users/{user}/delete", &[&user], &[]),
        example("/console/roles/{role}/delete", &[&role], &[]),
        example(revoke, &[&organization, &invitation], &[]),
        example("/console/organizations/{organization}/delete", &[&organization], &[]),
    ]
}

/// What they see.
async fn of_the_experience(world: &World) -> Vec<Example> {
    let config = json!({ "clientId": "c", "clientSecret": "s" });
    let social = world
        .created("/api/connectors", json!({ "connectorId": "github-universal", "config": config }))
        .await;
    let config = json!({ "endpoint": "https://mail.example/send" });
    world.created("/api/connectors", json!({ "connectorId": "http-email", "config": config })).await;
    let details = json!({ "subject": "Dein Code", "content": "{{code}}", "contentType": "text/plain" });
    let template = json!({ "languageTag": "de", "templateType": "SignIn", "details": details });
    put(world, "/api/email-templates", json!({ "templates": [template] })).await;
    let field = json!({ "name": "vessel", "type": "Text", "label": "Vessel", "required": false });
    world.api.post("/api/custom-profile-fields", field).await.assert_status(201);
    put(world, "/api/custom-phrases/de", json!({ "action": { "sign_in": "Rein" } })).await;
    let config = json!({ "type": "Turnstile", "siteKey": "site", "secretKey": "deep-secret" });
    put(world, "/api/captcha-provider", json!({ "config": config })).await;
    let recaptcha = [
        ("config.type", "RecaptchaEnterprise"),
        ("config.siteKey", "r"),
        ("config.projectId", "p"),
        ("config.mode", "checkbox"),
        ("config.secretKey", "s"),
    ];
    let captcha = |fields: &[(&'static str, &str)]| Example {
        is_marked: true,
        ..example("/console/security/captcha", &[], fields)
    };
    let enterprise = json!({ "providerName": "OIDC", "connectorName": "Fjord" });
    let enterprise = world.created("/api/sso-connectors", enterprise).await;
    let endpoint = [("config.endpoint", "https://other.example/send")];
    vec![
        example("/console/connectors/new/{factory}", &["http-email"], &endpoint),
        example("/console/connectors/{connector}/delete", &[&social], &[]),
        example("/console/enterprise-sso/{connector}/delete", &[&enterprise], &[]),
        example("/console/email-templates/{kind}/{language}/delete", &["SignIn", "de"], &[]),
        example("/console/profile-fields/by-name/{name}/delete", &["vessel"], &[]),
        example("/console/sign-in-experience/phrases/{language}/delete", &["de"], &[]),
        captcha(&recaptcha),
        captcha(&[("config.type", "none")]),
    ]
}

/// What the server is operated with. `own` is the administrator who asks for it all, and gives that up last.
async fn of_the_server(world: &World, own: &Administrator) -> Vec<Example> {
    world.administrator("otto", ConsoleRole::Owner).await;
    world.administrator("rolf", ConsoleRole::ReadOnly).await;
    let all = administrator::list(&world.administrators).await.unwrap();
    let id = |name: &str| {
        let found = all.iter().find(|one| one.user.username.as_deref() == Some(name));
        found.unwrap().user.id.to_string()
    };
    world.sign_in(&world.browser(), ("olga", PASSWORD)).await.assert_status(303);
    // Keys are shown by when they were made.
    world.test.advance(Duration::from_secs(10));
    world.api.post("/api/configs/oidc/cookie-keys/rotate", json!({})).await;
    let keys = world.api.get("/api/configs/oidc/cookie-keys").await.json();
    let tenant = [("id", "acme"), ("name", "Acme"), ("hosts", "acme.example")];
    own.post("/console/tenants/new", &tenant).await.assert_status(303);
    let key = keys[1]["id"].as_str().unwrap();
    vec![
        example("/console/account/sessions", &[], &[]),
        example("/console/administrators/{administrator}/remove", &[&id("rolf")], &[]),
        example("/console/signing-keys/{kind}/{key}/delete", &["cookie-keys", key], &[]),
        example(
            "/console/signing-keys/{kind}/rotate",
            &["private-keys"],
            &[("algorithm", "EC"), ("grace", "0")],
        ),
        example("/console/tenants/{tenant}/delete", &["acme"], &[]),
        example("/console/administrators/{administrator}", &[&id("olga")], &[("role", "read-only")]),
    ]
}

both_databases! {
    async fn what_asks_first_does_nothing_unasked(db: Db) {
        let world = World::over(db).await;
        let olga = world.administrator("olga", ConsoleRole::Owner).await;
        let mut examples = of_the_product(&world).await;
        examples.extend(of_people(&world).await);
        examples.extend(of_the_experience(&world).await);
        examples.extend(of_the_server(&world, &olga).await);
        assert_eq!(examples.iter().map(|example| example.of).collect::<BTreeSet<_>>(), acts::asking());
        let database = &world.test.services.db;
        let before = contents(database).await;
        let mut names = Vec::new();
        for example in &examples {
            let asked = send(&olga, example, &[]).await.assert_status(422).body;
            let name = to_type(&asked).map(ToOwned::to_owned);
            let answer = if name.is_some() { "name=\"typed\"" } else { "name=\"sure\"" };
            assert!(asked.contains(answer), "{}: {asked}", example.path);
            // Nor with an answer that is another, or is no answer to this question.
            let wrong = if name.is_some() { [("sure", "yes"), ("typed", "something else")] } else { [("sure", "no"), ("typed", "yes")] };
            let again = send(&olga, example, &wrong).await.assert_status(422).body;
            assert!(again.contains(answer), "{}: {again}", example.path);
            for (table, now) in contents(database).await {
                assert_eq!(before.get(&table), Some(&now), "{} changed {table}", example.path);
            }
            names.push(name);
        }
        // Each would have done something.
        for (example, name) in examples.iter().zip(&names) {
            let before = contents(database).await;
            let answer = name.as_deref().map_or(("sure", "yes"), |name| ("typed", name));
            send(&olga, example, &[answer]).await.assert_status(303);
            assert_ne!(contents(database).await, before, "{}", example.path);
        }
    }
}
