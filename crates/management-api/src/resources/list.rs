//! `GET /api/resources`

use std::collections::HashMap;

use api_types::resource::ResourceWithScopes;
use domain::{ResourceId, resource::Scope};
use http_kit::{ApiError, Page, Pagination, Query, query_parameters};
use store::resource;

use super::{resource_body, scope_body};
use crate::ManagementContext;

query_parameters! {
    /// What the query may say.
    pub(crate) ListQuery: "includeScopes" = "Shows the scopes of each."
}

/// Lists resources by id; with the flag `includeScopes` each shows its scopes.
pub(super) async fn list_resources(
    context: ManagementContext,
    pagination: Pagination,
    query: Query<ListQuery>,
) -> Result<Page<ResourceWithScopes>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let pagination = pagination.or_all();
    let page = pagination.as_ref().map_or(store::Page::ALL, crate::rules::window);
    let resources = resource::list(exec, tenant, page).await?;
    let mut scopes: Option<HashMap<ResourceId, Vec<Scope>>> = None;
    if query.flag("includeScopes") {
        let ids: Vec<_> = resources.iter().map(|resource| resource.id.clone()).collect();
        let by_resource = scopes.insert(HashMap::new());
        for scope in resource::scope::of_resources(exec, tenant, &ids).await? {
            by_resource.entry(scope.resource_id.clone()).or_default().push(scope);
        }
    }
    let body = |resource: domain::resource::Resource| {
        let own = scopes.as_mut().map(|scopes| scopes.remove(&resource.id).unwrap_or_default());
        let own = own.map(|own| own.into_iter().map(|scope| scope_body(tenant, scope)).collect());
        ResourceWithScopes { resource: resource_body(tenant, resource), scopes: own }
    };
    let rows = resources.into_iter().map(body).collect();
    Ok(match pagination {
        None => Page::all(rows),
        Some(pagination) => pagination.page(rows, resource::count(exec, tenant).await?),
    })
}
