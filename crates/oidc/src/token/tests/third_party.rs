//! What third-party applications get (OIDC contract §3.1, §4.8, §6.7).

use super::*;

const SCOPE: &str = "openid offline_access profile urn:logto:scope:organizations invite:member edit:billing order:read order:refund";

async fn tokens(world: &World, organizations: &[&str]) -> Value {
    let browser = world.client();
    let path =
        World::authorization_path("third", &[("scope", SCOPE), ("resource", TEMPLATE), ("resource", ORDERS)]);
    browser.get(&path).await.assert_status(303);
    browser.get(&world.finish_login(&browser, USER).await).await.assert_status(303);
    let resume = world.finish_consent_for(&browser, organizations).await;
    let code = callback_parameters(&browser.get(&resume).await.assert_status(303).location())["code"].clone();
    world.redeem("third", &code).await.assert_status(200).json()
}

#[tokio::test]
async fn only_opened_organizations_are_shown_and_addressed() {
    let world = World::new().await;
    let tokens = tokens(&world, &[NORTHWIND]).await;
    assert_eq!(payload(&tokens["id_token"])["organizations"], json!([NORTHWIND]));
    let body = world
        .refresh("third", refresh_token(&tokens), &[("organization_id", NORTHWIND)])
        .await
        .assert_status(200)
        .json();
    assert_eq!(body["scope"], "invite:member");
    let refused = world
        .refresh("third", refresh_token(&tokens), &[("organization_id", SOUTHWIND)])
        .await
        .assert_error(403, "oidc.access_denied");
    assert_eq!(refused.json()["error_description"], "organization access is not granted to the application");
    let info = world.userinfo(tokens["access_token"].as_str().unwrap()).await.assert_status(200).json();
    assert_eq!(info["organizations"], json!([NORTHWIND]));
}

#[tokio::test]
async fn what_an_unopened_organization_would_give_stays_refused() {
    let world = World::new().await;
    let closed = tokens(&world, &[]).await;
    let body = world
        .refresh("third", refresh_token(&closed), &[("resource", ORDERS)])
        .await
        .assert_status(200)
        .json();
    assert_eq!(body["scope"], "order:read");
    let opened = tokens(&world, &[NORTHWIND]).await;
    let body = world
        .refresh("third", refresh_token(&opened), &[("resource", ORDERS)])
        .await
        .assert_status(200)
        .json();
    assert_eq!(body["scope"], "order:read order:refund");
}

#[tokio::test]
async fn a_scope_it_is_not_configured_for_is_refused_by_name() {
    let world = World::new().await;
    let path = World::authorization_path("third", &[("scope", "openid profile email phone")]);
    let location = world.client().get(&path).await.assert_status(303).location();
    let told = callback_parameters(&location);
    assert_eq!(
        (told["error"].as_str(), told["error_description"].as_str(), told["scope"].as_str()),
        ("invalid_scope", "requested scope is not allowed", "email")
    );
}

#[tokio::test]
async fn no_organization_of_others_can_be_opened() {
    let world = World::new().await;
    let browser = world.client();
    let path = World::authorization_path("third", &[("scope", SCOPE)]);
    browser.get(&path).await.assert_status(303);
    browser.get(&world.finish_login(&browser, USER).await).await.assert_status(303);
    let running = operations::interaction::load(
        &world.services,
        browser.cookie("_interaction").as_deref(),
        Some("third"),
    )
    .await
    .unwrap();
    let consent = operations::consent::Consent::load(&world.services, &running.interaction).await.unwrap();
    let refused = consent.grant_selected(&world.services, &[OrganizationId::new(FOREIGN)]).await;
    assert!(matches!(refused, Err(operations::consent::ConsentError::MembershipRequired)));
}

#[tokio::test]
async fn what_is_missing_is_told_by_organization() {
    let world = World::new().await;
    let browser = world.client();
    let path =
        World::authorization_path("third", &[("scope", SCOPE), ("resource", TEMPLATE), ("resource", ORDERS)]);
    browser.get(&path).await.assert_status(303);
    browser.get(&world.finish_login(&browser, USER).await).await.assert_status(303);
    let running = operations::interaction::load(
        &world.services,
        browser.cookie("_interaction").as_deref(),
        Some("third"),
    )
    .await
    .unwrap();
    assert_eq!(running.interaction.application_id, ApplicationId::new("third"));
    let consent = operations::consent::Consent::load(&world.services, &running.interaction).await.unwrap();
    let missing = consent.missing(&world.services).await.unwrap();
    assert_eq!(missing.openid_scopes, ["profile", "urn:logto:scope:organizations"]);
    let names = |resources: &[operations::consent::MissingResourceScopes]| -> Vec<(String, Vec<String>)> {
        resources
            .iter()
            .map(|missing| {
                (missing.indicator.clone(), missing.scopes.iter().map(|scope| scope.name.clone()).collect())
            })
            .collect()
    };
    assert_eq!(
        names(&missing.resource_scopes),
        [
            (TEMPLATE.to_owned(), vec!["invite:member".to_owned()]),
            (ORDERS.to_owned(), vec!["order:read".to_owned()]),
        ]
    );
    let organizations: Vec<_> = missing
        .organizations
        .iter()
        .map(|found| (found.id.as_str(), names(&found.resource_scopes)))
        .collect();
    assert_eq!(
        organizations,
        [(SOUTHWIND, vec![]), (NORTHWIND, vec![(ORDERS.to_owned(), vec!["order:refund".to_owned()])]),]
    );
}

#[tokio::test]
async fn a_scope_that_is_withdrawn_from_it_gives_nothing_any_more() {
    let world = World::new().await;
    let issued = tokens(&world, &[NORTHWIND]).await;
    assert_eq!(payload(&issued["id_token"])["username"], "ingrid");
    let (services, id) = (&world.services, &ApplicationId::new("third"));
    for scope in ["profile", "urn:logto:scope:organizations"] {
        let withdrawn = store::application::consent::ConsentScope::User(scope.to_owned());
        let (exec, tenant) = (services.db.exec(), &services.tenant);
        assert!(store::application::consent::remove(exec, tenant, id, &withdrawn).await.unwrap());
        world.announce().await;
    }
    let body = world.refresh("third", refresh_token(&issued), &[]).await.assert_status(200).json();
    assert_eq!(body["scope"], "openid offline_access");
    assert_eq!(members(&payload(&body["id_token"])), ["sub", "aud", "exp", "iat", "iss"]);
    for token in [&issued["access_token"], &body["access_token"]] {
        let info = world.userinfo(token.as_str().unwrap()).await.assert_status(200).json();
        assert_eq!(info, json!({ "sub": USER }));
    }
    let organization = [("organization_id", NORTHWIND)];
    world
        .refresh("third", refresh_token(&body), &organization)
        .await
        .assert_error(403, "oidc.insufficient_scope");
}

#[tokio::test]
async fn roles_in_organizations_that_are_not_open_to_it_give_it_nothing() {
    let world = World::new().await;
    let issued = tokens(&world, &[NORTHWIND]).await;
    let scope_of = async |resource: &str| {
        let body = world.refresh("third", refresh_token(&issued), &[("resource", resource)]).await;
        body.assert_status(200).json()["scope"].clone()
    };
    assert_eq!(scope_of(ORDERS).await, "order:read order:refund");
    assert_eq!(scope_of(TEMPLATE).await, "invite:member");
    // The same role, in an organization that stayed closed.
    let (exec, tenant, user) = (world.services.db.exec(), &world.services.tenant, UserId::new(USER));
    let role = [OrganizationRoleId::new("manager")];
    let [northwind, southwind] = [NORTHWIND, SOUTHWIND].map(OrganizationId::new);
    store::organization::member::add_roles(exec, tenant, &southwind, &user, &role).await.unwrap();
    assert_eq!(scope_of(ORDERS).await, "order:read order:refund");
    store::organization::member::remove(exec, tenant, &northwind, &user).await.unwrap();
    assert_eq!(scope_of(ORDERS).await, "order:read");
    assert_eq!(scope_of(TEMPLATE).await, "");
}
