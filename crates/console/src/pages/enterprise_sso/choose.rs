//! `/console/enterprise-sso/new`: chooses where the people of an organization sign in.

use axum::response::IntoResponse as _;
use ui::pages::console::{ConnectorGroup, ConnectorTile, ConsoleConnectorsPage};

use super::{Kind, PATH, kinds};
use crate::{operator::Operator, pages::Outcome};

/// `GET /console/enterprise-sso/new`.
pub(super) async fn show(operator: Operator) -> Outcome {
    let found = kinds(&operator).await?;
    let words = &operator.words;
    let tile = |kind: Kind| ConnectorTile {
        href: format!("{PATH}/new/{}", kind.provider_name),
        name: kind.name,
        detail: kind.description,
        logo: kind.logo,
        logo_dark: Some(kind.logo_dark).filter(|logo| !logo.is_empty()),
    };
    let group = ConnectorGroup {
        heading: words.say("console-sso-kinds"),
        lead: words.say("console-sso-kinds-lead"),
        connectors: found.into_iter().map(tile).collect(),
        empty: String::new(),
        add: None,
    };
    Ok(ConsoleConnectorsPage {
        title: words.say("console-sso-add"),
        lead: words.say("console-sso-new-lead"),
        groups: vec![group],
        frame: operator.frame_below(PATH, &[(PATH, &words.say("console-sso"))]),
    }
    .into_response())
}
