//! `/console/api-resources/new`: makes one.

use axum::{http::Method, response::IntoResponse as _};
use hosted::{Answer, Call};
use serde_json::json;
use ui::pages::console::{ConsoleFormPage, Control, FormField};

use super::{PATH, Resource};
use crate::{
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        form::{self, filled, refused, tell, wrong},
    },
    posted::Posted,
};

/// The longest indicator, in characters.
const MAX_INDICATOR: usize = 1_000;

fn page(operator: &Operator, (name, indicator): (&str, &str)) -> ConsoleFormPage {
    let words = &operator.words;
    let missing = |key: &str| words.say(key);
    let name = FormField::line(
        "name",
        words.say("console-label-name"),
        filled(name),
        missing("console-missing-name"),
    );
    let indicator =
        FormField::line("indicator", words.say("console-label-indicator"), filled(indicator), String::new())
            .control(Control::Line {
                kind: "text",
                missing: missing("console-indicator-wrong"),
                is_mono: true,
            })
            .hint(words.say("console-indicator-hint"));
    let frame = operator.frame_below(PATH, &[(PATH, &words.say("console-resources"))]);
    let text = (words.say("console-create-resource"), words.say("console-create-resource-lead"));
    let sent = (format!("{PATH}/new"), words.say("console-create-resource"), PATH);
    form::page(frame, text, vec![name, indicator], sent)
}

/// Whether a text is an absolute URI without a fragment (RFC 8707, section 2).
fn is_indicator(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|other| other.is_ascii_alphanumeric() || matches!(other, '+' | '-' | '.'));
    let rest_is_good = !rest.trim_start_matches('/').is_empty()
        && !rest.chars().any(|other| other.is_whitespace() || other.is_control() || other == '#');
    is_scheme && rest_is_good && text.chars().nth(MAX_INDICATOR).is_none()
}

/// `GET /console/api-resources/new`.
pub(super) async fn ask(operator: Operator) -> Outcome {
    Ok(page(&operator, ("", "")).into_response())
}

/// `POST /console/api-resources/new`.
pub(super) async fn create(Posted { by: operator, form }: Posted) -> Outcome {
    let (name, indicator) = (form.get("name").trim(), form.get("indicator").trim());
    let mut again = page(&operator, (name, indicator));
    if name.is_empty() {
        tell(&mut again, "name", operator.words.say("console-missing-name"));
    }
    if !is_indicator(indicator) {
        tell(&mut again, "indicator", operator.words.say("console-indicator-wrong"));
    }
    if name.is_empty() || !is_indicator(indicator) {
        return Err(wrong(again));
    }
    let body = json!({ "name": name, "indicator": indicator });
    match operator
        .call(Call::new(Method::POST, &["api", "resources"]).body(body))
        .await
        .and_then(Answer::read)
    {
        Ok::<Resource, _>(made) => Ok(done(&made.path(), "console-resource-created")),
        Err(refusal) => Err(refused(&operator, again, &refusal, "indicator")),
    }
}

#[cfg(test)]
mod tests {
    use super::is_indicator;

    #[test]
    fn indicators_are_absolute_addresses_without_a_fragment() {
        for good in ["https://api.example", "https://api.example/v1?x=1", "urn:example:api"] {
            assert!(is_indicator(good), "{good}");
        }
        for bad in ["", "api.example", "https://", "https://a#b", "https://a b", "1a:b", ":b"] {
            assert!(!is_indicator(bad), "{bad}");
        }
    }
}
