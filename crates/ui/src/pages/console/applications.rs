//! Applications.

use askama::Template;

use super::{ConsoleFrame, ConsoleOption, ConsolePaging, ConsoleSearch, console_pages};
use crate::components::FieldState;
use crate::pages::portal::Moment;

/// The list.
#[derive(Template)]
#[template(path = "pages/console/applications.html")]
pub struct ConsoleApplicationsPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// A way to look for one.
    pub search: ConsoleSearch,
    /// The kinds to choose from.
    pub kinds: Vec<ConsoleOption>,
    /// Each that is shown.
    pub rows: Vec<ApplicationListRow>,
    /// Which part of the list.
    pub paging: ConsolePaging,
    /// Whether the list is narrowed.
    pub is_narrowed: bool,
    /// Where one is made, for whoever may.
    pub create_url: Option<String>,
}

/// An application in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationListRow {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its page.
    pub href: String,
    /// What kind it is.
    pub kind: String,
    /// Whether it is somebody else's.
    pub is_third_party: bool,
    /// When it was made.
    pub created: Moment,
}

/// A kind of application to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationKind {
    /// The word of the wire.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// Whom it is for.
    pub hint: String,
    /// Whether it is chosen.
    pub is_checked: bool,
}

/// Makes one.
#[derive(Template)]
#[template(path = "pages/console/new_application.html")]
pub struct ConsoleNewApplicationPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// The kinds.
    pub kinds: Vec<ApplicationKind>,
    /// What it is called.
    pub name_field: FieldState,
    /// What it is.
    pub description: FieldState,
    /// Whether it is somebody else's.
    pub is_third_party: bool,
    /// The way back.
    pub back_url: String,
}

/// The settings of one.
#[derive(Template)]
#[template(path = "pages/console/application.html")]
pub struct ConsoleApplicationPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// What it is called.
    pub title: String,
    /// What kind it is.
    pub kind: String,
    /// Addresses and ids that its developers need.
    pub endpoints: Vec<EndpointRow>,
    /// What can be changed.
    pub settings: ApplicationSettings,
    /// Where it is sent.
    pub action: String,
    /// What the form was made from.
    pub mark: String,
}

/// An address or id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndpointRow {
    /// What it is.
    pub label: String,
    /// What it says.
    pub value: String,
}

/// The settings of an application, as they are typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ApplicationSettings {
    /// What it is called.
    pub name: FieldState,
    /// What it is.
    pub description: FieldState,
    /// Whether people sign in to it.
    pub has_redirects: bool,
    /// Whether it is somebody else's, and so exchanges no tokens.
    pub is_third_party: bool,
    /// Whether it may exchange tokens that stand for users.
    pub exchanges: bool,
    /// Where sign-in may return to, a line each.
    pub redirect_uris: FieldState,
    /// Where sign-out may return to.
    pub sign_out_uris: FieldState,
    /// Which origins may call from a browser.
    pub origins: FieldState,
    /// How long refresh tokens live, in days.
    pub refresh_days: FieldState,
    /// Whether refresh tokens change at each use.
    pub rotates: bool,
    /// Whether a refresh token is issued without being asked for.
    pub always_refreshes: bool,
}

/// The secrets of one.
#[derive(Template)]
#[template(path = "pages/console/application_secrets.html")]
pub struct ConsoleApplicationSecretsPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// What it is called.
    pub title: String,
    /// What kind it is.
    pub kind: String,
    /// Each secret; none is shown to whoever may not see any.
    pub secrets: Vec<SecretListRow>,
    /// Whether whoever looks may see that there are any.
    pub is_shown: bool,
    /// Where one is made.
    pub action: String,
    /// The name of a new one.
    pub name_field: FieldState,
    /// How long it is good.
    pub lifetimes: Vec<ConsoleOption>,
}

/// A secret in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretListRow {
    /// What it is called.
    pub name: String,
    /// When it was made.
    pub created: Moment,
    /// When it ends.
    pub ends: Option<Moment>,
    /// Whether it has ended.
    pub has_ended: bool,
    /// Where it is deleted.
    pub delete_url: String,
}

/// What cannot be undone.
#[derive(Template)]
#[template(path = "pages/console/danger.html")]
pub struct ConsoleDangerPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// What it is about.
    pub title: String,
    /// What that is.
    pub lead: String,
    /// Each step: what it is, what it does, what the button says and where it goes.
    pub steps: Vec<(String, String, crate::components::Link)>,
}

console_pages!(
    ConsoleApplicationsPage,
    ConsoleNewApplicationPage,
    ConsoleApplicationPage,
    ConsoleApplicationSecretsPage,
    ConsoleDangerPage,
);
