//! Colours and pictures of pages, as the tenant, an organization or an application sets them: the members `color` and `branding`
//! (Management API contract §2.1, §11).

use serde_json::{Map, Value};

/// The member of `color` that is no colour.
pub const IS_DARK_MODE_ENABLED: &str = "isDarkModeEnabled";

/// The members of `color`.
pub const COLOR_MEMBERS: [&str; 3] = ["primaryColor", IS_DARK_MODE_ENABLED, "darkPrimaryColor"];

/// The members of `branding`, all of them web addresses.
pub const BRANDING_MEMBERS: [&str; 4] = ["logoUrl", "darkLogoUrl", "favicon", "darkFavicon"];

/// `#rgb` or `#rrggbb`.
pub fn is_color(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('#') else { return false };
    matches!(digits.len(), 3 | 6) && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// What somebody lays over the look of somebody else; what is not set here stays as it is there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Overlay<'a> {
    /// Replaces colours member by member.
    pub(crate) color: &'a Map<String, Value>,
    /// Replaces pictures member by member.
    pub(crate) branding: &'a Map<String, Value>,
    /// Replaces the styles.
    pub(crate) custom_css: Option<&'a str>,
}

impl Overlay<'_> {
    /// Lays this over settings in the members of the wire.
    pub(crate) fn lay_over(self, settings: &mut Map<String, Value>) {
        for (name, members) in [("color", self.color), ("branding", self.branding)] {
            let shown = settings.entry(name).or_insert_with(|| Value::Object(Map::new()));
            if let Some(shown) = shown.as_object_mut() {
                shown.extend(members.clone());
            }
        }
        if let Some(css) = self.custom_css {
            settings.insert("customCss".to_owned(), css.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn colours_have_three_or_six_hexadecimal_digits() {
        for good in ["#1aF", "#00ff99"] {
            assert!(is_color(good), "{good}");
        }
        for bad in ["", "#", "1af", "#12", "#1234", "#12345g", "#ééé"] {
            assert!(!is_color(bad), "{bad}");
        }
    }

    #[test]
    fn an_overlay_replaces_member_by_member() {
        let (color, branding) =
            (json!({ "primaryColor": "#fff" }), json!({ "favicon": "https://a.example/f" }));
        let overlay = |custom_css| Overlay {
            color: color.as_object().unwrap(),
            branding: branding.as_object().unwrap(),
            custom_css,
        };
        let below =
            json!({ "color": { "primaryColor": "#000", "isDarkModeEnabled": true }, "customCss": "p{}" });
        let mut settings = below.as_object().unwrap().clone();
        overlay(None).lay_over(&mut settings);
        let shown = json!({
            "color": { "primaryColor": "#fff", "isDarkModeEnabled": true }, "customCss": "p{}",
            "branding": { "favicon": "https://a.example/f" },
        });
        assert_eq!(Value::Object(settings.clone()), shown);
        overlay(Some("a{}")).lay_over(&mut settings);
        assert_eq!(settings["customCss"], "a{}");
    }
}
