//! Which scopes a subject may have, in one place (OIDC contract §4.8): by global roles, by organization roles, and by what a third-party
//! application is configured for. What was requested and granted is intersected with it elsewhere.

use domain::{
    OrganizationId, OrganizationRoleId, OrganizationScopeId, RoleId, ScopeId, TenantId, UserId,
    organization::OrganizationScope, resource::Scope,
};
use protocol::{
    OAuthError, ResourceIndicator, ScopeList,
    identifiers::{ORGANIZATIONS_RESOURCE_INDICATOR, is_protocol_name},
    resource_indicator::split_authorization_resources,
    scope::{OFFLINE_ACCESS, OPENID, is_oidc_scope},
};
use store::{Exec, StoreError, organization::membership, role::holder};

use crate::configuration::{Client, ResourceConfiguration, TenantConfiguration};

/// Something a request can name as `resource`.
#[derive(Clone, Copy, Debug)]
pub enum RequestedResource<'c> {
    /// The reserved resource whose scopes are those of the organization template.
    Organizations,
    /// An API resource.
    Api(&'c ResourceConfiguration),
}

impl<'c> RequestedResource<'c> {
    /// The resource that `indicator` names.
    ///
    /// # Errors
    /// `invalid_target` for one that is malformed or unknown.
    pub fn find(configuration: &'c TenantConfiguration, indicator: &str) -> Result<Self, OAuthError> {
        if indicator == ORGANIZATIONS_RESOURCE_INDICATOR {
            return Ok(Self::Organizations);
        }
        if let Some(resource) = configuration.resource_by_indicator(indicator) {
            return Self::api(resource).ok_or_else(OAuthError::unknown_resource);
        }
        ResourceIndicator::parse(indicator)?;
        Err(OAuthError::unknown_resource())
    }

    /// An API resource, unless it took a name that is not its own: its tokens would pass for those of an organization.
    fn api(resource: &'c ResourceConfiguration) -> Option<Self> {
        (!is_protocol_name(&resource.resource.indicator)).then_some(Self::Api(resource))
    }

    /// The resource that stands in when a request names none.
    pub fn default_of(configuration: &'c TenantConfiguration) -> Option<Self> {
        configuration.default_resource().and_then(Self::api)
    }

    /// The resources of an authorization request: those its `resource` values name, else the tenant's default one, else none.
    ///
    /// # Errors
    /// `invalid_target` for one that is malformed or unknown.
    pub fn of_authorization_request(
        configuration: &'c TenantConfiguration,
        values: &[&str],
    ) -> Result<Vec<Self>, OAuthError> {
        let values = split_authorization_resources(values);
        if values.is_empty() {
            return Ok(Self::default_of(configuration).into_iter().collect());
        }
        values.into_iter().map(|value| Self::find(configuration, value)).collect()
    }

    /// Its indicator.
    pub fn indicator(&self) -> &'c str {
        match *self {
            Self::Organizations => ORGANIZATIONS_RESOURCE_INDICATOR,
            Self::Api(configuration) => &configuration.resource.indicator,
        }
    }
}

/// The organizations whose roles count.
#[derive(Clone, Copy, Debug)]
pub enum OrganizationFilter<'a> {
    /// Every organization of the subject.
    All,
    /// These alone.
    Only(&'a [OrganizationId]),
}

impl OrganizationFilter<'_> {
    fn admits(self, organization: &OrganizationId) -> bool {
        match self {
            Self::All => true,
            Self::Only(organizations) => organizations.contains(organization),
        }
    }
}

/// The roles of whomever a token is for, everywhere.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SubjectRoles {
    /// Global roles.
    pub global: Vec<RoleId>,
    /// Organization roles, by organization; organizations without a role too.
    pub organizations: Vec<(OrganizationId, Vec<OrganizationRoleId>)>,
}

impl SubjectRoles {
    /// All roles of a user.
    pub async fn of_user(exec: Exec<'_>, tenant: &TenantId, user: &UserId) -> Result<Self, StoreError> {
        let (global, organizations) = tokio::try_join!(
            holder::role_ids_of_user(exec, tenant, user),
            membership::user_roles_everywhere(exec, tenant, user)
        )?;
        Ok(Self { global, organizations })
    }

    /// The organization roles held in the organizations that `filter` admits.
    pub fn organization_roles<'a>(
        &'a self,
        filter: OrganizationFilter<'a>,
    ) -> impl Iterator<Item = &'a OrganizationRoleId> + Clone {
        self.organizations
            .iter()
            .filter(move |(organization, _)| filter.admits(organization))
            .flat_map(|(_, roles)| roles)
    }

    /// The scopes of `resource` that these roles give, in storage order.
    pub fn resource_scopes<'c>(
        &self,
        configuration: &'c TenantConfiguration,
        resource: &'c ResourceConfiguration,
        filter: OrganizationFilter<'_>,
    ) -> Vec<&'c Scope> {
        let gives = |scope: &&Scope| {
            by_global_roles(configuration, &scope.id, &self.global)
                || by_organization_roles(configuration, &scope.id, self.organization_roles(filter))
        };
        resource.scopes.iter().filter(gives).collect()
    }
}

/// Whether one of these global roles gives an API scope.
pub fn by_global_roles(configuration: &TenantConfiguration, scope: &ScopeId, roles: &[RoleId]) -> bool {
    roles.iter().filter_map(|role| configuration.roles.get(role)).any(|role| role.scope_ids.contains(scope))
}

/// Whether one of these organization roles gives an API scope.
pub fn by_organization_roles<'a>(
    configuration: &TenantConfiguration,
    scope: &ScopeId,
    mut roles: impl Iterator<Item = &'a OrganizationRoleId>,
) -> bool {
    roles.any(|role| {
        configuration.organization_roles.get(role).is_some_and(|role| role.scope_ids.contains(scope))
    })
}

/// The organization scopes that these organization roles give, in storage order.
pub fn organization_scopes<'a, 'c>(
    configuration: &'c TenantConfiguration,
    roles: impl Iterator<Item = &'a OrganizationRoleId> + Clone,
) -> impl Iterator<Item = &'c OrganizationScope> {
    configuration.organization_scopes.iter().filter(move |scope| {
        let mut roles = roles.clone().filter_map(|role| configuration.organization_roles.get(role));
        roles.any(|role| role.organization_scope_ids.contains(&scope.id))
    })
}

/// The organization scopes that are asked for, that these organization roles give and that `client` may have, in storage order.
pub fn requested_organization_scopes(
    configuration: &TenantConfiguration,
    client: &Client,
    requested: &ScopeList,
    roles: &[OrganizationRoleId],
) -> ScopeList {
    organization_scopes(configuration, roles.iter())
        .filter(|scope| {
            requested.contains(&scope.name) && client_may_have_organization_scope(client, &scope.id)
        })
        .map(|scope| scope.name.as_str())
        .collect()
}

/// Whether `client` may ask for an OIDC scope at all: a third party's only when it is configured for it. Other scopes are not its business.
pub fn client_may_have_user_scope(client: &Client, scope: &str) -> bool {
    !client.application.is_third_party
        || !is_oidc_scope(scope)
        || matches!(scope, OPENID | OFFLINE_ACCESS)
        || client.third_party.user_scopes.iter().any(|configured| configured == scope)
}

/// The scopes of what was issued to `client` before, without those that it may not have any more.
pub fn still_allowed(client: &Client, issued: &str) -> ScopeList {
    ScopeList::parse(issued).filtered(|scope| client_may_have_user_scope(client, scope))
}

/// Whether `client` may have an API scope at all: a third party's only when it is configured for it.
pub fn client_may_have_scope(client: &Client, scope: &ScopeId) -> bool {
    let configured = &client.third_party;
    !client.application.is_third_party
        || configured.resource_scope_ids.contains(scope)
        || configured.organization_resource_scope_ids.contains(scope)
}

/// Whether `client` may have an organization scope at all: a third party's only when it is configured for it.
pub fn client_may_have_organization_scope(client: &Client, scope: &OrganizationScopeId) -> bool {
    !client.application.is_third_party || client.third_party.organization_scope_ids.contains(scope)
}
