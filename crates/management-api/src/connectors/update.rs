//! `PATCH /api/connectors/{id}`

use api_types::connector as wire;
use axum::{Json, extract::Path};
use domain::ConnectorId;
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use operations::{
    connectors::{open, seal},
    sign_in_experience::forget_target,
};
use store::connector;

use super::{
    body::{check, check_config, check_place, connector_body, stored_metadata},
    bounds::check_bounds,
};
use crate::{
    ManagementContext,
    context::internal,
    rules::{Body, Rules},
};

impl Validate for Body<wire::UpdateConnector> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        check_bounds(&mut rules, self.0.config.as_ref(), self.0.metadata.as_ref());
        rules.issues()
    }
}

/// Changes a connector: `config` is replaced as a whole, `metadata` member by member.
pub(super) async fn update_connector(
    context: ManagementContext,
    Path(id): Path<ConnectorId>,
    ValidJson(Body(body)): ValidJson<Body<wire::UpdateConnector>>,
) -> Result<Json<wire::Connector>, ApiError> {
    let wire::UpdateConnector { config, metadata, sync_profile, enable_token_storage } = &body;
    if config.is_none() && metadata.is_none() && sync_profile.is_none() && enable_token_storage.is_none() {
        return Err(ApiError::unprocessable("entity.invalid_input"));
    }
    let (services, tenant, id, body) = (&context.services, context.tenant(), &id, &body);
    let changed = context
        .reconfigure(|tx| async move {
            let not_found = || ApiError::not_found("entity.not_found");
            let stored = connector::find(tx.exec(), tenant, id).await?.ok_or_else(not_found)?;
            let target_before = stored.target.clone();
            let mut connector = open(services, stored).map_err(internal)?.ok_or_else(not_found)?;
            if let Some(config) = &body.config {
                check_config(connector.factory, config)?;
                connector.config.clone_from(config);
            }
            connector.metadata.extend(stored_metadata(body.metadata.clone()));
            connector.sync_profile = body.sync_profile.unwrap_or(connector.sync_profile);
            connector.enable_token_storage =
                body.enable_token_storage.unwrap_or(connector.enable_token_storage);
            check(&connector)?;
            let sealed = seal(services, &connector).map_err(internal)?;
            check_place(connector.factory, &sealed, &connector::list(tx.exec(), tenant).await?)?;
            connector::update(tx.exec(), tenant, &sealed).await?;
            forget_target(tx.exec(), tenant, &target_before).await?;
            Ok(connector)
        })
        .await?;
    Ok(Json(connector_body(&changed)))
}
