//! `/account/linked/{connector}` and `/account/identities/{target}/unlink`: accounts elsewhere, linked by going there and coming back, and
//! unlinked, by way of whatever they were linked.
//!
//! What a browser brings back counts for the sign-in that sent it there and for no other: its state stands in a record of the Account API. A
//! link that makes somebody's browser come here with another's account therefore links nothing.
//!
//! Accounts at enterprises' providers are shown, and neither linked nor unlinked: whoever runs the connector says whose they are.

use api_types::account_center::FieldAccess;
use axum::{
    extract::Path,
    http::{Method, StatusCode},
    response::Response,
};
use domain::{SsoConnectorId, web_url::is_web_url};
use hosted::{
    Answer, Call, Posted, Refusal, notice,
    provider::{Provider, offered},
    see_other,
};
use http_kit::ApiError;
use operations::{account_center::LINK_STATE, sso};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use ui::{Page as _, components::Banner, pages::account::LinkedRow};

use super::{Outcome, Section, confirm::Question, done, profile, verify::Begun};
use crate::{
    holder::Holder,
    proof::{Pending, Purpose},
};

/// The connectors that the sign-in pages offer too.
async fn providers(holder: &Holder) -> Result<Vec<Provider>, Refusal> {
    let offered = offered(&holder.center.services, &holder.words).await;
    offered.map_err(|error| refusal_of(&error))
}

fn refusal_of(error: &ApiError) -> Refusal {
    Refusal::new(error.status(), error.code().unwrap_or("page.failed"))
}

async fn provider(holder: &Holder, id: &str) -> Result<Provider, Response> {
    let found = providers(holder).await.map_err(|refusal| holder.stop(&refusal, profile::PATH))?;
    found
        .into_iter()
        .find(|provider| provider.id == id)
        .ok_or_else(|| notice::nothing_here(&*holder.center, holder.words.clone()))
}

fn is_open(holder: &Holder) -> bool {
    holder.settings.fields.social == Some(FieldAccess::Edit)
}

/// What is linked, and what can be.
pub(super) async fn rows(holder: &Holder) -> Result<Vec<LinkedRow>, Refusal> {
    if !holder.account.shows("identities") {
        return Ok(Vec::new());
    }
    let identities = holder.account.object("identities");
    let providers = providers(holder).await?;
    let unknown = identities.keys().filter(|target| providers.iter().all(|known| known.target != **target));
    // Linked by way of a connector that is not offered any more.
    let mut rows: Vec<_> = unknown
        .map(|target| LinkedRow {
            provider: target.clone(),
            account: identities.get(target).map(named),
            unlink_url: is_open(holder).then(|| unlink_path(target)),
            ..LinkedRow::default()
        })
        .collect();
    rows.extend(providers.into_iter().filter_map(|provider| {
        let account = identities.get(&provider.target).map(named);
        let (link, unlink) = (format!("/account/linked/{}", provider.id), unlink_path(&provider.target));
        let link_url = (is_open(holder) && account.is_none()).then_some(link);
        let unlink_url = (is_open(holder) && account.is_some()).then_some(unlink);
        (account.is_some() || link_url.is_some()).then_some(LinkedRow {
            link_url,
            unlink_url,
            account,
            provider: provider.name,
            logo_url: provider.logo,
            is_enterprise: false,
        })
    }));
    for identity in holder.account.list("ssoIdentities") {
        rows.push(enterprise_row(holder, identity).await);
    }
    Ok(rows)
}

/// An account at an enterprise's provider, by what its connector shows of itself, else by who vouches for the account.
async fn enterprise_row(holder: &Holder, identity: &Value) -> LinkedRow {
    let id = SsoConnectorId::new(text(identity, "ssoConnectorId").unwrap_or_default());
    let found = sso::find_to_show(&holder.center.services, &id).await;
    let logo = found.as_ref().map(|connector| connector.logo(false));
    let is_shown = |logo: &&str| is_web_url(logo) || logo.starts_with("data:image/");
    let provider = found.as_ref().map(|connector| connector.display_name().to_owned());
    LinkedRow {
        logo_url: logo.filter(is_shown).map(str::to_owned),
        provider: provider.or_else(|| text(identity, "issuer")).unwrap_or_default(),
        account: Some(known_as(identity, ("detail", "identityId"))),
        is_enterprise: true,
        ..LinkedRow::default()
    }
}

/// As what somebody is known at a provider that people sign in with.
fn named(identity: &Value) -> String {
    known_as(identity, ("details", "userId"))
}

/// As what somebody is known elsewhere: by the address or name that the provider told, else by the id. Which members say so.
fn known_as(identity: &Value, (details, id): (&str, &str)) -> String {
    let details = identity.get(details).unwrap_or(&Value::Null);
    let known = ["email", "name"].into_iter().find_map(|member| text(details, member));
    known.or_else(|| text(identity, id)).unwrap_or_default()
}

fn text(value: &Value, member: &str) -> Option<String> {
    value.get(member).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// Addresses of the kinds that providers have: a form that links may end there.
pub(super) fn targets(holder: &Holder) -> Vec<String> {
    let is_https = holder.center.services.endpoint.is_https();
    let schemes: &[&str] = if is_https { &["https"] } else { &["https", "http"] };
    schemes.iter().map(|scheme| format!("{scheme}://provider.invalid")).collect()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct BegunElsewhere {
    verification_record_id: String,
    authorization_uri: String,
}

/// `POST /account/linked/{connector}`: to the provider.
pub(crate) async fn link(Path(id): Path<String>, posted: Posted<Holder>) -> Outcome {
    let holder = posted.by;
    holder.must_edit(holder.settings.fields.social)?;
    holder.must_have_proof(profile::PATH)?;
    let provider = provider(&holder, &id).await?;
    let services = &holder.center.services;
    let begun_at = services.now().0;
    let body = json!({
        "connectorId": provider.id,
        "state": format!("{LINK_STATE}{}", services.entropy.base64_43()),
        "redirectUri": format!("{}/callback/{}", services.endpoint, provider.id),
    });
    let call = Call::new(Method::POST, &["api", "verifications", "social"]).body(body);
    match holder.call(call).await.and_then(Answer::read::<BegunElsewhere>) {
        Ok(begun) => {
            let mut answer = see_other(&begun.authorization_uri);
            let pending = Pending {
                purpose: Purpose::Link,
                by: provider.id,
                id: begun.verification_record_id,
                address: String::new(),
                begun_at,
                return_to: profile::PATH.to_owned(),
            };
            holder.keep_pending(&mut answer, &pending);
            Ok(answer)
        }
        Err(refusal) => Err(trouble(&holder, &provider.name, &refusal).await),
    }
}

/// `GET /account/linked/{connector}`: back from the provider.
pub(crate) async fn back(Path(id): Path<String>, holder: Holder) -> Outcome {
    let pending = holder.pending(Purpose::Link).filter(|pending| pending.by == id);
    let Some(pending) = pending else { return Ok(see_other(profile::PATH)) };
    holder.must_edit(holder.settings.fields.social)?;
    let provider = provider(&holder, &id).await?;
    match finish(&holder, &pending.id).await {
        Ok(()) => {
            let mut answer = see_other(&done::at(profile::PATH, "linked"));
            holder.forget_pending(&mut answer);
            Ok(answer)
        }
        Err(refusal) => Err(trouble(&holder, &provider.name, &refusal).await),
    }
}

async fn finish(holder: &Holder, id: &str) -> Result<(), Refusal> {
    // A parameter that comes twice is none that can be relied on.
    let pairs = holder.query.pairs().iter().filter(|(name, _)| holder.query.all(name).count() == 1);
    let brought: Map<String, Value> =
        pairs.map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect();
    let body = json!({ "connectorData": brought, "verificationRecordId": id });
    let call = Call::new(Method::POST, &["api", "verifications", "social", "verify"]).body(body);
    let verified: Begun = holder.call(call).await?.read()?;
    let body = json!({ "newIdentifierVerificationRecordId": verified.verification_record_id });
    holder.call(Call::new(Method::POST, &["api", "my-account", "identities"]).body(body)).await.map(drop)
}

/// The profile again, with what went wrong above it.
async fn trouble(holder: &Holder, provider: &str, refusal: &Refusal) -> Response {
    if let Some(answer) = holder.elsewhere(refusal, profile::PATH) {
        return answer;
    }
    if refusal.status.is_server_error() && refusal.status != StatusCode::NOT_IMPLEMENTED {
        return holder.stop(refusal, profile::PATH);
    }
    let key = match refusal.code.as_str() {
        "user.identity_already_in_use" => "account-link-taken",
        "user.social_account_exists" => "account-link-exists",
        _ => "account-link-failed",
    };
    let Ok(mut page) = profile::page(holder).await else { return holder.stop(refusal, profile::PATH) };
    page.frame.banner = Some(Banner::danger(holder.words.with(key, "provider", provider)));
    let mut answer = page.with_status(refusal.status);
    holder.forget_pending(&mut answer);
    answer
}

/// Where an account elsewhere is unlinked.
fn unlink_path(target: &str) -> String {
    format!("/account/identities/{}/unlink", utf8_percent_encode(target, NON_ALPHANUMERIC))
}

/// As what pages know those accounts: by the name of a connector that is offered, else as the operator calls them.
async fn name_of(holder: &Holder, target: &str) -> Result<String, Response> {
    if !holder.account.object("identities").contains_key(target) {
        return Err(notice::nothing_here(&*holder.center, holder.words.clone()));
    }
    let known = providers(holder).await.map_err(|refusal| holder.stop(&refusal, profile::PATH))?;
    let offered = known.into_iter().find(|provider| provider.target == target);
    Ok(offered.map_or_else(|| target.to_owned(), |provider| provider.name))
}

fn unlinking<'a>(holder: &Holder, name: &str, path: &'a str) -> Question<'a> {
    let say = |key: &str| holder.words.with(key, "provider", name);
    Question {
        section: Section::Profile,
        heading: say("account-unlink-from"),
        consequences: vec![say("account-unlinked-consequence")],
        path,
        button: holder.words.say("account-unlink"),
        back: profile::PATH,
    }
}

/// `GET /account/identities/{target}/unlink`.
pub(crate) async fn ask_to_unlink(Path(target): Path<String>, holder: Holder) -> Outcome {
    holder.must_edit(holder.settings.fields.social)?;
    let (name, path) = (name_of(&holder, &target).await?, unlink_path(&target));
    holder.must_have_proof(&path)?;
    Ok(unlinking(&holder, &name, &path).ask(&holder))
}

/// `POST /account/identities/{target}/unlink`.
pub(crate) async fn unlink(Path(target): Path<String>, posted: Posted<Holder>) -> Outcome {
    let holder = posted.by;
    holder.must_edit(holder.settings.fields.social)?;
    let (name, path) = (name_of(&holder, &target).await?, unlink_path(&target));
    let call = Call::new(Method::DELETE, &["api", "my-account", "identities"]).named(&target);
    match holder.call(call).await {
        Ok(_) => Ok(see_other(&done::at(profile::PATH, "unlinked"))),
        Err(refusal) => Err(unlinking(&holder, &name, &path).refused(&holder, &refusal)),
    }
}
