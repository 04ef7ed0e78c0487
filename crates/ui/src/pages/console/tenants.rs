//! Tenants, and the way from the console of one to that of another.

use askama::Template;

use super::{ConsoleFrame, into_response};
use crate::csp::ContentSecurityPolicy;
use crate::{Brand, Page, Words};

/// The list.
#[derive(Template)]
#[template(path = "pages/console/tenants.html")]
pub struct ConsoleTenantsPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// Each.
    pub rows: Vec<TenantRow>,
    /// Where one is made, for whoever may.
    pub create_url: Option<String>,
}

/// A tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantRow {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Where it is reached; empty where nothing leads to it.
    pub address: String,
    /// Its page, for whoever may change it.
    pub href: Option<String>,
    /// Where one goes to its console.
    pub enter_url: String,
    /// Whether this is its console.
    pub is_current: bool,
}

/// Lets somebody in who comes from the console of another tenant.
#[derive(Template)]
#[template(path = "pages/console/enter.html")]
pub struct ConsoleEnterPage {
    /// Guildhall's own.
    pub brand: Brand,
    /// The words.
    pub words: Words,
    /// The token against forged posts.
    pub xsrf: String,
    /// What lets its bearer in, once.
    pub ticket: String,
    /// The tenant's id.
    pub tenant: String,
    /// Whom it lets in. Nothing goes on by itself: whoever was sent this link by somebody else would work as them.
    pub username: String,
}

impl Page for ConsoleTenantsPage {
    fn content_security_policy(&self) -> ContentSecurityPolicy {
        // Its forms lead to the consoles of other tenants, each at a host of its own.
        self.rows.iter().fold(ContentSecurityPolicy::default(), |policy, row| policy.form_to(&row.address))
    }
}

impl Page for ConsoleEnterPage {}

into_response!(ConsoleTenantsPage, ConsoleEnterPage);
