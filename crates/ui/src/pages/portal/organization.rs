//! What an organization is called and how it looks.

use askama::Template;

use super::{Moment, PortalFrame, portal_pages};
use crate::components::FieldState;

/// Name, description and brand of the organization, and the ways out of it. Posts the fields of [`OrganizationFields`] to `action`.
#[derive(Template)]
#[template(path = "pages/portal/organization.html")]
pub struct PortalOrganizationPage {
    /// What is around it.
    pub frame: PortalFrame,
    /// The form, where the user may change something.
    pub action: Option<String>,
    /// The token against forged posts.
    pub xsrf: String,
    /// The fields.
    pub fields: OrganizationFields,
    /// Whether logo and colours can be changed.
    pub shows_brand: bool,
    /// When the organization was made; where the user may not read it, nothing.
    pub created_at: Option<Moment>,
    /// The user's roles in it.
    pub roles: Vec<String>,
    /// Where the user leaves it.
    pub leave_url: Option<String>,
    /// Where it is deleted, if the user may.
    pub delete_url: Option<String>,
}

/// What can be changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrganizationFields {
    /// `name`.
    pub name: FieldState,
    /// `description`.
    pub description: FieldState,
    /// `logoUrl`.
    pub logo_url: FieldState,
    /// `darkLogoUrl`.
    pub dark_logo_url: FieldState,
    /// `primaryColor`, as `#rrggbb`.
    pub primary_color: FieldState,
    /// `darkPrimaryColor`.
    pub dark_primary_color: FieldState,
}

portal_pages!(PortalOrganizationPage);
