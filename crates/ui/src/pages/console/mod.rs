//! The operator's console.
//!
//! Every page has a [`ConsoleFrame`]: who is signed in, where one is and where one can go. Words are English and Simplified Chinese
//! ([`crate::words::CONSOLE_LANGUAGES`]) and stand in `locales/<language>/console/*.ftl`, one file an area.
//!
//! A page of its own is a struct here and a template in `templates/pages/console` that extends `layouts/console.html`. What every area needs is
//! in [`common`]: a confirmation by typed name, what is shown once, things to choose from, things that belong to another.

mod account;
mod administrators;
mod applications;
mod claims;
mod common;
mod connectors;
mod entry;
mod experience;
mod explain;
mod get_started;
mod guide;
mod keys;
mod observe;
mod organizations;
mod phrases;
mod sso;
mod template;
mod tenants;
mod things;
mod users;
mod webhooks;

pub use account::{ConsoleAccountPage, ConsoleAuthenticatorPage};
pub use administrators::{
    AdministratorRow, ConsoleAdministratorPage, ConsoleAdministratorsPage, ConsoleNewAdministratorPage,
    PartRight,
};
pub use applications::{
    ApplicationKind, ApplicationListRow, ApplicationSettings, ConsoleApplicationPage,
    ConsoleApplicationSecretsPage, ConsoleApplicationsPage, ConsoleDangerPage, ConsoleNewApplicationPage,
    EndpointRow, SecretListRow,
};
pub use claims::{ClaimsFields, ConsoleClaimsPage, ConsoleSearchPage, FoundThing, TrialResult};
pub use common::{
    Called, Choosable, ConsoleChoosePage, ConsoleConfirmPage, ConsoleLinkedPage, ConsoleShownOncePage,
    LinkedRow, Once, TypedName,
};
pub use connectors::{ConnectorGroup, ConnectorTile, ConsoleConnectorsPage};
pub use entry::{ConsoleCodePage, ConsoleSetUpPage, ConsoleSignInPage};
pub use experience::{ConsoleExperiencePage, PreviewChoice};
pub use explain::{
    CheckStep, ConsoleGatewayPage, ConsoleTokenPage, DecisionRow, ExplainedRequest, GatewayRow, ScopeReason,
    ScopeRow, ScopesTold, TokenFields, TokenTold,
};
pub use get_started::{
    ConsoleGetStartedPage, ConsoleWalkMachinePage, ConsoleWalkTryPage, WalkForm, WalkStep,
};
pub use guide::{ConsoleGuidePage, GuideAddress, GuideGroup, GuidePart, GuideStep};
pub use keys::{ConsoleKeysPage, ConsoleRotatePage, KeyGroup, KeyRow};
pub use observe::{
    Bar, Chart, ConsoleDashboardPage, ConsoleLogPage, ConsoleLogsPage, DayChart, Figure, LogFilter, LogRow,
};
pub use organizations::{ConsoleInvitationsPage, ConsoleTimelinePage, InvitationListRow, TimelineEntry};
pub use phrases::{ConsolePhrasesPage, PhraseField, PhrasePart};
pub use sso::{ConsoleSsoConnectorsPage, EnterpriseIdentityRow, SsoConnectorRow};
pub use template::{ConsoleMatrixPage, MatrixGroup, MatrixRole, MatrixRow};
pub use tenants::{ConsoleEnterPage, ConsoleTenantsPage, TenantRow};
pub use things::{ConsoleFormPage, ConsoleThingsPage, Control, FormField, FormPart, ThingCell, ThingRow};
pub use users::{
    ConsoleImpersonationPage, ConsoleNewUserPage, ConsoleUserPage, ConsoleUserSessionsPage, ConsoleUsersPage,
    UserFields, UserListRow, UserSessionRow,
};
pub use webhooks::{ConsoleDeliveryPage, ConsoleWebhookKeyPage};

use super::into_response;
use crate::Words;
use crate::components::{Banner, Link, Person};

/// What all pages of the console have around them.
#[derive(Clone)]
pub struct ConsoleFrame {
    /// The words, in the language of whoever reads them.
    pub words: Words,
    /// Who is signed in.
    pub user: Person,
    /// What they may do, in a word.
    pub role: String,
    /// Whether they may change things; forms are not offered to whoever may not.
    pub may_edit: bool,
    /// The tenant whose console it is.
    pub tenant: String,
    /// The areas, in groups.
    pub groups: Vec<NavigationGroup>,
    /// The way here, without the page itself.
    pub crumbs: Vec<Link>,
    /// The views of the thing that the page is about.
    pub tabs: Vec<ConsoleTab>,
    /// What came of the last step, or what is wrong.
    pub banner: Option<Banner>,
    /// How the last step is taken back, where it can be.
    pub undo: Option<ConsoleUndo>,
    /// The token against forged posts.
    pub xsrf: String,
    /// The list of the page as files.
    pub exports: Vec<Link>,
}

/// A form of one button that takes the last step back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsoleUndo {
    /// Where it goes.
    pub action: String,
    /// What goes along: names and values.
    pub fields: Vec<(String, String)>,
}

/// Areas that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavigationGroup {
    /// What they have in common.
    pub label: String,
    /// Each.
    pub areas: Vec<NavigationArea>,
}

/// An area, as the navigation names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavigationArea {
    /// What it says.
    pub label: String,
    /// The picture beside it.
    pub icon: AreaIcon,
    /// Where it goes.
    pub href: String,
    /// Whether it is where one is.
    pub is_current: bool,
}

/// A view of a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsoleTab {
    /// What it says.
    pub label: String,
    /// Where it goes.
    pub href: String,
    /// Whether it is where one is.
    pub is_current: bool,
}

/// The pictures of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AreaIcon {
    /// Parts that go together.
    Apps,
    /// A cube: an API.
    Cube,
    /// A table: the organization template.
    Grid,
    /// Somebody.
    Person,
    /// Several people.
    People,
    /// A house.
    Building,
    /// A shield.
    Shield,
    /// A key.
    Key,
    /// A brush: how it looks.
    Brush,
    /// A plug: connectors.
    Plug,
    /// An arrow that leaves: webhooks.
    Send,
    /// A list: records.
    List,
    /// Bars: numbers.
    Chart,
    /// A letter.
    Mail,
    /// A ticket: a token.
    Ticket,
    /// A gate.
    Gate,
    /// Braces: code.
    Braces,
    /// A fingerprint: keys that sign.
    Fingerprint,
    /// A triangle: to begin.
    Play,
    /// A phone: second factors.
    Phone,
    /// A lock.
    Lock,
}

/// Which part of a long list is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConsolePaging {
    /// What is shown of how many, in words.
    pub said: String,
    /// The beginning, where a list has no page before because nobody knows its pages.
    pub start: Option<String>,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
}

/// A way to look for something in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConsoleSearch {
    /// Where it is sent.
    pub action: String,
    /// What was looked for.
    pub value: String,
    /// What can be looked for.
    pub placeholder: String,
    /// What else the list is narrowed by, which is kept: names and values.
    pub kept: Vec<(String, String)>,
}

/// What one choice of a select says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsoleOption {
    /// What is sent.
    pub value: String,
    /// What it says.
    pub label: String,
    /// Whether it is chosen.
    pub is_selected: bool,
}

impl ConsoleFrame {
    /// Whether the navigation has the area at `path`.
    fn shows(&self, path: &str) -> bool {
        self.groups.iter().flat_map(|group| &group.areas).any(|area| area.href == path)
    }

    /// What the page that one is on belongs to.
    fn current(&self) -> String {
        let mut areas = self.groups.iter().flat_map(|group| &group.areas);
        areas
            .find(|area| area.is_current)
            .map_or_else(|| self.words.say("console-title"), |area| area.label.clone())
    }
}

/// Gives pages with a `frame` the default policy and makes them answers.
macro_rules! console_pages {
    ($($page:ty),+ $(,)?) => {
        $(impl $crate::Page for $page {})+
        super::into_response!($($page),+);
    };
}
use console_pages;
