//! `PUT /api/applications/{applicationId}/access-control`

use api_types::application_access::AccessControl;
use axum::{Json, extract::Path};
use domain::ApplicationId;
use http_kit::{ApiError, ValidJson};
use store::application::access;

use super::body::{access_control_body, rules_of};
use crate::{
    ManagementContext,
    applications::body::find,
    rules::{Body, violation},
};

/// Sets who is let in, all of it or nothing. While access is restricted, somebody must be.
pub(in crate::applications) async fn put_access_control(
    context: ManagementContext,
    Path(id): Path<ApplicationId>,
    ValidJson(Body(body)): ValidJson<Body<AccessControl>>,
) -> Result<Json<AccessControl>, ApiError> {
    let refused = |text: &str| ApiError::unprocessable("request.invalid_input").message(text);
    let rules = rules_of(&body);
    let (tenant, id, rules) = (context.tenant(), &id, &rules);
    // The same lock as for the application itself, so that access is not restricted while its rules go.
    context
        .reconfigure(|tx| async move {
            let application = find(tx.exec(), tenant, id).await?;
            if rules.organization_roles.iter().any(|(_, roles)| roles.is_empty()) {
                return Err(refused("A rule of an organization must name at least one role."));
            }
            if application.app_level_access_control_enabled && rules.is_empty() {
                return Err(refused("The access rules cannot be emptied while access control is enabled."));
            }
            access::replace(tx.exec(), tenant, id, rules)
                .await
                .map_err(violation("entity.unique_integrity_violation"))
        })
        .await?;
    Ok(Json(access_control_body(rules.clone())))
}
