//! `GET /api/applications/{id}/user-consent-scopes`

use api_types::application as wire;
use axum::{Json, extract::Path};
use domain::{
    ApplicationId,
    resource::{Resource, Scope},
};
use http_kit::ApiError;
use store::application::consent::{self, ResourceScopeSet};

use crate::{ManagementContext, applications::body::find};

/// Shows everything a third-party application may ask for.
pub(in crate::applications) async fn list_consent_scopes(
    context: ManagementContext,
    Path(id): Path<ApplicationId>,
) -> Result<Json<wire::UserConsentScopes>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    find(exec, tenant, &id).await?;
    let organization_scopes = consent::organization_scopes(exec, tenant, &id).await?;
    let for_user = consent::resource_scopes(exec, tenant, &id, ResourceScopeSet::User).await?;
    let in_organizations =
        consent::resource_scopes(exec, tenant, &id, ResourceScopeSet::Organization).await?;
    let scope = |scope: domain::organization::OrganizationScope| wire::ConsentScope {
        id: scope.id.into_string(),
        name: scope.name,
        description: scope.description,
    };
    Ok(Json(wire::UserConsentScopes {
        organization_scopes: organization_scopes.into_iter().map(scope).collect(),
        resource_scopes: by_resource(for_user),
        organization_resource_scopes: by_resource(in_organizations),
        user_scopes: consent::user_scopes(exec, tenant, &id).await?,
    }))
}

/// Gathers scopes, which come ordered by resource, under their resources.
fn by_resource(scopes: Vec<(Scope, Resource)>) -> Vec<wire::ConsentResourceScopes> {
    let mut groups: Vec<wire::ConsentResourceScopes> = Vec::new();
    for (scope, resource) in scopes {
        let scope = wire::ConsentScope {
            id: scope.id.into_string(),
            name: scope.name,
            description: scope.description,
        };
        match groups.last_mut() {
            Some(group) if group.resource.id == resource.id.as_str() => group.scopes.push(scope),
            _ => {
                let Resource { id, name, indicator, .. } = resource;
                let resource = wire::ConsentResource { id: id.into_string(), name, indicator };
                groups.push(wire::ConsentResourceScopes { resource, scopes: vec![scope] });
            }
        }
    }
    groups
}
