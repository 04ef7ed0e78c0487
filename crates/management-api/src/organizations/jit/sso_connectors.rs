//! `/api/organizations/{id}/jit/sso-connectors`: the enterprise connectors whose users join. How their providers are reached is nothing that whoever looks
//! after an organization must know: the list shows empty configurations.

use api_types::{organization as wire, sso_connector::SsoConnector};
use axum::extract::Path;
use domain::{OrganizationId, SsoConnectorId};
use http_kit::{ApiError, CreatedText, Issue, NoContent, Page, Pagination, ValidJson, body::Validate};
use serde::Deserialize;
use store::organization::jit;

use super::{
    super::body::{removed, violation},
    ensure_organization,
};
use crate::{
    ManagementContext,
    rules::{Rules, distinct, window},
    sso_connectors::without_config,
};

/// A body of at least `LEAST` connectors.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub(in crate::organizations) struct Connectors<const LEAST: usize>(wire::SsoConnectorIds);

impl<const LEAST: usize> Validate for Connectors<LEAST> {
    fn issues(&self) -> Vec<Issue> {
        Rules::default().ids("ssoConnectorIds", &self.0.sso_connector_ids, LEAST).issues()
    }
}

/// Lists the connectors by name, without their configurations; pagination is optional.
pub(in crate::organizations) async fn list(
    context: ManagementContext,
    Path(id): Path<OrganizationId>,
    pagination: Pagination,
) -> Result<Page<SsoConnector>, ApiError> {
    ensure_organization(&context, &id).await?;
    let (exec, tenant) = (context.exec(), context.tenant());
    let pagination = pagination.or_all();
    let page = pagination.as_ref().map_or(store::Page::ALL, window);
    let connectors = jit::sso_connectors(exec, tenant, &id, page).await?;
    let rows = connectors.into_iter().map(|connector| without_config(tenant, connector)).collect();
    Ok(match pagination {
        None => Page::all(rows),
        Some(pagination) => pagination.page(rows, jit::count_sso_connectors(exec, tenant, &id).await?),
    })
}

/// Adds connectors, all of them or none; those that are there stay.
pub(in crate::organizations) async fn add(
    context: ManagementContext,
    Path(id): Path<OrganizationId>,
    ValidJson(Connectors(body)): ValidJson<Connectors<1>>,
) -> Result<CreatedText, ApiError> {
    let connectors = &distinct(&body.sso_connector_ids, SsoConnectorId::new);
    let (services, id) = (&context.services, &id);
    services
        .db
        .transaction(|tx| async move {
            jit::add_sso_connectors(tx.exec(), &services.tenant, id, connectors).await
        })
        .await
        .map_err(violation)?;
    Ok(CreatedText)
}

/// Makes the connectors given those of the organization.
pub(in crate::organizations) async fn replace(
    context: ManagementContext,
    Path(id): Path<OrganizationId>,
    ValidJson(Connectors(body)): ValidJson<Connectors<0>>,
) -> Result<NoContent, ApiError> {
    let connectors = &distinct(&body.sso_connector_ids, SsoConnectorId::new);
    let (services, id) = (&context.services, &id);
    services
        .db
        .transaction(|tx| async move {
            jit::replace_sso_connectors(tx.exec(), &services.tenant, id, connectors).await
        })
        .await
        .map_err(violation)?;
    Ok(NoContent)
}

/// Removes a connector.
pub(in crate::organizations) async fn remove(
    context: ManagementContext,
    Path((id, connector)): Path<(OrganizationId, SsoConnectorId)>,
) -> Result<NoContent, ApiError> {
    let gone = jit::remove_sso_connector(context.exec(), context.tenant(), &id, &connector).await;
    removed(gone.map_err(violation)?)
}
