//! The reference of the APIs: a first page, and one for each part.

use std::sync::Arc;

use askama::Template;

use super::into_response;
use crate::Page;

/// The first page of the reference: how to call the API, and its parts.
#[derive(Template)]
#[template(path = "pages/reference_home.html")]
pub struct ReferenceHomePage {
    /// Everything there is.
    pub index: Arc<ReferenceIndex>,
}

/// The page of one part of the API.
#[derive(Template)]
#[template(path = "pages/reference.html")]
pub struct ReferencePage {
    /// Everything there is.
    pub index: Arc<ReferenceIndex>,
    /// Which of the groups is shown.
    pub shown: usize,
}

impl ReferenceHomePage {
    fn list_command(&self) -> String {
        let endpoint = &self.index.endpoint;
        format!(
            "curl -i \"{endpoint}/api/organizations?page=2&page_size=50\" \\\n  -H \"Authorization: Bearer $TOKEN\""
        )
    }

    /// No group is shown on the first page.
    #[expect(clippy::unused_self, reason = "the layout asks every page")]
    fn is_shown(&self, _group: &ReferenceGroup) -> bool {
        false
    }
}

impl ReferencePage {
    fn is_shown(&self, group: &ReferenceGroup) -> bool {
        group.slug == self.group().slug
    }

    fn group(&self) -> &ReferenceGroup {
        static NONE: ReferenceGroup =
            ReferenceGroup { name: String::new(), slug: String::new(), operations: Vec::new() };
        self.index.groups.get(self.shown).unwrap_or(&NONE)
    }
}

/// What the reference tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceIndex {
    /// The version of the server.
    pub version: String,
    /// The server's public origin.
    pub endpoint: String,
    /// A command line that gets a token.
    pub token_command: String,
    /// The parts, in the order in which they are shown.
    pub groups: Vec<ReferenceGroup>,
}

/// A part of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceGroup {
    /// Its name.
    pub name: String,
    /// The last segment of its page's path.
    pub slug: String,
    /// Its operations.
    pub operations: Vec<ReferenceOperation>,
}

/// An operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceOperation {
    /// Its id, unique among all.
    pub anchor: String,
    /// What it does, in a few words.
    pub summary: String,
    /// The method.
    pub method: String,
    /// The template of the path.
    pub path: String,
    /// What a caller shows.
    pub authorization: ReferenceAuthorization,
    /// Parameters of the path.
    pub path_parameters: Vec<SchemaRow>,
    /// Parameters of the query.
    pub query_parameters: Vec<SchemaRow>,
    /// Whether it takes a body.
    pub takes_body: bool,
    /// The members of the body.
    pub body: Vec<SchemaRow>,
    /// What it answers when it does its work.
    pub answers: Vec<ReferenceAnswer>,
    /// What it answers when it refuses: status and meaning.
    pub refusals: Vec<(String, String)>,
    /// A command line that calls it.
    pub command: String,
}

impl ReferenceOperation {
    /// The class of the label with the method: reading, making, changing and deleting look different, and say so.
    pub(crate) fn method_class(&self) -> &'static str {
        match self.method.as_str() {
            "GET" => "method-get",
            "POST" => "method-post",
            "DELETE" => "method-delete",
            _ => "method-change",
        }
    }
}

/// What callers of an operation show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReferenceAuthorization {
    /// Nothing.
    Public,
    /// A machine token with this scope, or with `all`.
    Scope(String),
    /// The cookie of a running sign-in.
    SignIn,
    /// The access token of a user.
    UserToken,
    /// The access token of a user, for an organization where a permission is named, which it carries.
    Member(Option<String>),
}

/// An answer of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceAnswer {
    /// The status.
    pub status: String,
    /// What its body is, in words.
    pub kind: String,
    /// The members of the body.
    pub rows: Vec<SchemaRow>,
    /// A body that it might have.
    pub example: Option<String>,
}

impl ReferenceAnswer {
    fn title(&self) -> String {
        format!("Answer {}", self.status)
    }
}

/// A parameter, or a member of an object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SchemaRow {
    /// Its name.
    pub name: String,
    /// What its value is, in words.
    pub kind: String,
    /// Whether it is always there.
    pub is_required: bool,
    /// What it is for.
    pub description: String,
    /// Its rules, each in a few words.
    pub facts: Vec<String>,
    /// The members of its value.
    pub members: Vec<SchemaRow>,
}

/// Rows with the rows inside them. It escapes what it prints, as every template.
#[derive(Template)]
#[template(path = "pages/_schema_rows.html")]
pub(crate) struct SchemaRows<'a> {
    rows: &'a [SchemaRow],
    /// What a member that is always there is called: needed, in what a caller sends.
    required: &'a str,
}

impl<'a> SchemaRows<'a> {
    /// Of what a caller sends.
    pub(crate) fn sent(rows: &'a [SchemaRow]) -> Self {
        Self { rows, required: "required" }
    }

    /// Of an answer, where it goes without saying that members are there.
    pub(crate) fn answered(rows: &'a [SchemaRow]) -> Self {
        Self { rows, required: "" }
    }

    fn inside<'b>(&self, row: &'b SchemaRow) -> SchemaRows<'b>
    where
        'a: 'b,
    {
        SchemaRows { rows: &row.members, required: self.required }
    }
}

/// It is escaped already.
impl askama::filters::HtmlSafe for SchemaRows<'_> {}

impl Page for ReferenceHomePage {}

impl Page for ReferencePage {}

into_response!(ReferenceHomePage, ReferencePage);
