//! `PUT /api/applications/{id}/roles`

use api_types::user::RoleIds;
use axum::extract::Path;
use domain::{ApplicationId, RoleId};
use http_kit::{ApiError, ValidJson};
use store::role::{find_many, holder};

use super::{check_application, machine_roles};
use crate::{
    ManagementContext,
    rules::{Body, distinct, violation},
};

/// Makes the roles of an application exactly these, in one step. The hidden role behind `isAdmin`, which no list shows, stays.
pub(in crate::applications) async fn replace_roles(
    context: ManagementContext,
    Path(id): Path<ApplicationId>,
    ValidJson(Body(body)): ValidJson<Body<RoleIds>>,
) -> Result<&'static str, ApiError> {
    let (tenant, id, wanted) = (context.tenant(), &id, &distinct(&body.role_ids, RoleId::new));
    let authority = &context.authority;
    context
        .reconfigure(|tx| async move {
            check_application(tx.exec(), tenant, id).await?;
            machine_roles(tx.exec(), tenant, wanted, "entity.db_constraint_violated").await?;
            authority.check_roles(tx.exec(), tenant, wanted).await?;
            let held = holder::role_ids_of_application(tx.exec(), tenant, id).await?;
            for role in find_many(tx.exec(), tenant, &held).await? {
                if !role.is_internal() && !wanted.contains(&role.id) {
                    holder::remove_application(tx.exec(), tenant, &role.id, id).await?;
                }
            }
            let stored = holder::add_to_application(tx.exec(), tenant, id, wanted).await;
            stored.map_err(violation("entity.unique_integrity_violation"))
        })
        .await?;
    Ok("OK")
}
