//! What is asked of somebody who is signed in: which account, which organization.

use askama::Template;

use super::{branded_policy, into_response};
use crate::components::{Banner, Person};
use crate::{Brand, ContentSecurityPolicy, Page, Words};

/// Asks whether to go on as who is signed in. Posts `xsrf` and `decision` = `continue`, `other` or `back` to `action`.
#[derive(Template)]
#[template(path = "pages/select_account.html")]
pub struct SelectAccountPage {
    /// The application the user is signing in to.
    pub brand: Brand,
    /// The words, in the language of whoever reads them.
    pub words: Words,
    /// Where the form posts to.
    pub action: String,
    /// The token against forged posts, as hidden field `xsrf`.
    pub xsrf: String,
    /// Who is signed in.
    pub user: Person,
    /// A message above the form.
    pub banner: Option<Banner>,
    /// Where the redirects after the post may end: the client's redirect URI.
    pub redirect_targets: Vec<String>,
}

/// Asks which organization to go on in. Posts `xsrf` and `organizationId` of the one that was pressed, or `decision` = `other` or `back`, to
/// `action`.
#[derive(Template)]
#[template(path = "pages/select_organization.html")]
pub struct SelectOrganizationPage {
    /// The application the user is signing in to.
    pub brand: Brand,
    /// The words, in the language of whoever reads them.
    pub words: Words,
    /// Where the form posts to.
    pub action: String,
    /// The token against forged posts, as hidden field `xsrf`.
    pub xsrf: String,
    /// Who is signed in.
    pub user: Person,
    /// A message above the form.
    pub banner: Option<Banner>,
    /// The organizations of this page of the list.
    pub organizations: Vec<SelectableOrganization>,
    /// Whether there are so many that one searches.
    pub is_searchable: bool,
    /// What was searched for.
    pub search: String,
    /// The path of this page, for searches.
    pub search_path: String,
    /// What the address of this page says besides the search, to be said again.
    pub search_fields: Vec<super::HiddenField>,
    /// The part of the list before this one.
    pub previous_url: Option<String>,
    /// The part after it.
    pub next_url: Option<String>,
    /// Where the redirects after the post may end: the client's redirect URI.
    pub redirect_targets: Vec<String>,
}

/// An organization that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectableOrganization {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// Says that an organization is closed to the user, and why. Posts `xsrf` and `decision` = `other` or `back` to `action`.
#[derive(Template)]
#[template(path = "pages/organization_closed.html")]
pub struct OrganizationClosedPage {
    /// The application the user is signing in to.
    pub brand: Brand,
    /// The words, in the language of whoever reads them.
    pub words: Words,
    /// Where the form posts to.
    pub action: String,
    /// The token against forged posts, as hidden field `xsrf`.
    pub xsrf: String,
    /// Who is signed in.
    pub user: Person,
    /// What is wrong, in a few words.
    pub heading: String,
    /// What it means and what to do.
    pub explanation: String,
    /// Where the redirects after the post may end: the client's redirect URI.
    pub redirect_targets: Vec<String>,
}

impl Page for SelectAccountPage {
    fn content_security_policy(&self) -> ContentSecurityPolicy {
        branded_policy(&self.brand, &self.redirect_targets)
    }
}

impl Page for SelectOrganizationPage {
    fn content_security_policy(&self) -> ContentSecurityPolicy {
        branded_policy(&self.brand, &self.redirect_targets)
    }
}

impl Page for OrganizationClosedPage {
    fn content_security_policy(&self) -> ContentSecurityPolicy {
        branded_policy(&self.brand, &self.redirect_targets)
    }
}

into_response!(SelectAccountPage, SelectOrganizationPage, OrganizationClosedPage);
