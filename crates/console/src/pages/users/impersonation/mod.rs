//! `/console/users/{user}/impersonate`: a token with which an application may once speak for a user, because an administrator has a reason. The Management API
//! keeps who, why and in which application; what is bought with the token says so too.

mod exchange;
mod offer;

use axum::{
    extract::Path,
    http::Method,
    response::{IntoResponse as _, Response},
};
use domain::user_token::MAX_IMPERSONATION_REASON;
use hosted::{Answer, Call, Refusal};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use ui::{
    components::{Banner, Link, Tone},
    pages::console::{ConsoleFormPage, ConsoleImpersonationPage, ConsoleLinkedPage, ConsolePaging, Once},
};

use self::{
    exchange::{Exchange, Exchanged},
    offer::{Offer, Typed},
};
use super::{User, find, frame, lead};
use crate::{
    operator::Operator,
    pages::{
        Outcome, applications,
        form::{self, tell, wrong},
    },
    posted::Posted,
};

/// The end of its address.
pub(super) const END: &str = "impersonate";

/// The form, as far as it is filled in.
fn page(operator: &Operator, of: &User, offer: &Offer, typed: &Typed) -> ConsoleFormPage {
    let words = &operator.words;
    let path = format!("{}/{END}", of.path());
    let name = of.person().name;
    let text = (name.clone(), words.with("console-impersonate-lead", "name", &name));
    let sent = (path, words.say("console-impersonate-button"), "");
    let page = form::page(frame(operator, of, END), text, offer.fields(words, typed), sent);
    ConsoleFormPage { back_url: None, ..page }
}

/// What stands in the place of the form where nobody can be spoken for.
fn closed(operator: &Operator, of: &User, (heading, text): (&str, &str), add: Option<Link>) -> Response {
    let words = &operator.words;
    ConsoleLinkedPage {
        title: of.person().name,
        lead: lead(operator, of),
        heading: words.say("console-impersonate"),
        explanation: words.with("console-impersonate-lead", "name", &of.person().name),
        add,
        rows: Vec::new(),
        empty: (words.say(heading), words.say(text)),
        paging: ConsolePaging::default(),
        frame: frame(operator, of, END),
    }
    .into_response()
}

/// What can be chosen, or the page that says why nobody can speak for this user.
async fn offered(operator: &Operator, of: &User) -> Result<Offer, Response> {
    if of.is_suspended {
        let said = ("console-impersonate-suspended", "console-impersonate-suspended-lead");
        return Err(closed(operator, of, said, None));
    }
    let offer = Offer::read(operator, of).await?;
    if offer.applications.is_empty() {
        let link =
            Link { href: applications::PATH.to_owned(), label: operator.words.say("console-applications") };
        let said = ("console-impersonate-none", "console-impersonate-none-lead");
        return Err(closed(operator, of, said, Some(link)));
    }
    Ok(offer)
}

/// `GET /console/users/{user}/impersonate`.
pub(super) async fn ask(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    let offer = match offered(&operator, &of).await {
        Ok(offer) => offer,
        Err(said) => return Ok(said),
    };
    Ok(page(&operator, &of, &offer, &Typed::default()).into_response())
}

/// A subject token, as the Management API tells it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Made {
    subject_token: String,
    expires_in: u64,
}

/// `POST /console/users/{user}/impersonate`: answers with the token, or with what it was exchanged for.
pub(super) async fn impersonate(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    let offer = offered(&operator, &of).await?;
    let typed = Typed::read(&form);
    let mut again = page(&operator, &of, &offer, &typed);
    let words = &operator.words;
    let mut tell = |field: &str, key: &str| tell(&mut again, field, words.say(key));
    let is_wrong = [
        typed.reason.is_empty() && tell("reason", "console-impersonate-reason-missing"),
        typed.reason.chars().nth(MAX_IMPERSONATION_REASON).is_some()
            && tell("reason", "console-impersonate-reason-long"),
        !offer.is_offered(&typed) && tell("application", "console-impersonate-choice-gone"),
    ];
    if is_wrong.contains(&true) {
        return Err(wrong(again));
    }
    let said = [
        ("reason", &typed.reason),
        ("applicationId", &typed.application),
        ("organizationId", &typed.organization),
        ("resource", &typed.resource),
    ];
    let said = said.into_iter().filter(|(_, text)| !text.is_empty());
    let context: Map<String, Value> =
        said.map(|(name, text)| (name.to_owned(), text.as_str().into())).collect();
    // Before there is a token: what cannot be asked for stops here.
    let exchange = Exchange::new(&operator, &of, &offer, typed).await?;
    let body = json!({ "userId": of.id, "context": context });
    let call = Call::new(Method::POST, &["api", "subject-tokens"]).body(body);
    let made: Made = match operator.call(call).await.and_then(Answer::read) {
        Ok(made) => made,
        Err(refusal) => return Err(refused(&operator, again, &refusal)),
    };
    Ok(answer(&operator, &of, exchange, made).await)
}

fn refused(operator: &Operator, mut again: ConsoleFormPage, refusal: &Refusal) -> Response {
    let told = match refusal.code.as_str() {
        "subject_token.application_not_open" => Some(("application", "console-impersonate-choice-gone")),
        "guard.invalid_input" => Some(("reason", "console-impersonate-reason-long")),
        _ => None,
    };
    let Some((field, key)) = told else { return form::refused(operator, again, refusal, "application") };
    tell(&mut again, field, operator.words.say(key));
    wrong(again)
}

/// What was made, shown once: the token with the way to exchange it, or what the console exchanged it for.
async fn answer(operator: &Operator, of: &User, exchange: Exchange, made: Made) -> Response {
    let (words, name) = (&operator.words, of.person().name);
    let exchanged = if exchange.is_wanted() {
        exchange.carry_out(operator, &made.subject_token).await
    } else {
        Exchanged::Not
    };
    let once = |label: &str, value: String| Once { label: words.say(label), value };
    let minutes = (made.expires_in / 60).max(1);
    let mut page = ConsoleImpersonationPage {
        heading: words.with("console-impersonate-done-title", "name", &name),
        lead: words.count("console-impersonate-token-lead", "minutes", minutes),
        values: Vec::new(),
        commands: Vec::new(),
        facts: exchange.facts(words),
        note: words.say("console-impersonate-recorded"),
        done: Link { href: format!("{}/{END}", of.path()), label: words.say("console-done") },
        frame: frame(operator, of, END),
    };
    let with_token = |page: &mut ConsoleImpersonationPage| {
        page.values.push(once("console-label-subject-token", made.subject_token.clone()));
        page.commands
            .push(once("console-impersonate-command", exchange.command(operator, &made.subject_token)));
    };
    match exchanged {
        Exchanged::Not => with_token(&mut page),
        Exchanged::NoSecret => {
            let text = words.say("console-impersonate-no-secret");
            page.frame.banner = Some(Banner { tone: Tone::Info, text });
            with_token(&mut page);
        }
        Exchanged::Refused(said) => {
            let text = words.with("console-impersonate-refused", "said", &said);
            page.frame.banner = Some(Banner { tone: Tone::Warning, text });
            with_token(&mut page);
        }
        Exchanged::For(token) => {
            let minutes = (token.expires_in / 60).max(1);
            page.lead = words.count("console-impersonate-access-lead", "minutes", minutes);
            let scope = token.scope.filter(|scope| !scope.is_empty());
            page.facts.push((
                words.say("console-tokens-scopes"),
                scope.unwrap_or_else(|| words.say("console-impersonate-no-scopes")),
            ));
            page.values.push(once("console-label-access-token", token.access_token));
        }
    }
    page.into_response()
}
