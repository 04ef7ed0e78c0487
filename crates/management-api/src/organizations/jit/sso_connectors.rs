//! `/api/organizations/{id}/jit/sso-connectors`: connectors of enterprises whose users join. No connector exists on this server, so that
//! every id is unknown and every list is empty.

use api_types::{organization as wire, sso_connector::SsoConnector};
use axum::extract::Path;
use domain::OrganizationId;
use http_kit::{ApiError, CreatedText, Issue, NoContent, Page, Pagination, ValidJson, body::Validate};
use serde::Deserialize;
use store::StoreError;

use super::{
    super::body::{removed, violation},
    ensure_organization,
};
use crate::{ManagementContext, rules::Rules};

/// A body of at least `LEAST` connectors.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub(in crate::organizations) struct Connectors<const LEAST: usize>(wire::SsoConnectorIds);

impl<const LEAST: usize> Validate for Connectors<LEAST> {
    fn issues(&self) -> Vec<Issue> {
        Rules::default().ids("ssoConnectorIds", &self.0.sso_connector_ids, LEAST).issues()
    }
}

/// Lists the connectors; pagination is optional.
pub(in crate::organizations) async fn list(
    context: ManagementContext,
    Path(id): Path<OrganizationId>,
    pagination: Pagination,
) -> Result<Page<SsoConnector>, ApiError> {
    ensure_organization(&context, &id).await?;
    Ok(match pagination.or_all() {
        None => Page::all(Vec::new()),
        Some(pagination) => pagination.page(Vec::new(), 0),
    })
}

/// Adds connectors: whichever are named, they do not exist.
pub(in crate::organizations) async fn add(
    _context: ManagementContext,
    Path(_): Path<OrganizationId>,
    ValidJson(_): ValidJson<Connectors<1>>,
) -> Result<CreatedText, ApiError> {
    Err(violation(StoreError::ForeignKeyViolation))
}

/// Makes the connectors given those of the organization, which only none can be.
pub(in crate::organizations) async fn replace(
    _context: ManagementContext,
    Path(_): Path<OrganizationId>,
    ValidJson(Connectors(body)): ValidJson<Connectors<0>>,
) -> Result<NoContent, ApiError> {
    if body.sso_connector_ids.is_empty() {
        Ok(NoContent)
    } else {
        Err(violation(StoreError::ForeignKeyViolation))
    }
}

/// Removes a connector: the organization has none.
pub(in crate::organizations) async fn remove(
    _context: ManagementContext,
    Path(_): Path<(OrganizationId, String)>,
) -> Result<NoContent, ApiError> {
    removed(false)
}
