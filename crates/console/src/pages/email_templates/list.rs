//! `/console/email-templates`: the list.

use axum::response::IntoResponse as _;
use domain::message_template::{TemplateDetails, TemplateType};
use ui::{
    components::Tone,
    pages::console::{ConsolePaging, ConsoleThingsPage, ThingCell, ThingRow},
};

use super::{PATH, all, language_name, path, said};
use crate::{operator::Operator, pages::Outcome};

/// `GET /console/email-templates`.
pub(super) async fn show(operator: Operator) -> Outcome {
    let found = all(&operator).await?;
    let words = &operator.words;
    let row = |of: TemplateType| {
        let own: Vec<_> = found.iter().filter(|one| one.kind == of.as_str()).collect();
        let subject = own
            .first()
            .map_or_else(|| TemplateDetails::built_in(of).subject, |one| one.details.subject.clone());
        let languages = if own.is_empty() {
            vec![(Tone::Neutral, words.say("console-mail-built-in"))]
        } else {
            own.iter().map(|one| (Tone::Info, language_name(&one.language_tag))).collect()
        };
        let end = own.first().map_or("new", |one| one.language_tag.as_str());
        ThingRow {
            id: of.as_str().to_owned(),
            name: words.say(said(of).0),
            href: path(of, end),
            cells: vec![ThingCell::Text(subject), ThingCell::Tags(languages)],
        }
    };
    Ok(ConsoleThingsPage {
        heading: words.say("console-mails"),
        lead: words.say("console-mails-lead"),
        create: None,
        search: None,
        is_narrowed: false,
        columns: vec![words.say("console-mail-subject"), words.say("console-languages")],
        rows: TemplateType::ALL.into_iter().map(row).collect(),
        empty: (String::new(), String::new()),
        paging: ConsolePaging::default(),
        frame: operator.frame(PATH),
    }
    .into_response())
}
