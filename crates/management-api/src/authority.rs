//! What a machine may do, by its global roles as they are now: which scopes of the Management API it holds, over the whole tenant or within
//! some organizations, and what it may therefore hand on.
//!
//! `all` allows everything. Beside it there is one scope to read and one to write for each part of the API ([`Operation::scope`]), which the
//! wire's reference does not have. A role may be limited to organizations: it then opens only what belongs to them.

use std::collections::{BTreeSet, HashSet};

use domain::{ApplicationId, OrganizationId, RoleId, ScopeId, TenantId};
use http_kit::{Access, ApiError, Operation};
use operations::{TenantConfiguration, seed::ManagementScope};
use protocol::identifiers::{MANAGEMENT_API_SCOPE, is_management_api_indicator};
use store::{
    Exec,
    resource::scope,
    role::{self, holder},
    search::Search,
};

use crate::context::forbidden;

/// What a machine may do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Authority {
    /// Whether it may do everything in the whole tenant.
    is_unlimited: bool,
    /// The scopes of the Management API that it holds for the whole tenant.
    scope_ids: HashSet<ScopeId>,
    /// Where it may do what it is about to do.
    reach: Reach,
}

/// Where something may be done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Reach {
    /// In the whole tenant.
    Tenant,
    /// Within these organizations.
    Organizations(BTreeSet<OrganizationId>),
}

impl Authority {
    /// That of a machine that is part of this server.
    pub(crate) fn of_the_server() -> Self {
        Self { is_unlimited: true, scope_ids: HashSet::new(), reach: Reach::Tenant }
    }

    /// What global roles allow of `operation`, and beside it; `None` when they do not allow it at all. `names` tells whether the caller's token
    /// names a scope: what it does not name does not count.
    pub(crate) fn of_roles(
        configuration: &TenantConfiguration,
        indicator: &str,
        roles: &[RoleId],
        operation: &Operation,
        names: impl Fn(&str) -> bool,
    ) -> Option<Self> {
        let api = configuration.resource_by_indicator(indicator)?;
        let wanted = operation.scope();
        let named: Vec<_> = api.scopes.iter().filter(|scope| names(&scope.name)).collect();
        let mut authority = Self {
            is_unlimited: false,
            scope_ids: HashSet::new(),
            reach: Reach::Organizations(BTreeSet::new()),
        };
        let mut is_allowed = false;
        for role in roles.iter().filter_map(|role| configuration.roles.get(role)) {
            for scope in named.iter().filter(|scope| role.scope_ids.contains(&scope.id)) {
                let allows = scope.name == MANAGEMENT_API_SCOPE || scope.name == wanted;
                is_allowed |= allows;
                let Some(limit) = &role.organizations else {
                    authority.is_unlimited |= scope.name == MANAGEMENT_API_SCOPE;
                    authority.scope_ids.insert(scope.id.clone());
                    if allows {
                        authority.reach = Reach::Tenant;
                    }
                    continue;
                };
                if let (true, Reach::Organizations(reached)) = (allows, &mut authority.reach) {
                    reached.extend(limit.iter().cloned());
                }
            }
        }
        is_allowed.then_some(authority)
    }

    /// Where it may do what it is about to do.
    pub(crate) fn reach(&self) -> &Reach {
        &self.reach
    }

    /// Passes when the route lets a caller of this reach through: what is not about one organization is closed to those who are limited,
    /// unless its handler looks after them. `organization` is the one that the path names.
    pub(crate) fn check_route(
        &self,
        operation: &Operation,
        organization: Option<&OrganizationId>,
    ) -> Result<(), ApiError> {
        match (&self.reach, operation.access, organization) {
            (Reach::Tenant, ..) | (Reach::Organizations(_), Access::Organizations, _) => Ok(()),
            (Reach::Organizations(reached), Access::Tenant, Some(organization))
                if reached.contains(organization) =>
            {
                Ok(())
            }
            _ => Err(forbidden()),
        }
    }

    /// Passes when whatever these scopes open is open to the caller too: nobody hands on what they do not hold.
    pub(crate) async fn check_scopes(
        &self,
        exec: Exec<'_>,
        tenant: &TenantId,
        scope_ids: &[ScopeId],
    ) -> Result<(), ApiError> {
        if self.is_unlimited {
            return Ok(());
        }
        let found = scope::with_indicators(exec, tenant, scope_ids).await?;
        let is_held = |id: &ScopeId| self.scope_ids.contains(id);
        let exceeds = found
            .iter()
            .any(|(scope, indicator)| is_management_api_indicator(indicator) && !is_held(&scope.id));
        if exceeds { Err(forbidden()) } else { Ok(()) }
    }

    /// Passes when the caller may do whatever holders of these roles may.
    pub(crate) async fn check_roles(
        &self,
        exec: Exec<'_>,
        tenant: &TenantId,
        roles: &[RoleId],
    ) -> Result<(), ApiError> {
        if self.is_unlimited {
            return Ok(());
        }
        for role in roles {
            let scopes = role::scope::list(exec, tenant, role, &Search::default(), store::Page::ALL).await?;
            let ids: Vec<_> = scopes.into_iter().map(|(scope, _)| scope.id).collect();
            self.check_scopes(exec, tenant, &ids).await?;
        }
        Ok(())
    }

    /// Passes when the caller may do whatever this application may, and so may see and make its secrets.
    pub(crate) async fn check_application(
        &self,
        exec: Exec<'_>,
        tenant: &TenantId,
        application: &ApplicationId,
    ) -> Result<(), ApiError> {
        if self.is_unlimited {
            return Ok(());
        }
        let roles = holder::role_ids_of_application(exec, tenant, application).await?;
        self.check_roles(exec, tenant, &roles).await
    }
}

impl Reach {
    /// Whether an organization is in it.
    pub(crate) fn covers(&self, organization: &OrganizationId) -> bool {
        match self {
            Self::Tenant => true,
            Self::Organizations(reached) => reached.contains(organization),
        }
    }
}

/// The scopes of these operations, beside `all`: each once, with what it is for.
pub(crate) fn scopes_of(operations: &[Operation]) -> Vec<ManagementScope> {
    let scope = |operation: &Operation| {
        let does = if operation.method.is_safe() { "Reads" } else { "Changes" };
        (operation.scope(), format!("{does} what the Management API has under \"{}\".", operation.tag))
    };
    let named = operations.iter().filter(|operation| operation.access != Access::Public).map(scope);
    named.collect::<BTreeSet<_>>().into_iter().collect()
}
