//! `/social/link`: an account here has the verified address of an account elsewhere that nobody has here yet. Whoever knows its password, or
//! reads what is sent to the address, links the two; others make an account of its own.

use axum::{
    extract::{Request, State},
    http::{StatusCode, Uri},
    response::{IntoResponse, Response},
};
use domain::sign_in_experience::IdentifierKind;
use http_kit::ApiError;
use ui::{Page as _, Words, components::Banner, pages::SocialLinkPage};

use super::{
    super::{
        form::{Post, token},
        notice::{AppState, visit},
        onward::{Next, onward, path},
        redirect,
        steps::send,
        with_query,
        words::complaint,
    },
    callback::register,
    words as social_words,
};
use crate::{
    flow::{Flow, Related, Visit},
    state::{Event, Identifier},
};

/// An account elsewhere and the one here that has its address.
struct Question {
    flow: Flow,
    related: Related,
    verification_id: String,
    provider: String,
    words: Words,
}

impl Question {
    /// What is to be asked, or the answer to a request that has nothing to ask.
    async fn of(visit: Visit) -> Result<Self, Response> {
        let words = visit.words().await;
        let elsewhere = redirect(StatusCode::SEE_OTHER, &visit.sign_in_url());
        let Ok(flow) = visit.resume() else { return Err(elsewhere) };
        let Some(social) = flow.social() else { return Err(elsewhere) };
        let Some(identity) = &social.identity else { return Err(elsewhere) };
        let related = match flow.find_related(identity).await {
            Ok(Some(related)) => related,
            Ok(None) => return Err(elsewhere),
            Err(error) => return Err(flow.visit.failure(&error, &words).await),
        };
        let provider = flow.visit.provider_name(social.connector_id.as_str()).await;
        let verification_id = social.id.clone();
        Ok(Self { flow, related, verification_id, provider, words })
    }

    /// By which of its identifiers the account here takes a password.
    fn identifier(&self) -> Option<Identifier> {
        let (user, settings) = (&self.related.user, &self.flow.visit.settings);
        user.password.as_ref()?;
        [
            (IdentifierKind::Email, &user.primary_email),
            (IdentifierKind::Username, &user.username),
            (IdentifierKind::Phone, &user.primary_phone),
        ]
        .into_iter()
        .filter(|(kind, _)| settings.takes_password_with(*kind))
        .find_map(|(kind, value)| Some(Identifier { kind, value: value.clone()? }))
    }

    /// Whether a code that is sent to the address signs in to the account here.
    fn takes_code(&self) -> bool {
        self.flow.visit.settings.takes_code_with(self.related.kind)
    }

    async fn page(&self, uri: &Uri) -> SocialLinkPage {
        let visit = &self.flow.visit;
        SocialLinkPage {
            brand: visit.brand(uri.path()).await,
            words: self.words.clone(),
            action: with_query(uri.path(), uri.query()),
            xsrf: token(&visit.running.uid).reveal().to_owned(),
            provider: self.provider.clone(),
            address: self.related.address.clone(),
            asks_password: self.identifier().is_some(),
            offers_code: self.takes_code(),
            password_error: None,
            banner: None,
            offers_registration: visit.settings.mode.allows_register(),
            sign_in_url: visit.sign_in_url(),
            terms: visit.terms(),
            redirect_targets: visit.redirect_targets(),
        }
    }

    /// The page once more, with what is wrong.
    async fn again(&self, uri: &Uri, error: &ApiError) -> Response {
        if error.status().is_server_error() {
            return self.flow.visit.failure(error, &self.words).await;
        }
        let mut page = self.page(uri).await;
        let text = match error.code() {
            Some("session.invalid_credentials") => {
                social_words::explanation(error, &self.flow.visit.settings, &self.provider, &self.words)
            }
            _ => complaint(error, &self.flow.visit.settings, &self.words).into_text(),
        };
        page.banner = Some(Banner::danger(text));
        page.with_status(error.status())
    }

    /// Sends a code to the address; whoever tells it links the two.
    async fn send_code(&mut self) -> Result<(), ApiError> {
        let identifier = Identifier { kind: self.related.kind, value: self.related.address.clone() };
        self.flow.change_event(Event::SignIn)?;
        send(&mut self.flow, identifier, Event::SignIn).await?;
        self.flow.experience.page.links_identity = true;
        Ok(())
    }

    /// Links the two for somebody who knows the password.
    async fn link(&mut self, identifier: Identifier, password: &str) -> Result<(), ApiError> {
        let flow = &mut self.flow;
        flow.change_event(Event::SignIn)?;
        let proof = flow.verify_password(identifier, password).await?;
        flow.identify(Some(&proof)).await?;
        flow.link_identity().await
    }
}

/// Draws the question.
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

/// Takes the answer.
pub(in crate::pages) async fn submit(State(services): AppState, request: Request) -> Response {
    let Post { visit, words, uri, form } = match Post::of(request, &services).await {
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
        page.banner = Some(Banner::danger(words.say("form-out-of-date")));
        return page.with_status(StatusCode::FORBIDDEN);
    }
    let next = match (form.get("decision"), question.identifier()) {
        ("register", _) => register(&mut question.flow, &question.verification_id).await,
        ("link", Some(_)) if form.get("password").is_empty() => {
            let mut page = question.page(&uri).await;
            page.password_error = Some(words.say("missing-password"));
            return page.with_status(StatusCode::UNPROCESSABLE_ENTITY);
        }
        ("link", Some(identifier)) => match question.link(identifier, form.get("password")).await {
            Ok(()) => onward(&mut question.flow).await,
            Err(error) => return question.again(&uri, &error).await,
        },
        ("code", _) if question.takes_code() => match question.send_code().await {
            Ok(()) => Ok(Next::Ask(path::CODE)),
            Err(error) => return question.again(&uri, &error).await,
        },
        _ => return question.page(&uri).await.with_status(StatusCode::UNPROCESSABLE_ENTITY),
    };
    let answered = match next {
        Ok(next) => next.answer(&question.flow).await,
        Err(error) => Err(error),
    };
    match answered {
        Ok(response) => response,
        Err(error) => question.again(&uri, &error).await,
    }
}
