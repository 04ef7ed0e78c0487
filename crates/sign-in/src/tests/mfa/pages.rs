//! The same in a browser: by forms, and for passkeys with what a script puts into one.

use domain::grant::InteractionResult;

use super::*;
use crate::tests::{steps::page, world::PASSWORD};

impl Browser {
    /// Signs in as far as the password goes; where that leads.
    pub(super) async fn password_of(&self, username: &str) -> String {
        self.go("/sign-in", &[("identifier", username), ("password", PASSWORD)]).await
    }

    /// What the page asks the browser for a passkey.
    async fn options(&self, path: &str) -> Value {
        let shown = self.client.get(&page(path)).await.assert_status(200).body;
        let (_, options) = shown.split_once("data-options=\"").expect("options");
        let options = options.split('"').next().unwrap().replace("&#34;", "\"").replace("&#38;", "&");
        serde_json::from_str(&options).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_the_authenticator_lets_in() {
    let world = World::new().await;
    let user = world.user_with_totp("ingrid").await;
    world.mfa(&["Totp"], "UserControlled").await;
    let browser = world.browser().await;
    assert_eq!(browser.password_of("ingrid").await, page("/sign-in/factor/totp"));
    browser.shows("/sign-in/factor/totp", "<h1>Enter the code of your app</h1>").await;
    let wrong =
        browser.post_form(&page("/sign-in/factor/totp"), &[("code", "000000")]).await.assert_status(400);
    assert!(
        wrong.body.contains("That code is not right. Your app shows another one every 30 seconds"),
        "{}",
        wrong.body
    );
    assert_eq!(world.result(&browser).await, None);
    let code = world.totp_code();
    assert_eq!(browser.go("/sign-in/factor/totp", &[("code", &code)]).await, browser.resume_url());
    assert_eq!(world.result(&browser).await, Some(InteractionResult::Login { user_id: user }));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_several_factors_chooses_and_a_backup_code_is_used_up() {
    let world = World::new().await;
    world.user_with_totp_and_codes("ingrid", &["aaaaaaaaaa", "bbbbbbbbbb"]).await;
    world.mfa(&["Totp", "BackupCode"], "UserControlled").await;
    let browser = world.browser().await;
    browser.password_of("ingrid").await;
    browser.shows("/sign-in/factor/totp", "Use another way").await;
    browser.shows("/sign-in/factor", "One of the codes you kept for emergencies").await;
    let next = browser.go("/sign-in/factor", &[("factor", "BackupCode")]).await;
    assert_eq!(next, page("/sign-in/factor/backup-code"));
    assert_eq!(
        browser.go("/sign-in/factor/backup-code", &[("code", "AAAAA aaaaa")]).await,
        browser.resume_url()
    );
    let browser = world.browser().await;
    browser.password_of("ingrid").await;
    let used = browser.post_form(&page("/sign-in/factor/backup-code"), &[("code", "aaaaaaaaaa")]).await;
    let told = "That backup code is not right, or was used already.</span>";
    assert!(used.assert_status(400).body.contains(told));
    // What the user does not have, or the tenant does not take, is no way in.
    for foreign in ["WebAuthn", "EmailVerificationCode", "nonsense"] {
        let refused = browser.post_form(&page("/sign-in/factor"), &[("factor", foreign)]).await;
        refused.assert_status(400);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_goes_to_the_users_own_address() {
    let world = World::new().await;
    world.mailbox("guildhall-mailbox-email").await;
    world.user_with("ingrid", |user| user.primary_email = Some("ingrid@fjord.example".to_owned())).await;
    world.mfa(&["EmailVerificationCode"], "UserControlled").await;
    let browser = world.browser().await;
    assert_eq!(browser.password_of("ingrid").await, page("/sign-in/factor/code"));
    let shown = browser.shows("/sign-in/factor/code", "We sent a six-digit code to").await;
    assert!(shown.contains("ingr****@fjord.example") && !shown.contains("ingrid@fjord.example"));
    let (_, _, code) = world.last_code().await;
    assert_eq!(browser.go("/sign-in/factor/code", &[("code", &code)]).await, browser.resume_url());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_set_up_and_asked_for_the_next_time() {
    let world = World::new().await;
    let user = world.user("ingrid").await;
    world.mfa(&["WebAuthn"], "Mandatory").await;
    let mut passkey = soft_passkey("ingrids");
    let browser = world.browser().await;
    assert_eq!(browser.password_of("ingrid").await, page("/sign-in/set-up"));
    let shown = browser.shows("/sign-in/set-up", "Fjord Desk asks everybody for a second step.").await;
    assert!(!shown.contains("Not now"));
    let next = browser.go("/sign-in/set-up", &[("factor", "WebAuthn")]).await;
    assert_eq!(next, page("/sign-in/set-up/passkey"));
    for nothing in ["", "{}"] {
        let refused = browser.post_form(&page("/sign-in/set-up/passkey"), &[("credential", nothing)]).await;
        assert!(refused.assert_status(400).body.contains("The passkey was not accepted."));
    }
    let credential = passkey.register(&browser.options("/sign-in/set-up/passkey").await).to_string();
    // Another look at the page asks anew.
    let stale = browser.post_form(&page("/sign-in/set-up/passkey"), &[("credential", &credential)]).await;
    stale.assert_status(400);
    let (options, xsrf) =
        (browser.options("/sign-in/set-up/passkey").await, browser.xsrf(&page("/sign-in")).await);
    let credential = passkey.register(&options).to_string();
    let form = [("xsrf", xsrf.as_str()), ("credential", &credential)];
    let same_origin = [("sec-fetch-site", "same-origin")];
    let done = browser.client.form_with(&page("/sign-in/set-up/passkey"), &form, &same_origin).await;
    assert_eq!(done.assert_status(303).location(), browser.resume_url());
    assert_eq!(world.kinds_of(&user).await, ["WebAuthn"]);

    let browser = world.browser().await;
    assert_eq!(browser.password_of("ingrid").await, page("/sign-in/factor/passkey"));
    let options = browser.options("/sign-in/factor/passkey").await;
    let credential = passkey.authenticate(&options).to_string();
    let xsrf = browser.xsrf(&page("/sign-in")).await;
    let form = [("xsrf", xsrf.as_str()), ("credential", credential.as_str())];
    let done = browser.client.form_with(&page("/sign-in/factor/passkey"), &form, &same_origin).await;
    assert_eq!(done.assert_status(303).location(), browser.resume_url());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_authenticator_and_backup_codes_are_set_up_on_the_way() {
    let world = World::new().await;
    let user = world.user("ingrid").await;
    world.mfa(&["Totp", "BackupCode"], "UserControlled").await;
    let browser = world.browser().await;
    assert_eq!(browser.password_of("ingrid").await, page("/sign-in/set-up"));
    browser.shows("/sign-in/set-up", "Not now").await;
    assert_eq!(browser.go("/sign-in/set-up", &[("factor", "Totp")]).await, page("/sign-in/set-up/totp"));
    let shown = browser.shows("/sign-in/set-up/totp", "QR code for your authenticator app").await;
    let (_, secret) = shown.split_once("<code>").unwrap();
    let secret = secret.split('<').next().unwrap().to_owned();
    // A wrong code keeps the secret that somebody has scanned.
    let wrong =
        browser.post_form(&page("/sign-in/set-up/totp"), &[("code", "000000")]).await.assert_status(400);
    assert!(wrong.body.contains(&secret) && wrong.body.contains("data:image/png;base64,"));
    let code = totp::code_at(&secret, world.services().now());
    let next = browser.go("/sign-in/set-up/totp", &[("code", &code)]).await;
    assert_eq!(next, page("/sign-in/set-up/backup-codes"));
    let codes =
        |html: &str| html.split("<li><code>").skip(1).map(|rest| rest[..10].to_owned()).collect::<Vec<_>>();
    let first = codes(&browser.shows("/sign-in/set-up/backup-codes", "Keep your backup codes").await);
    assert_eq!(first.len(), 10);
    let again = codes(&browser.shows("/sign-in/set-up/backup-codes", "Keep your backup codes").await);
    assert_eq!(first, again, "codes that were written down stay good");
    assert_eq!(browser.go("/sign-in/set-up/backup-codes", &[]).await, browser.resume_url());
    assert_eq!(world.kinds_of(&user).await, ["Totp", "BackupCode"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_declines_is_not_asked_again() {
    let world = World::new().await;
    world.user("ingrid").await;
    world.mfa(&["Totp"], "UserControlled").await;
    let browser = world.browser().await;
    browser.password_of("ingrid").await;
    assert_eq!(browser.go("/sign-in/set-up", &[("do", "skip")]).await, browser.resume_url());
    let browser = world.browser().await;
    assert_eq!(browser.password_of("ingrid").await, browser.resume_url());

    world.user("olav").await;
    world.mfa(&["Totp"], "Mandatory").await;
    let browser = world.browser().await;
    browser.password_of("olav").await;
    let refused = browser.post_form(&page("/sign-in/set-up"), &[("do", "skip")]).await;
    assert_eq!(refused.status.as_u16(), 422);
    assert_eq!(world.result(&browser).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_alone_signs_in_where_that_is_open() {
    let world = World::new().await;
    let user = world.user("ingrid").await;
    world.settings(json!({ "passkeySignIn": { "enabled": true, "showPasskeyButton": true } })).await;
    let mut passkey = soft_passkey("ingrids");
    let browser = world.browser().await;
    assert_eq!(browser.password_of("ingrid").await, page("/sign-in/set-up/passkey"));
    browser.shows("/sign-in/set-up/passkey", "Not now").await;
    let (xsrf, options) =
        (browser.xsrf(&page("/sign-in")).await, browser.options("/sign-in/set-up/passkey").await);
    let credential = passkey.register(&options).to_string();
    let same_origin = [("sec-fetch-site", "same-origin")];
    let form = [("xsrf", xsrf.as_str()), ("credential", credential.as_str())];
    let done = browser.client.form_with(&page("/sign-in/set-up/passkey"), &form, &same_origin).await;
    assert_eq!(done.assert_status(303).location(), browser.resume_url());

    let browser = world.browser().await;
    browser.shows("/sign-in", "Use passkey").await;
    assert_eq!(browser.go("/sign-in", &[("do", "passkey")]).await, page("/sign-in/passkey"));
    let options = browser.options("/sign-in/passkey").await;
    let credential = passkey.authenticate(&options).to_string();
    let xsrf = browser.xsrf(&page("/sign-in")).await;
    let form = [("xsrf", xsrf.as_str()), ("credential", credential.as_str())];
    let done = browser.client.form_with(&page("/sign-in/passkey"), &form, &same_origin).await;
    assert_eq!(done.assert_status(303).location(), browser.resume_url());
    assert_eq!(world.result(&browser).await, Some(InteractionResult::Login { user_id: user }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_alone_agrees_to_no_terms() {
    let world = World::new().await;
    let user = world.user("ingrid").await;
    let passkeys = json!({ "enabled": true, "showPasskeyButton": true });
    world.settings(json!({ "passkeySignIn": passkeys })).await;
    let mut passkey = soft_passkey("ingrids");
    let same_origin = [("sec-fetch-site", "same-origin")];
    let show = async |browser: &Browser, path: &str, credential: &str| {
        let xsrf = browser.xsrf(&page("/sign-in")).await;
        let form = [("xsrf", xsrf.as_str()), ("credential", credential)];
        browser.client.form_with(&page(path), &form, &same_origin).await.assert_status(303).location()
    };
    let browser = world.browser().await;
    browser.password_of("ingrid").await;
    let credential = passkey.register(&browser.options("/sign-in/set-up/passkey").await).to_string();
    assert_eq!(show(&browser, "/sign-in/set-up/passkey", &credential).await, browser.resume_url());
    world
        .settings(json!({
            "passkeySignIn": passkeys, "agreeToTermsPolicy": "Manual", "termsOfUseUrl": "https://fjord.example/terms",
        }))
        .await;
    for (ticked, next) in [(false, page("/sign-in/terms")), (true, String::new())] {
        let browser = world.browser().await;
        let fields = [("do", "passkey"), ("agreement", if ticked { "yes" } else { "" })];
        assert_eq!(browser.go("/sign-in", &fields).await, page("/sign-in/passkey"));
        let credential = passkey.authenticate(&browser.options("/sign-in/passkey").await).to_string();
        let led = show(&browser, "/sign-in/passkey", &credential).await;
        if ticked {
            assert_eq!(led, browser.resume_url());
        } else {
            assert_eq!(led, next);
            assert_eq!(world.result(&browser).await, None);
            browser.refused("/sign-in/terms", &[], 422, "Tick the box to agree before you go on.").await;
            let done = browser.go("/sign-in/terms", &[("agreement", "yes")]).await;
            assert_eq!(done, browser.resume_url());
        }
        assert_eq!(world.result(&browser).await, Some(InteractionResult::Login { user_id: user.clone() }));
    }
}
