//! `/console/webhooks/{hook}/deliveries`: what was sent lately, what came back, and sending it again.

use axum::{extract::Path, http::Method, response::IntoResponse as _};
use hosted::Call;
use serde::Deserialize;
use serde_json::Value;
use ui::{
    Page as _,
    components::{Banner, Tone},
    pages::console::{ConsoleDeliveryPage, ConsoleLinkedPage, LinkedRow},
};

use super::{Hook, find, frame};
use crate::{
    listing::{page_of, paging},
    operator::Operator,
    pages::{Outcome, done::done},
    posted::Posted,
    reading::{one, part},
};

/// How the keys of records begin.
const DELIVERY: &str = "TriggerHook.";

/// The record of a delivery.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Delivery {
    id: String,
    key: String,
    payload: Value,
    created_at: i64,
}

impl Delivery {
    fn event(&self) -> &str {
        self.key.strip_prefix(DELIVERY).unwrap_or(&self.key)
    }

    fn status(&self) -> Option<u64> {
        self.payload.pointer("/response/statusCode").and_then(Value::as_u64)
    }

    fn is_of(&self, hook: &Hook) -> bool {
        self.key.starts_with(DELIVERY)
            && self.payload.get("hookId").and_then(Value::as_str) == Some(hook.id.as_str())
    }

    /// Whether it worked, in words: what was answered, or that nothing was.
    fn result(&self, operator: &Operator) -> (Tone, String) {
        let is_good = self.payload.get("result").and_then(Value::as_str) == Some("Success");
        let tone = if is_good { Tone::Success } else { Tone::Danger };
        match self.status() {
            Some(status) => (tone, status.to_string()),
            None => (tone, operator.words.say("console-delivery-no-answer")),
        }
    }
}

/// `GET /console/webhooks/{hook}/deliveries`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    let page = page_of(&operator.query);
    let call = Call::get(&["api", "hooks", &id, "recent-logs"]).query("enableCap", "true");
    let (found, total) = part::<Delivery>(&operator, call, page).await?;
    let words = &operator.words;
    let path = format!("{}/deliveries", of.path());
    let row = |one: Delivery| LinkedRow {
        href: Some(format!("{path}/{}", one.id)),
        name: one.event().to_owned(),
        detail: operator.moment(one.created_at).relative,
        tags: vec![one.result(&operator)],
        remove: None,
        id: one.id,
    };
    Ok(ConsoleLinkedPage {
        title: of.title(),
        lead: words.say("console-webhook-lead"),
        heading: words.say("console-deliveries"),
        explanation: words.say("console-deliveries-lead"),
        add: None,
        rows: found.into_iter().map(row).collect(),
        empty: (words.say("console-no-deliveries"), words.say("console-no-deliveries-lead")),
        paging: paging(words, &path, &[], (page, total)),
        frame: frame(&operator, &of, "deliveries"),
    }
    .into_response())
}

async fn read(operator: &Operator, of: &Hook, id: &str) -> Result<Delivery, axum::response::Response> {
    let delivery: Delivery = one(operator, Call::get(&["api", "logs", id])).await?;
    if delivery.is_of(of) { Ok(delivery) } else { Err(operator.gone()) }
}

fn page(operator: &Operator, of: &Hook, delivery: &Delivery) -> ConsoleDeliveryPage {
    let words = &operator.words;
    let json = |value: Option<&Value>| {
        value.map(|value| serde_json::to_string_pretty(value).unwrap_or_default()).unwrap_or_default()
    };
    let error = delivery.payload.get("error").and_then(Value::as_str);
    let path = format!("{}/deliveries", of.path());
    let mut frame = frame(operator, of, "deliveries");
    frame.tabs = Vec::new();
    let title = of.title();
    for (href, label) in [(of.path(), title), (path.clone(), words.say("console-deliveries"))] {
        frame.crumbs.push(ui::components::Link { href, label });
    }
    ConsoleDeliveryPage {
        title: delivery.event().to_owned(),
        at: operator.moment(delivery.created_at),
        result: delivery.result(operator),
        error: error.map(str::to_owned),
        request: json(delivery.payload.pointer("/hookRequest/body")),
        answer: json(delivery.payload.pointer("/response/body")),
        action: format!("{path}/{}", delivery.id),
        frame,
    }
}

/// `GET /console/webhooks/{hook}/deliveries/{delivery}`.
pub(super) async fn show_one(Path((id, delivery)): Path<(String, String)>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    let delivery = read(&operator, &of, &delivery).await?;
    Ok(page(&operator, &of, &delivery).into_response())
}

/// `POST /console/webhooks/{hook}/deliveries/{delivery}`: sends it again.
pub(super) async fn replay(
    Path((id, delivery)): Path<(String, String)>,
    Posted { by: operator, .. }: Posted,
) -> Outcome {
    let of = find(&operator, &id).await?;
    let delivery = read(&operator, &of, &delivery).await?;
    let call = Call::new(Method::POST, &["api", "hooks", &id, "deliveries", &delivery.id, "replay"]);
    match operator.call(call).await {
        Ok(_) => Ok(done(&format!("{}/deliveries", of.path()), "console-delivery-replayed")),
        Err(refusal) if refusal.code == "hook.disabled" => {
            let mut page = page(&operator, &of, &delivery);
            page.frame.banner = Some(Banner::danger(operator.words.say("console-webhook-is-off")));
            Err(page.with_status(refusal.status))
        }
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}
