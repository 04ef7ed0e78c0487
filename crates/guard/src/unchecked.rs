//! What a token would be good for if its signature were good: for explanations alone.

use std::fmt;

use domain::{ApplicationId, OrganizationId, UnixMillis, UserId};

use crate::permit::{Denied, Requirement};
use crate::principal::{Audience, Principal, TokenSubject};

/// Whom a token names, which nobody checked. It cannot be made into a [`Principal`] or a [`crate::Permit`]: nothing is let
/// through by it.
pub struct UncheckedPrincipal<S = UserId>(Principal<S>);

impl UncheckedPrincipal {
    /// The user that it names.
    pub fn user_id(&self) -> &UserId {
        self.0.user_id()
    }
}

impl<S: TokenSubject> UncheckedPrincipal<S> {
    pub(crate) fn new(principal: Principal<S>) -> Self {
        Self(principal)
    }

    /// Whether it would meet `requirement`, by the same rules as [`Principal::authorize`].
    pub fn would_meet(&self, requirement: Requirement<'_>) -> Result<(), Denied> {
        self.0.meets(requirement)
    }

    /// Whom it names.
    pub fn subject(&self) -> &S {
        self.0.subject()
    }

    /// The application that it names.
    pub fn client_id(&self) -> &ApplicationId {
        self.0.client_id()
    }

    /// What it says it is for.
    pub fn audience(&self) -> &Audience {
        self.0.audience()
    }

    /// The organization that it names.
    pub fn organization(&self) -> Option<&OrganizationId> {
        self.0.organization()
    }

    /// The permissions that it says it carries.
    pub fn scopes(&self) -> impl Iterator<Item = &str> {
        self.0.scopes()
    }

    /// Whether it says that somebody else acts with it.
    pub fn is_delegated(&self) -> bool {
        self.0.is_delegated()
    }

    /// When it says it ends.
    pub fn expires_at(&self) -> UnixMillis {
        self.0.expires_at()
    }
}

impl<S: TokenSubject> fmt::Debug for UncheckedPrincipal<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("UncheckedPrincipal").field("subject", self.subject()).finish_non_exhaustive()
    }
}
