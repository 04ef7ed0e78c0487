//! Providers of accounts elsewhere, as pages offer them.

use domain::{phrase::choose, web_url::is_web_url};
use http_kit::ApiError;
use operations::{Services, sign_in_experience::social_connectors};
use serde_json::{Map, Value};
use ui::Words;

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
    /// Reads a connector as the public document of the settings shows it, with its name in a page's `language` where it has one in that, else in
    /// English or whatever there is; `None` for one that is no use in a browser.
    pub fn read(shown: &Value, language: &str) -> Option<Self> {
        let text = |member: &str| shown.get(member).and_then(Value::as_str);
        let logo = |member: &str| {
            let is_shown = |url: &&str| is_web_url(url) || url.starts_with("data:image/");
            text(member).filter(is_shown).map(ToOwned::to_owned)
        };
        text("platform").filter(|platform| PLATFORMS.contains(platform))?;
        let name = shown.get("name")?;
        let name = name.as_str().or_else(|| in_language(name.as_object()?, language));
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

fn in_language<'a>(names: &'a Map<String, Value>, language: &str) -> Option<&'a str> {
    let tags: Vec<_> = names.keys().cloned().collect();
    let tag = choose([language, "en"], &tags).or_else(|| tags.first())?;
    names.get(tag)?.as_str()
}

/// The connectors that pages offer, in the order of the settings, with their names in a page's language.
///
/// # Errors
/// Failures of lower layers.
pub async fn offered(services: &Services, words: &Words) -> Result<Vec<Provider>, ApiError> {
    let configuration = services.configuration().await.map_err(failed)?;
    offered_by(services, &configuration.sign_in_experience, words).await
}

/// As [`offered`], by settings that may not be stored.
///
/// # Errors
/// Failures of lower layers.
pub async fn offered_by(
    services: &Services,
    settings: &Value,
    words: &Words,
) -> Result<Vec<Provider>, ApiError> {
    let shown = social_connectors(services.db.exec(), &services.tenant, settings).await?;
    Ok(shown.iter().filter_map(|connector| Provider::read(connector, words.tag())).collect())
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
            Provider::read(&value, "pt-BR")
        };
        let plain = shown(json!({})).unwrap();
        assert_eq!((plain.name.as_str(), plain.logo.as_deref()), ("Fjord", Some("data:image/svg+xml,a")));
        assert_eq!(shown(json!({ "name": { "nb": "Fjorden" } })).unwrap().name, "Fjorden");
        assert_eq!(shown(json!({ "name": {} })).unwrap().name, "fjord");
        let names = json!({ "name": { "de": "Förde", "en": "Fjord", "pt": "Fiorde" } });
        assert_eq!(shown(names).unwrap().name, "Fiorde");
        assert_eq!(shown(json!({ "name": { "de": "Förde", "en": "Fjord" } })).unwrap().name, "Fjord");
        assert_eq!(shown(json!({ "logo": "javascript:alert(1)" })).unwrap().logo, None);
        assert!(shown(json!({ "platform": "Native" })).is_none());
    }
}
