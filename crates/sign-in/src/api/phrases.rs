//! `GET /api/.well-known/phrases`: the words of pages, the tenant's own laid over the built-in ones (Management API contract §11).

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
};
use domain::phrase::{BUILT_IN_LANGUAGE, accepted_languages, choose, over_built_in};
use http_kit::{ApiError, Query, query_parameters};
use operations::Services;
use serde_json::{Map, Value};
use store::custom_phrase;

use crate::error::failed;

query_parameters! {
    /// What the query may say.
    pub(crate) PhrasesQuery: "lng" = "The language, before those that the browser names."
}

/// The words in the best language there is, which `Content-Language` names: the one that the query asks for, else one of the browser's
/// where the settings let it choose, else the one that the settings fall back to.
pub(super) async fn phrases(
    State(services): State<Arc<Services>>,
    headers: HeaderMap,
    query: Query<PhrasesQuery>,
) -> Result<(HeaderMap, Json<Map<String, Value>>), ApiError> {
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    let configuration = services.configuration().await.map_err(failed)?;
    let info = configuration.sign_in_experience.get("languageInfo").unwrap_or(&Value::Null);
    let browser = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let detects = info.get("autoDetect").and_then(Value::as_bool) != Some(false);
    let wanted = query
        .get("lng")
        .into_iter()
        .chain(browser.filter(|_| detects).map(accepted_languages).unwrap_or_default())
        .chain(info.get("fallbackLanguage").and_then(Value::as_str));
    let mut available = custom_phrase::language_tags(exec, tenant).await?;
    available.push(BUILT_IN_LANGUAGE.to_owned());
    let language = choose(wanted, &available).map_or(BUILT_IN_LANGUAGE, String::as_str);
    let own = custom_phrase::find(exec, tenant, language).await?;
    let words = over_built_in(own.as_ref().and_then(|own| own.translation.as_object()));
    let mut answer = HeaderMap::new();
    answer.extend(HeaderValue::from_str(language).ok().map(|tag| (header::CONTENT_LANGUAGE, tag)));
    answer.insert(header::VARY, HeaderValue::from_static("Accept-Language"));
    Ok((answer, Json(words)))
}
