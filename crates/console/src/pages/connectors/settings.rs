//! `/console/connectors/{connector}`: how it is set up.

use axum::{extract::Path, http::Method, response::IntoResponse as _};
use hosted::Call;
use serde_json::{Value, json};
use ui::{
    components::Link,
    pages::console::{ConsoleFormPage, EndpointRow},
};

use super::{
    Connector, callback,
    config::{Content, parts},
    find, frame,
    new::again,
    text,
};
use crate::{
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        form::{made_from, must_be_current, wrong},
    },
    posted::Posted,
};

impl Connector {
    fn basis(&self) -> Value {
        json!([self.config, self.metadata, self.sync_profile, self.enable_token_storage])
    }

    fn content(&self) -> Content {
        let flags = (self.sync_profile, self.enable_token_storage);
        Content::stored(self.config.clone(), self.metadata.clone(), flags)
    }
}

fn page(operator: &Operator, of: &Connector, content: &Content) -> ConsoleFormPage {
    let words = &operator.words;
    let row = |label: &str, value: String| EndpointRow { label: words.say(label), value };
    let mut rows = vec![row("console-connector-id", of.id.clone())];
    if !of.kind.sends() {
        rows.insert(0, row("console-connector-callback", callback(operator, &of.id)));
        rows.push(row("console-connector-target", of.target.clone()));
    }
    let delete = Link { href: of.tab("delete"), label: words.say("console-connector-delete") };
    let page = ConsoleFormPage {
        title: of.name(),
        lead: text(&of.kind.description),
        facts: Some((words.say("console-connector-guide"), of.kind.readme.clone(), rows)),
        parts: parts(&of.kind, content, words),
        mark: None,
        action: of.path(),
        button: words.say("console-save"),
        back_url: None,
        destroy: operator.may_edit().then(|| (words.say("console-connector-delete-lead"), delete)),
        frame: frame(operator, of, ""),
    };
    made_from(page, &of.basis())
}

/// `GET /console/connectors/{connector}`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    Ok(page(&operator, &of, &of.content()).into_response())
}

/// `POST /console/connectors/{connector}`.
pub(super) async fn save(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    must_be_current(&operator, &form, &of.basis(), || page(&operator, &of, &of.content()))?;
    let content = Content::typed(&of.kind, &form, &of.config);
    let mut page = page(&operator, &of, &content);
    if !content.check(&of.kind, &mut page, &operator.words) {
        return Err(wrong(page));
    }
    let call = Call::new(Method::PATCH, &["api", "connectors", &id]).body(content.body(&of.kind));
    match operator.call(call).await {
        Ok(_) => Ok(done(&of.path(), "console-saved")),
        Err(refusal) => Err(again(&operator, page, &refusal)),
    }
}
