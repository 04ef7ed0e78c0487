//! Who a verified token speaks for.

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

/// A user, as a verified access token names them. Only [`crate::TokenVerifier`] makes one.
#[derive(Debug, Clone)]
pub struct Principal {
    user_id: UserId,
    client_id: ApplicationId,
    audience: Audience,
    organization: Option<OrganizationId>,
    scope: String,
    expires_at: UnixMillis,
}

impl Principal {
    /// Reads the claims of a token whose signature, issuer, type and times were verified. Fails for every token that is
    /// not a user's access token for one organization or for one of `resources`.
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
        if claims.is_machine_to_machine() {
            return Err(TokenError::MachineToken);
        }
        if !is_plain_id(&claims.sub) {
            return Err(TokenError::NotAnAccessToken);
        }
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
            user_id: UserId::new(claims.sub.as_str()),
            client_id: ApplicationId::new(client_id),
            audience,
            organization,
            scope: claims.scope.clone().unwrap_or_default(),
            expires_at: UnixMillis::from_seconds(claims.exp),
        })
    }

    /// The user.
    pub fn user_id(&self) -> &UserId {
        &self.user_id
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

    /// When the token ends.
    pub fn expires_at(&self) -> UnixMillis {
        self.expires_at
    }
}

/// Whether an id from a claim can be put into a path or a header as it is.
fn is_plain_id(id: &str) -> bool {
    const MAX_ID_BYTES: usize = 128;
    !id.is_empty()
        && id.len() <= MAX_ID_BYTES
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}
