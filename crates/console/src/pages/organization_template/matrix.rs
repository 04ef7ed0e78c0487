//! `/console/organization-template`: roles beside permissions, in one form of which the differences are stored.

use std::collections::HashSet;

use axum::{http::StatusCode, response::IntoResponse as _};
use ui::{
    Page as _,
    components::{Banner, Link, Tone},
    pages::console::{ConsoleMatrixPage, ConsolePaging, ConsoleSearch, MatrixGroup, MatrixRole, MatrixRow},
};

use super::{
    PATH,
    changes::{Change, take_back},
    kind,
    view::{Permission, ROWS, Role, View},
};
use crate::{
    mark::{has_changed, mark},
    operator::Operator,
    pages::{Outcome, done::done, undo},
    posted::Posted,
};

fn role(operator: &Operator, of: &Role) -> MatrixRole {
    MatrixRole {
        name: of.name.clone(),
        kind: kind(&of.kind, &operator.words),
        href: operator.may_edit().then(|| format!("{PATH}/roles/{}", of.id)),
    }
}

fn row(operator: &Operator, view: &View, of: &Permission) -> MatrixRow {
    let is_own = of.api.is_none();
    let cells = view.roles.iter().map(|role| (View::word(role, of), View::is_granted(role, of)));
    MatrixRow {
        name: of.name.clone(),
        description: of.description.clone(),
        href: (is_own && operator.may_edit()).then(|| format!("{PATH}/permissions/{}", of.id)),
        cells: cells.collect(),
    }
}

/// The rows, those of an API together.
fn groups(operator: &Operator, view: &View) -> Vec<MatrixGroup> {
    let mut groups: Vec<(Option<&str>, MatrixGroup)> = Vec::new();
    for permission in &view.permissions {
        let api = permission.api.as_deref();
        if groups.last().is_none_or(|(last, _)| *last != api) {
            let label = match api {
                Some(name) => operator.words.with("console-permissions-of", "name", name),
                None => operator.words.say("console-organization-permissions"),
            };
            groups.push((api, MatrixGroup { label, rows: Vec::new() }));
        }
        if let Some((_, group)) = groups.last_mut() {
            group.rows.push(row(operator, view, permission));
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn paging(operator: &Operator, view: &View) -> ConsolePaging {
    let (page, total) = view.page;
    let (first, last) = ((page - 1) * ROWS + 1, (page * ROWS).min(total));
    let numbers = [("first", first.into()), ("last", last.into()), ("total", total.into())];
    if total <= ROWS {
        return ConsolePaging::default();
    }
    ConsolePaging {
        start: None,
        said: if first <= last { operator.words.fill("console-paging", &numbers) } else { String::new() },
        previous: (page > 1).then(|| view.address(page - 1)),
        next: (page * ROWS < total).then(|| view.address(page + 1)),
    }
}

fn page(operator: &Operator, view: &View) -> ConsoleMatrixPage {
    let words = &operator.words;
    let link = |end: &str, label: &str| Link { href: format!("{PATH}/{end}/new"), label: words.say(label) };
    ConsoleMatrixPage {
        search: ConsoleSearch {
            action: PATH.to_owned(),
            value: view.searched.clone(),
            placeholder: words.say("console-search-permissions"),
            kept: Vec::new(),
        },
        is_narrowed: !view.searched.is_empty() || view.page.0 > 1,
        roles: view.roles.iter().map(|of| role(operator, of)).collect(),
        groups: groups(operator, view),
        has_permissions: view.has_permissions,
        paging: paging(operator, view),
        create: operator.may_edit().then(|| {
            (link("roles", "console-create-role"), link("permissions", "console-create-permission"))
        }),
        action: view.address(view.page.0),
        mark: mark(&view.basis()),
        frame: operator.frame(PATH),
    }
}

/// `GET /console/organization-template`.
pub(super) async fn show(operator: Operator) -> Outcome {
    let view = View::read(&operator).await?;
    Ok(page(&operator, &view).into_response())
}

/// The page with what is stored now, and words above it.
async fn again(operator: &Operator, status: StatusCode, banner: Banner) -> Outcome {
    let view = View::read(operator).await?;
    let mut fresh = page(operator, &view);
    fresh.frame.banner = Some(banner);
    Err(fresh.with_status(status))
}

/// `POST /console/organization-template`.
pub(super) async fn save(Posted { by: operator, form }: Posted) -> Outcome {
    if undo::is_meant(&operator, &form).await? {
        return take_back(&operator, &form).await;
    }
    let view = View::read(&operator).await?;
    if has_changed(&form, &view.basis()) {
        let text = operator.words.say("console-changed-meanwhile");
        return again(&operator, StatusCode::CONFLICT, Banner { tone: Tone::Warning, text }).await;
    }
    let wanted: HashSet<&str> = form.all("grant").collect();
    let changes = Change::all(&view, |word| wanted.contains(word));
    match Change::store(&operator, &changes).await {
        Ok(()) => {}
        Err(refusal) if refusal.code == "auth.unauthorized" => return Err(operator.stop(&refusal)),
        Err(refusal) => {
            let said = operator.said(&refusal);
            let text = operator.words.fill("console-template-partly", &[("said", said.as_str().into())]);
            return again(&operator, StatusCode::UNPROCESSABLE_ENTITY, Banner::danger(text)).await;
        }
    }
    let address = view.address(view.page.0);
    Ok(match Change::undo(&changes) {
        Some(undo) => undo.offer(&operator, &address, "console-saved"),
        None => done(&address, "console-saved"),
    })
}
