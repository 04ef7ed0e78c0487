//! `POST /api/roles/{id}/applications`

use api_types::role::AddApplications;
use axum::extract::Path;
use domain::{ApplicationId, RoleId, application::ApplicationType, role::RoleType};
use http_kit::{ApiError, CreatedText, Issue, ValidJson, body::Validate};
use store::{
    application::list::{existing, of_kind},
    role::holder,
};

use crate::{
    ManagementContext,
    roles::body::find,
    rules::{Body, Rules, distinct, violation},
};

impl Validate for Body<AddApplications> {
    fn issues(&self) -> Vec<Issue> {
        Rules::default().ids("applicationIds", &self.0.application_ids, 1).issues()
    }
}

/// Gives a role to machine-to-machine applications, to all of them or to none.
pub(in crate::roles) async fn add_applications(
    context: ManagementContext,
    Path(id): Path<RoleId>,
    ValidJson(Body(body)): ValidJson<Body<AddApplications>>,
) -> Result<CreatedText, ApiError> {
    let (tenant, id, ids) = (context.tenant(), &id, &distinct(&body.application_ids, ApplicationId::new));
    context
        .reconfigure(|tx| async move {
            let role = find(tx.exec(), tenant, id).await?;
            if existing(tx.exec(), tenant, ids).await?.len() < ids.len() {
                return Err(ApiError::not_found("entity.not_exists_with_id"));
            }
            let machines = of_kind(tx.exec(), tenant, ApplicationType::MachineToMachine, ids).await?;
            if role.kind != RoleType::MachineToMachine || machines.len() < ids.len() {
                return Err(ApiError::unprocessable("entity.db_constraint_violated"));
            }
            holder::add_applications(tx.exec(), tenant, id, ids)
                .await
                .map_err(violation("role.application_exists"))
        })
        .await?;
    Ok(CreatedText)
}
