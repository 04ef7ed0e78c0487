//! `/console/applications`: the list.

use axum::response::IntoResponse as _;
use hosted::{Answer, Call};
use ui::pages::console::{ApplicationListRow, ConsoleApplicationsPage, ConsoleOption, ConsoleSearch};

use super::{Application, KINDS, PATH, kind};
use crate::{
    listing::{PAGE_SIZE, page_of, paging, pattern, searched},
    operator::Operator,
    pages::{
        Outcome,
        export::{self, Export},
    },
};

/// `GET /console/applications`.
pub(super) async fn show(operator: Operator) -> Outcome {
    let (page, searched) = (page_of(&operator.query), searched(&operator.query));
    let wanted = operator.query.get("type").unwrap_or_default();
    let wanted = KINDS.iter().map(|(word, ..)| *word).find(|word| *word == wanted).unwrap_or_default();
    let call =
        Call::get(&["api", "applications"]).query("types", wanted).query("search", &pattern(&searched));
    let answer =
        operator.call(call.page(page, PAGE_SIZE)).await.map_err(|refusal| operator.stop(&refusal))?;
    let total = answer.total;
    let found: Vec<Application> = Answer::read(answer).map_err(|refusal| operator.stop(&refusal))?;
    let frame = export::offered(&operator, PATH, &[("q", &searched), ("type", wanted)]);
    let row = |one: Application| ApplicationListRow {
        href: one.path(),
        kind: kind(&one.kind, &operator.words),
        is_third_party: one.is_third_party,
        created: operator.moment(one.created_at),
        id: one.id,
        name: one.name,
    };
    let option = |value: &str, label: &str| ConsoleOption {
        value: value.to_owned(),
        label: operator.words.say(label),
        is_selected: value == wanted,
    };
    let all = option("", "console-all-kinds");
    let kinds = std::iter::once(all).chain(KINDS.iter().map(|(word, label, _)| option(word, label)));
    Ok(ConsoleApplicationsPage {
        kinds: kinds.collect(),
        rows: found.into_iter().map(row).collect(),
        paging: paging(&operator.words, PATH, &[("q", &searched), ("type", wanted)], (page, total)),
        is_narrowed: !searched.is_empty() || !wanted.is_empty() || page > 1,
        create_url: operator.may_edit().then(|| format!("{PATH}/new")),
        search: ConsoleSearch {
            action: PATH.to_owned(),
            placeholder: operator.words.say("console-search-applications"),
            value: searched,
            kept: Vec::new(),
        },
        frame,
    }
    .into_response())
}

/// `GET /console/applications/export`.
pub(super) async fn export(operator: Operator) -> Outcome {
    let wanted = operator.query.get("type").unwrap_or_default();
    let wanted = KINDS.iter().map(|(word, ..)| *word).find(|word| *word == wanted).unwrap_or_default();
    let query = vec![("types", wanted.to_owned()), ("search", pattern(&searched(&operator.query)))];
    let export = Export {
        file: "applications",
        area: "applications",
        query,
        columns: &[
            ("id", "/id"),
            ("name", "/name"),
            ("type", "/type"),
            ("description", "/description"),
            ("isThirdParty", "/isThirdParty"),
            ("createdAt", "/createdAt"),
        ],
    };
    export::answer(operator, export).await
}
