//! Who a verified token speaks for.

use std::fmt;

use domain::{ApplicationId, OrganizationId, UnixMillis, UserId};

use crate::verifier::TokenError;

/// What a token was issued for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// One organization: `aud` is `urn:logto:organization:<id>`, scopes are organization permissions.
    Organization,
    /// An API resource: `aud` is this indicator, scopes are permissions of the resource. The token may carry an
    /// organization, in which case its scopes are those that the user's roles there give.
    ApiResource(String),
}

/// Whom a verifier lets speak: [`UserId`] where users alone are served, which is the default everywhere, [`Subject`]
/// where machines are too. Which of the two a handler deals with is part of its types, so that no machine stands where
/// somebody thought of a user.
pub trait TokenSubject:
    Clone + fmt::Debug + PartialEq + Eq + Send + Sync + sealed::FromClaims + 'static
{
}

/// A user or a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A user.
    User(UserId),
    /// A machine-to-machine application that acts for itself.
    Machine(ApplicationId),
}

impl TokenSubject for UserId {}
impl TokenSubject for Subject {}

impl Subject {
    /// The user, if it is one.
    pub fn user_id(&self) -> Option<&UserId> {
        match self {
            Self::User(user_id) => Some(user_id),
            Self::Machine(_) => None,
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(user_id) => user_id.fmt(formatter),
            Self::Machine(client_id) => client_id.fmt(formatter),
        }
    }
}

mod sealed {
    use domain::{ApplicationId, UserId};

    use super::Subject;
    use crate::verifier::TokenError;

    /// Reads `sub`, which was found to be plain.
    pub trait FromClaims: Sized {
        fn from_subject(subject: &str, is_machine: bool) -> Result<Self, TokenError>;
    }

    impl FromClaims for UserId {
        fn from_subject(subject: &str, is_machine: bool) -> Result<Self, TokenError> {
            if is_machine { Err(TokenError::MachineToken) } else { Ok(Self::new(subject)) }
        }
    }

    impl FromClaims for Subject {
        fn from_subject(subject: &str, is_machine: bool) -> Result<Self, TokenError> {
            Ok(if is_machine {
                Self::Machine(ApplicationId::new(subject))
            } else {
                Self::User(UserId::new(subject))
            })
        }
    }
}

/// A user (or, as `Principal<Subject>`, a user or a machine), as a verified access token names them. Only
/// [`crate::TokenVerifier`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal<S = UserId> {
    subject: S,
    client_id: ApplicationId,
    audience: Audience,
    organization: Option<OrganizationId>,
    scope: String,
    expires_at: UnixMillis,
    is_delegated: bool,
}

impl<S: TokenSubject> Principal<S> {
    /// Reads the claims of a token whose signature, issuer, type and times were verified. Fails for every token that is
    /// not an access token of such a subject for one organization or for one of `resources`.
    pub(crate) fn from_verified(
        verified: &jose::VerifiedToken,
        accepts_organizations: bool,
        resources: &[String],
    ) -> Result<Self, TokenError> {
        Self::from_claims(&verified.claims, accepts_organizations, resources)
    }

    /// As [`Self::from_verified`], of claims whose signature may not have been checked: whoever calls this keeps the two apart.
    pub(crate) fn from_claims(
        claims: &jose::Claims,
        accepts_organizations: bool,
        resources: &[String],
    ) -> Result<Self, TokenError> {
        let client_id =
            claims.client_id.as_deref().filter(|id| !id.is_empty()).ok_or(TokenError::NotAnAccessToken)?;
        if !is_plain_id(&claims.sub) {
            return Err(TokenError::NotAnAccessToken);
        }
        let subject = S::from_subject(&claims.sub, claims.is_machine_to_machine())?;
        let aud = claims.single_audience().ok_or(TokenError::AudienceNotAccepted)?;
        let claimed_organization = claims.organization_id.as_deref();
        let (audience, organization) = match protocol::identifiers::parse_organization_audience(aud) {
            // The organization is in `aud` alone; a second one beside it would let two readers disagree.
            Some(id) if accepts_organizations && claimed_organization.is_none_or(|claimed| claimed == id) => {
                (Audience::Organization, Some(OrganizationId::new(id)))
            }
            None if resources.iter().any(|accepted| accepted == aud) => {
                if claimed_organization.is_some_and(|id| !is_plain_id(id)) {
                    return Err(TokenError::AudienceNotAccepted);
                }
                (Audience::ApiResource(aud.to_owned()), claimed_organization.map(OrganizationId::new))
            }
            _ => return Err(TokenError::AudienceNotAccepted),
        };
        Ok(Self {
            subject,
            client_id: ApplicationId::new(client_id),
            audience,
            organization,
            scope: claims.scope.clone().unwrap_or_default(),
            expires_at: UnixMillis::from_seconds(claims.exp),
            // Whatever it says: what cannot be read says it all the more.
            is_delegated: claims.extra.contains_key(ACTOR),
        })
    }

    /// Who the token speaks for.
    pub fn subject(&self) -> &S {
        &self.subject
    }

    /// The application the token was issued to.
    pub fn client_id(&self) -> &ApplicationId {
        &self.client_id
    }

    /// What the token was issued for.
    pub fn audience(&self) -> &Audience {
        &self.audience
    }

    /// The one organization the token is good for, if it names one.
    pub fn organization(&self) -> Option<&OrganizationId> {
        self.organization.as_ref()
    }

    /// The token's permissions, in order.
    pub fn scopes(&self) -> impl Iterator<Item = &str> {
        self.scope.split(' ').filter(|scope| !scope.is_empty())
    }

    /// Whether the token carries this permission. Names are compared exactly.
    pub fn has_scope(&self, name: &str) -> bool {
        self.scopes().any(|scope| scope == name)
    }

    /// Whether the token is good for this organization, by its id as it came in a path or a body.
    pub fn is_for_organization(&self, organization_id: &str) -> bool {
        self.organization.as_ref().is_some_and(|own| own.as_str() == organization_id)
    }

    /// When the token ends.
    pub fn expires_at(&self) -> UnixMillis {
        self.expires_at
    }

    /// Whether somebody else acts with the token in the subject's place: it has the claim `act` (RFC 8693 §4.1), as token exchange gives it for
    /// an `actor_token`.
    pub fn is_delegated(&self) -> bool {
        self.is_delegated
    }

    /// The same with other permissions and another end.
    #[cfg(test)]
    pub(crate) fn with(&self, scope: &str, expires_at: UnixMillis) -> Self {
        Self { scope: scope.to_owned(), expires_at, ..self.clone() }
    }

    /// About how many bytes this takes in memory.
    pub(crate) fn bytes(&self) -> usize {
        let audience = match &self.audience {
            Audience::Organization => 0,
            Audience::ApiResource(indicator) => indicator.len(),
        };
        let organization = self.organization.as_ref().map_or(0, |id| id.as_str().len());
        // Of the subject's text no more is known than that it is short.
        size_of::<Self>()
            + MAX_ID_BYTES
            + self.client_id.as_str().len()
            + audience
            + organization
            + self.scope.len()
    }
}

impl Principal {
    /// The user.
    pub fn user_id(&self) -> &UserId {
        &self.subject
    }
}

impl Principal<Subject> {
    /// The same, where it is a user.
    pub fn user(&self) -> Option<Principal> {
        let Subject::User(user_id) = &self.subject else { return None };
        Some(Principal {
            subject: user_id.clone(),
            client_id: self.client_id.clone(),
            audience: self.audience.clone(),
            organization: self.organization.clone(),
            scope: self.scope.clone(),
            expires_at: self.expires_at,
            is_delegated: self.is_delegated,
        })
    }
}

/// The claim that names who acts for the subject.
const ACTOR: &str = "act";
/// Longest id in a claim.
const MAX_ID_BYTES: usize = 128;

/// Whether an id from a claim can be put into a path or a header as it is.
fn is_plain_id(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= MAX_ID_BYTES
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}
