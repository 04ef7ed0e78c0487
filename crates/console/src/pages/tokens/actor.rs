//! Who acts with a token in the place of its user (RFC 8693, section 4.1): an administrator, who gave a reason for it, or somebody else.

use axum::response::Response;
use domain::console::ConsoleRole;
use operations::{
    console::{self, administrator},
    token_reading::{Reading, SignedToken},
};
use serde_json::Value;

use super::told::{Fact, under};
use crate::{
    operator::Operator,
    pages::{administrators, users},
    parts,
};

/// What is said of them: a sentence, and facts.
pub(super) struct Actor {
    pub(super) sentence: String,
    pub(super) facts: Vec<Fact>,
}

/// Who acts, where a key of ours signed that somebody does. What others sign is anybody's to say.
pub(super) async fn of(operator: &Operator, reading: &Reading) -> Result<Option<Actor>, Response> {
    let Reading::Signed(token) = reading else { return Ok(None) };
    let act = token.claims.get("act").and_then(Value::as_object).filter(|_| token.signature.is_ours());
    let Some(id) = act.and_then(|act| act.get("sub")?.as_str()) else { return Ok(None) };
    let issuer = act.and_then(|act| act.get("iss")?.as_str());
    if issuer == Some(console::issuer(&operator.console.services).as_str()) {
        return an_administrator(operator, token, id).await.map(Some);
    }
    let words = &operator.words;
    // Without an issuer of its own it is a user of this tenant.
    let href = if issuer.is_none() { under(users::PATH, id) } else { None };
    Ok(Some(Actor {
        sentence: words.say("console-tokens-act-somebody"),
        facts: vec![(words.say("console-tokens-act"), id.to_owned(), href)],
    }))
}

async fn an_administrator(operator: &Operator, token: &SignedToken, id: &str) -> Result<Actor, Response> {
    let (words, rights) = (&operator.words, operator.rights());
    let all = administrator::list(&operator.console.administrators).await;
    let all = all.map_err(|error| operator.failed(error))?;
    let found = all.into_iter().find(|one| one.user.id.as_str() == id);
    let sentence = match found.as_ref().map(|one| one.user.username.as_deref().unwrap_or(id)) {
        Some(name) => words.with("console-tokens-act-administrator", "name", name),
        None => words.say("console-tokens-act-former"),
    };
    let is_owner = rights.role() == ConsoleRole::Owner;
    let href = found.filter(|_| is_owner).and_then(|_| under(administrators::PATH, id));
    let mut facts = vec![(words.say("console-tokens-act"), id.to_owned(), href)];
    let of_user = token.text("sub").and_then(|user| under(users::PATH, user));
    if rights.within(parts::AUDIT_LOGS) >= ConsoleRole::ReadOnly
        && let Some(user) = of_user
    {
        let there = Some(format!("{user}/activity"));
        facts.push((words.say("console-tokens-act-why"), words.say("console-tokens-act-where"), there));
    }
    Ok(Actor { sentence, facts })
}
