//! `DELETE /api/applications/{id}/legacy-secret`

use axum::extract::Path;
use domain::ApplicationId;
use http_kit::ApiError;

use crate::{ManagementContext, applications::body::find};

/// Takes the one secret that applications held before secrets had names. None of ours ever did, so this is always an error.
pub(in crate::applications) async fn delete_legacy_secret(
    context: ManagementContext,
    Path(id): Path<ApplicationId>,
) -> ApiError {
    match find(context.exec(), context.tenant(), &id).await {
        Ok(_) => ApiError::bad_request("application.no_legacy_secret_found"),
        Err(error) => error,
    }
}
