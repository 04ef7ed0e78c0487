//! `client_credentials` (RFC 6749 §4.4; OIDC contract §4.5): an application's token for itself, for an API resource, for an organization,
//! or for an API resource within an organization. Reads no database but for memberships.

use domain::{OrganizationId, OrganizationRoleId, UnixMillis, grant::ACCESS_TOKEN_TTL};
use operations::{
    configuration::ResourceConfiguration,
    scopes::{self, RequestedResource},
};
use protocol::{OAuthError, OAuthErrorCode, ScopeList, identifiers::organization_audience};
use store::organization::membership;

use super::{
    AccessToken, AnswerForm, GrantContext, Issue,
    custom_claims::{self, TokenFacts},
    serialized,
};
use crate::{claims::AccessTokenClaims, error::Failure};

/// The parameters of this grant; only `resource` may come more than once.
pub(super) const PARAMETERS: &[&str] = &["resource", "scope", "organization_id"];

/// Issues a token to the application itself.
pub(super) async fn exchange(context: GrantContext<'_>) -> Result<Issue, Failure> {
    let resource = requested_resource(context)?;
    let organization = context.parameters.get("organization_id").map(OrganizationId::new);
    check_confinement(context, organization.as_ref())?;
    let roles = match &organization {
        Some(organization) => Some(organization_roles(context, organization).await?),
        None => None,
    };
    let requested = ScopeList::parse(context.parameters.get("scope").unwrap_or_default());
    let (scope, ttl) = match (resource, &roles) {
        (Some(RequestedResource::Organizations), roles) => {
            let scope = template_scope(context, &requested, roles.as_deref()).await?;
            (non_empty(scope), ACCESS_TOKEN_TTL)
        }
        (Some(RequestedResource::Api(api)), roles) => {
            let scope = api_scope(context, &requested, api, roles.as_deref());
            (non_empty(scope), api.resource.access_token_ttl)
        }
        (None, Some(roles)) => (Some(organization_scope(context, &requested, roles)), ACCESS_TOKEN_TTL),
        (None, None) => {
            let text = "both `resource` and `organization_id` are not provided";
            return Err(OAuthError::new(OAuthErrorCode::InvalidTarget).describe(text).into());
        }
    };
    let audience = match (resource, &organization) {
        (Some(resource), _) => resource.indicator().to_owned(),
        (None, organization) => {
            organization_audience(organization.as_ref().map_or("", OrganizationId::as_str))
        }
    };
    let now: UnixMillis = context.services.now();
    let client_id = context.client.application.id.as_str();
    let jti = context.services.entropy.base64_43();
    let facts = TokenFacts { jti: &jti, audience: Some(&audience), scope: scope.as_deref() };
    let custom = custom_claims::of_machine(context, facts).await?;
    let claims = serialized(&AccessTokenClaims {
        act: None,
        organization_id: resource.and(organization.as_ref()).map(OrganizationId::as_str),
        jti: &jti,
        sub: client_id,
        iat: now.as_seconds(),
        exp: now.plus(ttl).as_seconds(),
        scope: scope.as_deref(),
        client_id,
        iss: context.services.endpoint.issuer(),
        aud: &audience,
    })?;
    Ok(Issue {
        form: AnswerForm::Application,
        access_token: AccessToken::Jwt(custom_claims::joined(&custom, claims)?),
        expires_in: ttl.as_secs(),
        id_token_claims: None,
        refresh_token: None,
        impersonation: None,
        scope,
        user_id: None,
        is_of_sign_in: false,
        organization_id: organization.map(OrganizationId::into_string),
    })
}

/// An application that administrators of an organization made for it is theirs and not the operator's: it acts in organizations that it belongs
/// to and nowhere else, unless somebody who runs the server gave it a role of the whole server.
fn check_confinement(
    context: GrantContext<'_>,
    organization: Option<&OrganizationId>,
) -> Result<(), OAuthError> {
    let client = context.client;
    let is_confined = client.application.made_for_organization().is_some() && client.role_ids.is_empty();
    if is_confined && organization.is_none() {
        let text = "the application acts in its organization alone: `organization_id` is missing";
        return Err(OAuthError::organization_access_denied(text));
    }
    Ok(())
}

/// The one resource asked for; the default one where neither a resource nor an organization is named.
fn requested_resource(context: GrantContext<'_>) -> Result<Option<RequestedResource<'_>>, OAuthError> {
    match context.parameters.resources().as_slice() {
        [] if context.parameters.get("organization_id").is_some() => Ok(None),
        [] => Ok(RequestedResource::default_of(context.configuration)),
        [one] => RequestedResource::find(context.configuration, one).map(Some),
        _ => {
            let text = "only a single resource indicator value is supported for this grant type";
            Err(OAuthError::new(OAuthErrorCode::InvalidTarget).describe(text))
        }
    }
}

/// The application's roles in an organization, which it must belong to.
async fn organization_roles(
    context: GrantContext<'_>,
    organization: &OrganizationId,
) -> Result<Vec<OrganizationRoleId>, Failure> {
    let services = context.services;
    let id = &context.client.application.id;
    let roles =
        membership::application_role_ids(services.db.exec(), &services.tenant, organization, id).await?;
    Ok(roles.ok_or_else(|| {
        OAuthError::organization_access_denied("app has not associated with the organization")
    })?)
}

/// Requested scopes of an API resource that the application's roles give: its global ones, or within an organization those it holds there.
fn api_scope(
    context: GrantContext<'_>,
    requested: &ScopeList,
    api: &ResourceConfiguration,
    organization_roles: Option<&[OrganizationRoleId]>,
) -> String {
    let is_held = |name: &str| {
        api.scopes.iter().find(|scope| scope.name == name).is_some_and(|scope| match organization_roles {
            Some(roles) => scopes::by_organization_roles(context.configuration, &scope.id, roles.iter()),
            None => scopes::by_global_roles(context.configuration, &scope.id, &context.client.role_ids),
        })
    };
    requested.filtered(is_held).join()
}

/// Requested permissions that the application's roles in the organization give, in storage order.
fn organization_scope(
    context: GrantContext<'_>,
    requested: &ScopeList,
    roles: &[OrganizationRoleId],
) -> String {
    scopes::requested_organization_scopes(context.configuration, context.client, requested, roles).join()
}

/// Requested permissions of the template that the application holds somewhere, or in the one organization named.
async fn template_scope(
    context: GrantContext<'_>,
    requested: &ScopeList,
    roles: Option<&[OrganizationRoleId]>,
) -> Result<String, Failure> {
    if let Some(roles) = roles {
        return Ok(organization_scope(context, requested, roles));
    }
    let (services, id) = (context.services, &context.client.application.id);
    let everywhere =
        membership::application_roles_everywhere(services.db.exec(), &services.tenant, id).await?;
    let roles: Vec<_> = everywhere.into_iter().flat_map(|(_, roles)| roles).collect();
    Ok(organization_scope(context, requested, &roles))
}

fn non_empty(scope: String) -> Option<String> {
    (!scope.is_empty()).then_some(scope)
}
