//! The organization portal: pages for those who administer an organization, and for its members.
//!
//! Every page has a [`PortalFrame`]: whose page it is, who is signed in, in which language they read, and where one can go from here. What a
//! user may not do is not in it; the pages decide nothing themselves. Every form posts `xsrf`. Their words are in
//! `locales/<language>/portal.ftl`.

mod access;
mod applications;
mod confirm;
mod home;
mod invitations;
mod members;
mod organization;
#[cfg(test)]
pub(super) mod tests;

pub use access::{ActivityEntry, DomainRow};
pub use access::{PortalActivityPage, PortalDomainPage, PortalDomainsPage, PortalSecurityPage};
pub use applications::{
    ApplicationRow, PortalApplicationPage, PortalApplicationsPage, PortalNewApplicationPage,
    PortalSecretPage, SecretRow,
};
pub use confirm::PortalConfirmPage;
pub use home::{MyInvitationRow, MyOrganizationRow, PortalHomePage, PortalNewOrganizationPage};
pub use invitations::{InvitationRow, PortalInvitationPage, PortalInvitationsPage, PortalInvitePage};
pub use members::{MemberRow, PortalMemberPage, PortalMembersPage, PortalRolesPage, RoleChoice, RoleRow};
pub use organization::{OrganizationFields, PortalOrganizationPage};

use super::{branded_policy, into_response};
use crate::components::{Banner, Person};
use crate::{Brand, Words};

/// What all pages of the portal have around them.
#[derive(Clone)]
pub struct PortalFrame {
    /// The organization's brand inside of one, the server's elsewhere.
    pub brand: Brand,
    /// The words, in the language of whoever reads them.
    pub words: Words,
    /// Who is signed in.
    pub user: Person,
    /// The organization that this page is about.
    pub organization: Option<PortalOrganization>,
    /// The parts of the organization that the user may see.
    pub sections: Vec<Tab>,
    /// The views of the present part, where it has several.
    pub views: Vec<Tab>,
    /// What came of the last step.
    pub banner: Option<Banner>,
    /// Where the user signs out.
    pub sign_out_url: String,
    /// Where the user signs in as somebody else.
    pub other_account_url: String,
}

/// An organization, as the top bar names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortalOrganization {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A link of a navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// What it says.
    pub label: String,
    /// Where it goes.
    pub href: String,
    /// Whether it is where one is.
    pub is_current: bool,
}

/// Which part of a list is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paging {
    /// The number of the first row shown, from 1.
    pub first: u64,
    /// The number of the last.
    pub last: u64,
    /// How many there are.
    pub total: u64,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
}

impl PortalFrame {
    /// What the page that one is on belongs to.
    fn current(&self) -> &str {
        let current = self.sections.iter().find(|section| section.is_current);
        current.map_or("", |section| &section.label)
    }
}

impl Paging {
    /// Which rows are shown, in words.
    fn range(&self, words: &Words) -> String {
        let variables =
            [("first", self.first.into()), ("last", self.last.into()), ("total", self.total.into())];
        words.fill("portal-range", &variables)
    }
}

/// A point in time, as pages tell it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moment {
    /// For machines: `2026-11-22T09:30:00.000Z`.
    pub iso: String,
    /// In full: `November 22, 2026, 09:30 UTC`.
    pub absolute: String,
    /// From now: `3 days ago`.
    pub relative: String,
}

/// The value of a select with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectOption {
    /// What is posted.
    pub value: String,
    /// What it says.
    pub label: String,
    /// Whether it is chosen.
    pub is_selected: bool,
}

/// Gives pages with a `frame` their policy and makes them answers.
macro_rules! portal_pages {
    ($($page:ty),+ $(,)?) => {
        $(impl $crate::Page for $page {
            fn content_security_policy(&self) -> $crate::ContentSecurityPolicy {
                super::branded_policy(&self.frame.brand, &[])
            }
        })+
        super::into_response!($($page),+);
    };
}
use portal_pages;
