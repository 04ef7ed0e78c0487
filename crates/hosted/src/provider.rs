//! Providers of accounts elsewhere, as pages offer them.

use domain::web_url::is_web_url;
use http_kit::ApiError;
use operations::{Services, sign_in_experience::social_connectors};
use serde_json::Value;

use crate::failed;

/// Where browsers run; connectors for applications of a device are no use here.
const PLATFORMS: [&str; 2] = ["Web", "Universal"];

/// A connector that pages offer.
#[derive(Debug)]
pub struct Provider {
    /// Its id.
    pub id: String,
    /// Whose accounts it takes.
    pub target: String,
    /// What it is called.
    pub name: String,
    /// Its picture: a web address, or a `data:` address of an image.
    pub logo: Option<String>,
    /// The same for dark pages.
    pub logo_dark: Option<String>,
}

impl Provider {
    /// Reads a connector as the public document of the settings shows it; `None` for one that is no use in a browser.
    pub fn read(shown: &Value) -> Option<Self> {
        let text = |member: &str| shown.get(member).and_then(Value::as_str);
        let logo = |member: &str| {
            let is_shown = |url: &&str| is_web_url(url) || url.starts_with("data:image/");
            text(member).filter(is_shown).map(ToOwned::to_owned)
        };
        text("platform").filter(|platform| PLATFORMS.contains(platform))?;
        let name = shown.get("name")?;
        let name =
            name.as_str().or_else(|| name.get("en").or_else(|| name.as_object()?.values().next())?.as_str());
        let target = text("target")?;
        Some(Self {
            id: text("id")?.to_owned(),
            target: target.to_owned(),
            name: name.unwrap_or(target).to_owned(),
            logo: logo("logo"),
            logo_dark: logo("logoDark"),
        })
    }
}

/// The connectors that pages offer, in the order of the settings.
///
/// # Errors
/// Failures of lower layers.
pub async fn offered(services: &Services) -> Result<Vec<Provider>, ApiError> {
    let configuration = services.configuration().await.map_err(failed)?;
    let settings = &configuration.sign_in_experience;
    let shown = social_connectors(services.db.exec(), &services.tenant, settings).await?;
    Ok(shown.iter().filter_map(Provider::read).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_offered_is_for_browsers_and_shows_no_strange_pictures() {
        let shown = |change: Value| {
            let mut value = json!({
                "id": "c", "target": "fjord", "name": { "en": "Fjord" }, "logo": "data:image/svg+xml,a",
                "logoDark": null, "platform": "Universal",
            });
            value.as_object_mut().unwrap().extend(change.as_object().cloned().unwrap());
            Provider::read(&value)
        };
        let plain = shown(json!({})).unwrap();
        assert_eq!((plain.name.as_str(), plain.logo.as_deref()), ("Fjord", Some("data:image/svg+xml,a")));
        assert_eq!(shown(json!({ "name": { "nb": "Fjorden" } })).unwrap().name, "Fjorden");
        assert_eq!(shown(json!({ "name": {} })).unwrap().name, "fjord");
        assert_eq!(shown(json!({ "logo": "javascript:alert(1)" })).unwrap().logo, None);
        assert!(shown(json!({ "platform": "Native" })).is_none());
    }
}
