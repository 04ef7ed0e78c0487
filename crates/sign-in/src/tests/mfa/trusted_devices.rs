//! Browsers that are trusted: the second factor is not asked for there again, for a while, and for nothing else.

use std::time::Duration;

use domain::{TrustedDeviceId, grant::InteractionResult, trusted_device::TrustedDevice};
use store::{Exec, both_databases};
use testkit::TestServices;

use super::*;
use crate::tests::steps::page;

const REQUIRED: &str = "session.mfa.require_mfa_verification";
const DAY: Duration = Duration::from_secs(86_400);

impl World {
    /// Lets browsers be trusted for a week.
    async fn trusts(&self, mfa: Value) {
        self.settings(json!({ "mfa": mfa, "trustedDevice": { "enabled": true, "durationDays": 7 } })).await;
    }

    /// A new sign-in in the same browser.
    async fn again_in(&self, browser: &Browser) -> Browser {
        self.again_with(browser, &[]).await
    }

    async fn again_with(&self, browser: &Browser, parameters: &[(&str, &str)]) -> Browser {
        let next = self.browser_with(parameters).await;
        let cookie =
            ["_interaction", "_interaction.sig"].map(|name| (name, next.client.cookie(name).unwrap()));
        for (name, value) in cookie {
            browser.client.set_cookie(name, &value);
        }
        Browser { client: browser.client.unrecorded(), uid: next.uid }
    }

    async fn devices_of(&self, user: &UserId) -> Vec<TrustedDevice> {
        let (exec, tenant) = self.place();
        store::trusted_device::list(exec, tenant, user, self.services().now()).await.unwrap()
    }

    fn place(&self) -> (Exec<'_>, &domain::TenantId) {
        (self.services().db.exec(), &self.services().tenant)
    }

    /// A browser in which this user, who has an authenticator, is let in and that they trust from then on.
    async fn trusting(&self, username: &str) -> Browser {
        let browser = self.browser().await;
        browser.identified(username).await;
        browser.trust(true).await.assert_status(204);
        browser.show_totp(&self.totp_code()).await.assert_status(200);
        browser.submitted().await;
        browser
    }
}

impl Browser {
    async fn trust(&self, is_trusted: bool) -> TestResponse {
        self.client.put("/api/experience/trusted-device", json!({ "isTrusted": is_trusted })).await
    }

    /// The cookie by which it is trusted: its name, of which there is one for each user, and its value.
    fn device_cookies(answer: &TestResponse) -> Vec<String> {
        let set =
            answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap().to_owned());
        set.filter(|cookie| cookie.starts_with("_trusted_device_")).collect()
    }
}

/// The name of the cookie of a user.
fn cookie_name(user: &UserId) -> String {
    let hash = domain::HashedToken::of(&format!("trusted device\ndefault\n{user}"));
    format!("_trusted_device_{}", &domain::text::hexadecimal(hash.as_bytes())[..16])
}

both_databases! {
    async fn a_browser_that_is_trusted_is_not_asked_until_that_ends(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        let user = world.user_with_totp("ingrid").await;
        world.trusts(json!({ "factors": ["Totp"], "policy": "Mandatory" })).await;
        let browser = world.browser().await;
        browser.identified("ingrid").await;
        assert_eq!(browser.interaction_data().await.json()["trustedDevice"], json!({ "isRequested": false, "durationDays": 7 }));
        browser.trust(true).await.assert_status(204);
        assert_eq!(browser.interaction_data().await.json()["trustedDevice"], json!({ "isRequested": true, "durationDays": 7 }));
        // Wishing it does not do without the factor.
        browser.submit().await.assert_error(403, REQUIRED);
        assert_eq!(world.devices_of(&user).await, []);
        browser.show_totp(&world.totp_code()).await.assert_status(200);
        let submitted = browser.submit().await.assert_status(200);
        let set = Browser::device_cookies(&submitted);
        assert_eq!(set.len(), 1);
        let (pair, attributes) = set[0].split_once("; ").unwrap();
        assert!(pair.starts_with(&format!("{}=", cookie_name(&user))) && pair.len() == 33 + 43, "{pair}");
        assert_eq!(attributes, "path=/; expires=Wed, 25 Nov 2026 12:26:40 GMT; samesite=lax; httponly");
        let devices = world.devices_of(&user).await;
        assert_eq!(devices.len(), 1);
        assert_eq!(devices[0].expires_at, world.services().now().plus(7 * DAY));
        // Submitting once more makes no second one.
        assert_eq!(Browser::device_cookies(&browser.submit().await.assert_status(200)), Vec::<String>::new());
        assert_eq!(world.devices_of(&user).await.len(), 1);

        world.test.advance(DAY);
        let next = world.again_in(&browser).await;
        next.identified("ingrid").await;
        next.submitted().await;
        assert_eq!(world.result(&next).await, Some(InteractionResult::Login { user_id: user.clone() }));
        let context = &next.interaction_data().await.json()["signInContext"];
        assert_eq!(context["secondFactorSpared"], "trusted_device");
        assert_eq!(world.devices_of(&user).await[0].last_used_at, world.services().now());
        // Another browser, and the same one at the end of the week.
        let other = world.browser().await;
        other.identified("ingrid").await;
        other.submit().await.assert_error(403, REQUIRED);
        world.test.advance((6 * DAY).checked_sub(Duration::from_millis(1)).unwrap());
        let last = world.again_in(&browser).await;
        last.identified("ingrid").await;
        last.submitted().await;
        world.test.advance(Duration::from_millis(1));
        let late = world.again_in(&browser).await;
        late.identified("ingrid").await;
        late.submit().await.assert_error(403, REQUIRED);
    }

    async fn a_trusted_browser_takes_part_in_nothing_of_another_user(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        let (ingrid, olav) = (world.user_with_totp("ingrid").await, world.user_with_totp("olav").await);
        world.trusts(json!({ "factors": ["Totp"], "policy": "Mandatory" })).await;
        let browser = world.trusting("ingrid").await;
        let token = browser.client.cookie(&cookie_name(&ingrid)).unwrap();
        // Whoever knows another password in this browser, or gives the cookie the name of another user's.
        let next = world.again_in(&browser).await;
        next.identified("olav").await;
        next.submit().await.assert_error(403, REQUIRED);
        let copied = world.browser().await;
        copied.client.set_cookie(&cookie_name(&olav), &token);
        copied.identified("olav").await;
        copied.submit().await.assert_error(403, REQUIRED);
        // Two users of one browser trust it side by side.
        next.show_totp(&world.totp_code()).await.assert_status(200);
        next.trust(true).await.assert_status(204);
        next.submitted().await;
        for username in ["ingrid", "olav"] {
            let again = world.again_in(&browser).await;
            again.identified(username).await;
            again.submitted().await;
        }
        // Anything but the token is nothing.
        for forged in ["", "x", &token[1..], &format!("{token}a"), &token.to_lowercase(), "%00", &"a".repeat(4_000)] {
            let forger = world.browser().await;
            forger.client.set_cookie(&cookie_name(&ingrid), forged);
            forger.identified("ingrid").await;
            forger.submit().await.assert_error(403, REQUIRED);
        }
        // Who copies the cookie still needs the password: it proves nothing by itself.
        let thief = world.browser().await;
        thief.client.set_cookie(&cookie_name(&ingrid), &token);
        thief.start("SignIn").await;
        thief.submit().await.assert_error(404, "session.identifier_not_found");
    }

    async fn whatever_ends_trust_is_felt_by_the_next_sign_in(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        world.trusts(json!({ "factors": ["Totp", "EmailVerificationCode"], "policy": "NoPrompt" })).await;
        let user = world.user_with("ingrid", |user| user.primary_email = Some("ingrid@fjord.example".to_owned())).await;
        let factor = || async { world.store_factors(&user, vec![totp::factor(world.services(), &user, SECRET).unwrap()]).await };
        factor().await;
        let is_asked = async |browser: &Browser| {
            let next = world.again_in(browser).await;
            next.identified("ingrid").await;
            next.submit().await.status == 403
        };
        let trusted = async || {
            world.test.advance(Duration::from_secs(60));
            let browser = world.trusting("ingrid").await;
            assert!(!is_asked(&browser).await);
            browser
        };
        let (services, tenant) = (world.services(), &world.services().tenant);
        // Revoked.
        let browser = trusted().await;
        let id: TrustedDeviceId = world.devices_of(&user).await.remove(0).id;
        assert!(store::trusted_device::delete(services.db.exec(), tenant, (&user, &id)).await.unwrap());
        assert!(is_asked(&browser).await);
        // Another password: the same one set anew, so that it still signs in.
        let browser = trusted().await;
        let digest = world.find_user(&user).await.password.unwrap();
        let set: Result<_, store::StoreError> = services.db.transaction(|tx| {
            let (digest, user) = (digest.clone(), user.clone());
            async move { store::user::set_password(tx.exec(), tenant, &user, &digest, services.now()).await }
        }).await;
        set.unwrap();
        assert!(is_asked(&browser).await);
        // Another address, to which codes go.
        let browser = trusted().await;
        world.change_user(&user, |change| change.primary_email = Some(Some("i@fjord.example".to_owned()))).await;
        assert!(is_asked(&browser).await);
        // Another authenticator.
        let browser = trusted().await;
        factor().await;
        assert!(is_asked(&browser).await);
        // A suspension that has ended.
        let browser = trusted().await;
        for is_suspended in [true, false] {
            let done: Result<_, store::StoreError> = services.db.transaction(|tx| {
                let user = user.clone();
                async move { store::user::set_suspended(tx.exec(), tenant, &user, is_suspended, services.now()).await }
            }).await;
            done.unwrap();
        }
        assert!(is_asked(&browser).await);
        // The setting: off and on again, without anything being forgotten.
        let browser = trusted().await;
        world.mfa(&["Totp"], "NoPrompt").await;
        assert!(is_asked(&browser).await);
        world.trusts(json!({ "factors": ["Totp"], "policy": "NoPrompt" })).await;
        assert!(!is_asked(&browser).await);
    }

    async fn a_user_made_again_is_a_stranger_to_the_browser(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        let user = world.user_with_totp("ingrid").await;
        world.trusts(json!({ "factors": ["Totp"], "policy": "NoPrompt" })).await;
        let browser = world.trusting("ingrid").await;
        let services = world.services();
        let (tenant, id) = (&services.tenant, &user);
        let deleted: Result<_, store::StoreError> = services.db.transaction(|tx| async move { store::user::delete(tx.exec(), tenant, id).await }).await;
        assert!(deleted.unwrap());
        let same = user.clone();
        world.user_with("ingrid", move |user| user.id = same).await;
        world.store_factors(&user, vec![totp::factor(services, &user, SECRET).unwrap()]).await;
        let next = world.again_in(&browser).await;
        next.identified("ingrid").await;
        next.submit().await.assert_error(403, REQUIRED);
    }

    async fn a_browser_that_was_revoked_meanwhile_spares_nothing_at_the_next_submission(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        let user = world.user_with_totp("ingrid").await;
        world.trusts(json!({ "factors": ["Totp"], "policy": "NoPrompt" })).await;
        let browser = world.trusting("ingrid").await;
        let next = world.again_in(&browser).await;
        next.identified("ingrid").await;
        next.submitted().await;
        // What was read before decides nothing: the next submission asks again.
        let (exec, tenant) = world.place();
        store::trusted_device::delete_of_user(exec, tenant, &user).await.unwrap();
        next.submit().await.assert_error(403, REQUIRED);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn trusting_is_offered_where_the_settings_and_the_users_organizations_let_it() {
    let world = World::new().await;
    let user = world.user_with_totp("ingrid").await;
    world.mfa(&["Totp"], "UserControlled").await;
    let refused = "session.mfa.trusted_device_not_allowed";
    let browser = world.browser().await;
    browser.identified("ingrid").await;
    browser.trust(true).await.assert_error(422, refused);
    assert!(browser.interaction_data().await.json().get("trustedDevice").is_none());
    // Not wishing it is always fine; nobody wishes anything before they are known.
    browser.trust(false).await.assert_status(204);
    let stranger = world.browser().await;
    stranger.start("SignIn").await;
    stranger.trust(true).await.assert_error(404, "session.identifier_not_found");
    let malformed =
        stranger.client.put("/api/experience/trusted-device", json!({ "isTrusted": "yes" })).await;
    malformed.assert_error(400, "guard.invalid_input");

    world.trusts(json!({ "factors": ["Totp"], "policy": "UserControlled" })).await;
    let trusted = world.trusting("ingrid").await;
    // An organization that requires a second factor is not content with a browser, unless the tenant says so.
    world.join_organization(&user, true).await;
    let next = world.again_in(&trusted).await;
    next.identified("ingrid").await;
    next.trust(true).await.assert_error(422, refused);
    next.submit().await.assert_error(403, REQUIRED);
    world
        .settings(json!({
            "mfa": { "factors": ["Totp"], "policy": "UserControlled" },
            "trustedDevice": { "enabled": true, "durationDays": 7, "satisfiesOrganizationMfa": true },
        }))
        .await;
    next.submitted().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trusted_browser_changes_nothing_about_how_to_get_in() {
    let world = World::new().await;
    let user = world.user_with_totp("ingrid").await;
    world.trusts(json!({ "factors": ["Totp", "BackupCode"], "policy": "UserControlled" })).await;
    let browser = world.browser().await;
    browser.identified("ingrid").await;
    browser.trust(true).await.assert_status(204);
    browser.show_totp(&world.totp_code()).await.assert_status(200);
    // Backup codes are wanted beside the authenticator.
    browser.submit().await.assert_error(422, "session.mfa.backup_code_required");
    world.trusts(json!({ "factors": ["Totp"], "policy": "UserControlled" })).await;
    browser.submitted().await;
    world.test.advance(Duration::from_secs(30));
    // Whoever has something to set up, or adds something, shows the factor first.
    world.trusts(json!({ "factors": ["Totp", "BackupCode"], "policy": "UserControlled" })).await;
    let next = world.again_in(&browser).await;
    next.identified("ingrid").await;
    next.submit().await.assert_error(403, REQUIRED);
    let made = next.step("verification/backup-code/generate", json!({})).await.assert_status(200);
    next.bind("BackupCode", &verification_id(&made)).await.assert_error(403, REQUIRED);
    let extra = json!({ "type": "extraProfile", "values": { "nickname": "Ina" } });
    next.step("profile", extra).await.assert_error(403, REQUIRED);
    assert_eq!(world.kinds_of(&user).await, ["Totp"]);
    next.show_totp(&world.totp_code()).await.assert_status(200);
    next.bind("BackupCode", &verification_id(&made)).await.assert_status(204);
    next.submitted().await;
    assert_eq!(world.kinds_of(&user).await, ["Totp", "BackupCode"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_that_wants_a_fresh_proof_gets_both_steps() {
    let world = World::new().await;
    world.user_with_totp("ingrid").await;
    world.trusts(json!({ "factors": ["Totp"], "policy": "UserControlled" })).await;
    let browser = world.trusting("ingrid").await;
    for parameters in [[("prompt", "login")], [("prompt", "login consent")], [("max_age", "0")]] {
        let next = world.again_with(&browser, &parameters).await;
        next.identified("ingrid").await;
        next.submit().await.assert_error(403, REQUIRED);
    }
    let next = world.again_with(&browser, &[("prompt", "consent")]).await;
    next.identified("ingrid").await;
    next.submitted().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_offer_to_trust_the_browser_and_keep_the_tick() {
    let world = World::new().await;
    let user = world.user_with_totp("ingrid").await;
    world.trusts(json!({ "factors": ["Totp"], "policy": "UserControlled" })).await;
    let browser = world.browser().await;
    let path = "/sign-in/factor/totp";
    assert_eq!(browser.password_of("ingrid").await, page(path));
    let shown = browser.shows(path, "Trust this browser for 7 days").await;
    assert!(shown.contains("name=\"trust\" value=\"yes\" type=\"checkbox\"") && !shown.contains(" checked"));
    let wrong =
        browser.post_form(&page(path), &[("code", "000000"), ("trust", "yes")]).await.assert_status(400);
    assert!(wrong.body.contains("type=\"checkbox\" class=\"checkbox\" checked"), "{}", wrong.body);
    assert_eq!(
        browser.go(path, &[("code", &world.totp_code()), ("trust", "yes")]).await,
        browser.resume_url()
    );
    assert_eq!(world.devices_of(&user).await.len(), 1);
    let next = world.again_in(&browser).await;
    assert_eq!(next.password_of("ingrid").await, next.resume_url());
    // Without a tick nothing is trusted, and where trusting is off a forged tick does nothing.
    world.test.advance(Duration::from_secs(30));
    let other = world.browser().await;
    other.password_of("ingrid").await;
    assert_eq!(other.go(path, &[("code", &world.totp_code())]).await, other.resume_url());
    world.test.advance(Duration::from_secs(30));
    world.mfa(&["Totp"], "UserControlled").await;
    let forger = world.browser().await;
    forger.password_of("ingrid").await;
    let shown = forger.shows(path, "Enter the code of your app").await;
    assert!(!shown.contains("name=\"trust\""));
    assert_eq!(forger.go(path, &[("code", &world.totp_code()), ("trust", "yes")]).await, forger.resume_url());
    assert_eq!(world.devices_of(&user).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_secret_of_a_trusted_browser_is_kept_or_shown() {
    let world = World::new().await;
    let user = world.user_with_totp("ingrid").await;
    world.trusts(json!({ "factors": ["Totp"], "policy": "UserControlled" })).await;
    let browser = world.trusting("ingrid").await;
    let token = browser.client.cookie(&cookie_name(&user)).unwrap();
    let contents = store::testing::contents(&world.services().db).await;
    assert!(!format!("{contents:?}").contains(&token));
    assert!(!format!("{:?}", world.audit().await).contains(&token));
    let keys = world.audit_keys().await;
    assert!(keys.contains(&"Interaction.SignIn.TrustedDevice.Submit Success".to_owned()), "{keys:?}");
}
