//! `/console/connectors/new/{factory}`: sets one up.

use axum::{
    extract::Path,
    http::Method,
    response::{IntoResponse as _, Response},
};
use hosted::{Call, Refusal};
use ui::{
    Words,
    components::Banner,
    pages::console::{ConsoleFormPage, Control, EndpointRow, FormField, FormPart},
};

use super::{
    Connector, Factory, PATH, callback,
    config::{Content, parts, told},
    find_factory, text,
};
use crate::json::set;
use crate::{
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        form::{filled, refused, wrong},
        question,
    },
    posted::Posted,
    reading::one,
};

/// The longest id that a page makes.
const MAX_ID: usize = 24;

/// The id that the connector will have, which its provider is told before there is one.
fn id(operator: &Operator) -> String {
    let is_id = |id: &&str| {
        (1..=MAX_ID).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    let named = operator.query.get("id").filter(is_id);
    named.map_or_else(|| operator.console.services.entropy.id_12(), ToOwned::to_owned)
}

/// The name of the connector whose place a new one takes: there is one for e-mail, and one for text messages.
async fn replaced(operator: &Operator, of: &Factory) -> Result<Option<String>, Response> {
    if !of.kind.sends() {
        return Ok(None);
    }
    let all: Vec<Connector> = one(operator, Call::get(&["api", "connectors"])).await?;
    let before = all.iter().find(|one| one.kind.connector_type == of.kind.connector_type);
    Ok(before.map(Connector::name))
}

/// What is to be ticked before one is replaced. Secrets are typed here, and do not go to a page that asks.
fn consent(words: &Words, replaced: &str) -> FormPart {
    let label = words.with("console-connector-replaces", "name", replaced);
    let tick = FormField::line("sure", label, filled(""), String::new())
        .hint(words.say("console-connector-delete-config"))
        .control(Control::Check(false));
    FormPart {
        heading: words.say("console-connector-replace"),
        text: words.say("console-connector-replaces-lead"),
        fields: vec![tick],
    }
}

fn page(
    operator: &Operator,
    of: &Factory,
    id: &str,
    (content, replaced): (&Content, Option<&str>),
) -> ConsoleFormPage {
    let words = &operator.words;
    let mut parts = parts(&of.kind, content, words);
    parts.extend(replaced.map(|name| consent(words, name)));
    let row = EndpointRow { label: words.say("console-connector-callback"), value: callback(operator, id) };
    let rows = if of.kind.sends() { Vec::new() } else { vec![row] };
    ConsoleFormPage {
        title: text(&of.kind.name),
        lead: text(&of.kind.description),
        facts: Some((words.say("console-connector-guide"), of.kind.readme.clone(), rows)),
        parts,
        mark: None,
        action: format!("{PATH}/new/{}?id={id}", of.id),
        button: words.say("console-connector-create"),
        back_url: None,
        destroy: None,
        frame: operator.frame_below(
            PATH,
            &[
                (PATH, &words.say("console-connectors")),
                (&format!("{PATH}/new?kind={}", of.kind.connector_type), &words.say("console-connector-new")),
            ],
        ),
    }
}

/// `GET /console/connectors/new/{factory}`.
pub(super) async fn ask(Path(factory): Path<String>, operator: Operator) -> Outcome {
    let of = find_factory(&operator, &factory).await?;
    let replaced = replaced(&operator, &of).await?;
    let content = (&Content::fresh(&of.kind), replaced.as_deref());
    Ok(page(&operator, &of, &id(&operator), content).into_response())
}

/// The form again with what was refused.
pub(super) fn again(operator: &Operator, mut page: ConsoleFormPage, refusal: &Refusal) -> Response {
    let before = page.frame.banner.take();
    if let Some(said) = told(&mut page, refusal, &operator.words) {
        page.frame.banner = Some(Banner::danger(said));
        return wrong(page);
    }
    if refusal.code == "connector.invalid_config"
        || refusal.code == "connector.multiple_target_with_same_platform"
    {
        return wrong(page);
    }
    page.frame.banner = before;
    refused(operator, page, refusal, "metadata.target")
}

/// `POST /console/connectors/new/{factory}`.
pub(super) async fn create(Path(factory): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find_factory(&operator, &factory).await?;
    let (id, nothing) = (id(&operator), serde_json::Map::new());
    let content = Content::typed(&of.kind, &form, &nothing);
    let replaced = replaced(&operator, &of).await?;
    let mut page = page(&operator, &of, &id, (&content, replaced.as_deref()));
    if !content.check(&of.kind, &mut page, &operator.words) {
        return Err(wrong(page));
    }
    if let Some(before) = replaced.filter(|_| !question::is_meant(&form)) {
        let text = operator.words.with("console-connector-replaces-missing", "name", &before);
        page.frame.banner = Some(Banner::danger(text));
        return Err(wrong(page));
    }
    let mut body = content.body(&of.kind);
    set(&mut body, "connectorId", of.id.as_str());
    set(&mut body, "id", id.as_str());
    match operator.call(Call::new(Method::POST, &["api", "connectors"]).body(body)).await {
        Ok(_) if of.kind.sends() => Ok(done(&format!("{PATH}/{id}/test"), "console-connector-created")),
        Ok(_) => Ok(done(&format!("{PATH}/{id}"), "console-connector-social-created")),
        Err(refusal) => Err(again(&operator, page, &refusal)),
    }
}
