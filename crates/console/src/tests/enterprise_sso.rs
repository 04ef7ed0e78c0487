//! Enterprise connectors: their own pages, and where they are chosen and shown.

use domain::{
    SsoConnectorId, UserId,
    console::{ConsoleRole, Rights},
    sso::SsoIdentity,
};
use serde_json::{Map, Value, json};
use store::{both_databases, user};
use testkit::OpenIdProvider;

use super::world::{World, hidden};

const PATH: &str = "/console/enterprise-sso";
const API: &str = "/api/sso-connectors";
const METHODS: &str = "/console/sign-in-experience/methods";

fn body(name: &str) -> Value {
    json!({
        "providerName": "OIDC", "connectorName": name, "domains": ["fjord.example"],
        "config": { "clientId": "c", "clientSecret": "deep-secret", "issuer": "https://id.fjord.example" },
    })
}

/// The mark of the form at `path`, on top of fields.
fn marked<'a>(page: &str, fields: &[(&'a str, &'a str)], mark: &'a mut String) -> Vec<(&'a str, &'a str)> {
    *mark = hidden(page, "mark").unwrap();
    let mut all = vec![("mark", mark.as_str())];
    all.extend_from_slice(fields);
    all
}

both_databases! {
    async fn a_connector_is_made_set_up_shown_and_deleted(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let empty = edda.page(PATH).await;
        assert!(empty.contains("No enterprise connectors yet") && empty.contains(&format!("href=\"{PATH}/new\"")), "{empty}");
        assert!(!empty.contains("Turn it on"), "{empty}");
        let choice = edda.page(&format!("{PATH}/new")).await;
        for kind in ["OIDC", "Okta", "GoogleWorkspace", "AzureAdOidc"] {
            assert!(choice.contains(&format!("href=\"{PATH}/new/{kind}\"")), "{kind}: {choice}");
        }
        let new = format!("{PATH}/new/OIDC");
        assert!(edda.page(&new).await.contains("name=\"connectorName\""));
        edda.browser.get(&format!("{PATH}/new/SAML")).await.assert_status(404);
        assert!(edda.post(&new, &[("connectorName", " ")]).await.assert_status(422).body.contains("Enter a name."));
        let long = "n".repeat(129);
        assert!(edda.post(&new, &[("connectorName", &long)]).await.assert_status(422).body.contains("This cannot be used"));
        let made = edda.post(&new, &[("connectorName", " Fjord ")]).await.assert_status(303).location();
        let path = made.split('?').next().unwrap().to_owned();
        let id = path.rsplit('/').next().unwrap().to_owned();
        assert!(edda.page(&made).await.contains("Register its callback URI at the provider"));
        let taken = edda.post(&new, &[("connectorName", "Fjord")]).await.assert_status(422).body;
        assert!(taken.contains("Another enterprise connector has this name.") && taken.contains("value=\"Fjord\""), "{taken}");
        let list = edda.page(PATH).await;
        assert!(list.contains("Not set up") && list.contains("None yet") && list.contains("OpenID Connect") && list.contains("src=\"data:image/"), "{list}");

        // How its provider is reached.
        let page = edda.page(&path).await;
        assert!(page.contains(&format!("/callback/{id}")) && page.contains("Register this server"), "{page}");
        assert!(page.contains("value=\"client_secret_post\" selected"), "{page}");
        let mut mark = String::new();
        let fields = marked(&page, &[("config.clientId", "c"), ("config.issuer", "http://id.fjord.example")], &mut mark);
        let refused = edda.post(&path, &fields).await.assert_status(422).body;
        assert!(refused.contains("Enter a value.") && refused.contains("value=\"http://id.fjord.example\""), "{refused}");
        let fields = [fields.as_slice(), &[("config.clientSecret", "deep-secret")]].concat();
        let refused = edda.post(&path, &fields).await.assert_status(422).body;
        assert!(refused.contains("id=\"config.issuer-error\"") && refused.contains("This cannot be used"), "{refused}");
        assert!(!refused.contains("deep-secret"), "{refused}");
        let mut fields = fields;
        fields[2].1 = "https://id.fjord.example";
        fields.push(("config.trustUnverifiedEmail", "yes"));
        edda.post(&path, &fields).await.assert_status(303);
        edda.post(&path, &fields).await.assert_status(409);
        let stored = world.api.get(&format!("{API}/{id}")).await.json();
        assert_eq!(stored["config"], json!({
            "clientId": "c", "clientSecret": "deep-secret", "issuer": "https://id.fjord.example", "trustUnverifiedEmail": true,
        }));
        let page = edda.page(&path).await;
        assert!(page.contains("One is stored.") && !page.contains("deep-secret"), "{page}");
        // A secret that is left out stays.
        let mut mark = String::new();
        let fields = marked(&page, &[("config.clientId", "d"), ("config.clientSecret", ""), ("config.issuer", "https://id.fjord.example")], &mut mark);
        edda.post(&path, &fields).await.assert_status(303);
        let stored = world.api.get(&format!("{API}/{id}")).await.json();
        assert_eq!((&stored["config"]["clientId"], &stored["config"]["clientSecret"]), (&json!("d"), &json!("deep-secret")));
        let list = edda.page(PATH).await;
        assert!(list.contains("Ready") && !list.contains("Not set up") && !list.contains("deep-secret"), "{list}");

        // It goes with its name typed.
        let question = edda.page(&format!("{path}/delete")).await;
        assert!(question.contains("lose the identities") && question.contains("just-in-time"), "{question}");
        edda.post(&format!("{path}/delete"), &[("typed", "x")]).await.assert_status(422);
        edda.post(&format!("{path}/delete"), &[("typed", "Fjord")]).await.assert_status(303);
        for gone in [path.clone(), format!("{path}/experience"), format!("{path}/delete")] {
            edda.browser.get(&gone).await.assert_status(404);
        }
    }

    async fn for_whom_a_connector_is_and_how_it_looks(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let other = world.created(API, body("Other")).await;
        let id = world.created(API, body("Fjord")).await;
        let path = format!("{PATH}/{id}/experience");
        let page = edda.page(&path).await;
        assert!(page.contains("value=\"Fjord\"") && page.contains("fjord.example") && page.contains("name=\"branding.darkLogo\""), "{page}");
        let fields = [
            ("connectorName", "Fjord Shipping"), ("domains", "Fjord.Example\r\n\r\n bücher.example\nfjord.example"), ("branding.displayName", "The fjord"),
            ("branding.logo", "https://fjord.example/l.svg"), ("branding.darkLogo", ""), ("syncProfile", "yes"),
        ];
        let with = |at: usize, value: &'static str| {
            let mut fields = fields.to_vec();
            fields[at].1 = value;
            fields
        };
        let before = hidden(&page, "mark").unwrap();
        for (bad, field, said) in [
            (with(0, " "), "connectorName", "Enter a name."),
            (with(0, "Other"), "connectorName", "Another enterprise connector has this name."),
            (with(1, "fjord.example\n@fjord"), "domains", "@fjord is no domain."),
            (with(1, "fjord.example\nGmail.com"), "domains", "Anybody can have an address at gmail.com"),
            (with(3, "javascript:alert(1)"), "branding.logo", "This cannot be used"),
        ] {
            let refused = edda.post(&path, &[bad.as_slice(), &[("mark", &before)]].concat()).await.assert_status(422).body;
            assert!(refused.contains(&format!("id=\"{field}-error\"")) && refused.contains(said), "{said}: {refused}");
        }
        let unchanged = world.api.get(&format!("{API}/{id}")).await.json();
        assert_eq!((&unchanged["connectorName"], &unchanged["domains"]), (&json!("Fjord"), &json!(["fjord.example"])));
        let fields = [fields.as_slice(), &[("mark", &before)]].concat();
        edda.post(&path, &fields).await.assert_status(303);
        edda.post(&path, &fields).await.assert_status(409);
        let stored = world.api.get(&format!("{API}/{id}")).await.json();
        assert_eq!((&stored["connectorName"], &stored["syncProfile"]), (&json!("Fjord Shipping"), &json!(true)));
        assert_eq!(stored["domains"], json!(["fjord.example", "xn--bcher-kva.example"]));
        assert_eq!(stored["branding"], json!({ "displayName": "The fjord", "logo": "https://fjord.example/l.svg" }));
        assert_eq!(stored["config"]["clientSecret"], "deep-secret");
        let page = edda.browser.get(&path).await.assert_status(200);
        assert!(page.header("content-security-policy").unwrap().contains("img-src 'self' data: https://fjord.example;"));
        let list = edda.page(PATH).await;
        assert!(list.contains("xn--bcher-kva.example") && list.contains(&format!("{PATH}/{other}")), "{list}");
    }

    async fn the_switch_is_among_the_ways_to_sign_in_and_missed_where_it_is_off(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        world.created(API, body("Fjord")).await;
        let off = edda.page(PATH).await;
        assert!(off.contains("Enterprise single sign-on is off") && off.contains(&format!("href=\"{METHODS}#singleSignOnEnabled\"")), "{off}");
        let page = edda.page(METHODS).await;
        assert!(page.contains("id=\"singleSignOnEnabled\"") && page.contains("locks their people out"), "{page}");
        let mark = hidden(&page, "mark").unwrap();
        let fields = [
            ("mark", mark.as_str()), ("signInMode", "SignInAndRegister"), ("signUp.identifiers", "username"), ("signUp.password", "yes"),
            ("signIn.username", "password"), ("singleSignOnEnabled", "yes"),
        ];
        edda.post(METHODS, &fields).await.assert_status(303);
        assert_eq!(world.api.get("/api/sign-in-exp").await.json()["singleSignOnEnabled"], true);
        assert!(!edda.page(PATH).await.contains("Enterprise single sign-on is off"));
        let mark = hidden(&edda.page(METHODS).await, "mark").unwrap();
        let mut fields = fields[..5].to_vec();
        fields[0].1 = &mark;
        edda.post(METHODS, &fields).await.assert_status(303);
        assert_eq!(world.api.get("/api/sign-in-exp").await.json()["singleSignOnEnabled"], false);
    }

    async fn a_connector_is_tested_before_anybody_is_led_there(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let rune = world.administrator("rune", ConsoleRole::ReadOnly).await;
        let provider = OpenIdProvider::start().await;
        let mut fjord = body("Fjord");
        fjord["config"] = provider.config().into();
        let id = world.created(API, fjord).await;
        let path = format!("{PATH}/{id}/test");
        let link = format!("href=\"{path}\"");
        assert!(edda.page(&format!("{PATH}/{id}")).await.contains(&link));
        assert!(!rune.page(&format!("{PATH}/{id}")).await.contains(&link));
        rune.browser.get(&path).await.assert_status(403);
        let before = edda.page(&path).await;
        assert!(before.contains("Ask the provider") && !before.contains(&provider.url), "{before}");
        let said = edda.post(&path, &[]).await.assert_status(200).body;
        assert!(said.contains("The provider answers, and what it publishes is in order."), "{said}");
        for end in ["", "/authorize", "/token", "/jwks"] {
            assert!(said.contains(&format!("<code>{}{end}</code>", provider.url)), "{end}: {said}");
        }
        assert!(said.contains(&format!("<code>direct_sign_in=sso:{id}</code>")), "{said}");
        provider.put("/.well-known/openid-configuration", &json!({ "issuer": "https://other.example" }));
        let refused = edda.post(&path, &[]).await.assert_status(422).body;
        assert!(refused.contains("The provider cannot be used: the provider") && refused.contains("another issuer."), "{refused}");
        assert!(!refused.contains("deep-secret") && !refused.contains("What it publishes</h2>"), "{refused}");
        let dal = world.created(API, json!({ "providerName": "OIDC", "connectorName": "Dal" })).await;
        let incomplete = edda.post(&format!("{PATH}/{dal}/test"), &[]).await.assert_status(422).body;
        assert!(incomplete.contains("Look over the set-up first: Client ID."), "{incomplete}");
        edda.browser.get(&format!("{PATH}/nothing/test")).await.assert_status(404);
    }

    async fn an_organization_takes_in_who_comes_through_a_connector(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let organization = world.created("/api/organizations", json!({ "name": "Fjord" })).await;
        let path = format!("/console/organizations/{organization}/just-in-time");
        let api = format!("/api/organizations/{organization}/jit/sso-connectors");
        assert!(edda.page(&path).await.contains("There is no enterprise connector yet."));
        let (fjord, dal) = (world.created(API, body("Fjord")).await, world.created(API, body("Dal")).await);
        let page = edda.page(&path).await;
        assert!(page.contains(&format!("value=\"{fjord}\"")) && page.contains(&format!("value=\"{dal}\"")), "{page}");
        let mut mark = String::new();
        let fields = marked(&page, &[("emailDomains", ""), ("ssoConnectorIds", &dal)], &mut mark);
        edda.post(&path, &fields).await.assert_status(303);
        let chosen = world.api.get(&api).await.json();
        assert_eq!(chosen.as_array().unwrap().iter().map(|one| &one["id"]).collect::<Vec<_>>(), [&json!(dal)]);
        edda.post(&path, &fields).await.assert_status(409);
        let page = edda.page(&path).await;
        assert!(page.contains(&format!("value=\"{dal}\" checked")) && !page.contains(&format!("value=\"{fjord}\" checked")), "{page}");
        // What is none is refused, and nothing else is lost.
        let mut mark = String::new();
        let fields = marked(&page, &[("emailDomains", ""), ("ssoConnectorIds", "nothing")], &mut mark);
        assert!(edda.post(&path, &fields).await.status.is_client_error());
        assert_eq!(world.api.get(&api).await.json(), chosen);
        let mut mark = String::new();
        let fields = marked(&page, &[("emailDomains", "")], &mut mark);
        edda.post(&path, &fields).await.assert_status(303);
        assert_eq!(world.api.get(&api).await.json(), json!([]));
        // Who may not read connectors sees those that are chosen, and no others.
        world.api.put(&api, json!({ "ssoConnectorIds": [dal] })).await;
        let rights = [("Organizations", ConsoleRole::Editor), ("Organization roles", ConsoleRole::ReadOnly)];
        let lena = world.administrator("lena", Rights::limited(rights.map(|(part, role)| (part.to_owned(), role)))).await;
        let page = lena.page(&path).await;
        assert!(page.contains(&format!("value=\"{dal}\" checked")) && !page.contains(&fjord) && !page.contains("deep-secret"), "{page}");
    }

    async fn a_user_is_shown_with_who_they_are_at_enterprises(db: Db) {
        let world = World::over(db).await;
        let connector = world.created(API, body("Fjord")).await;
        let id = world.created("/api/users", json!({ "username": "ingrid" })).await;
        let (services, now) = (&world.test.services, world.test.services.now());
        let path = format!("/console/users/{id}");
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        assert!(!edda.page(&path).await.contains("Enterprise identities"));
        let identity = SsoIdentity {
            id: services.entropy.id_21(), user_id: UserId::new(id.as_str()), connector_id: SsoConnectorId::new(connector.as_str()),
            issuer: "https://id.fjord.example".to_owned(), identity_id: "<7>".to_owned(),
            detail: Map::from_iter([("email".to_owned(), "ingrid@fjord.example".into())]), created_at: now, updated_at: now,
        };
        user::insert_sso_identity(services.db.exec(), &services.tenant, &identity).await.unwrap();
        let page = edda.page(&path).await;
        for text in ["Enterprise identities", &format!("href=\"{PATH}/{connector}\""), "https://id.fjord.example", "&#60;7&#62;", "ingrid@fjord.example"] {
            assert!(page.contains(text), "{text}: {page}");
        }
        // Who may not read connectors is told none of their names.
        let lena = world.administrator("lena", Rights::limited([("Users".to_owned(), ConsoleRole::ReadOnly)])).await;
        let page = lena.page(&path).await;
        assert!(page.contains("ingrid@fjord.example") && page.contains(&connector), "{page}");
        assert!(!page.contains("<bdi>Fjord</bdi>") && !page.contains(&format!("{PATH}/{connector}")), "{page}");
    }

    async fn whoever_may_only_read_sees_no_way_to_change_anything(db: Db) {
        let world = World::over(db).await;
        let id = world.created(API, body("Fjord")).await;
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        assert!(!vera.page(PATH).await.contains(&format!("href=\"{PATH}/new\"")));
        for path in [format!("{PATH}/{id}"), format!("{PATH}/{id}/experience")] {
            let page = vera.page(&path).await;
            assert!(!page.contains("deep-secret") && !page.contains("Save changes") && !page.contains("/delete"), "{page}");
        }
        // Who is limited to connectors has these too, ready or not, and hears nothing of settings that they may not read.
        let lena = world.administrator("lena", Rights::limited([("Connectors".to_owned(), ConsoleRole::Editor)])).await;
        let list = lena.page(PATH).await;
        assert!(list.contains("Fjord") && list.contains("Ready") && !list.contains("Enterprise single sign-on is off"), "{list}");
        lena.page(&format!("{PATH}/{id}")).await;
        lena.page(&format!("{PATH}/new/Okta")).await;
        let otto = world.administrator("otto", Rights::limited([("Users".to_owned(), ConsoleRole::Editor)])).await;
        otto.browser.get(PATH).await.assert_status(403);
        otto.browser.get(&format!("{PATH}/{id}")).await.assert_status(403);
    }
}
