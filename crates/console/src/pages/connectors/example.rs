//! Sends an example by a connector: by what is stored of it, to whoever the form names.

use axum::http::Method;
use hosted::Call;
use serde_json::Value;
use ui::{components::Banner, pages::console::ConsoleFormPage};

use crate::{
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        form::{tell, wrong},
    },
};

/// Sends `body` as an example by the connector of this factory. What the other side said is shown in the form, since it is what one has come for;
/// where it worked, the page at `back` says so.
pub(crate) async fn send_example(
    operator: &Operator,
    mut again: ConsoleFormPage,
    (factory, body): (&str, Value),
    back: &str,
) -> Outcome {
    let call = Call::new(Method::POST, &["api", "connectors", factory, "test"]).body(body);
    let Err(refusal) = operator.call(call).await else { return Ok(done(back, "console-connector-sent")) };
    let is_told = refusal.issues().fold(false, |told, (path, said)| {
        tell(&mut again, &path, operator.words.with("console-field-wrong", "said", said)) || told
    });
    if !is_told {
        let said = refusal.text("answer").filter(|said| !said.is_empty()).unwrap_or(refusal.message());
        again.frame.banner =
            Some(Banner::danger(operator.words.with("console-connector-not-sent", "said", said)));
    }
    Err(wrong(again))
}
