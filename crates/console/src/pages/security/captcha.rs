//! `/console/security/captcha`: telling people from programs, and who does it. The provider is a thing of its own in the Management API; whether pages
//! ask is a setting.

use axum::{
    http::{Method, StatusCode},
    response::{IntoResponse as _, Response},
};
use hosted::{Answer, Call, Refusal};
use http_kit::Form;
use serde_json::{Value, json};
use ui::{
    Page as _,
    components::{Banner, FieldState, Tone},
    pages::console::{ConsoleFormPage, ConsoleFrame, Control, FormField},
};

use super::{ABOUT, TABS};
use crate::json::set;
use crate::{
    mark::{has_changed, mark},
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        form::{filled, refused, tell, wrong},
        question::{Question, is_meant},
        settings::Facts,
        view::View,
    },
    posted::Posted,
    reading::one,
};

/// Where it is.
pub(super) const PATH: &str = "/console/security/captcha";
/// The path of the provider in the Management API.
const API: [&str; 2] = ["api", "captcha-provider"];
/// The field of the secret.
const SECRET: &str = "config.secretKey";
/// What reCAPTCHA has beside what Turnstile has.
const RECAPTCHA: &str = "RecaptchaEnterprise";

/// What is stored: `{enabled, config}`, with `config` null where there is no provider.
async fn stored(operator: &Operator) -> Result<Value, Response> {
    let settings: Value = one(operator, Call::get(&["api", "sign-in-exp"])).await?;
    let config = match operator.call(Call::get(&API)).await.and_then(Answer::read::<Value>) {
        Ok(provider) => provider.get("config").cloned().unwrap_or_default(),
        Err(refusal) if refusal.status == StatusCode::NOT_FOUND => Value::Null,
        Err(refusal) => return Err(operator.stop(&refusal)),
    };
    let is_on = settings.pointer("/captchaPolicy/enabled").cloned().unwrap_or(Value::Bool(false));
    Ok(json!({ "enabled": is_on, "config": config }))
}

fn fields(view: &View<'_>) -> Vec<FormField> {
    let kind = view.text("config.type");
    let code = |path: &'static str, label: &str, hint: &str| {
        let control = Control::Line { kind: "text", missing: String::new(), is_mono: true };
        view.line(path, label).hint(view.words.say(hint)).control(control)
    };
    let has_secret = !view.text("config.secretKey").is_empty();
    let secret = FormField::line(SECRET, view.words.say("console-captcha-secret"), filled(""), String::new());
    let hint = if has_secret { "console-secret-kept" } else { "console-captcha-secret-hint" };
    let (domain, mode) = (view.text("config.domain"), view.text("config.mode"));
    vec![
        view.check("enabled", ("console-captcha-on", "console-captcha-on-hint"), false),
        view.cards(
            "config.type",
            "console-captcha-provider",
            (
                if kind.is_empty() { "none" } else { &kind },
                &[
                    ("none", "console-captcha-none", "console-captcha-none-hint"),
                    ("Turnstile", "console-captcha-turnstile", "console-captcha-turnstile-hint"),
                    (RECAPTCHA, "console-captcha-recaptcha", "console-captcha-recaptcha-hint"),
                ],
            ),
        ),
        code("config.siteKey", "console-captcha-site-key", "console-captcha-site-key-hint"),
        secret.hint(view.words.say(hint)).control(Control::Secret),
        code("config.projectId", "console-captcha-project", "console-captcha-project-hint"),
        view.select(
            "config.domain",
            ("console-captcha-domain", "console-captcha-domain-hint"),
            (
                &domain,
                &[("", "console-captcha-domain-google"), ("recaptcha.net", "console-captcha-domain-other")],
            ),
        ),
        view.select(
            "config.mode",
            ("console-captcha-mode", "console-captcha-mode-hint"),
            (&mode, &[("invisible", "console-captcha-invisible"), ("checkbox", "console-captcha-checkbox")]),
        ),
    ]
}

/// The form of what is stored (`basis`), filled with `shown`.
fn page(operator: &Operator, basis: &Value, shown: &Value) -> ConsoleFormPage {
    let words = &operator.words;
    let view = View { words, facts: &Facts::default(), settings: shown };
    let part = view.part(("console-captcha", "console-captcha-lead"), fields(&view));
    let mut frame = operator.frame(super::PATH);
    frame.tabs = operator.tabs(super::PATH, TABS, "captcha");
    ConsoleFormPage {
        title: words.say(ABOUT.0),
        lead: words.say(ABOUT.1),
        facts: None,
        parts: vec![part],
        mark: Some(mark(basis)),
        action: PATH.to_owned(),
        button: words.say("console-save"),
        back_url: None,
        destroy: None,
        frame,
    }
}

/// `GET /console/security/captcha`.
pub(super) async fn show(operator: Operator) -> Outcome {
    let stored = stored(&operator).await?;
    Ok(page(&operator, &stored, &stored).into_response())
}

/// What was typed, in the form of what is stored. A secret that was left out stays as it is, as long as the provider does.
fn typed(form: &Form, stored: &Value) -> Value {
    let text = |name: &str| form.get(&format!("config.{name}")).trim();
    let kind = text("type");
    let enabled = form.get("enabled") == "yes";
    if !["Turnstile", RECAPTCHA].contains(&kind) {
        return json!({ "enabled": enabled, "config": null });
    }
    let member = |name: &str| stored.pointer(&format!("/config/{name}")).and_then(Value::as_str);
    let kept = member("secretKey").filter(|_| member("type") == Some(kind));
    let secret = Some(text("secretKey")).filter(|typed| !typed.is_empty()).or(kept).unwrap_or_default();
    let mut config = json!({ "type": kind, "siteKey": text("siteKey"), "secretKey": secret });
    if kind == RECAPTCHA {
        set(&mut config, "projectId", text("projectId"));
        set(&mut config, "mode", text("mode"));
        if !text("domain").is_empty() {
            set(&mut config, "domain", text("domain"));
        }
    }
    json!({ "enabled": enabled, "config": config })
}

/// What must be there and is not: the field.
fn missing(typed: &Value) -> impl Iterator<Item = &'static str> {
    let is_empty = |member: &&str| typed["config"].get(*member).is_some_and(|value| value == "");
    let members = [("siteKey", "config.siteKey"), ("secretKey", SECRET), ("projectId", "config.projectId")];
    members.into_iter().filter(move |(member, _)| is_empty(member)).map(|(_, field)| field)
}

/// The provider first and asking afterwards, or the other way round where there is to be none: pages never ask without one.
async fn store(operator: &Operator, typed: &Value, stored: &Value) -> Result<(), Refusal> {
    let asking = || {
        let body = json!({ "captchaPolicy": { "enabled": typed["enabled"] } });
        operator.call(Call::new(Method::PATCH, &["api", "sign-in-exp"]).body(body))
    };
    if !typed["config"].is_null() {
        let body = json!({ "config": typed["config"] });
        operator.call(Call::new(Method::PUT, &API).body(body)).await?;
        return asking().await.map(drop);
    }
    asking().await?;
    if !stored["config"].is_null() {
        operator.call(Call::new(Method::DELETE, &API)).await?;
    }
    Ok(())
}

/// The message of the name of the provider that is stored.
fn provider(stored: &Value) -> Option<&'static str> {
    match stored.pointer("/config/type").and_then(Value::as_str)? {
        RECAPTCHA => Some("console-captcha-recaptcha"),
        _ => Some("console-captcha-turnstile"),
    }
}

/// Asks before a provider goes, whose keys nobody can show again.
fn removal(operator: &Operator, provider: &str, hidden: &[(&str, &str)]) -> Question<'static> {
    let words = &operator.words;
    Question {
        heading: words.with("console-captcha-remove-title", "name", &words.say(provider)),
        consequences: &["console-captcha-remove-asked", "console-captcha-remove-keys"],
        typed: None,
        action: PATH.to_owned(),
        hidden: hidden.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        button: "console-captcha-remove",
        back_url: PATH.to_owned(),
    }
}

/// Another provider than the one that is stored, whose name this is.
fn replaced(stored: &Value, typed: &Value) -> Option<&'static str> {
    let kind = |settings: &Value| settings.pointer("/config/type").cloned();
    provider(stored).filter(|_| kind(typed).is_some_and(|new| Some(new) != kind(stored)))
}

/// What the page that asks carries further: everything but the secret.
const CARRIED: [&str; 7] =
    ["mark", "enabled", "config.type", "config.siteKey", "config.projectId", "config.domain", "config.mode"];

/// Passes when it is meant that another provider takes the place of `before`, whose keys go. The new secret is typed where that is asked.
#[expect(clippy::result_large_err, reason = "an answer is what this fails with, once a request")]
fn must_be_replaced(
    operator: &Operator,
    (before, typed): (&str, &Value),
    (frame, form): (ConsoleFrame, &Form),
) -> Result<(), Response> {
    let words = &operator.words;
    let (name, new) = (words.say(before), words.say(provider(typed).unwrap_or(before)));
    let asked = Question {
        heading: words.fill("console-captcha-replace-title", &[("name", name.into()), ("new", new.into())]),
        consequences: &["console-captcha-replace-asked", "console-captcha-remove-keys"],
        typed: None,
        action: PATH.to_owned(),
        hidden: CARRIED.iter().map(|name| ((*name).to_owned(), form.get(name).to_owned())).collect(),
        button: "console-captcha-replace",
        back_url: PATH.to_owned(),
    };
    let is_missing = typed.pointer("/config/secretKey").is_none_or(|secret| secret == "");
    let error = (is_missing && is_meant(form)).then(|| words.say("console-missing-value"));
    let state = FieldState { value: String::new(), error };
    let secret = FormField::line(SECRET, words.say("console-captcha-secret"), state, String::new())
        .hint(words.say("console-captcha-replace-secret"))
        .control(Control::Secret);
    asked.must_be_answered(frame, form, vec![secret])
}

/// `POST /console/security/captcha`.
pub(super) async fn save(Posted { by: operator, form }: Posted) -> Outcome {
    let stored = stored(&operator).await?;
    if has_changed(&form, &stored) {
        let mut fresh = page(&operator, &stored, &stored);
        let text = operator.words.say("console-changed-meanwhile");
        fresh.frame.banner = Some(Banner { tone: Tone::Warning, text });
        return Err(fresh.with_status(StatusCode::CONFLICT));
    }
    let typed = typed(&form, &stored);
    let before = replaced(&stored, &typed);
    let mut again = page(&operator, &stored, &typed);
    let mut is_whole = true;
    // The secret of another provider is typed on the page that asks.
    for field in missing(&typed).filter(|field| before.is_none() || *field != SECRET) {
        is_whole &= !tell(&mut again, field, operator.words.say("console-missing-value"));
    }
    let is_on = typed.get("enabled").is_some_and(|enabled| *enabled == true);
    let is_none = typed.get("config").is_none_or(Value::is_null);
    if is_on && is_none {
        again.frame.banner = Some(Banner::danger(operator.words.say("console-captcha-needs-provider")));
        is_whole = false;
    }
    if !is_whole {
        return Err(wrong(again));
    }
    if let Some(before) = before {
        must_be_replaced(&operator, (before, &typed), (again.frame.clone(), &form))?;
    }
    if let Some(provider) = provider(&stored).filter(|_| is_none) {
        let hidden = [("mark", form.get("mark")), ("config.type", "none")];
        removal(&operator, provider, &hidden).must_be_meant(again.frame.clone(), &form)?;
    }
    match store(&operator, &typed, &stored).await {
        Ok(()) => Ok(done(PATH, "console-saved")),
        Err(refusal) => Err(refused(&operator, again, &refusal, "config.siteKey")),
    }
}
