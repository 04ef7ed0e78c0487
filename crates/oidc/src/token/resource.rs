//! What a user's access token is for and what it may carry: the audience and scope that follow from the `resource` and organization asked
//! for, from what was granted, and from the roles the user has now (OIDC contract §4.2, §4.3, §4.8).

use std::{borrow::Cow, time::Duration};

use domain::{
    OrganizationId, OrganizationRoleId, RoleId, UserId,
    grant::{ACCESS_TOKEN_TTL, ResourceScopes},
};
use operations::{
    configuration::ResourceConfiguration,
    scopes::{self, OrganizationFilter, RequestedResource, SubjectRoles},
};
use protocol::{
    OAuthError, ScopeList,
    identifiers::organization_audience,
    scope::{OPENID, is_oidc_scope},
};
use store::{grant, organization::membership, role::holder};

use super::{GrantContext, organization::OrganizationAccess};
use crate::error::Failure;

/// What a user's grant allows a token to be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entitlement<'a> {
    /// Whose token it is.
    pub(super) user_id: &'a UserId,
    /// The scopes in effect, in request order: those of the code or refresh token, narrowed by a `scope` parameter.
    pub(super) scope: &'a ScopeList,
    /// What of it the client may have.
    pub(super) allowed: Allowed<'a>,
}

/// What a client may have of what a user holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Allowed<'a> {
    /// Everything, of every resource: nobody is asked.
    AllHeld,
    /// What the user granted.
    Granted {
        /// The resources of the authorization request.
        resources: &'a [String],
        /// What was granted of each.
        scopes: &'a ResourceScopes,
    },
}

impl Allowed<'_> {
    /// The scopes asked for of a resource that are allowed and held: in the order they were granted, or asked for where nobody was asked.
    fn of_resource(&self, indicator: &str, asked: &ScopeList, is_held: impl Fn(&str) -> bool) -> String {
        match self {
            Self::AllHeld => asked.filtered(is_held).join(),
            Self::Granted { scopes, .. } => {
                let granted = scopes.iter().find(|granted| granted.indicator == indicator);
                let granted = granted.map(|granted| ScopeList::parse(&granted.scope)).unwrap_or_default();
                granted.filtered(|name| asked.contains(name) && is_held(name)).join()
            }
        }
    }
}

/// The audience of an access token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Audience<'c> {
    /// None: an opaque token for userinfo.
    Opaque,
    /// A resource or an organization.
    Jwt(Cow<'c, str>),
}

/// What an access token will be.
#[derive(Debug)]
pub(super) struct Target<'c> {
    /// Its audience.
    pub(super) audience: Audience<'c>,
    /// Its scopes, space-separated.
    pub(super) scope: String,
    /// How long it lives.
    pub(super) ttl: Duration,
    /// Whether its claims name the organization, which only tokens for a resource within one do.
    pub(super) names_organization: bool,
}

/// Decides what the access token will be. Only reads; nothing is issued yet.
///
/// # Errors
/// `invalid_target` for a resource that is unknown or was not authorized.
pub(super) async fn resolve<'c>(
    context: GrantContext<'c>,
    entitlement: Entitlement<'_>,
    organization: Option<&OrganizationAccess>,
) -> Result<Target<'c>, Failure> {
    let resource = requested(context, entitlement, organization.is_some())?;
    match (resource, organization) {
        (Some(RequestedResource::Api(api)), organization) => Ok(Target {
            audience: Audience::Jwt(Cow::Borrowed(&api.resource.indicator)),
            scope: api_scope(context, entitlement, api, organization).await?,
            ttl: api.resource.access_token_ttl,
            names_organization: organization.is_some(),
        }),
        (Some(reserved @ RequestedResource::Organizations), organization) => Ok(Target {
            audience: Audience::Jwt(Cow::Borrowed(reserved.indicator())),
            scope: template_scope(context, entitlement, organization).await?,
            ttl: ACCESS_TOKEN_TTL,
            names_organization: organization.is_some(),
        }),
        (None, Some(organization)) => Ok(Target {
            audience: Audience::Jwt(Cow::Owned(organization_audience(organization.id().as_str()))),
            scope: organization_scope(context, entitlement.scope, organization.role_ids()).join(),
            ttl: ACCESS_TOKEN_TTL,
            names_organization: false,
        }),
        (None, None) => Ok(Target {
            audience: Audience::Opaque,
            scope: entitlement.scope.filtered(is_oidc_scope).join(),
            ttl: ACCESS_TOKEN_TTL,
            names_organization: false,
        }),
    }
}

/// The resource that the token is for, if any.
fn requested<'c>(
    context: GrantContext<'c>,
    entitlement: Entitlement<'_>,
    is_for_organization: bool,
) -> Result<Option<RequestedResource<'c>>, OAuthError> {
    let configuration = context.configuration;
    let default_resource = || RequestedResource::default_of(configuration);
    match (context.parameters.resources().as_slice(), entitlement.allowed) {
        ([], _) if is_for_organization || entitlement.scope.contains(OPENID) => Ok(None),
        ([], Allowed::AllHeld) => Ok(None),
        ([], Allowed::Granted { resources: [one], .. }) => find(configuration, one).map(Some),
        ([one], Allowed::AllHeld) => find(configuration, one).map(Some),
        ([one], Allowed::Granted { resources, .. }) => {
            let is_authorized = match resources {
                [] => default_resource().is_some_and(|resource| resource.indicator() == *one),
                authorized => authorized.iter().any(|known| known == one),
            };
            if is_authorized {
                find(configuration, one).map(Some)
            } else {
                Err(OAuthError::unknown_resource())
            }
        }
        _ => Ok(default_resource()),
    }
}

/// A resource that was authorized once and may have been removed since.
fn find<'c>(
    configuration: &'c operations::TenantConfiguration,
    indicator: &str,
) -> Result<RequestedResource<'c>, OAuthError> {
    RequestedResource::find(configuration, indicator).map_err(|_| OAuthError::unknown_resource())
}

/// Allowed scopes of an API resource that are in effect and that the user's roles give now.
async fn api_scope(
    context: GrantContext<'_>,
    entitlement: Entitlement<'_>,
    api: &ResourceConfiguration,
    organization: Option<&OrganizationAccess>,
) -> Result<String, Failure> {
    let (exec, tenant) = (context.services.db.exec(), &context.services.tenant);
    let roles = match organization {
        Some(_) => SubjectRoles {
            global: holder::role_ids_of_user(exec, tenant, entitlement.user_id).await?,
            organizations: Vec::new(),
        },
        None => SubjectRoles::of_user(exec, tenant, entitlement.user_id).await?,
    };
    let opened = opened_to_third_party(context, entitlement.user_id).await?;
    let is_held = |name: &str| {
        let Some(scope) = api.scopes.iter().find(|scope| scope.name == name) else { return false };
        scopes::client_may_have_scope(context.client, &scope.id)
            && gives(
                context,
                &roles.global,
                organization_roles(&roles, organization, opened.as_deref()),
                scope,
            )
    };
    Ok(entitlement.allowed.of_resource(&api.resource.indicator, entitlement.scope, is_held))
}

fn organization_roles<'a>(
    roles: &'a SubjectRoles,
    organization: Option<&'a OrganizationAccess>,
    opened: Option<&'a [OrganizationId]>,
) -> Vec<&'a OrganizationRoleId> {
    let counted = opened.map_or(OrganizationFilter::All, OrganizationFilter::Only);
    match organization {
        Some(organization) => organization.role_ids().iter().collect(),
        None => roles.organization_roles(counted).collect(),
    }
}

/// The organizations that the user opened to a third party's application: what they may do elsewhere is none of its business. Nothing for
/// applications of the operator's own.
async fn opened_to_third_party(
    context: GrantContext<'_>,
    user: &UserId,
) -> Result<Option<Vec<OrganizationId>>, Failure> {
    let application = &context.client.application;
    if !application.is_third_party {
        return Ok(None);
    }
    let (exec, tenant) = (context.services.db.exec(), &context.services.tenant);
    Ok(Some(grant::opened_organizations(exec, tenant, &application.id, user).await?))
}

fn gives(
    context: GrantContext<'_>,
    global: &[RoleId],
    organization_roles: Vec<&OrganizationRoleId>,
    scope: &domain::resource::Scope,
) -> bool {
    scopes::by_global_roles(context.configuration, &scope.id, global)
        || scopes::by_organization_roles(context.configuration, &scope.id, organization_roles.into_iter())
}

/// Allowed permissions of the template that are in effect and that the user holds somewhere, or in the organization asked for.
async fn template_scope(
    context: GrantContext<'_>,
    entitlement: Entitlement<'_>,
    organization: Option<&OrganizationAccess>,
) -> Result<String, Failure> {
    let indicator = RequestedResource::Organizations.indicator();
    let role_ids: Vec<OrganizationRoleId> = if let Some(organization) = organization {
        organization.role_ids().to_vec()
    } else {
        let (exec, tenant) = (context.services.db.exec(), &context.services.tenant);
        let everywhere = membership::user_roles_everywhere(exec, tenant, entitlement.user_id).await?;
        let opened = opened_to_third_party(context, entitlement.user_id).await?;
        let is_counted = |id: &OrganizationId| opened.as_ref().is_none_or(|opened| opened.contains(id));
        everywhere.into_iter().filter(|(id, _)| is_counted(id)).flat_map(|(_, roles)| roles).collect()
    };
    let held = organization_scope(context, entitlement.scope, &role_ids);
    Ok(entitlement.allowed.of_resource(indicator, entitlement.scope, |name| held.contains(name)))
}

/// Permissions in effect that these roles give, in storage order.
fn organization_scope(
    context: GrantContext<'_>,
    in_effect: &ScopeList,
    role_ids: &[OrganizationRoleId],
) -> ScopeList {
    scopes::requested_organization_scopes(context.configuration, context.client, in_effect, role_ids)
}
