//! Whose look every page wears: colours, pictures, styles and words of the tenant, the application and the organization.

use domain::{
    ApplicationId, OrganizationId, UserId, application::sign_in_experience::ApplicationSignInExperience,
    grant::InteractionPrompt, organization::Organization,
};
use serde_json::{Map, Value, json};
use store::{StoreError, configuration};
use testkit::TestResponse;

use super::{
    World,
    mail::by_code_with,
    steps::page,
    world::{APP, Browser, PASSWORD, THIRD_PARTY},
};

const INGRID: &str = "ingrid@fjord.example";
const TENANTS_CSS: &str = ".card { border-radius: 0 }";
const DESKS_CSS: &str = ".card { border-radius: 4px }";
const NORTHWINDS_CSS: &str = ".card { border-radius: 8px }";

fn object(value: &Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

/// The look of `name`: its logo, its colour, its icon.
fn look(name: &str, color: &str) -> (Map<String, Value>, Map<String, Value>) {
    let url = |file: &str| format!("https://{name}.example/{file}");
    let branding = json!({
        "logoUrl": url("logo.svg"), "darkLogoUrl": url("dark.svg"), "favicon": url("icon.png"), "darkFavicon": url("dark.png"),
    });
    (object(&json!({ "primaryColor": color, "darkPrimaryColor": color })), object(&branding))
}

/// A tenant with all its ways open, in a look of its own.
async fn dressed_tenant() -> World {
    let world = World::mailing(json!({})).await;
    tenant_look(&world, json!({})).await;
    world
}

async fn tenant_look(world: &World, change: Value) {
    let (mut color, branding) = look("tenant", "#112233");
    color.insert("isDarkModeEnabled".to_owned(), json!(true));
    let mut settings = json!({
        "color": color, "branding": branding, "customCss": TENANTS_CSS, "forgotPasswordMethods": ["EmailVerificationCode"],
        "mfa": { "factors": ["EmailVerificationCode"], "policy": "NoPrompt" },
    });
    settings.as_object_mut().unwrap().extend(object(&change));
    world.settings(by_code_with(&settings)).await;
}

async fn dress_application(world: &World, id: &str) {
    let (color, branding) = look("desk", "#445566");
    let own = &ApplicationSignInExperience {
        color,
        branding,
        custom_css: Some(DESKS_CSS.to_owned()),
        ..ApplicationSignInExperience::default()
    };
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

/// An organization in a look of its own.
async fn northwind(world: &World) {
    let services = world.services();
    let (color, branding) = look("northwind", "#778899");
    let organization = Organization {
        id: OrganizationId::new("northwind"),
        name: "Northwind".to_owned(),
        description: None,
        custom_data: Map::new(),
        is_mfa_required: false,
        color,
        branding,
        custom_css: Some(NORTHWINDS_CSS.to_owned()),
        created_at: services.now(),
    };
    store::organization::insert(services.db.exec(), &services.tenant, &organization).await.unwrap();
}

/// Whether a page wears the look of `name`, styles included, and its policy lets the pictures of that look be shown and nothing else.
fn assert_wears(shown: &TestResponse, (name, color, css): (&str, &str, &str), what: &str) {
    let body = &shown.body;
    for file in ["logo.svg", "dark.svg", "icon.png", "dark.png"] {
        assert!(body.contains(&format!("https://{name}.example/{file}")), "{what} lacks {file}: {body}");
    }
    assert!(body.contains(&format!("/assets/brand/{color}-{color}.css")), "{what}: {body}");
    assert!(body.contains(&format!("/assets/own/{css}")), "{what}: {body}");
    assert_eq!(body.matches("/assets/own/").count(), 1, "{what}");
    let policy = shown.header("content-security-policy").unwrap();
    let images = format!("img-src 'self' data: https://{name}.example; script-src 'self'; style-src 'self';");
    assert!(policy.contains(&images), "{what}: {policy}");
}

/// One page of each kind on the way of Ingrid, who has a second factor, with what it is.
async fn walk(
    world: &World,
    parameters: &[(&str, &str)],
    ingrid: &UserId,
) -> Vec<(&'static str, TestResponse)> {
    let mut pages = Vec::new();
    let browser = world.browser_with(parameters).await;
    let get = async |browser: &Browser, path: &str| browser.client.get(&page(path)).await.assert_status(200);
    for path in ["/sign-in", "/register", "/forgot-password"] {
        pages.push((path, get(&browser, path).await));
    }
    browser.go("/sign-in", &[("identifier", INGRID)]).await;
    pages.push(("/sign-in/password", get(&browser, "/sign-in/password").await));
    let refused = browser.post_form(&page("/sign-in/password"), &[("password", "wrong")]).await;
    pages.push(("refused", refused.assert_status(422)));
    browser.go("/sign-in/password", &[("do", "code")]).await;
    pages.push(("/sign-in/code", get(&browser, "/sign-in/code").await));
    let browser = world.browser_with(parameters).await;
    browser.go("/sign-in", &[("identifier", "ingrid")]).await;
    assert_eq!(
        browser.go("/sign-in/password", &[("password", PASSWORD)]).await,
        page("/sign-in/factor/code")
    );
    pages.push(("/sign-in/factor/code", get(&browser, "/sign-in/factor/code").await));
    let browser = world.asked(APP, InteractionPrompt::SelectAccount, ingrid, parameters).await;
    pages.push(("/select-account", get(&browser, "/select-account").await));
    let browser = world.asked(APP, InteractionPrompt::Organization, ingrid, parameters).await;
    // To who is no member, the page says that the organization is closed.
    pages.push(("/select-organization", browser.client.get(&page("/select-organization")).await));
    pages
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_wears_the_look_of_tenant_application_or_organization() {
    let world = dressed_tenant().await;
    let ingrid = world.user_with("ingrid", |user| user.primary_email = Some(INGRID.to_owned())).await;
    let to = ("redirect_uri", "https://desk.fjord.example/cb");
    for (what, shown) in walk(&world, &[to], &ingrid).await {
        assert_wears(&shown, ("tenant", "112233", "tenant."), what);
    }
    dress_application(&world, APP).await;
    for (what, shown) in walk(&world, &[to], &ingrid).await {
        assert_wears(&shown, ("desk", "445566", &format!("application.{APP}.")), what);
    }
    northwind(&world).await;
    for (what, shown) in walk(&world, &[to, ("organization_id", "northwind")], &ingrid).await {
        assert_wears(&shown, ("northwind", "778899", "organization.northwind."), what);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn consent_and_device_pages_wear_theirs() {
    let world = dressed_tenant().await;
    let ingrid = world.user_with("ingrid", |user| user.primary_email = Some(INGRID.to_owned())).await;
    northwind(&world).await;
    dress_application(&world, THIRD_PARTY).await;
    let parameters = [
        ("scope", "openid profile"),
        ("redirect_uri", "https://desk.fjord.example/cb"),
        // A third party does not dress up as an organization.
        ("organization_id", "northwind"),
    ];
    let browser = world.consenting(THIRD_PARTY, &ingrid, &parameters).await;
    let consent = browser.client.get(&format!("/consent?app_id={THIRD_PARTY}")).await.assert_status(200);
    assert_wears(&consent, ("desk", "445566", &format!("application.{THIRD_PARTY}.")), "consent");
    let done = world.client().get("/device/success").await.assert_status(200);
    assert_wears(&done, ("tenant", "112233", "tenant."), "device");
    let unknown = world.client().get("/unknown-session").await.assert_status(200);
    assert_wears(&unknown, ("tenant", "112233", "tenant."), "unknown session");
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_wear_the_look_of_the_application_that_is_signed_in_to() {
    let world = dressed_tenant().await;
    let foreign = [("sec-fetch-site", "cross-site")];
    let refused = async || {
        let browser = world.browser_with(&[("redirect_uri", "https://desk.fjord.example/cb")]).await;
        browser.client.form_with(&page("/sign-in"), &[], &foreign).await.assert_status(403)
    };
    assert_wears(&refused().await, ("tenant", "112233", "tenant."), "an error");
    dress_application(&world, APP).await;
    assert_wears(&refused().await, ("desk", "445566", &format!("application.{APP}.")), "an error");
    let nowhere = world.client().get("/callback/%ff").await.assert_status(404);
    assert_wears(&nowhere, ("tenant", "112233", "tenant."), "an error of no sign-in");
}

/// Where the styles of a page are.
fn sheet(body: &str) -> String {
    let (_, rest) = body.split_once("href=\"/assets/own/").expect("styles");
    format!("/assets/own/{}", rest.split('"').next().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn styles_are_a_file_of_their_own_that_changes_its_address() {
    let world = dressed_tenant().await;
    let browser = world.browser().await;
    let first = sheet(&browser.client.get("/sign-in").await.assert_status(200).body);
    // Nobody needs a sign-in under way to read it, and it holds no cookie.
    let served = world.client().get(&first).await.assert_status(200);
    assert_eq!(served.body, TENANTS_CSS);
    assert_eq!(served.header("content-type"), Some("text/css; charset=utf-8"));
    assert_eq!(served.header("cache-control"), Some("public, max-age=31536000, immutable"));
    assert_eq!(served.header("x-content-type-options"), Some("nosniff"));
    tenant_look(&world, json!({ "customCss": "</style><script>alert(1)</script>" })).await;
    let page = browser.client.get("/sign-in").await.assert_status(200);
    assert!(!page.body.contains("alert(1)"), "{}", page.body);
    let second = sheet(&page.body);
    assert_ne!(first, second);
    assert_eq!(
        world.client().get(&second).await.assert_status(200).body,
        "</style><script>alert(1)</script>"
    );
    // An address that names what was there before is answered, but not kept.
    let stale = world.client().get(&first).await.assert_status(200);
    assert_eq!(stale.header("cache-control"), Some("no-store"));
    for nothing in [
        "/assets/own/",
        "/assets/own/tenant.css",
        "/assets/own/tenant",
        "/assets/own/organization.%00.0000000000000000.css",
        "/assets/own/application..0000000000000000.css",
        "/assets/own/organization.nobody.0000000000000000.css",
        "/assets/own/application.nobody.0000000000000000.css",
        "/assets/own/%ff.css",
    ] {
        assert_eq!(world.client().get(nothing).await.status.as_u16(), 404, "{nothing}");
    }
    tenant_look(&world, json!({ "customCss": null })).await;
    assert_eq!(world.client().get(&second).await.status.as_u16(), 404);
    assert!(!browser.client.get("/sign-in").await.body.contains("/assets/own/"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_without_a_dark_scheme_is_light_for_everybody() {
    let world = dressed_tenant().await;
    let light = r#"<meta name="color-scheme" content="light">"#;
    let dark = "https://tenant.example/dark.svg";
    let show = async || world.browser().await.client.get("/sign-in").await.assert_status(200).body;
    assert!(!show().await.contains(light) && show().await.contains(dark));
    let (color, _) = look("tenant", "#112233");
    let mut color = Value::Object(color);
    color["isDarkModeEnabled"] = json!(false);
    tenant_look(&world, json!({ "color": color })).await;
    let body = show().await;
    assert!(body.contains(light) && body.contains("/assets/light.") && !body.contains(dark), "{body}");
}

#[tokio::test(flavor = "multi_thread")]
async fn words_of_the_tenants_own_stand_on_the_page_they_are_for_as_text() {
    let world = dressed_tenant().await;
    let content = json!({ "/sign-in": "Use your <b>badge</b> number.\nAsk at the desk.", "register": " Welcome ", "consent": 7 });
    tenant_look(&world, json!({ "customContent": content })).await;
    let browser = world.browser().await;
    let show = async |path: &str| browser.client.get(&page(path)).await.assert_status(200).body;
    let body = show("/sign-in").await;
    assert!(body.contains(r#"<p class="own-words">Use your &#60;b&#62;badge&#60;/b&#62; number."#), "{body}");
    assert!(show("/register").await.contains(r#"<p class="own-words">Welcome</p>"#));
    assert!(!show("/forgot-password").await.contains("own-words"));
}
