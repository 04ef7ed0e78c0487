//! What can be decided of the original request from what the proxy says of it and from its token, step by step: nothing here asks the
//! upstream.
//!
//! The gateway runs it with tokens that are verified; `guildhall gateway explain --forward-auth` runs the same with a [`Witness`] that keeps
//! what it sees, and without keys with tokens that nobody verified. What it tells cannot differ from what is done.

use std::sync::Arc;

use domain::{ApplicationId, OrganizationId, UserId};
use guard::{
    Audience, Denied, OrganizationRequirement, Principal, Rejection, Requirement, Subject,
    UncheckedPrincipal, bearer_token,
};
use http::request::Parts;
use http::{HeaderValue, Method};

use super::PATH;
use super::original;
use super::path::OriginalPath;
use super::policy::ProxyKind;
use super::rules::{Demand, Found, Rule, Rules};
use crate::decision::{self, Identify};
use crate::rejections::{
    credential_not_accepted, method_not_allowed, organization_required, permission_missing, route_not_found,
    wrong_organization,
};

/// A check, in the order in which they are made.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Check {
    /// The proxy says what it was asked, in one way.
    Request,
    /// The path is in the one form that every reader understands alike.
    Path,
    /// A rule is about the request.
    Rule,
    /// There is one bearer token.
    AuthorizationHeader,
    /// The token is the issuer's, for what some rule takes, and in its time.
    Token,
    /// The rule takes tokens of this kind.
    TokenKind,
    /// The token carries the permission.
    Permission,
    /// The organization of the path is the token's.
    Organization,
    /// What the token says can stand in headers.
    Identity,
}

impl Check {
    /// What is checked, in a word or two.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Path => "path",
            Self::Rule => "rule",
            Self::AuthorizationHeader => "header",
            Self::Token => "token",
            Self::TokenKind => "kind of token",
            Self::Permission => "permission",
            Self::Organization => "organization",
            Self::Identity => "identity",
        }
    }
}

/// Who watches.
pub(crate) trait Witness {
    /// A check begins, which means that the one before it passed.
    fn begins(&mut self, _check: Check) {}

    /// The rule of this number, from one, decides; the organization is that which the path names under it.
    fn found(&mut self, _number: usize, _organization: Option<&OrganizationId>) {}
}

/// Nobody watches.
impl Witness for () {}

/// Somebody for whom a token speaks, as the application is told.
pub(crate) trait Bearer: decision::Subject {
    /// Who.
    fn speaker(&self) -> &Subject;

    /// The organization that the token is for.
    fn of_organization(&self) -> Option<&OrganizationId>;

    /// The token's permissions, with spaces between them.
    fn permissions(&self) -> String;

    /// The application that the token was issued to.
    fn application(&self) -> &ApplicationId;
}

impl Bearer for Arc<Principal<Subject>> {
    fn speaker(&self) -> &Subject {
        self.subject()
    }

    fn of_organization(&self) -> Option<&OrganizationId> {
        self.organization()
    }

    fn permissions(&self) -> String {
        self.scopes().collect::<Vec<_>>().join(" ")
    }

    fn application(&self) -> &ApplicationId {
        self.client_id()
    }
}

impl Bearer for UncheckedPrincipal<Subject> {
    fn speaker(&self) -> &Subject {
        self.subject()
    }

    fn of_organization(&self) -> Option<&OrganizationId> {
        self.organization()
    }

    fn permissions(&self) -> String {
        self.scopes().collect::<Vec<_>>().join(" ")
    }

    fn application(&self) -> &ApplicationId {
        self.client_id()
    }
}

/// What a request leads to, as far as it can be told without the upstream.
pub(super) enum Decision<'a, B> {
    /// Anybody may.
    Public,
    /// The token is good for it.
    Known {
        rule: &'a Rule,
        bearer: B,
        /// Who is let through, in the order of the headers.
        identity: [HeaderValue; 4],
    },
}

/// Decides what can be decided from the head of the proxy's question.
pub(super) async fn decide<'a, I>(
    (proxy, rules): (ProxyKind, &'a Rules),
    identify: &I,
    parts: &Parts,
    witness: &mut (impl Witness + Send),
) -> Result<Decision<'a, I::Subject>, Rejection>
where
    I: Identify,
    I::Subject: Bearer,
{
    witness.begins(Check::Request);
    if proxy != ProxyKind::Envoy {
        // These ask at one place, in one way.
        if parts.uri.path() != PATH {
            return Err(route_not_found());
        }
        if parts.method != Method::GET {
            return Err(method_not_allowed());
        }
    }
    let original = original::read(proxy, parts)?;
    witness.begins(Check::Path);
    let path = OriginalPath::parse(original.target, rules.takes_percent_encoding())?;
    witness.begins(Check::Rule);
    let Found { number, rule, organization } = rules.find(&original, &path)?;
    witness.found(number, organization.as_ref());
    if rule.demand == Demand::Nothing {
        return Ok(Decision::Public);
    }
    witness.begins(Check::AuthorizationHeader);
    let unverified_token = bearer_token(&parts.headers)?;
    witness.begins(Check::Token);
    let bearer = identify.identify(unverified_token).await?;
    check(rule, &bearer, organization.as_ref(), witness)?;
    witness.begins(Check::Identity);
    let identity = identity(&bearer)?;
    Ok(Decision::Known { rule, bearer, identity })
}

/// Checks what the token says against what the rule asks: its kind, the permission, the organization.
fn check(
    rule: &Rule,
    bearer: &impl Bearer,
    organization: Option<&OrganizationId>,
    witness: &mut impl Witness,
) -> Result<(), Rejection> {
    witness.begins(Check::TokenKind);
    let is_machine = matches!(bearer.speaker(), Subject::Machine(_));
    let is_taken = match bearer.audience() {
        Audience::Organization => rule.takes_organization_tokens,
        Audience::ApiResource(indicator) => rule.resource.as_ref() == Some(indicator),
    };
    if !is_taken || (is_machine && !rule.takes_machines) {
        return Err(credential_not_accepted());
    }
    let organization = match organization {
        Some(organization) => OrganizationRequirement::Exactly(organization),
        None if rule.needs_organization => OrganizationRequirement::Any,
        None => OrganizationRequirement::NotNeeded,
    };
    let requirement = Requirement { permission: rule.permission(), organization };
    witness.begins(Check::Permission);
    let met = bearer.meet(requirement);
    if !matches!(met, Err(Denied::PermissionMissing)) {
        witness.begins(Check::Organization);
    }
    met.map(|_proof| ()).map_err(|denied| match denied {
        Denied::PermissionMissing => permission_missing(rule.permission().unwrap_or_default()),
        Denied::OrganizationRequired => organization_required(),
        Denied::WrongOrganization => wrong_organization(),
    })
}

/// Who is let through, in the order of the headers. What cannot stand in a header is refused: the application would read something
/// else than the token says.
fn identity(bearer: &impl Bearer) -> Result<[HeaderValue; 4], Rejection> {
    let value = |text: &str| HeaderValue::from_str(text).map_err(|_| credential_not_accepted());
    Ok([
        value(bearer.speaker().user_id().map_or("", UserId::as_str))?,
        value(bearer.of_organization().map_or("", OrganizationId::as_str))?,
        value(&bearer.permissions())?,
        value(bearer.application().as_str())?,
    ])
}
