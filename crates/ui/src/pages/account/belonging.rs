//! Organizations, invitations, and the data of the account as a whole.

use askama::Template;

use super::{AccountFrame, account_pages};
use crate::components::FieldState;
use crate::pages::portal::Moment;

/// Where somebody belongs, and what they are invited to.
#[derive(Template)]
#[template(path = "pages/account/organizations.html")]
pub struct AccountOrganizationsPage {
    /// What is around it.
    pub frame: AccountFrame,
    /// The token against forged posts.
    pub xsrf: String,
    /// Invitations that wait.
    pub invitations: Vec<InvitationRow>,
    /// Organizations.
    pub organizations: Vec<OrganizationRow>,
}

/// An invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationRow {
    /// What the organization is called.
    pub organization: String,
    /// Its id.
    pub organization_id: String,
    /// Who invites.
    pub inviter: Option<String>,
    /// Until when.
    pub ends: (String, Moment),
    /// The roles that go with it.
    pub roles: Vec<String>,
    /// Where it is accepted, if it can be.
    pub accept_action: Option<String>,
    /// Where it is declined, if it can be.
    pub decline_action: Option<String>,
}

/// An organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationRow {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub description: Option<String>,
    /// The roles held there.
    pub roles: Vec<String>,
    /// Where one leaves it, if one can.
    pub leave_url: Option<String>,
}

/// Takes everything along, or ends the account.
#[derive(Template)]
#[template(path = "pages/account/data.html")]
pub struct AccountDataPage {
    /// What is around it.
    pub frame: AccountFrame,
    /// The token against forged posts.
    pub xsrf: String,
    /// Where the download is asked for, if it is open.
    pub export_action: Option<String>,
    /// Where the account is deleted, if it can be; on a page of somebody else's, maybe.
    pub delete_url: Option<String>,
}

/// Asks for the typed confirmation that ends the account. Posts `confirm`.
#[derive(Template)]
#[template(path = "pages/account/delete.html")]
pub struct AccountDeletePage {
    /// What is around it.
    pub frame: AccountFrame,
    /// The token against forged posts.
    pub xsrf: String,
    /// What is to be typed.
    pub text: String,
    /// What was typed, and what is wrong with it.
    pub field: FieldState,
    /// Where the form posts to.
    pub action: String,
    /// Where one goes who thinks better of it.
    pub back_url: String,
}

account_pages!(AccountOrganizationsPage, AccountDataPage, AccountDeletePage);
