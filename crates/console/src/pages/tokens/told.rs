//! What a token is, in words.

use domain::UnixMillis;
use operations::token_reading::{OpaqueToken, Purpose, Reading, Signature, SignedToken, TokenTime};
use serde_json::{Map, Value};
use ui::{components::Tone, pages::console::TokenTold};

use super::actor::Actor;
use crate::{
    operator::Operator,
    pages::{applications, organizations, users},
};

/// What was pasted, and who acts with it.
pub(super) fn told(operator: &Operator, reading: &Reading, actor: Option<Actor>) -> TokenTold {
    let mut told = match reading {
        Reading::Signed(token) => signed(operator, token),
        Reading::Encrypted => plain(operator, "console-tokens-encrypted", "console-tokens-encrypted-lead"),
        Reading::Unknown => plain(operator, "console-tokens-not-known", "console-tokens-not-known-lead"),
        Reading::Opaque(token) => opaque(operator, token),
    };
    if let Some(actor) = actor {
        told.sentences.push(actor.sentence);
        told.facts.extend(actor.facts);
    }
    told
}

fn plain(operator: &Operator, heading: &str, lead: &str) -> TokenTold {
    let words = &operator.words;
    TokenTold {
        heading: words.say(heading),
        verdict: (Tone::Danger, words.say("console-tokens-opens-nothing")),
        sentences: vec![words.say(lead)],
        facts: Vec::new(),
        parts: Vec::new(),
    }
}

fn signed(operator: &Operator, token: &SignedToken) -> TokenTold {
    let words = &operator.words;
    let (heading, purpose) = match &token.purpose {
        Purpose::Organization(_) => ("console-tokens-organization", "console-tokens-organization-lead"),
        Purpose::ManagementApi => ("console-tokens-management", "console-tokens-management-lead"),
        Purpose::Organizations => ("console-tokens-template-token", "console-tokens-template-lead"),
        Purpose::Resource(_) => ("console-tokens-api", "console-tokens-api-lead"),
        Purpose::Id => ("console-tokens-id", "console-tokens-id-lead"),
        Purpose::Foreign(_) => ("console-tokens-foreign", "console-tokens-foreign-lead"),
        Purpose::Other => ("console-tokens-other", "console-tokens-other-lead"),
    };
    let signature = match token.signature {
        Signature::Current => "console-tokens-signed-now",
        Signature::Other => "console-tokens-signed-before",
        Signature::UnknownKey => "console-tokens-unknown-key",
        Signature::Broken => "console-tokens-broken",
        Signature::Unacceptable => "console-tokens-unacceptable",
    };
    let moment = |seconds: i64| operator.moment(UnixMillis::from_seconds(seconds).0);
    let time = match token.time {
        TokenTime::Until(at) => words.with("console-tokens-until", "at", &moment(at).absolute),
        TokenTime::EndedAt(at) => words.with("console-tokens-ended", "at", &moment(at).absolute),
        TokenTime::NotBefore(at) => words.with("console-tokens-not-before", "at", &moment(at).absolute),
        TokenTime::Untold => words.say("console-tokens-untold"),
    };
    let is_ours = token.signature.is_ours() && !matches!(token.purpose, Purpose::Foreign(_));
    let verdict = match (is_ours, token.time) {
        (false, _) => (Tone::Danger, "console-tokens-opens-nothing"),
        (true, TokenTime::EndedAt(_)) => (Tone::Warning, "console-tokens-expired"),
        (true, TokenTime::NotBefore(_)) => (Tone::Warning, "console-tokens-too-early"),
        (true, _) if token.purpose == Purpose::Id => (Tone::Info, "console-tokens-opens-nothing"),
        (true, _) => (Tone::Success, "console-tokens-good"),
    };
    TokenTold {
        heading: words.say(heading),
        verdict: (verdict.0, words.say(verdict.1)),
        sentences: vec![words.say(purpose), words.say(signature), time],
        facts: facts(operator, token, is_ours),
        parts: vec![
            (words.say("console-tokens-header"), pretty(&token.header)),
            (words.say("console-tokens-claims"), pretty(&token.claims)),
        ],
    }
}

fn pretty(members: &Map<String, Value>) -> String {
    serde_json::to_string_pretty(members).unwrap_or_default()
}

/// A path under an area, for an id that paths can have; what a token says is anybody's.
pub(super) fn under(area: &str, id: &str) -> Option<String> {
    let is_plain = id.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter));
    (is_plain && !id.is_empty()).then(|| format!("{area}/{id}"))
}

/// What is known at a glance: what it is, what it says, and where it leads.
pub(super) type Fact = (String, String, Option<String>);

fn facts(operator: &Operator, token: &SignedToken, is_ours: bool) -> Vec<Fact> {
    let words = &operator.words;
    let fact = |label: &str, text: Option<&str>, area: Option<&str>| {
        let text = text.filter(|text| !text.is_empty())?;
        let href = area.filter(|_| is_ours).and_then(|area| under(area, text));
        Some((words.say(label), text.to_owned(), href))
    };
    let (subject, client) = (token.text("sub"), token.text("client_id"));
    let is_machine = subject.is_some() && subject == client;
    let client = client.or_else(|| token.text("aud").filter(|_| token.purpose == Purpose::Id));
    let organization = match &token.purpose {
        Purpose::Organization(id) => Some(id.as_str()),
        _ => token.text("organization_id"),
    };
    let facts = [
        fact("console-label-issuer", token.text("iss"), None),
        fact("console-label-user", subject.filter(|_| !is_machine), Some(users::PATH)),
        fact("console-label-application", client, Some(applications::PATH)),
        fact("console-label-organization", organization, Some(organizations::PATH)),
        fact("console-tokens-audience", token.text("aud"), None),
        fact("console-tokens-scopes", token.text("scope"), None),
    ];
    facts.into_iter().flatten().collect()
}

fn opaque(operator: &Operator, token: &OpaqueToken) -> TokenTold {
    let words = &operator.words;
    let (heading, lead) = match token {
        OpaqueToken::Access(_) => ("console-tokens-opaque", "console-tokens-opaque-lead"),
        OpaqueToken::Refresh(_) => ("console-tokens-refresh", "console-tokens-refresh-lead"),
        OpaqueToken::Personal(_) => ("console-tokens-personal", "console-tokens-personal-lead"),
    };
    let (user, application, scope, ends) = match token {
        OpaqueToken::Access(token) => {
            (token.user_id.as_ref(), Some(&token.application_id), &*token.scope, Some(token.expires_at))
        }
        OpaqueToken::Refresh(token) => {
            let payload = &token.payload;
            (Some(&payload.user_id), Some(&payload.application_id), &*payload.scope, Some(token.expires_at))
        }
        OpaqueToken::Personal(user) => (Some(user), None, "", None),
    };
    let mut sentences = vec![words.say(lead)];
    sentences
        .extend(ends.map(|at| words.with("console-tokens-until", "at", &operator.moment(at.0).absolute)));
    let is_spent = matches!(token, OpaqueToken::Refresh(token) if token.consumed_at.is_some());
    let verdict = if is_spent {
        sentences.push(words.say("console-tokens-spent-lead"));
        (Tone::Warning, words.say("console-tokens-spent"))
    } else {
        (Tone::Success, words.say("console-tokens-good"))
    };
    let fact = |label: &str, text: Option<&str>, area: Option<&str>| {
        let text = text.filter(|text| !text.is_empty())?;
        Some((words.say(label), text.to_owned(), area.and_then(|area| under(area, text))))
    };
    let facts = [
        fact("console-label-user", user.map(domain::UserId::as_str), Some(users::PATH)),
        fact(
            "console-label-application",
            application.map(domain::ApplicationId::as_str),
            Some(applications::PATH),
        ),
        fact("console-tokens-scopes", Some(scope), None),
    ];
    TokenTold {
        heading: words.say(heading),
        verdict,
        sentences,
        facts: facts.into_iter().flatten().collect(),
        parts: Vec::new(),
    }
}
