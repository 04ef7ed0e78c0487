//! What a third-party application may ask users for (Management API contract §8.5).

use domain::{
    ApplicationId, OrganizationScopeId, ScopeId, TenantId,
    organization::OrganizationScope,
    resource::{Resource, Scope},
};

use crate::{
    StoreError,
    db::{Exec, Row},
    params, relation, resource,
};

/// Everything a third-party application may ask for, by name and id.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ThirdPartyScopes {
    /// OpenID scopes beyond `openid` and `offline_access`: `profile`, `email`, …
    pub user_scopes: Vec<String>,
    /// Permissions of API resources, for the user's own access.
    pub resource_scope_ids: Vec<ScopeId>,
    /// Permissions in organizations.
    pub organization_scope_ids: Vec<OrganizationScopeId>,
    /// Permissions of API resources inside organizations.
    pub organization_resource_scope_ids: Vec<ScopeId>,
}

const USER_SCOPES: &str = "SELECT user_scope FROM application_user_scopes
                           WHERE tenant_id = $1 AND application_id = $2 ORDER BY user_scope";
const RESOURCE_SCOPE_IDS: &str = "SELECT scope_id FROM application_resource_scopes
                                  WHERE tenant_id = $1 AND application_id = $2 ORDER BY scope_id";
const ORGANIZATION_SCOPE_IDS: &str = "SELECT organization_scope_id FROM application_organization_scopes
                                      WHERE tenant_id = $1 AND application_id = $2 ORDER BY organization_scope_id";
const ORGANIZATION_RESOURCE_SCOPE_IDS: &str = "SELECT scope_id FROM application_organization_resource_scopes
                                               WHERE tenant_id = $1 AND application_id = $2 ORDER BY scope_id";

/// What an application may ask for.
pub async fn scopes(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &ApplicationId,
) -> Result<ThirdPartyScopes, StoreError> {
    Ok(ThirdPartyScopes {
        user_scopes: user_scopes(exec, tenant, id).await?,
        resource_scope_ids: exec
            .all(RESOURCE_SCOPE_IDS, params![tenant, id], |row| row.text(0).map(ScopeId::new))
            .await?,
        organization_scope_ids: exec
            .all(ORGANIZATION_SCOPE_IDS, params![tenant, id], |row| row.text(0).map(OrganizationScopeId::new))
            .await?,
        organization_resource_scope_ids: exec
            .all(ORGANIZATION_RESOURCE_SCOPE_IDS, params![tenant, id], |row| row.text(0).map(ScopeId::new))
            .await?,
    })
}

/// The OpenID scopes an application may ask for, by name.
pub async fn user_scopes(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &ApplicationId,
) -> Result<Vec<String>, StoreError> {
    exec.all(USER_SCOPES, params![tenant, id], |row| row.text(0)).await
}

/// Which of the two sets of API permissions is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ResourceScopeSet {
    /// Those for the user's own access.
    User,
    /// Those inside organizations.
    Organization,
}

const RESOURCE_SCOPES: &str = "
SELECT scopes.id, scopes.resource_id, scopes.name, scopes.description, scopes.created_at, resources.id, resources.name,
       resources.indicator, resources.is_default, resources.access_token_ttl_seconds
FROM application_resource_scopes
JOIN scopes ON scopes.tenant_id = application_resource_scopes.tenant_id AND scopes.id = application_resource_scopes.scope_id
JOIN resources ON resources.tenant_id = scopes.tenant_id AND resources.id = scopes.resource_id
WHERE application_resource_scopes.tenant_id = $1 AND application_resource_scopes.application_id = $2
ORDER BY resources.id, scopes.id";
const ORGANIZATION_RESOURCE_SCOPES: &str = "
SELECT scopes.id, scopes.resource_id, scopes.name, scopes.description, scopes.created_at, resources.id, resources.name,
       resources.indicator, resources.is_default, resources.access_token_ttl_seconds
FROM application_organization_resource_scopes AS consented
JOIN scopes ON scopes.tenant_id = consented.tenant_id AND scopes.id = consented.scope_id
JOIN resources ON resources.tenant_id = scopes.tenant_id AND resources.id = scopes.resource_id
WHERE consented.tenant_id = $1 AND consented.application_id = $2
ORDER BY resources.id, scopes.id";

/// The API permissions of one set, each with its resource, by resource.
pub async fn resource_scopes(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &ApplicationId,
    set: ResourceScopeSet,
) -> Result<Vec<(Scope, Resource)>, StoreError> {
    let sql = match set {
        ResourceScopeSet::User => RESOURCE_SCOPES,
        ResourceScopeSet::Organization => ORGANIZATION_RESOURCE_SCOPES,
    };
    exec.all(sql, params![tenant, id], |row| {
        Ok((resource::scope::from_row(row)?, resource::from_row_at(row, 5)?))
    })
    .await
}

const ORGANIZATION_SCOPES: &str = "
SELECT organization_scopes.id, organization_scopes.name, organization_scopes.description
FROM application_organization_scopes AS consented
JOIN organization_scopes ON organization_scopes.tenant_id = consented.tenant_id
  AND organization_scopes.id = consented.organization_scope_id
WHERE consented.tenant_id = $1 AND consented.application_id = $2
ORDER BY organization_scopes.name, organization_scopes.id";

/// The permissions in organizations, by name.
pub async fn organization_scopes(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &ApplicationId,
) -> Result<Vec<OrganizationScope>, StoreError> {
    exec.all(ORGANIZATION_SCOPES, params![tenant, id], organization_scope).await
}

fn organization_scope(row: &Row<'_>) -> Result<OrganizationScope, StoreError> {
    Ok(OrganizationScope {
        id: OrganizationScopeId::new(row.text(0)?),
        name: row.text(1)?,
        description: row.opt_text(2)?,
    })
}

const ADD_USER_SCOPES: (&str, &str) = (
    "INSERT INTO application_user_scopes (tenant_id, application_id, user_scope) VALUES ",
    " ON CONFLICT (tenant_id, application_id, user_scope) DO NOTHING",
);
const ADD_RESOURCE_SCOPES: (&str, &str) = (
    "INSERT INTO application_resource_scopes (tenant_id, application_id, scope_id) VALUES ",
    " ON CONFLICT (tenant_id, application_id, scope_id) DO NOTHING",
);
const ADD_ORGANIZATION_SCOPES: (&str, &str) = (
    "INSERT INTO application_organization_scopes (tenant_id, application_id, organization_scope_id) VALUES ",
    " ON CONFLICT (tenant_id, application_id, organization_scope_id) DO NOTHING",
);
const ADD_ORGANIZATION_RESOURCE_SCOPES: (&str, &str) = (
    "INSERT INTO application_organization_resource_scopes (tenant_id, application_id, scope_id) VALUES ",
    " ON CONFLICT (tenant_id, application_id, scope_id) DO NOTHING",
);

/// Lets an application ask for more; what it may ask for already stays. An unknown id is a foreign-key violation.
pub async fn add(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &ApplicationId,
    scopes: &ThirdPartyScopes,
) -> Result<(), StoreError> {
    relation::insert(exec, ADD_USER_SCOPES, tenant, id, &scopes.user_scopes).await?;
    relation::insert(exec, ADD_RESOURCE_SCOPES, tenant, id, &scopes.resource_scope_ids).await?;
    relation::insert(exec, ADD_ORGANIZATION_SCOPES, tenant, id, &scopes.organization_scope_ids).await?;
    relation::insert(
        exec,
        ADD_ORGANIZATION_RESOURCE_SCOPES,
        tenant,
        id,
        &scopes.organization_resource_scope_ids,
    )
    .await?;
    Ok(())
}

/// One thing a third-party application may ask for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ConsentScope {
    /// An OpenID scope.
    User(String),
    /// A permission of an API resource.
    Resource(ScopeId),
    /// A permission in organizations.
    Organization(OrganizationScopeId),
    /// A permission of an API resource inside organizations.
    OrganizationResource(ScopeId),
}

const REMOVE_USER_SCOPE: &str = "DELETE FROM application_user_scopes
                                 WHERE tenant_id = $1 AND application_id = $2 AND user_scope = $3";
const REMOVE_RESOURCE_SCOPE: &str = "DELETE FROM application_resource_scopes
                                     WHERE tenant_id = $1 AND application_id = $2 AND scope_id = $3";
const REMOVE_ORGANIZATION_SCOPE: &str = "DELETE FROM application_organization_scopes
                                         WHERE tenant_id = $1 AND application_id = $2 AND organization_scope_id = $3";
const REMOVE_ORGANIZATION_RESOURCE_SCOPE: &str = "DELETE FROM application_organization_resource_scopes
                                                  WHERE tenant_id = $1 AND application_id = $2 AND scope_id = $3";

/// Takes one thing from what an application may ask for; `false` when it was not among them.
pub async fn remove(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &ApplicationId,
    scope: &ConsentScope,
) -> Result<bool, StoreError> {
    let (sql, scope) = match scope {
        ConsentScope::User(name) => (REMOVE_USER_SCOPE, name.as_str()),
        ConsentScope::Resource(id) => (REMOVE_RESOURCE_SCOPE, id.as_str()),
        ConsentScope::Organization(id) => (REMOVE_ORGANIZATION_SCOPE, id.as_str()),
        ConsentScope::OrganizationResource(id) => (REMOVE_ORGANIZATION_RESOURCE_SCOPE, id.as_str()),
    };
    Ok(exec.execute(sql, params![tenant, id, scope]).await? > 0)
}

const EXISTING_ORGANIZATION_SCOPES: &str =
    "SELECT id FROM organization_scopes WHERE tenant_id = {} AND id IN ";

/// Which of these permissions in organizations exist.
pub async fn existing_organization_scopes(
    exec: Exec<'_>,
    tenant: &TenantId,
    ids: &[OrganizationScopeId],
) -> Result<Vec<OrganizationScopeId>, StoreError> {
    let found = relation::among(exec, EXISTING_ORGANIZATION_SCOPES, params![tenant], ids).await?;
    Ok(found.into_iter().map(OrganizationScopeId::new).collect())
}
