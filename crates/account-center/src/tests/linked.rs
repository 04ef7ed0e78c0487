//! Accounts elsewhere: linked by going there and coming back, and unlinked.

use serde_json::json;
use store::both_databases;
use testkit::{
    OpenIdProvider, TestResponse,
    sso::{enterprise_connector, enterprise_identity},
    uri_parameter,
};

use super::world::{Someone, World};

/// A tenant with a connector that sign-in pages offer.
async fn connected(db: store::Db) -> (World, OpenIdProvider, String) {
    let (world, provider) = (World::over(db).await, OpenIdProvider::start().await);
    let metadata = json!({ "target": "fjord", "name": { "en": "Fjord" } });
    let id = world.connector("oidc", provider.config(), metadata.as_object().unwrap().clone()).await;
    world.experience(json!({ "socialSignInConnectorTargets": ["fjord"] })).await;
    (world, provider, id)
}

fn issue(provider: &OpenIdProvider, uri: &str, sub: &str) {
    let claims = json!({ "name": "Ingrid", "email": "ingrid@elsewhere.example" });
    let tokens =
        json!({ "access_token": "t", "token_type": "Bearer", "scope": "openid", "expires_in": 3_600 });
    provider.issue(uri, sub, (&claims, &tokens));
}

impl Someone {
    /// Sets out for the provider; where the browser is sent.
    async fn sets_out(&self, connector: &str) -> String {
        self.post(&format!("/account/linked/{connector}"), &[]).await.assert_status(303).location()
    }

    async fn comes_back(&self, connector: &str, state: &str) -> TestResponse {
        self.browser.get(&format!("/account/linked/{connector}?code=c&state={state}")).await
    }
}

both_databases! {
    async fn an_account_elsewhere_is_linked_shown_and_unlinked(db: Db) {
        let (world, provider, connector) = connected(db).await;
        let ingrid = world.someone("ingrid").await;
        let page = ingrid.browser.get("/account/profile").await;
        assert!(page.body.contains("Link an account with Fjord"), "{}", page.body);
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.contains("form-action 'self' http: https:"), "{policy}");
        let unproved = ingrid.sets_out(&connector).await;
        assert_eq!(unproved, "/account/verify?return_to=%2Faccount%2Fprofile");
        ingrid.prove().await;
        let away = ingrid.sets_out(&connector).await;
        let state = uri_parameter(&away, "state");
        assert!(state.starts_with("link~") || state.starts_with("link%7E"), "{state}");
        assert!(away.contains(&format!("%2Fcallback%2F{connector}")), "{away}");
        issue(&provider, &away, "007");
        let done = ingrid.comes_back(&connector, &state).await.assert_status(303);
        assert_eq!(done.location(), "/account/profile?done=linked");
        let page = ingrid.page("/account/profile").await;
        assert!(page.contains("<bdi>Ingrid</bdi>") && page.contains("/unlink\""), "{page}");
        let unlink = "/account/identities/fjord/unlink";
        assert!(ingrid.page(unlink).await.contains("You can no longer sign in with Fjord."));
        ingrid.post(unlink, &[]).await.assert_status(303);
        assert!(world.find_user(&ingrid.id).await.identities.is_empty());
        // By whatever name the operator has called the target.
        let (services, id) = (world.services(), &ingrid.id);
        let linked: Result<_, store::StoreError> = services.db.transaction(|tx| async move {
            let user = store::user::lock(tx.exec(), &services.tenant, id, services.now()).await?.unwrap();
            store::user::put_identity(tx.exec(), &services.tenant, &user, ("Fjord ID", "7"), json!({ "userId": "7", "details": {} })).await
        }).await;
        linked.unwrap();
        ingrid.post("/account/identities/Fjord%20ID/unlink", &[]).await.assert_status(303);
        assert!(world.find_user(&ingrid.id).await.identities.is_empty());
    }

    async fn an_account_at_an_enterprises_provider_is_shown_and_nothing_else(db: Db) {
        let world = World::over(db).await;
        let (ingrid, ben) = (world.someone("ingrid").await, world.someone("ben").await);
        let connector = enterprise_connector(world.services(), "fjord").await;
        let identity = enterprise_identity(world.services(), &ingrid.id, &connector).await;
        ingrid.prove().await;
        let page = ingrid.page("/account/profile").await;
        let row = format!(r#"<span class="row-name">The fjord company</span><span class="row-detail">Single sign-on · <bdi>{}@idp.fjord.example</bdi></span>"#, ingrid.id);
        assert!(page.contains(&row) && page.contains("<img src=\"data:image/svg+xml"), "{page}");
        assert!(!page.contains("/unlink\"") && !page.contains("/account/linked/"), "{page}");
        for id in ["fjord", &identity.identity_id] {
            ingrid.browser.get(&format!("/account/identities/{id}/unlink")).await.assert_status(404);
            ingrid.post(&format!("/account/identities/{id}/unlink"), &[]).await.assert_status(404);
            ingrid.post(&format!("/account/linked/{id}"), &[]).await.assert_status(404);
        }
        let (exec, tenant) = (world.services().db.exec(), &world.services().tenant);
        assert_eq!(store::user::sso_identities(exec, tenant, &ingrid.id).await.unwrap(), [identity]);
        assert!(!ben.page("/account/profile").await.contains("Single sign-on"));
        world.open_all_but(&["social"], "Off").await;
        assert!(!ingrid.page("/account/profile").await.contains("Single sign-on"));
    }

    async fn what_another_browser_brought_back_links_nothing(db: Db) {
        let (world, provider, connector) = connected(db).await;
        let (ingrid, ben) = (world.someone("ingrid").await, world.someone("ben").await);
        ingrid.prove().await;
        ben.prove().await;
        let bens = ben.sets_out(&connector).await;
        issue(&provider, &bens, "666");
        // Ingrid has not set out.
        let answer = ingrid.comes_back(&connector, &uri_parameter(&bens, "state")).await.assert_status(303);
        assert_eq!(answer.location(), "/account/profile");
        // She has, and comes back with Ben's answer.
        ingrid.sets_out(&connector).await;
        let answer = ingrid.comes_back(&connector, &uri_parameter(&bens, "state")).await.assert_status(400);
        assert!(answer.body.contains("Linking with Fjord did not work."), "{}", answer.body);
        // With Ben's cookie of what is being proved it is not hers either.
        for name in ["_account_pending", "_account_pending.sig"] {
            ingrid.browser.set_cookie(name, &ben.browser.cookie(name).unwrap());
        }
        let answer = ingrid.comes_back(&connector, &uri_parameter(&bens, "state")).await.assert_status(404);
        assert!(answer.body.contains("Linking with Fjord did not work."), "{}", answer.body);
        for someone in [&ingrid, &ben] {
            assert!(world.find_user(&someone.id).await.identities.is_empty());
        }
    }

    async fn an_account_that_is_linked_to_somebody_else_is_not_taken(db: Db) {
        let (world, provider, connector) = connected(db).await;
        let (ingrid, ben) = (world.someone("ingrid").await, world.someone("ben").await);
        for (someone, status) in [(&ingrid, 303), (&ben, 422)] {
            someone.prove().await;
            let away = someone.sets_out(&connector).await;
            issue(&provider, &away, "007");
            let answer = someone.comes_back(&connector, &uri_parameter(&away, "state")).await.assert_status(status);
            assert_eq!(answer.body.contains("is linked to somebody else"), status == 422, "{}", answer.body);
        }
        assert!(world.find_user(&ben.id).await.identities.is_empty());
        ben.browser.get("/account/identities/unknown/unlink").await.assert_status(404);
    }

    async fn an_account_whose_connector_is_offered_no_more_is_unlinked_all_the_same(db: Db) {
        let (world, provider, connector) = connected(db).await;
        let ingrid = world.someone("ingrid").await;
        ingrid.prove().await;
        let away = ingrid.sets_out(&connector).await;
        issue(&provider, &away, "007");
        ingrid.comes_back(&connector, &uri_parameter(&away, "state")).await.assert_status(303);
        world.experience(json!({ "socialSignInConnectorTargets": [] })).await;
        let page = ingrid.page("/account/profile").await;
        assert!(page.contains(r#"href="/account/identities/fjord/unlink""#), "{page}");
        ingrid.browser.get("/account/identities/other/unlink").await.assert_status(404);
        assert!(ingrid.page("/account/identities/fjord/unlink").await.contains("You can no longer sign in with fjord."));
        ingrid.post("/account/identities/fjord/unlink", &[]).await.assert_status(303);
        assert!(world.find_user(&ingrid.id).await.identities.is_empty());
    }
}
