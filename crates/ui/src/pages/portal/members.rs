//! Who belongs to an organization and what their roles give.

use askama::Template;

use super::{Moment, Paging, PortalFrame, portal_pages};
use crate::components::Person;

/// The members, by page and by search.
#[derive(Template)]
#[template(path = "pages/portal/members.html")]
pub struct PortalMembersPage {
    /// What is around it.
    pub frame: PortalFrame,
    /// The members of this page of the list.
    pub members: Vec<MemberRow>,
    /// What is searched for; empty for everybody.
    pub search: String,
    /// The page itself, for the search.
    pub action: String,
    /// Which part of the list this is.
    pub paging: Paging,
    /// Where somebody is invited, if the user may.
    pub invite_url: Option<String>,
}

/// A member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberRow {
    /// Who.
    pub person: Person,
    /// Whether it is who looks.
    pub is_me: bool,
    /// Whether the account is suspended.
    pub is_suspended: bool,
    /// Their roles.
    pub roles: Vec<String>,
    /// Their last sign-in.
    pub last_sign_in_at: Option<Moment>,
    /// Their page.
    pub href: String,
}

/// A member: who they are, their roles, and removing them. Posts `roleNames`, once for each, to `action`.
#[derive(Template)]
#[template(path = "pages/portal/member.html")]
pub struct PortalMemberPage {
    /// What is around it.
    pub frame: PortalFrame,
    /// The list of members.
    pub back_url: String,
    /// Where the roles are posted to, if the user may change them.
    pub action: Option<String>,
    /// The token against forged posts.
    pub xsrf: String,
    /// Who.
    pub member: MemberRow,
    /// When the account was made.
    pub created_at: Option<Moment>,
    /// The roles of the template.
    pub roles: Vec<RoleChoice>,
    /// What is wrong with the choice.
    pub roles_error: Option<String>,
    /// Where the member is removed, if the user may.
    pub remove_url: Option<String>,
}

/// A role that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleChoice {
    /// Its id.
    pub id: String,
    /// Its name, which is what is posted.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Whether it is chosen.
    pub is_checked: bool,
    /// Whether it gives what the user does not hold, so that they can neither give nor take it.
    pub is_locked: bool,
}

/// The roles of the template with what each gives.
#[derive(Template)]
#[template(path = "pages/portal/roles.html")]
pub struct PortalRolesPage {
    /// What is around it.
    pub frame: PortalFrame,
    /// The roles.
    pub roles: Vec<RoleRow>,
}

/// A role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleRow {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Whether members can have it, or API keys only.
    pub is_for_machines: bool,
    /// Whether the user has it.
    pub is_mine: bool,
    /// Permissions in the organization.
    pub permissions: Vec<String>,
    /// Permissions of APIs: the API's name with its permissions.
    pub resources: Vec<(String, Vec<String>)>,
}

portal_pages!(PortalMembersPage, PortalMemberPage, PortalRolesPage);
