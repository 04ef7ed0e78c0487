//! The machine-to-machine applications of an organization and the roles they hold there (Management API contract §2.4).

mod add;
mod add_roles;
mod give_roles;
mod list;
mod replace;
mod replace_roles;

use api_types::organization as wire;
use domain::{ApplicationId, OrganizationRoleId};
use http_kit::{Issue, body::Validate};
use operations::organization::RoleReferences;

pub(super) use self::{
    add::add_applications, add_roles::add_roles, give_roles::give_roles, list::list_applications,
    replace::replace_applications, replace_roles::replace_roles,
};
use crate::rules::Body;
use crate::rules::{Rules, distinct};

/// The applications of a body, each once.
fn applications(ids: &[String]) -> Vec<ApplicationId> {
    distinct(ids, ApplicationId::new)
}

impl Validate for Body<wire::OrganizationRoleIds> {
    fn issues(&self) -> Vec<Issue> {
        Rules::default().ids("organizationRoleIds", &self.0.organization_role_ids, 1).issues()
    }
}

/// The roles that a body names by id.
fn roles(body: wire::OrganizationRoleIds) -> RoleReferences {
    RoleReferences::ids(body.organization_role_ids.into_iter().map(OrganizationRoleId::new).collect())
}
