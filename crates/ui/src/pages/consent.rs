//! Consent to a third-party application.

use askama::Template;

use super::{branded_policy, into_response};
use crate::components::{Banner, Person, Terms};
use crate::words::Piece;
use crate::{Brand, ContentSecurityPolicy, Page, Words};

/// Asks the user whether an application may have what it asks for. Posts `xsrf`, `organizationIds` (once for each checked
/// organization) and `decision` = `allow` or `deny` to `action`.
#[derive(Template)]
#[template(path = "pages/consent.html")]
pub struct ConsentPage {
    /// The application that asks.
    pub brand: Brand,
    /// The words, in the language of whoever reads them.
    pub words: Words,
    /// Where the form posts to.
    pub action: String,
    /// The token against forged posts, as hidden field `xsrf`.
    pub xsrf: String,
    /// Who is signed in and about to consent.
    pub user: Person,
    /// A message above the form.
    pub banner: Option<Banner>,
    /// What the application asks for, in words.
    pub scope_groups: Vec<ScopeGroup>,
    /// The user's organizations, where the application asks for access to organizations.
    pub organizations: Vec<OrganizationChoice>,
    /// The host that the user returns to, so that a look-alike can be told apart; nothing where a device is signed in.
    pub redirect_host: Option<String>,
    /// The application's terms and privacy policy.
    pub terms: Terms,
    /// Where the redirects after the post may end: the client's redirect URI.
    pub redirect_targets: Vec<String>,
}

/// Scopes that belong together: the user's own data, or one API resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeGroup {
    /// For example "Your account" or the resource's name.
    pub title: String,
    /// The single scopes.
    pub items: Vec<ScopeItem>,
}

/// One scope in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeItem {
    /// What it allows, or the scope's name where nobody described it.
    pub title: String,
    /// A second line: the scope's description, or its name when `title` describes it.
    pub detail: Option<String>,
}

/// One organization that the user may let the application into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationChoice {
    /// The organization's id; the value of its checkbox.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What the application would be able to do in it, in words or scope names.
    pub permissions: Vec<String>,
    /// Whether the box is ticked.
    pub checked: bool,
}

impl ConsentPage {
    /// Where the user returns to, named so that it is read.
    fn return_sentence(&self) -> Vec<Piece> {
        match &self.redirect_host {
            Some(host) => self.words.pieces("consent-return", vec![("host", Piece::Strong(host.clone()))]),
            None => vec![Piece::Text(self.words.say("consent-device"))],
        }
    }
}

impl Page for ConsentPage {
    fn content_security_policy(&self) -> ContentSecurityPolicy {
        branded_policy(&self.brand, &self.redirect_targets)
    }
}

into_response!(ConsentPage);
