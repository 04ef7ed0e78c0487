//! `/console/enterprise-sso/{connector}/test`: asks the provider what it says of itself, before anybody is led there.

use axum::{
    extract::Path,
    http::Method,
    response::{IntoResponse as _, Response},
};
use hosted::{Answer, Call, Refusal};
use serde::Deserialize;
use ui::{
    components::{Banner, Tone},
    pages::console::{ConsoleFormPage, EndpointRow, FormPart},
};

use super::{API, Connector, find, frame};
use crate::{
    operator::Operator,
    pages::{
        Outcome,
        connectors::items,
        form::{self, refused, wrong},
    },
    posted::Posted,
};

/// What a provider says of itself, as the Management API shows it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metadata {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    userinfo_endpoint: Option<String>,
    jwks_uri: String,
}

fn page(operator: &Operator, of: &Connector) -> ConsoleFormPage {
    let words = &operator.words;
    let back = of.path();
    let mut page = form::page(
        frame(operator, of, "test"),
        (of.called.clone(), of.lead()),
        Vec::new(),
        (of.tab("test"), words.say("console-sso-test-button"), &back),
    );
    page.parts = vec![FormPart { text: words.say("console-sso-test-lead"), ..FormPart::default() }];
    ConsoleFormPage { back_url: None, ..page }
}

/// `GET /console/enterprise-sso/{connector}/test`.
pub(super) async fn ask(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    Ok(page(&operator, &of).into_response())
}

/// `POST /console/enterprise-sso/{connector}/test`. Nothing is stored that a repeated form would store twice, so that it answers at once.
pub(super) async fn send(Path(id): Path<String>, Posted { by: operator, .. }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    let mut page = page(&operator, &of);
    let words = &operator.words;
    let call = Call::new(Method::POST, &[API[0], API[1], &id, "test"]);
    let said = match operator.call(call).await.and_then(Answer::read::<Metadata>) {
        Ok(said) => said,
        Err(refusal) => return Err(not_usable(&operator, (&of, page), &refusal)),
    };
    let row = |label: &str, value: String| EndpointRow { label: words.say(label), value };
    let mut rows = vec![
        row("console-label-issuer", said.issuer),
        row("console-label-authorization-endpoint", said.authorization_endpoint),
        row("console-label-token-endpoint", said.token_endpoint),
    ];
    rows.extend(said.userinfo_endpoint.map(|endpoint| row("console-label-userinfo-endpoint", endpoint)));
    rows.push(row("console-label-jwks", said.jwks_uri));
    let next = words.with("console-sso-said-lead", "parameter", &format!("`direct_sign_in=sso:{id}`"));
    page.facts = Some((words.say("console-sso-said"), next, rows));
    page.frame.banner = Some(Banner { tone: Tone::Success, text: words.say("console-sso-answers") });
    Ok(page.into_response())
}

/// What is missing in the set-up, or what is wrong with the provider, since that is what one has come for.
fn not_usable(
    operator: &Operator,
    (of, mut page): (&Connector, ConsoleFormPage),
    refusal: &Refusal,
) -> Response {
    let words = &operator.words;
    let said = match refusal.code.as_str() {
        items::INVALID => {
            let mut items = of.kind().into_iter().flat_map(|kind| &kind.form_items);
            let named = items.find(|item| refusal.text("key") == Some(item.key));
            let field =
                named.map_or_else(|| words.say("console-connector-config"), |item| item.label.to_owned());
            words.with("console-sso-incomplete", "field", &field)
        }
        code if code.starts_with("connector.") => {
            // A banner shows no code as code.
            words.with("console-sso-not-usable", "said", &refusal.message().replace('`', ""))
        }
        _ => return refused(operator, page, refusal, ""),
    };
    page.frame.banner = Some(Banner::danger(said));
    wrong(page)
}
