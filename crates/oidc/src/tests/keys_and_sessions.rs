//! What a change of keys and of the life of sessions means to those who sign in (Management API contract §12.3).

use std::time::Duration;

use domain::signing_key::rotated;
use jose::Algorithm;
use operations::keys::rotation::{add_cookie_key, new_cookie_key, new_signing_key, promote_due};
use serde_json::Value;
use store::{StoreError, configuration, signing_key};

use super::*;

/// Rotates the signing key as the Management API does and returns the new one's id.
async fn rotate(world: &World, grace: Option<Duration>) -> String {
    let (services, tenant) = (&world.services, &world.services.tenant);
    let new = &new_signing_key(services, Algorithm::ES384, grace).await.unwrap();
    let changed: Result<(), StoreError> = services
        .db
        .transaction(|tx| async move {
            configuration::bump(&tx, tenant).await?;
            let stored = signing_key::all(tx.exec(), tenant).await?;
            let keys = rotated(stored, new.clone(), services.now()).unwrap();
            signing_key::replace_all(tx.exec(), tenant, &keys).await
        })
        .await;
    changed.unwrap();
    new.id.to_string()
}

async fn published(world: &World) -> Vec<String> {
    let keys = world.client().get("/oidc/jwks").await.assert_status(200).json();
    keys["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

/// The id of the key that signs tokens now, as a client sees it.
async fn signing(world: &World) -> String {
    let form = [("grant_type", "client_credentials"), ("resource", ORDERS)];
    let token = world.token_as("machine", &form).await.assert_status(200).json();
    let header: Value =
        serde_json::from_str(&crate::test_support::decoded(&token["access_token"]).0).unwrap();
    header["kid"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_staged_key_is_published_before_it_signs_and_the_old_one_after() {
    let world = World::new().await;
    let first = signing(&world).await;
    let second = rotate(&world, Some(Duration::from_secs(60))).await;
    assert_eq!(
        (published(&world).await, signing(&world).await),
        (vec![first.clone(), second.clone()], first.clone())
    );
    world.test.advance(Duration::from_secs(60));
    let after = (vec![second.clone(), first.clone()], second.clone());
    assert_eq!((published(&world).await, signing(&world).await), after, "by time alone");
    assert!(promote_due(&world.services).await.unwrap());
    assert_eq!((published(&world).await, signing(&world).await), after);
    let third = rotate(&world, None).await;
    assert_eq!((published(&world).await, signing(&world).await), (vec![third.clone(), second], third));
}

#[tokio::test]
async fn an_id_token_of_the_key_before_still_says_who_signs_out() {
    let world = World::new().await;
    let tokens = world.tokens("web").await;
    let path = format!("/oidc/session/end?id_token_hint={}", tokens["id_token"].as_str().unwrap());
    rotate(&world, None).await;
    world.client().get(&path).await.assert_status(200);
    rotate(&world, None).await;
    world.client().get(&path).await.assert_error(400, "oidc.invalid_request");
}

#[tokio::test]
async fn a_browser_stays_signed_in_over_one_rotation_of_the_keys_of_cookies() {
    let world = World::new().await;
    let browser = world.client();
    world.sign_in(&browser, "spa", &[]).await;
    let rotate = async || {
        let (services, new) = (&world.services, &new_cookie_key(&world.services).unwrap());
        let changed: Result<(), StoreError> = services
            .db
            .transaction(|tx| async move {
                configuration::bump(&tx, &services.tenant).await?;
                add_cookie_key(&tx, services, new.clone()).await.map(drop)
            })
            .await;
        changed.unwrap();
    };
    let silent = World::authorization_path("spa", &[("prompt", "none")]);
    let is_signed_in =
        async || !browser.get(&silent).await.assert_status(303).location().contains("login_required");
    rotate().await;
    assert!(is_signed_in().await, "the old key still verifies, and the answer is signed by the new one");
    rotate().await;
    assert!(is_signed_in().await);
    rotate().await;
    rotate().await;
    assert!(!is_signed_in().await, "its key is gone");
}

#[tokio::test]
async fn a_session_lasts_as_long_as_the_setting_says() {
    let world = World::new().await;
    let (exec, tenant) = (world.services.db.exec(), &world.services.tenant);
    configuration::put_setting(exec, tenant, "oidcSession", &json!({ "ttl": 600 })).await.unwrap();
    world.announce().await;
    let browser = world.client();
    world.sign_in(&browser, "spa", &[]).await;
    let silent = World::authorization_path("spa", &[("prompt", "none")]);
    let is_signed_in =
        async || !browser.get(&silent).await.assert_status(303).location().contains("login_required");
    world.test.advance(Duration::from_secs(599));
    assert!(is_signed_in().await);
    world.test.advance(Duration::from_secs(599));
    assert!(is_signed_in().await, "its use prolongs it");
    world.test.advance(Duration::from_secs(600));
    assert!(!is_signed_in().await);
}

#[tokio::test]
async fn an_id_token_has_the_extended_claims_that_are_enabled() {
    let world = World::new().await;
    let (exec, tenant) = (world.services.db.exec(), &world.services.tenant);
    let scope = "openid offline_access custom_data identities roles urn:logto:scope:organizations urn:logto:scope:organization_roles";
    let extended = async || {
        let tokens = world.tokens_with("web", &[("scope", scope)]).await;
        let claims = crate::test_support::payload(&tokens["id_token"]);
        let standard = ["sub", "aud", "exp", "iat", "iss"];
        members(&claims)
            .into_iter()
            .filter(|name| !standard.contains(name))
            .map(ToOwned::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(extended().await, ["roles", "organizations", "organization_roles"]);
    let all = [
        "custom_data",
        "identities",
        "sso_identities",
        "roles",
        "organizations",
        "organization_data",
        "organization_roles",
    ];
    for (setting, expected) in [
        (json!({ "enabledExtendedClaims": all }), &all[..]),
        (json!({ "enabledExtendedClaims": ["organization_data"] }), &["organization_data"]),
        (json!({}), &[]),
    ] {
        configuration::put_setting(exec, tenant, "idToken", &setting).await.unwrap();
        world.announce().await;
        assert_eq!(extended().await, expected, "{setting}");
    }
}
