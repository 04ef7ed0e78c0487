//! `/console/enterprise-sso/{connector}`: how its provider is reached.

use axum::{extract::Path, http::Method, response::IntoResponse as _};
use hosted::Call;
use serde_json::{Value, json};
use ui::{
    components::Link,
    pages::console::{ConsoleFormPage, EndpointRow, FormPart},
};

use super::{API, Connector, again, find, frame, items_of};
use crate::{
    operator::Operator,
    pages::{
        Outcome,
        connectors::{
            callback,
            items::{Configuration, Item},
        },
        done::done,
        form::{made_from, must_be_current, wrong},
    },
    posted::Posted,
};

fn basis(of: &Connector) -> Value {
    json!(of.config)
}

/// What is stored; what forms are filled in with beforehand, where that is nothing yet.
fn stored(of: &Connector, items: &[Item]) -> Configuration {
    if of.config.is_empty() { Configuration::fresh(items) } else { Configuration::stored(of.config.clone()) }
}

fn page(operator: &Operator, of: &Connector, items: &[Item], config: &Configuration) -> ConsoleFormPage {
    let words = &operator.words;
    let row = |label: &str, value: String| EndpointRow { label: words.say(label), value };
    let readme = of.kind().map(|kind| kind.readme.to_owned()).unwrap_or_default();
    let rows = vec![
        row("console-connector-callback", callback(operator, &of.id)),
        row("console-connector-id", of.id.clone()),
    ];
    let part = FormPart {
        heading: words.say("console-connector-config"),
        text: words.say("console-connector-config-social-lead"),
        fields: config.fields(items, words),
    };
    let delete = Link { href: of.tab("delete"), label: words.say("console-connector-delete") };
    let page = ConsoleFormPage {
        title: of.called.clone(),
        lead: of.lead(),
        facts: Some((words.say("console-connector-guide"), readme, rows)),
        parts: vec![part],
        mark: None,
        action: of.path(),
        button: words.say("console-save"),
        back_url: None,
        destroy: operator.may_edit().then(|| (words.say("console-connector-delete-lead"), delete)),
        frame: frame(operator, of, ""),
    };
    made_from(page, &basis(of))
}

/// `GET /console/enterprise-sso/{connector}`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    let items = items_of(of.kind());
    Ok(page(&operator, &of, &items, &stored(&of, &items)).into_response())
}

/// `POST /console/enterprise-sso/{connector}`.
pub(super) async fn save(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    let items = items_of(of.kind());
    must_be_current(&operator, &form, &basis(&of), || page(&operator, &of, &items, &stored(&of, &items)))?;
    let typed = Configuration::typed(&items, &form, &of.config);
    let mut page = page(&operator, &of, &items, &typed);
    if !typed.check(&items, &mut page, &operator.words) {
        return Err(wrong(page));
    }
    let body = json!({ "config": typed.members() });
    match operator.call(Call::new(Method::PATCH, &[API[0], API[1], &id]).body(body)).await {
        Ok(_) => Ok(done(&of.path(), "console-saved")),
        Err(refusal) => Err(again(&operator, page, &refusal)),
    }
}
