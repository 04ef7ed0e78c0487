//! `/console/signing-keys/{kind}/rotate`: puts a new key in the place of the one that signs.

use axum::{
    extract::Path,
    http::{Method, StatusCode},
    response::IntoResponse as _,
};
use hosted::Call;
use http_kit::Form;
use serde_json::json;
use ui::{
    Page as _,
    components::Banner,
    pages::console::{ConsoleOption, ConsoleRotatePage},
};

use super::{Kind, PATH};
use crate::{
    operator::Operator,
    pages::{Outcome, done::done, question},
    posted::Posted,
};

/// For how long a new key can be shown before it signs, in seconds.
const GRACES: [(u64, &str); 5] = [
    (3_600, "console-grace-hour"),
    (14_400, "console-grace-hours"),
    (86_400, "console-grace-day"),
    (259_200, "console-grace-days"),
    (0, "console-grace-none"),
];

/// What is chosen at first.
const USUAL_GRACE: &str = "14400";

fn page(operator: &Operator, kind: Kind, (algorithm, grace): (&str, &str)) -> ConsoleRotatePage {
    let words = &operator.words;
    let option = |value: &str, label: String, chosen: &str| ConsoleOption {
        value: value.to_owned(),
        label,
        is_selected: value == chosen,
    };
    let (heading, consequences): (_, &[&str]) = match kind {
        Kind::Tokens => (
            "console-rotate-token-keys-title",
            &["console-rotate-tokens-stay", "console-rotate-caches", "console-rotate-previous"],
        ),
        Kind::Cookies => (
            "console-rotate-cookie-keys-title",
            &["console-rotate-cookies-stay", "console-rotate-cookies-previous"],
        ),
    };
    let is_about_tokens = kind == Kind::Tokens;
    let algorithms = [("EC", "console-algorithm-ec"), ("RSA", "console-algorithm-rsa")];
    ConsoleRotatePage {
        heading: words.say(heading),
        consequences: consequences.iter().map(|key| words.say(key)).collect(),
        algorithms: algorithms
            .iter()
            .filter(|_| is_about_tokens)
            .map(|(value, label)| option(value, words.say(label), algorithm))
            .collect(),
        graces: GRACES
            .iter()
            .filter(|_| is_about_tokens)
            .map(|(seconds, label)| option(&seconds.to_string(), words.say(label), grace))
            .collect(),
        action: format!("{PATH}/{}/rotate", kind.word()),
        back_url: PATH.to_owned(),
        frame: operator.frame_below(PATH, &[(PATH, &words.say("console-signing-keys"))]),
    }
}

/// `GET /console/signing-keys/{kind}/rotate`.
pub(super) async fn ask(Path(kind): Path<String>, operator: Operator) -> Outcome {
    let kind = Kind::of(&operator, &kind)?;
    Ok(page(&operator, kind, ("EC", USUAL_GRACE)).into_response())
}

/// `POST /console/signing-keys/{kind}/rotate`.
pub(super) async fn rotate(Path(kind): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let kind = Kind::of(&operator, &kind)?;
    if !question::is_meant(&form) {
        let again = page(&operator, kind, ("EC", USUAL_GRACE));
        return Err(again.with_status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let call = Call::new(Method::POST, &["api", "configs", "oidc", kind.word(), "rotate"]);
    let body = match kind {
        Kind::Cookies => json!({}),
        Kind::Tokens => {
            let algorithm = if form.get("algorithm") == "RSA" { "RSA" } else { "EC" };
            json!({ "signingKeyAlgorithm": algorithm, "rotationGracePeriod": grace(&form) })
        }
    };
    match operator.call(call.body(body)).await {
        Ok(_) => Ok(done(PATH, "console-keys-rotated")),
        // A key that was staged must sign before another can follow it.
        Err(refusal) if refusal.code == "oidc.invalid_request" => {
            let mut page = page(&operator, kind, (form.get("algorithm"), form.get("grace")));
            page.frame.banner = Some(Banner::danger(operator.words.say("console-rotate-staged")));
            Err(page.with_status(refusal.status))
        }
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}

/// The time that was chosen; what is none is the usual one.
fn grace(form: &Form) -> u64 {
    let chosen = form.get("grace").parse().ok();
    GRACES.iter().map(|(seconds, _)| *seconds).find(|seconds| chosen == Some(*seconds)).unwrap_or(14_400)
}
