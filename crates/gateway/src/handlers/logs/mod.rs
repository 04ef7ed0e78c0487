//! Activity: what the audit log of a Guildhall holds of an organization (Management API contract §14, with the filter by organization that
//! the reference wire lacks). Every entry is looked at again here: one that does not name the organization makes the whole answer unclear.

mod entry;

use std::collections::{BTreeMap, BTreeSet};

use axum::response::Response;
use domain::{ApplicationId, UserId};
use futures_util::{StreamExt as _, TryStreamExt as _};
use guard::Rejection;
use http::StatusCode;
use serde_json::{Map, Value};

use super::Action;
use super::lists::{fetch_page, page_response};
use crate::guards::Scene;
use crate::request::path::is_id;
use crate::upstream::{Call, UpstreamError};

use entry::{Entry, Party};

/// How many names are asked for at the same time.
const NAMES_AT_ONCE: usize = 8;

pub(super) async fn list(action: &Action<'_>) -> Result<Response, Rejection> {
    let organization = action.organization()?;
    let call = Call::to(["logs"]).query("organizationId", organization).query("includeManagement", true);
    let (logs, total) = fetch_page(action, call).await?;
    let entries: Vec<Entry> =
        logs.into_iter().map(|log| Entry::read(log, organization)).collect::<Result<_, _>>()?;
    let parties: BTreeSet<Party> = entries
        .iter()
        .flat_map(|entry| [entry.actor(), entry.target().and_then(|target| target.party())])
        .flatten()
        .collect();
    let names = names_of(action.scene()?, parties).await?;
    let items: Vec<Value> = entries.into_iter().map(|entry| entry.shown(&names)).collect();
    Ok(page_response(&items, &action.invocation.query, total))
}

/// Names of members and of applications, those that are still there. Who left, or never came, is called nothing here: what they are called now is
/// not this organization's to know.
async fn names_of(
    scene: Scene<'_>,
    parties: BTreeSet<Party>,
) -> Result<BTreeMap<Party, String>, UpstreamError> {
    let names = futures_util::stream::iter(parties).map(|party| async move {
        let name = name_of(scene, &party).await?;
        Ok::<_, UpstreamError>(name.map(|name| (party, name)))
    });
    let names: Vec<_> = names.buffer_unordered(NAMES_AT_ONCE).try_collect().await?;
    Ok(names.into_iter().flatten().collect())
}

async fn name_of(scene: Scene<'_>, party: &Party) -> Result<Option<String>, UpstreamError> {
    if let Party::User(id) = party
        && scene.member_roles(id).await?.is_none()
    {
        return Ok(None);
    }
    let (path, members): (_, &[&str]) = match party {
        Party::User(id) => (["users", id.as_str()], &["name", "username", "primaryEmail"]),
        Party::Application(id) => (["applications", id.as_str()], &["name"]),
    };
    let answer = scene.upstream.read(scene.standing.permit(), Call::to(path)).await?;
    if answer.status == StatusCode::NOT_FOUND {
        return Ok(None);
    }
    let entity: Map<String, Value> = answer.json(StatusCode::OK)?;
    let mut names = members.iter().filter_map(|member| entity.get(*member)?.as_str());
    Ok(names.find(|name| !name.is_empty()).map(ToOwned::to_owned))
}

impl Party {
    fn user(id: &str) -> Option<Self> {
        is_id(id).then(|| Self::User(UserId::new(id)))
    }

    fn application(id: &str) -> Option<Self> {
        is_id(id).then(|| Self::Application(ApplicationId::new(id)))
    }
}
