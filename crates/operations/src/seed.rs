//! What every tenant starts with (Management API contract §1.9): the Management API as a resource, the two roles that give access to
//! it, and a few settings. Signing keys are made in [`crate::keys`].

use std::time::Duration;

use domain::{
    ResourceId, RoleId, ScopeId,
    resource::{MANAGEMENT_API_RESOURCE_ID, MANAGEMENT_API_SCOPE_ID, Resource, Scope},
    role::{Role, RoleType},
};
use protocol::{
    identifiers::{
        INTERNAL_ADMIN_ROLE_NAME, MANAGEMENT_API_RESOURCE_NAME, MANAGEMENT_API_ROLE_NAME,
        MANAGEMENT_API_SCOPE, management_api_indicator,
    },
    scope::DEFAULT_ENABLED_EXTENDED_CLAIMS,
};
use serde_json::json;
use store::{
    StoreError, Transaction, configuration,
    resource::{self, scope},
    role,
};

use crate::{
    configuration::{ADMIN_CONSOLE, ID_TOKEN},
    services::{OperationError, Services},
};

/// The id of the hidden role behind an application's `isAdmin`.
pub const INTERNAL_ADMIN_ROLE_ID: &str = "admin-role";
/// How long tokens for the Management API live.
const ACCESS_TOKEN_TTL: Duration = Duration::from_secs(3_600);

/// Gives a fresh tenant what it starts with; does nothing for one that has it.
///
/// The resource of the Management API cannot be deleted, so its presence tells that a tenant has been seeded: what an operator has
/// deleted or changed since does not come back. Nodes that start together seed once, one after the other.
pub async fn seed_tenant(services: &Services) -> Result<(), OperationError> {
    let id = &ResourceId::new(MANAGEMENT_API_RESOURCE_ID);
    if resource::find(services.db.exec(), &services.tenant, id).await?.is_some() {
        return Ok(());
    }
    services
        .db
        .transaction(|tx| async move {
            // Moving the version first makes nodes that start together wait for each other here, before they look.
            configuration::bump(&tx, &services.tenant).await?;
            if resource::find(tx.exec(), &services.tenant, id).await?.is_none() {
                seed(&tx, services).await?;
            }
            Ok::<_, StoreError>(())
        })
        .await?;
    Ok(())
}

/// A scope of the Management API: its name, and what it is for.
pub type ManagementScope = (String, String);

/// The id of a scope of the Management API beside `all`: made of its name, and as long as ids are.
pub fn management_scope_id(name: &str) -> ScopeId {
    let digest = jose::sha256(name.as_bytes());
    ScopeId::new(digest.iter().take(10).fold("m".to_owned(), |id, byte| format!("{id}{byte:02x}")))
}

/// Gives the Management API's resource those of these scopes that it lacks, so that roles can hold them. Their ids come from their names, so
/// that nodes which start together agree.
pub async fn add_management_scopes(
    services: &Services,
    scopes: &[ManagementScope],
) -> Result<(), OperationError> {
    let (tenant, resource_id) = (&services.tenant, &ResourceId::new(MANAGEMENT_API_RESOURCE_ID));
    let configuration = services.configuration().await?;
    let held = configuration.resource_by_indicator(&management_api_indicator(tenant.as_str()));
    let is_held = |name: &str| held.is_some_and(|api| api.scopes.iter().any(|scope| scope.name == name));
    let missing = &scopes.iter().filter(|(name, _)| !is_held(name)).collect::<Vec<_>>();
    if missing.is_empty() {
        return Ok(());
    }
    services
        .db
        .transaction(|tx| async move {
            configuration::bump(&tx, tenant).await?;
            for (name, description) in missing {
                let id = management_scope_id(name);
                if scope::find(tx.exec(), tenant, &id).await?.is_none() {
                    let scope = Scope {
                        id,
                        resource_id: resource_id.clone(),
                        name: name.clone(),
                        description: Some(description.clone()),
                        created_at: services.now(),
                    };
                    scope::insert(tx.exec(), tenant, &scope).await?;
                }
            }
            Ok::<_, StoreError>(())
        })
        .await?;
    Ok(())
}

async fn seed(tx: &Transaction, services: &Services) -> Result<(), StoreError> {
    let (exec, tenant) = (tx.exec(), &services.tenant);
    let resource = Resource {
        id: ResourceId::new(MANAGEMENT_API_RESOURCE_ID),
        name: MANAGEMENT_API_RESOURCE_NAME.to_owned(),
        indicator: management_api_indicator(tenant.as_str()),
        is_default: false,
        access_token_ttl: ACCESS_TOKEN_TTL,
    };
    let scope = Scope {
        id: ScopeId::new(MANAGEMENT_API_SCOPE_ID),
        resource_id: resource.id.clone(),
        name: MANAGEMENT_API_SCOPE.to_owned(),
        description: Some("Full access to the Management API.".to_owned()),
        created_at: services.now(),
    };
    resource::insert(exec, tenant, &resource).await?;
    scope::insert(exec, tenant, &scope).await?;
    let roles = [
        (
            INTERNAL_ADMIN_ROLE_ID.to_owned(),
            INTERNAL_ADMIN_ROLE_NAME,
            "Internal role for applications marked as admin.",
        ),
        (
            services.entropy.id_21(),
            MANAGEMENT_API_ROLE_NAME,
            "Lets machine-to-machine applications use the Management API.",
        ),
    ];
    for (id, name, description) in roles {
        let role = Role {
            id: RoleId::new(id),
            name: name.to_owned(),
            description: description.to_owned(),
            kind: RoleType::MachineToMachine,
            is_default: false,
        };
        role::insert(exec, tenant, &role).await?;
        role::scope::add(exec, tenant, &role.id, std::slice::from_ref(&scope.id)).await?;
    }
    let console = json!({ "signInExperienceCustomized": false, "organizationCreated": false });
    configuration::add_setting(exec, tenant, ADMIN_CONSOLE, &console).await?;
    let id_token = json!({ "enabledExtendedClaims": DEFAULT_ENABLED_EXTENDED_CLAIMS });
    configuration::add_setting(exec, tenant, ID_TOKEN, &id_token).await?;
    Ok(())
}

#[cfg(test)]
mod tests;
