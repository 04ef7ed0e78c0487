//! Speaking for a user.

use domain::console::{ConsoleRole, Rights};
use serde_json::{Value, json};
use store::both_databases;

use super::world::{Administrator, World};

/// What stands in a page behind an element's id, until the element ends.
fn text_of(page: &str, id: &str) -> String {
    let (_, rest) = page.split_once(&format!("id=\"{id}\">")).unwrap_or_else(|| panic!("no {id}: {page}"));
    rest.split('<').next().unwrap().to_owned()
}

fn claims(token: &str) -> Value {
    use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
    let part = token.split('.').nth(1).expect("a JWT");
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

/// A user with an organization, and an application that exchanges tokens: by a setting that its page has.
async fn furnished(world: &World, edda: &Administrator) -> (String, String, String) {
    let user = world.created("/api/users", json!({ "username": "ingrid", "name": "Ingrid" })).await;
    let organization = world.created("/api/organizations", json!({ "name": "Northwind" })).await;
    let members = json!({ "userIds": [user] });
    world.api.post(&format!("/api/organizations/{organization}/users"), members).await.assert_status(201);
    let redirects = json!({ "redirectUris": ["https://support.example/cb"], "postLogoutRedirectUris": [] });
    let application = json!({ "name": "Support", "type": "Traditional", "oidcClientMetadata": redirects });
    let application = world.created("/api/applications", application).await;
    let page = edda.page(&format!("/console/users/{user}/impersonate")).await;
    assert!(
        page.contains("No application exchanges tokens") && page.contains("Let it exchange tokens"),
        "{page}"
    );
    let path = format!("/console/applications/{application}");
    let mark = super::world::hidden(&edda.page(&path).await, "mark").unwrap();
    let form = [
        ("name", "Support"),
        ("mark", &mark),
        ("exchanges", "yes"),
        ("redirect_uris", "https://support.example/cb"),
    ];
    edda.post(&path, &form).await.assert_status(303);
    assert!(edda.page(&path).await.contains(
        "value=\"yes\" type=\"checkbox\" class=\"checkbox\" checked aria-describedby=\"exchanges-hint\""
    ));
    (user, organization, application)
}

both_databases! {
    async fn a_token_is_made_for_a_reason_and_exchanged_once(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let (user, organization, application) = furnished(&world, &edda).await;
        let path = format!("/console/users/{user}/impersonate");
        let page = edda.page(&path).await;
        assert!(page.contains("Support") && page.contains("Northwind"), "{page}");
        let form = |reason: &'static str| [("reason", reason), ("application", &application), ("organization", &organization), ("how", "elsewhere")];
        let refused = edda.post(&path, &form("  ")).await.assert_status(422);
        assert!(refused.body.contains("Say why."), "{}", refused.body);
        let other = [("reason", "Ticket 7"), ("application", "other")];
        let refused = edda.post(&path, &other).await.assert_status(422);
        assert!(refused.body.contains("This cannot be chosen any more."), "{}", refused.body);
        let foreign = [("reason", "Ticket 7"), ("application", application.as_str()), ("organization", "foreign")];
        edda.post(&path, &foreign).await.assert_status(422);
        assert!(store::testing::contents(&world.test.services.db).await["subject_tokens"].is_empty());

        let made = edda.post(&path, &form("Ticket <7>")).await.assert_status(200);
        assert_eq!(made.header("cache-control"), Some("no-store"));
        let token = text_of(&made.body, "once-1");
        assert!(token.starts_with("sub_") && made.body.contains("within 10 minutes"), "{}", made.body);
        for part in ["curl http", "/oidc/token", "$APPLICATION_SECRET", &format!("organization_id={organization}"), "Ticket &#60;7&#62;"] {
            assert!(made.body.contains(part), "{part}: {}", made.body);
        }
        // The page says it once, and the token works once.
        assert!(!edda.page(&path).await.contains(&token));
        let secrets = world.api.get(&format!("/api/applications/{application}/secrets")).await.json();
        let form = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("subject_token", token.as_str()),
            ("subject_token_type", "urn:logto:token-type:impersonation_token"), ("organization_id", &organization),
            ("client_id", &application), ("client_secret", secrets[0]["value"].as_str().unwrap()),
        ];
        let provider = testkit::TestClient::new(oidc::router(std::sync::Arc::clone(&world.test.services))).unrecorded();
        let access = provider.form("/oidc/token", &form).await.assert_status(200).json();
        let told = claims(access["access_token"].as_str().unwrap());
        assert_eq!((&told["sub"], told["act"]["sub"].is_string()), (&json!(user), true));
        provider.form("/oidc/token", &form).await.assert_status(400);

        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        let activity = vera.page(&format!("/console/users/{user}/activity")).await;
        for text in ["POST /subject-tokens", "ExchangeTokenBy.TokenExchange", "edda", "Reason: Ticket &#60;7&#62;"] {
            assert!(activity.contains(text), "{text}: {activity}");
        }
        assert_eq!(activity.matches("Reason: Ticket").count(), 2, "{activity}");
    }

    async fn the_console_exchanges_the_token_where_it_can(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let (user, organization, application) = furnished(&world, &edda).await;
        let path = format!("/console/users/{user}/impersonate");
        let form = [("reason", "Ticket 7"), ("application", application.as_str()), ("organization", &organization), ("how", "here")];
        let made = edda.post(&path, &form).await.assert_status(200);
        let told = claims(&text_of(&made.body, "once-1"));
        assert_eq!((&told["sub"], &told["aud"]), (&json!(user), &json!(format!("urn:logto:organization:{organization}"))));
        assert!(!made.body.contains("sub_") && made.body.contains("It names you"), "{}", made.body);
        // Whoever finds the token learns who acts with it, and where the reason is.
        let token = text_of(&made.body, "once-1");
        let olga = world.administrator("olga", ConsoleRole::Owner).await;
        let explained = olga.post("/console/tokens", &[("token", &token)]).await.assert_status(200).body;
        let id = told["act"]["sub"].as_str().unwrap();
        for said in ["It was issued to edda, an administrator of this server", &format!("href=\"/console/administrators/{id}\""), &format!("href=\"/console/users/{user}/activity\"")] {
            assert!(explained.contains(said), "{said}: {explained}");
        }
        let explained = edda.post("/console/tokens", &[("token", &token)]).await.assert_status(200).body;
        assert!(explained.contains("It was issued to edda") && !explained.contains(&format!("href=\"/console/administrators/{id}\"")), "{explained}");
        let named = |act: serde_json::Value| world.test.token(json!({ "sub": user, "act": act }));
        for (act, said) in [
            (json!({ "sub": "gone", "iss": told["act"]["iss"] }), "an administrator of this server who is none any more"),
            (json!({ "sub": user }), "It was issued to somebody else, who acts for its user."),
            (json!({ "sub": id, "iss": "https://evil.example" }), "It was issued to somebody else, who acts for its user."),
        ] {
            let explained = edda.post("/console/tokens", &[("token", &named(act).await)]).await.assert_status(200).body;
            assert!(explained.contains(said), "{said}: {explained}");
        }
        // Where the provider refuses, the token is there and whole.
        let asks = json!({ "isMfaRequired": true });
        world.api.patch(&format!("/api/organizations/{organization}"), asks).await.assert_status(200);
        let made = edda.post(&path, &form).await.assert_status(200);
        assert!(made.body.contains("The exchange was refused") && made.body.contains("curl http"), "{}", made.body);
        let token = text_of(&made.body, "once-1");
        world.api.patch(&format!("/api/organizations/{organization}"), json!({ "isMfaRequired": false })).await.assert_status(200);
        let secrets = world.api.get(&format!("/api/applications/{application}/secrets")).await.json();
        let exchange = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("subject_token", token.as_str()),
            ("subject_token_type", "urn:logto:token-type:impersonation_token"), ("organization_id", &organization),
            ("client_id", &application), ("client_secret", secrets[0]["value"].as_str().unwrap()),
        ];
        let provider = testkit::TestClient::new(oidc::router(std::sync::Arc::clone(&world.test.services))).unrecorded();
        provider.form("/oidc/token", &exchange).await.assert_status(200);
        // Without a secret that is shown to them it is not tried.
        let parts = [("Subject tokens", ConsoleRole::Editor), ("Users", ConsoleRole::ReadOnly), ("Applications", ConsoleRole::ReadOnly)];
        let lena = world.administrator("lena", Rights::limited(parts.map(|(part, role)| (part.to_owned(), role)))).await;
        let made = lena.post(&path, &form).await.assert_status(200);
        assert!(made.body.contains("no secret of the application") && made.body.contains("sub_"), "{}", made.body);
    }

    async fn who_is_suspended_is_spoken_for_by_nobody(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        let (user, _, application) = furnished(&world, &edda).await;
        let path = format!("/console/users/{user}/impersonate");
        let form = [("reason", "Ticket 7"), ("application", application.as_str())];
        vera.browser.get(&path).await.assert_status(403);
        vera.post(&path, &form).await.assert_status(403);
        assert!(!vera.page(&format!("/console/users/{user}")).await.contains("/impersonate"));
        world.api.patch(&format!("/api/users/{user}/is-suspended"), json!({ "isSuspended": true })).await.assert_status(200);
        assert!(edda.page(&path).await.contains("Nobody can speak for this user"));
        assert!(edda.post(&path, &form).await.body.contains("Nobody can speak for this user"));
        // Administrators are no users of the product.
        let all = store::console::list(world.test.services.db.exec(), &world.administrators.tenant).await.unwrap();
        for one in all {
            edda.browser.get(&format!("/console/users/{}/impersonate", one.user.id)).await.assert_status(404);
        }
        assert!(store::testing::contents(&world.test.services.db).await["subject_tokens"].is_empty());
    }
}
