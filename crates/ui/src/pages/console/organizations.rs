//! Organizations: what only they have.

use askama::Template;

use super::{Called, ConsoleFrame, ConsolePaging, console_pages};
use crate::components::{Link, Tone};
use crate::pages::portal::Moment;

/// Who is asked to join.
#[derive(Template)]
#[template(path = "pages/console/invitations.html")]
pub struct ConsoleInvitationsPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// The organization.
    pub title: String,
    /// What it is.
    pub lead: String,
    /// Where somebody is invited, for whoever may.
    pub add: Option<Link>,
    /// Each.
    pub rows: Vec<InvitationListRow>,
    /// Which part of the list.
    pub paging: ConsolePaging,
}

/// An invitation in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationListRow {
    /// The address.
    pub invitee: String,
    /// What came of it, in a word.
    pub status: (Tone, String),
    /// The names of the roles that it brings.
    pub roles: Vec<String>,
    /// When it was made.
    pub created: Moment,
    /// When it ends.
    pub ends: Moment,
    /// The address that it is accepted at, while it is open.
    pub link: Option<String>,
    /// Where it is taken back, while it is open and for whoever may.
    pub revoke_url: Option<String>,
}

/// What was done, newest first.
#[derive(Template)]
#[template(path = "pages/console/timeline.html")]
pub struct ConsoleTimelinePage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// The thing whose tabs are shown.
    pub title: String,
    /// What it is.
    pub lead: String,
    /// What is listed.
    pub heading: String,
    /// What that means.
    pub explanation: String,
    /// Each.
    pub entries: Vec<TimelineEntry>,
    /// What is said when there is nothing.
    pub empty: (String, String),
    /// Which part is shown.
    pub paging: ConsolePaging,
}

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineEntry {
    /// How it went.
    pub tone: Tone,
    /// By whom, where that is known.
    pub actor: Option<Called>,
    /// What else the record names, but for the thing whose timeline it is.
    pub about: Vec<Called>,
    /// What, by the key of the record.
    pub what: String,
    /// The record.
    pub href: String,
    /// From where.
    pub detail: String,
    /// When.
    pub at: Moment,
}

console_pages!(ConsoleInvitationsPage, ConsoleTimelinePage);
