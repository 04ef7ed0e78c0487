//! Passkeys that the browser offers where the identifier is filled in: the first page asks by the headless API and takes the answer itself.

use domain::grant::InteractionResult;
use store::both_databases;
use testkit::{SoftPasskey, TestServices};

use super::{passkey::registered, *};
use crate::tests::steps::page;

const PREFLIGHT: &str = "preflight/sign-in-passkey/authentication";

impl World {
    async fn fills_in(&self, further: Value) {
        let mut settings = json!({ "passkeySignIn": { "enabled": true, "allowAutofill": true } });
        settings.as_object_mut().unwrap().extend(further.as_object().unwrap().clone());
        self.settings(settings).await;
    }
}

/// What the script puts into the form once somebody has chosen a passkey.
async fn chosen(browser: &Browser, passkey: &mut SoftPasskey) -> String {
    let asked = browser.step(PREFLIGHT, json!({})).await.assert_status(200).json();
    passkey.authenticate(&asked["authenticationOptions"]).to_string()
}

fn with(credential: &str) -> [(&'static str, &str); 4] {
    [("do", "passkey"), ("credential", credential), ("identifier", ""), ("password", "")]
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_page_offers_passkeys_where_the_settings_let_browsers() {
    let world = World::new().await;
    world.settings(json!({ "passkeySignIn": { "enabled": true, "showPasskeyButton": true } })).await;
    let browser = world.browser().await;
    let plain = browser.client.get(&page("/sign-in")).await.assert_status(200).body;
    assert!(plain.contains("autocomplete=\"username\"") && !plain.contains("passkey-autofill"), "{plain}");
    assert!(!plain.contains("name=\"credential\""), "{plain}");

    for (shows_button, form) in [(true, "class=\"button button-secondary button-wide\""), (false, "hidden")] {
        let passkeys = json!({ "enabled": true, "allowAutofill": true, "showPasskeyButton": shows_button });
        world.settings(json!({ "passkeySignIn": passkeys })).await;
        let shown = browser.client.get(&page("/sign-in")).await.assert_status(200);
        let question = format!("data-passkey-autofill=\"{}\"", page(&format!("/api/experience/{PREFLIGHT}")));
        for part in [
            "autocomplete=\"username webauthn\"",
            &question,
            "<input type=\"hidden\" name=\"credential\" value=\"\">",
            "/assets/passkey-autofill.",
        ] {
            assert!(shown.body.contains(part), "{part}: {}", shown.body);
        }
        let (_, button) = shown.body.split_once("value=\"passkey\"").unwrap();
        let (before, _) = shown.body.split_once("value=\"passkey\"").unwrap();
        let tag = format!("{}{}", before.rsplit('<').next().unwrap(), button.split('>').next().unwrap());
        assert!(tag.contains(form) && tag.contains("formnovalidate"), "{tag}");
        let policy = shown.header("content-security-policy").unwrap();
        assert!(policy.contains("script-src 'self';") && policy.contains("connect-src 'self';"), "{policy}");
    }
}

both_databases! {
    async fn a_passkey_that_the_browser_offered_signs_in_from_the_first_page(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        let (user, mut passkey) = registered(&world, "ingrid").await;
        world.fills_in(json!({})).await;
        let browser = world.browser().await;
        let credential = chosen(&browser, &mut passkey).await;
        assert_eq!(browser.go("/sign-in", &with(&credential)).await, browser.resume_url());
        let login = InteractionResult::Login { user_id: user };
        assert_eq!(world.result(&browser).await, Some(login.clone()));
        // An answer counts once.
        browser.refused("/sign-in", &with(&credential), 404, "Start again").await;
        assert_eq!(world.result(&browser).await, None);
        let credential = chosen(&browser, &mut passkey).await;
        assert_eq!(browser.go("/sign-in", &with(&credential)).await, browser.resume_url());
        assert_eq!(world.result(&browser).await, Some(login));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_answer_of_a_passkey_of_somebody_here_lets_nobody_in() {
    let world = World::new().await;
    let (user, mut passkey) = registered(&world, "ingrid").await;
    world.fills_in(json!({})).await;
    let browser = world.browser().await;
    let strangers = chosen(&browser, &mut soft_passkey("stranger")).await;
    for credential in ["x", "{}", "null", &strangers] {
        let refused = browser.post_form(&page("/sign-in"), &with(credential)).await.assert_status(400).body;
        assert!(refused.contains("The passkey was not accepted."), "{credential}: {refused}");
        // The page goes on offering, and keeps nothing of what was posted.
        assert!(
            refused.contains("data-passkey-autofill") && refused.contains("name=\"credential\" value=\"\"")
        );
        assert_eq!(world.result(&browser).await, None);
    }
    // An answer to the question of another browser.
    let other = world.browser().await;
    let elsewhere = chosen(&other, &mut passkey).await;
    chosen(&browser, &mut passkey).await;
    browser.refused("/sign-in", &with(&elsewhere), 400, "The passkey was not accepted.").await;
    // Without the token of the page, nothing is looked at.
    let credential = chosen(&browser, &mut passkey).await;
    let form = [("xsrf", "x"), ("do", "passkey"), ("credential", credential.as_str())];
    browser.client.form(&page("/sign-in"), &form).await.assert_status(403);
    // Somebody who may not come in any more, and settings that let nobody in so.
    world.suspend(&user).await;
    browser.refused("/sign-in", &with(&credential), 401, "suspended").await;
    let credential = chosen(&browser, &mut passkey).await;
    world.settings(json!({})).await;
    let refused = browser.post_form(&page("/sign-in"), &with(&credential)).await;
    assert_eq!((refused.status.as_u16(), world.result(&browser).await), (400, None), "{}", refused.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn terms_are_agreed_to_also_by_who_is_offered_a_passkey() {
    let world = World::new().await;
    let (_, mut passkey) = registered(&world, "ingrid").await;
    let terms = json!({ "agreeToTermsPolicy": "Manual", "termsOfUseUrl": "https://fjord.example/terms" });
    world.fills_in(terms).await;
    let browser = world.browser().await;
    let credential = chosen(&browser, &mut passkey).await;
    assert_eq!(browser.go("/sign-in", &with(&credential)).await, page("/sign-in/terms"));
    assert_eq!(world.result(&browser).await, None);
    let credential = chosen(&browser, &mut passkey).await;
    let ticked: Vec<_> = with(&credential).into_iter().chain([("agreement", "yes")]).collect();
    assert_eq!(browser.go("/sign-in", &ticked).await, browser.resume_url());
}
