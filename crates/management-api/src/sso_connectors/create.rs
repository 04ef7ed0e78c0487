//! `POST /api/sso-connectors`

use api_types::sso_connector as wire;
use axum::Json;
use domain::SsoConnectorId;
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use operations::sso::{SsoConnector, seal};
use store::sso_connector;

use super::body::{
    MAX_NAME, check_config, check_looks_and_domains, check_token_storage, connector_body, find_provider,
    not_written, own_domains, stored_branding,
};
use crate::{
    ManagementContext,
    connectors::check_bounds,
    context::internal,
    rules::{Body, Rules},
};

impl Validate for Body<wire::CreateSsoConnector> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        rules.length(&["providerName"], &self.0.provider_name, 1, MAX_NAME);
        rules.length(&["connectorName"], &self.0.connector_name, 1, MAX_NAME);
        check_bounds(&mut rules, self.0.config.as_ref(), None);
        check_looks_and_domains(&mut rules, self.0.branding.as_ref(), self.0.domains.as_deref());
        rules.issues()
    }
}

/// Creates an enterprise connector. As long as its configuration is left out nobody is led to it.
pub(super) async fn create_connector(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<wire::CreateSsoConnector>>,
) -> Result<Json<wire::SsoConnector>, ApiError> {
    let provider = find_provider(&body.provider_name)?;
    if let Some(config) = &body.config {
        check_config(provider, config)?;
    }
    check_token_storage(body.enable_token_storage)?;
    let (services, tenant) = (&context.services, context.tenant());
    let connector = SsoConnector {
        id: SsoConnectorId::new(services.entropy.id_12()),
        provider,
        connector_name: body.connector_name,
        config: body.config.unwrap_or_default(),
        domains: own_domains(body.domains.as_deref().unwrap_or_default())?,
        branding: body.branding.as_ref().map(stored_branding).unwrap_or_default(),
        sync_profile: body.sync_profile.unwrap_or_default(),
        created_at: services.now(),
    };
    let sealed = &seal(services, &connector).map_err(internal)?;
    let stored =
        context.db().transaction(|tx| async move { sso_connector::insert(tx.exec(), tenant, sealed).await });
    stored.await.map_err(not_written)?;
    Ok(Json(connector_body(tenant, &connector)))
}
