//! Signing in to an organization: one that the client names, or one that the user chooses (ADR 11).

use domain::OrganizationId;
use store::organization::{OrganizationChange, member};

use super::*;

const SCOPE: &str = "openid offline_access profile urn:logto:scope:organizations invite:member edit:billing order:read order:refund";
const NOT_A_MEMBER: &str = "user is not a member of the organization";

async fn leave(world: &World, organization: &str) {
    let (exec, tenant) = (world.services.db.exec(), &world.services.tenant);
    let organization = OrganizationId::new(organization);
    assert!(member::remove(exec, tenant, &organization, &UserId::new(USER)).await.unwrap());
}

async fn require_second_factor(world: &World, organization: &str) {
    let (exec, tenant) = (world.services.db.exec(), &world.services.tenant);
    let change = OrganizationChange { is_mfa_required: Some(true), ..OrganizationChange::default() };
    store::organization::update(exec, tenant, &OrganizationId::new(organization), &change).await.unwrap();
}

/// A browser in which the user has just signed in for this request; with the answer to that.
async fn signed_in(world: &World, client: &str, parameters: &[(&str, &str)]) -> (TestClient, TestResponse) {
    let browser = world.client();
    browser.get(&World::authorization_path(client, parameters)).await.assert_status(303);
    let response = browser.get(&world.finish_login(&browser, USER).await).await.assert_status(303);
    (browser, response)
}

fn chosen(id: &str) -> InteractionResult {
    InteractionResult::Organization { organization_id: OrganizationId::new(id) }
}

#[tokio::test]
async fn the_tokens_of_a_member_carry_the_organization() {
    let world = World::new().await;
    let asked = [("organization_id", NORTHWIND), ("resource", TEMPLATE), ("resource", ORDERS)];
    let code = world.code("web", &asked).await;
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("code_verifier", VERIFIER),
        ("redirect_uri", REDIRECT_URI),
        ("resource", ORDERS),
    ];
    let tokens = world.token_as("web", &form).await.assert_status(200).json();
    let access = payload(&tokens["access_token"]);
    assert_eq!((&access["aud"], &access["organization_id"]), (&json!(ORDERS), &json!(NORTHWIND)));
    assert_eq!(access["scope"], "order:read order:refund");
    let id = payload(&tokens["id_token"]);
    assert_eq!(
        members(&id),
        [
            "sub",
            "name",
            "preferred_username",
            "picture",
            "updated_at",
            "username",
            "created_at",
            "organizations",
            "organization_id",
            "aud",
            "exp",
            "iat",
            "iss"
        ]
    );
    assert_eq!(id["organization_id"], NORTHWIND);
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let first =
        world.refresh("web", refresh, &[("organization_id", NORTHWIND)]).await.assert_status(200).json();
    let audience = format!("urn:logto:organization:{NORTHWIND}");
    assert_eq!(payload(&first["access_token"])["aud"], audience);
    assert_eq!(payload(&first["id_token"])["organization_id"], NORTHWIND);
    leave(&world, NORTHWIND).await;
    let refresh = first["refresh_token"].as_str().unwrap();
    let later = world.refresh("web", refresh, &[]).await.assert_status(200).json();
    assert_eq!(payload(&later["id_token"]).get("organization_id"), None);
}

#[tokio::test]
async fn a_membership_that_ended_since_buys_no_token_and_spends_no_code() {
    let world = World::new().await;
    let code = world.code("web", &[("organization_id", NORTHWIND), ("resource", ORDERS)]).await;
    leave(&world, NORTHWIND).await;
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("code_verifier", VERIFIER),
        ("redirect_uri", REDIRECT_URI),
    ];
    let with_resource: Vec<_> = form.iter().copied().chain([("resource", ORDERS)]).collect();
    let refused = world.token_as("web", &with_resource).await.assert_error(403, "oidc.access_denied");
    assert_eq!(refused.json()["error_description"], NOT_A_MEMBER);
    let tokens = world.token_as("web", &form).await.assert_status(200).json();
    assert_eq!(payload(&tokens["id_token"]).get("organization_id"), None);
}

#[tokio::test]
async fn who_is_no_member_is_told_so_and_then_the_client_is() {
    let world = World::new().await;
    for organization in [FOREIGN, "nosuchone000"] {
        let asked = [("organization_id", organization)];
        let (browser, response) = signed_in(&world, "web", &asked).await;
        assert_eq!(response.location(), "/select-organization?app_id=web");
        let resume = world.finish(&browser, InteractionResult::Denied).await;
        let told = refusal(&browser.get(&resume).await);
        assert_eq!(told, ("access_denied".to_owned(), Some(NOT_A_MEMBER.to_owned())), "{organization}");
    }
}

#[tokio::test]
async fn an_organization_that_is_not_asked_for_by_scope_is_a_brand_and_a_limit_only() {
    let world = World::new().await;
    let asked = [("organization_id", FOREIGN), ("scope", "openid profile")];
    let told = world.sign_in(&world.client(), "web", &asked).await;
    let tokens = world.redeem("web", &told["code"]).await.assert_status(200).json();
    assert_eq!(payload(&tokens["id_token"]).get("organization_id"), None);
}

#[tokio::test]
async fn the_user_chooses_where_the_client_leaves_it_to_them() {
    let world = World::new().await;
    let asked = [("prompt", "consent select_organization"), ("scope", SCOPE), ("resource", ORDERS)];
    let (browser, response) = signed_in(&world, "web", &asked).await;
    assert_eq!(response.location(), "/select-organization?app_id=web");
    let resume = world.finish(&browser, chosen(SOUTHWIND)).await;
    let response = browser.get(&resume).await.assert_status(303);
    assert_eq!(response.location(), "/consent?app_id=web");
    let response = browser.get(&world.finish_consent(&browser).await).await.assert_status(303);
    let code = callback_parameters(&response.location())["code"].clone();
    let tokens = world.redeem("web", &code).await.assert_status(200).json();
    assert_eq!(payload(&tokens["id_token"])["organization_id"], SOUTHWIND);
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let body = world.refresh("web", refresh, &[("resource", ORDERS)]).await.assert_status(200).json();
    // What the manager of another organization may do was not granted here.
    assert_eq!(body["scope"], "order:read");
}

#[tokio::test]
async fn a_choice_that_is_not_the_users_leads_to_no_code() {
    let world = World::new().await;
    let asked = [("prompt", "consent select_organization"), ("scope", SCOPE)];
    for organization in [FOREIGN, "nosuchone000", ""] {
        let (browser, _) = signed_in(&world, "web", &asked).await;
        let resume = world.finish(&browser, chosen(organization)).await;
        let response = browser.get(&resume).await.assert_status(303);
        assert_eq!(response.location(), "/select-organization?app_id=web");
    }
}

#[tokio::test]
async fn who_has_one_organization_is_not_asked_which() {
    let world = World::new().await;
    leave(&world, SOUTHWIND).await;
    let asked = [("prompt", "consent select_organization"), ("scope", SCOPE)];
    let told = world.sign_in(&world.client(), "web", &asked).await;
    let tokens = world.redeem("web", &told["code"]).await.assert_status(200).json();
    assert_eq!(payload(&tokens["id_token"])["organization_id"], NORTHWIND);
    leave(&world, NORTHWIND).await;
    let (_, response) = signed_in(&world, "web", &asked).await;
    assert_eq!(response.location(), "/select-organization?app_id=web");
}

#[tokio::test]
async fn another_account_may_be_a_member() {
    let world = World::new().await;
    let (browser, _) = signed_in(&world, "web", &[("organization_id", FOREIGN)]).await;
    let resume = world.finish(&browser, InteractionResult::OtherAccount).await;
    let response = browser.get(&resume).await.assert_status(303);
    assert_eq!(response.location(), format!("/sign-in?app_id=web&organization_id={FOREIGN}"));
}

#[tokio::test]
async fn choosing_needs_the_scope_of_organizations() {
    let world = World::new().await;
    let asked = [("prompt", "select_organization"), ("scope", "openid profile")];
    let told = refusal(&authorize(&world, "web", &asked).await);
    let text = "prompt select_organization needs the scope urn:logto:scope:organizations";
    assert_eq!(told, ("invalid_request".to_owned(), Some(text.to_owned())));
}

#[tokio::test]
async fn a_member_who_leaves_between_choice_and_code_gets_none() {
    let world = World::new().await;
    let asked = [("prompt", "consent select_organization"), ("scope", SCOPE)];
    let (browser, _) = signed_in(&world, "web", &asked).await;
    browser.get(&world.finish(&browser, chosen(NORTHWIND)).await).await.assert_status(303);
    let resume = world.finish_consent(&browser).await;
    leave(&world, NORTHWIND).await;
    let response = browser.get(&resume).await.assert_status(303);
    assert_eq!(response.location(), "/select-organization?app_id=web");
    let resume = world.finish(&browser, InteractionResult::Denied).await;
    let told = refusal(&browser.get(&resume).await);
    assert_eq!(told, ("access_denied".to_owned(), Some(NOT_A_MEMBER.to_owned())));
}

#[tokio::test]
async fn an_organization_that_asks_for_a_second_factor_is_closed_to_who_has_none() {
    let world = World::new().await;
    require_second_factor(&world, NORTHWIND).await;
    let (browser, response) = signed_in(&world, "web", &[("organization_id", NORTHWIND)]).await;
    assert_eq!(response.location(), "/select-organization?app_id=web");
    let resume = world.finish(&browser, InteractionResult::Denied).await;
    let text = "organization requires MFA but user has no MFA configured";
    assert_eq!(refusal(&browser.get(&resume).await), ("access_denied".to_owned(), Some(text.to_owned())));
}

#[tokio::test]
async fn a_third_party_signs_in_to_organizations_that_were_opened_to_it() {
    let world = World::new().await;
    let asked = [("organization_id", NORTHWIND), ("scope", "openid profile urn:logto:scope:organizations")];
    for (opened, is_let_in) in [(&[SOUTHWIND][..], false), (&[NORTHWIND], true)] {
        let (browser, response) = signed_in(&world, "third", &asked).await;
        assert_eq!(response.location(), "/consent?app_id=third");
        let response = browser.get(&world.finish_consent_for(&browser, opened).await).await;
        if is_let_in {
            let code = callback_parameters(&response.location())["code"].clone();
            let tokens = world.redeem("third", &code).await.assert_status(200).json();
            assert_eq!(payload(&tokens["id_token"])["organization_id"], NORTHWIND);
        } else {
            let text = "organization access is not granted to the application";
            assert_eq!(refusal(&response), ("access_denied".to_owned(), Some(text.to_owned())));
        }
    }
}
