//! `/console/gateway/what-if`: what the gateway would decide about a request, by the code that decides.

use axum::{
    http::{HeaderValue, Request, StatusCode, header, request::Parts},
    response::IntoResponse as _,
};
use gateway::explain::{Explanation, Outcome as Ended, Verdict};
use http_kit::Form;
use ui::{
    Page as _, Words,
    components::Tone,
    pages::console::{CheckStep, ExplainedRequest},
};

use super::{METHODS, methods, page, said};
use crate::{
    operator::Operator,
    pages::{Outcome, form::filled},
    posted::Posted,
};

/// The longest path that is asked about, in bytes.
const MAX_PATH: usize = 2_048;

/// `GET /console/gateway/what-if`.
pub(super) async fn ask(operator: Operator) -> Outcome {
    let mut page = page(&operator, "what-if");
    let path = operator.query.get("path").filter(|path| path.len() <= MAX_PATH);
    page.path = filled(path.unwrap_or("/organizations/"));
    Ok(page.into_response())
}

/// `POST /console/gateway/what-if`.
pub(super) async fn explain(Posted { by: operator, form }: Posted) -> Outcome {
    let words = &operator.words;
    let mut page = page(&operator, "what-if");
    let method = METHODS.into_iter().find(|method| *method == form.get("method")).unwrap_or("GET");
    let path = form.get("path").trim();
    page.methods = methods(method);
    page.path = filled(path);
    let Some(parts) = parts(method, path, &form) else {
        let is_path_wrong =
            !path.starts_with('/') || path.len() > MAX_PATH || path.parse::<axum::http::Uri>().is_err();
        if is_path_wrong {
            page.path.error = Some(words.say("console-gateway-path-wrong"));
        } else {
            page.token_error = Some(words.say("console-gateway-token-wrong"));
        }
        return Err(page.with_status(StatusCode::UNPROCESSABLE_ENTITY));
    };
    match operator.console.gateway.explain(&parts).await {
        Ok(explanation) => page.explained = Some(told(words, &format!("{method} {path}"), explanation)),
        Err(error) => page.path.error = Some(words.with("console-field-wrong", "said", &error.to_string())),
    }
    Ok(page.into_response())
}

/// The head of the request, as a client would send it.
fn parts(method: &str, path: &str, form: &Form) -> Option<Parts> {
    let token = form.get("token").trim();
    let token = token.strip_prefix("Bearer ").unwrap_or(token).trim();
    let mut request = Request::builder().method(method);
    if !path.starts_with('/') || path.len() > MAX_PATH {
        return None;
    }
    request = request.uri(path);
    if !token.is_empty() {
        let mut authorization = HeaderValue::from_str(&format!("Bearer {token}")).ok()?;
        authorization.set_sensitive(true);
        request = request.header(header::AUTHORIZATION, authorization);
    }
    Some(request.body(()).ok()?.into_parts().0)
}

fn told(words: &Words, request: &str, explanation: Explanation) -> ExplainedRequest {
    let is_sure = explanation.steps.iter().all(|step| step.outcome == Ended::Passed);
    let (verdict, message) = match explanation.verdict {
        Verdict::Refused { status, code, message } => {
            let message = said::refusal(words, &code).unwrap_or(message);
            ((Tone::Danger, format!("{status} {code}")), message)
        }
        Verdict::Answered => {
            ((Tone::Info, words.say("console-gateway-answered")), words.say("console-gateway-answered-lead"))
        }
        Verdict::Open => {
            let said = if is_sure { "console-gateway-open" } else { "console-gateway-open-if" };
            ((Tone::Success, words.say("console-gateway-passes")), words.say(said))
        }
    };
    let step = |step: gateway::explain::Step| CheckStep {
        check: said::check(words, step.name),
        outcome: match step.outcome {
            Ended::Passed => (Tone::Success, words.say("console-gateway-passed")),
            Ended::Refused => (Tone::Danger, words.say("console-gateway-stopped")),
            Ended::Unchecked => (Tone::Info, words.say("console-gateway-unchecked")),
        },
        told: said::finding(words, &step.told),
    };
    ExplainedRequest {
        request: request.to_owned(),
        verdict,
        message,
        steps: explanation.steps.into_iter().map(step).collect(),
        remaining: explanation.remaining.iter().map(|found| said::finding(words, found)).collect(),
    }
}
