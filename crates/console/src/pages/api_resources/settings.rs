//! `/console/api-resources/{resource}`: its name and how long its tokens are good.

use axum::{extract::Path, http::Method, response::IntoResponse as _};
use hosted::Call;
use serde_json::{Value, json};
use ui::pages::console::{ConsoleFormPage, Control, EndpointRow, FormField, FormPart};

use super::{Resource, find, frame};
use crate::{
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        form::{filled, made_from, must_be_current, refused, tell, wrong},
    },
    posted::Posted,
};

/// How long access tokens live at most, in seconds.
const MAX_LIFETIME: u64 = 365 * 86_400;

fn basis(of: &Resource) -> Value {
    json!([of.name, of.access_token_ttl, of.is_default])
}

fn page(
    operator: &Operator,
    of: &Resource,
    (name, lifetime, is_default): (&str, &str, bool),
) -> ConsoleFormPage {
    let words = &operator.words;
    let line = |name: &'static str, label: &str, value: &str| {
        FormField::line(name, words.say(label), filled(value), words.say("console-missing-name"))
    };
    let lifetime = line("accessTokenTtl", "console-label-token-lifetime", lifetime)
        .control(Control::Line {
            kind: "number",
            missing: words.say("console-lifetime-wrong"),
            is_mono: false,
        })
        .hint(words.say("console-token-lifetime-hint"));
    let is_default = line("isDefault", "console-label-default-resource", "")
        .control(Control::Check(is_default))
        .hint(words.say("console-default-resource-hint"));
    let part = |heading: &str, text: &str, fields: Vec<FormField>| FormPart {
        heading: words.say(heading),
        text: words.say(text),
        fields,
    };
    let fact = |label: &str, value: &str| EndpointRow { label: words.say(label), value: value.to_owned() };
    let facts =
        vec![fact("console-label-indicator", &of.indicator), fact("console-label-resource-id", &of.id)];
    let page = ConsoleFormPage {
        title: of.name.clone(),
        lead: words.say(if of.is_built_in() { "console-built-in-resource" } else { "console-resource" }),
        facts: Some((words.say("console-for-developers"), words.say("console-indicator-lead"), facts)),
        parts: vec![
            part(
                "console-general",
                "console-resource-general-lead",
                vec![line("name", "console-label-name", name)],
            ),
            part("console-tokens", "console-tokens-lead", vec![lifetime, is_default]),
        ],
        mark: None,
        action: of.path(),
        button: words.say("console-save"),
        back_url: None,
        destroy: None,
        frame: frame(operator, of, ""),
    };
    made_from(page, &basis(of))
}

fn stored(operator: &Operator, of: &Resource) -> ConsoleFormPage {
    page(operator, of, (&of.name, &of.access_token_ttl.to_string(), of.is_default))
}

/// `GET /console/api-resources/{resource}`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    Ok(stored(&operator, &of).into_response())
}

/// `POST /console/api-resources/{resource}`: what differs is stored.
pub(super) async fn save(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    must_be_current(&operator, &form, &basis(&of), || stored(&operator, &of))?;
    let (name, typed, is_default) =
        (form.get("name").trim(), form.get("accessTokenTtl").trim(), !form.get("isDefault").is_empty());
    let mut again = page(&operator, &of, (name, typed, is_default));
    let lifetime = typed.parse::<u64>().ok().filter(|seconds| (1..=MAX_LIFETIME).contains(seconds));
    if name.is_empty() {
        tell(&mut again, "name", operator.words.say("console-missing-name"));
    }
    let Some(lifetime) = lifetime else {
        tell(&mut again, "accessTokenTtl", operator.words.say("console-lifetime-wrong"));
        return Err(wrong(again));
    };
    if name.is_empty() {
        return Err(wrong(again));
    }
    let path = ["api", "resources", &id];
    let body = json!({ "name": name, "accessTokenTtl": lifetime });
    if let Err(refusal) = operator.call(Call::new(Method::PATCH, &path).body(body)).await {
        return Err(refused(&operator, again, &refusal, "name"));
    }
    if is_default != of.is_default {
        let path = ["api", "resources", &id, "is-default"];
        let call = Call::new(Method::PATCH, &path).body(json!({ "isDefault": is_default }));
        operator.call(call).await.map_err(|refusal| refused(&operator, again, &refusal, "name"))?;
    }
    Ok(done(&of.path(), "console-saved"))
}
