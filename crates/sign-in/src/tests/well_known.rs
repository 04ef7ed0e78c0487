//! The public documents for sign-in pages.

use domain::{
    ConnectorId, OrganizationId, UnixMillis,
    captcha::CaptchaConfig,
    organization::Organization,
    profile_field::{ProfileField, ProfileFieldType},
};
use serde_json::{Map, Value, json};
use store::{
    captcha_provider::SealedCaptchaProvider, connector::StoredConnector, custom_phrase::CustomPhrase,
};

use super::World;

/// Every member that the reference's schema requires (Management API contract §11, `GetSignInExperienceConfig`).
const REQUIRED: [&str; 36] = [
    "tenantId",
    "id",
    "color",
    "branding",
    "hideLogtoBranding",
    "languageInfo",
    "termsOfUseUrl",
    "privacyPolicyUrl",
    "agreeToTermsPolicy",
    "signIn",
    "signUp",
    "socialSignIn",
    "socialSignInConnectorTargets",
    "signInMode",
    "customCss",
    "customContent",
    "customUiAssets",
    "customUiCsp",
    "passwordPolicy",
    "mfa",
    "adaptiveMfa",
    "singleSignOnEnabled",
    "supportEmail",
    "supportWebsiteUrl",
    "unknownSessionRedirectUrl",
    "captchaPolicy",
    "sentinelPolicy",
    "verificationCodePolicy",
    "passkeySignIn",
    "signUpProfileFields",
    "passwordExpiration",
    "usernamePolicy",
    "socialConnectors",
    "ssoConnectors",
    "forgotPassword",
    "isDevelopmentTenant",
];

#[tokio::test(flavor = "multi_thread")]
async fn the_sign_in_experience_is_public_and_complete() {
    let world = World::new().await;
    world.settings(json!({ "emailBlocklistPolicy": { "customBlocklist": ["secret@fjord.example"] }, "signInMode": "SignIn" })).await;
    let client = world.client();
    let document = client.get("/api/.well-known/sign-in-exp").await.assert_status(200).json();
    for member in REQUIRED.iter().chain(&["customProfileFields"]) {
        assert!(document.get(member).is_some(), "{member}");
    }
    assert_eq!((&document["tenantId"], &document["signInMode"]), (&json!("default"), &json!("SignIn")));
    assert_eq!(document["forgotPassword"], json!({ "phone": false, "email": false }));
    assert!(!document.to_string().contains("secret@fjord.example"));
    assert_eq!(client.get("/api/.well-known/experience").await.json(), document);
}

#[tokio::test(flavor = "multi_thread")]
async fn recovery_is_offered_by_the_ways_that_are_chosen_and_can_be_gone() {
    let world = World::new().await;
    let shown =
        async || world.client().get("/api/.well-known/sign-in-exp").await.json()["forgotPassword"].clone();
    let both = json!({ "forgotPasswordMethods": ["EmailVerificationCode", "PhoneVerificationCode"] });
    world.settings(both.clone()).await;
    assert_eq!(shown().await, json!({ "phone": false, "email": false }));
    world.add_connector("guildhall-mailbox-email", json!({})).await;
    assert_eq!(shown().await, json!({ "phone": false, "email": true }));
    world.add_connector("guildhall-mailbox-sms", json!({})).await;
    assert_eq!(shown().await, json!({ "phone": true, "email": true }));
    world.settings(json!({ "forgotPasswordMethods": ["PhoneVerificationCode"] })).await;
    assert_eq!(shown().await, json!({ "phone": true, "email": false }));
    world.settings(json!({ "forgotPasswordMethods": [] })).await;
    assert_eq!(shown().await, json!({ "phone": false, "email": false }));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organization_shows_its_own_colours() {
    let world = World::new().await;
    let services = world.services();
    let object = |value: Value| value.as_object().unwrap().clone();
    let organization = &Organization {
        id: OrganizationId::new("uyzkx4ar5ls6"),
        name: "Northwind".to_owned(),
        description: None,
        custom_data: Map::new(),
        is_mfa_required: false,
        color: object(json!({ "primaryColor": "#123456" })),
        branding: object(json!({ "logoUrl": "https://northwind.example/logo.svg" })),
        custom_css: Some("body{}".to_owned()),
        created_at: UnixMillis(1),
    };
    let done: Result<(), store::StoreError> = services
        .db
        .transaction(|tx| async move {
            store::organization::insert(tx.exec(), &services.tenant, organization).await
        })
        .await;
    done.unwrap();
    let client = world.client();
    let own = client
        .get("/api/.well-known/sign-in-exp?organizationId=uyzkx4ar5ls6&appId=x")
        .await
        .assert_status(200)
        .json();
    assert_eq!(own["color"]["primaryColor"], "#123456");
    assert_eq!(own["color"]["isDarkModeEnabled"], true);
    assert_eq!(
        (&own["branding"]["logoUrl"], &own["customCss"]),
        (&json!("https://northwind.example/logo.svg"), &json!("body{}"))
    );
    let unknown =
        client.get("/api/.well-known/sign-in-exp?organizationId=nobody").await.assert_status(200).json();
    assert_eq!(unknown, client.get("/api/.well-known/sign-in-exp").await.json());
    client
        .get("/api/.well-known/sign-in-exp?organizationId=a%00b")
        .await
        .assert_error(400, "guard.invalid_input");
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_and_captchas_are_shown_as_the_settings_ask_for_them() {
    let world = World::new().await;
    let services = world.services();
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    for name in ["lamp", "boat"] {
        let field = ProfileField {
            id: format!("id-of-{name}"),
            name: name.to_owned(),
            kind: ProfileFieldType::Text,
            label: String::new(),
            description: None,
            is_required: false,
            config: json!({}),
            sign_in_order: 0,
            created_at: UnixMillis(1),
        };
        store::custom_profile_field::insert(exec, tenant, &field).await.unwrap();
    }
    let provider = SealedCaptchaProvider {
        id: "captcha".to_owned(),
        config: CaptchaConfig::Turnstile { site_key: "site".to_owned() },
        sealed_value: b"sealed".to_vec(),
        created_at: UnixMillis(1),
        updated_at: UnixMillis(1),
    };
    store::captcha_provider::put(exec, tenant, &provider).await.unwrap();
    let client = world.client();
    let names = |fields: &Value| {
        let fields = fields.as_array().unwrap().iter();
        fields.map(|field| field["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let document = client.get("/api/.well-known/sign-in-exp").await.assert_status(200).json();
    assert_eq!(names(&document["customProfileFields"]), ["lamp", "boat"]);
    assert_eq!(document.get("captchaConfig"), None);
    world
        .settings(
            json!({ "captchaPolicy": { "enabled": true }, "signUpProfileFields": [{ "name": "boat" }] }),
        )
        .await;
    let document = client.get("/api/.well-known/sign-in-exp").await.assert_status(200).json();
    assert_eq!(document["captchaConfig"], json!({ "type": "Turnstile", "siteKey": "site" }));
    assert_eq!(names(&document["customProfileFields"]), ["boat"]);
    assert_eq!(names(&document["customProfileFieldCatalog"]), ["lamp", "boat"]);
    assert_eq!(
        document["customProfileFields"][0],
        json!({
            "tenantId": "default", "id": "id-of-boat", "name": "boat", "type": "Text", "label": "",
            "description": null, "required": false, "config": {}, "createdAt": 1, "sieOrder": 2,
        })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_shown_as_the_default() {
    let world = World::new().await;
    world.settings(json!({ "signInMode": 7, "mfa": [], "color": null, "customCss": "body{}" })).await;
    let document = world.client().get("/api/.well-known/experience").await.assert_status(200).json();
    assert_eq!(
        (&document["signInMode"], &document["customCss"]),
        (&json!("SignInAndRegister"), &json!("body{}"))
    );
    assert_eq!(document["mfa"], json!({ "factors": [], "policy": "UserControlled" }));
}

#[tokio::test(flavor = "multi_thread")]
async fn words_come_in_the_best_language_there_is() {
    let world = World::new().await;
    let services = world.services();
    for (tag, word) in [("nb-NO", "Logg inn"), ("pt-BR", "Entrar")] {
        let phrase = CustomPhrase {
            id: format!("id-of-{tag}"),
            language_tag: tag.to_owned(),
            translation: json!({ "action": { "sign_in": word } }),
        };
        store::custom_phrase::put(services.db.exec(), &services.tenant, &phrase).await.unwrap();
    }
    let client = world.client();
    let ask = async |query: &str, browser: &str| {
        let headers = [("accept-language", browser)];
        let path = format!("/api/.well-known/phrases{query}");
        let answer = client.send(http::Method::GET, &path, &headers, axum::body::Body::empty()).await;
        let answer = answer.assert_status(200);
        let words = answer.json();
        assert_eq!(words["action"]["cancel"], "Cancel");
        assert_eq!(words["input"]["password"], "Password");
        let language = answer.header("content-language").unwrap().to_owned();
        (language, words["action"]["sign_in"].as_str().unwrap().to_owned())
    };
    let pair = |language: &str, word: &str| (language.to_owned(), word.to_owned());
    assert_eq!(ask("", "").await, pair("en", "Sign in"));
    assert_eq!(ask("", "fi, pt;q=0.5, en;q=0.4").await, pair("pt-BR", "Entrar"));
    assert_eq!(ask("?lng=nb-NO", "pt-BR").await, pair("nb-NO", "Logg inn"));
    assert_eq!(ask("?lng=tlh", "tlh").await, pair("en", "Sign in"));
    world.settings(json!({ "languageInfo": { "autoDetect": false, "fallbackLanguage": "nb-NO" } })).await;
    assert_eq!(ask("", "pt-BR").await, pair("nb-NO", "Logg inn"));
    client.get("/api/.well-known/phrases?lng=a%00b").await.assert_error(400, "guard.invalid_input");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_account_center_is_public_and_closed_at_first() {
    let world = World::new().await;
    let document = world.client().get("/api/.well-known/account-center").await.assert_status(200).json();
    assert_eq!(
        document,
        json!({
            "tenantId": "default", "id": "default", "enabled": false, "fields": {}, "webauthnRelatedOrigins": [],
            "deleteAccountUrl": null, "customCss": null, "profileFields": null,
        })
    );
}

/// Stores a social connector of these kind, target and platform.
async fn social_connector(
    world: &World,
    (id, factory): (&str, &str),
    target: &str,
    platform: &str,
    metadata: Value,
) {
    let services = world.services();
    let stored = StoredConnector {
        id: ConnectorId::new(id),
        factory_id: factory.to_owned(),
        connector_type: "Social".to_owned(),
        target: target.to_owned(),
        platform: Some(platform.to_owned()),
        sealed_config: b"s3cret".to_vec(),
        metadata: metadata.as_object().unwrap().clone(),
        sync_profile: false,
        enable_token_storage: true,
        created_at: UnixMillis(1),
    };
    store::connector::insert(services.db.exec(), &services.tenant, &stored).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn social_connectors_are_shown_that_the_settings_offer_and_without_what_they_hold() {
    let world = World::new().await;
    let own = json!({ "target": "fjord", "name": { "en": "Fjord", "nb": "Fjorden" }, "logo": "https://fjord.example/l.svg" });
    social_connector(&world, ("a", "oidc"), "fjord", "Universal", own).await;
    social_connector(&world, ("b", "github-universal"), "github", "Universal", json!({})).await;
    social_connector(&world, ("c", "carrier-pigeon"), "pigeon", "Universal", json!({})).await;
    social_connector(&world, ("d", "google-universal"), "google", "Universal", json!({})).await;
    let shown = async || {
        let client = world.client();
        let document = client.get("/api/.well-known/sign-in-exp").await.assert_status(200).json();
        let same = client.get("/api/.well-known/experience").await.assert_status(200).json();
        assert_eq!(document, same);
        assert!(!document.to_string().contains("s3cret"));
        document["socialConnectors"].clone()
    };
    assert_eq!(shown().await, json!([]));
    let targets = json!(["github", "pigeon", "nobody", "fjord", 7]);
    world.settings(json!({ "socialSignInConnectorTargets": targets })).await;
    let offered = shown().await;
    let logo = |name: &str| offered[0][name].as_str().filter(|logo| logo.starts_with("data:image/")).unwrap();
    let expected = json!([
        {
            "id": "b", "target": "github", "name": { "en": "GitHub" }, "logo": logo("logo"), "logoDark": logo("logoDark"),
            "platform": "Universal", "isStandard": false,
        },
        {
            "id": "a", "target": "fjord", "name": { "en": "Fjord", "nb": "Fjorden" }, "logo": "https://fjord.example/l.svg",
            "logoDark": null, "platform": "Universal", "isStandard": true,
        },
    ]);
    assert_eq!(offered, expected);
    world.settings(json!({ "socialSignInConnectorTargets": "github" })).await;
    assert_eq!(shown().await, json!([]));
}
