//! Users of the product.

use askama::Template;

use super::{Called, ConsoleFrame, ConsolePaging, ConsoleSearch, EnterpriseIdentityRow, Once, console_pages};
use crate::components::{FieldState, Link, Person};
use crate::pages::portal::Moment;

/// The list.
#[derive(Template)]
#[template(path = "pages/console/users.html")]
pub struct ConsoleUsersPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// A way to look for one.
    pub search: ConsoleSearch,
    /// Each that is shown.
    pub rows: Vec<UserListRow>,
    /// Which part of the list.
    pub paging: ConsolePaging,
    /// Whether the list is narrowed.
    pub is_narrowed: bool,
    /// Where one is made, for whoever may.
    pub create_url: Option<String>,
}

/// A user in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserListRow {
    /// Who it is.
    pub person: Person,
    /// The id.
    pub id: String,
    /// Their page.
    pub href: String,
    /// Whether they are suspended.
    pub is_suspended: bool,
    /// When they signed in last.
    pub last_sign_in: Option<Moment>,
    /// When they were made.
    pub created: Moment,
}

/// What a form says of a user.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserFields {
    /// The full name.
    pub full_name: FieldState,
    /// The username.
    pub username: FieldState,
    /// The e-mail address.
    pub email: FieldState,
    /// The phone number.
    pub phone: FieldState,
    /// Whatever the product keeps with them, as JSON.
    pub custom_data: FieldState,
}

/// Makes one.
#[derive(Template)]
#[template(path = "pages/console/new_user.html")]
pub struct ConsoleNewUserPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// What is typed.
    pub fields: UserFields,
    /// What is wrong with the password.
    pub password_error: Option<String>,
    /// The way back.
    pub back_url: String,
}

/// The profile of one.
#[derive(Template)]
#[template(path = "pages/console/user.html")]
pub struct ConsoleUserPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// What they are called.
    pub title: String,
    /// A sentence about them.
    pub lead: String,
    /// Whether they are suspended.
    pub is_suspended: bool,
    /// The id.
    pub id: String,
    /// What is known beside what can be changed: what it is, and what it says.
    pub facts: Vec<(String, String)>,
    /// Who they are at the providers of enterprises.
    pub enterprise: Vec<EnterpriseIdentityRow>,
    /// What can be changed.
    pub fields: UserFields,
    /// Where it is sent.
    pub action: String,
    /// What the form was made from.
    pub mark: String,
    /// Where they are suspended, or not any more.
    pub suspend_url: String,
    /// Where a new password is set.
    pub password_url: String,
    /// What is wrong with that password.
    pub password_error: Option<String>,
}

/// Where one is signed in.
#[derive(Template)]
#[template(path = "pages/console/user_sessions.html")]
pub struct ConsoleUserSessionsPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// What they are called.
    pub title: String,
    /// A sentence about them.
    pub lead: String,
    /// Each session.
    pub sessions: Vec<UserSessionRow>,
}

/// A session of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserSessionRow {
    /// Its id.
    pub name: String,
    /// The application that sent them to sign in.
    pub application: Option<Called>,
    /// When they signed in.
    pub signed_in: Moment,
    /// When it ends.
    pub ends: Moment,
    /// Where it is ended, for whoever may.
    pub end: Option<Link>,
}

/// What somebody speaks for a user with, shown once.
#[derive(Template)]
#[template(path = "pages/console/impersonation.html")]
pub struct ConsoleImpersonationPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// Who is spoken for.
    pub heading: String,
    /// What to do with it.
    pub lead: String,
    /// Each token.
    pub values: Vec<Once>,
    /// Commands, of several lines.
    pub commands: Vec<Once>,
    /// What was chosen: names and values.
    pub facts: Vec<(String, String)>,
    /// What becomes known of it.
    pub note: String,
    /// The way on.
    pub done: Link,
}

console_pages!(
    ConsoleImpersonationPage,
    ConsoleUsersPage,
    ConsoleNewUserPage,
    ConsoleUserPage,
    ConsoleUserSessionsPage
);
