//! Why the gateway does with a request what it does, told step by step: by the very code that decides ([`crate::decision`], and for
//! requests to other servers [`crate::forward_auth`]), with somebody who watches. Nothing is asked of the upstream; what the upstream
//! would still be asked is listed.
//!
//! Without keys a token is believed to be the issuer's, and that is said. Nothing that is told here lets anybody through.
//!
//! What is found is a message with a key ([`Finding`]). Its English words are here, those of other languages where pages are.

mod behind_proxy;
mod finding;
mod messages;
mod text;
mod token;

use std::fmt;
use std::sync::Arc;

use domain::Clock;
use guard::{AcceptedAudiences, KeySource, LocalKeys, Rejection, TokenError, TokenVerifier, VerifierOptions};
use http::request::Parts;
use parking_lot::Mutex;

use crate::decision::{Check, Decision, Identify, Refusal, WithoutKeys, Witness, decide};
use crate::gateway::GatewayError;
use crate::operations::{Credential, Operation};
use crate::plan::Plan;
use crate::policy::Policy;
use token::{Token, TokenScene};

pub use finding::{Finding, Message, Say};
pub use messages::MESSAGES;

/// What an explanation is made from.
pub struct ExplainOptions {
    /// What the operator decided.
    pub policy: Policy,
    /// `iss` of the tokens; when it is not known, whatever a token says.
    pub issuer: Option<String>,
    /// The issuer's keys; without them no signature is checked.
    pub keys: Option<Arc<dyn KeySource>>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Whether it is about a gateway that runs alone, and not about one inside a server.
    pub is_alone: bool,
}

/// Explains what a gateway of this policy would do.
pub struct Explainer {
    plan: Plan,
    options: ExplainOptions,
}

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The request may go on.
    Passed,
    /// It ends here.
    Refused,
    /// Nobody knows, because what is needed to check it was not given.
    Unchecked,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is checked, in a word or two.
    pub name: &'static str,
    /// How it ended.
    pub outcome: Outcome,
    /// What was found.
    pub told: Finding,
}

/// What becomes of a request, as far as it can be told without the upstream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is refused, and nobody is asked.
    Refused {
        /// The status.
        status: u16,
        /// The stable code.
        code: String,
        /// For people.
        message: String,
    },
    /// It is answered, and nobody is asked: the OpenAPI document, or a web page's question whether it may ask.
    Answered,
    /// It passes everything that can be decided from the request. What remains, such as the body and the upstream, decides the rest.
    Open,
}

/// What becomes of a request, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// What comes of them.
    pub verdict: Verdict,
    /// What would be checked after them.
    pub remaining: Vec<Finding>,
}

/// Names of checks, as those say them who decide.
mod name {
    pub(super) const PATH: &str = "path";
    pub(super) const OPERATION: &str = "operation";
    pub(super) const HEADER: &str = "header";
    pub(super) const TOKEN: &str = "token";
    pub(super) const TOKEN_KIND: &str = "kind of token";
    pub(super) const PERMISSION: &str = "permission";
    pub(super) const ORGANIZATION: &str = "organization";
    pub(super) const QUERY: &str = "query";
}

/// The operation that was found.
#[derive(Clone)]
struct Planned {
    operation: &'static Operation,
    permission: Option<String>,
    credentials: Vec<Credential>,
    accepts_delegated: bool,
}

/// Watches a decision.
#[derive(Default)]
struct Watcher {
    begun: Vec<&'static str>,
    operation: Option<Planned>,
}

impl Witness for Watcher {
    fn begins(&mut self, check: Check<'_>) {
        if let Check::AuthorizationHeader(planned) = check {
            self.operation = Some(Planned {
                operation: planned.operation,
                permission: planned.permission.clone(),
                credentials: planned.credentials.clone(),
                accepts_delegated: planned.accepts_delegated,
            });
        }
        self.begun.push(check.name());
    }
}

/// Keeps why a token was not accepted.
struct Keeping<I> {
    identify: I,
    error: Mutex<Option<TokenError>>,
}

impl<I: Identify> Keeping<I> {
    fn new(identify: I) -> Self {
        Self { identify, error: Mutex::new(None) }
    }
}

impl<I: Identify> Identify for Keeping<I> {
    type Subject = I::Subject;

    async fn identify(&self, token: &str) -> Result<I::Subject, TokenError> {
        let result = self.identify.identify(token).await;
        if let Err(error) = &result {
            *self.error.lock() = Some(error.clone());
        }
        result
    }
}

/// What a decision came to, seen from outside: the checks that were begun, and by what they were made.
struct Seen<T> {
    begun: Vec<&'static str>,
    found: T,
    verdict: Verdict,
    token_error: Option<TokenError>,
}

impl Explainer {
    /// One for gateways of this policy. Fails as [`crate::Gateway::new`] does.
    pub fn new(options: ExplainOptions) -> Result<Self, GatewayError> {
        options.policy.check()?;
        let plan = Plan::new(&options.policy, !options.is_alone || options.policy.upstream_is_guildhall);
        let explainer = Self { plan, options };
        explainer.verifier("")?;
        Ok(explainer)
    }

    fn verifier(&self, issuer: &str) -> Result<TokenVerifier, GatewayError> {
        Ok(TokenVerifier::new(self.verifier_options(issuer, self.accepted_audiences()))?)
    }

    fn verifier_options(&self, issuer: &str, audiences: AcceptedAudiences) -> VerifierOptions {
        let nobodys = || Arc::new(LocalKeys::new(|| None)) as Arc<dyn KeySource>;
        VerifierOptions {
            issuer: issuer.to_owned(),
            audiences,
            keys: self.options.keys.clone().unwrap_or_else(nobodys),
            clock: Arc::clone(&self.options.clock),
            cached_tokens: 1,
        }
    }

    fn accepted_audiences(&self) -> AcceptedAudiences {
        AcceptedAudiences {
            organizations: self.options.policy.accept_organization_tokens,
            resources: self.options.policy.accepted_resources.clone(),
        }
    }

    /// The issuer that tokens are held against: the token's own where none is known.
    fn issuer_for<'a>(&'a self, token: &'a Token) -> &'a str {
        self.options.issuer.as_deref().or_else(|| token.text("iss")).unwrap_or_default()
    }

    /// Explains what becomes of a request of this head.
    pub async fn explain(&self, parts: &Parts) -> Result<Explanation, GatewayError> {
        let token = Token::read(parts);
        let verifier = self.verifier(self.issuer_for(&token))?;
        let seen = if self.options.keys.is_some() {
            self.watch(verifier, parts).await
        } else {
            self.watch(WithoutKeys(&verifier), parts).await
        };
        Ok(self.tell(parts, &token, &seen))
    }

    async fn watch<I: Identify>(&self, identify: I, parts: &Parts) -> Seen<Option<Planned>> {
        let identify = Keeping::new(identify);
        let mut watcher = Watcher::default();
        let verdict = match decide(&self.plan, &identify, parts, &mut watcher).await {
            Ok(decision) => verdict_of(&decision),
            Err(Refusal::Rejection(rejection)) => refused(&rejection),
            Err(Refusal::Prepared(prepared)) => refused(prepared.rejection()),
        };
        let token_error = identify.error.into_inner();
        Seen { begun: watcher.begun, found: watcher.operation, verdict, token_error }
    }

    /// Each check that was begun: those of the token by what it says, the others by `tell`, which is given whether the request ends there.
    fn steps<T>(
        &self,
        seen: &Seen<T>,
        (token, accepted): (&Token, &AcceptedAudiences),
        tell: impl Fn(&'static str, bool) -> Finding,
    ) -> Vec<Step> {
        let mut steps = Vec::new();
        let last = seen.begun.len().saturating_sub(1);
        for (index, check) in seen.begun.iter().copied().enumerate() {
            if check == name::TOKEN {
                let scene = TokenScene {
                    has_keys: self.options.keys.is_some(),
                    issuer: self.options.issuer.as_deref(),
                    now: self.options.clock.now(),
                    accepted,
                };
                steps.extend(scene.steps(token, seen.token_error.as_ref()));
                continue;
            }
            let is_refused = index == last && matches!(seen.verdict, Verdict::Refused { .. });
            let outcome = if is_refused { Outcome::Refused } else { Outcome::Passed };
            steps.push(Step { name: check, outcome, told: tell(check, is_refused) });
        }
        steps
    }
}

fn verdict_of<P>(decision: &Decision<P>) -> Verdict {
    match decision {
        Decision::Document | Decision::Preflight(_) => Verdict::Answered,
        Decision::OtherMethods(rejection, _) => refused(rejection),
        Decision::Operation(_) => Verdict::Open,
    }
}

fn refused(rejection: &Rejection) -> Verdict {
    Verdict::Refused {
        status: rejection.status().as_u16(),
        code: rejection.code().to_owned(),
        message: rejection.message().to_owned(),
    }
}

/// In English, as `guildhall gateway explain` prints it.
impl fmt::Display for Explanation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.steps {
            let mark = match step.outcome {
                Outcome::Passed => "ok",
                Outcome::Refused => "NO",
                Outcome::Unchecked => "?",
            };
            writeln!(formatter, "  {mark:<3} {:<14} {}", step.name, step.told)?;
        }
        let is_sure = self.steps.iter().all(|step| step.outcome == Outcome::Passed);
        let unless = if is_sure { "" } else { ", if what is marked ? holds" };
        match &self.verdict {
            Verdict::Refused { status, code, message } => {
                writeln!(formatter, "\nRefused with {status} {code}: {message} The upstream is not asked.")
            }
            Verdict::Answered => {
                writeln!(formatter, "\nAnswered by the gateway itself. The upstream is not asked.")
            }
            Verdict::Open if self.remaining.is_empty() => {
                writeln!(formatter, "\nLet through{unless}. The upstream is not asked.")
            }
            Verdict::Open => {
                writeln!(
                    formatter,
                    "\nNothing in the request's head is against it{unless}. Still to be checked:"
                )
            }
        }?;
        self.remaining.iter().try_for_each(|line| writeln!(formatter, "  - {line}"))
    }
}
