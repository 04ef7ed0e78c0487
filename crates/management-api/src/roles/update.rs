//! `PATCH /api/roles/{id}`

use api_types::role as wire;
use axum::{Json, extract::Path};
use domain::RoleId;
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use store::role;

use super::{
    body::{MAX_LENGTH, check_name, find},
    role_body,
};
use crate::{
    ManagementContext,
    rules::{Body, Rules, violation},
};

impl Validate for Body<wire::UpdateRole> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        rules.optional_length(&["name"], self.0.name.as_ref(), 1, MAX_LENGTH);
        if let Some(name) = &self.0.name {
            check_name(&mut rules, name);
        }
        rules.optional_length(&["description"], self.0.description.as_ref(), 1, MAX_LENGTH).issues()
    }
}

/// Changes a role. Its type is fixed, and so is the name of a hidden one; one that opens the Management API is for those who may do
/// everything.
pub(super) async fn update_role(
    context: ManagementContext,
    Path(id): Path<RoleId>,
    ValidJson(Body(body)): ValidJson<Body<wire::UpdateRole>>,
) -> Result<Json<wire::Role>, ApiError> {
    let (tenant, id, body, authority) = (context.tenant(), &id, &body, &context.authority);
    let role = context
        .reconfigure(|tx| async move {
            authority.check_role(tx.exec(), tenant, id).await?;
            let mut role = find(tx.exec(), tenant, id).await?;
            if body.name.is_none() && body.description.is_none() && body.is_default.is_none() {
                return Err(ApiError::unprocessable("entity.invalid_input"));
            }
            if let Some(name) = &body.name {
                // A hidden role that shows itself could be given and taken like any other.
                if role.is_internal() {
                    return Err(ApiError::unprocessable("role.internal_role_violation"));
                }
                role.name.clone_from(name);
            }
            if let Some(description) = &body.description {
                role.description.clone_from(description);
            }
            role.is_default = body.is_default.unwrap_or(role.is_default);
            role::update(tx.exec(), tenant, &role).await.map_err(violation("role.name_in_use"))?;
            Ok(role)
        })
        .await?;
    Ok(Json(role_body(tenant, role)))
}
