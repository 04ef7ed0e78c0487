//! Where the portal begins: the user's organizations, and invitations to others.

use askama::Template;

use super::{Moment, Paging, PortalFrame, portal_pages};
use crate::components::FieldState;

/// The user's organizations, by page and by search, and the invitations that wait for an answer.
#[derive(Template)]
#[template(path = "pages/portal/home.html")]
pub struct PortalHomePage {
    /// What is around it.
    pub frame: PortalFrame,
    /// Invitations that wait for an answer.
    pub invitations: Vec<MyInvitationRow>,
    /// The organizations of this page of the list.
    pub organizations: Vec<MyOrganizationRow>,
    /// What is searched for; empty for everything.
    pub search: String,
    /// Whether there is a search: there are more than one looks through, or something is searched for.
    pub is_searchable: bool,
    /// Which part of the list this is.
    pub paging: Paging,
    /// Where an organization is created, if the user may.
    pub create_url: Option<String>,
}

/// An invitation to the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyInvitationRow {
    /// Where it is answered.
    pub href: String,
    /// The organization's id.
    pub organization_id: String,
    /// The organization's name.
    pub organization_name: String,
    /// When it ends.
    pub expires_at: Moment,
}

/// An organization of the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyOrganizationRow {
    /// Its id.
    pub id: String,
    /// Its page.
    pub href: String,
    /// Its name.
    pub name: String,
    /// What it says of itself.
    pub description: Option<String>,
    /// The user's roles in it.
    pub roles: Vec<String>,
}

/// A form for a new organization. Posts `name` and `description` to `action`.
#[derive(Template)]
#[template(path = "pages/portal/new_organization.html")]
pub struct PortalNewOrganizationPage {
    /// What is around it.
    pub frame: PortalFrame,
    /// Where the form posts to.
    pub action: String,
    /// The token against forged posts.
    pub xsrf: String,
    /// The name.
    pub name: FieldState,
    /// The description.
    pub description: FieldState,
}

portal_pages!(PortalHomePage, PortalNewOrganizationPage);
