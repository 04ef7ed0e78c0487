//! `/console/connectors`: the list, by what they do.

use axum::response::IntoResponse as _;
use hosted::Call;
use ui::{
    components::Link,
    pages::console::{ConnectorGroup, ConsoleConnectorsPage},
};

use super::{Connector, KINDS, PATH, text};
use crate::{operator::Operator, pages::Outcome, reading::one};

/// `GET /console/connectors`.
pub(super) async fn show(operator: Operator) -> Outcome {
    let found: Vec<Connector> = one(&operator, Call::get(&["api", "connectors"])).await?;
    let words = &operator.words;
    let group = |(kind, heading, lead, none): (&str, &str, &str, &str)| {
        let of_kind = found.iter().filter(|connector| connector.kind.connector_type == kind);
        let connectors: Vec<_> = of_kind
            .map(|one| {
                let detail = if one.kind.sends() { text(&one.kind.description) } else { one.target.clone() };
                one.kind.tile(one.path(), detail)
            })
            .collect();
        let label = match kind {
            "Social" => "console-connector-add",
            _ if connectors.is_empty() => "console-connector-set-up",
            _ => "console-connector-replace",
        };
        let add = Link { href: format!("{PATH}/new?kind={kind}"), label: words.say(label) };
        ConnectorGroup {
            heading: words.say(heading),
            lead: words.say(lead),
            empty: words.say(none),
            add: operator.may_edit().then_some(add),
            connectors,
        }
    };
    Ok(ConsoleConnectorsPage {
        title: words.say("console-connectors"),
        lead: words.say("console-connectors-lead"),
        groups: KINDS.into_iter().map(group).collect(),
        frame: operator.frame(PATH),
    }
    .into_response())
}
