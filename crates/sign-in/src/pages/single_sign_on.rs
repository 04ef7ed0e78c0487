//! `/single-sign-on`: the address of somebody whose organization signs in at its own provider, and `/single-sign-on/providers`, which leads there.
//!
//! The other pages that take an address lead here too, before they ask for anything else.

use axum::{
    extract::{Request, State},
    http::{StatusCode, Uri},
    response::{IntoResponse, Response},
};
use domain::{account::identifier::is_email, sign_in_experience::IdentifierKind, web_url::is_web_url};
use http_kit::{ApiError, QueryPairs};
use operations::sso::SsoConnector;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use protocol::FirstScreen;
use ui::{
    Page as _, Words,
    components::{Banner, FieldState, IdentifierKinds},
    pages::{
        Alternative, IdentifierPurpose, SignInPage, SingleSignOnPage, SocialButton, Step, StepPage, Way,
    },
};

use super::{
    entry,
    form::Post,
    identifier::login_hint,
    notice::{AppState, visit},
    onward::{Next, path},
    redirect,
    steps::{Question, page as draw},
    with_query,
    words::complaint,
};
use crate::{
    flow::Visit,
    state::{Event, Identifier},
};

/// What people type here.
const EMAIL: IdentifierKinds = IdentifierKinds { username: false, email: true, phone: false };
/// The picture of the button that leads here: an office.
const OFFICE: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='%232f6f6b' stroke-width='2' stroke-linecap='round' stroke-linejoin='round'%3E%3Cpath d='M3 21h18M5 21V7l7-4 7 4v14M9 21v-5h6v5M9 10h.01M15 10h.01M12 10h.01'/%3E%3C/svg%3E";

/// Where an address leads.
pub(super) enum Led {
    /// To no provider: the page goes on as it would.
    Nowhere(Visit),
    /// To the page of its enterprise's providers.
    To(Response),
    /// Nobody can tell.
    Failed(Visit, ApiError),
}

impl Visit {
    /// Whether pages lead addresses to enterprises' providers.
    fn offers_sso(&self) -> bool {
        self.awaits_login() && self.settings.is_sso_enabled
    }

    /// The button that leads here; nothing where no address is led anywhere.
    pub(super) async fn sso_button(&self, words: &Words, query: Option<&str>) -> Option<SocialButton> {
        if !self.settings.is_sso_enabled {
            return None;
        }
        let (exec, tenant) = (self.services.db.exec(), &self.services.tenant);
        let is_any = store::sso_connector::speaks_for_any(exec, tenant).await.unwrap_or_else(|error| {
            tracing::warn!(error.message = %domain::causes(&error), "the enterprise connectors that pages offer could not be read");
            false
        });
        is_any.then(|| SocialButton {
            name: words.say("sso-name"),
            logo: Some(OFFICE.to_owned()),
            logo_dark: Some(OFFICE.replace("%232f6f6b", "%236fb8b2")),
            href: with_query(FirstScreen::SingleSignOn.path(), query),
        })
    }

    /// Goes to where an address leads, before anything else is asked.
    pub(super) async fn led_by(self, typed: &str, has_agreed: bool) -> Led {
        if !self.offers_sso() || !is_email(typed) {
            return Led::Nowhere(self);
        }
        match self.sso_connectors_for(typed).await {
            Ok(connectors) if connectors.is_empty() => return Led::Nowhere(self),
            Ok(_) => {}
            Err(error) => return Led::Failed(self, error),
        }
        // What it is about is settled when the browser leaves.
        let mut flow = self.start(Event::SignIn);
        let value = typed.to_owned();
        flow.experience.page.identifier = Some(Identifier { kind: IdentifierKind::Email, value });
        flow.experience.page.has_agreed = has_agreed;
        match Next::Ask(path::PROVIDERS).answer(&flow).await {
            Ok(answer) => Led::To(answer),
            Err(error) => Led::Failed(flow.visit, error),
        }
    }
}

/// Draws the form; where addresses lead nowhere, the sign-in page says so.
pub(super) async fn show(State(services): AppState, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let visit = match visit(&parts, &services).await {
        Ok(visit) => visit,
        Err(answer) => return answer,
    };
    if !visit.offers_sso() {
        return entry::show::<SignInPage>(State(services), Request::from_parts(parts, body)).await;
    }
    let words = visit.words().await;
    let query = QueryPairs::parse(parts.uri.query().unwrap_or_default()).unwrap_or_default();
    let field = FieldState { value: login_hint(&query), error: None };
    page(&visit, &words, &parts.uri, field).await.into_response()
}

/// Takes the address.
pub(super) async fn submit(State(services): AppState, request: Request) -> Response {
    let Post { visit, words, uri, form } = match Post::of(request, &services).await {
        Ok(post) => post,
        Err(answer) => return answer,
    };
    if !visit.offers_sso() {
        return redirect(StatusCode::SEE_OTHER, &visit.sign_in_url());
    }
    let typed = form.get("identifier").trim().to_owned();
    let field =
        |error: Option<&str>| FieldState { value: typed.clone(), error: error.map(|key| words.say(key)) };
    if !form.belongs_to(&visit.running.uid) {
        let mut page = page(&visit, &words, &uri, field(None)).await;
        page.banner = Some(Banner::danger(words.say("form-out-of-date")));
        return page.with_status(StatusCode::FORBIDDEN);
    }
    let wrong = match &*typed {
        "" => EMAIL.missing(),
        typed if is_email(typed) => "sso-none",
        _ => "error-email-form",
    };
    match visit.led_by(&typed, false).await {
        Led::Nowhere(visit) => {
            page(&visit, &words, &uri, field(Some(wrong))).await.with_status(StatusCode::UNPROCESSABLE_ENTITY)
        }
        Led::To(answer) => answer,
        Led::Failed(visit, error) if error.status().is_server_error() => visit.failure(&error, &words).await,
        Led::Failed(visit, error) => {
            let mut page = page(&visit, &words, &uri, field(None)).await;
            page.banner = Some(Banner::danger(complaint(&error, &visit.settings, &words).into_text()));
            page.with_status(error.status())
        }
    }
}

async fn page(visit: &Visit, words: &Words, uri: &Uri, field: FieldState) -> StepPage {
    let back = Alternative { label: words.say("back-to-sign-in"), way: Way::Link(visit.sign_in_url()) };
    let step = Step::Identifier { purpose: IdentifierPurpose::SingleSignOn, kinds: EMAIL, field };
    let question = Question::of(step).or(Some(back));
    draw(visit, words, question, with_query(uri.path(), uri.query())).await
}

/// `GET /single-sign-on/providers`: where the address leads that was typed.
pub(super) async fn providers(State(services): AppState, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let visit = match visit(&parts, &services).await {
        Ok(visit) => visit,
        Err(answer) => return answer,
    };
    let words = visit.words().await;
    let elsewhere = redirect(StatusCode::SEE_OTHER, &visit.sign_in_url());
    if !visit.offers_sso() {
        return elsewhere;
    }
    let Ok(flow) = visit.resume() else { return elsewhere };
    let typed = flow.experience.page.identifier.clone();
    let Some(typed) = typed.filter(|typed| typed.kind == IdentifierKind::Email) else { return elsewhere };
    let connectors = match flow.visit.sso_connectors_for(&typed.value).await {
        Ok(connectors) => connectors,
        Err(error) => return flow.visit.failure(&error, &words).await,
    };
    if connectors.is_empty() {
        return elsewhere;
    }
    let providers = connectors.iter().map(|connector| button(&flow.visit, connector)).collect();
    SingleSignOnPage {
        brand: flow.visit.brand(parts.uri.path()).await,
        address: typed.value,
        providers,
        sign_in_url: flow.visit.sign_in_url(),
        terms: flow.visit.terms(),
        words,
    }
    .into_response()
}

/// The way to a connector's provider.
fn button(visit: &Visit, connector: &SsoConnector) -> SocialButton {
    let logo = |is_dark| {
        let logo = connector.logo(is_dark);
        let is_shown = is_web_url(logo) || logo.starts_with("data:image/");
        is_shown.then(|| logo.to_owned())
    };
    let id = utf8_percent_encode(connector.id.as_str(), NON_ALPHANUMERIC);
    SocialButton {
        name: connector.display_name().to_owned(),
        logo: logo(false),
        logo_dark: logo(true),
        href: visit.page_url(&format!("/direct/sso/{id}")),
    }
}
