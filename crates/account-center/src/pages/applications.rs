//! `/account/applications`: what applications may do for somebody, and taking it back.

use std::collections::BTreeMap;

use api_types::account_center::FieldAccess;
use axum::{
    extract::Path,
    http::Method,
    response::{IntoResponse as _, Response},
};
use hosted::{Answer, Call, Posted, Refusal, scope, see_other, time::said};
use operations::account_center;
use serde::Deserialize;
use ui::{
    Words,
    pages::account::{AccountApplicationsPage, ApplicationRow},
};

use super::{Outcome, Section, confirm::Question, done};
use crate::holder::Holder;

const PATH: &str = "/account/applications";
/// What every application has that people sign in to: it says nothing about this one.
const SIGN_IN_SCOPE: &str = "openid";

#[derive(Deserialize)]
struct Grants {
    grants: Vec<Grant>,
}

/// A grant as the Account API shows it.
#[derive(Deserialize)]
struct Grant {
    payload: Payload,
    application: Application,
}

#[derive(Deserialize)]
struct Payload {
    iat: i64,
    openid: Scope,
    #[serde(default)]
    resources: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Scope {
    scope: String,
}

#[derive(Deserialize)]
struct Application {
    id: String,
    name: String,
}

/// The grants of each application, in the order of the newest; the account center's own is what these pages work by.
async fn read(holder: &Holder) -> Result<Vec<Vec<Grant>>, Refusal> {
    let call = Call::get(&["api", "my-account", "grants"]);
    let grants = holder.call(call).await.and_then(Answer::read::<Grants>)?.grants;
    let mut grouped: Vec<Vec<Grant>> = Vec::new();
    let own = account_center::client_id();
    for grant in grants.into_iter().filter(|grant| grant.application.id != own.as_str()) {
        let same = |group: &&mut Vec<Grant>| {
            group.first().is_some_and(|known| known.application.id == grant.application.id)
        };
        match grouped.iter_mut().find(same) {
            Some(group) => group.push(grant),
            None => grouped.push(vec![grant]),
        }
    }
    Ok(grouped)
}

/// Everything that the grants of one application let it do, each thing once.
fn allowed(words: &Words, grants: &[Grant]) -> (Vec<String>, Vec<(String, Vec<String>)>) {
    let mut may: Vec<&str> = Vec::new();
    let mut permissions: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for grant in grants {
        for key in grant
            .payload
            .openid
            .scope
            .split(' ')
            .filter(|scope| *scope != SIGN_IN_SCOPE)
            .filter_map(scope::sentence)
        {
            if !may.contains(&key) {
                may.push(key);
            }
        }
        for (resource, scopes) in &grant.payload.resources {
            let known = permissions.entry(resource).or_default();
            for scope in scopes.split(' ').filter(|scope| !scope.is_empty()) {
                if !known.iter().any(|known| known == scope) {
                    known.push(scope.to_owned());
                }
            }
        }
    }
    let headed = permissions
        .into_iter()
        .map(|(resource, scopes)| (words.with("own-permissions", "name", resource), scopes));
    (may.into_iter().map(|key| words.say(key)).collect(), headed.collect())
}

/// `GET /account/applications`.
pub(crate) async fn show(holder: Holder) -> Outcome {
    let groups = read(&holder).await.map_err(|refusal| holder.stop(&refusal, PATH))?;
    let may_revoke = holder.settings.fields.session == Some(FieldAccess::Edit);
    let now = holder.center.services.now();
    let row = |grants: Vec<Grant>| {
        let (may, permissions) = allowed(&holder.words, &grants);
        let since = grants.iter().map(|grant| grant.payload.iat).min().unwrap_or_default();
        let Application { id, name } = grants.into_iter().next()?.application;
        Some(ApplicationRow {
            allowed: said(&holder.words, ("own-allowed", "date"), since.saturating_mul(1_000), now),
            revoke_url: may_revoke.then(|| format!("{PATH}/{id}")),
            id,
            name,
            may,
            permissions,
        })
    };
    let applications = groups.into_iter().filter_map(row).collect();
    Ok(AccountApplicationsPage { frame: holder.frame(Section::Applications), applications }.into_response())
}

fn revoking<'a>(holder: &Holder, name: &str, path: &'a str) -> Question<'a> {
    Question {
        section: Section::Applications,
        heading: holder.words.with("own-revoke-question", "name", name),
        consequences: vec![holder.words.say("own-revoke-consequence")],
        path,
        button: holder.words.say("own-revoke"),
        back: PATH,
    }
}

async fn find(holder: &Holder, id: &str) -> Result<(String, String), Response> {
    holder.must_edit(holder.settings.fields.session)?;
    let path = format!("{PATH}/{id}");
    let groups = read(holder).await.map_err(|refusal| holder.stop(&refusal, PATH))?;
    let mut all = groups.into_iter().flatten();
    let found = all.find(|grant| grant.application.id == id);
    found.map(|grant| (grant.application.name, path)).ok_or_else(|| see_other(PATH))
}

/// `GET /account/applications/{application}`.
pub(crate) async fn ask(holder: Holder, Path(id): Path<String>) -> Outcome {
    let (name, path) = find(&holder, &id).await?;
    holder.must_have_proof(&path)?;
    Ok(revoking(&holder, &name, &path).ask(&holder))
}

/// `POST /account/applications/{application}`.
pub(crate) async fn revoke(Path(id): Path<String>, posted: Posted<Holder>) -> Outcome {
    let holder = posted.by;
    let (name, path) = find(&holder, &id).await?;
    let call = Call::new(Method::DELETE, &["api", "my-account", "applications", &id, "grants"]);
    match holder.call(call).await {
        Ok(_) => Ok(see_other(&done::at(PATH, "revoked"))),
        Err(refusal) => Ok(revoking(&holder, &name, &path).refused(&holder, &refusal)),
    }
}
