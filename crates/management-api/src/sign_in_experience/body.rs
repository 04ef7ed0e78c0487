//! The sign-in experience as the wire has it.

use api_types::sign_in_experience as wire;
use domain::{TenantId, sign_in_experience::default_settings};
use http_kit::ApiError;
use serde_json::{Value, json};

/// The settings as the wire shows them: the defaults, each member overridden by the stored one. A stored member that another version
/// wrote and this one cannot read is shown as the default, which is also how it is acted on.
pub(super) fn experience_body(tenant: &TenantId, stored: &Value) -> Result<wire::SignInExperience, ApiError> {
    let mut settings = default_settings();
    let is_readable = |name: &str, value: &Value| {
        serde_json::from_value::<wire::UpdateSignInExperience>(json!({ name: value })).is_ok()
    };
    if let (Some(members), Some(stored)) = (settings.as_object_mut(), stored.as_object()) {
        let known = stored.iter().filter(|(name, value)| is_readable(name, value));
        members.extend(known.map(|(name, value)| (name.clone(), value.clone())));
        members.insert("id".to_owned(), "default".into());
        members.insert("tenantId".to_owned(), tenant.as_str().into());
    }
    serde_json::from_value(settings).map_err(|error| ApiError::internal(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_shown_as_the_default() {
        let tenant = TenantId::default_tenant();
        let stored = json!({ "signInMode": "Invitation", "mfa": 7, "id": "x", "customCss": "body {}", "later": 1 });
        let shown = experience_body(&tenant, &stored).unwrap();
        let fresh = experience_body(&tenant, &Value::Null).unwrap();
        let expected = wire::SignInExperience { custom_css: Some("body {}".to_owned()), ..fresh };
        assert_eq!(shown, expected);
    }
}
