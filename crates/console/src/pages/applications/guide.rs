//! `/console/applications/{application}/guide`: code for it, with its own addresses and id. `framework` says for what.

use axum::{extract::Path, http::Method, response::IntoResponse as _};
use hosted::{Answer, Call, Refusal, time::date};
use protocol::identifiers::management_api_indicator;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use ui::pages::console::{ConsoleGuidePage, GuideAddress};

use super::{Application, find, frame, kind};
use crate::{
    guides::{Guide, Known, Part, for_kind, origin, usable},
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        guide::{self, About, chosen},
    },
    posted::Posted,
};

/// A secret that was made.
#[derive(Deserialize)]
struct Made {
    value: String,
}

/// How many names are tried for a secret before the page says that the name is taken.
const MOST_NAMES_TRIED: u32 = 50;

fn path(of: &Application) -> String {
    format!("{}/guide", of.path())
}

/// The texts of a list of metadata.
fn texts<'a>(metadata: &'a Map<String, Value>, member: &str) -> Vec<&'a str> {
    metadata.get(member).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Where the guide's code is returned to: by the member of the metadata that holds it, and the address.
struct Addresses {
    redirect_uri: String,
    sign_out: Option<String>,
}

impl Addresses {
    /// What the application has registered, or what the guide proposes.
    fn of(application: &Application, guide: &Guide) -> Self {
        let Some(returns) = &guide.returns else {
            return Self { redirect_uri: String::new(), sign_out: None };
        };
        let registered = texts(&application.oidc_client_metadata, REDIRECT_URIS);
        let found = registered.into_iter().find(|uri| usable(uri, returns));
        let redirect_uri = found.unwrap_or(returns.usual).to_owned();
        let sign_out = returns.sign_out.map(|rest| format!("{}{rest}", origin(&redirect_uri)));
        Self { redirect_uri, sign_out }
    }

    fn each(&self) -> impl Iterator<Item = (&'static str, &'static str, &str)> {
        let redirect = (REDIRECT_URIS, "console-guide-redirect-uri", self.redirect_uri.as_str());
        let sign_out = self.sign_out.as_deref().map(|uri| (SIGN_OUT_URIS, "console-guide-sign-out-uri", uri));
        std::iter::once(redirect).chain(sign_out).filter(|(.., uri)| !uri.is_empty())
    }
}

const REDIRECT_URIS: &str = "redirectUris";
const SIGN_OUT_URIS: &str = "postLogoutRedirectUris";

/// The guide with this name; there is none for kinds that no code of ours signs in.
fn choose(of: &Application, key: &str) -> Option<&'static Guide> {
    chosen(&for_kind(&of.kind), key)
}

fn page(operator: &Operator, of: &Application, guide: &Guide, secret: Option<String>) -> ConsoleGuidePage {
    let services = &operator.console.services;
    let addresses = Addresses::of(of, guide);
    let address = |(member, label, uri): (&str, &str, &str)| GuideAddress {
        label: operator.words.say(label),
        uri: uri.to_owned(),
        is_registered: texts(&of.oidc_client_metadata, member).contains(&uri),
    };
    let about = About {
        title: of.name.clone(),
        lead: kind(&of.kind, &operator.words),
        path: path(of),
        addresses: addresses.each().map(address).collect(),
        known: Known {
            endpoint: services.endpoint.base().to_owned(),
            issuer: services.endpoint.issuer().to_owned(),
            app_id: of.id.clone(),
            secret,
            redirect_uri: addresses.redirect_uri,
            management_api: management_api_indicator(services.tenant.as_str()),
            ..Known::default()
        },
        frame: frame(operator, of, "guide"),
    };
    guide::page(operator, &for_kind(&of.kind), guide, about)
}

/// `GET /console/applications/{application}/guide`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    let guide =
        choose(&of, operator.query.get("framework").unwrap_or_default()).ok_or_else(|| operator.gone())?;
    Ok(page(&operator, &of, guide, None).into_response())
}

/// `POST /console/applications/{application}/guide/addresses`: registers what the code uses, beside what is registered.
pub(super) async fn register(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    let guide = choose(&of, form.get("framework")).ok_or_else(|| operator.gone())?;
    let mut metadata = of.oidc_client_metadata.clone();
    for (member, _, uri) in Addresses::of(&of, guide).each() {
        let mut all = texts(&of.oidc_client_metadata, member);
        if !all.contains(&uri) {
            all.push(uri);
        }
        metadata.insert(member.to_owned(), all.into());
    }
    let body = json!({ "oidcClientMetadata": metadata });
    match operator.call(Call::new(Method::PATCH, &["api", "applications", &id]).body(body)).await {
        Ok(_) => {
            let back = format!("{}?framework={}", path(&of), guide.key);
            Ok(done(&back, "console-guide-addresses-registered"))
        }
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}

/// `POST /console/applications/{application}/guide/secret`: answers with the guide, a new secret in it.
pub(super) async fn make_secret(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    let guide = choose(&of, form.get("framework")).ok_or_else(|| operator.gone())?;
    // Nothing is made that the page has no place for.
    if !of.has_secrets() || guide.steps.iter().all(|step| step.part != Part::Secret) {
        return Err(operator.gone());
    }
    let name = operator.words.fill(
        "console-guide-secret-name",
        &[("guide", guide.title.into()), ("date", date(&operator.words, operator.now()).as_str().into())],
    );
    match make_named(&operator, &id, &name).await {
        Ok(made) => Ok(page(&operator, &of, guide, Some(made.value)).into_response()),
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}

/// Makes a secret with this name, or with a number behind it where there are secrets with the name.
async fn make_named(operator: &Operator, id: &str, name: &str) -> Result<Made, Refusal> {
    let mut number = 1;
    loop {
        let name = if number == 1 { name.to_owned() } else { format!("{name} ({number})") };
        let call =
            Call::new(Method::POST, &["api", "applications", id, "secrets"]).body(json!({ "name": name }));
        match operator.call(call).await.and_then(Answer::read::<Made>) {
            Err(refusal) if refusal.code == "application.secret_name_exists" && number < MOST_NAMES_TRIED => {
                number += 1;
            }
            answer => return answer,
        }
    }
}
