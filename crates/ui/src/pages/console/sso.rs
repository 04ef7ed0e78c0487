//! Enterprise connectors.

use askama::Template;

use super::{ConsoleFrame, ConsolePaging, console_pages};
use crate::components::Link;
use crate::pages::portal::Moment;

/// The list.
#[derive(Template)]
#[template(path = "pages/console/sso_connectors.html")]
pub struct ConsoleSsoConnectorsPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// What keeps all of them from being used, and where that is changed.
    pub note: Option<(String, Link)>,
    /// Where one is made, for whoever may.
    pub create_url: Option<String>,
    /// Each that is shown.
    pub rows: Vec<SsoConnectorRow>,
    /// Whether this is not the beginning of the list.
    pub is_narrowed: bool,
    /// Which part of the list.
    pub paging: ConsolePaging,
}

/// A connector in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SsoConnectorRow {
    /// What its operator calls it.
    pub name: String,
    /// Its page.
    pub href: String,
    /// What its kind is called.
    pub kind: String,
    /// The picture of its kind, as a `data:` URI.
    pub logo: String,
    /// The same for dark pages.
    pub logo_dark: String,
    /// The domains that it speaks for.
    pub domains: Vec<String>,
    /// Whether its provider can be asked.
    pub is_ready: bool,
    /// When it was made.
    pub created: Moment,
}

impl SsoConnectorRow {
    /// The picture for dark pages as `srcset` takes it, which ends an address at a space.
    fn dark_source(&self) -> Option<String> {
        let logo = Some(self.logo_dark.as_str()).filter(|logo| !logo.is_empty());
        logo.map(|logo| logo.replace(char::is_whitespace, "%20"))
    }
}

/// Who a user is at an enterprise's provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnterpriseIdentityRow {
    /// What the connector is called, or its id where that may not be read.
    pub connector: String,
    /// The connector's page, for whoever may read it.
    pub href: Option<String>,
    /// Who vouches for it.
    pub issuer: String,
    /// Their id there.
    pub identity_id: String,
    /// Their address there.
    pub email: Option<String>,
}

console_pages!(ConsoleSsoConnectorsPage);
