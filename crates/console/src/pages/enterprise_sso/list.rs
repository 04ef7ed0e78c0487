//! `/console/enterprise-sso`: the list.

use axum::response::IntoResponse as _;
use hosted::{Answer, Call};
use serde::Deserialize;
use ui::{
    components::Link,
    pages::console::{ConsoleSsoConnectorsPage, SsoConnectorRow},
};

use super::{API, Connector, PATH, items_of};
use crate::{
    listing::{page_of, paging},
    operator::Operator,
    pages::{Outcome, connectors::items::Configuration, experience, settings::SIGN_IN},
    reading::part,
};

/// The settings, as far as they decide whether connectors are used.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Settings {
    single_sign_on_enabled: bool,
}

/// Says that nobody is led to any of them, where that is so. Who may not read the settings is told nothing of them.
async fn note(operator: &Operator) -> Option<(String, Link)> {
    let settings = operator.call(Call::get(SIGN_IN)).await.and_then(Answer::read::<Settings>);
    if settings.map_or(true, |settings| settings.single_sign_on_enabled) {
        return None;
    }
    let words = &operator.words;
    let link =
        Link { href: experience::SINGLE_SIGN_ON.to_owned(), label: words.say("console-sso-to-switch") };
    Some((words.say("console-sso-off"), link))
}

/// `GET /console/enterprise-sso`.
pub(super) async fn show(operator: Operator) -> Outcome {
    let page = page_of(&operator.query);
    let (found, total) = part::<Connector>(&operator, Call::get(&API), page).await?;
    let row = |one: Connector| SsoConnectorRow {
        href: one.path(),
        is_ready: is_ready(&one),
        name: one.called,
        kind: one.kind_name,
        logo: one.provider_logo,
        logo_dark: one.provider_logo_dark,
        domains: one.domains,
        created: operator.moment(one.created_at),
    };
    let rows: Vec<_> = found.into_iter().map(row).collect();
    let note = if rows.is_empty() { None } else { note(&operator).await };
    Ok(ConsoleSsoConnectorsPage {
        note,
        create_url: operator.may_edit().then(|| format!("{PATH}/new")),
        is_narrowed: page > 1,
        paging: paging(&operator.words, PATH, &[], (page, total)),
        frame: operator.frame(PATH),
        rows,
    }
    .into_response())
}

/// Whether everything is filled in that its kind wants to know.
fn is_ready(one: &Connector) -> bool {
    let Some(kind) = one.kind() else { return false };
    Configuration::stored(one.config.clone()).is_whole(&items_of(Some(kind)))
}
