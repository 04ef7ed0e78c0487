//! What an operator decides about forward authentication: the part `[forward_auth]` of a `gateway.toml`.

use guard::AcceptedAudiences;
use serde::Deserialize;

use super::original::is_host;
use super::pattern::Pattern;
use crate::policy::is_scope_token;

/// Which requests a proxy may pass on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForwardAuthPolicy {
    /// Which proxy asks, and so how it says what it was asked.
    pub proxy: ProxyKind,
    /// Whether paths may hold percent-encoded spaces and letters. Off unless the application has such paths.
    #[serde(default)]
    pub percent_encoding: bool,
    /// The rules, in order. What none of them is about is refused.
    #[serde(default)]
    pub rules: Vec<RulePolicy>,
}

/// A kind of proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProxyKind {
    /// nginx with `auth_request`: `X-Original-Method`, `X-Original-URI`, `X-Original-Host`.
    Nginx,
    /// Caddy with `forward_auth`: `X-Forwarded-Method`, `X-Forwarded-Uri`, `X-Forwarded-Host`.
    Caddy,
    /// Traefik with ForwardAuth: as Caddy.
    Traefik,
    /// Envoy with `ext_authz` over HTTP: the request itself, its path behind a prefix.
    Envoy,
}

impl ProxyKind {
    /// Its name, for people.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Nginx => "nginx",
            Self::Caddy => "Caddy",
            Self::Traefik => "Traefik",
            Self::Envoy => "Envoy",
        }
    }
}

/// One rule: which requests it is about, and what it asks of them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RulePolicy {
    /// The host, without a port; every host where absent.
    pub host: Option<String>,
    /// The methods; all where there are none.
    pub methods: Vec<String>,
    /// The pattern of the path: `{organizationId}` is the organization, which must be the token's, any other `{name}` is one
    /// segment, and `/**` at the end is everything below.
    pub path: String,
    /// The permission that the token must carry. One of this, `authenticated` and `public`.
    pub permission: Option<String>,
    /// A token of the right kind is enough.
    pub authenticated: bool,
    /// Anybody may, without a token.
    pub public: bool,
    /// Whether organization tokens are taken. By default unless `resource` is given.
    pub organization_tokens: Option<bool>,
    /// The API resource whose tokens are taken.
    pub resource: Option<String>,
    /// Whether its tokens without an organization are taken too.
    pub without_organization: bool,
    /// Whether the tokens of machines are taken too.
    pub machines: bool,
    /// Whether a token is enough also where it was issued to a third party's application. What a permission is needed for is open to
    /// those, too: its user granted it.
    pub third_parties: bool,
    /// Whether the upstream is asked at each request if the user still is a member and still holds the permission.
    pub live: bool,
}

/// What is wrong with a rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleFault {
    /// The pattern.
    #[error("has the path {0:?}, which {1}")]
    Path(String, &'static str),
    /// A method that no request has.
    #[error("names the method {0:?}; methods are written in capitals")]
    Method(String),
    /// A host with a scheme, a port or a path.
    #[error("names the host {0:?}; a host is a name without scheme, port and path")]
    Host(String),
    /// A permission that cannot stand in a token.
    #[error("names the permission {0:?}, which cannot stand in a token")]
    Permission(String),
    /// None or several of the three.
    #[error("must have one of `permission`, `authenticated = true` and `public = true`")]
    Demand,
    /// Something about tokens where none is looked at.
    #[error("is public, and says something about tokens")]
    PublicWithTokens,
    /// Neither organization tokens nor a resource's.
    #[error("takes no token at all")]
    NoToken,
    /// Tokens without an organization where there must be one.
    #[error(
        "takes tokens without an organization, which needs a `resource` and a path without {{organizationId}}"
    )]
    WithoutOrganization,
    /// Something about third parties where it is not for the rule to say.
    #[error("says something about third parties, which `authenticated = true` alone leaves open")]
    ThirdParties,
    /// A machine has no membership that could be asked for.
    #[error("asks for the standing of machines; `live` is about users")]
    LiveMachines,
}

impl ForwardAuthPolicy {
    /// Checks every rule. The number of the first that cannot be used counts from one.
    pub(crate) fn check(&self) -> Result<(), (usize, RuleFault)> {
        for (index, rule) in self.rules.iter().enumerate() {
            rule.check().map_err(|fault| (index + 1, fault))?;
        }
        Ok(())
    }

    /// Which tokens some rule takes.
    pub(crate) fn audiences(&self) -> AcceptedAudiences {
        let mut resources: Vec<String> = self.rules.iter().filter_map(|rule| rule.resource.clone()).collect();
        resources.sort_unstable();
        resources.dedup();
        let organizations = self.rules.iter().any(RulePolicy::takes_organization_tokens);
        AcceptedAudiences { organizations, resources }
    }
}

impl RulePolicy {
    pub(crate) fn takes_organization_tokens(&self) -> bool {
        self.organization_tokens.unwrap_or(self.resource.is_none())
    }

    fn check(&self) -> Result<(), RuleFault> {
        let pattern =
            Pattern::parse(&self.path).map_err(|fault| RuleFault::Path(self.path.clone(), fault))?;
        let is_method = |method: &&String| {
            !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-')
        };
        if let Some(method) = self.methods.iter().find(|method| !is_method(method)) {
            return Err(RuleFault::Method(method.clone()));
        }
        if let Some(host) = self.host.as_ref().filter(|host| !is_host(host)) {
            return Err(RuleFault::Host(host.clone()));
        }
        if let Some(name) = self.permission.as_ref().filter(|name| !is_scope_token(name)) {
            return Err(RuleFault::Permission(name.clone()));
        }
        let demands = [self.permission.is_some(), self.authenticated, self.public];
        if demands.iter().filter(|demand| **demand).count() != 1 {
            return Err(RuleFault::Demand);
        }
        self.check_tokens(&pattern)
    }

    fn check_tokens(&self, pattern: &Pattern) -> Result<(), RuleFault> {
        if self.public {
            let says_something = self.organization_tokens.is_some()
                || self.resource.is_some()
                || self.without_organization
                || self.machines
                || self.third_parties
                || self.live;
            return if says_something { Err(RuleFault::PublicWithTokens) } else { Ok(()) };
        }
        if !self.takes_organization_tokens() && self.resource.is_none() {
            return Err(RuleFault::NoToken);
        }
        if self.without_organization && (self.resource.is_none() || pattern.has_organization()) {
            return Err(RuleFault::WithoutOrganization);
        }
        if self.third_parties && !self.authenticated {
            return Err(RuleFault::ThirdParties);
        }
        if self.live && self.machines {
            return Err(RuleFault::LiveMachines);
        }
        Ok(())
    }
}
