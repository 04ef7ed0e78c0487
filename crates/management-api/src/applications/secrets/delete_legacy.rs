//! `DELETE /api/applications/{id}/legacy-secret`

use api_types::application::Application;
use axum::{Json, extract::Path};
use domain::ApplicationId;
use http_kit::ApiError;

use crate::{ManagementContext, applications::body::find};

/// Takes the one secret that applications held before secrets had names. None of ours ever did, so this is always an error.
pub(in crate::applications) async fn delete_legacy_secret(
    context: ManagementContext,
    Path(id): Path<ApplicationId>,
) -> Result<Json<Application>, ApiError> {
    find(context.exec(), context.tenant(), &id).await?;
    Err(ApiError::bad_request("application.no_legacy_secret_found"))
}
