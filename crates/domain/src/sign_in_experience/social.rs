//! Signing in with accounts elsewhere.

use serde_json::Value;

use super::{MissingProfile, flag, list};

/// With whose accounts users sign in, and what becomes of them here.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct SocialSignIn {
    /// The targets of the connectors that are offered, in this order.
    pub targets: Vec<String>,
    /// Whether who signs in so needs none of the identifiers that registration asks for.
    pub skips_required_identifiers: bool,
}

impl SocialSignIn {
    /// Reads `socialSignInConnectorTargets` and `socialSignIn`.
    pub(super) fn of(settings: &Value) -> Self {
        let social = settings.get("socialSignIn").unwrap_or(&Value::Null);
        let targets = list(settings, "socialSignInConnectorTargets").filter_map(Value::as_str);
        Self {
            targets: targets.map(ToOwned::to_owned).collect(),
            skips_required_identifiers: flag(social, "skipRequiredIdentifiers") == Some(true),
        }
    }

    /// Whether accounts of this target are taken.
    pub fn takes(&self, target: &str) -> bool {
        self.targets.iter().any(|known| known == target)
    }

    /// What is left of what an account lacks when its user has signed in so.
    pub fn still_missing(&self, mut missing: Vec<MissingProfile>) -> Vec<MissingProfile> {
        if self.skips_required_identifiers {
            missing.retain(|missing| *missing == MissingProfile::Password);
        }
        missing
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_a_plain_yes_skips_anything() {
        let read = |social: Value| SocialSignIn::of(&json!({ "socialSignIn": social }));
        for nothing in [json!({}), json!(null), json!({ "skipRequiredIdentifiers": "true" })] {
            assert_eq!(read(nothing), SocialSignIn::default());
        }
        let yes = read(json!({ "skipRequiredIdentifiers": true }));
        assert!(yes.skips_required_identifiers);
        let missing = vec![MissingProfile::Username, MissingProfile::EmailOrPhone, MissingProfile::Password];
        assert_eq!(yes.still_missing(missing.clone()), [MissingProfile::Password]);
        assert_eq!(SocialSignIn::default().still_missing(missing.clone()), missing);
    }

    #[test]
    fn targets_are_those_that_are_listed() {
        let social = SocialSignIn::of(&json!({ "socialSignInConnectorTargets": ["github", 7, "fjord"] }));
        assert_eq!(social.targets, ["github", "fjord"]);
        assert!(social.takes("fjord") && !social.takes("google") && !SocialSignIn::default().takes(""));
    }
}
