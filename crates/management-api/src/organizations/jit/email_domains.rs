//! `/api/organizations/{id}/jit/email-domains`: domains of e-mail addresses. No form is asked of them, and case matters.

use api_types::organization as wire;
use axum::extract::Path;
use domain::{OrganizationId, TenantId};
use http_kit::{ApiError, Created, Issue, NoContent, Page, Pagination, ValidJson, body::Validate};
use store::organization::jit;

use super::super::body::{removed, violation};
use crate::{
    ManagementContext,
    rules::{Body, Rules, distinct, window},
};

/// The longest domain, in characters.
const MAX_EMAIL_DOMAIN: usize = 128;

impl Validate for Body<wire::EmailDomain> {
    fn issues(&self) -> Vec<Issue> {
        Rules::default().length(&["emailDomain"], &self.0.email_domain, 1, usize::MAX).issues()
    }
}

impl Validate for Body<wire::EmailDomains> {
    fn issues(&self) -> Vec<Issue> {
        Rules::default().ids("emailDomains", &self.0.email_domains, 0).issues()
    }
}

fn domain_body(
    tenant: &TenantId,
    organization: &OrganizationId,
    email_domain: String,
) -> wire::JitEmailDomain {
    wire::JitEmailDomain {
        tenant_id: tenant.to_string(),
        organization_id: organization.to_string(),
        email_domain,
    }
}

fn check_lengths(domains: &[String]) -> Result<(), ApiError> {
    if domains.iter().any(|domain| domain.chars().nth(MAX_EMAIL_DOMAIN).is_some()) {
        return Err(ApiError::unprocessable("entity.value_too_long"));
    }
    Ok(())
}

/// Lists the domains in order; pagination is optional.
pub(in crate::organizations) async fn list(
    context: ManagementContext,
    Path(id): Path<OrganizationId>,
    pagination: Pagination,
) -> Result<Page<wire::JitEmailDomain>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let pagination = pagination.or_all();
    let page = pagination.as_ref().map_or(store::Page::ALL, window);
    let domains = jit::email_domains(exec, tenant, &id, page).await?;
    let rows = domains.into_iter().map(|domain| domain_body(tenant, &id, domain)).collect();
    Ok(match pagination {
        None => Page::all(rows),
        Some(pagination) => pagination.page(rows, jit::count_email_domains(exec, tenant, &id).await?),
    })
}

/// Adds a domain that the organization does not have yet.
pub(in crate::organizations) async fn add(
    context: ManagementContext,
    Path(id): Path<OrganizationId>,
    ValidJson(Body(body)): ValidJson<Body<wire::EmailDomain>>,
) -> Result<Created<wire::JitEmailDomain>, ApiError> {
    let domain = [body.email_domain];
    check_lengths(&domain)?;
    jit::add_email_domains(context.exec(), context.tenant(), &id, &domain).await.map_err(violation)?;
    let [domain] = domain;
    Ok(Created(domain_body(context.tenant(), &id, domain)))
}

/// Makes the domains given those of the organization. A domain named twice is a duplicate.
pub(in crate::organizations) async fn replace(
    context: ManagementContext,
    Path(id): Path<OrganizationId>,
    ValidJson(Body(body)): ValidJson<Body<wire::EmailDomains>>,
) -> Result<NoContent, ApiError> {
    check_lengths(&body.email_domains)?;
    if distinct(&body.email_domains, std::convert::identity).len() < body.email_domains.len() {
        return Err(ApiError::unprocessable("entity.unique_integrity_violation"));
    }
    let (services, id, domains) = (&context.services, &id, &body.email_domains);
    services
        .db
        .transaction(|tx| async move {
            jit::replace_email_domains(tx.exec(), &services.tenant, id, domains).await
        })
        .await
        .map_err(violation)?;
    Ok(NoContent)
}

/// Removes a domain.
pub(in crate::organizations) async fn remove(
    context: ManagementContext,
    Path((id, domain)): Path<(OrganizationId, String)>,
) -> Result<NoContent, ApiError> {
    let gone = jit::remove_email_domain(context.exec(), context.tenant(), &id, &domain).await;
    removed(gone.map_err(violation)?)
}
