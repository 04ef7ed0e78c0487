//! Forward authentication: a reverse proxy asks about each request before it passes it on, and the answer says yes, or what to
//! answer instead.
//!
//! Owns: reading the original request from what the proxy says about it ([`original`]), the rules ([`rules`]), what is decided by them
//! ([`decision`]) and the answer with who was let through. The order in which a request is looked at, each step refusing what it does
//! not understand: headers that could say two things → path → rule → `Authorization` grammar → token → accepted credential →
//! permission → organization of the path → headers that can say who it is → where the rule asks for it, the user's standing now →
//! where a token alone is enough, whose application it was issued to.
//!
//! Does not own: the proxy. Whoever can reach the application past it, or put headers into what it sends, is not held up here;
//! docs/gateway.md says what a proxy must do.
//!
//! Refusals are 401 and 403 only, whatever is wrong with a request, because proxies take every other status for a fault of this
//! endpoint. What cannot be decided is 5xx, and is not let through by any of them.

mod applications;
pub(crate) mod decision;
mod original;
mod path;
mod pattern;
pub mod policy;
mod question;
mod refusals;
mod rules;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use domain::Clock;
use guard::verifier::ReservedResource;
use guard::{
    KeySource, OrganizationRequirement, Principal, Rejection, Requirement, Subject, TokenVerifier,
    VerifierOptions,
};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::gateway::{self, Gateway};
use crate::guards::{self, Membership};
use crate::rejections::{credential_not_accepted, third_party_application};
use crate::upstream::Upstream;
use applications::KnownApplications;
use decision::Decision;
use policy::{ForwardAuthPolicy, ProxyKind};
use rules::{Rule, Rules};

pub(crate) use question::Question;
pub(crate) use rules::Fit;

/// Where proxies ask.
pub const PATH: &str = "/forward-auth";

/// The user whose token it was; empty for a machine, and where no token was needed.
pub const USER: HeaderName = HeaderName::from_static("x-guildhall-user");
/// The organization that the token is for; empty where it is for none.
pub const ORGANIZATION: HeaderName = HeaderName::from_static("x-guildhall-organization");
/// The token's permissions, with spaces between them.
pub const PERMISSIONS: HeaderName = HeaderName::from_static("x-guildhall-permissions");
/// The application that the token was issued to.
pub const CLIENT: HeaderName = HeaderName::from_static("x-guildhall-client");

/// What decides about other servers' requests.
pub(crate) struct ForwardAuth {
    proxy: ProxyKind,
    rules: Rules,
    verifier: TokenVerifier<Subject>,
    applications: KnownApplications,
}

/// What a [`ForwardAuth`] needs of a gateway.
pub(crate) struct ForwardAuthOptions {
    pub(crate) issuer: String,
    pub(crate) keys: Arc<dyn KeySource>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) cached_tokens: usize,
}

/// The router of a gateway at an address of its own: the Organization API, and [`PATH`] for proxies, where the policy has rules for
/// them.
pub fn router(gateway: Arc<Gateway>) -> Router {
    let organizations = gateway::router(Arc::clone(&gateway));
    if gateway.forward_auth.is_none() {
        return organizations;
    }
    Router::new().fallback(answer).with_state((gateway, organizations))
}

async fn answer(
    State((gateway, mut organizations)): State<(Arc<Gateway>, Router)>,
    request: Request,
) -> Response {
    match &gateway.forward_auth {
        Some(forward_auth) if is_ours(request.uri().path()) => {
            let (parts, _unread) = request.into_parts();
            forward_auth.answer(&parts, &gateway.upstream).await
        }
        _ => match tower::Service::call(&mut organizations, request).await {
            Ok(response) => response,
            Err(never) => match never {},
        },
    }
}

fn is_ours(path: &str) -> bool {
    path.strip_prefix(PATH).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl ForwardAuth {
    pub(crate) fn new(
        policy: &ForwardAuthPolicy,
        options: ForwardAuthOptions,
    ) -> Result<Self, ReservedResource> {
        let rules = Rules::new(policy);
        let verifier = TokenVerifier::for_users_and_machines(VerifierOptions {
            issuer: options.issuer,
            audiences: policy.audiences(),
            keys: options.keys,
            clock: options.clock,
            cached_tokens: options.cached_tokens,
        })?;
        Ok(Self { proxy: policy.proxy, rules, verifier, applications: KnownApplications::default() })
    }

    async fn answer(&self, parts: &Parts, upstream: &Upstream) -> Response {
        match self.decide(parts, upstream).await {
            Ok(response) => response,
            Err(rejection) => rejection.into_response(),
        }
    }

    async fn decide(&self, parts: &Parts, upstream: &Upstream) -> Result<Response, Rejection> {
        match decision::decide((self.proxy, &self.rules), &self.verifier, parts, &mut ()).await? {
            Decision::Public => Ok(allowed([const { HeaderValue::from_static("") }; 4])),
            Decision::Known { rule, bearer, identity } => {
                self.ask_upstream(rule, &bearer, upstream).await?;
                Ok(allowed(identity))
            }
        }
    }

    /// Asks the upstream what the token does not say: whether it still holds, and whose the application is. The policy's check shows that a
    /// rule which asks whether it holds takes no machines; machines are nobody's but the organization's or the operator's.
    async fn ask_upstream(
        &self,
        rule: &Rule,
        principal: &Arc<Principal<Subject>>,
        upstream: &Upstream,
    ) -> Result<(), Rejection> {
        if !rule.is_live && rule.takes_third_parties {
            return Ok(());
        }
        let user = match principal.user().map(Arc::new) {
            Some(user) => user,
            None if rule.is_live => return Err(credential_not_accepted()),
            None => return Ok(()),
        };
        let membership = match user.organization() {
            Some(_) => Membership::Needed,
            None => Membership::NotNeeded,
        };
        let requirement =
            Requirement { permission: rule.permission(), organization: OrganizationRequirement::NotNeeded };
        let permit = user.authorize(requirement).map_err(Rejection::from)?;
        let is_third_party = if rule.is_live {
            guards::confirm(upstream, &permit, membership).await?.is_third_party()
        } else {
            self.applications.is_third_party(upstream, &permit).await?
        };
        if is_third_party && !rule.takes_third_parties {
            return Err(third_party_application("This is not open to third-party applications."));
        }
        Ok(())
    }
}

/// All four headers are there always, empty ones too: a proxy that copies them then overwrites what the client sent.
fn allowed(values: [HeaderValue; 4]) -> Response {
    let mut response = Response::new(Body::empty());
    let headers: &mut HeaderMap = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for (name, value) in [USER, ORGANIZATION, PERMISSIONS, CLIENT].into_iter().zip(values) {
        headers.insert(name, value);
    }
    response
}

#[cfg(test)]
mod tests;
