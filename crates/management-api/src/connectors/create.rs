//! `POST /api/connectors`

use api_types::connector as wire;
use axum::Json;
use connectors::{ConnectorType, Factory};
use domain::{ConnectorId, TenantId};
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use operations::connectors::{Connector, seal};
use store::{
    Transaction,
    connector::{self, StoredConnector},
};

use super::{
    body::{check, check_config, check_place, connector_body, stored_metadata},
    bounds::check_bounds,
};
use crate::{
    ManagementContext,
    context::internal,
    rules::{Body, Rules, violation},
};

/// The longest id, in characters.
const MAX_ID_LENGTH: usize = 128;

impl Validate for Body<wire::CreateConnector> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        rules.length(&["connectorId"], &self.0.connector_id, 1, MAX_ID_LENGTH);
        rules.optional_length(&["id"], self.0.id.as_ref(), 1, MAX_ID_LENGTH);
        check_bounds(&mut rules, self.0.config.as_ref(), self.0.metadata.as_ref());
        rules.issues()
    }
}

/// Creates a connector. There is one for e-mail and one for text messages: a new one takes the place of the one before.
pub(super) async fn create_connector(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<wire::CreateConnector>>,
) -> Result<Json<wire::Connector>, ApiError> {
    let unknown = || ApiError::unprocessable("connector.not_found_with_connector_id");
    let factory = connectors::factory(&body.connector_id).ok_or_else(unknown)?;
    if let Some(config) = &body.config {
        check_config(factory, config)?;
    }
    let services = &context.services;
    let connector = Connector {
        id: ConnectorId::new(body.id.unwrap_or_else(|| services.entropy.id_12())),
        factory,
        config: body.config.unwrap_or_default(),
        metadata: stored_metadata(body.metadata),
        sync_profile: body.sync_profile.unwrap_or_default(),
        enable_token_storage: body.enable_token_storage.unwrap_or_default(),
        created_at: services.now(),
    };
    check(&connector)?;
    let sealed = &seal(services, &connector).map_err(internal)?;
    let tenant = context.tenant();
    context.reconfigure(|tx| async move { place(&tx, tenant, factory, sealed).await }).await?;
    Ok(Json(connector_body(&connector)))
}

async fn place(
    tx: &Transaction,
    tenant: &TenantId,
    factory: &Factory,
    connector: &StoredConnector,
) -> Result<(), ApiError> {
    if factory.connector_type == ConnectorType::Social {
        check_place(factory, connector, &connector::list(tx.exec(), tenant).await?)?;
    } else if let Some(before) =
        connector::of_message_type(tx.exec(), tenant, &connector.connector_type).await?
    {
        connector::delete(tx.exec(), tenant, &before.id).await?;
    }
    let taken = violation("entity.unique_integrity_violation");
    connector::insert(tx.exec(), tenant, connector).await.map_err(taken)
}
