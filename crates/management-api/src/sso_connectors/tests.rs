//! Enterprise connectors.

use serde_json::{Value, json};
use store::both_databases;
use testkit::OpenIdProvider;

use crate::test_api::{TestApi, column, id, shows};

const PATH: &str = "/api/sso-connectors";
const PROVIDERS: &str = "/api/sso-connector-providers";

fn config() -> Value {
    json!({ "clientId": "guildhall", "clientSecret": "hunter2", "issuer": "https://id.fjord.example" })
}

fn named(name: &str) -> Value {
    json!({ "providerName": "OIDC", "connectorName": name })
}

/// The body of a connector with other members, or more.
fn with(more: Value) -> Value {
    let mut body = named("Fjord");
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

fn domains(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("d{number}.example")).collect()
}

/// A connector without what its kind says of itself.
fn own(mut connector: Value) -> Value {
    for member in ["name", "providerType", "providerLogo", "providerLogoDark"] {
        assert!(connector.as_object_mut().unwrap().remove(member).is_some(), "{member}");
    }
    connector
}

both_databases! {
    async fn the_kinds_are_those_that_speak_openid_connect(db: Db) {
        let api = TestApi::over(db).await;
        let providers = api.get(PROVIDERS).await;
        assert_eq!(column(&providers, "providerName"), ["OIDC", "Okta", "GoogleWorkspace", "AzureAdOidc"]);
        for provider in providers.as_array().unwrap() {
            assert_eq!(provider.as_object().unwrap().len(), 6, "{provider}");
            assert_eq!((&provider["providerType"], &provider["logo"]), (&json!("oidc"), &provider["logoDark"]));
            assert!(provider["logo"].as_str().unwrap().starts_with("data:image/"), "{provider}");
            assert!(["name", "description"].iter().all(|text| !provider[text].as_str().unwrap().is_empty()));
        }
    }

    async fn a_connector_is_made_shown_changed_and_deleted(db: Db) {
        let api = TestApi::over(db).await;
        let branding = json!({ "displayName": "Fjord", "logo": "https://a.example/l.svg", "darkLogo": "https://a.example/d.svg" });
        let body = with(json!({
            "providerName": "Okta", "config": config(), "domains": ["Fjord.Example", "bücher.example"], "branding": branding,
            "syncProfile": true, "enableTokenStorage": false, "unknown": 1,
        }));
        let created = api.post(PATH, body, 200).await;
        let connector = id(&created);
        assert_eq!(created, json!({
            "tenantId": "default", "id": connector, "providerName": "Okta", "connectorName": "Fjord", "config": config(),
            "domains": ["fjord.example", "xn--bcher-kva.example"], "branding": branding, "syncProfile": true, "enableTokenStorage": false,
            "createdAt": testkit::services::START.0,
        }));
        let path = format!("{PATH}/{connector}");
        let shown = api.get(&path).await;
        assert_eq!(own(shown.clone()), created);
        let okta = &api.get(PROVIDERS).await[1];
        for (member, of_kind) in [("name", "name"), ("providerType", "providerType"), ("providerLogo", "logo"), ("providerLogoDark", "logoDark")] {
            assert_eq!(shown[member], okta[of_kind], "{member}");
        }
        assert_eq!(api.get(PATH).await, json!([shown]));
        // What is not said stays; what is said is replaced as a whole.
        let renamed = api.client.patch(&path, json!({ "connectorName": "Dal", "enableTokenStorage": false })).await.assert_status(200).json();
        assert_eq!((&renamed["connectorName"], &renamed["config"], &renamed["domains"]), (&json!("Dal"), &config(), &created["domains"]));
        assert_eq!((&renamed["branding"], &renamed["syncProfile"]), (&branding, &json!(true)));
        let other = json!({ "clientId": "c", "clientSecret": "s", "issuer": "https://id.dal.example" });
        let change = json!({ "config": other, "domains": ["dal.example"], "branding": { "displayName": "Dal", "logo": "" }, "syncProfile": false, "providerName": "OIDC" });
        let changed = api.client.patch(&path, change).await.assert_status(200).json();
        assert_eq!(own(changed.clone()), json!({
            "tenantId": "default", "id": connector, "providerName": "Okta", "connectorName": "Dal", "config": other, "domains": ["dal.example"],
            "branding": { "displayName": "Dal" }, "syncProfile": false, "enableTokenStorage": false, "createdAt": created["createdAt"],
        }));
        assert_eq!(api.get(&path).await, changed);
        let emptied = api.client.patch(&path, json!({ "domains": [], "branding": {} })).await.assert_status(200).json();
        assert_eq!((&emptied["domains"], &emptied["branding"]), (&json!([]), &json!({})));
        assert_eq!(api.client.delete(&path).await.assert_status(204).body, "");
        api.client.get(&path).await.assert_error(404, "entity.not_exists_with_id");
        api.client.patch(&path, json!({ "syncProfile": true })).await.assert_error(404, "entity.not_exists");
        api.client.delete(&path).await.assert_error(404, "entity.not_found");
        assert_eq!(api.get(PATH).await, json!([]));
    }

    async fn a_connector_is_tried_before_anybody_is_led_there(db: Db) {
        let api = TestApi::over(db).await;
        let provider = OpenIdProvider::start().await;
        let url = &provider.url;
        let made = id(&api.post(PATH, with(json!({ "config": provider.config() })), 200).await);
        let path = format!("{PATH}/{made}/test");
        let mut said = json!({
            "issuer": url, "authorizationEndpoint": format!("{url}/authorize"), "tokenEndpoint": format!("{url}/token"), "jwksUri": format!("{url}/jwks"),
        });
        assert_eq!(api.client.post(&path, json!({})).await.assert_status(200).json(), said);
        // What it says now counts, not what it said a moment ago.
        let mut document = json!({
            "issuer": url, "authorization_endpoint": format!("{url}/authorize"), "token_endpoint": format!("{url}/token"),
            "jwks_uri": format!("{url}/jwks"), "userinfo_endpoint": format!("{url}/me"),
        });
        provider.put("/.well-known/openid-configuration", &document);
        said["userinfoEndpoint"] = json!(format!("{url}/me"));
        assert_eq!(api.client.post(&path, json!({})).await.assert_status(200).json(), said);
        document["issuer"] = json!("https://other.example");
        provider.put("/.well-known/openid-configuration", &document);
        let refused = api.client.post(&path, json!({})).await.assert_error(400, "connector.invalid_response").json();
        assert!(refused["message"].as_str().unwrap().contains("another issuer"), "{refused}");
        let incomplete = id(&api.post(PATH, named("Dal"), 200).await);
        let refused = api.client.post(&format!("{PATH}/{incomplete}/test"), json!({})).await.assert_error(400, "connector.invalid_config").json();
        assert_eq!(refused["data"]["key"], "clientId");
        api.client.post(&format!("{PATH}/nothing/test"), json!({})).await.assert_error(404, "entity.not_exists_with_id");
        // The log tells that it was tried, and nothing that a provider says of itself.
        let logs = api.list("/api/logs?includeManagement=true&logKey=Management.POST%20/sso-connectors/%7Bid%7D/test").await;
        let told: Vec<_> = logs.iter().map(|log| &log["payload"]).collect();
        assert_eq!(told.iter().filter(|told| told["result"] == "Success").count(), 2, "{told:?}");
        assert!(told.iter().all(|told| told.get("after").is_none() && told.get("body").is_none()), "{told:?}");
    }

    async fn a_connector_may_be_completed_later(db: Db) {
        let api = TestApi::over(db).await;
        let created = api.post(PATH, named("Fjord"), 200).await;
        assert_eq!((&created["config"], &created["domains"], &created["branding"]), (&json!({}), &json!([]), &json!({})));
        assert_eq!((&created["syncProfile"], &created["enableTokenStorage"]), (&json!(false), &json!(false)));
        let path = format!("{PATH}/{}", id(&created));
        let completed = api.client.patch(&path, json!({ "config": config() })).await.assert_status(200).json();
        assert_eq!(completed["config"], config());
        // Who all have one issuer are asked for none.
        let google = json!({ "providerName": "GoogleWorkspace", "connectorName": "Dal", "config": { "clientId": "c", "clientSecret": "s" } });
        api.post(PATH, google, 200).await;
    }

    async fn connectors_come_newest_first_whole_or_in_pages(db: Db) {
        let api = TestApi::over(db).await;
        for name in ["One", "Two", "Three"] {
            api.post(PATH, named(name), 200).await;
            api.services.clock.advance(std::time::Duration::from_millis(1));
        }
        let whole = api.client.get(PATH).await.assert_status(200);
        assert_eq!((column(&whole.json(), "connectorName"), whole.header("total-number")), (["Three", "Two", "One"].map(str::to_owned).to_vec(), None));
        let page = api.client.get(&format!("{PATH}?page=2&page_size=2")).await.assert_status(200);
        assert_eq!((column(&page.json(), "connectorName"), page.header("total-number")), (vec!["One".to_owned()], Some("3")));
        api.client.get(&format!("{PATH}?page=0")).await.assert_error(400, "guard.invalid_pagination");
    }

    async fn what_is_no_connector_is_refused_and_nothing_is_kept(db: Db) {
        let api = TestApi::over(db).await;
        let invalid = [
            json!({}),
            json!({ "providerName": "OIDC" }),
            json!({ "connectorName": "Fjord" }),
            with(json!({ "providerName": "" })),
            with(json!({ "providerName": "x".repeat(129) })),
            with(json!({ "connectorName": "" })),
            with(json!({ "connectorName": "x".repeat(129) })),
            with(json!({ "connectorName": null })),
            with(json!({ "config": [] })),
            with(json!({ "config": null })),
            with(json!({ "config": { "note": "x".repeat(65_536) } })),
            with(json!({ "domains": "fjord.example" })),
            with(json!({ "domains": [7] })),
            with(json!({ "domains": domains(201) })),
            with(json!({ "branding": [] })),
            with(json!({ "branding": { "displayName": "x".repeat(129) } })),
            with(json!({ "branding": { "logo": "javascript:alert(1)" } })),
            with(json!({ "branding": { "darkLogo": "fjord.example/l.svg" } })),
            with(json!({ "branding": { "logo": format!("https://a.example/{}", "x".repeat(4_096)) } })),
            with(json!({ "syncProfile": "yes" })),
            with(json!({ "enableTokenStorage": 1 })),
        ];
        for body in invalid {
            api.client.post(PATH, body).await.assert_error(400, "guard.invalid_input");
        }
        for provider in ["SAML", "AzureAD", "Carrier pigeon", "oidc"] {
            let refused = api.client.post(PATH, with(json!({ "providerName": provider }))).await.assert_error(422, "connector.not_found").json();
            let message = refused["message"].as_str().unwrap();
            assert!(message.contains("SAML is not supported") && message.contains("OIDC, Okta, GoogleWorkspace, AzureAdOidc"), "{message}");
        }
        let refused = [
            (json!({ "config": {} }), 400, "connector.invalid_config"),
            (json!({ "config": { "clientId": "c", "clientSecret": "s", "issuer": "http://id.fjord.example" } }), 400, "connector.invalid_config"),
            (json!({ "config": { "clientId": 7, "clientSecret": "s", "issuer": "https://id.fjord.example" } }), 400, "connector.invalid_config"),
            (json!({ "enableTokenStorage": true }), 422, "single_sign_on.token_storage_not_supported"),
            (json!({ "domains": ["gmail.com"] }), 422, "single_sign_on.forbidden_domains"),
            (json!({ "domains": ["a.example", "A.example"] }), 422, "single_sign_on.duplicated_domains"),
        ];
        for (more, status, code) in refused.clone() {
            api.client.post(PATH, with(more)).await.assert_error(status, code);
        }
        assert_eq!(api.get(PATH).await, json!([]));

        let path = format!("{PATH}/{}", id(&api.post(PATH, with(json!({ "config": config(), "domains": domains(200) })), 200).await));
        let before = api.get(&path).await;
        for (more, status, code) in refused {
            api.client.patch(&path, more).await.assert_error(status, code);
        }
        for body in [json!({}), json!({ "unknown": 1 }), json!({ "providerName": "Okta" })] {
            api.client.patch(&path, body).await.assert_error(422, "entity.invalid_input");
        }
        for body in [
            json!({ "connectorName": "" }),
            json!({ "connectorName": null }),
            json!({ "connectorName": "x".repeat(129) }),
            json!({ "config": null }),
            json!({ "config": { "note": "x".repeat(65_536) } }),
            json!({ "domains": domains(201) }),
            json!({ "domains": ["fjord"] }),
            json!({ "branding": null }),
            json!({ "branding": { "logo": "data:image/png;base64,AA" } }),
            json!({ "syncProfile": null }),
        ] {
            api.client.patch(&path, body).await.assert_error(400, "guard.invalid_input");
        }
        assert_eq!(api.get(&path).await, before);
    }

    async fn a_refusal_says_which_member_does_not_fit(db: Db) {
        let api = TestApi::over(db).await;
        let refused = api.client.post(PATH, with(json!({ "config": { "clientId": "c", "clientSecret": "s" } }))).await;
        assert_eq!(refused.assert_error(400, "connector.invalid_config").json()["data"]["key"], "issuer");
        let long = format!("{}.example", "a.".repeat(150));
        let no_domains = ["fjord.example", "no domain", "https://a.example", "127.0.0.1", "fjord", long.as_str(), "*.fjord.example"];
        let refused = api.client.post(PATH, with(json!({ "domains": no_domains }))).await.assert_error(400, "guard.invalid_input").json();
        let places: Vec<_> = refused["data"]["issues"].as_array().unwrap().iter().map(|issue| issue["path"].clone()).collect();
        assert_eq!(places, (1..7).map(|at| json!(["domains", at])).collect::<Vec<_>>());
        let twice = json!({ "domains": ["b.example", "a.example", "B.example", "b.EXAMPLE", "bücher.example", "xn--bcher-kva.example"] });
        let refused = api.client.post(PATH, with(twice)).await.assert_error(422, "single_sign_on.duplicated_domains").json();
        assert_eq!(refused["data"], json!({ "data": ["b.example", "xn--bcher-kva.example"] }));
        let public = json!({ "domains": ["GMAIL.com", "fjord.example", "outlook.com"] });
        let refused = api.client.post(PATH, with(public)).await.assert_error(422, "single_sign_on.forbidden_domains").json();
        assert_eq!(refused["data"], json!({ "data": ["gmail.com", "outlook.com"] }));
    }

    async fn a_name_is_one_connectors(db: Db) {
        let api = TestApi::over(db).await;
        let (first, second) = (api.post(PATH, named("Fjord"), 200).await, api.post(PATH, named("Dal"), 200).await);
        api.client.post(PATH, named("Fjord")).await.assert_error(409, "single_sign_on.duplicate_connector_name");
        let path = format!("{PATH}/{}", id(&second));
        let change = json!({ "connectorName": "Fjord", "domains": ["dal.example"] });
        api.client.patch(&path, change).await.assert_error(409, "single_sign_on.duplicate_connector_name");
        assert_eq!(own(api.get(&path).await), second);
        // Its own name does not stand in its way.
        api.client.patch(&path, json!({ "connectorName": "Dal" })).await.assert_status(200);
        api.client.delete(&format!("{PATH}/{}", id(&first))).await.assert_status(204);
        api.client.patch(&path, json!({ "connectorName": "Fjord" })).await.assert_status(200);
    }

    async fn what_several_change_at_once_stays_changed(db: Db) {
        let api = TestApi::over(db).await;
        let path = format!("{PATH}/{}", id(&api.post(PATH, named("Fjord"), 200).await));
        let changes = [
            json!({ "connectorName": "Dal" }), json!({ "config": config() }), json!({ "domains": ["dal.example"] }),
            json!({ "branding": { "displayName": "Dal" } }), json!({ "syncProfile": true }),
        ];
        let answers = futures_util::future::join_all(changes.iter().map(|change| api.client.patch(&path, change.clone()))).await;
        assert!(answers.iter().all(|answer| answer.status == 200));
        let after = api.get(&path).await;
        for (member, value) in changes.iter().flat_map(|change| change.as_object().unwrap()) {
            assert_eq!(after[member], *value, "{member}");
        }
    }

    async fn secrets_are_sealed_and_kept_out_of_the_log(db: Db) {
        let api = TestApi::over(db).await;
        let path = format!("{PATH}/{}", id(&api.post(PATH, with(json!({ "config": config() })), 200).await));
        api.client.patch(&path, json!({ "config": config(), "syncProfile": true })).await.assert_status(200);
        api.client.delete(&path).await.assert_status(204);
        api.post(PATH, with(json!({ "config": config() })), 200).await;
        for (table, rows) in store::testing::contents(&api.services.services.db).await {
            assert!(rows.iter().all(|row| !shows(row, "hunter2")), "{table} shows a secret");
        }
        let logs = api.list("/api/logs?includeManagement=true&logKey=Management.PATCH%20/sso-connectors/%7Bid%7D").await;
        let told = &logs[0]["payload"];
        for part in ["body", "before", "after"] {
            assert_eq!(told[part]["config"], json!({ "clientId": "******", "clientSecret": "******", "issuer": "******" }), "{told}");
        }
        assert_eq!((&told["before"]["syncProfile"], &told["after"]["syncProfile"]), (&json!(false), &json!(true)));
    }

    async fn who_may_look_after_connectors_only_is_shown_no_secret(db: Db) {
        let api = TestApi::over(db).await.with_scopes().await;
        let scopes = ["connectors:read", "connectors:write"];
        let (machine, _) = api.machine_with("deputy", &scopes).await;
        let deputy = api.client_naming(&machine, &scopes.join(" ")).await;
        let path = format!("{PATH}/{}", id(&api.post(PATH, with(json!({ "config": config(), "domains": ["fjord.example"] })), 200).await));
        let masked = json!({ "clientId": "******", "clientSecret": "******", "issuer": "******" });
        let shown = deputy.get(&path).await.assert_status(200).json();
        assert_eq!((&shown["config"], &shown["domains"]), (&masked, &json!(["fjord.example"])));
        assert_eq!(deputy.get(PATH).await.assert_status(200).json()[0]["config"], masked);
        let changed = deputy.patch(&path, json!({ "syncProfile": true })).await.assert_status(200).json();
        assert_eq!((&changed["config"], &changed["syncProfile"]), (&masked, &json!(true)));
        // What stands for the secret does not take its place.
        deputy.patch(&path, json!({ "config": masked })).await.assert_error(422, "request.invalid_input");
        assert_eq!(api.get(&path).await["config"], config());
        deputy.get(PROVIDERS).await.assert_status(200);
        // Nobody else's part has them.
        let (stranger, _) = api.machine_with("stranger", &["organizations:read", "organizations:write", "connector-factories:read"]).await;
        let stranger = api.client_naming(&stranger, "organizations:read organizations:write connector-factories:read").await;
        for answer in [stranger.get(PATH).await, stranger.get(&path).await, stranger.get(PROVIDERS).await, stranger.delete(&path).await, stranger.post(PATH, named("Dal")).await] {
            answer.assert_error(403, "auth.forbidden");
        }
    }

    async fn of_a_kind_that_this_version_does_not_know_there_is_nothing_but_to_delete_it(db: Db) {
        let api = TestApi::over(db).await;
        let services = &api.services.services;
        let stored = store::sso_connector::StoredSsoConnector {
            id: domain::SsoConnectorId::new("pigeon"),
            provider_name: "Carrier pigeon".to_owned(),
            connector_name: "Fjord".to_owned(),
            sealed_config: Vec::new(),
            domains: Vec::new(),
            branding: serde_json::Map::new(),
            sync_profile: false,
            created_at: services.now(),
        };
        store::sso_connector::insert(services.db.exec(), &services.tenant, &stored).await.unwrap();
        assert_eq!(api.get(PATH).await, json!([]));
        let path = format!("{PATH}/pigeon");
        api.client.get(&path).await.assert_error(404, "entity.not_exists_with_id");
        api.client.patch(&path, json!({ "syncProfile": true })).await.assert_error(404, "entity.not_exists");
        api.client.delete(&path).await.assert_status(204);
    }
}
