//! The pages that ask which account and which organization (ADR 11), and those of devices (RFC 8628 §3.3).

use domain::{
    OrganizationId, UserId,
    grant::{InteractionPrompt, InteractionResult},
    organization::Organization,
};
use serde_json::{Map, json};
use store::organization::{self, member};

use super::{
    World,
    world::{APP, Browser},
};

const REDIRECT_URI: (&str, &str) = ("redirect_uri", "https://desk.fjord.example/cb");

async fn insert_organization(world: &World, id: &str, name: &str, change: impl FnOnce(&mut Organization)) {
    let mut new = Organization {
        id: OrganizationId::new(id),
        name: name.to_owned(),
        description: None,
        custom_data: Map::new(),
        is_mfa_required: false,
        color: Map::new(),
        branding: Map::new(),
        custom_css: None,
        created_at: world.services().now(),
    };
    change(&mut new);
    organization::insert(world.services().db.exec(), &world.services().tenant, &new).await.unwrap();
}

async fn join(world: &World, id: &str, user: &UserId) {
    let (exec, tenant) = (world.services().db.exec(), &world.services().tenant);
    member::add(exec, tenant, &OrganizationId::new(id), std::slice::from_ref(user)).await.unwrap();
}

async fn asked(world: &World, user: &UserId, prompt: InteractionPrompt, named: Option<&str>) -> Browser {
    let mut parameters = vec![REDIRECT_URI];
    match named {
        Some(id) => parameters.push(("organization_id", id)),
        None => parameters.push(("prompt", "consent select_organization")),
    }
    world.asked(APP, prompt, user, &parameters).await
}

fn names(page: &str) -> Vec<&str> {
    let buttons = page.split("name=\"organizationId\"").skip(1);
    buttons.map(|button| button.split("factor-name\">").nth(1).unwrap().split('<').next().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_account_page_shows_who_is_signed_in_and_each_button_does_its_own() {
    let world = World::new().await;
    let ingrid = world.user("ingrid").await;
    for (decision, expected) in [
        ("continue", InteractionResult::SameAccount),
        ("other", InteractionResult::OtherAccount),
        ("back", InteractionResult::Denied),
    ] {
        let browser = asked(&world, &ingrid, InteractionPrompt::SelectAccount, None).await;
        let page = browser.client.get("/select-account").await.assert_status(200);
        assert!(
            page.body.contains("Continue as ingrid") && page.body.contains("Fjord Desk"),
            "{}",
            page.body
        );
        assert_eq!(page.header("x-frame-options"), Some("DENY"));
        let done = browser.post_form("/select-account", &[("decision", decision)]).await.assert_status(303);
        assert_eq!(done.location(), browser.resume_url());
        assert_eq!(world.result(&browser).await, Some(expected));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_choice_is_made_by_a_forged_or_empty_form() {
    let world = World::new().await;
    let ingrid = world.user("ingrid").await;
    insert_organization(&world, "northwind000", "Northwind", |_| {}).await;
    join(&world, "northwind000", &ingrid).await;
    for (path, prompt, field) in [
        ("/select-account", InteractionPrompt::SelectAccount, ("decision", "continue")),
        ("/select-organization", InteractionPrompt::Organization, ("organizationId", "northwind000")),
    ] {
        let browser = asked(&world, &ingrid, prompt, None).await;
        let other = asked(&world, &ingrid, prompt, None).await;
        let foreign = other.xsrf(path).await;
        for xsrf in ["", foreign.as_str()] {
            browser.client.form(path, &[("xsrf", xsrf), field]).await.assert_status(403);
        }
        let xsrf = browser.xsrf(path).await;
        let form = [("xsrf", xsrf.as_str()), field];
        browser.client.form_with(path, &form, &[("origin", "https://evil.example")]).await.assert_status(403);
        browser.client.form(path, &[("xsrf", &xsrf)]).await.assert_status(422);
        assert_eq!(world.result(&browser).await, None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_answers_its_own_question_only() {
    let world = World::new().await;
    let ingrid = world.user("ingrid").await;
    let choosing = asked(&world, &ingrid, InteractionPrompt::SelectAccount, None).await;
    choosing.client.get("/select-organization").await.assert_status(400);
    // Neither a consent nor a login may stand in for it.
    choosing.client.get("/consent").await.assert_status(400);
    choosing.client.post("/api/interaction/consent", json!({})).await.assert_status(400);
    for path in ["/sign-in", "/register"] {
        let sent = choosing.client.get(path).await.assert_status(303);
        assert_eq!(sent.location(), "/select-account");
    }
    let begun = choosing.client.put("/api/experience", json!({ "interactionEvent": "SignIn" })).await;
    assert!(begun.status.is_client_error(), "{}", begun.status);
    let signing_in = world.browser().await;
    for path in ["/select-account", "/select-organization"] {
        signing_in.client.get(path).await.assert_status(400);
        world.client().get(path).await.assert_status(302);
    }
    assert_eq!(world.result(&choosing).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn organizations_are_listed_by_name_searched_and_chosen() {
    let world = World::new().await;
    let ingrid = world.user("ingrid").await;
    for number in 0..45 {
        let id = format!("org{number:09}");
        insert_organization(&world, &id, &format!("Fjord {number:02}"), |_| {}).await;
        join(&world, &id, &ingrid).await;
    }
    insert_organization(&world, "foreign00000", "Fjord of others", |_| {}).await;
    let browser = asked(&world, &ingrid, InteractionPrompt::Organization, None).await;
    let page =
        browser.client.get(&format!("/select-organization?app_id={APP}")).await.assert_status(200).body;
    assert_eq!((names(&page).len(), names(&page)[0], names(&page)[19]), (20, "Fjord 00", "Fjord 19"));
    assert!(page.contains(&format!("/select-organization?app_id={APP}&#38;page=2")), "{page}");
    let last = browser.client.get("/select-organization?page=3").await.assert_status(200).body;
    assert_eq!(names(&last), ["Fjord 40", "Fjord 41", "Fjord 42", "Fjord 43", "Fjord 44"]);
    for odd in ["0", "-1", "999999999999", "x"] {
        browser.client.get(&format!("/select-organization?page={odd}")).await.assert_status(200);
    }
    let found = browser.client.get("/select-organization?q=FJORD+17").await.assert_status(200).body;
    assert_eq!(names(&found), ["Fjord 17"]);
    for refused in ["foreign00000", "nosuchone000"] {
        let answer = browser.post_form("/select-organization", &[("organizationId", refused)]).await;
        assert!(answer.assert_status(422).body.contains("You are not a member of this organization."));
    }
    assert_eq!(world.result(&browser).await, None);
    let done = browser.post_form("/select-organization", &[("organizationId", "org000000017")]).await;
    assert_eq!(done.assert_status(303).location(), browser.resume_url());
    let chosen = InteractionResult::Organization { organization_id: OrganizationId::new("org000000017") };
    assert_eq!(world.result(&browser).await, Some(chosen));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_organization_is_explained_and_not_named() {
    let world = World::new().await;
    let ingrid = world.user("ingrid").await;
    insert_organization(&world, "foreign00000", "Secret Society", |_| {}).await;
    insert_organization(&world, "strict000000", "Strict", |strict| strict.is_mfa_required = true).await;
    join(&world, "strict000000", &ingrid).await;
    let mut pages = Vec::new();
    for named in ["foreign00000", "nosuchone000", "strict000000"] {
        let browser = asked(&world, &ingrid, InteractionPrompt::Organization, Some(named)).await;
        let page = browser.client.get("/select-organization").await.assert_status(403).body;
        let xsrf = super::world::hidden_field(&page, "xsrf");
        let form = [("xsrf", xsrf.as_str()), ("organizationId", "strict000000")];
        browser.client.form("/select-organization", &form).await.assert_status(422);
        let form = [("xsrf", xsrf.as_str()), ("decision", "other")];
        browser.client.form("/select-organization", &form).await.assert_status(303);
        assert_eq!(world.result(&browser).await, Some(InteractionResult::OtherAccount));
        pages.push(page.replace(&xsrf, ""));
    }
    assert!(pages[0].contains("You are not a member of this organization"), "{}", pages[0]);
    // Nobody learns whether there is such an organization.
    assert_eq!(pages[0], pages[1]);
    assert!(!pages[0].contains("Secret Society"));
    assert!(pages[2].contains("asks for a second step"), "{}", pages[2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_wear_the_organizations_colours_but_never_for_a_third_party() {
    let world = World::new().await;
    insert_organization(&world, "northwind000", "Northwind", |northwind| {
        northwind.color.insert("primaryColor".to_owned(), json!("#1a2b3c"));
        northwind.branding.insert("logoUrl".to_owned(), json!("https://north.example/logo.svg"));
    })
    .await;
    let parameters = [REDIRECT_URI, ("organization_id", "northwind000")];
    for (application, is_dressed) in [(APP, true), (super::world::THIRD_PARTY, false)] {
        let browser = world.signing_in(application, &parameters).await;
        let page = browser.client.get("/sign-in").await.assert_status(200).body;
        assert_eq!(page.contains("https://north.example/logo.svg"), is_dressed, "{application}");
        assert_eq!(page.contains("/assets/brand/1a2b3c-"), is_dressed, "{application}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_device_page_fetches_its_token_before_it_shows_a_form() {
    let world = World::new().await;
    let client = world.client();
    for query in ["", "?user_code=BCDF-GHJK", "?error=NotFoundError&input_code=x"] {
        let sent = client.get(&format!("/device{query}")).await.assert_status(302);
        assert_eq!(sent.location(), format!("/oidc/device{query}"));
    }
    client.get("/device/success").await.assert_status(200);
}
