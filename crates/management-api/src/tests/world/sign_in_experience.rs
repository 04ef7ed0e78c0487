//! Bodies of what hangs on the sign-in experience, and forms with a file.

use axum::body::Body;
use http_kit::Operation;
use serde_json::{Value, json};
use testkit::TestResponse;

use super::World;
use crate::user_assets::UPLOADS;

/// What separates the parts of a form.
const BOUNDARY: &str = "----boundary-of-tests";
/// The beginning of a PNG, which is enough to be taken for one.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

/// A form with one file.
pub(crate) fn form(field: &str, file: &[u8]) -> Vec<u8> {
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"
    );
    [head.as_bytes(), file, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat()
}

/// Its media type.
pub(crate) fn form_type() -> String {
    format!("multipart/form-data; boundary={BOUNDARY}")
}

impl World {
    /// Whether an operation takes a form with a file and no JSON.
    pub(in crate::tests) fn takes_file(operation: &Operation) -> bool {
        UPLOADS.contains(&operation.path)
    }

    /// Sends a form with a picture.
    pub(in crate::tests) async fn send_file(&self, operation: &Operation, path: &str) -> TestResponse {
        let (kind, body) = (form_type(), Body::from(form("file", PNG)));
        self.api.client.send(operation.method.clone(), path, &[("content-type", &kind)], body).await
    }

    /// What is there beside the tenant's defaults.
    pub(in crate::tests) async fn add_experience(&self) {
        let words = json!({ "action": { "sign_in": "Logg inn" } });
        self.api.client.put("/api/custom-phrases/nb-NO", words).await.assert_status(201);
        let lamp = json!({ "name": "lamp", "type": "Text", "required": false });
        self.api.created("/api/custom-profile-fields", lamp).await;
        let captcha = json!({ "config": { "type": "Turnstile", "siteKey": "site", "secretKey": "geheim" } });
        self.api.client.put("/api/captcha-provider", captcha).await.assert_status(200);
    }

    pub(super) fn experience_body(&self, operation: &Operation) -> Option<Value> {
        let mut field = json!({
            "type": "Select", "label": "Boat", "description": "Which boat", "required": true,
            "config": { "placeholder": "A boat", "options": [{ "label": "Red", "value": "red" }] },
        });
        Some(match operation.path.strip_prefix("/api/")? {
            "sign-in-exp" => settings(),
            "sign-in-exp/default/check-password" => {
                json!({ "password": "fjord-Lamp-78", "userId": self.member })
            }
            "custom-phrases/{languageTag}" => json!({ "action": { "sign_in": "Kom inn" } }),
            "custom-profile-fields/{name}" => field,
            "custom-profile-fields" => {
                field["name"] = json!("boat");
                field
            }
            "custom-profile-fields/batch" => {
                json!([{ "name": "kite", "type": "Url", "required": false }])
            }
            "custom-profile-fields/properties/sie-order" => {
                json!({ "order": [{ "name": "lamp", "sieOrder": 7 }] })
            }
            "account-center" => json!({
                "enabled": true, "fields": { "name": "Edit", "email": "ReadOnly", "mfa": "Off" },
                "webauthnRelatedOrigins": ["https://fjord.example"],
                "deleteAccountUrl": "https://fjord.example/delete", "customCss": "body {}",
                "profileFields": [{ "name": "lamp" }],
            }),
            "captcha-provider" => json!({ "config": {
                "type": "RecaptchaEnterprise", "siteKey": "site", "secretKey": "geheim", "projectId": "fjord",
                "domain": "recaptcha.net", "mode": "invisible",
            } }),
            _ => return None,
        })
    }
}

/// Every member of the settings, as a tenant without connectors may have them.
fn settings() -> Value {
    let mut all = json!({
        "color": { "primaryColor": "#123456", "isDarkModeEnabled": true, "darkPrimaryColor": "#abc" },
        "branding": {
            "logoUrl": "https://a.example/l.svg", "darkLogoUrl": "https://a.example/d.svg",
            "favicon": "https://a.example/f.ico", "darkFavicon": "https://a.example/e.ico",
        },
        "hideLogtoBranding": false,
        "languageInfo": { "autoDetect": false, "fallbackLanguage": "en" },
        "termsOfUseUrl": "https://a.example/terms", "privacyPolicyUrl": "https://a.example/privacy",
        "agreeToTermsPolicy": "Manual",
        "signIn": { "methods": [
            { "identifier": "email", "password": true, "verificationCode": false, "isPasswordPrimary": true },
        ] },
        "signUp": { "identifiers": ["username"], "password": true, "verify": false, "secondaryIdentifiers": [] },
        "socialSignIn": { "automaticAccountLinking": true, "skipRequiredIdentifiers": true },
        "socialSignInConnectorTargets": ["github"],
        "signInMode": "SignIn",
    });
    let further = json!({
        "customCss": "body {}",
        "customContent": { "sign-in": "Welcome" },
        "customUiAssets": null,
        "customUiCsp": {},
        "passwordPolicy": {
            "length": { "min": 10, "max": 100 }, "characterTypes": { "min": 2 },
            "rejects": { "pwned": true, "repetitionAndSequence": true, "userInfo": true, "words": ["fjord"] },
        },
        "mfa": { "factors": ["Totp"], "policy": "Mandatory", "organizationRequiredMfaPolicy": "NoPrompt" },
        "adaptiveMfa": { "enabled": false },
        "trustedDevice": { "enabled": true, "durationDays": 14, "satisfiesOrganizationMfa": false },
        "singleSignOnEnabled": true,
        "supportEmail": "help@a.example", "supportWebsiteUrl": "https://a.example/help",
        "unknownSessionRedirectUrl": "https://a.example/",
        "captchaPolicy": { "enabled": true },
        "sentinelPolicy": { "maxAttempts": 5, "lockoutDuration": 10 },
        "emailBlocklistPolicy": {
            "blockDisposableAddresses": false, "blockSubaddressing": true,
            "customAllowlist": ["a@b.example"], "customBlocklist": ["@c.example"],
        },
        "verificationCodePolicy": { "expirationDuration": 300, "maxRetryAttempts": 5 },
        "forgotPasswordMethods": [],
        "passkeySignIn": { "enabled": true, "showPasskeyButton": true, "allowAutofill": true },
        "signUpProfileFields": [{ "name": "lamp" }],
        "passwordExpiration": { "enabled": false, "validPeriodDays": 90, "enabledAt": 1 },
        "usernamePolicy": {
            "caseSensitive": true, "minLength": 2, "maxLength": 64,
            "allowedCharacters": { "uppercase": true, "lowercase": true, "number": true, "underscore": false },
        },
    });
    all.as_object_mut().unwrap().extend(further.as_object().unwrap().clone());
    all
}
