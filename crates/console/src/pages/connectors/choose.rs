//! `/console/connectors/new`: chooses what a new connector speaks to.

use axum::response::IntoResponse as _;
use hosted::Call;
use ui::pages::console::{ConnectorGroup, ConsoleConnectorsPage};

use super::{Factory, KINDS, PATH, text};
use crate::{operator::Operator, pages::Outcome, reading::one};

/// `GET /console/connectors/new`. `kind` names what it is to do; all of them where it names nothing.
pub(super) async fn show(operator: Operator) -> Outcome {
    let found: Vec<Factory> = one(&operator, Call::get(&["api", "connector-factories"])).await?;
    let (words, wanted) = (&operator.words, operator.query.get("kind").unwrap_or_default());
    let is_known = KINDS.iter().any(|(kind, ..)| *kind == wanted);
    let kinds = KINDS.into_iter().filter(|(kind, ..)| !is_known || *kind == wanted);
    let group = |(kind, heading, lead, none): (&str, &str, &str, &str)| {
        let of_kind = found.iter().filter(|factory| factory.kind.connector_type == kind);
        let connectors = of_kind
            .map(|one| one.kind.tile(format!("{PATH}/new/{}", one.id), text(&one.kind.description)))
            .collect();
        ConnectorGroup {
            heading: words.say(heading),
            lead: words.say(lead),
            empty: words.say(none),
            add: None,
            connectors,
        }
    };
    Ok(ConsoleConnectorsPage {
        title: words.say("console-connector-new"),
        lead: words.say("console-connector-new-lead"),
        groups: kinds.map(group).collect(),
        frame: operator.frame_below(PATH, &[(PATH, &words.say("console-connectors"))]),
    }
    .into_response())
}
