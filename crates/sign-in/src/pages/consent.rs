//! `/consent`: may this application have what it asks for? (OIDC contract §6.1 step 4, §6.7)
//!
//! An application of the operator's own gets what it asks for without a question; only a third party's asks the user.

use std::{collections::HashSet, sync::Arc};

use axum::{
    Extension,
    extract::{Request, State},
    http::{StatusCode, Uri, request::Parts},
    response::{IntoResponse, Response},
};
use domain::{OrganizationId, application::sign_in_experience::ApplicationSignInExperience};
use hosted::{person, scope};
use http_kit::{ApiError, layers::Passing};
use operations::{
    Services,
    consent::{Consent, MissingOrganization, MissingResourceScopes, ScopeDetail, question::Question},
};
use ui::{
    Page as _, Words,
    components::{Banner, Terms},
    pages::{ConsentPage, OrganizationChoice, ScopeGroup, ScopeItem},
};

use super::{
    form::{Form, token},
    notice::AppState,
    redirect, with_query,
};
use crate::flow::Visit;

/// Draws the question, or answers it for an application of the operator's own. Before login it is an error in JSON (OIDC contract §6.1).
pub(super) async fn show(State(services): AppState, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    match services.db.together(Box::pin(show_or_allow(&services, &parts))).await {
        Ok(response) => response,
        Err(error) => ApiError::from(error).into_response(),
    }
}

async fn show_or_allow(services: &Arc<Services>, parts: &Parts) -> Response {
    let visit = match Visit::of(parts, services).await {
        Ok(visit) => visit,
        Err(reason) => return ApiError::from(reason).into_response(),
    };
    let consent = match visit.consent_to_show().await {
        Ok(consent) => consent,
        Err(error) if error.code() == Some("oidc.access_denied") => {
            return visit.failure(&error, &visit.words().await).await;
        }
        Err(error) => return error.into_response(),
    };
    if !consent.client.application.is_third_party {
        return match visit.allow_all(consent).await {
            Ok(location) => {
                (Extension(Passing::OnTheWay), redirect(StatusCode::FOUND, &location)).into_response()
            }
            Err(error) => error.into_response(),
        };
    }
    // Nothing is written, so that nobody need wait until the page is drawn.
    if let Err(error) = services.db.settle().await {
        return ApiError::from(error).into_response();
    }
    let words = visit.words().await;
    match page(&visit, words.clone(), &consent, &parts.uri).await {
        Ok(page) => page.into_response(),
        Err(error) => visit.failure(&error, &words).await,
    }
}

/// Takes the answer.
pub(super) async fn submit(State(services): AppState, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let visit = match Visit::of(&parts, &services).await {
        Ok(visit) => visit,
        Err(reason) => return ApiError::from(reason).into_response(),
    };
    let (words, uri) = (visit.words().await, parts.uri.clone());
    let form = match Form::read(Request::from_parts(parts, body), &services.endpoint).await {
        Ok(form) => form,
        Err(error) => return visit.failure(&error, &words).await,
    };
    if !form.belongs_to(&visit.running.uid) {
        return again(&visit, &words, &uri, (StatusCode::FORBIDDEN, "consent-out-of-date")).await;
    }
    let decided = match form.get("decision") {
        "allow" => {
            let ticked: Vec<_> = form.all("organizationIds").map(OrganizationId::new).collect();
            visit.allow_shown(&ticked).await
        }
        "deny" => visit.deny().await,
        _ => {
            let undecided = (StatusCode::UNPROCESSABLE_ENTITY, "consent-undecided");
            return again(&visit, &words, &uri, undecided).await;
        }
    };
    match decided {
        Ok(location) => redirect(StatusCode::SEE_OTHER, &location),
        Err(error) if error.code() == Some("organization.require_membership") => {
            again(&visit, &words, &uri, (error.status(), "consent-left")).await
        }
        Err(error) => visit.failure(&error, &words).await,
    }
}

/// The question once more, with what is wrong.
async fn again(visit: &Visit, words: &Words, uri: &Uri, (status, key): (StatusCode, &str)) -> Response {
    let consent = match visit.consent().await {
        Ok(consent) => consent,
        Err(error) => return visit.failure(&error, words).await,
    };
    match page(visit, words.clone(), &consent, uri).await {
        Ok(mut page) => {
            page.banner = Some(Banner::danger(words.say(key)));
            page.with_status(status)
        }
        Err(error) => visit.failure(&error, words).await,
    }
}

async fn page(visit: &Visit, words: Words, consent: &Consent, uri: &Uri) -> Result<ConsentPage, ApiError> {
    let question = visit.question_of(consent).await?;
    let user = visit.user_of(consent).await?;
    // A device is nowhere that a browser could return to.
    let redirect_uri = visit.running.interaction.parameter("redirect_uri");
    Ok(ConsentPage {
        brand: visit.brand(uri.path()).await,
        action: with_query(uri.path(), uri.query()),
        xsrf: token(&visit.running.uid).reveal().to_owned(),
        user: person(&user),
        banner: question
            .offers_nothing()
            .then(|| Banner::info(words.say(nothing_offered(consent.is_needed())))),
        organizations: organizations(&question),
        scope_groups: scope_groups(question, &words),
        words,
        redirect_host: redirect_uri.map(host_of),
        terms: own_terms(consent.client.sign_in_experience.as_ref()),
        redirect_targets: visit.redirect_targets(),
    })
}

/// The documents of the application that asks, not the tenant's.
fn own_terms(own: Option<&ApplicationSignInExperience>) -> Terms {
    Terms {
        terms_of_use_url: own.and_then(|own| own.terms_of_use_url.clone()),
        privacy_policy_url: own.and_then(|own| own.privacy_policy_url.clone()),
        help_url: None,
    }
}

/// Why nothing is listed. Where something `is_needed`, a yes records that it is refused: it comes through organizations that are not open.
const fn nothing_offered(is_needed: bool) -> &'static str {
    if is_needed { "consent-nothing-open" } else { "consent-nothing-new" }
}

fn scope_groups(question: Question, words: &Words) -> Vec<ScopeGroup> {
    let own = question.openid_scopes.into_iter().map(|scope| match scope::sentence(&scope) {
        Some(key) => ScopeItem { title: words.say(key), detail: Some(scope) },
        None => ScopeItem { title: scope, detail: None },
    });
    let own = ScopeGroup { title: words.say("consent-account"), items: own.collect() };
    let resources = question.resource_scopes.into_iter().map(|resource| resource_group(resource, words));
    std::iter::once(own).chain(resources).filter(|group| !group.items.is_empty()).collect()
}

fn resource_group(resource: MissingResourceScopes, words: &Words) -> ScopeGroup {
    // The reserved resource of organization permissions has no name of its own.
    let is_nameless = resource.name == resource.indicator;
    let title = if is_nameless { words.say("consent-your-organizations") } else { resource.name };
    ScopeGroup { title, items: resource.scopes.into_iter().map(scope_item).collect() }
}

fn scope_item(scope: ScopeDetail) -> ScopeItem {
    match scope.description.filter(|description| !description.is_empty()) {
        Some(description) => ScopeItem { title: description, detail: Some(scope.name) },
        None => ScopeItem { title: scope.name, detail: None },
    }
}

/// The choices; those that are open are ticked, and a single organization is. Of several others the user picks.
fn organizations(question: &Question) -> Vec<OrganizationChoice> {
    let is_single = question.organizations.len() == 1;
    let choice = |organization: &MissingOrganization| {
        let names = organization
            .resource_scopes
            .iter()
            .flat_map(|resource| &resource.scopes)
            .map(|scope| scope.name.clone());
        let mut seen = HashSet::new();
        OrganizationChoice {
            id: organization.id.to_string(),
            name: organization.name.clone(),
            permissions: names.filter(|name| seen.insert(name.clone())).collect(),
            checked: is_single || question.opened.contains(&organization.id),
        }
    };
    question.organizations.iter().map(choice).collect()
}

/// The host that a redirect leads to; the scheme where there is none, as with native applications.
fn host_of(redirect_uri: &str) -> String {
    url::Url::parse(redirect_uri).map_or_else(
        |_| redirect_uri.to_owned(),
        |url| match (url.host_str(), url.port()) {
            (Some(host), Some(port)) => format!("{host}:{port}"),
            (Some(host), None) => host.to_owned(),
            (None, _) => format!("{}:", url.scheme()),
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_named_so_that_a_look_alike_shows() {
        assert_eq!(host_of("https://reports.fjord.example/cb?x=1"), "reports.fjord.example");
        assert_eq!(host_of("http://localhost:5173/cb"), "localhost:5173");
        assert_eq!(host_of("https://fjord.example@evil.example/"), "evil.example");
        assert_eq!(host_of("io.fjord.reports:/cb"), "io.fjord.reports:");
    }
}
