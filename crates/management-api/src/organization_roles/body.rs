//! Roles of the organization template as the wire shows them, and the rules for what comes in.

use api_types::organization_template as wire;
use domain::{TenantId, organization::OrganizationRole, role::RoleType};
use http_kit::Issue;
use store::organization::role::RoleScopes;

use crate::{
    organizations::{MAX_DESCRIPTION, MAX_NAME},
    rules::Rules,
};

/// A role as the wire shows it.
pub(crate) fn role_body(tenant: &TenantId, role: OrganizationRole) -> wire::OrganizationRole {
    wire::OrganizationRole {
        tenant_id: tenant.to_string(),
        id: role.id.into_string(),
        name: role.name,
        description: role.description,
        kind: role.kind.as_str().to_owned(),
    }
}

/// A role as its list shows it.
pub(super) fn list_item_body(
    tenant: &TenantId,
    role: OrganizationRole,
    scopes: RoleScopes,
) -> wire::OrganizationRoleListItem {
    let organization_scope =
        |(id, name): (domain::OrganizationScopeId, String)| wire::ScopeName { id: id.into_string(), name };
    let resource_scope = |scope: store::organization::role::ResourceScopeName| wire::ResourceScopeName {
        id: scope.id.into_string(),
        name: scope.name,
        resource: wire::ResourceName { id: scope.resource_id.into_string(), name: scope.resource_name },
    };
    wire::OrganizationRoleListItem {
        role: role_body(tenant, role),
        scopes: scopes.scopes.into_iter().map(organization_scope).collect(),
        resource_scopes: scopes.resource_scopes.into_iter().map(resource_scope).collect(),
    }
}

/// Checks what creating and changing a role have in common.
pub(super) fn check(rules: &mut Rules, name: Option<&str>, description: Option<&str>, kind: Option<&str>) {
    if let Some(name) = name {
        rules.length(&["name"], name, 1, MAX_NAME);
    }
    if let Some(description) = description {
        rules.length(&["description"], description, 0, MAX_DESCRIPTION);
    }
    if kind.is_some_and(|kind| RoleType::parse(kind).is_none()) {
        rules.issue(Issue::new("invalid_enum_value", &["type"], "Expected 'User' | 'MachineToMachine'"));
    }
}
