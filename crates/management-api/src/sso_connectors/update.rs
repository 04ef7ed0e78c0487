//! `PATCH /api/sso-connectors/{id}`

use api_types::sso_connector as wire;
use axum::{Json, extract::Path};
use domain::SsoConnectorId;
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use operations::sso::{SsoConnector, open, seal};
use store::sso_connector;

use super::body::{
    MAX_NAME, check_config, check_looks_and_domains, check_token_storage, not_written, own_domains,
    stored_branding, with_provider,
};
use crate::{
    ManagementContext,
    connectors::check_bounds,
    context::internal,
    rules::{Body, Rules},
};

impl Validate for Body<wire::UpdateSsoConnector> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        rules.optional_length(&["connectorName"], self.0.connector_name.as_ref(), 1, MAX_NAME);
        check_bounds(&mut rules, self.0.config.as_ref(), None);
        check_looks_and_domains(&mut rules, self.0.branding.as_ref(), self.0.domains.as_deref());
        rules.issues()
    }
}

/// Changes an enterprise connector; `config`, `domains` and `branding` are replaced as a whole. Of which kind it is stays.
pub(super) async fn update_connector(
    context: ManagementContext,
    Path(id): Path<SsoConnectorId>,
    ValidJson(Body(body)): ValidJson<Body<wire::UpdateSsoConnector>>,
) -> Result<Json<wire::SsoConnectorWithProvider>, ApiError> {
    if says_nothing(&body) {
        return Err(ApiError::unprocessable("entity.invalid_input"));
    }
    check_token_storage(body.enable_token_storage)?;
    let domains = &body.domains.as_deref().map(own_domains).transpose()?;
    let (services, tenant, id, body) = (&context.services, context.tenant(), &id, &body);
    let not_found = || ApiError::not_found("entity.not_exists");
    let changed = context.db().transaction(|tx| async move {
        if !sso_connector::lock(tx.exec(), tenant, id).await? {
            return Err(not_found());
        }
        let stored = sso_connector::find(tx.exec(), tenant, id).await?.ok_or_else(not_found)?;
        let connector = open(services, stored).map_err(internal)?.ok_or_else(not_found)?;
        let connector = changed(connector, body, domains.as_ref())?;
        let sealed = seal(services, &connector).map_err(internal)?;
        sso_connector::update(tx.exec(), tenant, &sealed).await.map_err(not_written)?;
        Ok(connector)
    });
    Ok(Json(with_provider(tenant, &changed.await?)))
}

fn says_nothing(body: &wire::UpdateSsoConnector) -> bool {
    let wire::UpdateSsoConnector {
        connector_name,
        config,
        domains,
        branding,
        sync_profile,
        enable_token_storage,
    } = body;
    connector_name.is_none()
        && config.is_none()
        && domains.is_none()
        && branding.is_none()
        && sync_profile.is_none()
        && enable_token_storage.is_none()
}

/// The connector with what a body changes.
fn changed(
    mut connector: SsoConnector,
    body: &wire::UpdateSsoConnector,
    domains: Option<&Vec<String>>,
) -> Result<SsoConnector, ApiError> {
    if let Some(config) = &body.config {
        check_config(connector.provider, config)?;
        connector.config.clone_from(config);
    }
    if let Some(name) = &body.connector_name {
        connector.connector_name.clone_from(name);
    }
    if let Some(domains) = domains {
        connector.domains.clone_from(domains);
    }
    if let Some(branding) = &body.branding {
        connector.branding = stored_branding(branding);
    }
    connector.sync_profile = body.sync_profile.unwrap_or(connector.sync_profile);
    Ok(connector)
}
