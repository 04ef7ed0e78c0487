//! In which languages a page may be, and a tenant's own words for it.
//!
//! Which words are built in, those who draw pages know; here is in which order languages are wanted, and what the tenant has of its own
//! (Management API contract §11, §12.1 `languageInfo`).

use std::collections::BTreeMap;

use domain::phrase::{accepted_languages, texts};
use serde_json::Value;
use store::custom_phrase;

use crate::{OperationError, Services};

/// The most languages that are looked at for one page.
const MAX_LANGUAGES: usize = 20;

/// What decides the words of a page.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct PageLanguages {
    /// Language tags, the best first.
    pub wanted: Vec<String>,
    /// The tenant's own words: by language, and in it by their place, such as `action.sign_in`.
    pub own: Vec<(String, BTreeMap<String, String>)>,
}

/// The languages for a request: those that the application asks for with `ui_locales`, then the browser's where the tenant lets it choose, then
/// the one that the tenant falls back to.
pub async fn page_languages(
    services: &Services,
    ui_locales: Option<&str>,
    accept_language: Option<&str>,
) -> Result<PageLanguages, OperationError> {
    let configuration = services.configuration().await?;
    let info = configuration.sign_in_experience.get("languageInfo").unwrap_or(&Value::Null);
    let own = custom_phrase::list(services.db.exec(), &services.tenant).await?.into_iter();
    Ok(PageLanguages {
        wanted: wanted(info, ui_locales, accept_language),
        own: own.filter_map(|own| Some((own.language_tag, texts(own.translation.as_object()?)))).collect(),
    })
}

fn wanted(info: &Value, ui_locales: Option<&str>, accept_language: Option<&str>) -> Vec<String> {
    let detects = info.get("autoDetect").and_then(Value::as_bool) != Some(false);
    let browser = accept_language.filter(|_| detects).map(accepted_languages).unwrap_or_default();
    let asked = ui_locales.into_iter().flat_map(|locales| locales.split([' ', ',']));
    let fallback = info.get("fallbackLanguage").and_then(Value::as_str);
    let wanted = asked.filter(|tag| !tag.is_empty()).chain(browser).take(MAX_LANGUAGES).chain(fallback);
    wanted.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_application_is_asked_before_the_browser_and_the_tenant_last() {
        let info = json!({ "autoDetect": true, "fallbackLanguage": "en" });
        assert_eq!(wanted(&info, None, None), ["en"]);
        assert_eq!(wanted(&info, Some("tr  nl"), Some("de;q=0.3, fr-CA")), ["tr", "nl", "fr-CA", "de", "en"]);
    }

    #[test]
    fn a_tenant_that_does_not_let_the_browser_choose_decides_itself() {
        let info = json!({ "autoDetect": false, "fallbackLanguage": "pl-PL" });
        assert_eq!(wanted(&info, Some("tr"), Some("de")), ["tr", "pl-PL"]);
        assert_eq!(wanted(&Value::Null, None, Some("de")), ["de"]);
    }

    #[test]
    fn a_long_list_is_cut() {
        let many = vec!["xx"; 5_000].join(" ");
        assert_eq!(wanted(&Value::Null, Some(&many), None).len(), MAX_LANGUAGES);
    }
}
