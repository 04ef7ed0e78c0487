//! What users have chosen about signing in (Management API contract §5, `logto-configs`). The store keeps the document of the wire.

use serde_json::{Map, Value};

/// The choices that a sign-in goes by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Preferences {
    /// Whether the user wants second factors, once chosen.
    pub mfa_enabled: Option<bool>,
    /// Whether the user has declined to set one up.
    pub mfa_skipped: bool,
    /// Whether the user has declined to set up another one.
    pub additional_binding_suggestion_skipped: bool,
    /// Whether the user wants to be asked for none when signing in.
    pub skip_mfa_on_sign_in: bool,
    /// Whether the user has declined to set up a passkey.
    pub passkey_skipped: bool,
}

impl Preferences {
    /// Reads a stored document. What is missing or makes no sense was not chosen.
    pub fn of(stored: &Map<String, Value>) -> Self {
        let chosen = |group: &str, member: &str| stored.get(group)?.get(member)?.as_bool();
        let is_chosen = |group: &str, member: &str| chosen(group, member).unwrap_or(false);
        Self {
            mfa_enabled: chosen("mfa", "enabled"),
            mfa_skipped: is_chosen("mfa", "skipped"),
            additional_binding_suggestion_skipped: is_chosen("mfa", "additionalBindingSuggestionSkipped"),
            skip_mfa_on_sign_in: is_chosen("mfa", "skipMfaOnSignIn"),
            passkey_skipped: is_chosen("passkeySignIn", "skipped"),
        }
    }

    /// Writes the choices over a stored document, whose other members stay.
    pub fn write_to(self, stored: &mut Map<String, Value>) {
        let mut choose = |group: &str, member: &str, value: Option<bool>| {
            let was_chosen = stored.get(group).and_then(|group| group.get(member)).is_some();
            let Some(value) = value.filter(|value| *value || was_chosen) else { return };
            let group = stored.entry(group).or_insert_with(|| Value::Object(Map::new()));
            if let Some(group) = group.as_object_mut() {
                group.insert(member.to_owned(), value.into());
            }
        };
        choose("mfa", "enabled", self.mfa_enabled);
        choose("mfa", "skipped", Some(self.mfa_skipped));
        choose("mfa", "additionalBindingSuggestionSkipped", Some(self.additional_binding_suggestion_skipped));
        choose("mfa", "skipMfaOnSignIn", Some(self.skip_mfa_on_sign_in));
        choose("passkeySignIn", "skipped", Some(self.passkey_skipped));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn choices_are_written_over_what_is_stored_and_read_back() {
        let mut stored = json!({ "mfa": { "skipped": true, "colour": "red" }, "further": 1 })
            .as_object()
            .cloned()
            .unwrap();
        let mut choices = Preferences::of(&stored);
        assert_eq!(choices, Preferences { mfa_skipped: true, ..Preferences::default() });
        choices =
            Preferences { mfa_enabled: Some(true), mfa_skipped: false, passkey_skipped: true, ..choices };
        choices.write_to(&mut stored);
        assert_eq!(
            Value::Object(stored.clone()),
            json!({ "mfa": { "skipped": false, "colour": "red", "enabled": true }, "further": 1, "passkeySignIn": { "skipped": true } })
        );
        assert_eq!(Preferences::of(&stored), choices);
    }
}
