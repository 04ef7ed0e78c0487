//! `GET /api/applications/{id}`

use api_types::application::ApplicationWithAdmin;
use axum::{Json, extract::Path};
use domain::{ApplicationId, RoleId};
use http_kit::ApiError;
use operations::seed::INTERNAL_ADMIN_ROLE_ID;
use store::role::holder::role_ids_of_application;

use super::{
    body::{application_body, find},
    built_in,
};
use crate::ManagementContext;

/// Shows an application, also a built-in one.
pub(super) async fn get_application(
    context: ManagementContext,
    Path(id): Path<ApplicationId>,
) -> Result<Json<ApplicationWithAdmin>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    if let Some(application) = built_in::find(tenant, &context.services.endpoint, &id) {
        return Ok(Json(application));
    }
    let application = find(exec, tenant, &id).await?;
    let held = role_ids_of_application(exec, tenant, &id).await?;
    let is_admin = held.contains(&RoleId::new(INTERNAL_ADMIN_ROLE_ID));
    Ok(Json(ApplicationWithAdmin { application: application_body(tenant, application), is_admin }))
}
