//! `/console/profile-fields/new`: makes a field, after its kind was chosen.

use axum::{extract::Path, http::Method, response::IntoResponse as _};
use domain::profile_field::ProfileFieldType;
use hosted::Call;
use serde_json::Map;
use ui::pages::console::{ConsoleFormPage, ConsoleLinkedPage, ConsolePaging, Control, FormField, LinkedRow};

use super::{
    API, Field, KINDS, PATH,
    editor::{again, parts},
    kind_name,
};
use crate::json::set;
use crate::{
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        form::{filled, tell, wrong},
    },
    posted::Posted,
};

/// `GET /console/profile-fields/new`.
pub(super) async fn choose(operator: Operator) -> Outcome {
    let words = &operator.words;
    let row = |(kind, name, hint): (&str, &str, &str)| LinkedRow {
        id: kind.to_owned(),
        name: words.say(name),
        href: Some(format!("{PATH}/new/{kind}")),
        detail: words.say(hint),
        tags: Vec::new(),
        remove: None,
    };
    Ok(ConsoleLinkedPage {
        title: words.say("console-field-create"),
        lead: words.say("console-fields-lead"),
        heading: words.say("console-label-kind"),
        explanation: words.say("console-field-choose"),
        add: None,
        rows: KINDS.into_iter().map(row).collect(),
        empty: (String::new(), String::new()),
        paging: ConsolePaging::default(),
        frame: operator.frame_below(PATH, &[(PATH, &words.say("console-fields"))]),
    }
    .into_response())
}

/// The name that a kind has, where it can have but one.
const fn only_name(kind: ProfileFieldType) -> &'static str {
    match kind {
        ProfileFieldType::Address => "address",
        ProfileFieldType::Fullname => "fullname",
        _ => "",
    }
}

fn page(operator: &Operator, of: &Field) -> ConsoleFormPage {
    let words = &operator.words;
    let control = Control::Line { kind: "text", missing: words.say("console-missing-name"), is_mono: true };
    let name =
        FormField::line("name", words.say("console-field-key"), filled(of.name.as_str()), String::new())
            .hint(words.say("console-field-key-hint"))
            .control(control);
    let crumbs = [
        (PATH.to_owned(), words.say("console-fields")),
        (format!("{PATH}/new"), words.say("console-field-create")),
    ];
    let crumbs: Vec<_> = crumbs.iter().map(|(href, label)| (href.as_str(), label.as_str())).collect();
    ConsoleFormPage {
        title: words.with("console-field-new", "kind", &kind_name(operator, &of.kind)),
        lead: words.say("console-field-lead"),
        facts: None,
        parts: parts(operator, of, Some(name), None),
        mark: None,
        action: format!("{PATH}/new/{}", of.kind),
        button: words.say("console-field-create"),
        back_url: None,
        destroy: None,
        frame: operator.frame_below(PATH, &crumbs),
    }
}

/// `GET /console/profile-fields/new/{type}`.
pub(super) async fn ask(Path(word): Path<String>, operator: Operator) -> Outcome {
    let Some(kind) = ProfileFieldType::parse(&word) else { return Err(operator.gone()) };
    let of = Field {
        name: only_name(kind).to_owned(),
        kind: word,
        label: String::new(),
        description: None,
        required: false,
        config: Map::new(),
    };
    Ok(page(&operator, &of).into_response())
}

/// `POST /console/profile-fields/new/{type}`.
pub(super) async fn create(Path(word): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let Some(kind) = ProfileFieldType::parse(&word) else { return Err(operator.gone()) };
    let name = form.get("name").trim().to_owned();
    let of = Field::typed(&form, (name, kind), &Map::new());
    let mut shown = page(&operator, &of);
    if of.name.is_empty() {
        tell(&mut shown, "name", operator.words.say("console-missing-name"));
        return Err(wrong(shown));
    }
    let mut body = of.body();
    set(&mut body, "name", of.name.as_str());
    match operator.call(Call::new(Method::POST, &API).body(body)).await {
        Ok(_) => Ok(done(&of.path(), "console-field-created")),
        Err(refusal) => Err(again(&operator, shown, &refusal)),
    }
}
