//! Why the gateway does with a request what it does, told step by step: by the very code that decides ([`crate::decision`]), with
//! somebody who watches. Nothing is asked of the upstream; what the upstream would still be asked is listed.
//!
//! Without keys a token is believed to be the issuer's, and that is said. Nothing that is told here lets anybody through.

mod text;

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{Clock, UnixMillis};
use guard::{
    AcceptedAudiences, KeySource, LocalKeys, Rejection, TokenError, TokenVerifier, VerifierOptions,
    bearer_token,
};
use http::request::Parts;
use jose::VerifyError;
use parking_lot::Mutex;
use serde_json::{Map, Value};

use crate::decision::{Check, Decision, Identify, Refusal, WithoutKeys, Witness, decide};
use crate::gateway::GatewayError;
use crate::operations::{Credential, Operation};
use crate::plan::Plan;
use crate::policy::Policy;

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
    pub told: String,
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
    /// It passes everything that can be decided from the request. The body and the upstream decide the rest.
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
    pub remaining: Vec<String>,
}

/// What is checked of a token, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TokenCheck {
    Form,
    Signature,
    Claims,
    Type,
    Issuer,
    Audience,
    Times,
    User,
    OneThing,
}

const TOKEN_CHECKS: [TokenCheck; 9] = [
    TokenCheck::Form,
    TokenCheck::Signature,
    TokenCheck::Claims,
    TokenCheck::Type,
    TokenCheck::Issuer,
    TokenCheck::Audience,
    TokenCheck::Times,
    TokenCheck::User,
    TokenCheck::OneThing,
];

impl TokenCheck {
    /// The check that ends in this error.
    fn of(error: &TokenError) -> Self {
        match error {
            TokenError::Invalid(error) => match error {
                VerifyError::JwsInvalid => Self::Form,
                VerifyError::AlgorithmNotAllowed
                | VerifyError::NoMatchingKey
                | VerifyError::SignatureVerificationFailed => Self::Signature,
                VerifyError::JwtInvalid => Self::Claims,
                VerifyError::Expired { .. } => Self::Times,
                VerifyError::ClaimValidationFailed { claim, reason, .. } => match (*reason, *claim) {
                    ("missing", _) => Self::Claims,
                    (_, "typ") => Self::Type,
                    (_, "iss") => Self::Issuer,
                    (_, "aud") => Self::Audience,
                    (_, "nbf") => Self::Times,
                    _ => Self::Claims,
                },
            },
            TokenError::KeysUnavailable(_) => Self::Signature,
            TokenError::MachineToken | TokenError::NotAnAccessToken => Self::User,
            TokenError::AudienceNotAccepted => Self::OneThing,
        }
    }
}

/// Watches a decision.
#[derive(Default)]
struct Watcher {
    begun: Vec<&'static str>,
    operation: Option<Planned>,
}

/// The operation that was found.
#[derive(Clone)]
struct Planned {
    operation: &'static Operation,
    permission: Option<String>,
    credentials: Vec<Credential>,
    accepts_delegated: bool,
}

const PATH: &str = "path";
const OPERATION: &str = "operation";
const HEADER: &str = "header";
const TOKEN: &str = "token";
const TOKEN_KIND: &str = "kind of token";
const PERMISSION: &str = "permission";
const ORGANIZATION: &str = "organization";
const QUERY: &str = "query";

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

/// What a decision came to, seen from outside.
struct Seen {
    watcher: Watcher,
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
        let nobodys = || Arc::new(LocalKeys::new(|| None)) as Arc<dyn KeySource>;
        Ok(TokenVerifier::new(VerifierOptions {
            issuer: issuer.to_owned(),
            audiences: AcceptedAudiences {
                organizations: self.options.policy.accept_organization_tokens,
                resources: self.options.policy.accepted_resources.clone(),
            },
            keys: self.options.keys.clone().unwrap_or_else(nobodys),
            clock: Arc::clone(&self.options.clock),
            cached_tokens: 1,
        })?)
    }

    /// Explains what becomes of a request of this head.
    pub async fn explain(&self, parts: &Parts) -> Result<Explanation, GatewayError> {
        let token = Token::read(parts);
        let said = token.claim("iss").and_then(Value::as_str);
        let verifier = self.verifier(self.options.issuer.as_deref().or(said).unwrap_or_default())?;
        let seen = if self.options.keys.is_some() {
            self.watch(verifier, parts).await
        } else {
            self.watch(WithoutKeys(&verifier), parts).await
        };
        Ok(self.tell(parts, &token, &seen))
    }

    async fn watch<I: Identify>(&self, identify: I, parts: &Parts) -> Seen {
        let identify = Keeping { identify, error: Mutex::new(None) };
        let mut watcher = Watcher::default();
        let verdict = match decide(&self.plan, &identify, parts, &mut watcher).await {
            Ok(decision) => verdict_of(&decision),
            Err(Refusal::Rejection(rejection)) => refused(&rejection),
            Err(Refusal::Prepared(prepared)) => refused(prepared.rejection()),
        };
        Seen { watcher, verdict, token_error: identify.error.into_inner() }
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

/// What a token says, whoever signed it.
#[derive(Default)]
struct Token {
    header: Map<String, Value>,
    claims: Map<String, Value>,
}

impl Token {
    fn read(parts: &Parts) -> Self {
        let mut segments = bearer_token(&parts.headers).unwrap_or_default().split('.');
        let mut next = || {
            let bytes = URL_SAFE_NO_PAD.decode(segments.next()?).ok()?;
            serde_json::from_slice(&bytes).ok()
        };
        let (header, claims) = (next().unwrap_or_default(), next().unwrap_or_default());
        Self { header, claims }
    }

    fn claim(&self, name: &str) -> Option<&Value> {
        self.claims.get(name)
    }

    /// A claim or a member of the header as it can be shown.
    fn shown(&self, name: &str) -> String {
        match self.claim(name).or_else(|| self.header.get(name)) {
            None => "absent".to_owned(),
            Some(Value::String(text)) => shown(text),
            Some(value) => shown(&value.to_string()),
        }
    }
}

/// A text of a token, which may be anybody's, as it can be put on a terminal.
fn shown(text: &str) -> String {
    const MAX_CHARACTERS: usize = 200;
    let mut shown: String = text.chars().take(MAX_CHARACTERS).flat_map(char::escape_debug).collect();
    if text.chars().nth(MAX_CHARACTERS).is_some() {
        shown.push('…');
    }
    shown
}

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
        match &self.verdict {
            Verdict::Refused { status, code, message } => {
                writeln!(formatter, "\nRefused with {status} {code}: {message} The upstream is not asked.")
            }
            Verdict::Answered => {
                writeln!(formatter, "\nAnswered by the gateway itself. The upstream is not asked.")
            }
            Verdict::Open => {
                let is_sure = self.steps.iter().all(|step| step.outcome == Outcome::Passed);
                let unless = if is_sure { "" } else { ", if what is marked ? holds" };
                writeln!(
                    formatter,
                    "\nNothing in the request's head is against it{unless}. Still to be checked:"
                )
            }
        }?;
        self.remaining.iter().try_for_each(|line| writeln!(formatter, "  - {line}"))
    }
}

/// How long before or after `now` a moment in seconds is.
fn distance(seconds: i64, now: UnixMillis) -> (bool, String) {
    let distance = seconds.saturating_sub(now.as_seconds());
    let (is_ahead, length) = (distance > 0, distance.unsigned_abs());
    let text = match length {
        0..=119 => format!("{length} seconds"),
        120..=7199 => format!("{} minutes", length / 60),
        7200..=172_799 => format!("{} hours", length / 3600),
        _ => format!("{} days", length / 86_400),
    };
    (is_ahead, text)
}
