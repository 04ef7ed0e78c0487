//! Tokens for the organization portal, which is part of this server: issued by a function call for whoever is signed in to its session,
//! as a refresh grant of its built-in client would issue them. Membership, the second factor that an organization requires, what the
//! user's roles give and the operator's script decide as they do there. They live for a minute and never leave the process.

use std::{borrow::Cow, time::Duration};

use domain::{GrantId, OrganizationId, PlainToken, UserId, account::User};
use operations::{Services, TenantConfiguration, portal, scopes::RequestedResource};
use protocol::{OAuthErrorCode, Parameters, ScopeList};
use store::user;

use super::{
    AccessToken, GrantContext, Issue,
    organization::{self, Denied, OrganizationAccess},
    resource::{self, Allowed, Audience, Entitlement, Target},
    user_issue::{UserGrant, is_welcome},
};
use crate::{client, error::Failure};

/// How long such a token lives: as long as the calls of one request may take.
const LIFETIME: Duration = Duration::from_secs(60);

/// What a token of the portal is for.
#[derive(Clone, Copy, Debug)]
pub enum PortalAudience<'a> {
    /// An organization.
    Organization(&'a OrganizationId),
    /// An API resource, within an organization.
    ResourceInOrganization(&'a str, &'a OrganizationId),
    /// An API resource. One that is not registered has no permissions, but tokens for it say who their user is.
    Resource(&'a str),
}

/// A token of the portal.
pub struct PortalToken {
    /// The token.
    pub token: PlainToken,
    /// Its permissions, space-separated.
    pub scope: String,
}

/// Why there is no token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoPortalToken {
    /// The user is gone, suspended, or refused by the operator's script.
    Refused,
    /// The user is no member of the organization.
    NotAMember,
    /// The organization requires a second factor, and the user has none.
    SecondFactorMissing,
    /// It could not be made. Why is in the log.
    Failed,
}

/// Issues a token to a user who is signed in.
///
/// # Errors
/// Whatever would refuse a refresh token of this user.
pub async fn portal_token(
    services: &Services,
    user_id: &UserId,
    audience: PortalAudience<'_>,
) -> Result<PortalToken, NoPortalToken> {
    issue(services, user_id, audience).await.map_err(|denied| match denied {
        Denied::NotAMember | Denied::NotOpened => NoPortalToken::NotAMember,
        Denied::SecondFactorMissing => NoPortalToken::SecondFactorMissing,
        Denied::Failed(failure) => match failure.error.code {
            OAuthErrorCode::AccessDenied | OAuthErrorCode::InvalidGrant => NoPortalToken::Refused,
            _ => NoPortalToken::Failed,
        },
    })
}

async fn issue(
    services: &Services,
    user_id: &UserId,
    audience: PortalAudience<'_>,
) -> Result<PortalToken, Denied> {
    let failed = |failure: Failure| Denied::Failed(failure);
    let configuration = services.configuration().await.map_err(|error| failed(error.into()))?;
    let client = services.client(&portal::client_id()).await.map_err(|error| failed(error.into()))?;
    let client = client.ok_or_else(|| failed(protocol::OAuthError::invalid_grant().into()))?;
    let parameters = parameters(audience);
    let context =
        GrantContext { services, configuration: &configuration, client: &client, parameters: &parameters };
    let user = is_welcome(user::find(services.db.exec(), &services.tenant, user_id).await?);
    let user = user.ok_or_else(|| failed(protocol::OAuthError::invalid_grant().into()))?;
    client::check_access(services, &client, &user.id).await.map_err(failed)?;
    let organization = match audience {
        PortalAudience::Organization(id) | PortalAudience::ResourceInOrganization(_, id) => {
            Some(organization::check(context, &user, id.clone()).await?)
        }
        PortalAudience::Resource(_) => None,
    };
    let issue = issue_for(context, &user, organization.as_ref(), audience).await.map_err(failed)?;
    sign(services, &configuration, issue).map_err(failed)
}

/// The parameters of the refresh grant that this stands for.
fn parameters(audience: PortalAudience<'_>) -> Parameters {
    match audience {
        PortalAudience::Organization(id) => [("organization_id", id.as_str())].into_iter().collect(),
        PortalAudience::ResourceInOrganization(resource, id) => {
            [("resource", resource), ("organization_id", id.as_str())].into_iter().collect()
        }
        PortalAudience::Resource(resource) => [("resource", resource)].into_iter().collect(),
    }
}

async fn issue_for(
    context: GrantContext<'_>,
    user: &User,
    organization: Option<&OrganizationAccess>,
    audience: PortalAudience<'_>,
) -> Result<Issue, Failure> {
    let services = context.services;
    let scope = everything(context.configuration, audience);
    let entitlement = Entitlement { user_id: &user.id, scope: &scope, allowed: Allowed::AllHeld };
    let target = match audience {
        PortalAudience::Resource(indicator) if !is_registered(context.configuration, indicator) => Target {
            audience: Audience::Jwt(Cow::Borrowed(indicator)),
            scope: String::new(),
            ttl: LIFETIME,
            names_organization: false,
        },
        _ => Target { ttl: LIFETIME, ..resource::resolve(context, entitlement, organization).await? },
    };
    let user_grant = UserGrant {
        context,
        user,
        sign_in: None,
        actor: None,
        spends: None,
        scope: &scope,
        grant_id: &GrantId::new(services.entropy.id_21()),
        session_id: None,
        organization,
        now: services.now(),
    };
    Ok(user_grant.issue(target).await?.0)
}

fn is_registered(configuration: &TenantConfiguration, indicator: &str) -> bool {
    RequestedResource::find(configuration, indicator).is_ok()
}

/// Every permission that the audience has. What the user holds of them is found out when the token is issued.
fn everything(configuration: &TenantConfiguration, audience: PortalAudience<'_>) -> ScopeList {
    match audience {
        PortalAudience::Organization(_) => {
            configuration.organization_scopes.iter().map(|scope| scope.name.as_str()).collect()
        }
        PortalAudience::ResourceInOrganization(indicator, _) | PortalAudience::Resource(indicator) => {
            let api = configuration.resource_by_indicator(indicator);
            api.into_iter().flat_map(|api| &api.scopes).map(|scope| scope.name.as_str()).collect()
        }
    }
}

fn sign(
    services: &Services,
    configuration: &TenantConfiguration,
    issue: Issue,
) -> Result<PortalToken, Failure> {
    let AccessToken::Jwt(claims) = issue.access_token else {
        // Every audience above is a JWT's.
        return Err(protocol::OAuthError::server_error().into());
    };
    let token = configuration.keys.current(services.now()).sign(Some(jose::ACCESS_TOKEN_TYPE), &claims)?;
    Ok(PortalToken { token: PlainToken::new(token), scope: issue.scope.unwrap_or_default() })
}
