//! Scopes of the organization template as the wire shows them, and the rules for what comes in.

use api_types::organization_template as wire;
use domain::{TenantId, organization::OrganizationScope};

use crate::{
    organizations::{MAX_DESCRIPTION, MAX_NAME},
    rules::Rules,
};

/// A scope as the wire shows it.
pub(crate) fn scope_body(tenant: &TenantId, scope: OrganizationScope) -> wire::OrganizationScope {
    wire::OrganizationScope {
        tenant_id: tenant.to_string(),
        id: scope.id.into_string(),
        name: scope.name,
        description: scope.description,
    }
}

/// Checks what creating and changing a scope have in common.
pub(super) fn check(rules: &mut Rules, name: Option<&str>, description: Option<&str>) {
    if let Some(name) = name {
        rules.length(&["name"], name, 1, MAX_NAME);
    }
    if let Some(description) = description {
        rules.length(&["description"], description, 0, MAX_DESCRIPTION);
    }
}
