//! `POST /api/applications/{id}/roles`

use api_types::{role::AddedRoles, user::RoleIds};
use axum::extract::Path;
use domain::{ApplicationId, RoleId};
use http_kit::{ApiError, Created, ValidJson};
use store::role::holder;

use super::{check_application, machine_roles};
use crate::{
    ManagementContext,
    rules::{Body, distinct, violation},
};

/// Gives an application further roles; those it holds stay, and are not among the added.
pub(in crate::applications) async fn add_roles(
    context: ManagementContext,
    Path(id): Path<ApplicationId>,
    ValidJson(Body(body)): ValidJson<Body<RoleIds>>,
) -> Result<Created<AddedRoles>, ApiError> {
    let (tenant, id, wanted) = (context.tenant(), &id, &distinct(&body.role_ids, RoleId::new));
    let added = context
        .reconfigure(|tx| async move {
            check_application(tx.exec(), tenant, id).await?;
            machine_roles(tx.exec(), tenant, wanted, "application.invalid_role_type").await?;
            let held = holder::role_ids_of_application(tx.exec(), tenant, id).await?;
            let added: Vec<RoleId> = wanted.iter().filter(|wanted| !held.contains(wanted)).cloned().collect();
            let stored = holder::add_to_application(tx.exec(), tenant, id, &added).await;
            stored.map_err(violation("entity.unique_integrity_violation"))?;
            Ok::<_, ApiError>(added)
        })
        .await?;
    let added_role_ids = added.into_iter().map(RoleId::into_string).collect();
    Ok(Created(AddedRoles { role_ids: body.role_ids, added_role_ids }))
}
