//! Who users are at enterprises' providers, as the claim `sso_identities` tells it.

use domain::{UserId, sso::SsoIdentity};
use serde_json::Value;
use store::{both_databases, configuration};
use testkit::sso::{ENTERPRISE, enterprise_connector, enterprise_identity};

use super::*;
use crate::test_support::{OTHER_USER, USER, payload};

const SCOPE: &str = "openid offline_access identities";

/// Makes the user and another one known through two connectors, and gives what is told of the user.
async fn known(world: &World) -> Value {
    let (services, user, other) = (&world.services, UserId::new(USER), UserId::new(OTHER_USER));
    let (fjord, dal) =
        (enterprise_connector(services, "fjord").await, enterprise_connector(services, "dal").await);
    let told = |identity: SsoIdentity| json!({ "issuer": ENTERPRISE, "identityId": format!("id-of-{USER}"), "detail": identity.detail });
    let first = enterprise_identity(services, &user, &fjord).await;
    world.test.advance(std::time::Duration::from_secs(1));
    let second = enterprise_identity(services, &user, &dal).await;
    enterprise_identity(services, &other, &dal).await;
    json!([told(first), told(second)])
}

both_databases! {
    async fn userinfo_tells_them_to_who_may_see_identities(db: Db) {
        let world = World::over(db).await;
        let expected = known(&world).await;
        let tokens = world.tokens_with("web", &[("scope", SCOPE)]).await;
        let told = world.userinfo(tokens["access_token"].as_str().unwrap()).await.assert_status(200).json();
        assert_eq!(told, json!({ "sub": USER, "identities": {}, "sso_identities": expected }));
        let tokens = world.tokens_with("web", &[("scope", "openid")]).await;
        let told = world.userinfo(tokens["access_token"].as_str().unwrap()).await.assert_status(200).json();
        assert_eq!(told, json!({ "sub": USER }));
    }

    async fn an_id_token_tells_them_where_the_tenant_wants_it(db: Db) {
        let world = World::over(db).await;
        let expected = known(&world).await;
        let (exec, tenant) = (world.services.db.exec(), &world.services.tenant);
        let claims = async || payload(&world.tokens_with("web", &[("scope", SCOPE)]).await["id_token"]);
        assert_eq!(claims().await.get("sso_identities"), None);
        let setting = json!({ "enabledExtendedClaims": ["sso_identities"] });
        configuration::put_setting(exec, tenant, "idToken", &setting).await.unwrap();
        world.announce().await;
        let told = claims().await;
        assert_eq!(members(&told), ["sub", "sso_identities", "aud", "exp", "iat", "iss"]);
        assert_eq!(told["sso_identities"], expected);
        store::sso_connector::delete(exec, tenant, &domain::SsoConnectorId::new("fjord")).await.unwrap();
        assert_eq!(claims().await["sso_identities"], json!([expected[1]]));
    }
}
