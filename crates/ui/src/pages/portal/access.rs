//! How members sign in, which domains are the organization's, and what happened in it.

use askama::Template;

use super::{Moment, Paging, PortalFrame, portal_pages};
use crate::components::{FieldState, Tone};
use crate::words::Piece;

/// What the organization asks of its members when they come. Posts `isMfaRequired` to `action`.
#[derive(Template)]
#[template(path = "pages/portal/security.html")]
pub struct PortalSecurityPage {
    /// What is around it.
    pub frame: PortalFrame,
    /// Where the form posts to, if the user may change it.
    pub action: Option<String>,
    /// The token against forged posts.
    pub xsrf: String,
    /// Whether members need a second step.
    pub is_mfa_required: bool,
    /// What is wrong with the change.
    pub error: Option<String>,
}

/// The organization's domains. Posts `domain` to `action`.
#[derive(Template)]
#[template(path = "pages/portal/domains.html")]
pub struct PortalDomainsPage {
    /// What is around it.
    pub frame: PortalFrame,
    /// Where the form posts to, if the user may add one.
    pub action: Option<String>,
    /// The token against forged posts.
    pub xsrf: String,
    /// The domains.
    pub domains: Vec<DomainRow>,
    /// What is being added.
    pub domain: FieldState,
}

/// A domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainRow {
    /// The domain.
    pub domain: String,
    /// Whether it was proven.
    pub is_verified: bool,
    /// Its page.
    pub href: String,
}

/// A domain: the record that proves it, and removing it. Proving posts to `verify_url`.
#[derive(Template)]
#[template(path = "pages/portal/domain.html")]
pub struct PortalDomainPage {
    /// What is around it.
    pub frame: PortalFrame,
    /// The list of domains.
    pub back_url: String,
    /// The token against forged posts.
    pub xsrf: String,
    /// The domain.
    pub domain: String,
    /// Whether it was proven.
    pub is_verified: bool,
    /// The record to publish: its type, name and value.
    pub record: Option<(String, String, String)>,
    /// Where the proof is looked for.
    pub verify_url: String,
    /// Where it is removed; what was not proven is kept nowhere.
    pub remove_url: Option<String>,
    /// What was found instead of the proof.
    pub found: Vec<String>,
}

/// What happened in the organization, newest first.
#[derive(Template)]
#[template(path = "pages/portal/activity.html")]
pub struct PortalActivityPage {
    /// What is around it.
    pub frame: PortalFrame,
    /// The entries of this page of the list.
    pub entries: Vec<ActivityEntry>,
    /// Which part of the list this is.
    pub paging: Paging,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityEntry {
    /// What happened and who did it, in a sentence.
    pub what: Vec<Piece>,
    /// Further facts, such as an address or an error.
    pub detail: Option<String>,
    /// How it went.
    pub tone: Tone,
    /// When.
    pub at: Moment,
    /// The name of the event, for whoever is asked for help.
    pub key: String,
}

portal_pages!(PortalSecurityPage, PortalDomainsPage, PortalDomainPage, PortalActivityPage);
