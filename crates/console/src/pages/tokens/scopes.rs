//! Where scopes come from, as the Management API explains it, in words.

use axum::{http::StatusCode, response::Response};
use hosted::{Call, Refusal};
use operations::token_reading::Bearer;
use serde::Deserialize;
use ui::{
    components::{Link, Tone},
    pages::console::{ScopeReason, ScopeRow, ScopesTold},
};

use crate::{
    operator::Operator,
    pages::{global_roles, organization_template, organizations},
    reading::one,
};

/// Whose scopes are asked about, and for what.
pub(super) struct Question {
    pub(super) user: Option<String>,
    pub(super) application: Option<String>,
    pub(super) organization: Option<String>,
    pub(super) resource: Option<String>,
    pub(super) wanted: String,
}

impl Question {
    /// That of a token.
    pub(super) fn of(bearer: &Bearer) -> Self {
        Self {
            user: bearer.user.as_ref().map(ToString::to_string),
            application: bearer.application.as_ref().map(ToString::to_string),
            organization: bearer.organization.as_ref().map(ToString::to_string),
            resource: bearer.resource.clone(),
            wanted: bearer.scopes.join(" "),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Explanation {
    audience: Option<String>,
    obstacles: Vec<String>,
    scopes: Vec<Scope>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Scope {
    name: String,
    description: Option<String>,
    outcome: String,
    sources: Vec<Source>,
    roles: Vec<Role>,
}

#[derive(Deserialize)]
struct Source {
    role: Role,
    organization: Option<Organization>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Role {
    id: String,
    name: String,
    #[serde(rename = "isOrganizationRole")]
    is_of_template: bool,
}

#[derive(Deserialize)]
struct Organization {
    id: String,
    name: String,
}

/// The obstacle that is added here where a token names an application that is not there any more.
const APPLICATION_GONE: &str = "applicationGone";

impl Explanation {
    /// Where whoever the token speaks for is not there any more.
    fn of_nobody() -> Self {
        Self { audience: None, obstacles: vec!["subjectGone".to_owned()], scopes: Vec::new() }
    }
}

impl Role {
    fn link(self) -> Link {
        let href = if self.is_of_template {
            format!("{}/roles/{}", organization_template::PATH, self.id)
        } else {
            format!("{}/{}", global_roles::PATH, self.id)
        };
        Link { href, label: self.name }
    }
}

/// Where the scopes come from. `in_token` are those that a token carries, where there is one.
pub(super) async fn told(
    operator: &Operator,
    question: &Question,
    in_token: Option<&[String]>,
) -> Result<ScopesTold, Response> {
    let words = &operator.words;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let (user, application) = (text(&question.user), text(&question.application));
    let explanation = match explanation(operator, question, &user, &application).await {
        Ok(explanation) => explanation,
        // Said of the application or of the user: which of them is gone, the user alone tells.
        Err(refusal) if is_gone(&refusal) && !user.is_empty() && !application.is_empty() => {
            match explanation(operator, question, &user, "").await {
                Ok(mut explanation) => {
                    explanation.obstacles.push(APPLICATION_GONE.to_owned());
                    explanation
                }
                Err(refusal) if is_gone(&refusal) => Explanation::of_nobody(),
                Err(refusal) => return Err(operator.stop(&refusal)),
            }
        }
        Err(refusal) if is_gone(&refusal) => Explanation::of_nobody(),
        Err(refusal) => return Err(operator.stop(&refusal)),
    };
    let subject = subject(operator, &user, &application).await?;
    let lead = match &explanation.audience {
        Some(audience) => words.with("console-tokens-for", "audience", audience),
        None => words.say("console-tokens-opaque-lead"),
    };
    let rows = explanation.scopes.into_iter().map(|scope| row(operator, scope, in_token)).collect();
    Ok(ScopesTold {
        heading: words.with("console-tokens-of", "subject", &subject),
        lead,
        obstacles: explanation.obstacles.iter().map(|name| words.say(obstacle(name))).collect(),
        rows,
        empty: (words.say("console-tokens-no-scopes"), words.say("console-tokens-no-scopes-lead")),
    })
}

/// What the Management API says of the scopes of a user, or of an application where no user is named.
async fn explanation(
    operator: &Operator,
    question: &Question,
    user: &str,
    application: &str,
) -> Result<Explanation, Refusal> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let call = if user.is_empty() {
        Call::get(&["api", "applications", application, "scope-explanation"])
    } else {
        Call::get(&["api", "users", user, "scope-explanation"]).query("applicationId", application)
    };
    let call = call
        .query("organizationId", &text(&question.organization))
        .query("resource", &text(&question.resource))
        .query("scope", &question.wanted);
    operator.call(call).await?.read()
}

fn is_gone(refusal: &Refusal) -> bool {
    refusal.status == StatusCode::NOT_FOUND
}

/// What somebody is called.
async fn subject(operator: &Operator, user: &str, application: &str) -> Result<String, Response> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Named {
        name: Option<String>,
        username: Option<String>,
        primary_email: Option<String>,
    }
    let (area, id) = if user.is_empty() { ("applications", application) } else { ("users", user) };
    let found: Option<Named> = one(operator, Call::get(&["api", area, id])).await.ok();
    let called = found.and_then(|found| found.name.or(found.username).or(found.primary_email));
    Ok(called.filter(|name| !name.is_empty()).unwrap_or_else(|| id.to_owned()))
}

fn obstacle(name: &str) -> &'static str {
    match name {
        "userSuspended" => "console-tokens-suspended",
        "notAMember" => "console-tokens-not-a-member",
        "organizationNotOpened" => "console-tokens-not-opened",
        "secondFactorMissing" => "console-tokens-factor-missing",
        "notAdmitted" => "console-tokens-not-admitted",
        "resourceUnknown" => "console-tokens-resource-unknown",
        "organizationUnknown" => "console-tokens-organization-unknown",
        APPLICATION_GONE => "console-tokens-application-gone",
        _ => "console-tokens-subject-gone",
    }
}

fn row(operator: &Operator, scope: Scope, in_token: Option<&[String]>) -> ScopeRow {
    let words = &operator.words;
    let is_given = scope.outcome == "given";
    let is_carried = in_token.map(|scopes| scopes.contains(&scope.name));
    let (tone, state) = match (is_carried, is_given) {
        (Some(true), true) => (Tone::Success, "console-tokens-in-token"),
        (Some(true), false) => (Tone::Warning, "console-tokens-held-before"),
        (Some(false), true) => (Tone::Info, "console-tokens-not-asked"),
        (None, true) => (Tone::Success, "console-tokens-given"),
        (_, false) => (Tone::Neutral, "console-tokens-lacking"),
    };
    let missing = match (scope.outcome.as_str(), is_carried) {
        ("given", Some(false)) => "console-tokens-not-asked-lead",
        ("given", _) => "",
        ("notOpenToApplication", _) => "console-tokens-not-open",
        ("unknown", _) => "console-tokens-unknown-scope",
        (_, Some(true)) => "console-tokens-held-before-lead",
        _ if scope.roles.is_empty() => "console-tokens-no-role-at-all",
        _ => "console-tokens-no-role",
    };
    let reason = |source: Source| ScopeReason {
        role: source.role.link(),
        organization: source.organization.map(|organization| Link {
            href: format!("{}/{}", organizations::PATH, organization.id),
            label: organization.name,
        }),
    };
    ScopeRow {
        scope: scope.name,
        description: scope.description.unwrap_or_default(),
        state: (tone, words.say(state)),
        reasons: scope.sources.into_iter().map(reason).collect(),
        missing: if missing.is_empty() { String::new() } else { words.say(missing) },
        roles: scope.roles.into_iter().map(Role::link).collect(),
    }
}
