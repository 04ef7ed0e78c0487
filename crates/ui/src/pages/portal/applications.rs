//! API keys: applications of the organization that act for themselves.
//!
//! [`PortalSecretPage`] is the one page with a secret.

use askama::Template;

use super::{Moment, Paging, PortalFrame, RoleChoice, SelectOption, portal_pages};
use crate::components::FieldState;

/// The applications of the organization.
#[derive(Template)]
#[template(path = "pages/portal/applications.html")]
pub struct PortalApplicationsPage {
    /// What is around it.
    pub frame: PortalFrame,
    /// The applications of this page of the list.
    pub applications: Vec<ApplicationRow>,
    /// Which part of the list this is.
    pub paging: Paging,
    /// Where one is created, if the user may.
    pub create_url: Option<String>,
}

/// An application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationRow {
    /// Its id, which is its client id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Its roles in the organization.
    pub roles: Vec<String>,
    /// When it was made.
    pub created_at: Option<Moment>,
    /// Its page.
    pub href: String,
}

/// A form for a new application. Posts `name`, `description` and `roleNames` once for each to `action`.
#[derive(Template)]
#[template(path = "pages/portal/new_application.html")]
pub struct PortalNewApplicationPage {
    /// What is around it.
    pub frame: PortalFrame,
    /// The list of applications.
    pub back_url: String,
    /// Where the form posts to.
    pub action: String,
    /// The token against forged posts.
    pub xsrf: String,
    /// The name.
    pub name: FieldState,
    /// The description.
    pub description: FieldState,
    /// The roles for machines.
    pub roles: Vec<RoleChoice>,
    /// What is wrong with the choice.
    pub roles_error: Option<String>,
}

/// An application with its roles and secrets. Forms post to `{action}`, `{action}/roles` and `{action}/secrets`.
#[derive(Template)]
#[template(path = "pages/portal/application.html")]
pub struct PortalApplicationPage {
    /// What is around it.
    pub frame: PortalFrame,
    /// The list of applications.
    pub back_url: String,
    /// The application's own address.
    pub action: String,
    /// The token against forged posts.
    pub xsrf: String,
    /// Its client id.
    pub client_id: String,
    /// When it was made.
    pub created_at: Option<Moment>,
    /// The name.
    pub name: FieldState,
    /// The description.
    pub description: FieldState,
    /// The roles for machines.
    pub roles: Vec<RoleChoice>,
    /// What is wrong with the choice.
    pub roles_error: Option<String>,
    /// Its secrets.
    pub secrets: Vec<SecretRow>,
    /// The name of a new secret.
    pub secret_name: FieldState,
    /// How long a new secret lives.
    pub lifetimes: Vec<SelectOption>,
    /// What is wrong with that.
    pub lifetime_error: Option<String>,
    /// How a token is fetched, for the command line.
    pub command: String,
}

/// A secret, without its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretRow {
    /// Its name.
    pub name: String,
    /// When it was made.
    pub created_at: Option<Moment>,
    /// When it ends.
    pub expires_at: Option<Moment>,
    /// Whether it has ended.
    pub is_expired: bool,
    /// Where it is deleted.
    pub delete_url: String,
}

/// A new secret, shown this once.
#[derive(Template)]
#[template(path = "pages/portal/secret.html")]
pub struct PortalSecretPage {
    /// What is around it.
    pub frame: PortalFrame,
    /// The application's name.
    pub name: String,
    /// The client id that goes with it.
    pub client_id: String,
    /// The secret.
    pub secret: String,
    /// How a token is fetched with it, for the command line.
    pub command: String,
    /// The way on.
    pub application_url: String,
}

portal_pages!(PortalApplicationsPage, PortalNewApplicationPage, PortalApplicationPage, PortalSecretPage);
