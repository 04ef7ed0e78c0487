//! What is found of a request to another server, about which a proxy asks: which rule decides, and why.
//!
//! The messages are in English alone: no page shows them.

use domain::OrganizationId;
use guard::TokenVerifier;
use http::HeaderValue;
use http::request::Parts;

use super::finding::{Finding, Message};
use super::messages::{
    APPLICATION_ALLOWED, APPLICATION_EXISTS, APPLICATION_OWN, MORE, ORGANIZATION, TEXT, USER_EXISTS,
};
use super::text::{of_upstream, standing, tell_header, tell_permission};
use super::token::{Token, shown};
use super::{Explainer, Explanation, Keeping, Seen, Verdict, name, refused};
use crate::decision::{Identify, WithoutKeys};
use crate::forward_auth::decision::{Bearer, Check, Witness};
use crate::forward_auth::policy::{ForwardAuthPolicy, RulePolicy};
use crate::forward_auth::{Fit, Question};
use crate::gateway::GatewayError;
use crate::review::forward_auth::line;

const REQUEST: Message = Message { key: "finds-request", english: "as {proxy} asks about it: {request}" };
const REQUEST_WRONG: Message = Message {
    key: "finds-request-wrong",
    english: "its method, its query or its host could be understood in two ways",
};
const PATH_WRONG: Message = Message {
    key: "finds-original-path-wrong",
    english: "{path} is not in the one form that every reader understands alike",
};
const RULE: Message = Message { key: "finds-rule", english: "rule {number} decides: {rule}" };
const RULE_BUT_FOR_CASE: Message = Message {
    key: "finds-rule-but-for-case",
    english: "rule {number} would decide but for the case of letters, which to some applications makes no difference: {rule}",
};
const RULE_NONE: Message = Message { key: "finds-rule-none", english: "no rule is about it" };
const RULES_PASSED: Message = Message { key: "finds-rules-passed", english: "not about it: {rules}" };
const HOST_MISSING: Message =
    Message { key: "finds-host-missing", english: "rules name hosts, and no host was given" };
const RULE_TAKES: Message =
    Message { key: "finds-rule-takes", english: "the rule takes tokens of {tokens}, of {holders}" };
const ORGANIZATION_ANY: Message =
    Message { key: "finds-organization-any", english: "one is needed, whichever; of the token {token}" };
const ORGANIZATION_NOT_NEEDED: Message =
    Message { key: "finds-organization-not-needed", english: "none is needed; of the token {token}" };
const IDENTITY: Message = Message { key: "finds-identity", english: "the application gets {headers}" };
const IDENTITY_WRONG: Message =
    Message { key: "finds-identity-wrong", english: "what the token says cannot stand in a header" };

/// The headers by which the application learns who was let through, as people write them.
const HEADERS: [&str; 4] =
    ["X-Guildhall-User", "X-Guildhall-Organization", "X-Guildhall-Permissions", "X-Guildhall-Client"];

/// Watches a decision.
#[derive(Default)]
struct Watcher {
    begun: Vec<&'static str>,
    /// The number of the rule that decides, and the organization that the path names under it.
    rule: Option<(usize, Option<OrganizationId>)>,
}

impl Witness for Watcher {
    fn begins(&mut self, check: Check) {
        self.begun.push(check.name());
    }

    fn found(&mut self, number: usize, organization: Option<&OrganizationId>) {
        self.rule = Some((number, organization.cloned()));
    }
}

/// What a decision came to.
struct Found<'a> {
    rule: Option<&'a RulePolicy>,
    /// The organization that the path names.
    organization: Option<OrganizationId>,
    /// Who is let through; nobody where no token was needed.
    identity: Option<[HeaderValue; 4]>,
}

impl Explainer {
    /// Explains what becomes of a request to another server, of which this is the head, with its host in `Host`. `None` where the policy has no
    /// rules of forward authentication.
    pub async fn explain_behind_proxy(&self, parts: &Parts) -> Result<Option<Explanation>, GatewayError> {
        let Some(policy) = &self.options.policy.forward_auth else { return Ok(None) };
        let token = Token::read(parts);
        let options = self.verifier_options(self.issuer_for(&token), policy.audiences());
        let verifier = TokenVerifier::for_users_and_machines(options)?;
        let question = Question::about(policy, parts);
        let seen = if self.options.keys.is_some() {
            watch((policy, &question), verifier).await
        } else {
            watch((policy, &question), WithoutKeys(&verifier)).await
        };
        let found = &seen.found;
        let audiences = policy.audiences();
        let steps = self.steps(&seen, (&token, &audiences), |check, is_refused| match check {
            "request" => tell_request(policy, parts, is_refused),
            name::PATH if is_refused => PATH_WRONG.with("path", shown(parts.uri.path())),
            name::PATH => TEXT.with("text", shown(parts.uri.path())),
            "rule" => tell_rule(policy, &question),
            name::HEADER => tell_header(is_refused),
            name::TOKEN_KIND => found.rule.map_or_else(|| RULE_NONE.into(), tell_kind),
            name::PERMISSION => {
                tell_permission(found.rule.and_then(|rule| rule.permission.as_deref()), &token)
            }
            name::ORGANIZATION => tell_organization(found, &token),
            _ => tell_identity(found),
        });
        let remaining = match seen.verdict {
            Verdict::Open => remaining(found, &token),
            Verdict::Refused { .. } | Verdict::Answered => Vec::new(),
        };
        Ok(Some(Explanation { steps, verdict: seen.verdict, remaining }))
    }
}

async fn watch<'a, I>((policy, question): (&'a ForwardAuthPolicy, &Question), identify: I) -> Seen<Found<'a>>
where
    I: Identify,
    I::Subject: Bearer,
{
    let identify = Keeping::new(identify);
    let mut watcher = Watcher::default();
    let (verdict, identity) = match question.decide(&identify, &mut watcher).await {
        Ok(identity) => (Verdict::Open, identity),
        Err(rejection) => (refused(&rejection), None),
    };
    let (number, organization) = watcher.rule.unwrap_or_default();
    let rule = number.checked_sub(1).and_then(|index| policy.rules.get(index));
    let found = Found { rule, organization, identity };
    Seen { begun: watcher.begun, found, verdict, token_error: identify.error.into_inner() }
}

fn tell_request(policy: &ForwardAuthPolicy, parts: &Parts, is_refused: bool) -> Finding {
    if is_refused {
        return REQUEST_WRONG.into();
    }
    let host = parts.headers.get(http::header::HOST).and_then(|host| host.to_str().ok());
    let target = parts.uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
    let request = format!("{} {}{target}", parts.method, host.unwrap_or_default());
    REQUEST.with("proxy", policy.proxy.name()).with("request", shown(&request))
}

/// Which rule decides, and why none before it does.
fn tell_rule(policy: &ForwardAuthPolicy, question: &Question) -> Finding {
    if question.lacks_host() {
        return HOST_MISSING.into();
    }
    let fits = question.fits();
    let passed: Vec<_> = (1..)
        .zip(&fits)
        .map_while(|(number, fit)| {
            let why = match fit {
                Fit::OtherHost => "another host",
                Fit::OtherMethods => "other methods",
                Fit::OtherPaths => "other paths",
                Fit::Decides(_) | Fit::ButForCase => return None,
            };
            Some(format!("rule {number} ({why})"))
        })
        .collect();
    let rule = policy.rules.get(passed.len()).map(line).unwrap_or_default();
    let with_rule =
        |message: Message| message.with("number", (passed.len() + 1).to_string()).with("rule", rule.as_str());
    let told = match fits.get(passed.len()) {
        Some(Fit::Decides(_)) => with_rule(RULE),
        Some(Fit::ButForCase) => with_rule(RULE_BUT_FOR_CASE),
        _ => RULE_NONE.into(),
    };
    if passed.is_empty() {
        return told;
    }
    MORE.with("first", told).with("rest", RULES_PASSED.with("rules", passed.join(", ")))
}

fn tell_kind(rule: &RulePolicy) -> Finding {
    let organization = rule.takes_organization_tokens().then_some("an organization");
    let tokens: Vec<_> = organization.into_iter().chain(rule.resource.as_deref()).collect();
    let holders = if rule.machines { "users and of machines" } else { "users alone" };
    RULE_TAKES.with("tokens", tokens.join(" or of ")).with("holders", holders)
}

fn tell_organization(found: &Found<'_>, token: &Token) -> Finding {
    let told: Finding = match (&found.organization, found.rule) {
        (Some(of_path), _) => ORGANIZATION.with("path", shown(of_path.as_str())),
        (None, Some(rule)) if rule.without_organization => ORGANIZATION_NOT_NEEDED.into(),
        (None, _) => ORGANIZATION_ANY.into(),
    };
    told.with("token", token.organization_shown())
}

fn tell_identity(found: &Found<'_>) -> Finding {
    let Some(values) = &found.identity else { return IDENTITY_WRONG.into() };
    let lines = HEADERS.iter().zip(values).filter_map(|(name, value)| {
        let value = value.to_str().ok().filter(|value| !value.is_empty())?;
        Some(format!("{name}: {}", shown(value)))
    });
    IDENTITY.with("headers", lines.collect::<Vec<_>>().join(", "))
}

/// What the upstream is still asked.
fn remaining(found: &Found<'_>, token: &Token) -> Vec<Finding> {
    // Nobody is asked about where no token is needed, and about machines.
    let is_user = found.identity.as_ref().is_some_and(|[user, ..]| !user.is_empty());
    let Some(rule) = found.rule.filter(|_| is_user) else { return Vec::new() };
    let application = match &rule.permission {
        Some(permission) => APPLICATION_ALLOWED.with("permission", permission.as_str()),
        None if rule.third_parties => APPLICATION_EXISTS.into(),
        None => APPLICATION_OWN.into(),
    };
    if rule.live {
        let organization = token.organization();
        let standing = standing(rule.permission.as_deref(), organization.as_ref(), true);
        let all = [USER_EXISTS.into(), application].into_iter().chain(standing);
        return all.map(of_upstream).collect();
    }
    let is_asked = rule.permission.is_none() && !rule.third_parties;
    is_asked.then(|| of_upstream(application)).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::HEADERS;
    use crate::forward_auth::{CLIENT, ORGANIZATION, PERMISSIONS, USER};

    #[test]
    fn headers_are_called_as_the_application_gets_them() {
        let given = [USER, ORGANIZATION, PERMISSIONS, CLIENT];
        assert_eq!(HEADERS.map(str::to_ascii_lowercase), given.map(|name| name.as_str().to_owned()));
    }
}
