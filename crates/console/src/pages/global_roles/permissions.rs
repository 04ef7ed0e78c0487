//! `/console/roles/{role}/permissions`: what a role allows in which API.

use std::collections::HashSet;

use axum::{
    extract::Path,
    http::Method,
    response::{IntoResponse as _, Response},
};
use hosted::{Call, Total};
use serde::Deserialize;
use serde_json::json;
use ui::{
    components::{Link, Tone},
    pages::console::{Choosable, ConsoleChoosePage, ConsoleLinkedPage, ConsoleSearch, LinkedRow},
};

use super::{Role, find, frame};
use crate::{
    listing::{PAGE_SIZE, page_of, paging, searched},
    operator::Operator,
    pages::{
        Outcome,
        choosing::carry_out,
        undo::{self, Undo},
    },
    posted::Posted,
    reading::{part, whole},
};

#[derive(Deserialize)]
struct Named {
    name: String,
}

#[derive(Deserialize)]
struct Granted {
    id: String,
    name: String,
    description: Option<String>,
    resource: Named,
}

#[derive(Deserialize)]
struct Scope {
    id: String,
    name: String,
    description: Option<String>,
}

#[derive(Deserialize)]
struct Resource {
    name: String,
    #[serde(default)]
    scopes: Vec<Scope>,
}

/// `GET /console/roles/{role}/permissions`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    let page = page_of(&operator.query);
    let (found, total) =
        part::<Granted>(&operator, Call::get(&["api", "roles", &id, "scopes"]), page).await?;
    let (words, base) = (&operator.words, of.tab("permissions"));
    let link =
        |href: String, label: &str| operator.may_edit().then(|| Link { href, label: words.say(label) });
    let row = |one: Granted| LinkedRow {
        remove: link(format!("{base}/{}/remove", one.id), "console-remove"),
        id: one.id,
        name: one.name,
        href: None,
        detail: one.description.unwrap_or_default(),
        tags: vec![(Tone::Neutral, one.resource.name)],
    };
    Ok(ConsoleLinkedPage {
        title: of.name.clone(),
        lead: of.lead(&operator),
        heading: words.say("console-permissions"),
        explanation: words.say("console-role-permissions-lead"),
        add: link(format!("{base}/add"), "console-add-permissions"),
        rows: found.into_iter().map(row).collect(),
        empty: (words.say("console-no-permissions"), words.say("console-no-role-permissions-lead")),
        paging: paging(words, &base, &[], (page, total)),
        frame: frame(&operator, &of, "permissions"),
    }
    .into_response())
}

/// Permissions that the role does not grant, of every API.
async fn choose_page(operator: &Operator, of: &Role) -> Result<ConsoleChoosePage, Response> {
    let path = ["api", "roles", of.id.as_str(), "scopes"];
    let granted: Vec<Granted> = whole(operator, || Call::get(&path)).await?;
    let granted: HashSet<_> = granted.into_iter().map(|one| one.id).collect();
    let apis: Vec<Resource> =
        whole(operator, || Call::get(&["api", "resources"]).query("includeScopes", "true")).await?;
    let (page, searched) = (page_of(&operator.query), searched(&operator.query));
    let wanted = searched.to_lowercase();
    let mut choices = Vec::new();
    for api in apis {
        let of_api = api.scopes.into_iter().filter(|scope| !granted.contains(&scope.id));
        choices.extend(of_api.map(|scope| {
            let about = scope.description.filter(|about| !about.is_empty());
            let detail = about.map_or_else(|| api.name.clone(), |about| format!("{} · {about}", api.name));
            Choosable { id: scope.id, name: scope.name, detail }
        }));
    }
    let fits = |choice: &Choosable| {
        choice.name.to_lowercase().contains(&wanted) || choice.detail.to_lowercase().contains(&wanted)
    };
    choices.retain(fits);
    let items = choices.len() as u64;
    let (skipped, size) = (usize::try_from((page - 1) * PAGE_SIZE), usize::try_from(PAGE_SIZE));
    let shown = choices.into_iter().skip(skipped.unwrap_or(usize::MAX)).take(size.unwrap_or(usize::MAX));
    let shown: Vec<_> = shown.collect();
    let total = Total { items, is_capped: false, shown: shown.len() as u64 };
    let (words, action) = (&operator.words, of.tab("permissions/add"));
    Ok(ConsoleChoosePage {
        heading: words.say("console-add-permissions"),
        lead: words.say("console-add-permissions-lead"),
        paging: paging(words, &action, &[("q", &searched)], (page, total)),
        search: ConsoleSearch {
            action: action.clone(),
            placeholder: words.say("console-search-permissions"),
            value: searched,
            kept: Vec::new(),
        },
        choices: shown,
        empty: words.say("console-no-more-permissions"),
        action,
        button: words.say("console-add-permissions"),
        back_url: of.tab("permissions"),
        error: None,
        frame: frame(operator, of, "permissions"),
    })
}

/// `GET /console/roles/{role}/permissions/add`.
pub(super) async fn ask(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    Ok(choose_page(&operator, &of).await?.into_response())
}

/// `POST /console/roles/{role}/permissions/add`.
pub(super) async fn add(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    let call = |ids: Vec<&str>| {
        Call::new(Method::POST, &["api", "roles", &id, "scopes"]).body(json!({ "scopeIds": ids }))
    };
    if undo::is_meant(&operator, &form).await? {
        return undo::give_back(&operator, &form, &of.tab("permissions"), call).await;
    }
    let again = choose_page(&operator, &of).await?;
    carry_out(&operator, &form, again, call, "console-permissions-added").await
}

/// `POST /console/roles/{role}/permissions/{permission}/remove`.
pub(super) async fn remove(
    Path((id, permission)): Path<(String, String)>,
    Posted { by: operator, .. }: Posted,
) -> Outcome {
    let of = find(&operator, &id).await?;
    match operator.call(Call::new(Method::DELETE, &["api", "roles", &id, "scopes", &permission])).await {
        Ok(_) => {
            let list = of.tab("permissions");
            let undo = Undo::by(format!("{list}/add")).with("id", permission);
            Ok(undo.offer(&operator, &list, "console-permission-removed"))
        }
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}
