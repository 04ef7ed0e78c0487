//! The pages between the first one and the way back to the application: one frame for all of them. Each step says what it asks and what is
//! to be done with the answer; reading the form, drawing it again with what is wrong and going on are the same for all.

mod account;
mod agreement;
mod code;
mod factor;
mod lacking;
mod link;
mod new_password;
mod passkey;
mod password;
mod set_up;

use std::future::Future;

use axum::{
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use hosted::profile_fields;
use http_kit::ApiError;
use ui::{
    Page as _, Words,
    components::{Agreement, Banner, Tone},
    pages::{Alternative, Step, StepPage, TrustOffer, Who},
};

use self::passkey::passkey_options;
pub(super) use self::{
    account::Account,
    agreement::Agreement as AgreementStep,
    code::{Code, send},
    factor::{BackupCode, FactorCode, Factors, Passkey, Totp, first as first_factor},
    lacking::Lacking,
    link::{page as link_page, submit as submit_link},
    new_password::NewPassword,
    passkey::{SignInPasskey, passkey_answer},
    password::Password,
    set_up::{NewBackupCodes, NewEmail, NewPasskey, NewPhone, NewTotp, SetUp},
};
use super::{
    entry::begin_again,
    form::{Form, Post, token},
    notice::{AppState, visit},
    onward::Next,
    redirect,
    words::{Complaint, complaint},
};
use crate::flow::{Flow, Visit};

/// The field by which somebody trusts their browser.
const TRUST: &str = "trust";

/// A step.
pub(super) trait PageStep: Send + Sync + 'static {
    /// Where its page is.
    const PATH: &'static str;

    /// What it asks as far as the interaction has come; nothing where it has nothing to ask.
    fn ask(flow: &mut Flow, words: &Words)
    -> impl Future<Output = Result<Option<Question>, ApiError>> + Send;

    /// What is to be done with the answer.
    fn take(
        flow: &mut Flow,
        form: &Form,
        words: &Words,
    ) -> impl Future<Output = Result<Next, Refused>> + Send;
}

/// What a step asks.
pub(super) struct Question {
    /// Good news above it.
    pub(super) news: Option<String>,
    pub(super) step: Step,
    pub(super) who: Option<Who>,
    pub(super) agreement: Option<Agreement>,
    /// For how many days the browser may be trusted.
    pub(super) trust_days: Option<u32>,
    pub(super) alternatives: Vec<Alternative>,
}

impl Question {
    pub(super) const fn of(step: Step) -> Self {
        Self { news: None, step, who: None, agreement: None, trust_days: None, alternatives: Vec::new() }
    }

    pub(super) fn or(mut self, alternative: Option<Alternative>) -> Self {
        self.alternatives.extend(alternative);
        self
    }
}

/// Why an answer is not taken.
pub(super) enum Refused {
    /// What a step of the flow says.
    By(ApiError),
    /// What the page itself says.
    Because(Complaint),
    /// The box of the agreement is not ticked.
    NotAgreed,
}

impl From<ApiError> for Refused {
    fn from(error: ApiError) -> Self {
        Self::By(error)
    }
}

/// Draws the page.
pub(super) async fn show<S: PageStep>(State(services): AppState, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let visit = match visit(&parts, &services).await {
        Ok(visit) => visit,
        Err(answer) => return answer,
    };
    let words = visit.words().await;
    match begun(visit) {
        Ok(mut flow) => draw::<S>(&mut flow, &words, None).await,
        Err(elsewhere) => elsewhere,
    }
}

/// Takes the form: goes on, or draws it again.
pub(super) async fn submit<S: PageStep>(State(services): AppState, request: Request) -> Response {
    let Post { visit, words, form, .. } = match Post::of(request, &services).await {
        Ok(post) => post,
        Err(answer) => return answer,
    };
    let is_own = form.belongs_to(&visit.running.uid);
    let mut flow = match begun(visit) {
        Ok(flow) => flow,
        Err(elsewhere) => return elsewhere,
    };
    if !is_own {
        return draw::<S>(&mut flow, &words, Some((Wrong::OutOfDate, &form))).await;
    }
    let taken = match S::take(&mut flow, &form, &words).await {
        Ok(next) => next.answer(&flow).await.map_err(Refused::By),
        // What a step has done stays done, even where a later one is refused.
        Err(refused) => flow.save().await.map_err(Refused::By).and(Err(refused)),
    };
    match taken {
        Ok(answer) => answer,
        Err(refused) => draw::<S>(&mut flow, &words, Some((Wrong::Refused(refused), &form))).await,
    }
}

/// The flow that a step belongs to, or the way to where one begins.
#[expect(clippy::result_large_err, reason = "an answer is what this fails with, once a request")]
fn begun(visit: Visit) -> Result<Flow, Response> {
    if !visit.awaits_login() {
        return Err(redirect(StatusCode::SEE_OTHER, &visit.page_url(visit.other_page())));
    }
    let first = redirect(StatusCode::SEE_OTHER, &visit.sign_in_url());
    visit.resume().map_err(|_| first)
}

/// What is wrong with a form.
enum Wrong {
    /// No page of this interaction made it.
    OutOfDate,
    Refused(Refused),
}

async fn draw<S: PageStep>(flow: &mut Flow, words: &Words, wrong: Option<(Wrong, &Form)>) -> Response {
    if let Some((Wrong::Refused(Refused::By(error)), _)) = &wrong
        && error.status().is_server_error()
    {
        return flow.visit.failure(error, words).await;
    }
    let before = flow.experience.clone();
    let question = match S::ask(flow, words).await {
        Ok(Some(question)) => question,
        Ok(None) => return nothing_to_ask(flow, words, wrong.map(|(wrong, _)| wrong)).await,
        Err(error) => return flow.visit.failure(&error, words).await,
    };
    if flow.experience != before
        && let Err(error) = flow.save().await
    {
        return flow.visit.failure(&error, words).await;
    }
    let action = flow.visit.page_url(S::PATH);
    let mut page = page(&flow.visit, words, question, action).await;
    match wrong {
        None => page.into_response(),
        Some((wrong, form)) => {
            keep_typed(&mut page.step, form);
            if let Some(trust) = &mut page.trust {
                trust.is_ticked = form.get(TRUST) == "yes";
            }
            let status = complain(&mut page, wrong, &flow.visit, words);
            page.with_status(status)
        }
    }
}

/// What is shown where a step has nothing to ask: the first page, with what went wrong if something did.
async fn nothing_to_ask(flow: &Flow, words: &Words, wrong: Option<Wrong>) -> Response {
    match wrong {
        Some(Wrong::Refused(Refused::By(error))) => {
            let text = complaint(&error, &flow.visit.settings, words).into_text();
            begin_again(&flow.visit, words, (error.status(), text)).await
        }
        _ => redirect(StatusCode::SEE_OTHER, &flow.visit.sign_in_url()),
    }
}

/// A page of this interaction.
pub(super) async fn page(visit: &Visit, words: &Words, question: Question, action: String) -> StepPage {
    StepPage {
        brand: visit.brand(&action).await,
        words: words.clone(),
        action,
        xsrf: token(&visit.running.uid).reveal().to_owned(),
        banner: question.news.map(|text| Banner { tone: Tone::Success, text }),
        who: question.who,
        step: question.step,
        agreement: question.agreement,
        // Those that begin something have one.
        captcha: None,
        trust: question.trust_days.map(|days| TrustOffer { days, is_ticked: false }),
        alternatives: question.alternatives,
        terms: visit.terms(),
        redirect_targets: visit.redirect_targets(),
    }
}

/// What was typed is shown again, but for secrets.
fn keep_typed(step: &mut Step, form: &Form) {
    match step {
        Step::Identifier { field, .. } => form.get("identifier").trim().clone_into(&mut field.value),
        Step::Profile(inputs) => {
            for input in inputs {
                form.get(&input.name).clone_into(&mut input.field.value);
            }
        }
        _ => {}
    }
}

/// Says what is wrong where it belongs.
fn complain(page: &mut StepPage, wrong: Wrong, visit: &Visit, words: &Words) -> StatusCode {
    let (status, complaint) = match wrong {
        Wrong::OutOfDate => (StatusCode::FORBIDDEN, Complaint::Form(words.say("form-out-of-date"))),
        Wrong::Refused(Refused::Because(complaint)) => (StatusCode::UNPROCESSABLE_ENTITY, complaint),
        Wrong::Refused(Refused::NotAgreed) => {
            if let Some(agreement) = &mut page.agreement {
                agreement.error = Some(words.say("missing-agreement"));
            }
            return StatusCode::UNPROCESSABLE_ENTITY;
        }
        Wrong::Refused(Refused::By(error)) => {
            if let Step::Profile(inputs) = &mut page.step
                && profile_fields::complain(inputs, &error, words)
            {
                return error.status();
            }
            (error.status(), complaint(&error, &visit.settings, words))
        }
    };
    if let Some(left) = place(&mut page.step, complaint) {
        page.banner = Some(Banner::danger(left));
    }
    status
}

/// Puts a complaint at its field; gives it back where the step has no such field.
fn place(step: &mut Step, complaint: Complaint) -> Option<String> {
    match (step, complaint) {
        (Step::Password { error, .. } | Step::NewPassword { error, .. }, Complaint::Password(text))
        | (
            Step::Code { error, .. }
            | Step::Totp { error }
            | Step::BackupCode { error }
            | Step::SetUpTotp { error, .. },
            Complaint::Code(text),
        ) => {
            *error = Some(text);
            None
        }
        (Step::Identifier { field, .. }, Complaint::Identifier(text)) => {
            field.error = Some(text);
            None
        }
        (_, complaint) => Some(complaint.into_text()),
    }
}
