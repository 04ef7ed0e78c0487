//! What a machine may do, by its global roles as they are now: which scopes of the Management API it holds, over the whole tenant or within
//! some organizations. Nobody but who may do everything gives, takes or sees what lets machines in.
//!
//! `all` allows everything. Beside it there is one scope to read and one to write for each part of the API ([`Operation::scope`]), which the
//! wire's reference does not have. A role may be limited to organizations: it then opens only what belongs to them.

use std::collections::BTreeSet;

use domain::{OrganizationId, RoleId, ScopeId, TenantId, application::ApplicationType};
use http_kit::{Access, ApiError, Operation};
use operations::{TenantConfiguration, seed::ManagementScope};
use protocol::identifiers::{MANAGEMENT_API_SCOPE, is_management_api_indicator};
use store::{Exec, resource::scope, role, search::Search};

use crate::context::forbidden;

/// What a machine may do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Authority {
    /// Whether it may do everything in the whole tenant.
    is_unlimited: bool,
    /// Whether it may see every role and permission, also where it asks about something else.
    sees_all_roles: bool,
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
        Self { is_unlimited: true, sees_all_roles: true, reach: Reach::Tenant }
    }

    /// That of an administrator who may change everything that this API has.
    pub(crate) fn of_an_editor() -> Self {
        Self { is_unlimited: true, sees_all_roles: true, reach: Reach::Tenant }
    }

    /// That of an administrator who is limited to the part of this API that is called.
    pub(crate) fn of_a_part() -> Self {
        Self { is_unlimited: false, sees_all_roles: false, reach: Reach::Tenant }
    }

    /// That of an administrator who sees everything but secrets. That they change nothing is decided before.
    pub(crate) fn of_a_reader() -> Self {
        Self { is_unlimited: false, sees_all_roles: true, reach: Reach::Tenant }
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
        let nowhere = Reach::Organizations(BTreeSet::new());
        let mut authority = Self { is_unlimited: false, sees_all_roles: false, reach: nowhere };
        let mut is_allowed = false;
        for role in roles.iter().filter_map(|role| configuration.roles.get(role)) {
            let holds = |name: &str| {
                named.iter().any(|scope| scope.name == name && role.scope_ids.contains(&scope.id))
            };
            let holds_all = holds(MANAGEMENT_API_SCOPE);
            if !holds_all && !holds(&wanted) {
                continue;
            }
            is_allowed = true;
            match (&role.organizations, &mut authority.reach) {
                (None, reach) => {
                    *reach = Reach::Tenant;
                    authority.is_unlimited |= holds_all;
                    authority.sees_all_roles |= holds_all;
                }
                (Some(limit), Reach::Organizations(reached)) => reached.extend(limit.iter().cloned()),
                (Some(_), Reach::Tenant) => {}
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

    /// Whether the caller may do everything in the whole tenant.
    pub(crate) fn is_unlimited(&self) -> bool {
        self.is_unlimited
    }

    /// Whether the caller may see every role and permission of the tenant, also where they ask about something else.
    pub(crate) fn sees_all_roles(&self) -> bool {
        self.sees_all_roles
    }

    /// Passes for callers who may do everything: what machines may do, and what they prove themselves with, is for nobody else to give, take or see.
    pub(crate) fn check_unlimited(&self) -> Result<(), ApiError> {
        if self.is_unlimited { Ok(()) } else { Err(forbidden()) }
    }

    /// Passes when these scopes open nothing of the Management API, or for callers who may do everything.
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
        let opens_this_api = found.iter().any(|(_, indicator)| is_management_api_indicator(indicator));
        if opens_this_api { Err(forbidden()) } else { Ok(()) }
    }

    /// Passes when a role opens nothing of the Management API, or for callers who may do everything.
    pub(crate) async fn check_role(
        &self,
        exec: Exec<'_>,
        tenant: &TenantId,
        role: &RoleId,
    ) -> Result<(), ApiError> {
        if self.is_unlimited {
            return Ok(());
        }
        let scopes = role::scope::list(exec, tenant, role, &Search::default(), store::Page::ALL).await?;
        let opens_this_api =
            scopes.iter().any(|(_, resource)| is_management_api_indicator(&resource.indicator));
        if opens_this_api { Err(forbidden()) } else { Ok(()) }
    }

    /// Passes for applications that are no machines, or for callers who may do everything.
    pub(crate) fn check_application(&self, kind: ApplicationType) -> Result<(), ApiError> {
        if kind == ApplicationType::MachineToMachine { self.check_unlimited() } else { Ok(()) }
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
