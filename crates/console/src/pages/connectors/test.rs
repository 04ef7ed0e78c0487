//! `/console/connectors/{connector}/test`: sends an example by what is stored.

use axum::{extract::Path, response::IntoResponse as _};
use serde_json::json;
use ui::pages::console::{ConsoleFormPage, Control, FormField};

use super::{Connector, example::send_example, find, frame, text};
use crate::{
    operator::Operator,
    pages::{
        Outcome,
        form::{self, filled, tell, wrong},
    },
    posted::Posted,
};

fn page(operator: &Operator, of: &Connector, recipient: &str) -> ConsoleFormPage {
    let words = &operator.words;
    let is_email = of.kind.connector_type == "Email";
    let (name, label, kind) =
        if is_email { ("email", "label-email", "email") } else { ("phone", "label-phone", "tel") };
    let missing = if is_email { "console-email-wrong" } else { "console-phone-wrong" };
    let hint = if is_email { "console-connector-test-email-hint" } else { "console-phone-hint" };
    let field = FormField::line(name, words.say(label), filled(recipient), String::new())
        .hint(words.say(hint))
        .control(Control::Line { kind, missing: words.say(missing), is_mono: false });
    let title = (of.name(), text(&of.kind.description));
    let back = of.path();
    let page = form::page(
        frame(operator, of, "test"),
        title,
        vec![field],
        (of.tab("test"), words.say("console-connector-send-test"), &back),
    );
    ConsoleFormPage { back_url: None, ..page }
}

/// `GET /console/connectors/{connector}/test`.
pub(super) async fn ask(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    if !of.kind.sends() {
        return Err(operator.gone());
    }
    Ok(page(&operator, &of, "").into_response())
}

/// `POST /console/connectors/{connector}/test`.
pub(super) async fn send(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    if !of.kind.sends() {
        return Err(operator.gone());
    }
    let name = if of.kind.connector_type == "Email" { "email" } else { "phone" };
    let recipient = form.get(name).trim();
    let mut again = page(&operator, &of, recipient);
    if recipient.is_empty() {
        let key = if name == "email" { "console-email-wrong" } else { "console-phone-wrong" };
        tell(&mut again, name, operator.words.say(key));
        return Err(wrong(again));
    }
    let body = json!({ "config": of.config, name: recipient, "locale": operator.words.tag() });
    send_example(&operator, again, (&of.factory, body), &of.tab("test")).await
}
