//! `/console/email-templates/{kind}/{language}/test`: sends it to oneself, with examples in the place of variables.

use axum::{extract::Path, response::IntoResponse as _};
use hosted::Call;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use ui::{
    components::Banner,
    pages::console::{ConsoleFormPage, Control, FormField},
};

use super::{Template, editor::find_one, frame, language_name, of_kind, path, said};
use crate::{
    operator::Operator,
    pages::{
        Outcome,
        connectors::example::send_example,
        form::{self, filled, tell, wrong},
    },
    posted::Posted,
    reading::one,
};
use domain::message_template::TemplateType;

/// What sends e-mail.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sender {
    connector_id: String,
    #[serde(rename = "type")]
    kind: String,
    config: Map<String, Value>,
}

fn page(
    operator: &Operator,
    (of, all, language): (TemplateType, &[Template], &str),
    recipient: &str,
) -> ConsoleFormPage {
    let words = &operator.words;
    let control = Control::Line { kind: "email", missing: words.say("console-email-wrong"), is_mono: false };
    let field = FormField::line("email", words.say("label-email"), filled(recipient), String::new())
        .hint(words.say("console-mail-test-hint"))
        .control(control);
    let title =
        (words.say(said(of).0), words.with("console-mail-test-lead", "language", &language_name(language)));
    let sent =
        (path(of, &format!("{language}/test")), words.say("console-connector-send-test"), path(of, language));
    form::page(frame(operator, of, all, language), title, vec![field], (sent.0, sent.1, &sent.2))
}

/// `GET /console/email-templates/{kind}/{language}/test`.
pub(super) async fn ask(Path((word, language)): Path<(String, String)>, operator: Operator) -> Outcome {
    let (of, _) = find_one(&operator, &word, &language).await?;
    let all = of_kind(&operator, of).await?;
    Ok(page(&operator, (of, &all, &language), "").into_response())
}

/// `POST /console/email-templates/{kind}/{language}/test`.
pub(super) async fn send(
    Path((word, language)): Path<(String, String)>,
    Posted { by: operator, form }: Posted,
) -> Outcome {
    let (of, _) = find_one(&operator, &word, &language).await?;
    let all = of_kind(&operator, of).await?;
    let recipient = form.get("email").trim();
    let mut again = page(&operator, (of, &all, &language), recipient);
    if recipient.is_empty() {
        tell(&mut again, "email", operator.words.say("console-email-wrong"));
        return Err(wrong(again));
    }
    let senders: Vec<Sender> = one(&operator, Call::get(&["api", "connectors"])).await?;
    let Some(sender) = senders.into_iter().find(|sender| sender.kind == "Email") else {
        again.frame.banner = Some(Banner::danger(operator.words.say("console-rule-no-email-connector")));
        return Err(wrong(again));
    };
    let body = json!({
        "config": sender.config, "email": recipient, "locale": language, "templateType": of.as_str(),
    });
    send_example(&operator, again, (&sender.connector_id, body), &path(of, &language)).await
}
