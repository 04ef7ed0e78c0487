//! Second factors, and what keeps strangers out.

use domain::console::ConsoleRole;
use serde_json::{Value, json};
use store::both_databases;

use super::world::{Administrator, World, hidden};

const MFA: &str = "/console/mfa";
const SECURITY: &str = "/console/security";
const API: &str = "/api/sign-in-exp";

/// Fills in a page as it is now, sends it, and returns the answer.
async fn filled(by: &Administrator, path: &str, fields: &[(&str, &str)]) -> testkit::TestResponse {
    let mark = hidden(&by.page(path).await, "mark").unwrap();
    by.post(path, &[&[("mark", mark.as_str())], fields].concat()).await
}

async fn stored(world: &World, member: &str) -> Value {
    world.api.get(API).await.json()[member].take()
}

both_databases! {
    async fn second_factors_are_chosen_and_asked_for(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let page = edda.page(MFA).await;
        assert!(page.contains("value=\"PromptAtSignInAndSignUp\" checked"), "{page}");
        let alone = filled(&edda, MFA, &[("mfa.factors", "BackupCode"), ("mfa.policy", "NoPrompt")]).await.assert_status(422).body;
        assert!(alone.contains("Backup codes need another factor beside them."), "{alone}");
        let by_risk = filled(&edda, MFA, &[("mfa.policy", "PromptOnlyAtSignIn"), ("adaptiveMfa.enabled", "yes")]).await.assert_status(422).body;
        assert!(by_risk.contains("Choose a factor that can be asked for."), "{by_risk}");
        let days = filled(&edda, MFA, &[("mfa.policy", "NoPrompt"), ("trustedDevice.durationDays", "many")]).await.assert_status(422).body;
        assert!(days.contains("This cannot be used") && days.contains("value=\"many\""), "{days}");
        let no_sender = filled(&edda, MFA, &[("mfa.factors", "EmailVerificationCode"), ("mfa.policy", "NoPrompt")]).await.assert_status(422).body;
        assert!(no_sender.contains("Nothing sends e-mail yet."), "{no_sender}");
        let fields = [
            ("mfa.factors", "Totp"), ("mfa.factors", "BackupCode"), ("mfa.policy", "PromptOnlyAtSignIn"), ("adaptiveMfa.enabled", "yes"),
            ("mfa.organizationRequiredMfaPolicy", "yes"), ("trustedDevice.enabled", "yes"), ("trustedDevice.durationDays", "14"),
        ];
        filled(&edda, MFA, &fields).await.assert_status(303);
        assert_eq!(stored(&world, "mfa").await, json!({
            "factors": ["Totp", "BackupCode"], "policy": "PromptOnlyAtSignInMandatory", "organizationRequiredMfaPolicy": "Mandatory",
        }));
        assert_eq!(stored(&world, "adaptiveMfa").await, json!({ "enabled": true }));
        assert_eq!(stored(&world, "trustedDevice").await, json!({ "enabled": true, "durationDays": 14, "satisfiesOrganizationMfa": false }));
        let page = edda.page(MFA).await;
        assert!(page.contains("value=\"PromptOnlyAtSignIn\" checked") && page.contains("value=\"14\""), "{page}");
        filled(&edda, MFA, &[("mfa.factors", "Totp"), ("mfa.policy", "Mandatory")]).await.assert_status(303);
        assert_eq!(stored(&world, "mfa").await["policy"], "Mandatory");
    }

    async fn rules_for_passwords_and_usernames_are_stored(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        world.api.patch(API, json!({ "passwordPolicy": { "length": { "max": 64 } } })).await.assert_status(200);
        let wrong = [("passwordPolicy.length.min", "0"), ("usernamePolicy.minLength", "9"), ("usernamePolicy.maxLength", "3"), ("usernamePolicy.allowedCharacters", "lowercase")];
        let refused = filled(&edda, SECURITY, &wrong).await.assert_status(422).body;
        assert!(refused.matches("aria-invalid=\"true\"").count() >= 2, "{refused}");
        let expiring = [("passwordExpiration.enabled", "yes"), ("passwordExpiration.validPeriodDays", "90"), ("usernamePolicy.allowedCharacters", "lowercase")];
        let refused = filled(&edda, SECURITY, &expiring).await.assert_status(422).body;
        assert!(refused.contains("Turn on a way to recover a forgotten password first"), "{refused}");
        let fields = [
            ("passwordPolicy.length.min", "12"), ("passwordPolicy.characterTypes.min", "2"), ("passwordPolicy.rejects.pwned", "yes"),
            ("passwordPolicy.rejects.words", "fjord\r\n\r\n desk "), ("usernamePolicy.minLength", "3"), ("usernamePolicy.maxLength", "20"),
            ("usernamePolicy.allowedCharacters", "lowercase"), ("usernamePolicy.allowedCharacters", "number"),
        ];
        filled(&edda, SECURITY, &fields).await.assert_status(303);
        assert_eq!(stored(&world, "passwordPolicy").await, json!({
            "length": { "min": 12, "max": 64 }, "characterTypes": { "min": 2 },
            "rejects": { "pwned": true, "repetitionAndSequence": false, "userInfo": false, "words": ["fjord", "desk"] },
        }));
        assert_eq!(stored(&world, "usernamePolicy").await, json!({
            "caseSensitive": false, "minLength": 3, "maxLength": 20,
            "allowedCharacters": { "uppercase": false, "lowercase": true, "number": true, "underscore": false },
        }));
        assert_eq!(stored(&world, "passwordExpiration").await["enabled"], false);
    }

    async fn limits_for_those_who_guess_are_stored(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let path = format!("{SECURITY}/attacks");
        let refused = filled(&edda, &path, &[("sentinelPolicy.maxAttempts", "0")]).await.assert_status(422).body;
        assert!(refused.contains("This cannot be used"), "{refused}");
        let fields = [("sentinelPolicy.maxAttempts", "5"), ("sentinelPolicy.lockoutDuration", "15"), ("verificationCodePolicy.expirationDuration", "120")];
        filled(&edda, &path, &fields).await.assert_status(303);
        assert_eq!(stored(&world, "sentinelPolicy").await, json!({ "maxAttempts": 5, "lockoutDuration": 15 }));
        assert_eq!(stored(&world, "verificationCodePolicy").await, json!({ "expirationDuration": 120 }));
    }

    async fn addresses_that_make_no_account_are_stored(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let path = format!("{SECURITY}/addresses");
        let refused = filled(&edda, &path, &[("emailBlocklistPolicy.customBlocklist", "example.com")]).await.assert_status(422).body;
        assert!(refused.contains("Each line is an address, or @ and a domain.") && refused.contains(">example.com</textarea>"), "{refused}");
        let fields = [
            ("emailBlocklistPolicy.blockSubaddressing", "yes"), ("emailBlocklistPolicy.customBlocklist", "@spam.example\r\na@b.example"),
            ("emailBlocklistPolicy.customAllowlist", "good@spam.example"),
        ];
        filled(&edda, &path, &fields).await.assert_status(303);
        assert_eq!(stored(&world, "emailBlocklistPolicy").await, json!({
            "blockDisposableAddresses": false, "blockSubaddressing": true, "customBlocklist": ["@spam.example", "a@b.example"],
            "customAllowlist": ["good@spam.example"],
        }));
    }

    async fn a_provider_of_captchas_keeps_its_secret(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let path = format!("{SECURITY}/captcha");
        let refused = filled(&edda, &path, &[("enabled", "yes"), ("config.type", "none")]).await.assert_status(422).body;
        assert!(refused.contains("Choose a provider before pages ask."), "{refused}");
        let refused = filled(&edda, &path, &[("config.type", "Turnstile")]).await.assert_status(422).body;
        assert_eq!(refused.matches("Enter a value.").count(), 2, "{refused}");
        let fields = [("enabled", "yes"), ("config.type", "Turnstile"), ("config.siteKey", "site"), ("config.secretKey", "deep-secret")];
        filled(&edda, &path, &fields).await.assert_status(303);
        assert_eq!(stored(&world, "captchaPolicy").await, json!({ "enabled": true }));
        let page = edda.page(&path).await;
        assert!(page.contains("One is stored.") && !page.contains("deep-secret"), "{page}");
        filled(&edda, &path, &[("enabled", "yes"), ("config.type", "Turnstile"), ("config.siteKey", "other")]).await.assert_status(303);
        let provider = world.api.get("/api/captcha-provider").await.json();
        assert_eq!(provider["config"], json!({ "type": "Turnstile", "siteKey": "other", "secretKey": "deep-secret" }));
        // The secret of another provider is none of this one's.
        let other = [("config.type", "RecaptchaEnterprise"), ("config.siteKey", "r"), ("config.projectId", "p"), ("config.mode", "checkbox")];
        let kept = world.api.get("/api/captcha-provider").await.json();
        // It goes with the one whose it was, which is asked for first. The new one is typed there: no page carries it further.
        let unasked = [other.as_slice(), &[("enabled", "yes"), ("config.secretKey", "s2-typed-early")]].concat();
        let asked = filled(&edda, &path, &unasked).await.assert_status(422).body;
        for text in ["Replace Cloudflare Turnstile by Google reCAPTCHA Enterprise?", "name=\"sure\" value=\"yes\"", "name=\"config.projectId\" value=\"p\"", "name=\"config.secretKey\""] {
            assert!(asked.contains(text), "{text}: {asked}");
        }
        assert!(!asked.contains("s2-typed-early") && !asked.contains("deep-secret") && !asked.contains("aria-invalid"), "{asked}");
        let mark = hidden(&asked, "mark").unwrap();
        let answer = [&[("mark", mark.as_str()), ("sure", "yes")][..], &other].concat();
        let refused = edda.post(&path, &answer).await.assert_status(422).body;
        assert!(refused.contains("Enter a value.") && refused.contains("Replace Cloudflare Turnstile"), "{refused}");
        assert_eq!(world.api.get("/api/captcha-provider").await.json(), kept);
        edda.post(&path, &[answer.as_slice(), &[("config.secretKey", "s2")]].concat()).await.assert_status(303);
        let provider = world.api.get("/api/captcha-provider").await.json();
        assert_eq!(provider["config"], json!({ "type": "RecaptchaEnterprise", "siteKey": "r", "secretKey": "s2", "projectId": "p", "mode": "checkbox" }));
        let asked = filled(&edda, &path, &[("config.type", "none")]).await.assert_status(422).body;
        assert!(asked.contains("Remove Google reCAPTCHA Enterprise?") && asked.contains("name=\"sure\""), "{asked}");
        world.api.get("/api/captcha-provider").await.assert_status(200);
        let mark = hidden(&asked, "mark").unwrap();
        edda.post(&path, &[("mark", &mark), ("config.type", "none"), ("sure", "yes")]).await.assert_status(303);
        world.api.get("/api/captcha-provider").await.assert_status(404);
        assert_eq!(stored(&world, "captchaPolicy").await, json!({ "enabled": false }));
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        assert!(!vera.page(&path).await.contains("Save changes"));
    }
}
