//! The rules: which request asks for what. The first that is about a request decides; without one nobody passes.

use domain::OrganizationId;
use guard::Rejection;

use super::original::Original;
use super::path::OriginalPath;
use super::pattern::{Match, Pattern};
use super::policy::{ForwardAuthPolicy, RulePolicy};
use super::refusals::{ambiguous_path, ambiguous_request, no_rule};

/// What a rule asks of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Demand {
    /// Nothing: anybody may.
    Nothing,
    /// A token.
    Token,
    /// A token with this permission.
    Permission(String),
}

/// A rule, ready for use.
#[derive(Debug)]
pub(super) struct Rule {
    host: Option<String>,
    methods: Vec<String>,
    pattern: Pattern,
    pub(super) demand: Demand,
    pub(super) takes_organization_tokens: bool,
    pub(super) resource: Option<String>,
    pub(super) needs_organization: bool,
    pub(super) takes_machines: bool,
    pub(super) takes_third_parties: bool,
    pub(super) is_live: bool,
}

/// The rule that decides about a request.
#[derive(Debug)]
pub(super) struct Found<'a> {
    /// Its number, from one.
    pub(super) number: usize,
    pub(super) rule: &'a Rule,
    /// The organization that the path names under it.
    pub(super) organization: Option<OrganizationId>,
}

/// How a rule and a request go together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fit {
    /// The rule is about it; the organization that the path names, where the rule has it.
    Decides(Option<OrganizationId>),
    /// It would be, if case made no difference.
    ButForCase,
    /// It is about another host.
    OtherHost,
    /// It is about other methods.
    OtherMethods,
    /// It is about other paths.
    OtherPaths,
}

/// All rules, in order.
#[derive(Debug)]
pub(super) struct Rules {
    in_order: Vec<Rule>,
    has_hosts: bool,
    takes_percent_encoding: bool,
}

impl Rules {
    /// The rules of a policy that was checked. One whose pattern cannot be read, which the check would have told, is about nothing.
    pub(super) fn new(policy: &ForwardAuthPolicy) -> Self {
        let rules: Vec<Rule> = policy.rules.iter().filter_map(Rule::new).collect();
        Self {
            has_hosts: rules.iter().any(|rule| rule.host.is_some()),
            in_order: rules,
            takes_percent_encoding: policy.percent_encoding,
        }
    }

    pub(super) fn takes_percent_encoding(&self) -> bool {
        self.takes_percent_encoding
    }

    /// The rule that decides.
    pub(super) fn find(
        &self,
        original: &Original<'_>,
        path: &OriginalPath<'_>,
    ) -> Result<Found<'_>, Rejection> {
        if self.lacks_host(original) {
            return Err(ambiguous_request());
        }
        for (number, rule) in (1..).zip(&self.in_order) {
            match rule.fit(original, path) {
                Fit::Decides(organization) => return Ok(Found { number, rule, organization }),
                // An application that knows no case would answer; which rule it should be under is not clear.
                Fit::ButForCase => return Err(ambiguous_path()),
                Fit::OtherHost | Fit::OtherMethods | Fit::OtherPaths => {}
            }
        }
        Err(no_rule())
    }

    /// Whether rules name hosts, and the request none.
    pub(super) fn lacks_host(&self, original: &Original<'_>) -> bool {
        self.has_hosts && original.host.is_none()
    }

    /// How each rule goes together with a request, in order.
    pub(super) fn fits(&self, original: &Original<'_>, path: &OriginalPath<'_>) -> Vec<Fit> {
        self.in_order.iter().map(|rule| rule.fit(original, path)).collect()
    }
}

impl Rule {
    fn new(policy: &RulePolicy) -> Option<Self> {
        let pattern = Pattern::parse(&policy.path).ok()?;
        let demand = match &policy.permission {
            _ if policy.public => Demand::Nothing,
            Some(permission) => Demand::Permission(permission.clone()),
            None => Demand::Token,
        };
        Some(Self {
            host: policy.host.as_ref().map(|host| host.to_ascii_lowercase()),
            methods: policy.methods.clone(),
            pattern,
            demand,
            takes_organization_tokens: policy.takes_organization_tokens(),
            resource: policy.resource.clone(),
            needs_organization: !policy.without_organization,
            takes_machines: policy.machines,
            takes_third_parties: policy.third_parties || policy.permission.is_some(),
            is_live: policy.live,
        })
    }

    pub(super) fn permission(&self) -> Option<&str> {
        match &self.demand {
            Demand::Permission(permission) => Some(permission),
            Demand::Nothing | Demand::Token => None,
        }
    }

    fn fit(&self, original: &Original<'_>, path: &OriginalPath<'_>) -> Fit {
        let is_host = match (&self.host, original.host) {
            (None, _) => true,
            (Some(own), Some(host)) => own.eq_ignore_ascii_case(host),
            (Some(_), None) => false,
        };
        if !is_host {
            return Fit::OtherHost;
        }
        if !self.methods.is_empty() && !self.methods.iter().any(|method| method == original.method) {
            return Fit::OtherMethods;
        }
        match self.pattern.matches(path) {
            Match::Exact(organization) => Fit::Decides(organization),
            Match::ButForCase => Fit::ButForCase,
            Match::No => Fit::OtherPaths,
        }
    }
}
