//! `/console/users/{user}/activity`: what somebody did, and what administrators did to them and in their name.

use axum::{extract::Path, response::IntoResponse as _};
use hosted::Call;
use ui::pages::console::ConsoleTimelinePage;

use super::{find, frame, lead};
use crate::{
    listing::{page_of, paging},
    operator::Operator,
    pages::{
        Outcome,
        timeline::{self, Log},
    },
    reading::part,
};

/// The end of its address.
pub(super) const END: &str = "activity";

/// `GET /console/users/{user}/activity`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    let page = page_of(&operator.query);
    let call = Call::get(&["api", "logs"]).query("userId", &id).query("includeManagement", "true");
    let call = call.query("enableCap", "true");
    let (found, total) = part::<Log>(&operator, call, page).await?;
    let (words, base) = (&operator.words, format!("{}/{END}", of.path()));
    Ok(ConsoleTimelinePage {
        title: of.person().name,
        lead: lead(&operator, &of),
        heading: words.say("console-activity"),
        explanation: words.say("console-user-activity-lead"),
        entries: timeline::entries(&operator, found, &id).await?,
        empty: (words.say("console-no-activity"), words.say("console-no-user-activity-lead")),
        paging: paging(words, &base, &[], (page, total)),
        frame: frame(&operator, &of, END),
    }
    .into_response())
}
