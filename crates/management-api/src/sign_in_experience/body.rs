//! The sign-in experience as the wire has it.

use api_types::sign_in_experience as wire;
use domain::{TenantId, sign_in_experience::default_settings};
use http_kit::ApiError;
use serde_json::Value;

/// The settings as the wire shows them: the defaults, each member overridden by the stored one. A stored member that another version
/// wrote and this one cannot read is shown as the default, which is also how it is acted on.
pub(super) fn experience_body(tenant: &TenantId, stored: &Value) -> Result<wire::SignInExperience, ApiError> {
    let defaults = default_settings().as_object().cloned().unwrap_or_default();
    let mut settings = wire::readable(defaults, stored);
    settings.insert("id".to_owned(), "default".into());
    settings.insert("tenantId".to_owned(), tenant.as_str().into());
    serde_json::from_value(Value::Object(settings)).map_err(|error| ApiError::internal(&error))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_cannot_be_read_is_shown_as_the_default() {
        let tenant = TenantId::default_tenant();
        let stored =
            json!({ "signInMode": "Invitation", "mfa": 7, "id": "x", "customCss": "body {}", "later": 1 });
        let shown = experience_body(&tenant, &stored).unwrap();
        let mut expected = experience_body(&tenant, &Value::Null).unwrap();
        expected.look_and_entry.custom_css = Some("body {}".to_owned());
        assert_eq!(shown, expected);
    }
}
