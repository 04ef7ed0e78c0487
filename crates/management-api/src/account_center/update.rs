//! `PATCH /api/account-center`

use api_types::account_center::{AccountCenter, UpdateAccountCenter};
use axum::Json;
use domain::web_url::is_web_url;
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use operations::configuration::ACCOUNT_CENTER;
use serde_json::Value;
use store::configuration;
use url::Url;

use crate::{
    ManagementContext,
    appearance::{check_css, check_link},
    rules::{Body, Rules},
    sign_in_experience::check_list,
};

/// The most origins whose passkeys count. Browsers look at few (WebAuthn Level 3 §5.11: at least five labels).
const MAX_ORIGINS: usize = 50;

impl Validate for Body<UpdateAccountCenter> {
    fn issues(&self) -> Vec<Issue> {
        let Self(body) = self;
        let mut rules = Rules::default();
        let css = body.custom_css.as_ref().and_then(Option::as_ref);
        check_css(&mut rules, css);
        check_link(
            &mut rules,
            "deleteAccountUrl",
            body.delete_account_url.as_ref().and_then(Option::as_deref),
        );
        let origins = body.webauthn_related_origins.as_deref().unwrap_or_default();
        check_list(&mut rules, &["webauthnRelatedOrigins"], origins);
        if origins.len() > MAX_ORIGINS {
            rules.issue(Issue::new("too_big", &["webauthnRelatedOrigins"], "too many origins"));
        }
        if !origins.iter().all(|origin| is_origin(origin)) {
            let text = "Expected origins such as https://example.com";
            rules.issue(Issue::new("custom", &["webauthnRelatedOrigins"], text));
        }
        let names: Vec<String> =
            body.profile_fields.iter().flatten().flatten().map(|field| field.name.clone()).collect();
        check_list(&mut rules, &["profileFields"], &names);
        rules.issues()
    }
}

/// Scheme, host and port, and nothing else: what a browser compares.
fn is_origin(text: &str) -> bool {
    is_web_url(text)
        && Url::parse(text).is_ok_and(|url| url.origin().ascii_serialization() == text.trim_end_matches('/'))
}

/// Changes what users may do, each member as a whole, and tells every node.
pub(super) async fn update_account_center(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<UpdateAccountCenter>>,
) -> Result<Json<AccountCenter>, ApiError> {
    let mut changed = match serde_json::to_value(&body) {
        Ok(Value::Object(changed)) => changed,
        Ok(_) => return Err(ApiError::unprocessable("entity.invalid_input")),
        Err(error) => return Err(ApiError::internal(&error)),
    };
    if changed.is_empty() {
        return Err(ApiError::unprocessable("entity.invalid_input"));
    }
    for name in ["deleteAccountUrl", "customCss"] {
        if let Some(value) = changed.get_mut(name).filter(|value| value.as_str() == Some("")) {
            *value = Value::Null;
        }
    }
    let (context, changed) = (&context, &changed);
    let stored = context
        .reconfigure(|tx| async move {
            let (exec, tenant) = (tx.exec(), context.tenant());
            let stored = configuration::setting(exec, tenant, ACCOUNT_CENTER).await?;
            let mut stored = stored.and_then(|stored| stored.as_object().cloned()).unwrap_or_default();
            stored.extend(changed.clone());
            let stored = Value::Object(stored);
            configuration::put_setting(exec, tenant, ACCOUNT_CENTER, &stored).await?;
            Ok(stored)
        })
        .await?;
    Ok(Json(AccountCenter::of(context.tenant().as_str(), &stored)))
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn origins_are_scheme_host_and_port() {
        for good in ["https://fjord.example", "http://localhost:3001", "https://fjord.example/"] {
            assert!(is_origin(good), "{good}");
        }
        for bad in
            ["", "fjord.example", "https://fjord.example/a", "https://a@fjord.example", "data:text/plain,a"]
        {
            assert!(!is_origin(bad), "{bad}");
        }
    }
}
