//! Passkeys, authenticators, backup codes.

use askama::Template;

use super::{AccountFrame, account_pages};
use crate::components::FieldState;
use crate::pages::{Factor, portal::Moment};

/// The passkeys, as the page about signing in shows them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passkeys {
    /// Each.
    pub rows: Vec<PasskeyRow>,
    /// Where one is added, if it can be.
    pub add_url: Option<String>,
}

/// A passkey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyRow {
    /// What it is called.
    pub name: String,
    /// When it was added, and when it was used last.
    pub moments: Vec<(String, Moment)>,
    /// Where it is called otherwise, if it can be.
    pub rename_url: Option<String>,
    /// Where it is removed, if it can be.
    pub remove_url: Option<String>,
}

/// Other second steps, and whether the user is asked for one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Factors {
    /// Each kind there is.
    pub rows: Vec<FactorRow>,
    /// Whether the user is asked for a second step at each sign-in, where that is for them to say.
    pub is_asked: Option<bool>,
    /// Whether they may change it.
    pub may_change: bool,
}

/// A kind of second step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactorRow {
    /// Which.
    pub factor: Factor,
    /// What there is of it.
    pub detail: String,
    /// Where it is set up, if there is none and it can be.
    pub set_up_url: Option<String>,
    /// Where another takes its place, if it can.
    pub replace_url: Option<String>,
    /// Where it is removed, if it can be.
    pub remove_url: Option<String>,
}

/// Sets an authenticator up. Posts `secret` and `code`.
#[derive(Template)]
#[template(path = "pages/account/totp.html")]
pub struct AccountTotpPage {
    /// What is around it.
    pub frame: AccountFrame,
    /// The token against forged posts.
    pub xsrf: String,
    /// The QR code, as a `data:` URL.
    pub picture: String,
    /// The secret, for who cannot scan.
    pub secret: String,
    /// What is wrong with the code.
    pub error: Option<String>,
    /// Where the form posts to.
    pub action: String,
    /// Where one goes who thinks better of it.
    pub back_url: String,
}

/// Shows backup codes, this once. Posts `code` once for each.
#[derive(Template)]
#[template(path = "pages/account/backup_codes.html")]
pub struct AccountBackupCodesPage {
    /// What is around it.
    pub frame: AccountFrame,
    /// The token against forged posts.
    pub xsrf: String,
    /// The codes.
    pub codes: Vec<String>,
    /// Whether they take the place of others.
    pub replaces: bool,
    /// Where the form posts to.
    pub action: String,
    /// Where one goes who thinks better of it.
    pub back_url: String,
}

/// Has the browser make a passkey. Posts `record`, `name` and `credential`.
#[derive(Template)]
#[template(path = "pages/account/passkey.html")]
pub struct AccountPasskeyPage {
    /// What is around it.
    pub frame: AccountFrame,
    /// The token against forged posts.
    pub xsrf: String,
    /// What the browser is asked, as JSON.
    pub options: String,
    /// The record of what is being proved.
    pub record: String,
    /// What the passkey is to be called.
    pub field: FieldState,
    /// Where the form posts to.
    pub action: String,
    /// Where one goes who thinks better of it.
    pub back_url: String,
}

/// Calls a passkey otherwise. Posts `name`.
#[derive(Template)]
#[template(path = "pages/account/rename.html")]
pub struct AccountRenamePage {
    /// What is around it.
    pub frame: AccountFrame,
    /// The token against forged posts.
    pub xsrf: String,
    /// What it is called so far.
    pub current: String,
    /// The new name.
    pub field: FieldState,
    /// What it may be like.
    pub hint: String,
    /// Where the form posts to.
    pub action: String,
    /// Where one goes who thinks better of it.
    pub back_url: String,
}

account_pages!(AccountTotpPage, AccountBackupCodesPage, AccountPasskeyPage, AccountRenamePage);
