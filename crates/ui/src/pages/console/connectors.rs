//! What messages are sent through, and whose accounts users sign in with.

use askama::Template;

use super::{ConsoleFrame, into_response};
use crate::components::Link;
use crate::{ContentSecurityPolicy, Page};

/// Connectors, or what one could be, by what they do.
#[derive(Template)]
#[template(path = "pages/console/connectors.html")]
pub struct ConsoleConnectorsPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// What is listed.
    pub title: String,
    /// What that is.
    pub lead: String,
    /// The groups.
    pub groups: Vec<ConnectorGroup>,
}

/// Those that do the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectorGroup {
    /// What they do.
    pub heading: String,
    /// What that is good for.
    pub lead: String,
    /// Each.
    pub connectors: Vec<ConnectorTile>,
    /// What is said when there is none.
    pub empty: String,
    /// Where one is added, for whoever may.
    pub add: Option<Link>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectorTile {
    /// What it is called.
    pub name: String,
    /// What else there is to say.
    pub detail: String,
    /// Its picture.
    pub logo: String,
    /// The same for dark pages.
    pub logo_dark: Option<String>,
    /// Its page.
    pub href: String,
}

impl ConnectorTile {
    /// The picture for dark pages as `srcset` takes it, which ends an address at a space.
    fn dark_source(&self) -> Option<String> {
        self.logo_dark.as_ref().map(|logo| logo.replace(char::is_whitespace, "%20"))
    }
}

impl Page for ConsoleConnectorsPage {
    fn content_security_policy(&self) -> ContentSecurityPolicy {
        let tiles = self.groups.iter().flat_map(|group| &group.connectors);
        let logos = tiles.flat_map(|tile| std::iter::once(&tile.logo).chain(&tile.logo_dark));
        logos.fold(ContentSecurityPolicy::default(), |policy, logo| policy.image_from(logo))
    }
}

into_response!(ConsoleConnectorsPage);
