//! What a script is told beside the token: the user, the application, the organization, the sign-in (OIDC contract §7).

use std::collections::HashMap;

use domain::{ScopeId, account::User, resource::Scope};
use operations::configuration::ResourceConfiguration;
use serde_json::{Map, Value, json};
use store::{
    organization::{self, membership},
    role::holder,
    session, subject_token,
};

use crate::{
    error::Failure,
    token::{GrantContext, user_issue::UserGrant},
};

/// The grant type at which somebody speaks for a user.
const TOKEN_EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";

/// What a script is told of a user's token.
pub(super) async fn of_user(grant: &UserGrant<'_>) -> Result<Value, Failure> {
    let request = grant.context;
    let mut context = Map::new();
    context.insert("user".to_owned(), user(grant).await?);
    if let Some(subject_token_context) = subject_token_context(grant).await? {
        let grant = json!({ "type": TOKEN_EXCHANGE, "subjectTokenContext": subject_token_context });
        context.insert("grant".to_owned(), grant);
    }
    if let Some(interaction) = interaction(grant).await? {
        context.insert("interaction".to_owned(), interaction);
    }
    context.insert("application".to_owned(), application(request));
    if let Some(organization) = organization(grant).await? {
        context.insert("organization".to_owned(), organization);
    }
    Ok(Value::Object(context))
}

/// The application, without its secrets.
pub(super) fn application(request: GrantContext<'_>) -> Value {
    let application = &request.client.application;
    json!({
        "tenantId": request.services.tenant.as_str(),
        "id": application.id,
        "name": application.name,
        "description": application.description,
        "type": application.kind,
        "oidcClientMetadata": application.oidc_client_metadata,
        "customClientMetadata": application.custom_client_metadata,
        "protectedAppMetadata": application.protected_app_metadata,
        "customData": application.custom_data,
        "isThirdParty": application.is_third_party,
        "appLevelAccessControlEnabled": application.app_level_access_control_enabled,
        "createdAt": application.created_at,
    })
}

async fn user(grant: &UserGrant<'_>) -> Result<Value, Failure> {
    let GrantContext { services, configuration, .. } = grant.context;
    let (exec, tenant, user) = (services.db.exec(), &services.tenant, grant.user);
    let role_ids = holder::role_ids_of_user(exec, tenant, &user.id).await?;
    let organizations = membership::organizations_of_user_brief(exec, tenant, &user.id).await?;
    let everywhere = membership::user_roles_everywhere(exec, tenant, &user.id).await?;
    let scopes = scopes_by_id(&configuration.resources);
    let roles: Vec<Value> = role_ids
        .iter()
        .filter_map(|id| configuration.roles.get(id))
        .map(|held| {
            let given = held.scope_ids.iter().filter_map(|id| scopes.get(id));
            json!({
                "id": held.role.id,
                "name": held.role.name,
                "description": held.role.description,
                "scopes": given.map(|found| scope(tenant.as_str(), *found)).collect::<Vec<_>>(),
            })
        })
        .collect();
    let organizations: Vec<Value> = organizations
        .into_iter()
        .map(|(id, name, description, _)| json!({ "id": id, "name": name, "description": description }))
        .collect();
    let organization_roles: Vec<Value> = everywhere
        .iter()
        .flat_map(|(organization, roles)| {
            let named = roles.iter().filter_map(|role| configuration.organization_roles.get(role));
            named.map(move |held| {
                json!({ "organizationId": organization, "roleId": held.role.id, "roleName": held.role.name })
            })
        })
        .collect();
    let mut told = plain_user(user);
    told.insert("roles".to_owned(), roles.into());
    told.insert("organizations".to_owned(), organizations.into());
    told.insert("organizationRoles".to_owned(), organization_roles.into());
    Ok(Value::Object(told))
}

/// What the user's own row says, without digests and secrets.
fn plain_user(user: &User) -> Map<String, Value> {
    let factors: Vec<&str> =
        user.mfa_factors.iter().filter_map(|factor| factor.get("type")?.as_str()).collect();
    let told = json!({
        "id": user.id,
        "username": user.username,
        "primaryEmail": user.primary_email,
        "primaryPhone": user.primary_phone,
        "name": user.name,
        "avatar": user.avatar,
        "customData": user.custom_data,
        "identities": user.identities,
        "lastSignInAt": user.last_sign_in_at,
        "createdAt": user.created_at,
        "updatedAt": user.updated_at,
        "profile": user.profile,
        "applicationId": user.application_id,
        "cimdClientId": null,
        "isSuspended": user.is_suspended,
        "hasPassword": user.password.is_some(),
        // Enterprise connectors are what would link such identities.
        "ssoIdentities": [],
        "mfaVerificationFactors": factors,
    });
    match told {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

type FoundScope<'a> = (&'a Scope, &'a ResourceConfiguration);

fn scopes_by_id(resources: &[ResourceConfiguration]) -> HashMap<&ScopeId, FoundScope<'_>> {
    let mut scopes = HashMap::new();
    for found in resources {
        scopes.extend(found.scopes.iter().map(|scope| (&scope.id, (scope, found))));
    }
    scopes
}

fn scope(tenant: &str, (scope, found): FoundScope<'_>) -> Value {
    let resource = &found.resource;
    json!({
        "id": scope.id,
        "name": scope.name,
        "description": scope.description,
        "resourceId": resource.id,
        "resource": {
            "tenantId": tenant,
            "id": resource.id,
            "name": resource.name,
            "indicator": resource.indicator,
            "isDefault": resource.is_default,
            "accessTokenTtl": resource.access_token_ttl.as_secs(),
        },
    })
}

/// What was said when the subject token was made that this grant spends. What else a request calls its subject token is nobody's.
async fn subject_token_context(grant: &UserGrant<'_>) -> Result<Option<Value>, Failure> {
    let Some(token) = grant.spends else { return Ok(None) };
    let services = grant.context.services;
    Ok(subject_token::context(services.db.exec(), &services.tenant, token).await?)
}

/// What the user submitted at the last sign-in to the session; nothing where nobody signed in.
async fn interaction(grant: &UserGrant<'_>) -> Result<Option<Value>, Failure> {
    if grant.sign_in.is_none() {
        return Ok(None);
    }
    let services = grant.context.services;
    let whose = (&grant.user.id, grant.grant_id);
    let submitted = session::last_submission(services.db.exec(), &services.tenant, whose, grant.now).await?;
    let Some(Value::Object(submitted)) = submitted else { return Ok(None) };
    let named = ["interactionEvent", "userId", "verificationRecords", "signInContext"];
    let told: Map<String, Value> =
        submitted.into_iter().filter(|(name, _)| named.contains(&name.as_str())).collect();
    Ok(Some(Value::Object(told)))
}

/// The organization that the token was asked for.
async fn organization(grant: &UserGrant<'_>) -> Result<Option<Value>, Failure> {
    let Some(access) = grant.organization else { return Ok(None) };
    let services = grant.context.services;
    let found = organization::find(services.db.exec(), &services.tenant, access.id()).await?;
    Ok(found.map(|found| {
        json!({
            "id": found.id, "name": found.name, "description": found.description, "customData": found.custom_data,
        })
    }))
}
