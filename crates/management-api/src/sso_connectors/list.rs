//! `GET /api/sso-connectors`

use api_types::sso_connector as wire;
use http_kit::{ApiError, Page, Pagination};
use store::sso_connector;

use super::body::with_provider;
use crate::{ManagementContext, context::internal, rules::window};

/// Lists enterprise connectors, newest first; pagination is optional.
pub(super) async fn list_connectors(
    context: ManagementContext,
    pagination: Pagination,
) -> Result<Page<wire::SsoConnectorWithProvider>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let pagination = pagination.or_all();
    let page = pagination.as_ref().map_or(store::Page::ALL, window);
    let connectors = operations::sso::list(&context.services, page).await.map_err(internal)?;
    let rows = connectors.iter().map(|connector| with_provider(tenant, connector)).collect();
    Ok(match pagination {
        None => Page::all(rows),
        Some(pagination) => pagination.page(rows, sso_connector::count(exec, tenant).await?),
    })
}
