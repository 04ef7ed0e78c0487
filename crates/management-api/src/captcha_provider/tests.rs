//! The provider of captchas through the whole router.

use std::time::Duration;

use serde_json::{Value, json};
use store::both_databases;

use crate::test_api::{TestApi, shows};

const PATH: &str = "/api/captcha-provider";

fn recaptcha_of(domain: &str) -> Value {
    json!({ "type": "RecaptchaEnterprise", "siteKey": "a", "secretKey": "b", "projectId": "c", "domain": domain })
}

both_databases! {
    async fn a_provider_is_put_shown_replaced_and_deleted(db: Db) {
        let api = TestApi::over(db).await;
        api.client.get(PATH).await.assert_error(404, "captcha_provider.not_found");
        let config = json!({ "type": "Turnstile", "siteKey": "site", "secretKey": "very-secret-key" });
        let put = api.client.put(PATH, json!({ "config": config })).await.assert_status(200).json();
        let expected = json!({
            "tenantId": "default", "id": put["id"], "config": config,
            "createdAt": put["createdAt"], "updatedAt": put["createdAt"],
        });
        assert_eq!(put, expected);
        assert_eq!(api.get(PATH).await, expected);
        api.services.advance(Duration::from_secs(60));
        let google = json!({
            "type": "RecaptchaEnterprise", "siteKey": "site", "secretKey": "other-secret-key", "projectId": "fjord", "mode": "checkbox",
        });
        let replaced = api.client.unrecorded().put(PATH, json!({ "config": google })).await.assert_status(200).json();
        assert_eq!((&replaced["config"], &replaced["createdAt"]), (&google, &put["createdAt"]));
        assert_ne!(replaced["updatedAt"], put["updatedAt"]);
        let rows = store::testing::contents(&api.services.services.db).await;
        let all = rows.values().flatten().cloned().collect::<Vec<_>>().join("\n");
        assert!(!shows(&all, "very-secret-key") && !shows(&all, "other-secret-key"));
        api.client.delete(PATH).await.assert_status(204);
        api.client.delete(PATH).await.assert_error(404, "captcha_provider.not_found");
    }

    async fn what_is_no_provider_is_refused(db: Db) {
        let api = TestApi::over(db).await;
        for config in [
            json!({}),
            json!({ "type": "Oracle", "siteKey": "a", "secretKey": "b" }),
            json!({ "type": "Turnstile", "siteKey": "a" }),
            json!({ "type": "Turnstile", "siteKey": "", "secretKey": "b" }),
            json!({ "type": "RecaptchaEnterprise", "siteKey": "a", "secretKey": "b" }),
            json!({ "type": "RecaptchaEnterprise", "siteKey": "a", "secretKey": "b", "projectId": "c", "mode": "loud" }),
            json!({ "type": "Turnstile", "siteKey": "a", "secretKey": "b".repeat(1_025) }),
            recaptcha_of("evil.example"),
            recaptcha_of("www.google.com.evil.example"),
            recaptcha_of("www.google.com/evil"),
            recaptcha_of(""),
        ] {
            api.client.put(PATH, json!({ "config": config })).await.assert_error(400, "guard.invalid_input");
        }
        for domain in domain::captcha::RECAPTCHA_DOMAINS {
            api.client.put(PATH, json!({ "config": recaptcha_of(domain) })).await.assert_status(200);
        }
    }
}
