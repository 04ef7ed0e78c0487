//! Signing in with accounts elsewhere, in a browser: the buttons of the other pages, the way there (`/direct/social/{target}`), the way back
//! (`/callback/{connectorId}`, in [`callback`]), and what is asked of somebody whose account here is not clear ([`link`]).

mod callback;
mod link;
mod words;

use std::sync::Arc;

use axum::{
    extract::{Path, Request, State, rejection::PathRejection},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use domain::sign_in_experience::{IdentifierKind, SignInExperience};
use hosted::provider::{Provider, offered};
use http_kit::{ApiError, QueryPairs};
use operations::{Services, sso::SsoConnector};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use protocol::FirstScreen;
use ui::{
    Words,
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
    flow::{Flow, Visit, find_sso_connector},
    state::{Event, Experience, Identifier},
};

/// The way to sign in with a provider.
fn button(provider: Provider, query: &QueryPairs, screen: FirstScreen) -> SocialButton {
    let kept = query.pairs().iter().filter(|(name, _)| name != "fallback");
    let mut all = form_urlencoded::Serializer::new(String::new());
    all.extend_pairs(kept).append_pair("fallback", screen.as_str());
    let target = utf8_percent_encode(&provider.target, NON_ALPHANUMERIC);
    let href = with_query(&format!("/direct/social/{target}"), Some(&all.finish()));
    SocialButton { name: provider.name, logo: provider.logo, logo_dark: provider.logo_dark, href }
}

impl Visit {
    /// What the provider of a connector is called.
    pub(in crate::pages) async fn provider_name(&self, connector_id: &str) -> String {
        let words = self.words().await;
        let offers = offered(&self.services, &words).await.unwrap_or_default();
        if let Some(offer) = offers.into_iter().find(|offer| offer.id == connector_id) {
            return offer.name;
        }
        match self.sso_connector(connector_id).await {
            Ok(connector) => connector.display_name().to_owned(),
            Err(_) => words.say("social-the-provider"),
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
            return self.failure(error, &words).await;
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
pub(super) async fn buttons(
    (visit, words): (&Visit, &Words),
    query: &QueryPairs,
    screen: FirstScreen,
) -> Vec<SocialButton> {
    let offers = offered(&visit.services, words).await.unwrap_or_else(|error| {
        tracing::warn!(error.message = error.text(), "the connectors that pages offer could not be read");
        Vec::new()
    });
    offers.into_iter().map(|offer| button(offer, query, screen)).collect()
}

/// `GET /direct/{method}/{target}`: begins a sign-in with the provider and goes there, or to the page to fall back to where there is none. The method is
/// `social` with a target, or `sso` with the id of an enterprise connector.
pub(super) async fn start(
    State(services): AppState,
    path: Result<Path<(String, String)>, PathRejection>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let target = match path {
        Ok(Path((method, target))) if method == "social" => target,
        Ok(Path((method, id))) if method == "sso" => return start_sso(services, parts, &id).await,
        _ => return fallback(State(services), parts.uri, parts.headers).await,
    };
    let words = words_for(&services, &parts.uri, &parts.headers).await;
    let offers = match offered(&services, &words).await {
        Ok(offers) => offers,
        Err(error) => return error_page(&services, &error, &words),
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

/// As [`start`], at the provider of an enterprise connector. Who has typed an address on the way here need not again: the provider is told.
async fn start_sso(services: Arc<Services>, parts: Parts, id: &str) -> Response {
    let connector = match offered_sso(&services, id).await {
        Ok(Some(connector)) => connector,
        Ok(None) => return fallback(State(services), parts.uri, parts.headers).await,
        Err(error) => {
            return error_page(&services, &error, &words_for(&services, &parts.uri, &parts.headers).await);
        }
    };
    let visit = match visit(&parts, &services).await {
        Ok(visit) => visit,
        Err(answer) => return answer,
    };
    if !visit.awaits_login() {
        return redirect(StatusCode::SEE_OTHER, &with_query(visit.other_page(), parts.uri.query()));
    }
    let (state, redirect_uri, event) = outgoing(&visit, connector.id.as_str());
    let typed = visit.typed_address();
    let mut flow = visit.start(event);
    if let Some((identifier, has_agreed)) = typed {
        flow.experience.page.identifier = Some(identifier);
        flow.experience.page.has_agreed = has_agreed;
    }
    let begun = match flow.begin_sso(connector.id.as_str(), (&state, &redirect_uri)).await {
        Ok(begun) => flow.save().await.map(|()| begun.authorization_uri),
        Err(error) => Err(error),
    };
    match begun {
        Ok(location) => redirect(StatusCode::SEE_OTHER, &location),
        Err(error) => flow.visit.trouble(&error, connector.display_name()).await,
    }
}

/// The enterprise connector with this id, where the settings lead addresses to such and its provider can be asked.
async fn offered_sso(services: &Services, id: &str) -> Result<Option<SsoConnector>, ApiError> {
    let configuration = services.configuration().await.map_err(failed)?;
    if !SignInExperience::of(&configuration.sign_in_experience).is_sso_enabled {
        return Ok(None);
    }
    Ok(find_sso_connector(services, id).await?.filter(SsoConnector::is_ready))
}

impl Visit {
    /// The address that was typed in this interaction, and whether its terms were agreed to.
    fn typed_address(&self) -> Option<(Identifier, bool)> {
        let stored = self.running.interaction.experience.as_ref()?;
        let page = stored.read::<Experience>().ok()?.page;
        let identifier = page.identifier.filter(|typed| typed.kind == IdentifierKind::Email)?;
        Some((identifier, page.has_agreed))
    }
}

/// What a browser is sent away with: the state, where it comes back to, and what it is about.
fn outgoing(visit: &Visit, connector_id: &str) -> (String, String, Event) {
    let services = &visit.services;
    // The client is part of the state, so that the way back finds the interaction among those of the browser; the rest is what it is
    // compared by.
    let state = format!("{}.{}", services.entropy.base64_43(), visit.running.interaction.application_id);
    let redirect_uri = format!("{}/callback/{connector_id}", services.endpoint.base());
    let event = if visit.settings.mode.allows_sign_in() { Event::SignIn } else { Event::Register };
    (state, redirect_uri, event)
}

async fn begin(visit: Visit, offer: &Provider) -> Response {
    let (state, redirect_uri, event) = outgoing(&visit, &offer.id);
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
    fn a_button_keeps_the_interaction_and_says_where_it_stands() {
        let shown = json!({ "id": "c", "target": "fj/ord?", "name": "Fjord", "platform": "Web" });
        let query = QueryPairs::parse("app_id=a&fallback=sign_in&ui_locales=nb").unwrap();
        let button = button(Provider::read(&shown, "en").unwrap(), &query, FirstScreen::Register);
        assert_eq!(button.href, "/direct/social/fj%2Ford%3F?app_id=a&ui_locales=nb&fallback=register");
    }
}
