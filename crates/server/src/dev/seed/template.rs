//! The organization template and the API resources: permissions, and the roles that give them.

use std::time::Duration;

use domain::{
    OrganizationRoleId, OrganizationScopeId, ResourceId, ScopeId,
    organization::{OrganizationRole, OrganizationScope},
    resource::{Resource, Scope},
    role::RoleType,
};
use operations::Services;
use store::{
    StoreError, Transaction, configuration,
    organization::{role, role_scope, scope},
    resource,
};

use crate::wiring::permissions::ALL as PERMISSIONS;

use super::{
    super::{ORDERS_API, ORGANIZATION_API},
    SeedError,
};

/// How long access tokens for the demonstration's resources live.
const ACCESS_TOKEN_TTL: Duration = Duration::from_secs(3_600);

/// The permissions of an imagined product's API resource.
pub(crate) const ORDER_PERMISSIONS: [(&str, &str); 2] =
    [("order:read", "See orders"), ("order:refund", "Refund orders")];

/// The permissions of an imagined product that has no API resource and takes organization tokens, as `crates/guard/examples/orders.rs` does.
pub(crate) const PRODUCT_PERMISSIONS: [(&str, &str); 1] = [("order:place", "Place orders")];

/// A role of the template: name, description, for whom it is, and whether it gives a permission.
struct TemplateRole {
    name: &'static str,
    description: &'static str,
    kind: RoleType,
    gives: fn(&str) -> bool,
}

const ROLES: [TemplateRole; 4] = [
    TemplateRole {
        name: "admin",
        description: "Manages the organization",
        kind: RoleType::User,
        gives: |_| true,
    },
    TemplateRole {
        name: "member",
        description: "Works in the organization",
        kind: RoleType::User,
        gives: |permission| matches!(permission, "org:read" | "member:read" | "order:read"),
    },
    TemplateRole {
        name: "auditor",
        description: "Sees everything and changes nothing",
        kind: RoleType::User,
        gives: |permission| permission.ends_with(":read"),
    },
    TemplateRole {
        name: "integration",
        description: "Places and sees orders with an API key",
        kind: RoleType::MachineToMachine,
        gives: |permission| matches!(permission, "org:read" | "order:place" | "order:read"),
    },
];

/// The permissions of the template: of the gateway's operations, and of the product.
fn organization_permissions() -> impl Iterator<Item = (&'static str, &'static str)> {
    PERMISSIONS.into_iter().chain(PRODUCT_PERMISSIONS)
}

/// Makes what is missing, all or nothing. A role that exists keeps what it gives.
pub(super) async fn ensure(services: &Services) -> Result<(), SeedError> {
    let now = services.configuration().await?;
    let has_roles =
        ROLES.iter().all(|role| now.organization_roles.values().any(|known| known.role.name == role.name));
    let has_resources =
        [ORGANIZATION_API, ORDERS_API].iter().all(|indicator| now.resource_by_indicator(indicator).is_some());
    // A database that an older version seeded lacks the permissions that have come since.
    let has_permissions = organization_permissions()
        .all(|(name, _)| now.organization_scopes.iter().any(|scope| scope.name == name));
    if has_roles && has_resources && has_permissions {
        return Ok(());
    }
    services
        .db
        .transaction(|tx| async move {
            configuration::bump(&tx, &services.tenant).await?;
            let permissions = ensure_permissions(&tx, services).await?;
            let mut scopes =
                ensure_resource(&tx, services, ("Organization API", ORGANIZATION_API), &PERMISSIONS).await?;
            scopes.extend(ensure_resource(&tx, services, ("Orders", ORDERS_API), &ORDER_PERMISSIONS).await?);
            for role in &ROLES {
                ensure_role(&tx, services, role, (&permissions, &scopes)).await?;
            }
            Ok::<_, StoreError>(())
        })
        .await?;
    Ok(())
}

async fn ensure_permissions(
    tx: &Transaction,
    services: &Services,
) -> Result<Vec<OrganizationScope>, StoreError> {
    let mut known = configuration::organization_template(tx.exec(), &services.tenant).await?.scopes;
    for (name, description) in organization_permissions() {
        if known.iter().any(|scope| scope.name == name) {
            continue;
        }
        let new = OrganizationScope {
            id: OrganizationScopeId::new(services.entropy.id_21()),
            name: name.to_owned(),
            description: Some(description.to_owned()),
        };
        scope::insert(tx.exec(), &services.tenant, &new).await?;
        known.push(new);
    }
    Ok(known)
}

async fn ensure_resource(
    tx: &Transaction,
    services: &Services,
    (name, indicator): (&str, &str),
    permissions: &[(&str, &str)],
) -> Result<Vec<Scope>, StoreError> {
    let (exec, tenant) = (tx.exec(), &services.tenant);
    let known =
        resource::all(exec, tenant).await?.into_iter().find(|resource| resource.indicator == indicator);
    let resource_id = if let Some(resource) = known {
        resource.id
    } else {
        let new = Resource {
            id: ResourceId::new(services.entropy.id_21()),
            name: name.to_owned(),
            indicator: indicator.to_owned(),
            is_default: false,
            access_token_ttl: ACCESS_TOKEN_TTL,
        };
        resource::insert(exec, tenant, &new).await?;
        new.id
    };
    let mut scopes = resource::all_scopes(exec, tenant).await?;
    scopes.retain(|scope| scope.resource_id == resource_id);
    for (name, description) in permissions {
        if scopes.iter().any(|scope| scope.name == *name) {
            continue;
        }
        let new = Scope {
            id: ScopeId::new(services.entropy.id_21()),
            resource_id: resource_id.clone(),
            name: (*name).to_owned(),
            description: Some((*description).to_owned()),
            created_at: services.now(),
        };
        resource::scope::insert(exec, tenant, &new).await?;
        scopes.push(new);
    }
    Ok(scopes)
}

async fn ensure_role(
    tx: &Transaction,
    services: &Services,
    template: &TemplateRole,
    (permissions, scopes): (&[OrganizationScope], &[Scope]),
) -> Result<(), StoreError> {
    let (exec, tenant) = (tx.exec(), &services.tenant);
    if role::find_by_name(exec, tenant, template.name).await?.is_some() {
        return Ok(());
    }
    let new = OrganizationRole {
        id: OrganizationRoleId::new(services.entropy.id_21()),
        name: template.name.to_owned(),
        description: Some(template.description.to_owned()),
        kind: template.kind,
    };
    role::insert(exec, tenant, &new).await?;
    let permissions =
        permissions.iter().filter(|scope| (template.gives)(&scope.name)).map(|scope| scope.id.clone());
    role_scope::add(exec, tenant, &new.id, &permissions.collect::<Vec<_>>()).await?;
    let scopes = scopes.iter().filter(|scope| (template.gives)(&scope.name)).map(|scope| scope.id.clone());
    role_scope::add(exec, tenant, &new.id, &scopes.collect::<Vec<_>>()).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn administrators_hold_everything_and_auditors_nothing_that_changes_anything() {
        let holds = |role: &str| -> Vec<&str> {
            let role = ROLES.iter().find(|known| known.name == role).unwrap();
            let all = organization_permissions().chain(ORDER_PERMISSIONS).map(|(name, _)| name);
            all.filter(|name| (role.gives)(name)).collect()
        };
        assert_eq!(
            holds("admin").len(),
            PERMISSIONS.len() + PRODUCT_PERMISSIONS.len() + ORDER_PERMISSIONS.len()
        );
        assert_eq!(holds("member"), ["org:read", "member:read", "order:read"]);
        assert_eq!(holds("auditor"), ["org:read", "member:read", "log:read", "order:read"]);
        assert_eq!(holds("integration"), ["org:read", "order:place", "order:read"]);
    }
}
