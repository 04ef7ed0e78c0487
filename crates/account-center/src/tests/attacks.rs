//! What nobody gets past.

use std::time::Duration;

use axum::{body::Body, http::Method};
use serde_json::json;
use store::both_databases;

use super::{
    own,
    world::{FORMS, PASSWORD, World, forge},
};

both_databases! {
    async fn without_a_session_every_page_and_form_leads_to_the_sign_in(db: Db) {
        let world = World::over(db).await;
        let nobody = world.browser();
        for path in FORMS.into_iter().chain(["/account", "/account/security", "/account/profile/picture"]) {
            let answer = nobody.get(path).await.assert_status(303);
            assert!(answer.location().contains("/oidc/auth?client_id=account-center&"), "{path}: {}", answer.location());
        }
        for path in FORMS {
            let answer = forge(&nobody, path, "name=Taken&password=x", &[]).await.assert_status(303);
            assert!(answer.location().contains("/oidc/auth?client_id=account-center&"), "{path}");
        }
    }

    async fn a_form_that_no_page_of_this_session_made_changes_nothing(db: Db) {
        let world = World::over(db).await;
        let (ingrid, ben) = (world.someone("ingrid").await, world.someone("ben").await);
        ingrid.prove().await;
        let (own, bens) = (ingrid.xsrf().await, ben.xsrf().await);
        for path in FORMS {
            for token in ["", "x", &bens] {
                let body = format!("xsrf={token}&name=Taken&username=taken&address=taken%40fjord.example&locale=de");
                let answer = forge(&ingrid.browser, path, &body, &[]).await.assert_status(403);
                assert!(answer.body.contains("This form was out of date"), "{path}: {}", answer.body);
            }
            for sent_by in [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")] {
                let body = format!("xsrf={own}&name=Taken&username=taken&address=taken%40fjord.example&locale=de");
                let answer = forge(&ingrid.browser, path, &body, &[sent_by]).await.assert_status(403);
                assert!(answer.body.contains("This was not allowed"), "{path}: {}", answer.body);
            }
        }
        let picture = b"\x89PNG\r\n\x1a\nrest";
        ingrid.upload(&bens, picture, &[]).await.assert_status(403);
        ingrid.upload("", picture, &[]).await.assert_status(403);
        ingrid.upload(&own, picture, &[("sec-fetch-site", "cross-site")]).await.assert_status(403);
        let user = world.find_user(&ingrid.id).await;
        assert_eq!((user.name, user.avatar, user.username.as_deref()), (None, None, Some("ingrid")));
        assert_eq!(user.primary_email.as_deref(), Some("ingrid@fjord.example"));
        assert!(user.profile.is_empty());
        assert_eq!(world.messages().await, 0);
    }

    async fn the_cookie_of_a_session_is_no_credential_of_the_account_api(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        for path in ["/api/my-account", "/api/my-account/sessions"] {
            ingrid.browser.get(path).await.assert_status(401);
        }
        let cookie = ingrid.browser.cookie("_session").unwrap();
        for headers in [
            vec![("authorization", format!("Bearer {cookie}"))],
            vec![("authorization", format!("Bearer {}", ingrid.session))],
            vec![("x-session-user", ingrid.id.to_string()), ("guildhall-acting-user", ingrid.id.to_string())],
        ] {
            let mut all = vec![("content-type", "application/json")];
            all.extend(headers.iter().map(|(name, value)| (*name, value.as_str())));
            let body = Body::from(json!({ "name": "Taken" }).to_string());
            ingrid.browser.send(Method::PATCH, "/api/my-account", &all, body).await.assert_status(401);
        }
        assert_eq!(world.find_user(&ingrid.id).await.name, None);
    }

    async fn a_session_ends_with_its_sign_in_and_with_its_user(db: Db) {
        let world = World::over(db).await;
        let (services, tenant) = (world.services(), &world.services().tenant);
        let ingrid = world.someone("ingrid").await;
        let cookie = ingrid.browser.cookie("_session").unwrap();
        let stranger = world.browser();
        stranger.set_cookie("_session", &cookie);
        stranger.set_cookie("_session.sig", "AAAAAAAAAAAAAAAAAAAAAAAAAAA");
        stranger.get("/account/profile").await.assert_status(303);

        // A session of somebody who is signed in, but not here: what is proved hangs on that sign-in.
        let ben = world.someone("ben").await;
        store::grant::delete_of_user(services.db.exec(), tenant, &ben.id, &ben.grant, services.now()).await.unwrap();
        let answer = ben.browser.get("/account/profile").await.assert_status(303);
        assert!(answer.location().contains("/oidc/auth?"), "{}", answer.location());
        let answer = ben.browser.get("/account?code=made-up&state=/account/security").await.assert_status(400);
        assert!(answer.body.contains("You are not signed in"), "{}", answer.body);

        let done: Result<_, store::StoreError> = services
            .db
            .transaction(|tx| { let id = ingrid.id.clone(); async move { store::user::set_suspended(tx.exec(), tenant, &id, true, services.now()).await } })
            .await;
        done.unwrap();
        let answer = ingrid.browser.get("/account/profile").await.assert_status(303);
        assert!(answer.location().contains("/oidc/auth?"), "{}", answer.location());
    }

    async fn a_proof_counts_for_who_made_it_and_for_ten_minutes(db: Db) {
        let world = World::over(db).await;
        let (ingrid, ben) = (world.someone("ingrid").await, world.someone("ben").await);
        ingrid.prove().await;
        ingrid.page("/account/password").await;
        // Ben's browser with Ingrid's cookie, and cookies that nobody signed.
        let (value, signature) =
            (ingrid.browser.cookie("_account_proof").unwrap(), ingrid.browser.cookie("_account_proof.sig").unwrap());
        ben.browser.set_cookie("_account_proof", &value);
        ben.browser.set_cookie("_account_proof.sig", &signature);
        let answer = ben.post("/account/password", &[("password", "another-Lamp-78")]).await.assert_status(303);
        assert_eq!(answer.location(), "/account/verify?return_to=%2Faccount%2Fpassword");
        ben.browser.set_cookie("_account_proof", "made-up");
        ben.browser.set_cookie("_account_proof.sig", &signature);
        ben.browser.get("/account/password").await.assert_status(303);
        // The browser keeps what the server says has ended.
        world.test.advance(Duration::from_secs(601));
        ingrid.browser.set_cookie("_account_proof", &value);
        ingrid.browser.set_cookie("_account_proof.sig", &signature);
        let answer = ingrid.post("/account/password", &[("password", "another-Lamp-78")]).await.assert_status(303);
        assert_eq!(answer.location(), "/account/verify?return_to=%2Faccount%2Fpassword");
        let services = world.services();
        for someone in [&ingrid, &ben] {
            let user = world.find_user(&someone.id).await;
            assert!(services.passwords.verify(user.password, PASSWORD).await.unwrap());
        }
    }

    async fn no_address_leads_anywhere_but_to_pages_of_the_account_center(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        for evil in [
            "https://evil.example/",
            "//evil.example/account",
            "/account//evil.example",
            "/account/../oidc/session/end",
            "/account\\evil",
            "/accounts",
            "/portal",
            "javascript:alert(1)",
        ] {
            let form = [("password", PASSWORD), ("return_to", evil)];
            let answer = ingrid.post("/account/verify", &form).await.assert_status(303);
            assert_eq!(answer.location(), "/account", "{evil}");
            let encoded: String = form_urlencoded::byte_serialize(evil.as_bytes()).collect();
            let page = ingrid.page(&format!("/account/verify?return_to={encoded}")).await;
            assert!(page.contains("name=\"return_to\" value=\"/account\""), "{evil}");
            let back = ingrid.browser.get(&format!("/account?code=c&state={encoded}")).await.assert_status(303);
            assert_eq!(back.location(), "/account", "{evil}");
            let begun = ingrid.browser.get(&format!("/account/sign-in?return_to={encoded}")).await.assert_status(303);
            assert!(begun.location().ends_with("&state=%2Faccount"), "{}", begun.location());
        }
        let said = ingrid.page("/account/profile?done=%3Cscript%3E").await;
        assert!(!said.contains("script>alert") && !said.contains("banner-success"));
    }

    async fn no_page_is_shown_inside_another_and_none_is_kept(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        for path in ["/account/profile", "/account/security", "/account/verify", "/account/nowhere"] {
            let answer = ingrid.browser.get(path).await;
            assert_eq!(answer.header("x-frame-options"), Some("DENY"), "{path}");
            assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
            let policy = answer.header("content-security-policy").unwrap();
            assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe-inline"), "{path}: {policy}");
        }
        ingrid.browser.get("/account/nowhere").await.assert_status(404);
    }
}

/// The routes.
const ROUTES: &str = include_str!("../pages/mod.rs");
/// Takes a file, which is sent otherwise; its own tests forge it.
const UPLOAD: &str = "/account/profile/picture";

#[test]
fn every_address_that_takes_a_form_is_among_those_that_are_attacked() {
    let routes = ROUTES.split(".route(").skip(1).filter(|route| route.contains(".post("));
    let addresses: Vec<_> = routes.filter_map(|route| route.split('"').nth(1)).collect();
    assert!(addresses.len() > 25, "{addresses:?}");
    let fits = |known: &str, form: &str| {
        let form = form.split('?').next().unwrap_or_default();
        let mut parts = known.split('/').zip(form.split('/'));
        known.split('/').count() == form.split('/').count()
            && parts.all(|(known, asked)| known.starts_with('{') || known == asked)
    };
    let attacked = || FORMS.iter().chain(&own::FORMS);
    let missing: Vec<_> = addresses
        .into_iter()
        .filter(|known| *known != UPLOAD && !attacked().any(|form| fits(known, form)))
        .collect();
    assert_eq!(missing, Vec::<&str>::new());
}
