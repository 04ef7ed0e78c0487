//! Domains: whoever registers with an e-mail address of one becomes a member (Management API contract §2.5). So a domain gets to the
//! upstream only after its record was seen; before that there is nothing but an answer that tells which record it is.

use std::collections::BTreeSet;

use axum::response::Response;
use guard::Rejection;
use http::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::lists::local_page;
use super::{Action, forward, no_content};
use crate::domains::{DnsRecord, DomainName};
use crate::rejections::{busy, domain_lookup_failed, domain_not_proven, internal, json_response};
use crate::request::body::Payload;
use crate::upstream::Call;

/// How many texts that are not the right one are shown, and how much of each.
const MAX_FOUND: usize = 10;
const MAX_FOUND_CHARACTERS: usize = 255;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EmailDomain {
    organization_id: String,
    email_domain: String,
}

/// All domains of the organization, each once and in one spelling, ordered. What an operator wrote that is no domain stays as it is.
async fn proven(action: &Action<'_>) -> Result<BTreeSet<String>, Rejection> {
    let scene = action.scene()?;
    let path = ["organizations", scene.organization.as_str(), "jit", "email-domains"];
    let domains: Vec<EmailDomain> = scene.all_pages(&Call::to(path)).await?;
    if domains.iter().any(|domain| domain.organization_id != scene.organization.as_str()) {
        return Err(crate::upstream::UpstreamError::AnotherObject.into());
    }
    let one_spelling = |text: String| match DomainName::parse(&text) {
        Ok(domain) => domain.to_string(),
        Err(_) => text,
    };
    Ok(domains.into_iter().map(|domain| one_spelling(domain.email_domain)).collect())
}

pub(super) async fn list(action: &Action<'_>) -> Result<Response, Rejection> {
    let domains = proven(action).await?;
    let items = domains.into_iter().map(|domain| json!({ "domain": domain, "status": "Verified" }));
    Ok(local_page(items.collect(), &action.invocation.query))
}

pub(super) async fn add(action: &Action<'_>) -> Result<Response, Rejection> {
    let Payload::Domain(domain) = &action.invocation.payload else { return Err(internal()) };
    show(action, domain, StatusCode::CREATED).await
}

pub(super) async fn read(action: &Action<'_>) -> Result<Response, Rejection> {
    show(action, action.domain()?, StatusCode::OK).await
}

async fn show(action: &Action<'_>, domain: &DomainName, status: StatusCode) -> Result<Response, Rejection> {
    let is_proven = proven(action).await?.contains(domain.as_str());
    let state = if is_proven { "Verified" } else { "Pending" };
    Ok(json_response(status, &body(domain, state, &record(action, domain)?)))
}

pub(super) async fn verify(action: &Action<'_>) -> Result<Response, Rejection> {
    let domain = action.domain()?;
    let record = record(action, domain)?;
    let _place = action.gateway.lookups.take(action.organization()?.clone()).ok_or_else(busy)?;
    let texts = action.gateway.txt_lookup.texts(&record.name).await.map_err(|error| {
        let source = std::error::Error::source(&error).map(ToString::to_string);
        tracing::warn!(error.message = %error, error.source = source, "a domain could not be looked up");
        domain_lookup_failed()
    })?;
    if !texts.contains(&record.value) {
        let found: Vec<String> = texts
            .iter()
            .take(MAX_FOUND)
            .map(|text| text.chars().take(MAX_FOUND_CHARACTERS).collect())
            .collect();
        return Err(domain_not_proven(json!({ "record": record_body(&record), "found": found })));
    }
    for spelling in domain.spellings() {
        let call = email_domains(action)?.json(json!({ "emailDomain": spelling }));
        let answer = action.gateway.upstream.write(&action.standing, Method::POST, call).await?;
        let is_there_already = answer.status == StatusCode::UNPROCESSABLE_ENTITY
            && answer.code() == "entity.unique_integrity_violation";
        if !is_there_already {
            forward(answer, StatusCode::CREATED)?;
        }
    }
    Ok(json_response(StatusCode::OK, &body(domain, "Verified", &record)))
}

/// Removes every spelling, of which one may not be there.
pub(super) async fn remove(action: &Action<'_>) -> Result<Response, Rejection> {
    let organization = action.organization()?.as_str();
    let mut missing = None;
    let mut is_removed = false;
    for spelling in action.domain()?.spellings() {
        let call = Call::to(["organizations", organization, "jit", "email-domains", spelling.as_str()]);
        let answer = action.gateway.upstream.write(&action.standing, Method::DELETE, call).await?;
        if answer.status == StatusCode::NOT_FOUND {
            missing = Some(answer);
        } else {
            forward(answer, StatusCode::NO_CONTENT)?;
            is_removed = true;
        }
    }
    match missing {
        Some(answer) if !is_removed => forward(answer, StatusCode::NO_CONTENT).map(|_| no_content()),
        _ => Ok(no_content()),
    }
}

fn email_domains(action: &Action<'_>) -> Result<Call, Rejection> {
    Ok(Call::to(["organizations", action.organization()?.as_str(), "jit", "email-domains"]))
}

fn record(action: &Action<'_>, domain: &DomainName) -> Result<DnsRecord, Rejection> {
    Ok(action.gateway.domain_proof_key.record(action.organization()?, domain))
}

fn record_body(record: &DnsRecord) -> Value {
    json!({ "type": "TXT", "name": record.name, "value": record.value })
}

fn body(domain: &DomainName, status: &str, record: &DnsRecord) -> Value {
    json!({ "domain": domain.as_str(), "status": status, "record": record_body(record) })
}
