//! The sign-in experience through the whole router.

use std::sync::Arc;

use domain::password::KnownPasswords;
use operations::known_passwords::KnownPasswordSources;
use serde_json::{Value, json};
use store::{StoreError, both_databases, configuration};
use testkit::{TestClient, TestServices};

use crate::{
    test_api::TestApi,
    tests::world::sign_in_experience::{form, form_type},
};

const PATH: &str = "/api/sign-in-exp";

impl TestApi {
    /// Sets settings that only a tenant with connectors can have.
    async fn store_settings(&self, settings: Value) {
        let (services, settings) = (&self.services.services, &settings);
        let done: Result<(), StoreError> = services
            .db
            .transaction(|tx| async move {
                configuration::bump(&tx, &services.tenant).await?;
                configuration::put_setting(tx.exec(), &services.tenant, "signInExperience", settings).await
            })
            .await;
        done.unwrap();
    }

    async fn refused(&self, body: Value, status: u16, code: &str) {
        let before = self.get(PATH).await;
        let answer = self.client.patch(PATH, body.clone()).await;
        assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (status, Some(code)), "{body}");
        assert_eq!(self.get(PATH).await, before, "{body}");
    }
}

fn fresh() -> Value {
    let mut all = json!({
        "tenantId": "default", "id": "default",
        "color": { "primaryColor": "#2F6F6B", "isDarkModeEnabled": true, "darkPrimaryColor": "#6FB8B2" },
        "branding": {}, "hideLogtoBranding": false,
        "languageInfo": { "autoDetect": true, "fallbackLanguage": "en" },
        "termsOfUseUrl": null, "privacyPolicyUrl": null, "agreeToTermsPolicy": "Automatic",
        "signIn": { "methods": [
            { "identifier": "username", "password": true, "verificationCode": false, "isPasswordPrimary": true },
        ] },
        "signUp": { "identifiers": ["username"], "password": true, "verify": false },
    });
    let further = json!({
        "socialSignIn": {}, "socialSignInConnectorTargets": [], "signInMode": "SignInAndRegister",
        "customCss": null, "customContent": {}, "customUiAssets": null, "customUiCsp": {},
        "passwordPolicy": {}, "mfa": { "factors": [], "policy": "UserControlled" }, "adaptiveMfa": {}, "trustedDevice": {},
        "singleSignOnEnabled": false, "supportEmail": null, "supportWebsiteUrl": null,
        "unknownSessionRedirectUrl": null, "captchaPolicy": {}, "sentinelPolicy": {},
        "emailBlocklistPolicy": {}, "verificationCodePolicy": {}, "forgotPasswordMethods": [],
        "passkeySignIn": {}, "signUpProfileFields": null, "passwordExpiration": {},
        "usernamePolicy": {
            "caseSensitive": true, "minLength": 1, "maxLength": 128,
            "allowedCharacters": { "uppercase": true, "lowercase": true, "number": true, "underscore": true },
        },
    });
    all.as_object_mut().unwrap().extend(further.as_object().unwrap().clone());
    all
}

both_databases! {
    async fn settings_are_shown_and_each_is_replaced_as_a_whole(db: Db) {
        let api = TestApi::over(db).await;
        assert_eq!(api.get(PATH).await, fresh());
        let changes = json!({
            "branding": { "logoUrl": "https://a.example/l.svg" }, "signInMode": "SignIn", "customCss": "body {}",
            "socialSignInConnectorTargets": ["github", "github"], "supportEmail": "", "unknown": 1,
            "passwordPolicy": { "length": { "min": 12 } }, "usernamePolicy": { "minLength": 3, "later": true },
            "termsOfUseUrl": "https://a.example/terms",
        });
        let changed = api.client.patch(PATH, changes).await.assert_status(200).json();
        let mut expected = fresh();
        for (name, value) in [
            ("branding", json!({ "logoUrl": "https://a.example/l.svg" })), ("signInMode", json!("SignIn")),
            ("customCss", json!("body {}")), ("passwordPolicy", json!({ "length": { "min": 12, "max": 256 } })),
            ("termsOfUseUrl", json!("https://a.example/terms")),
        ] {
            expected[name] = value;
        }
        expected["usernamePolicy"]["minLength"] = json!(3);
        expected["usernamePolicy"]["later"] = json!(true);
        assert_eq!(changed, expected);
        assert_eq!(api.get(PATH).await, expected);
        let emptied = json!({ "branding": {}, "customCss": "", "termsOfUseUrl": null });
        let emptied = api.client.patch(PATH, emptied).await.assert_status(200).json();
        assert_eq!((&emptied["branding"], &emptied["customCss"], &emptied["termsOfUseUrl"]), (&json!({}), &Value::Null, &Value::Null));
        assert_eq!(emptied["signInMode"], "SignIn");
        api.refused(json!({}), 422, "entity.invalid_input").await;
        api.refused(json!({ "unknown": 1, "id": "x" }), 422, "entity.invalid_input").await;
    }

    async fn malformed_settings_are_refused(db: Db) {
        let api = TestApi::over(db).await;
        for body in [
            json!({ "color": { "primaryColor": "#12", "isDarkModeEnabled": true, "darkPrimaryColor": "#abc" } }),
            json!({ "color": { "primaryColor": "#123" } }),
            json!({ "branding": { "favicon": "not a URL" } }),
            json!({ "termsOfUseUrl": "javascript:alert(1)" }),
            json!({ "supportEmail": "nobody" }),
            json!({ "customCss": "x".repeat(128 * 1024 + 1) }),
            json!({ "customContent": { "a": "x".repeat(16 * 1024 + 1) } }),
            json!({ "languageInfo": { "autoDetect": true, "fallbackLanguage": 7 } }),
            json!({ "signUp": { "identifiers": ["passport"], "password": true, "verify": false } }),
            json!({ "passwordPolicy": { "length": { "min": 0 } } }),
            json!({ "passwordPolicy": { "length": { "min": 20, "max": 10 } } }),
            json!({ "passwordPolicy": { "length": { "max": 7 } } }),
            json!({ "passwordPolicy": { "characterTypes": { "min": 5 } } }),
            json!({ "passwordPolicy": { "rejects": { "words": ["x".repeat(257)] } } }),
            json!({ "sentinelPolicy": { "maxAttempts": 0 } }),
            json!({ "trustedDevice": { "enabled": true, "durationDays": 0 } }),
            json!({ "trustedDevice": { "enabled": true, "durationDays": 366 } }),
            json!({ "trustedDevice": { "enabled": "true" } }),
            json!({ "verificationCodePolicy": { "maxRetryAttempts": 0 } }),
            json!({ "passwordExpiration": { "enabled": true } }),
            json!({ "passwordExpiration": { "enabled": true, "validPeriodDays": 0 } }),
            json!({ "usernamePolicy": { "minLength": 0 } }),
            json!({ "usernamePolicy": { "minLength": 9, "maxLength": 8 } }),
            json!({ "usernamePolicy": { "caseSensitive": "no" } }),
            json!({ "usernamePolicy": { "allowedCharacters": { "uppercase": false, "lowercase": false, "underscore": false } } }),
            json!({ "signUpProfileFields": [["lamp"]] }),
        ] {
            api.refused(body, 400, "guard.invalid_input").await;
        }
    }

    async fn settings_that_contradict_each_other_are_refused(db: Db) {
        let api = TestApi::over(db).await;
        let method = |identifier, password, code| json!({ "signIn": { "methods": [{
            "identifier": identifier, "password": password, "verificationCode": code, "isPasswordPrimary": true,
        }] } });
        let expiration = json!({ "enabled": true, "validPeriodDays": 90 });
        for (body, status, code) in [
            (json!({ "hideLogtoBranding": true }), 400, "request.invalid_input"),
            (json!({ "customUiCsp": { "scriptSrc": ["https://a.example"] } }), 400, "request.invalid_input"),
            (json!({ "customUiAssets": { "id": "a", "createdAt": 1 } }), 400, "request.invalid_input"),
            (method("email", true, true), 400, "sign_in_experiences.enabled_connector_not_found"),
            (method("phone", false, false), 400, "sign_in_experiences.at_least_one_authentication_factor"),
            (
                json!({ "signUp": { "identifiers": ["email"], "password": true, "verify": true } }),
                400, "sign_in_experiences.enabled_connector_not_found",
            ),
            (
                json!({ "signUp": { "identifiers": ["username"], "password": true, "verify": false, "secondaryIdentifiers": [{ "identifier": "email" }] } }),
                400, "sign_in_experiences.passwordless_requires_verify",
            ),
            (
                json!({ "mfa": { "factors": ["BackupCode"], "policy": "Mandatory" } }),
                400, "sign_in_experiences.backup_code_cannot_be_enabled_alone",
            ),
            (
                json!({ "mfa": { "factors": ["Totp", "Totp"], "policy": "Mandatory" } }),
                400, "sign_in_experiences.duplicated_mfa_factors",
            ),
            (
                json!({ "forgotPasswordMethods": ["EmailVerificationCode"] }),
                400, "sign_in_experiences.forgot_password_method_requires_connector",
            ),
            (
                json!({ "languageInfo": { "autoDetect": true, "fallbackLanguage": "fi" } }),
                400, "sign_in_experiences.unsupported_default_language",
            ),
            (
                json!({ "emailBlocklistPolicy": { "customBlocklist": ["nobody"] } }),
                400, "sign_in_experiences.invalid_custom_email_blocklist_format",
            ),
            (
                json!({ "passwordExpiration": expiration }),
                422, "sign_in_experiences.password_expiration_requires_forgot_password",
            ),
            (json!({ "adaptiveMfa": { "enabled": true } }), 422, "sign_in_experiences.adaptive_mfa_requires_mfa"),
            (
                json!({ "adaptiveMfa": { "enabled": true }, "mfa": { "factors": ["Totp"], "policy": "PromptOnlyAtSignIn" } }),
                422, "sign_in_experiences.adaptive_mfa_requires_non_skippable_policy",
            ),
            (
                json!({ "mfa": { "factors": ["Totp"], "policy": "PromptOnlyAtSignInMandatory" } }),
                422, "sign_in_experiences.non_adaptive_mfa_requires_skippable_policy",
            ),
        ] {
            api.refused(body, status, code).await;
        }
        let answer = api.client.patch(PATH, method("email", true, true)).await.json();
        assert_eq!(answer["data"], json!({ "type": "Email" }));
    }

    async fn case_counts_for_nothing_once_no_usernames_differ_in_it_alone(db: Db) {
        let api = TestApi::over(db).await;
        let (first, second) = (api.user("Ingrid").await, api.user("ingrid").await);
        let conflicts = "/api/sign-in-exp/username-policy/case-sensitivity-conflicts";
        let mut ids = [first.clone(), second.clone()];
        ids.sort();
        let expected = json!({ "totalConflicts": 1, "samples": [{ "usernameLower": "ingrid", "userIds": ids }] });
        assert_eq!(api.get(&format!("{conflicts}?limit=5")).await, expected);
        for bad in ["0", "101", "x", "-1"] {
            api.client.get(&format!("{conflicts}?limit={bad}")).await.assert_error(400, "guard.invalid_input");
        }
        let ignoring = json!({ "usernamePolicy": { "caseSensitive": false } });
        api.refused(ignoring.clone(), 409, "sign_in_experiences.username_policy_case_conflicts_exist").await;
        let path = format!("/api/users/{second}");
        api.client.patch(&path, json!({ "username": "olav" })).await.assert_status(200);
        api.client.patch(PATH, ignoring).await.assert_status(200);
        assert_eq!(api.get(conflicts).await, json!({ "totalConflicts": 0, "samples": [] }));
        let taken = |answer: testkit::TestResponse| answer.assert_error(422, "user.username_already_in_use");
        taken(api.client.post("/api/users", json!({ "username": "INGRID" })).await);
        taken(api.client.patch(&path, json!({ "username": "inGrid" })).await);
        // One's own name in another case is nobody else's.
        let own = api.client.patch(&format!("/api/users/{first}"), json!({ "username": "INGRID" })).await;
        assert_eq!(own.assert_status(200).json()["username"], "INGRID");
    }

    async fn passwords_are_held_against_the_policy_and_a_user(db: Db) {
        let api = TestApi::over(db).await;
        let path = "/api/sign-in-exp/default/check-password";
        let user = api.user("ingrid").await;
        assert_eq!(api.post(path, json!({ "password": "fjord-Lamp-77" }), 200).await, json!({ "result": true }));
        // A checker of schemas cannot tell a refusal from an approval: the reference documents do it by `format` alone.
        let unrecorded = api.client.unrecorded();
        let own = unrecorded.post(path, json!({ "password": "my-ingrid-lamp", "userId": user })).await.assert_status(200).json();
        assert_eq!(own, json!({ "result": false, "issues": [{ "code": "password_rejected.restricted.user_info" }] }));
        let policy = json!({ "passwordPolicy": { "length": { "min": 20 }, "rejects": { "words": ["Fjord"] } } });
        api.client.patch(PATH, policy).await.assert_status(200);
        let short = unrecorded.post(path, json!({ "password": "fjord-Lamp-77" })).await.assert_status(200).json();
        let issues = json!([
            { "code": "password_rejected.too_short", "interpolation": { "min": 20 } },
            { "code": "password_rejected.restricted.words" },
        ]);
        assert_eq!(short, json!({ "result": false, "issues": issues }));
        api.client.post(path, json!({ "password": "a", "userId": "nobody" })).await.assert_error(404, "entity.not_found");
        for bad in [json!({}), json!({ "password": "" }), json!({ "password": "x".repeat(5_000) })] {
            api.client.post(path, bad).await.assert_error(400, "guard.invalid_input");
        }
    }

    async fn a_password_that_is_known_from_leaks_is_told(db: Db) {
        let list = KnownPasswords::read("fjord-Leaked-77\n".as_bytes()).unwrap();
        let sources = KnownPasswordSources { list: Some(Arc::new(list)), ..KnownPasswordSources::default() };
        let api = TestApi::of(TestServices::over_with(db, |options| options.known_passwords = sources).await).await;
        let path = "/api/sign-in-exp/default/check-password";
        let body = json!({ "password": "fjord-leaked-77" });
        let told = api.client.unrecorded().post(path, body.clone()).await.assert_status(200).json();
        assert_eq!(told, json!({ "result": false, "issues": [{ "code": "password_rejected.pwned" }] }));
        let off = json!({ "passwordPolicy": { "rejects": { "pwned": false } } });
        api.client.patch(PATH, off).await.assert_status(200);
        assert_eq!(api.post(path, body, 200).await, json!({ "result": true }));
    }

    async fn addresses_that_are_thrown_away_can_be_blocked(db: Db) {
        let api = TestApi::over(db).await;
        let policy = json!({ "blockDisposableAddresses": true, "customAllowlist": ["qa@mailinator.com"] });
        let changed = api.client.patch(PATH, json!({ "emailBlocklistPolicy": policy })).await.assert_status(200);
        assert_eq!(changed.json()["emailBlocklistPolicy"], policy);
    }

    async fn pages_of_the_tenants_own_are_looked_at_and_refused(db: Db) {
        let api = TestApi::over(db).await;
        let path = "/api/sign-in-exp/default/custom-ui-assets";
        for (file, code) in [(b"PK\x03\x04 and so on".as_slice(), "storage.not_configured"), (b"no archive", "guard.mime_type_not_allowed")] {
            let answer = api.client.send(http::Method::POST, path, &[("content-type", &form_type())], form("file", file).into()).await;
            answer.assert_error(400, code);
        }
        api.client.post(path, json!({})).await.assert_error(400, "guard.invalid_input");
    }

    async fn a_password_is_declared_expired_where_passwords_expire(db: Db) {
        let api = TestApi::over(db).await;
        let user = api.user("ingrid").await;
        let path = format!("/api/users/{user}/password/expiration");
        let not_enabled = "sign_in_experiences.password_expiration_not_enabled";
        api.client.patch(&path, json!({ "isExpired": true })).await.assert_error(400, not_enabled);
        let expiration = json!({ "enabled": true, "validPeriodDays": 90, "enabledAt": 1 });
        api.store_settings(json!({ "passwordExpiration": expiration, "forgotPasswordMethods": ["EmailVerificationCode"] })).await;
        for is_expired in [true, false] {
            let shown = api.client.patch(&path, json!({ "isExpired": is_expired })).await.assert_status(200).json();
            assert_eq!(shown["id"], user.as_str());
            let (services, id) = (&api.services.services, domain::UserId::new(&*user));
            let age = store::user::password_age(services.db.exec(), &services.tenant, &id).await.unwrap().unwrap();
            assert_eq!(age.is_declared_expired, is_expired);
        }
        let unknown = api.client.patch("/api/users/nobody/password/expiration", json!({ "isExpired": true })).await;
        unknown.assert_error(404, "entity.not_found");
        // Changing the period does not begin it anew.
        let longer = json!({ "passwordExpiration": { "enabled": true, "validPeriodDays": 30 } });
        let again = api.client.unrecorded().patch(PATH, longer).await;
        let again = again.assert_status(200).json();
        assert_eq!(again["passwordExpiration"], json!({ "enabled": true, "validPeriodDays": 30, "enabledAt": 1 }));
    }

    async fn other_nodes_hear_of_a_change(db: Db) {
        let (api, other) = (TestApi::over(db.clone()).await, TestApi::over(db).await);
        assert_eq!(other.get(PATH).await["signInMode"], "SignInAndRegister");
        api.client.patch(PATH, json!({ "signInMode": "SignIn" })).await.assert_status(200);
        let client = TestClient::with_bearer(crate::router(other.services.services.clone()), other.services.management_token().await);
        let mut seen = Value::Null;
        for _ in 0..100 {
            seen = client.get(PATH).await.json()["signInMode"].clone();
            if seen == "SignIn" {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(30)).await;
        }
        assert_eq!(seen, "SignIn");
    }
}
