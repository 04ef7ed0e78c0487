//! `POST /api/roles/{id}/scopes`

use api_types::{resource::Scope, role::AddScopes};
use axum::extract::Path;
use domain::{RoleId, ScopeId};
use http_kit::{ApiError, Created, Issue, ValidJson, body::Validate};
use store::{Page, role::scope, search::Search};

use crate::{
    ManagementContext,
    resources::scope_body,
    roles::body::{check_scopes, find},
    rules::{Body, Rules, distinct, violation},
};

impl Validate for Body<AddScopes> {
    fn issues(&self) -> Vec<Issue> {
        Rules::default().ids("scopeIds", &self.0.scope_ids, 1).issues()
    }
}

/// Gives a role further scopes, all or none, and answers with all that it has then.
pub(in crate::roles) async fn add_scopes(
    context: ManagementContext,
    Path(id): Path<RoleId>,
    ValidJson(Body(body)): ValidJson<Body<AddScopes>>,
) -> Result<Created<Vec<Scope>>, ApiError> {
    let (tenant, id, scope_ids) = (context.tenant(), &id, &distinct(&body.scope_ids, ScopeId::new));
    let scopes = context
        .reconfigure(|tx| async move {
            let role = find(tx.exec(), tenant, id).await?;
            check_scopes(tx.exec(), tenant, role.kind, scope_ids).await?;
            scope::add(tx.exec(), tenant, id, scope_ids).await.map_err(violation("role.scope_exists"))?;
            Ok::<_, ApiError>(scope::list(tx.exec(), tenant, id, &Search::default(), Page::ALL).await?)
        })
        .await?;
    Ok(Created(scopes.into_iter().map(|(scope, _)| scope_body(tenant, scope)).collect()))
}
