//! `/console/organizations/{organization}/activity`: what was done in it and by whom.

use axum::{extract::Path, response::IntoResponse as _};
use hosted::Call;
use ui::pages::console::ConsoleTimelinePage;

use super::{find, frame};
use crate::{
    listing::{page_of, paging},
    operator::Operator,
    pages::{
        Outcome,
        timeline::{self, Log},
    },
    reading::part,
};

/// `GET /console/organizations/{organization}/activity`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    let page = page_of(&operator.query);
    let call = Call::get(&["api", "logs"]).query("organizationId", &id).query("includeManagement", "true");
    let call = call.query("enableCap", "true");
    let (found, total) = part::<Log>(&operator, call, page).await?;
    let (words, base) = (&operator.words, of.tab("activity"));
    Ok(ConsoleTimelinePage {
        title: of.name.clone(),
        lead: of.lead(&operator),
        heading: words.say("console-activity"),
        explanation: words.say("console-activity-lead"),
        entries: timeline::entries(&operator, found, &id).await?,
        empty: (words.say("console-no-activity"), words.say("console-no-activity-lead")),
        paging: paging(words, &base, &[], (page, total)),
        frame: frame(&operator, &of, "activity"),
    }
    .into_response())
}
