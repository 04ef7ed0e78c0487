//! The users of an organization and the roles they hold there (Management API contract §2.3).

mod add;
mod add_roles;
mod give_roles;
mod list;
mod list_scopes;
mod replace;
mod replace_roles;

use api_types::organization as wire;
use domain::{OrganizationRoleId, UserId};
use http_kit::{Issue, body::Validate};
use operations::organization::RoleReferences;

pub(super) use self::{
    add::add_users, add_roles::add_roles, give_roles::give_roles, list::list_users, list_scopes::list_scopes,
    replace::replace_users, replace_roles::replace_roles,
};
use crate::rules::Body;
use crate::rules::{Rules, distinct};

/// The users of a body, each once.
fn users(ids: &[String]) -> Vec<UserId> {
    distinct(ids, UserId::new)
}

impl Validate for Body<wire::MemberRoles> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        rules.ids("organizationRoleIds", &self.0.organization_role_ids, 0);
        rules.ids("organizationRoleNames", &self.0.organization_role_names, 0).issues()
    }
}

/// The roles that a body names by id or by name.
fn roles(body: wire::MemberRoles) -> RoleReferences {
    let ids = body.organization_role_ids.into_iter().map(OrganizationRoleId::new).collect();
    RoleReferences { ids, names: body.organization_role_names }
}
