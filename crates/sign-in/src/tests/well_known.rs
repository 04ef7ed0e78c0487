//! The public documents for sign-in pages.

use domain::{OrganizationId, UnixMillis, organization::Organization};
use serde_json::{Map, Value, json};

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
