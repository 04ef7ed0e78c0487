//! Where somebody is signed in, what applications may do for them, and tokens of their own.

use askama::Template;

use super::{AccountFrame, account_pages};
use crate::components::FieldState;
use crate::pages::portal::{Moment, SelectOption};

/// The sessions.
#[derive(Template)]
#[template(path = "pages/account/sessions.html")]
pub struct AccountSessionsPage {
    /// What is around it.
    pub frame: AccountFrame,
    /// Each, the present one first.
    pub sessions: Vec<SessionRow>,
    /// The browsers that are trusted, where there are some or could be.
    pub trusted: Option<TrustedBrowsers>,
    /// Where all others are ended, if there are any and they can be.
    pub end_others_url: Option<String>,
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// The browser and what it runs on.
    pub name: String,
    /// The address it was used from.
    pub address: Option<String>,
    /// When it was used last.
    pub last_active: Option<(String, Moment)>,
    /// Whether it is the one in which this page is shown.
    pub is_here: bool,
    /// Where it is ended, if it can be.
    pub end_url: Option<String>,
}

/// The browsers that are not asked for the second step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedBrowsers {
    /// Each, the one trusted last first.
    pub rows: Vec<TrustedBrowserRow>,
}

/// A browser that is trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedBrowserRow {
    /// The browser and what it runs on.
    pub name: String,
    /// The address it was used from.
    pub address: Option<String>,
    /// When it was used last, and until when it is trusted.
    pub moments: Vec<(String, Moment)>,
    /// Where it is trusted no longer, if that can be.
    pub stop_url: Option<String>,
}

/// The applications that may do something for the user.
#[derive(Template)]
#[template(path = "pages/account/applications.html")]
pub struct AccountApplicationsPage {
    /// What is around it.
    pub frame: AccountFrame,
    /// Each.
    pub applications: Vec<ApplicationRow>,
}

/// An application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationRow {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Since when.
    pub allowed: (String, Moment),
    /// What it may do, a sentence each.
    pub may: Vec<String>,
    /// The permissions it has for APIs, by a heading.
    pub permissions: Vec<(String, Vec<String>)>,
    /// Where it is shut out, if it can be.
    pub revoke_url: Option<String>,
}

/// The personal access tokens.
#[derive(Template)]
#[template(path = "pages/account/tokens.html")]
pub struct AccountTokensPage {
    /// What is around it.
    pub frame: AccountFrame,
    /// Each.
    pub tokens: Vec<TokenRow>,
    /// Where one is made, if it can be.
    pub create_url: Option<String>,
}

/// A personal access token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// What it is called.
    pub name: String,
    /// When it was made.
    pub added: (String, Moment),
    /// Until when it is good; nothing for ever.
    pub ends: Option<(String, Moment)>,
    /// Whether it is not good any more.
    pub has_ended: bool,
    /// Where it is called otherwise, if it can be.
    pub rename_url: Option<String>,
    /// Where it is deleted, if it can be.
    pub delete_url: Option<String>,
}

/// Makes a personal access token. Posts `name` and `days`.
#[derive(Template)]
#[template(path = "pages/account/new_token.html")]
pub struct AccountNewTokenPage {
    /// What is around it.
    pub frame: AccountFrame,
    /// The token against forged posts.
    pub xsrf: String,
    /// What it is to be called.
    pub field: FieldState,
    /// How long it is to be good.
    pub days: Vec<SelectOption>,
    /// Where the form posts to.
    pub action: String,
    /// Where one goes who thinks better of it.
    pub back_url: String,
}

/// Shows a personal access token, this once.
#[derive(Template)]
#[template(path = "pages/account/token.html")]
pub struct AccountTokenPage {
    /// What is around it.
    pub frame: AccountFrame,
    /// What it is called.
    pub name: String,
    /// The token.
    pub value: String,
    /// Where one goes who has it.
    pub back_url: String,
}

account_pages!(
    AccountSessionsPage,
    AccountApplicationsPage,
    AccountTokensPage,
    AccountNewTokenPage,
    AccountTokenPage,
);
