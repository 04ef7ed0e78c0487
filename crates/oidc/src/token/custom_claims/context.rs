//! What a script is told beside the token: the user, the application, the organization, the sign-in (OIDC contract §7).

use std::collections::HashMap;

use domain::{ScopeId, TenantId, account::User, resource::Scope, sso::SsoIdentity};
use http_kit::{application_body, resource_body, user_body};
use operations::configuration::ResourceConfiguration;
use serde_json::{Map, Value, json};
use store::{
    organization::{self, membership},
    role::holder,
    session, subject_token,
};

use crate::{
    claims::SsoIdentityData,
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
    let application = request.client.application.clone();
    json!(application_body(&request.services.tenant, application))
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
                "scopes": given.map(|found| scope(tenant, *found)).collect::<Vec<_>>(),
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
    let sso_identities = store::user::sso_identities(exec, tenant, &user.id).await?;
    let mut told = plain_user(user, sso_identities);
    told.insert("roles".to_owned(), roles.into());
    told.insert("organizations".to_owned(), organizations.into());
    told.insert("organizationRoles".to_owned(), organization_roles.into());
    Ok(Value::Object(told))
}

/// What is known of the user themselves, without digests and secrets.
fn plain_user(user: &User, sso_identities: Vec<SsoIdentity>) -> Map<String, Value> {
    let factors: Vec<&str> =
        user.mfa_factors.iter().filter_map(|factor| factor.get("type")?.as_str()).collect();
    let mut told = match json!(user_body(user.clone())) {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    let sso_identities: Vec<_> = sso_identities.into_iter().map(SsoIdentityData::from).collect();
    told.insert("ssoIdentities".to_owned(), json!(sso_identities));
    told.insert("mfaVerificationFactors".to_owned(), factors.into());
    told
}

type FoundScope<'a> = (&'a Scope, &'a ResourceConfiguration);

fn scopes_by_id(resources: &[ResourceConfiguration]) -> HashMap<&ScopeId, FoundScope<'_>> {
    let mut scopes = HashMap::new();
    for found in resources {
        scopes.extend(found.scopes.iter().map(|scope| (&scope.id, (scope, found))));
    }
    scopes
}

fn scope(tenant: &TenantId, (scope, found): FoundScope<'_>) -> Value {
    json!({
        "id": scope.id,
        "name": scope.name,
        "description": scope.description,
        "resourceId": found.resource.id,
        "resource": resource_body(tenant, found.resource.clone()),
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
