//! `GET /api/applications/{id}`

use api_types::application::ApplicationWithAdmin;
use axum::{Extension, Json, extract::Path};
use domain::{ApplicationId, RoleId, application::Application};
use http_kit::ApiError;
use operations::seed::INTERNAL_ADMIN_ROLE_ID;
use store::role::holder::role_ids_of_application;

use super::{
    body::{application_body, find, unknown},
    built_in,
};
use crate::{BuiltInMachine, ManagementContext, context::internal};

/// Shows an application, also a built-in one.
pub(super) async fn get_application(
    context: ManagementContext,
    machine: Option<Extension<BuiltInMachine>>,
    Path(id): Path<ApplicationId>,
) -> Result<Json<ApplicationWithAdmin>, ApiError> {
    let tenant = context.tenant();
    if let Some(application) = built_in::find(tenant, &context.services.endpoint, &id) {
        return Ok(Json(application));
    }
    let (application, held) = match machine {
        Some(_) => remembered(&context, &id).await?,
        None => read(&context, &id).await?,
    };
    let is_admin = held.contains(&RoleId::new(INTERNAL_ADMIN_ROLE_ID));
    Ok(Json(ApplicationWithAdmin { application: application_body(tenant, application), is_admin }))
}

async fn read(
    context: &ManagementContext,
    id: &ApplicationId,
) -> Result<(Application, Vec<RoleId>), ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let application = find(exec, tenant, id).await?;
    Ok((application, role_ids_of_application(exec, tenant, id).await?))
}

/// As [`read`], for the gateway, which asks before each request: what the token endpoints know of clients is as new on the node that changed
/// it, and on others once they have heard of it.
async fn remembered(
    context: &ManagementContext,
    id: &ApplicationId,
) -> Result<(Application, Vec<RoleId>), ApiError> {
    let client = context.services.client(id).await.map_err(internal)?.ok_or_else(unknown)?;
    Ok((client.application.clone(), client.role_ids.clone()))
}
