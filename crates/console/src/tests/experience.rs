//! The sign-in experience, with the pages as they would be.

use domain::console::ConsoleRole;
use serde_json::json;
use store::both_databases;

use super::world::{Administrator, World, hidden};

const PATH: &str = "/console/sign-in-experience";
const PREVIEW: &str = "/console/sign-in-experience/preview";
const API: &str = "/api/sign-in-exp";

/// The fields of the look as a fresh server has them.
fn look(mark: &str) -> Vec<(&str, &str)> {
    vec![
        ("mark", mark),
        ("part", ""),
        ("color.primaryColor", "#2F6F6B"),
        ("color.isDarkModeEnabled", "yes"),
        ("color.darkPrimaryColor", "#6FB8B2"),
    ]
}

async fn mark(by: &Administrator, path: &str) -> String {
    hidden(&by.page(path).await, "mark").unwrap()
}

both_databases! {
    async fn the_look_is_shown_stored_and_refused_beside_the_field(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let page = edda.page(PATH).await;
        assert!(page.contains("value=\"#2F6F6B\"") && page.contains("Save changes") && page.contains("<iframe"), "{page}");
        // Every word is there.
        assert!(!page.contains(">console-"), "{page}");
        let mark = hidden(&page, "mark").unwrap();
        let mut fields = look(&mark);
        fields[2].1 = "teal";
        fields.push(("branding.logoUrl", "javascript:alert(1)"));
        let refused = edda.post(PATH, &fields).await.assert_status(422).body;
        assert!(refused.contains("value=\"teal\"") && refused.contains("value=\"javascript:alert(1)\""), "{refused}");
        assert_eq!(refused.matches("aria-invalid=\"true\"").count(), 2, "{refused}");
        let mut fields = look(&mark);
        fields[2].1 = "#5d34f2";
        fields.extend([("branding.logoUrl", "https://cdn.example/logo.svg"), ("customCss", ".card {\r\n color: red }")]);
        assert_eq!(edda.post(PATH, &fields).await.assert_status(303).location(), "/console/sign-in-experience?done=saved");
        let stored = world.api.get(API).await.json();
        assert_eq!(stored["color"], json!({ "primaryColor": "#5d34f2", "isDarkModeEnabled": true, "darkPrimaryColor": "#6FB8B2" }));
        assert_eq!((&stored["branding"], &stored["customCss"]), (&json!({ "logoUrl": "https://cdn.example/logo.svg" }), &json!(".card {\n color: red }")));
        // Made from what was there before.
        assert!(edda.post(PATH, &fields).await.assert_status(409).body.contains("Somebody changed this"));
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        let page = vera.page(PATH).await;
        assert!(page.contains("#5d34f2") && !page.contains("Save changes") && page.contains("formmethod=\"get\""), "{page}");
        assert!(!page.contains("name=\"mark\""), "{page}");
    }

    async fn who_comes_in_and_how_is_stored_as_it_was_chosen(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let path = format!("{PATH}/methods");
        let of = mark(&edda, &path).await;
        let fields = [
            ("mark", of.as_str()), ("part", "methods"), ("signInMode", "SignInAndRegister"), ("signUp.identifiers", "email"),
            ("signIn.username", "password"), ("signIn.email", "code-password"), ("signIn.phone", ""),
        ];
        let refused = edda.post(&path, &fields).await.assert_status(422).body;
        assert!(refused.contains("Nothing sends e-mail yet."), "{refused}");
        // What was chosen is chosen still.
        assert!(refused.contains("<option value=\"code-password\" selected>"), "{refused}");
        world.created("/api/connectors", json!({ "connectorId": "http-email", "config": { "endpoint": "https://mail.example/send" } })).await;
        world.created("/api/connectors", json!({ "connectorId": "github-universal", "config": { "clientId": "c", "clientSecret": "s" } })).await;
        let page = edda.page(&path).await;
        assert!(page.contains("GitHub"), "{page}");
        let more = [
            ("forgotPasswordMethods", "EmailVerificationCode"), ("socialSignInConnectorTargets", "github"),
            ("socialSignIn.automaticAccountLinking", "yes"), ("signUp.secondaryIdentifiers", "username"), ("passkeySignIn.enabled", "yes"),
            ("unknownSessionRedirectUrl", "https://desk.example/sign-in"),
        ];
        edda.post(&path, &[fields.as_slice(), more.as_slice()].concat()).await.assert_status(303);
        let stored = world.api.get(API).await.json();
        assert_eq!(stored["signUp"], json!({
            "identifiers": ["email"], "password": false, "verify": true, "secondaryIdentifiers": [{ "identifier": "username", "verify": false }],
        }));
        assert_eq!(stored["signIn"]["methods"], json!([
            { "identifier": "username", "password": true, "verificationCode": false, "isPasswordPrimary": true },
            { "identifier": "email", "password": true, "verificationCode": true, "isPasswordPrimary": false },
        ]));
        assert_eq!(stored["forgotPasswordMethods"], json!(["EmailVerificationCode"]));
        assert_eq!(stored["socialSignIn"], json!({ "automaticAccountLinking": true, "skipRequiredIdentifiers": false }));
        assert_eq!((&stored["socialSignInConnectorTargets"], &stored["passkeySignIn"]["enabled"]), (&json!(["github"]), &json!(true)));
        assert_eq!(stored["unknownSessionRedirectUrl"], "https://desk.example/sign-in");
        let page = edda.page(&path).await;
        assert!(page.contains("<option value=\"code-password\" selected>"), "{page}");
    }

    async fn fields_of_profiles_are_asked_for_as_they_are_chosen(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let path = format!("{PATH}/methods");
        for name in ["harbour", "vessel"] {
            world.created("/api/custom-profile-fields", json!({ "name": name, "type": "Text", "label": name, "required": false })).await;
        }
        let base = [("part", "methods"), ("signInMode", "SignIn"), ("signIn.username", "password")];
        for (chosen, expected) in [
            (vec!["vessel"], json!([{ "name": "vessel" }])),
            (vec!["harbour", "vessel"], json!(null)),
            (vec![], json!([])),
        ] {
            let of = mark(&edda, &path).await;
            let mut fields = vec![("mark", of.as_str())];
            fields.extend(base);
            fields.extend(chosen.iter().map(|name| ("signUpProfileFields", *name)));
            edda.post(&path, &fields).await.assert_status(303);
            assert_eq!(world.api.get(API).await.json()["signUpProfileFields"], expected);
        }
    }

    async fn terms_help_languages_and_notices_are_stored(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let path = format!("{PATH}/content");
        world.api.put("/api/custom-phrases/nb-NO", json!({ "action": { "sign_in": "Logg inn" } })).await.assert_status(201);
        world.api.patch(API, json!({ "customContent": { "/consent": "Read this" } })).await.assert_status(200);
        let of = mark(&edda, &path).await;
        let fields = [
            ("mark", of.as_str()), ("termsOfUseUrl", "https://fjord.example/terms"), ("agreeToTermsPolicy", "Manual"),
            ("supportEmail", "help@fjord.example"), ("languageInfo.autoDetect", "yes"), ("languageInfo.fallbackLanguage", "xx"),
            ("customContent./sign-in", "Closed on Sunday"), ("customContent./consent", " "),
        ];
        let refused = edda.post(&path, &fields).await.assert_status(422).body;
        assert!(refused.contains("There are no words in this language."), "{refused}");
        let mut fields = fields;
        fields[5].1 = "nb-NO";
        edda.post(&path, &fields).await.assert_status(303);
        let stored = world.api.get(API).await.json();
        assert_eq!(stored["termsOfUseUrl"], "https://fjord.example/terms");
        assert_eq!((&stored["privacyPolicyUrl"], &stored["agreeToTermsPolicy"]), (&json!(null), &json!("Manual")));
        assert_eq!(stored["languageInfo"], json!({ "autoDetect": true, "fallbackLanguage": "nb-NO" }));
        assert_eq!(stored["customContent"], json!({ "/sign-in": "Closed on Sunday" }));
    }

    /// The very page that users see, with what is not stored, for a frame of ours and nobody else's.
    async fn the_preview_shows_what_is_typed_and_stores_nothing(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        world.created("/api/applications", json!({ "name": "Fjord Desk", "type": "SPA" })).await;
        let before = world.api.get(API).await.json();
        let plain = edda.browser.get(PREVIEW).await.assert_status(200);
        assert!(plain.body.contains("Sign in to Fjord Desk") && !plain.body.contains("autofocus"), "{}", plain.body);
        let fields = [
            ("part", ""), ("color.primaryColor", "#5d34f2"), ("color.darkPrimaryColor", "#aa99ff"), ("color.isDarkModeEnabled", "yes"),
            ("branding.logoUrl", "https://cdn.example/logo.svg"), ("customCss", ".card { color: \"red\" }"),
            ("preview_screen", "register"), ("preview_scheme", "dark"), ("preview_language", "de"),
        ];
        let typed = edda.post(PREVIEW, &fields).await.assert_status(200);
        assert!(typed.body.contains("/assets/brand/5d34f2-aa99ff.css") && typed.body.contains("lang=\"de\""), "{}", typed.body);
        assert!(typed.body.contains("content=\"dark\"") && typed.body.contains("https://cdn.example/logo.svg"), "{}", typed.body);
        assert!(typed.body.contains("name=\"preview-styles\" content=\".card { color: &#34;red&#34; }\""), "{}", typed.body);
        assert_eq!(typed.header("x-frame-options"), Some("SAMEORIGIN"));
        let policy = typed.header("content-security-policy").unwrap().to_owned();
        assert!(policy.contains("frame-ancestors 'self'") && policy.contains("https://cdn.example"), "{policy}");
        assert!(policy.contains("style-src 'self';") && policy.contains("script-src 'self';") && !policy.contains("unsafe"), "{policy}");
        // No other page is shown in a frame.
        let page = edda.browser.get(PATH).await;
        assert_eq!(page.header("x-frame-options"), Some("DENY"));
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.contains("frame-ancestors 'none'") && policy.contains("frame-src 'self'"), "{policy}");
        assert_eq!(world.api.get(API).await.json(), before);
        edda.post(PREVIEW, &[("part", "nothing")]).await.assert_status(404);
    }

    async fn the_preview_follows_the_ways_in(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let typed = edda.post(PREVIEW, &[
            ("part", "methods"), ("signInMode", "SignIn"), ("signIn.email", "password"), ("forgotPasswordMethods", "EmailVerificationCode"),
        ]).await.assert_status(200).body;
        assert!(typed.contains("E-mail address") && typed.contains("Forgot") && !typed.contains("Create"), "{typed}");
        let content = edda.post(PREVIEW, &[("part", "content"), ("customContent./sign-in", "Closed on Sunday")]).await.body;
        assert!(content.contains("Closed on Sunday"), "{content}");
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        let page = vera.page(&format!("{PREVIEW}?preview_screen=register&preview_language=fr")).await;
        assert!(page.contains("lang=\"fr\""), "{page}");
    }
}
