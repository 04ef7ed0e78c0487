//! `/social/register`: what a new account lacks that is made of an account elsewhere.

use axum::{
    extract::{Request, State},
    http::{StatusCode, Uri},
    response::{IntoResponse, Response},
};
use domain::sign_in_experience::MissingProfile;
use http_kit::ApiError;
use ui::{
    Page as _,
    components::{Banner, FieldState},
    pages::SocialRegisterPage,
};

use super::{
    super::{
        form::{OUT_OF_DATE, Post, token},
        notice::{AppState, error_page, visit},
        redirect, with_query,
        words::{Complaint, USERNAME_RULE, complaint},
    },
    callback::{Next, register},
    words,
};
use crate::{
    flow::{Addition, Flow, Visit},
    state::Event,
};

/// An account elsewhere, and what one here lacks that is made of it.
struct Question {
    flow: Flow,
    lacking: Vec<MissingProfile>,
    verification_id: String,
    provider: String,
}

impl Question {
    /// What is to be asked, or the answer to a request that has nothing to ask.
    async fn of(visit: Visit) -> Result<Self, Response> {
        let elsewhere = redirect(StatusCode::SEE_OTHER, &visit.sign_in_url());
        let is_open = visit.settings.mode.allows_register();
        let Ok(flow) = visit.resume() else { return Err(elsewhere) };
        let Some(social) = flow.social().filter(|social| is_open && social.identity.is_some()) else {
            return Err(elsewhere);
        };
        let provider = flow.visit.provider_name(social.connector_id.as_str()).await;
        let lacking = match flow.lacking(social).await {
            Ok(lacking) => lacking,
            Err(error) => return Err(flow.visit.trouble(&error, &provider).await),
        };
        let verification_id = social.id.clone();
        Ok(Self { flow, lacking, verification_id, provider })
    }

    fn asks_username(&self) -> bool {
        self.lacking.contains(&MissingProfile::Username)
    }

    async fn page(&self, uri: &Uri) -> SocialRegisterPage {
        let visit = &self.flow.visit;
        let further = self.lacking.iter().any(|missing| *missing != MissingProfile::Username);
        SocialRegisterPage {
            brand: visit.brand().await,
            action: with_query(uri.path(), uri.query()),
            xsrf: token(&visit.running.uid).reveal().to_owned(),
            provider: self.provider.clone(),
            // An account that would lack something all the same cannot be made here.
            identifier: (!further && self.asks_username()).then(FieldState::default),
            identifier_hint: USERNAME_RULE.to_owned(),
            banner: further.then(|| Banner::danger(words::lacking(&self.lacking, &self.provider))),
            sign_in_url: visit.sign_in_url(),
            terms: visit.terms(),
            redirect_targets: visit.redirect_targets(),
        }
    }

    /// The page once more, with what is wrong and the username kept.
    async fn again(&self, uri: &Uri, typed: &str, error: &ApiError) -> Response {
        if error.status().is_server_error() {
            return error_page(error);
        }
        let mut page = self.page(uri).await;
        let complaint = complaint(error, &self.flow.visit.settings);
        match (&mut page.identifier, complaint) {
            (Some(field), Complaint::Identifier(text)) => {
                *field = FieldState { value: typed.to_owned(), error: Some(text) };
            }
            (field, Complaint::Identifier(_) | Complaint::Password(_) | Complaint::Form(_)) => {
                if let Some(field) = field {
                    typed.clone_into(&mut field.value);
                }
                let text = words::explanation(error, &self.flow.visit.settings, &self.provider);
                page.banner = Some(Banner::danger(text));
            }
        }
        page.with_status(error.status())
    }

    /// Makes the account with what was typed.
    async fn answer(&mut self, typed: &str) -> Next {
        let collected = async {
            self.flow.change_event(Event::Register)?;
            match self.lacking.contains(&MissingProfile::Username) {
                true => self.flow.add_profile(Addition::Username(typed.to_owned())).await,
                false => Ok(()),
            }
        };
        match collected.await {
            Ok(()) => register(&mut self.flow, &self.verification_id).await,
            Err(error) => Next::Trouble(error),
        }
    }
}

/// Draws the form.
pub(in crate::pages) async fn show(State(services): AppState, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let visit = match visit(&parts, &services).await {
        Ok(visit) => visit,
        Err(answer) => return answer,
    };
    match Question::of(visit).await {
        Ok(question) => question.page(&parts.uri).await.into_response(),
        Err(answer) => answer,
    }
}

/// Takes the form.
pub(in crate::pages) async fn submit(State(services): AppState, request: Request) -> Response {
    let Post { visit, uri, form } = match Post::of(request, &services).await {
        Ok(post) => post,
        Err(answer) => return answer,
    };
    let is_own = form.belongs_to(&visit.running.uid);
    let mut question = match Question::of(visit).await {
        Ok(question) => question,
        Err(answer) => return answer,
    };
    if !is_own {
        let mut page = question.page(&uri).await;
        page.banner = Some(Banner::danger(OUT_OF_DATE));
        return page.with_status(StatusCode::FORBIDDEN);
    }
    let typed = form.get("identifier").trim().to_owned();
    if question.asks_username() && typed.is_empty() {
        let mut page = question.page(&uri).await;
        if let Some(field) = &mut page.identifier {
            field.error = Some(words::USERNAME_MISSING.to_owned());
        }
        return page.with_status(StatusCode::UNPROCESSABLE_ENTITY);
    }
    match question.answer(&typed).await {
        Next::Trouble(error) => question.again(&uri, &typed, &error).await,
        Next::Ask(_) => question.page(&uri).await.with_status(StatusCode::UNPROCESSABLE_ENTITY),
        next => next.answer(&question.flow, &question.provider).await,
    }
}
