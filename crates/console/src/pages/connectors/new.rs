//! `/console/connectors/new/{factory}`: sets one up.

use axum::{
    extract::Path,
    http::Method,
    response::{IntoResponse as _, Response},
};
use hosted::{Call, Refusal};
use ui::{
    components::Banner,
    pages::console::{ConsoleFormPage, EndpointRow},
};

use super::{
    Factory, PATH, callback,
    config::{Content, parts, told},
    find_factory, text,
};
use crate::json::set;
use crate::{
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        form::{refused, wrong},
    },
    posted::Posted,
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

fn page(operator: &Operator, of: &Factory, id: &str, content: &Content) -> ConsoleFormPage {
    let words = &operator.words;
    let row = EndpointRow { label: words.say("console-connector-callback"), value: callback(operator, id) };
    let rows = if of.kind.sends() { Vec::new() } else { vec![row] };
    ConsoleFormPage {
        title: text(&of.kind.name),
        lead: text(&of.kind.description),
        facts: Some((words.say("console-connector-guide"), of.kind.readme.clone(), rows)),
        parts: parts(&of.kind, content, words),
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
    Ok(page(&operator, &of, &id(&operator), &Content::fresh(&of.kind)).into_response())
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
    let mut page = page(&operator, &of, &id, &content);
    if !content.check(&of.kind, &mut page, &operator.words) {
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
