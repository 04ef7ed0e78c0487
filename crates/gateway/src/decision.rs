//! What can be decided of a request from itself alone, step by step: nothing here asks the upstream.
//!
//! The gateway runs it with tokens that are verified and notes how far requests come; `guildhall gateway explain` runs the same with another
//! [`Witness`], and without keys with tokens that nobody verified. What it tells cannot differ from what is done.

use std::future::Future;
use std::sync::Arc;

use axum::extract::OriginalUri;
use guard::{
    Audience, Denied, OrganizationRequirement, Permit, Principal, Rejection, Requirement, TokenError,
    TokenSubject, TokenVerifier, UncheckedPrincipal, UserId, bearer_token,
};
use http::request::Parts;
use http::{HeaderValue, Method};

use crate::operations::{Credential, Operation, OrganizationIn};
use crate::plan::{PathIds, Plan, PlannedOperation, Route};
use crate::rejections::{
    PreparedRejection, credential_not_accepted, delegated_token, internal, invalid_path, method_not_allowed,
    organization_required, route_not_found, wrong_organization,
};
use crate::request::path::{PathError, Segments};
use crate::request::query::ListQuery;

/// Where the OpenAPI document is.
const OPENAPI_PATH: &[&str] = &["openapi.json"];

/// A check, in the order in which they are made.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Check<'a> {
    /// The path is plain.
    Path,
    /// The path and the method are an operation's.
    Operation,
    /// There is one bearer token. Comes with the operation that was found.
    AuthorizationHeader(&'a PlannedOperation),
    /// The token is the issuer's, for this API, and in its time.
    Token,
    /// The operation takes tokens of this kind.
    TokenKind,
    /// The token carries the permission.
    Permission,
    /// The organization of the path is the token's.
    Organization,
    /// The query is one that the operation has.
    Query,
}

impl Check<'_> {
    /// What is checked, in a word or two.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Operation => "operation",
            Self::AuthorizationHeader(_) => "header",
            Self::Token => "token",
            Self::TokenKind => "kind of token",
            Self::Permission => "permission",
            Self::Organization => "organization",
            Self::Query => "query",
        }
    }
}

/// Who watches.
pub(crate) trait Witness {
    /// A check begins, which means that the one before it passed.
    fn begins(&mut self, check: Check<'_>);
}

/// Finds out whom a token speaks for.
pub(crate) trait Identify: Sync {
    /// Whom.
    type Subject: Subject;

    /// Whom the token speaks for.
    fn identify(&self, token: &str) -> impl Future<Output = Result<Self::Subject, TokenError>> + Send;
}

/// Somebody for whom a token speaks.
pub(crate) trait Subject: Send + Sync {
    /// What shows that a requirement was met.
    type Proof: Send;

    /// What the token is for.
    fn audience(&self) -> &Audience;

    /// Whether the token names an organization.
    fn names_organization(&self) -> bool;

    /// Whether somebody else acts with the token in its user's place.
    fn is_delegated(&self) -> bool;

    /// Whether the token meets the requirement.
    fn meet(&self, requirement: Requirement<'_>) -> Result<Self::Proof, Denied>;
}

impl<S: TokenSubject> Identify for TokenVerifier<S> {
    type Subject = Arc<Principal<S>>;

    fn identify(&self, token: &str) -> impl Future<Output = Result<Arc<Principal<S>>, TokenError>> + Send {
        self.verify(token)
    }
}

impl<S: TokenSubject> Subject for Arc<Principal<S>> {
    type Proof = Permit<S>;

    fn audience(&self) -> &Audience {
        Principal::audience(self)
    }

    fn names_organization(&self) -> bool {
        self.organization().is_some()
    }

    fn is_delegated(&self) -> bool {
        Principal::is_delegated(self)
    }

    fn meet(&self, requirement: Requirement<'_>) -> Result<Permit<S>, Denied> {
        self.authorize(requirement)
    }
}

/// Believes tokens without looking at their signatures. What comes of it proves nothing.
pub(crate) struct WithoutKeys<'a, S = UserId>(pub(crate) &'a TokenVerifier<S>);

impl<S: TokenSubject> Identify for WithoutKeys<'_, S> {
    type Subject = UncheckedPrincipal<S>;

    async fn identify(&self, token: &str) -> Result<UncheckedPrincipal<S>, TokenError> {
        self.0.read_unchecked(token)
    }
}

impl<S: TokenSubject> Subject for UncheckedPrincipal<S> {
    type Proof = ();

    fn audience(&self) -> &Audience {
        Self::audience(self)
    }

    fn names_organization(&self) -> bool {
        self.organization().is_some()
    }

    fn is_delegated(&self) -> bool {
        Self::is_delegated(self)
    }

    fn meet(&self, requirement: Requirement<'_>) -> Result<(), Denied> {
        self.would_meet(requirement)
    }
}

/// A request that is not carried out.
pub(crate) enum Refusal<'a> {
    Prepared(&'a PreparedRejection),
    Rejection(Rejection),
}

impl<T: Into<Rejection>> From<T> for Refusal<'_> {
    fn from(rejection: T) -> Self {
        Self::Rejection(rejection.into())
    }
}

/// What a request leads to, as far as it can be told from itself.
pub(crate) enum Decision<P> {
    /// The OpenAPI document.
    Document,
    /// A web page's question whether it may ask; the methods that there are.
    Preflight(HeaderValue),
    /// The path answers to these methods only.
    OtherMethods(Rejection, HeaderValue),
    /// An operation, whose body was not looked at yet.
    Operation(Accepted<P>),
}

/// A request that may go on.
pub(crate) struct Accepted<P> {
    pub(crate) operation: &'static Operation,
    pub(crate) ids: PathIds,
    pub(crate) query: ListQuery,
    pub(crate) proof: P,
}

/// Decides what can be decided from the request's head.
pub(crate) async fn decide<'a, I: Identify, W: Witness + Send>(
    plan: &'a Plan,
    identify: &I,
    parts: &Parts,
    witness: &mut W,
) -> Result<Decision<<I::Subject as Subject>::Proof>, Refusal<'a>> {
    witness.begins(Check::Path);
    let segments = read_path(parts)?;
    if segments.as_slice() == OPENAPI_PATH && parts.method == Method::GET {
        return Ok(Decision::Document);
    }
    witness.begins(Check::Operation);
    let (planned, ids) = match plan.route(&parts.method, segments.as_slice()) {
        Route::Operation(planned, ids) => (planned, ids),
        Route::OtherMethods(allow) if parts.method == Method::OPTIONS => {
            return Ok(Decision::Preflight(allow));
        }
        Route::OtherMethods(allow) => return Ok(Decision::OtherMethods(method_not_allowed(), allow)),
        Route::Nowhere => return Err(route_not_found().into()),
    };
    witness.begins(Check::AuthorizationHeader(planned));
    let unverified_token = bearer_token(&parts.headers)?;
    witness.begins(Check::Token);
    let subject = identify.identify(unverified_token).await?;
    let proof = permit(planned, &subject, &ids, witness)?;
    witness.begins(Check::Query);
    let query = ListQuery::parse(parts.uri.query(), planned.operation.query)?;
    Ok(Decision::Operation(Accepted { operation: planned.operation, ids, query, proof }))
}

/// The segments of the path. Where the gateway is mounted under a prefix, the path as it came must be as plain as what is
/// left of it: a router may forgive what is refused here.
fn read_path(parts: &Parts) -> Result<Segments<'_>, Rejection> {
    let read = |uri| {
        Segments::parse(uri, parts.version).map_err(|error| match error {
            PathError::Invalid => invalid_path(),
            PathError::NotFound => route_not_found(),
        })
    };
    if let Some(OriginalUri(original)) =
        parts.extensions.get::<OriginalUri>().filter(|original| original.path() != parts.uri.path())
    {
        let (whole, rest) = (read(original)?, read(&parts.uri)?);
        return if whole.as_slice().ends_with(rest.as_slice()) { Ok(rest) } else { Err(route_not_found()) };
    }
    read(&parts.uri)
}

/// Checks what the token says against what the operation asks: its kind, the permission, the organization.
fn permit<'a, S: Subject>(
    planned: &'a PlannedOperation,
    subject: &S,
    ids: &PathIds,
    witness: &mut impl Witness,
) -> Result<S::Proof, Refusal<'a>> {
    witness.begins(Check::TokenKind);
    if !planned.credentials.contains(&credential_of(subject)) {
        // Every operation takes every token that names an organization, and what the policy does not accept the verifier has refused: the
        // first of the two is for a row that would not.
        return Err(if subject.names_organization() {
            credential_not_accepted().into()
        } else {
            organization_required().into()
        });
    }
    // Who acts would be neither judged nor recorded.
    if subject.is_delegated() && !planned.accepts_delegated {
        return Err(delegated_token().into());
    }
    let organization = match (planned.operation.organization, &ids.organization) {
        (OrganizationIn::Path, Some(organization)) => OrganizationRequirement::Exactly(organization),
        (OrganizationIn::Path, None) => return Err(internal().into()),
        (OrganizationIn::Nowhere | OrganizationIn::Invitation, _) => OrganizationRequirement::NotNeeded,
    };
    let requirement = Requirement { permission: planned.permission.as_deref(), organization };
    witness.begins(Check::Permission);
    let met = subject.meet(requirement);
    if !matches!(met, Err(Denied::PermissionMissing)) {
        witness.begins(Check::Organization);
    }
    met.map_err(|denied| match denied {
        Denied::PermissionMissing => Refusal::Prepared(&planned.without_permission),
        Denied::OrganizationRequired => organization_required().into(),
        Denied::WrongOrganization => wrong_organization().into(),
    })
}

fn credential_of(subject: &impl Subject) -> Credential {
    match (subject.audience(), subject.names_organization()) {
        (Audience::Organization, _) => Credential::OrganizationToken,
        (Audience::ApiResource(_), true) => Credential::ResourceTokenWithOrganization,
        (Audience::ApiResource(_), false) => Credential::ResourceToken,
    }
}
