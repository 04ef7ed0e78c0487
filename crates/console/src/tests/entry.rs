//! The first owner, signing in and out.

use std::time::Duration;

use domain::{UnixMillis, console::ConsoleRole};
use operations::{
    console::{administrator, link},
    second_factor::totp::code_at,
};
use store::both_databases;

use super::world::{PASSWORD, World, forge, hidden};

both_databases! {
    async fn the_first_owner_is_made_by_the_first_of_all_links_that_nodes_print(db: Db) {
        let world = World::over(db).await;
        let one = link::for_first_owner(&world.administrators).await.unwrap().unwrap();
        let other = link::for_first_owner(&world.administrators).await.unwrap().unwrap();
        let browser = world.browser();
        let page = browser.get(&format!("/console/set-up?token={}", one.token.reveal())).await.assert_status(200);
        assert!(page.body.contains("Set up the console") && page.body.contains("At least 12 characters"), "{}", page.body);
        let xsrf = hidden(&page.body, "xsrf").unwrap();
        let redeem = async |token: &str, username: &str, password: &str| {
            let form = [("xsrf", xsrf.as_str()), ("token", token), ("username", username), ("password", password)];
            browser.form("/console/set-up", &form).await
        };
        // What is wrong is said beside the field, and the link stays good.
        let refused = redeem(one.token.reveal(), "olga", "too short").await.assert_status(422);
        assert!(refused.body.contains("at least 12 characters") && refused.body.contains("value=\"olga\""), "{}", refused.body);
        redeem(one.token.reveal(), "no spaces", PASSWORD).await.assert_status(422);
        let answer = redeem(one.token.reveal(), "olga", PASSWORD).await.assert_status(303);
        assert_eq!(answer.location(), "/console");
        let cookie = answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap().to_owned()).find(|value| value.starts_with("guildhall_console=")).unwrap();
        assert!(cookie.contains("; path=/console; samesite=lax; httponly") && !cookie.contains("secure"), "{cookie}");
        assert_eq!(browser.get("/console").await.assert_status(303).location(), "/console/dashboard");
        assert!(browser.get("/console/administrators").await.assert_status(200).body.contains("olga"));
        // Neither link makes another owner, and none is printed any more.
        for token in [&one.token, &other.token] {
            world.browser().get(&format!("/console/set-up?token={}", token.reveal())).await.assert_status(404);
            let refused = world.browser();
            let page = refused.get("/console/sign-in").await;
            let xsrf = hidden(&page.body, "xsrf").unwrap();
            let form = [("xsrf", xsrf.as_str()), ("token", token.reveal()), ("username", "mallory"), ("password", PASSWORD)];
            refused.form("/console/set-up", &form).await.assert_status(404);
        }
        assert!(link::for_first_owner(&world.administrators).await.unwrap().is_none());
        assert_eq!(administrator::list(&world.administrators).await.unwrap().len(), 1);
    }

    async fn of_many_who_redeem_first_links_at_once_one_becomes_the_owner(db: Db) {
        let world = World::over(db).await;
        let mut tokens = Vec::new();
        for _ in 0..6 {
            tokens.push(link::for_first_owner(&world.administrators).await.unwrap().unwrap().token);
        }
        let mut tasks = tokio::task::JoinSet::new();
        for (number, token) in tokens.into_iter().enumerate() {
            let services = std::sync::Arc::clone(&world.administrators);
            tasks.spawn(async move {
                let name = format!("owner_{number}");
                link::redeem(&services, token.reveal(), (&name, PASSWORD), &operations::console::Origin::default()).await.is_ok()
            });
        }
        assert_eq!(tasks.join_all().await.into_iter().filter(|made| *made).count(), 1);
        assert_eq!(administrator::list(&world.administrators).await.unwrap().len(), 1);
    }

    async fn a_link_ends_after_a_day(db: Db) {
        let world = World::over(db).await;
        let link = link::for_first_owner(&world.administrators).await.unwrap().unwrap();
        world.test.advance(link::GOOD_FOR);
        let answer = world.browser().get(&format!("/console/set-up?token={}", link.token.reveal())).await.assert_status(404);
        assert!(answer.body.contains("This link is not good any more") && answer.body.contains("guildhall console-link"));
    }

    async fn signing_in_gives_a_fresh_cookie_and_leads_to_the_page_that_was_asked_for(db: Db) {
        let world = World::over(db).await;
        let first = world.administrator("olga", ConsoleRole::Owner).await.browser.cookie("guildhall_console").unwrap();
        let browser = world.browser();
        let led = browser.get("/console/applications?q=fjord").await.assert_status(303).location();
        assert_eq!(led, "/console/sign-in?return_to=%2Fconsole%2Fapplications%3Fq%3Dfjord");
        for wrong in [("olga", "wrong"), ("nobody", PASSWORD), ("", "")] {
            let answer = world.sign_in(&browser, wrong).await.assert_status(422);
            assert!(answer.body.contains("Username or password is wrong."), "{wrong:?}");
            assert!(browser.cookie("guildhall_console").is_none());
        }
        let answer = world.sign_in(&browser, ("OLGA", PASSWORD)).await.assert_status(303);
        assert_eq!(answer.location(), "/console/applications");
        let second = browser.cookie("guildhall_console").unwrap();
        assert_ne!(first, second);
        // Signing in again ends what the browser had.
        world.sign_in(&browser, ("olga", PASSWORD)).await.assert_status(303);
        let old = world.browser();
        old.set_cookie("guildhall_console", &second);
        old.get("/console/applications").await.assert_status(303);
    }

    async fn a_link_to_the_sign_in_leads_to_pages_of_the_console_only(db: Db) {
        let world = World::over(db).await;
        world.administrator("olga", ConsoleRole::Owner).await;
        for strange in ["https://evil.example", "//evil.example/console", "/console/../oidc", "/portal", "/console/sign-in"] {
            let browser = world.browser();
            let xsrf = hidden(&browser.get("/console/sign-in").await.body, "xsrf").unwrap();
            let form = [("xsrf", xsrf.as_str()), ("return_to", strange), ("username", "olga"), ("password", PASSWORD)];
            assert_eq!(browser.form("/console/sign-in", &form).await.assert_status(303).location(), "/console", "{strange}");
        }
    }

    async fn nobody_is_signed_in_by_a_form_of_another_site(db: Db) {
        let world = World::over(db).await;
        world.administrator("olga", ConsoleRole::Owner).await;
        let browser = world.browser();
        let other = hidden(&world.browser().get("/console/sign-in").await.body, "xsrf").unwrap();
        let body = format!("xsrf={other}&username=olga&password={}", PASSWORD.replace(' ', "+"));
        let refused = forge(&browser, "/console/sign-in", &body, &[]).await.assert_status(403);
        assert!(refused.body.contains("Allow cookies"), "{}", refused.body);
        browser.get("/console/sign-in").await;
        forge(&browser, "/console/sign-in", &body, &[]).await.assert_status(403);
        let own = hidden(&browser.get("/console/sign-in").await.body, "xsrf").unwrap();
        let body = format!("xsrf={own}&username=olga&password={}", PASSWORD.replace(' ', "+"));
        forge(&browser, "/console/sign-in", &body, &[("sec-fetch-site", "cross-site")]).await.assert_status(403);
        assert!(browser.cookie("guildhall_console").is_none());
    }

    async fn too_many_attempts_lock_the_name_and_not_others(db: Db) {
        let world = World::over(db).await;
        world.administrator("olga", ConsoleRole::Owner).await;
        world.administrator("otto", ConsoleRole::Owner).await;
        let browser = world.browser();
        for _ in 0..19 {
            world.sign_in(&browser, ("olga", "wrong")).await.assert_status(422);
        }
        world.sign_in(&browser, ("olga", "wrong")).await.assert_status(429);
        world.sign_in(&browser, ("olga", PASSWORD)).await.assert_status(429);
        world.sign_in(&world.browser(), ("otto", PASSWORD)).await.assert_status(303);
        world.test.advance(Duration::from_secs(15 * 60));
        world.sign_in(&browser, ("olga", PASSWORD)).await.assert_status(303);
    }

    async fn a_session_ends_idle_in_any_case_after_twelve_hours_and_by_signing_out(db: Db) {
        let world = World::over(db).await;
        let olga = world.administrator("olga", ConsoleRole::Owner).await;
        let hour = Duration::from_secs(3_600);
        world.test.advance(Duration::from_secs(59 * 60 + 59));
        olga.page("/console/applications").await;
        world.test.advance(Duration::from_secs(59 * 60 + 59));
        olga.page("/console/applications").await;
        world.test.advance(hour);
        olga.browser.get("/console/applications").await.assert_status(303);
        let browser = world.browser();
        world.sign_in(&browser, ("olga", PASSWORD)).await.assert_status(303);
        for _ in 0..13 {
            world.test.advance(Duration::from_secs(55 * 60));
            browser.get("/console/applications").await.assert_status(200);
        }
        world.test.advance(Duration::from_secs(5 * 60));
        browser.get("/console/applications").await.assert_status(303);
        world.sign_in(&browser, ("olga", PASSWORD)).await.assert_status(303);
        let cookie = browser.cookie("guildhall_console").unwrap();
        let xsrf = hidden(&browser.get("/console/account").await.body, "xsrf").unwrap();
        let out = browser.form("/console/sign-out", &[("xsrf", &xsrf)]).await.assert_status(303);
        assert_eq!(out.location(), "/console/sign-in?done=signed-out");
        assert!(browser.cookie("guildhall_console").is_none());
        browser.set_cookie("guildhall_console", &cookie);
        browser.get("/console/applications").await.assert_status(303);
    }

    async fn with_an_authenticator_the_password_alone_opens_nothing(db: Db) {
        let world = World::over(db).await;
        let olga = world.administrator("olga", ConsoleRole::Owner).await;
        let page = olga.page("/console/account/authenticator").await;
        let secret = hidden(&page, "secret").unwrap();
        let at = |services: &testkit::TestServices| code_at(&secret, UnixMillis(services.services.now().0));
        olga.post("/console/account/authenticator", &[("secret", &secret), ("code", "000000")]).await.assert_status(422);
        let set = olga.post("/console/account/authenticator", &[("secret", &secret), ("code", &at(&world.test))]).await.assert_status(303);
        assert_eq!(set.location(), "/console/account?done=authenticator-added");
        world.test.advance(Duration::from_secs(60));

        let browser = world.browser();
        let led = world.sign_in(&browser, ("olga", PASSWORD)).await.assert_status(303).location();
        assert_eq!(led, "/console/sign-in/code?return_to=%2Fconsole%2Fapplications");
        let waiting = browser.cookie("guildhall_console").unwrap();
        browser.get("/console/applications").await.assert_status(303);
        let page = browser.get(&led).await.assert_status(200).body;
        let xsrf = hidden(&page, "xsrf").unwrap();
        let code = at(&world.test);
        let show = async |code: &str| browser.form("/console/sign-in/code", &[("xsrf", &xsrf), ("return_to", "/console/applications"), ("code", code)]).await;
        show("000000").await.assert_status(422);
        assert_eq!(show(&code).await.assert_status(303).location(), "/console/applications");
        browser.get("/console/applications").await.assert_status(200);
        // The cookie has changed, and the code is spent.
        assert_ne!(browser.cookie("guildhall_console").unwrap(), waiting);
        let again = world.browser();
        let led = world.sign_in(&again, ("olga", PASSWORD)).await.assert_status(303).location();
        let xsrf = hidden(&again.get(&led).await.body, "xsrf").unwrap();
        again.form("/console/sign-in/code", &[("xsrf", &xsrf), ("code", &code)]).await.assert_status(422);
        world.test.advance(Duration::from_secs(301));
        let late = again.form("/console/sign-in/code", &[("xsrf", &xsrf), ("code", &at(&world.test))]).await.assert_status(303);
        assert_eq!(late.location(), "/console/sign-in?done=too-late");

        browser.get("/console/account").await.assert_status(200);
        let xsrf = hidden(&browser.get("/console/account").await.body, "xsrf").unwrap();
        browser.form("/console/account/authenticator/remove", &[("xsrf", &xsrf), ("password", "wrong")]).await.assert_status(422);
        browser.form("/console/account/authenticator/remove", &[("xsrf", &xsrf), ("password", PASSWORD)]).await.assert_status(303);
        assert_eq!(world.sign_in(&again, ("olga", PASSWORD)).await.assert_status(303).location(), "/console/applications");
    }

    async fn a_new_password_ends_other_sessions_and_keeps_this_browser(db: Db) {
        let world = World::over(db).await;
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        let other = world.browser();
        world.sign_in(&other, ("vera", PASSWORD)).await.assert_status(303);
        let new = "another sentence, quite long";
        vera.post("/console/account/password", &[("present", "wrong"), ("new", new)]).await.assert_status(422);
        vera.post("/console/account/password", &[("present", PASSWORD), ("new", "short")]).await.assert_status(422);
        vera.post("/console/account/password", &[("present", PASSWORD), ("new", new)]).await.assert_status(303);
        vera.page("/console/applications").await;
        other.get("/console/applications").await.assert_status(303);
        world.sign_in(&other, ("vera", PASSWORD)).await.assert_status(422);
        world.sign_in(&other, ("vera", new)).await.assert_status(303);
        let xsrf = hidden(&vera.page("/console/account").await, "xsrf").unwrap();
        assert!(vera.page("/console/account/sessions").await.contains("End your other sessions?"));
        vera.browser.form("/console/account/sessions", &[("xsrf", &xsrf)]).await.assert_status(422);
        other.get("/console/applications").await.assert_status(200);
        vera.browser.form("/console/account/sessions", &[("xsrf", &xsrf), ("sure", "yes")]).await.assert_status(303);
        other.get("/console/applications").await.assert_status(303);
        vera.page("/console/applications").await;
    }
}
