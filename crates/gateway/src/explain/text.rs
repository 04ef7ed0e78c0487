//! The words of an explanation.

use std::fmt::Write as _;

use domain::OrganizationId;
use guard::TokenError;
use http::request::Parts;
use serde_json::Value;

use super::{
    Explainer, Explanation, HEADER, OPERATION, ORGANIZATION, Outcome, PATH, PERMISSION, Planned, QUERY, Seen,
    Step, TOKEN, TOKEN_CHECKS, TOKEN_KIND, Token, TokenCheck, Verdict, distance, shown,
};
use crate::{
    operations::{BodyShape, Credential, OrganizationIn},
    plan::{Plan, Route},
    request::path::Segments,
};

impl Explainer {
    pub(super) fn tell(&self, parts: &Parts, token: &Token, seen: &Seen) -> Explanation {
        let mut steps = Vec::new();
        let last = seen.watcher.begun.len().saturating_sub(1);
        let is_refused = matches!(seen.verdict, Verdict::Refused { .. });
        for (index, name) in seen.watcher.begun.iter().copied().enumerate() {
            let is_refused = is_refused && index == last;
            if name == TOKEN {
                steps.extend(self.tell_token(token, seen.token_error.as_ref()));
                continue;
            }
            let outcome = if is_refused { Outcome::Refused } else { Outcome::Passed };
            let off = (name == OPERATION && is_refused).then(|| self.tell_off(parts)).flatten();
            let told = off.unwrap_or_else(|| {
                tell_check(name, parts, token, (seen.watcher.operation.as_ref(), is_refused))
            });
            steps.push(Step { name, outcome, told });
        }
        let remaining = match (&seen.verdict, &seen.watcher.operation) {
            (Verdict::Open, Some(planned)) => remaining(planned, token),
            _ => Vec::new(),
        };
        Explanation { steps, verdict: seen.verdict.clone(), remaining }
    }

    /// Which operation would be there, and why it is not; `None` where none would be.
    fn tell_off(&self, parts: &Parts) -> Option<String> {
        let segments = Segments::parse(&parts.uri, parts.version).ok()?;
        let everything = Plan::with_all(&self.options.policy);
        let Route::Operation(planned, _) = everything.route(&parts.method, segments.as_slice()) else {
            return None;
        };
        let name = planned.operation.name;
        Some(if self.options.policy.is_on(planned.operation) {
            format!(
                "{name} is off in front of a server that is no Guildhall; where it is one, the policy says upstream_is_guildhall = true"
            )
        } else {
            format!("{name} is off: the policy says {name} = false")
        })
    }

    fn tell_token(&self, token: &Token, error: Option<&TokenError>) -> Vec<Step> {
        let failing = error.map(TokenCheck::of);
        let mut steps = Vec::new();
        for check in TOKEN_CHECKS {
            let is_refused = failing == Some(check);
            let (name, told) = self.tell_token_check(check, token, error.filter(|_| is_refused));
            let is_unchecked = match check {
                TokenCheck::Signature => self.options.keys.is_none(),
                TokenCheck::Issuer => self.options.issuer.is_none(),
                _ => false,
            };
            let outcome = match (is_refused, is_unchecked) {
                (true, _) => Outcome::Refused,
                (false, true) => Outcome::Unchecked,
                (false, false) => Outcome::Passed,
            };
            steps.push(Step { name, outcome, told });
            if is_refused {
                break;
            }
        }
        steps
    }

    fn tell_token_check(
        &self,
        check: TokenCheck,
        token: &Token,
        error: Option<&TokenError>,
    ) -> (&'static str, String) {
        let because = error.map(ToString::to_string);
        match check {
            TokenCheck::Form => {
                ("form", because.unwrap_or_else(|| "a JSON Web Token in three parts".to_owned()))
            }
            TokenCheck::Signature => {
                let key = format!("by the key {} with {}", token.shown("kid"), token.shown("alg"));
                let told = match because {
                    Some(because) => format!("{because}; it says it is {key}"),
                    None if self.options.keys.is_none() => {
                        format!("not checked, for no keys were given; it says it is {key}")
                    }
                    None => format!("good, {key}"),
                };
                ("signature", told)
            }
            TokenCheck::Claims => {
                ("claims", because.unwrap_or_else(|| "iss, aud, sub and exp are there".to_owned()))
            }
            TokenCheck::Type => {
                let wanted =
                    if error.is_some() { "; access tokens have at+jwt, ID tokens have none" } else { "" };
                ("type", format!("typ is {}{wanted}", token.shown("typ")))
            }
            TokenCheck::Issuer => ("issuer", self.tell_issuer(token, error.is_some())),
            TokenCheck::Audience => ("audience", self.tell_audience(token, error.is_some())),
            TokenCheck::Times => ("times", self.tell_times(token)),
            TokenCheck::User => {
                let (sub, client_id) = (token.shown("sub"), token.shown("client_id"));
                (
                    "user",
                    because.map_or_else(
                        || format!("{sub}, through the application {client_id}"),
                        |because| format!("{because}: sub is {sub}, client_id is {client_id}"),
                    ),
                )
            }
            TokenCheck::OneThing => {
                let organization = token.shown("organization_id");
                let told = match because {
                    Some(_) => format!(
                        "aud is {} and organization_id is {organization}: it must be for one audience and one organization at the most",
                        token.shown("aud")
                    ),
                    None => "it is for one audience".to_owned(),
                };
                ("one thing", told)
            }
        }
    }

    fn tell_issuer(&self, token: &Token, is_refused: bool) -> String {
        let says = format!("iss is {}", token.shown("iss"));
        match &self.options.issuer {
            None => format!("{says}, and was compared with nothing, for no issuer was given"),
            Some(issuer) if is_refused => format!("{says}; this gateway takes tokens of {issuer}"),
            Some(_) => says,
        }
    }

    fn tell_audience(&self, token: &Token, is_refused: bool) -> String {
        let mut told = format!("aud is {}", token.shown("aud"));
        if is_refused {
            let policy = &self.options.policy;
            let mut accepted = policy.accepted_resources.clone();
            if policy.accept_organization_tokens {
                accepted.insert(0, "urn:logto:organization:<id>".to_owned());
            }
            let accepted = if accepted.is_empty() { "nothing".to_owned() } else { accepted.join(", ") };
            let _ = write!(told, "; the policy accepts {accepted}");
        }
        told
    }

    fn tell_times(&self, token: &Token) -> String {
        let now = self.options.clock.now();
        let of = |name: &str| {
            token.claim(name).and_then(Value::as_f64).map(|seconds| {
                #[expect(clippy::cast_possible_truncation, reason = "a time is shown in whole seconds")]
                distance(seconds as i64, now)
            })
        };
        let mut told = match of("exp") {
            Some((true, length)) => format!("it ends in {length}"),
            Some((false, length)) => format!("it ended {length} ago"),
            None => "it never ends".to_owned(),
        };
        if let Some((true, length)) = of("nbf") {
            let _ = write!(told, "; it begins in {length}");
        }
        told
    }
}

fn tell_check(
    name: &'static str,
    parts: &Parts,
    token: &Token,
    (planned, is_refused): (Option<&Planned>, bool),
) -> String {
    match name {
        PATH if is_refused => format!("{} is no path of this API as it stands", shown(parts.uri.path())),
        PATH => shown(parts.uri.path()),
        OPERATION => planned.map_or_else(
            || format!("there is none with {} at this path", shown(parts.method.as_str())),
            |planned| format!("{}: {}", planned.operation.name, planned.operation.summary),
        ),
        HEADER if is_refused => {
            "there must be one header Authorization: Bearer <token>, in this case and with one space"
                .to_owned()
        }
        HEADER => "one bearer token".to_owned(),
        TOKEN_KIND => tell_kind(planned, token),
        PERMISSION => tell_permission(planned, token),
        ORGANIZATION => tell_organization(planned, parts, token),
        QUERY => match planned.map(|planned| planned.operation.query) {
            Some([]) | None if is_refused => "there are no parameters here".to_owned(),
            Some(known) if is_refused => {
                format!("there are these parameters, each once: {}", known.join(", "))
            }
            _ => parts.uri.query().map_or_else(|| "none".to_owned(), shown),
        },
        _ => String::new(),
    }
}

fn tell_kind(planned: Option<&Planned>, token: &Token) -> String {
    if token.claim("act").is_some() {
        let told = format!("somebody else acts with the token (act {})", token.shown("act"));
        return if planned.is_some_and(|planned| planned.accepts_delegated) {
            format!("{told}, which the policy accepts")
        } else {
            format!("{told}, which is refused unless the policy says accept_delegated_tokens = true")
        };
    }
    let kinds = planned.map(|planned| planned.credentials.as_slice()).unwrap_or_default();
    let kinds: Vec<_> = kinds.iter().map(|kind| kind.in_words()).collect();
    format!("this operation takes {}", kinds.join("; "))
}

fn tell_permission(planned: Option<&Planned>, token: &Token) -> String {
    let carried = match token.claim("scope").and_then(Value::as_str) {
        None | Some("") => "none".to_owned(),
        Some(scope) => shown(scope),
    };
    match planned.and_then(|planned| planned.permission.as_deref()) {
        Some(permission) => format!("{permission} is needed; the token carries: {carried}"),
        None => "none is needed".to_owned(),
    }
}

/// The organization that a token names.
fn organization_of(token: &Token) -> Option<OrganizationId> {
    let audience = token.claim("aud").and_then(Value::as_str).unwrap_or_default();
    let named = protocol::identifiers::parse_organization_audience(audience)
        .or_else(|| token.claim("organization_id").and_then(Value::as_str));
    named.map(|id| OrganizationId::new(shown(id)))
}

fn tell_organization(planned: Option<&Planned>, parts: &Parts, token: &Token) -> String {
    let of_token = organization_of(token).map_or_else(|| "none".to_owned(), OrganizationId::into_string);
    match planned.map(|planned| planned.operation.organization) {
        Some(OrganizationIn::Path) => {
            let of_path = parts.uri.path().split('/').nth(2).unwrap_or_default();
            format!("of the path {}, of the token {of_token}", shown(of_path))
        }
        Some(OrganizationIn::Invitation) => {
            format!(
                "the operation is about that of the invitation; of the token {of_token}, which does not matter"
            )
        }
        _ => format!("the operation touches none that exists; of the token {of_token}"),
    }
}

/// What is checked after what the request's head says.
fn remaining(planned: &Planned, token: &Token) -> Vec<String> {
    let operation = planned.operation;
    let mut lines = Vec::new();
    if operation.body != BodyShape::None {
        lines.push(format!("the body, which must be {}", operation.body.in_words()));
    }
    lines.push("upstream: the user exists and is not suspended".to_owned());
    lines.push(match (&planned.permission, operation.is_open_to_third_parties) {
        (_, false) => "upstream: the application exists, and is no third party's".to_owned(),
        (Some(permission), true) => format!(
            "upstream: the application exists, and if it is a third party's it may still ask for {permission}"
        ),
        (None, true) => "upstream: the application exists".to_owned(),
    });
    if operation.organization == OrganizationIn::Invitation {
        lines.push("upstream: the invitation is to the user's verified e-mail address".to_owned());
    }
    lines.extend(standing(planned, token));
    lines.extend(operation.guards.iter().map(|guard| format!("upstream: {}", guard.in_words())));
    lines.push(format!("upstream: what it says to {}", operation.upstream.join(", ")));
    lines
}

fn standing(planned: &Planned, token: &Token) -> Option<String> {
    let organization = organization_of(token);
    match (&planned.permission, organization) {
        (Some(permission), Some(organization)) => Some(format!(
            "upstream: the user is still a member of {organization} and holds {permission} there now"
        )),
        (Some(permission), None) => Some(format!(
            "upstream: a role of the user, global or in some organization, holds {permission} now"
        )),
        (None, Some(organization)) if planned.operation.organization == OrganizationIn::Path => {
            Some(format!("upstream: the user is still a member of {organization}"))
        }
        (None, _) => None,
    }
}

impl Credential {
    /// For people.
    pub(crate) fn in_words(self) -> &'static str {
        match self {
            Self::OrganizationToken => "organization tokens",
            Self::ResourceTokenWithOrganization => {
                "tokens of an accepted API resource that name an organization"
            }
            Self::ResourceToken => "tokens of an accepted API resource that name none",
        }
    }
}
