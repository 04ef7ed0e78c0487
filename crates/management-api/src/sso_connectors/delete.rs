//! `DELETE /api/sso-connectors/{id}`

use axum::extract::Path;
use domain::SsoConnectorId;
use http_kit::{ApiError, NoContent};
use store::sso_connector;

use crate::{ManagementContext, organizations::removed};

/// Deletes an enterprise connector, who users are at its provider, and its place among those whose users join organizations.
pub(super) async fn delete_connector(
    context: ManagementContext,
    Path(id): Path<SsoConnectorId>,
) -> Result<NoContent, ApiError> {
    removed(sso_connector::delete(context.exec(), context.tenant(), &id).await?)
}
