//! `/api/applications/{id}/protected-app-metadata/custom-domains`: host names of applications behind a proxy of the cloud product. This server
//! has no such proxy and lets no such application be made, so that every use is told so (Management API contract §8.2).

use api_types::application_access::{ProtectedAppCustomDomain, ProtectedAppDomain};
use axum::{Json, extract::Path, http::StatusCode};
use domain::ApplicationId;
use http_kit::{ApiError, CreatedText, Issue, NoContent, ValidJson, body::Validate};

use super::body::find;
use crate::{ManagementContext, rules::Body};

/// The longest domain name, in characters.
const MAX_DOMAIN: usize = 256;

impl Validate for Body<ProtectedAppDomain> {
    fn issues(&self) -> Vec<Issue> {
        crate::rules::Rules::default().length(&["domain"], &self.0.domain, 1, MAX_DOMAIN).issues()
    }
}

/// Lists the domains.
pub(super) async fn list_domains(
    context: ManagementContext,
    Path(id): Path<ApplicationId>,
) -> Result<Json<Vec<ProtectedAppCustomDomain>>, ApiError> {
    not_configured(&context, &id).await
}

/// Adds a domain.
pub(super) async fn add_domain(
    context: ManagementContext,
    Path(id): Path<ApplicationId>,
    ValidJson(Body(_)): ValidJson<Body<ProtectedAppDomain>>,
) -> Result<CreatedText, ApiError> {
    not_configured(&context, &id).await
}

/// Removes a domain.
pub(super) async fn remove_domain(
    context: ManagementContext,
    Path((id, _)): Path<(ApplicationId, String)>,
) -> Result<NoContent, ApiError> {
    not_configured(&context, &id).await
}

/// 404 for an application that does not exist, 501 for any other.
async fn not_configured<T>(context: &ManagementContext, id: &ApplicationId) -> Result<T, ApiError> {
    find(context.exec(), context.tenant(), id).await?;
    Err(ApiError::new(StatusCode::NOT_IMPLEMENTED, "application.protected_app_not_configured"))
}
