//! The organization template: what each role allows.

use askama::Template;

use super::{ConsoleFrame, ConsolePaging, ConsoleSearch, console_pages};
use crate::components::Link;

/// The matrix of roles and permissions, one form.
#[derive(Template)]
#[template(path = "pages/console/matrix.html")]
pub struct ConsoleMatrixPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// A way to look for permissions.
    pub search: ConsoleSearch,
    /// Whether the permissions are narrowed.
    pub is_narrowed: bool,
    /// The columns.
    pub roles: Vec<MatrixRole>,
    /// The rows, in groups.
    pub groups: Vec<MatrixGroup>,
    /// Whether there is any permission at all, here or elsewhere.
    pub has_permissions: bool,
    /// Which part of the rows.
    pub paging: ConsolePaging,
    /// Where a role and where a permission is made, for whoever may.
    pub create: Option<(Link, Link)>,
    /// Where it is sent.
    pub action: String,
    /// What it was made from.
    pub mark: String,
}

/// A role of the template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixRole {
    /// What it is called.
    pub name: String,
    /// For whom it is, in words.
    pub kind: String,
    /// Its page, for whoever may change it.
    pub href: Option<String>,
}

/// Permissions that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixGroup {
    /// What they are permissions of.
    pub label: String,
    /// Each.
    pub rows: Vec<MatrixRow>,
}

/// A permission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixRow {
    /// What it is called.
    pub name: String,
    /// What it allows.
    pub description: String,
    /// Its page, for whoever may change it.
    pub href: Option<String>,
    /// For each role what is sent when it is granted, and whether it is.
    pub cells: Vec<(String, bool)>,
}

impl MatrixRow {
    fn of_roles<'a>(
        &'a self,
        roles: &'a [MatrixRole],
    ) -> impl Iterator<Item = (&'a MatrixRole, &'a (String, bool))> {
        roles.iter().zip(&self.cells)
    }
}

console_pages!(ConsoleMatrixPage);
