//! `POST /api/resources/{id}/scopes`

use api_types::resource as wire;
use axum::extract::Path;
use domain::{ResourceId, ScopeId, resource::Scope};
use http_kit::{ApiError, Created, Issue, ValidJson, body::Validate};
use store::resource::scope;

use super::{MAX_NAME_LENGTH, PROTECTED, changeable, check_name};
use crate::{
    ManagementContext,
    resources::scope_body,
    rules::{Body, Rules, empty_as_null, violation},
};

impl Validate for Body<wire::CreateScope> {
    fn issues(&self) -> Vec<Issue> {
        Rules::default().length(&["name"], &self.0.name, 1, MAX_NAME_LENGTH).issues()
    }
}

/// Adds a scope to a resource.
pub(in crate::resources) async fn create_scope(
    context: ManagementContext,
    Path(resource_id): Path<ResourceId>,
    ValidJson(Body(body)): ValidJson<Body<wire::CreateScope>>,
) -> Result<Created<wire::Scope>, ApiError> {
    let tenant = context.tenant();
    let scope = Scope {
        id: ScopeId::new(context.services.entropy.id_21()),
        resource_id,
        name: body.name,
        description: empty_as_null(body.description),
        created_at: context.services.now(),
    };
    let created = &scope;
    context
        .reconfigure(|tx| async move {
            changeable(tx.exec(), tenant, &created.resource_id, PROTECTED).await?;
            check_name(&created.name)?;
            scope::insert(tx.exec(), tenant, created).await.map_err(violation("scope.name_exists"))
        })
        .await?;
    Ok(Created(scope_body(tenant, scope)))
}
