//! How the pages look on the way to one application (Management API contract §8.5). What it leaves open is the tenant's.

use serde_json::{Map, Value};

use crate::{appearance::Overlay, web_url::is_web_url};

/// An application's own look.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ApplicationSignInExperience {
    /// `{primaryColor?, isDarkModeEnabled?, darkPrimaryColor?}`.
    pub color: Map<String, Value>,
    /// `{logoUrl?, darkLogoUrl?, favicon?, darkFavicon?}`.
    pub branding: Map<String, Value>,
    /// Styles, for pages of the product's own that read them.
    pub custom_css: Option<String>,
    /// Where the terms of use are.
    pub terms_of_use_url: Option<String>,
    /// Where the privacy policy is.
    pub privacy_policy_url: Option<String>,
    /// The name that users see.
    pub display_name: Option<String>,
}

impl ApplicationSignInExperience {
    /// Lays this over the tenant's settings: what is set here replaces what is set there, member by member. The name has no place there.
    pub fn overlay(&self, settings: &mut Map<String, Value>) {
        let Self { color, branding, custom_css, .. } = self;
        Overlay { color, branding, custom_css: custom_css.as_deref() }.lay_over(settings);
        for (name, text) in
            [("termsOfUseUrl", &self.terms_of_use_url), ("privacyPolicyUrl", &self.privacy_policy_url)]
        {
            if let Some(text) = text {
                settings.insert(name.to_owned(), text.as_str().into());
            }
        }
    }

    /// This, rid of links that lead anywhere but to web addresses, whatever is stored.
    #[must_use]
    pub fn with_web_links(mut self) -> Self {
        self.branding.retain(|_, url| url.as_str().is_some_and(is_web_url));
        self.terms_of_use_url = self.terms_of_use_url.filter(|url| is_web_url(url));
        self.privacy_policy_url = self.privacy_policy_url.filter(|url| is_web_url(url));
        self
    }

    /// A text of `color` or `branding`.
    pub fn text<'a>(group: &'a Map<String, Value>, member: &str) -> Option<&'a str> {
        group.get(member).and_then(Value::as_str)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_an_application_sets_replaces_member_by_member() {
        let tenant = json!({
            "color": { "primaryColor": "#000000", "isDarkModeEnabled": true }, "branding": { "logoUrl": "https://t.example/l" },
            "customCss": null, "termsOfUseUrl": "https://t.example/terms", "privacyPolicyUrl": null,
        });
        let mut settings = tenant.as_object().unwrap().clone();
        ApplicationSignInExperience::default().overlay(&mut settings);
        assert_eq!(Value::Object(settings.clone()), tenant);
        let own = ApplicationSignInExperience {
            color: Map::from_iter([("primaryColor".to_owned(), json!("#ffffff"))]),
            branding: Map::from_iter([("favicon".to_owned(), json!("https://a.example/f"))]),
            custom_css: Some("body{}".to_owned()),
            privacy_policy_url: Some("https://a.example/privacy".to_owned()),
            display_name: Some("Desk".to_owned()),
            ..ApplicationSignInExperience::default()
        };
        own.overlay(&mut settings);
        assert_eq!(
            Value::Object(settings),
            json!({
                "color": { "primaryColor": "#ffffff", "isDarkModeEnabled": true },
                "branding": { "logoUrl": "https://t.example/l", "favicon": "https://a.example/f" },
                "customCss": "body{}", "termsOfUseUrl": "https://t.example/terms",
                "privacyPolicyUrl": "https://a.example/privacy",
            })
        );
    }
}
