//! `POST /api/organization-scopes`

use api_types::organization_template as wire;
use domain::{OrganizationScopeId, organization::OrganizationScope};
use http_kit::{ApiError, Created, Issue, ValidJson, body::Validate};
use store::organization::scope;

use super::body::{check, scope_body};
use crate::{
    ManagementContext,
    organizations::violation,
    rules::{Body, Rules, empty_as_null},
};

impl Validate for Body<wire::CreateOrganizationScope> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        check(&mut rules, Some(&self.0.name), self.0.description.as_deref());
        rules.issues()
    }
}

/// Creates a scope.
pub(super) async fn create_scope(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<wire::CreateOrganizationScope>>,
) -> Result<Created<wire::OrganizationScope>, ApiError> {
    let scope = OrganizationScope {
        id: OrganizationScopeId::new(context.services.entropy.id_21()),
        name: body.name,
        description: empty_as_null(body.description),
    };
    let (tenant, new) = (context.tenant(), &scope);
    context
        .reconfigure(|tx| async move { scope::insert(tx.exec(), tenant, new).await.map_err(violation) })
        .await?;
    Ok(Created(scope_body(tenant, scope)))
}
