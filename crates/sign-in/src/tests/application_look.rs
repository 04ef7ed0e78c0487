//! Pages and documents in an application's own look, and what is said to whoever it does not let in.

use domain::{ApplicationId, application::sign_in_experience::ApplicationSignInExperience};
use serde_json::{Map, Value, json};
use store::{StoreError, configuration};

use super::{
    World,
    world::{APP, THIRD_PARTY},
};

fn object(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

/// Gives an application a look of its own.
async fn dress(world: &World, id: &str) {
    dress_in(world, id, own_look()).await;
}

fn own_look() -> ApplicationSignInExperience {
    ApplicationSignInExperience {
        color: object(json!({ "primaryColor": "#1a2b3c" })),
        branding: object(json!({ "logoUrl": "https://desk.fjord.example/own.svg" })),
        custom_css: Some("body{}".to_owned()),
        terms_of_use_url: Some("https://desk.fjord.example/terms".to_owned()),
        privacy_policy_url: None,
        display_name: Some("The desk".to_owned()),
    }
}

async fn dress_in(world: &World, id: &str, look: ApplicationSignInExperience) {
    let own = &look;
    let (services, id) = (world.services(), &ApplicationId::new(id));
    let done: Result<(), StoreError> = services
        .db
        .transaction(|tx| async move {
            configuration::bump(&tx, &services.tenant).await?;
            store::application::sign_in_experience::put(tx.exec(), &services.tenant, id, own).await
        })
        .await;
    done.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_public_document_shows_the_application_over_the_tenant() {
    let world = World::new().await;
    let client = world.client();
    let get = async |query: &str| {
        client.get(&format!("/api/.well-known/sign-in-exp{query}")).await.assert_status(200).json()
    };
    let tenant = get("").await;
    assert_eq!(get(&format!("?appId={APP}")).await, tenant);
    dress(&world, APP).await;
    let mut expected = tenant.clone();
    expected["color"]["primaryColor"] = json!("#1a2b3c");
    expected["branding"]["logoUrl"] = json!("https://desk.fjord.example/own.svg");
    expected["customCss"] = json!("body{}");
    expected["termsOfUseUrl"] = json!("https://desk.fjord.example/terms");
    assert_eq!(get(&format!("?appId={APP}")).await, expected);
    for query in ["", "?appId=nobody", "?appId=", &format!("?appId={THIRD_PARTY}")] {
        assert_eq!(get(query).await, tenant, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_show_the_application_s_own_name_logo_colour_and_terms() {
    let world = World::new().await;
    let plain = world.browser().await.client.get("/sign-in").await.assert_status(200).body;
    assert!(plain.contains("Fjord Desk") && !plain.contains("own.svg"));
    dress(&world, APP).await;
    for path in ["/sign-in", "/register"] {
        let page = world.browser().await.client.get(path).await.assert_status(200);
        assert!(page.body.contains("The desk") && !page.body.contains("Fjord Desk"), "{}", page.body);
        assert!(page.body.contains("https://desk.fjord.example/own.svg"));
        assert!(page.body.contains("https://desk.fjord.example/terms"));
        assert!(page.body.contains("/assets/brand/1a2b3c-"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn consent_presents_a_third_party_as_it_wants_to_be_seen() {
    let world = World::new().await;
    let user = world.user("ingrid").await;
    dress(&world, THIRD_PARTY).await;
    let parameters = [("scope", "openid profile"), ("redirect_uri", "https://desk.fjord.example/cb")];
    let browser = world.consenting(THIRD_PARTY, &user, &parameters).await;
    let told = browser.client.get("/api/interaction/consent").await.assert_status(200).json();
    assert_eq!(
        told["application"],
        json!({
            "id": THIRD_PARTY, "name": "Fjord Reports", "branding": { "logoUrl": "https://desk.fjord.example/own.svg" },
            "displayName": "The desk", "termsOfUseUrl": "https://desk.fjord.example/terms",
        })
    );
    let page = browser.client.get("/consent").await.assert_status(200).body;
    assert!(page.contains("The desk") && page.contains("https://desk.fjord.example/terms"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn links_of_an_application_that_lead_to_no_web_address_are_not_shown() {
    let world = World::new().await;
    let user = world.user("ingrid").await;
    let script = "javascript:alert(1)";
    for id in [APP, THIRD_PARTY] {
        let look = ApplicationSignInExperience {
            branding: object(json!({ "logoUrl": script, "favicon": "https://desk.fjord.example/own.ico" })),
            terms_of_use_url: Some(script.to_owned()),
            privacy_policy_url: Some("https://desk.fjord.example/privacy".to_owned()),
            ..own_look()
        };
        dress_in(&world, id, look).await;
    }
    let parameters = [("scope", "openid profile"), ("redirect_uri", "https://desk.fjord.example/cb")];
    let browser = world.consenting(THIRD_PARTY, &user, &parameters).await;
    let told = browser.client.get("/api/interaction/consent").await.assert_status(200).json();
    assert_eq!(
        told["application"],
        json!({
            "id": THIRD_PARTY, "name": "Fjord Reports", "branding": { "favicon": "https://desk.fjord.example/own.ico" },
            "displayName": "The desk", "privacyPolicyUrl": "https://desk.fjord.example/privacy",
        })
    );
    let pages = [
        browser.client.get("/consent").await.assert_status(200).body,
        world.browser().await.client.get("/sign-in").await.assert_status(200).body,
        world
            .client()
            .get(&format!("/api/.well-known/sign-in-exp?appId={APP}"))
            .await
            .assert_status(200)
            .body,
    ];
    for page in pages {
        assert!(
            !page.contains("javascript:") && page.contains("https://desk.fjord.example/privacy"),
            "{page}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_an_application_does_not_let_in_is_not_asked() {
    let world = World::new().await;
    let user = world.user("ingrid").await;
    for application in [APP, THIRD_PARTY] {
        let services = world.services();
        let (exec, tenant, id) = (services.db.exec(), &services.tenant, ApplicationId::new(application));
        let mut restricted = store::application::find(exec, tenant, &id).await.unwrap().unwrap();
        restricted.app_level_access_control_enabled = true;
        store::application::update(exec, tenant, &restricted).await.unwrap();
        let browser = world.consenting(application, &user, &[("scope", "openid profile")]).await;
        browser.client.get("/api/interaction/consent").await.assert_error(400, "oidc.access_denied");
        let yes = browser.client.post("/api/interaction/consent", json!({})).await;
        yes.assert_error(400, "oidc.access_denied");
        let page = browser.client.get("/consent").await.assert_status(400);
        assert!(page.body.contains("Access denied."), "{}", page.body);
        assert_eq!(world.result(&browser).await, None);
    }
}
