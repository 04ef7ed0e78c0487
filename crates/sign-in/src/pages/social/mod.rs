//! Signing in with accounts elsewhere, in a browser: the buttons of the other pages, the way there (`/direct/social/{target}`), the way back
//! (`/callback/{connectorId}`, in [`callback`]), and what is asked of somebody whose account here is not clear ([`link`]).

mod callback;
mod link;
mod words;

use axum::{
    extract::{Path, Request, State, rejection::PathRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::web_url::is_web_url;
use http_kit::{ApiError, QueryPairs};
use operations::{Services, sign_in_experience::social_connectors};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use protocol::FirstScreen;
use serde_json::Value;
use ui::{
    components::Link,
    pages::{ErrorPage, SocialButton},
};

pub(super) use self::{
    callback::{callback, posted_callback},
    link::{show as show_link, submit as submit_link},
};
use super::{
    language::words_for,
    notice::{AppState, error_page, fallback, visit},
    redirect, with_query,
};
use crate::{
    error::failed,
    flow::{Flow, Visit},
    state::Event,
};

/// Where browsers run; connectors for applications of a device are no use here.
const PLATFORMS: [&str; 2] = ["Web", "Universal"];

/// A connector that pages offer.
struct Offer {
    id: String,
    target: String,
    name: String,
    logo: Option<String>,
    logo_dark: Option<String>,
}

impl Offer {
    fn read(shown: &Value) -> Option<Self> {
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

    fn button(self, query: &QueryPairs, screen: FirstScreen) -> SocialButton {
        let kept = query.pairs().iter().filter(|(name, _)| name != "fallback");
        let mut all = form_urlencoded::Serializer::new(String::new());
        all.extend_pairs(kept).append_pair("fallback", screen.as_str());
        let target = utf8_percent_encode(&self.target, NON_ALPHANUMERIC);
        let href = with_query(&format!("/direct/social/{target}"), Some(&all.finish()));
        SocialButton { name: self.name, logo: self.logo, logo_dark: self.logo_dark, href }
    }
}

/// The connectors that pages offer, in the order of the settings.
async fn offers(services: &Services) -> Result<Vec<Offer>, ApiError> {
    let configuration = services.configuration().await.map_err(failed)?;
    let settings = &configuration.sign_in_experience;
    let shown = social_connectors(services.db.exec(), &services.tenant, settings).await?;
    Ok(shown.iter().filter_map(Offer::read).collect())
}

impl Visit {
    /// What the provider of a connector is called.
    pub(in crate::pages) async fn provider_name(&self, connector_id: &str) -> String {
        let offers = offers(&self.services).await.unwrap_or_default();
        let offer = offers.into_iter().find(|offer| offer.id == connector_id);
        match offer {
            Some(offer) => offer.name,
            None => self.words().await.say("social-the-provider"),
        }
    }

    /// Where this interaction's sign-in page is.
    pub(in crate::pages) fn sign_in_url(&self) -> String {
        self.page_url(if self.settings.mode.allows_sign_in() { "/sign-in" } else { "/register" })
    }

    /// A page of this interaction.
    pub(in crate::pages) fn page_url(&self, path: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("app_id", self.running.interaction.application_id.as_str());
        with_query(path, Some(&query.finish()))
    }

    /// Says what went wrong on the way, with the way back to the sign-in page.
    async fn trouble(&self, error: &ApiError, provider: &str) -> Response {
        let words = self.words().await;
        if error.status().is_server_error() {
            return error_page(error, &words);
        }
        ErrorPage {
            brand: self.brand("/callback").await,
            status: error.status(),
            heading: words.say("social-not-signed-in"),
            explanation: words::explanation(error, &self.settings, provider, &words),
            code: error.code().map(ToOwned::to_owned),
            detail: None,
            link: Some(Link { href: self.sign_in_url(), label: words.say("back-to-sign-in") }),
            words,
        }
        .into_response()
    }
}

/// The buttons of a page. A page without them is better than none.
pub(super) async fn buttons(visit: &Visit, query: &QueryPairs, screen: FirstScreen) -> Vec<SocialButton> {
    let offers = offers(&visit.services).await.unwrap_or_else(|error| {
        tracing::warn!(error.message = error.text(), "the connectors that pages offer could not be read");
        Vec::new()
    });
    offers.into_iter().map(|offer| offer.button(query, screen)).collect()
}

/// `GET /direct/{method}/{target}`: begins a sign-in with the provider and goes there, or to the page to fall back to where there is none.
pub(super) async fn start(
    State(services): AppState,
    path: Result<Path<(String, String)>, PathRejection>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let target = match path {
        Ok(Path((method, target))) if method == "social" => target,
        _ => return fallback(State(services), parts.uri, parts.headers).await,
    };
    let offers = match offers(&services).await {
        Ok(offers) => offers,
        Err(error) => {
            return error_page(&error, &words_for(&services, &parts.uri, &parts.headers).await);
        }
    };
    let Some(offer) = offers.into_iter().find(|offer| offer.target == target) else {
        return fallback(State(services), parts.uri, parts.headers).await;
    };
    let visit = match visit(&parts, &services).await {
        Ok(visit) => visit,
        Err(answer) => return answer,
    };
    if !visit.awaits_login() {
        return redirect(StatusCode::SEE_OTHER, &with_query(visit.other_page(), parts.uri.query()));
    }
    begin(visit, &offer).await
}

async fn begin(visit: Visit, offer: &Offer) -> Response {
    let services = &visit.services;
    // The client is part of the state, so that the way back finds the interaction among those of the browser; the rest is what it is
    // compared by.
    let state = format!("{}.{}", services.entropy.base64_43(), visit.running.interaction.application_id);
    let redirect_uri = format!("{}/callback/{}", services.endpoint.base(), offer.id);
    let event = if visit.settings.mode.allows_sign_in() { Event::SignIn } else { Event::Register };
    let mut flow = visit.start(event);
    match go(&mut flow, &offer.id, (&state, &redirect_uri)).await {
        Ok(location) => redirect(StatusCode::SEE_OTHER, &location),
        Err(error) => flow.visit.trouble(&error, &offer.name).await,
    }
}

async fn go(flow: &mut Flow, connector_id: &str, sent: (&str, &str)) -> Result<String, ApiError> {
    let begun = flow.begin_social(connector_id, sent).await?;
    flow.save().await?;
    Ok(begun.authorization_uri)
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
            Offer::read(&value)
        };
        let plain = shown(json!({})).unwrap();
        assert_eq!((plain.name.as_str(), plain.logo.as_deref()), ("Fjord", Some("data:image/svg+xml,a")));
        assert_eq!(shown(json!({ "name": { "nb": "Fjorden" } })).unwrap().name, "Fjorden");
        assert_eq!(shown(json!({ "name": {} })).unwrap().name, "fjord");
        assert_eq!(shown(json!({ "logo": "javascript:alert(1)" })).unwrap().logo, None);
        assert!(shown(json!({ "platform": "Native" })).is_none());
    }

    #[test]
    fn a_button_keeps_the_interaction_and_says_where_it_stands() {
        let shown = json!({ "id": "c", "target": "fj/ord?", "name": "Fjord", "platform": "Web" });
        let query = QueryPairs::parse("app_id=a&fallback=sign_in&ui_locales=nb").unwrap();
        let button = Offer::read(&shown).unwrap().button(&query, FirstScreen::Register);
        assert_eq!(button.href, "/direct/social/fj%2Ford%3F?app_id=a&ui_locales=nb&fallback=register");
    }
}
