//! `/console/applications/{application}`: what can be changed of one.

use axum::{
    extract::Path,
    http::{Method, StatusCode},
    response::IntoResponse as _,
};
use hosted::{Call, Refusal};
use http_kit::Form;
use serde_json::{Map, Value, json};
use ui::{
    Page as _,
    components::{Banner, FieldState, Tone},
    pages::console::{ApplicationSettings, ConsoleApplicationPage, EndpointRow},
};

use super::{Application, find, frame, kind};
use crate::{
    mark::{has_changed, mark},
    operator::Operator,
    pages::{Outcome, done::done},
    posted::Posted,
    words::of_field,
};

/// The longest list of addresses that is shown and taken.
const MAX_LINES: usize = 200;

/// What the form is made from, and is out of date when it changes.
fn basis(of: &Application) -> Value {
    json!([of.name, of.description, of.oidc_client_metadata, of.custom_client_metadata])
}

/// A list of texts as lines.
fn lines(metadata: &Map<String, Value>, member: &str) -> String {
    let list = metadata.get(member).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>().join("\n")
}

fn field(value: impl Into<String>) -> FieldState {
    FieldState { value: value.into(), error: None }
}

/// The settings as they are stored.
fn stored(of: &Application) -> ApplicationSettings {
    let (oidc, custom) = (&of.oidc_client_metadata, &of.custom_client_metadata);
    let flag = |member: &str, usual: bool| custom.get(member).and_then(Value::as_bool).unwrap_or(usual);
    let days = custom.get("refreshTokenTtlInDays").and_then(Value::as_u64);
    ApplicationSettings {
        name: field(&of.name),
        description: field(of.description.clone().unwrap_or_default()),
        has_redirects: !of.is_machine(),
        is_third_party: of.is_third_party,
        exchanges: flag("allowTokenExchange", false),
        redirect_uris: field(lines(oidc, "redirectUris")),
        sign_out_uris: field(lines(oidc, "postLogoutRedirectUris")),
        origins: field(lines(custom, "corsAllowedOrigins")),
        refresh_days: field(days.map(|days| days.to_string()).unwrap_or_default()),
        rotates: flag("rotateRefreshToken", true),
        always_refreshes: flag("alwaysIssueRefreshToken", false),
    }
}

fn page(operator: &Operator, of: &Application, settings: ApplicationSettings) -> ConsoleApplicationPage {
    let endpoint = &operator.console.services.endpoint;
    let row = |label: &str, value: String| EndpointRow { label: operator.words.say(label), value };
    ConsoleApplicationPage {
        title: of.name.clone(),
        kind: kind(&of.kind, &operator.words),
        endpoints: vec![
            row("console-label-app-id", of.id.clone()),
            row("console-label-endpoint", endpoint.base().to_owned()),
            row("console-label-issuer", endpoint.issuer().to_owned()),
            row("console-label-token-endpoint", format!("{}/token", endpoint.issuer())),
        ],
        settings,
        action: of.path(),
        mark: mark(&basis(of)),
        frame: frame(operator, of, ""),
    }
}

/// `GET /console/applications/{application}`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    Ok(page(&operator, &of, stored(&of)).into_response())
}

/// The lines of a field, without empty ones.
fn lines_of<'a>(form: &'a Form, name: &str) -> Vec<&'a str> {
    form.get(name).lines().map(str::trim).filter(|line| !line.is_empty()).take(MAX_LINES).collect()
}

/// What was typed.
fn typed(form: &Form, of: &Application) -> ApplicationSettings {
    ApplicationSettings {
        name: field(form.get("name").trim()),
        description: field(form.get("description").trim()),
        has_redirects: !of.is_machine(),
        is_third_party: of.is_third_party,
        exchanges: !of.is_third_party && !form.get("exchanges").is_empty(),
        redirect_uris: field(form.get("redirect_uris")),
        sign_out_uris: field(form.get("sign_out_uris")),
        origins: field(form.get("origins")),
        refresh_days: field(form.get("refresh_days").trim()),
        rotates: !form.get("rotates").is_empty(),
        always_refreshes: !form.get("always_refreshes").is_empty(),
    }
}

/// The body that stores what was typed. Members that the page does not show stay as they are: the API replaces metadata as a whole.
fn body(form: &Form, of: &Application, settings: &ApplicationSettings, days: Option<u64>) -> Value {
    let mut body = json!({ "name": settings.name.value, "description": settings.description.value });
    let Some(members) = body.as_object_mut() else { return body };
    let mut custom = of.custom_client_metadata.clone();
    // What was never said is not said now.
    if settings.exchanges || custom.contains_key("allowTokenExchange") {
        custom.insert("allowTokenExchange".to_owned(), settings.exchanges.into());
    }
    if !settings.has_redirects {
        members.insert("customClientMetadata".to_owned(), custom.into());
        return body;
    }
    let mut oidc = of.oidc_client_metadata.clone();
    oidc.insert("redirectUris".to_owned(), lines_of(form, "redirect_uris").into());
    oidc.insert("postLogoutRedirectUris".to_owned(), lines_of(form, "sign_out_uris").into());
    custom.insert("corsAllowedOrigins".to_owned(), lines_of(form, "origins").into());
    custom.insert("rotateRefreshToken".to_owned(), settings.rotates.into());
    custom.insert("alwaysIssueRefreshToken".to_owned(), settings.always_refreshes.into());
    custom.remove("refreshTokenTtlInDays");
    custom.extend(days.map(|days| ("refreshTokenTtlInDays".to_owned(), days.into())));
    members.insert("oidcClientMetadata".to_owned(), oidc.into());
    members.insert("customClientMetadata".to_owned(), custom.into());
    body
}

/// `POST /console/applications/{application}`.
pub(super) async fn save(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    if has_changed(&form, &basis(&of)) {
        let mut fresh = page(&operator, &of, stored(&of));
        fresh.frame.banner =
            Some(Banner { tone: Tone::Warning, text: operator.words.say("console-changed-meanwhile") });
        return Err(fresh.with_status(StatusCode::CONFLICT));
    }
    let mut settings = typed(&form, &of);
    let days = settings.refresh_days.value.parse::<u64>().ok();
    if settings.name.value.is_empty() {
        settings.name.error = Some(operator.words.say("console-missing-name"));
    }
    if days.is_none() && !settings.refresh_days.value.is_empty() {
        settings.refresh_days.error = Some(operator.words.say("console-refresh-days-wrong"));
    }
    if settings.name.error.is_some() || settings.refresh_days.error.is_some() {
        return Err(page(&operator, &of, settings).with_status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let call =
        Call::new(Method::PATCH, &["api", "applications", &id]).body(body(&form, &of, &settings, days));
    match operator.call(call).await {
        Ok(_) => Ok(done(&of.path(), "console-saved")),
        Err(refusal) => {
            let is_told = place(&operator, &mut settings, &refusal);
            let mut again = page(&operator, &of, settings);
            if !is_told {
                again.frame.banner = Some(Banner::danger(operator.said(&refusal)));
            }
            Err(again.with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

/// Says beside each field what is wrong with it. Whether anything was.
fn place(operator: &Operator, settings: &mut ApplicationSettings, refusal: &Refusal) -> bool {
    let words = &operator.words;
    let mut is_told = false;
    let mut tell = |field: &mut FieldState, error: Option<String>| {
        is_told |= error.is_some();
        if field.error.is_none() {
            field.error = error;
        }
    };
    tell(&mut settings.name, of_field(refusal, "name", words));
    tell(&mut settings.origins, of_field(refusal, "customClientMetadata.corsAllowedOrigins", words));
    if of_field(refusal, "customClientMetadata.refreshTokenTtlInDays", words).is_some() {
        tell(&mut settings.refresh_days, Some(words.say("console-refresh-days-wrong")));
    }
    for (path, said) in refusal.issues() {
        for (list, field) in [
            ("redirectUris", &mut settings.redirect_uris),
            ("postLogoutRedirectUris", &mut settings.sign_out_uris),
        ] {
            let index = path.strip_prefix("oidcClientMetadata.").and_then(|rest| rest.strip_prefix(list));
            let index =
                index.and_then(|rest| rest.strip_prefix('.')).and_then(|index| index.parse::<u64>().ok());
            if let Some(index) = index {
                let variables = [("line", (index + 1).into()), ("said", said.into())];
                tell(field, Some(words.fill("console-uri-wrong", &variables)));
            }
        }
    }
    is_told
}
