//! Why somebody may do something or not: a token explained, and the gateway's decisions.

use askama::Template;

use super::{ConsoleFrame, ConsoleOption, console_pages};
use crate::components::{FieldState, Link, Tone};
use crate::pages::portal::Moment;

/// Explains a token, or what a token would have in it.
#[derive(Template)]
#[template(path = "pages/console/token.html")]
pub struct ConsoleTokenPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// What is wrong with what was pasted.
    pub token_error: Option<String>,
    /// What was chosen.
    pub fields: TokenFields,
    /// What the pasted token is.
    pub reading: Option<TokenTold>,
    /// Where its scopes come from.
    pub scopes: Option<ScopesTold>,
}

/// What is chosen instead of a token.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TokenFields {
    /// The user, by id, username or address.
    pub user: FieldState,
    /// The application, by id or name.
    pub application: FieldState,
    /// The organization, by id or name.
    pub organization: FieldState,
    /// The API resources.
    pub resources: Vec<ConsoleOption>,
    /// Scopes that are asked about.
    pub scope: FieldState,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenTold {
    /// What it is, in a word or two.
    pub heading: String,
    /// Whether it opens anything.
    pub verdict: (Tone, String),
    /// What follows from that, a sentence each.
    pub sentences: Vec<String>,
    /// What is known at a glance: what it is, what it says, and where it leads.
    pub facts: Vec<(String, String, Option<String>)>,
    /// Header and claims as JSON, where they can be read: what they are called, and the text.
    pub parts: Vec<(String, String)>,
}

/// Where scopes come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopesTold {
    /// Whose they are.
    pub heading: String,
    /// For which audience.
    pub lead: String,
    /// What stands in the way of any token.
    pub obstacles: Vec<String>,
    /// Each scope.
    pub rows: Vec<ScopeRow>,
    /// What is said when there is none.
    pub empty: (String, String),
}

/// A scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeRow {
    /// Its name.
    pub scope: String,
    /// What it allows.
    pub description: String,
    /// Whether it is there.
    pub state: (Tone, String),
    /// What gives it.
    pub reasons: Vec<ScopeReason>,
    /// Why it is missing.
    pub missing: String,
    /// Roles that would give it.
    pub roles: Vec<Link>,
}

/// What gives a scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeReason {
    /// The role.
    pub role: Link,
    /// Where it is held; nothing for a global role.
    pub organization: Option<Link>,
}

/// The gateway: what it does, what it would do, and what it did.
#[derive(Template)]
#[template(path = "pages/console/gateway.html")]
pub struct ConsoleGatewayPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// Which of the three views it is.
    pub view: &'static str,
    /// Each operation.
    pub operations: Vec<GatewayRow>,
    /// What the operator decided beside that: what it is called, and what it says.
    pub policy: Vec<(String, String)>,
    /// The methods to choose from.
    pub methods: Vec<ConsoleOption>,
    /// The path that is asked about.
    pub path: FieldState,
    /// What is wrong with the token.
    pub token_error: Option<String>,
    /// What came of it.
    pub explained: Option<ExplainedRequest>,
    /// What was decided lately.
    pub decisions: Vec<DecisionRow>,
}

/// An operation with its policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewayRow {
    /// Its name.
    pub operation: String,
    /// What it does.
    pub summary: String,
    /// Method and path.
    pub route: String,
    /// The permission that it needs; nothing where membership or an invitation is enough.
    pub permission: Option<String>,
    /// Which tokens open it.
    pub tokens: Vec<String>,
    /// Whether it is on.
    pub is_on: bool,
    /// What else limits it.
    pub limits: Vec<String>,
}

/// What would become of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedRequest {
    /// The request.
    pub request: String,
    /// What becomes of it.
    pub verdict: (Tone, String),
    /// Why, in a sentence.
    pub message: String,
    /// Each step.
    pub steps: Vec<CheckStep>,
    /// What would be checked after them.
    pub remaining: Vec<String>,
}

/// A check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckStep {
    /// What is checked.
    pub check: String,
    /// How it ended.
    pub outcome: (Tone, String),
    /// What was found.
    pub told: String,
}

/// A decision of the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionRow {
    /// When.
    pub at: Moment,
    /// What the operation does, where there is one.
    pub summary: Option<String>,
    /// The name of the operation, or what there is instead.
    pub operation: String,
    /// Who asked, where a token told.
    pub user: Option<Link>,
    /// In which organization.
    pub organization: Option<Link>,
    /// Whether it was let through.
    pub result: (Tone, String),
    /// Which check or guard refused it.
    pub guard: String,
    /// Why, in a sentence.
    pub why: String,
}

console_pages!(ConsoleTokenPage, ConsoleGatewayPage);
