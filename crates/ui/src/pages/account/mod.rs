//! The account center: pages on which people see and change their own account.
//!
//! Every page has an [`AccountFrame`]: who is signed in, in which language they read, and where one can go from here. What the account center
//! does not open is not in it; the pages decide nothing themselves. Every form posts `xsrf`.
//!
//! A page of its own is a struct here and a template in `templates/pages/account` that extends `layouts/account.html`; its words are in
//! `locales/<language>/account.ftl`, or in a file of its own beside that one.

mod access;
mod belonging;
mod confirm;
mod contact;
#[cfg(test)]
mod examples;
mod factors;
mod password;
mod profile;
mod security;
#[cfg(test)]
mod tests;
mod verify;

pub use access::{
    AccountApplicationsPage, AccountNewTokenPage, AccountSessionsPage, AccountTokenPage, AccountTokensPage,
    ApplicationRow, SessionRow, TokenRow, TrustedBrowserRow, TrustedBrowsers,
};
pub use belonging::{
    AccountDataPage, AccountDeletePage, AccountOrganizationsPage, InvitationRow, OrganizationRow,
};
pub use confirm::AccountConfirmPage;
pub use contact::{AccountCodePage, AccountContactPage};
pub use factors::{
    AccountBackupCodesPage, AccountPasskeyPage, AccountRenamePage, AccountTotpPage, FactorRow, Factors,
    PasskeyRow, Passkeys,
};
pub use password::AccountPasswordPage;
pub use profile::{AccountProfilePage, ContactRow, LinkedRow, PictureForm, ProfileForm};
pub use security::AccountSecurityPage;
pub use verify::{AccountVerifyPage, VerifyBy};

use super::{branded_policy, into_response};
use crate::components::{Banner, Person};
use crate::{Brand, ContentSecurityPolicy, Words};

/// What all pages of the account center have around them.
#[derive(Clone)]
pub struct AccountFrame {
    /// Whose pages these are: the tenant's logo and colours.
    pub brand: Brand,
    /// The words, in the language of whoever reads them.
    pub words: Words,
    /// Who is signed in.
    pub user: Person,
    /// Where their picture is.
    pub picture: Option<String>,
    /// The parts of the account.
    pub sections: Vec<AccountSection>,
    /// What came of the last step.
    pub banner: Option<Banner>,
    /// Where the user signs out.
    pub sign_out_url: String,
    /// Where the user signs in as somebody else.
    pub other_account_url: String,
}

/// A part of the account, as the navigation names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountSection {
    /// What it says.
    pub label: String,
    /// The picture beside it.
    pub icon: SectionIcon,
    /// Where it goes.
    pub href: String,
    /// Whether it is where one is.
    pub is_current: bool,
}

/// The pictures of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionIcon {
    /// Somebody.
    Person,
    /// A shield.
    Shield,
    /// A screen.
    Screen,
    /// Parts that go together.
    Apps,
    /// A key.
    Key,
    /// A house.
    Building,
    /// A drawer.
    Archive,
}

impl AccountFrame {
    /// What the page that one is on belongs to.
    fn current(&self) -> String {
        let current = self.sections.iter().find(|section| section.is_current);
        current.map_or_else(|| self.words.say("account-title"), |section| section.label.clone())
    }

    /// The policy of a page: the brand's logo and the user's picture may be elsewhere. Forms may end at `targets`.
    fn policy(&self, targets: &[String]) -> ContentSecurityPolicy {
        let policy = branded_policy(&self.brand, targets);
        match &self.picture {
            Some(picture) => policy.image_from(picture),
            None => policy,
        }
    }
}

/// Gives pages with a `frame` their policy and makes them answers.
macro_rules! account_pages {
    ($($page:ty),+ $(,)?) => {
        $(impl $crate::Page for $page {
            fn content_security_policy(&self) -> $crate::ContentSecurityPolicy {
                self.frame.policy(&[])
            }
        })+
        super::into_response!($($page),+);
    };
}
use account_pages;
