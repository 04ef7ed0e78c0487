//! One type for each kind of identifier, so that none can stand where another belongs.
//!
//! No format is imposed: a path may name anything, and an impossible id is simply not found (Management API contract §1.3).

/// Defines id types over text; there is no conversion between them.
macro_rules! id_types {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the text of an id, from the store, a generator or a request.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The id as owned text.
            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

id_types! {
    /// An API resource (21 characters).
    ResourceId;
    /// An application, known as `client_id` to OAuth (21 characters).
    ApplicationId;
    /// An audit record (21 characters, ordered by time).
    AuditLogId;
    /// A connector (12 characters, or what its maker chose).
    ConnectorId;
    /// A stored e-mail template (21 characters).
    EmailTemplateId;
    /// A consent record that ties a user to a client (43 characters).
    GrantId;
    /// A webhook (21 characters).
    HookId;
    /// A running sign-in (43 characters). It is a secret of the browser that runs it.
    InteractionId;
    /// A one-time token (21 characters).
    OneTimeTokenId;
    /// An organization (12 characters).
    OrganizationId;
    /// An invitation to an organization (21 characters).
    OrganizationInvitationId;
    /// A role of the organization template (21 characters).
    OrganizationRoleId;
    /// A permission of the organization template (21 characters).
    OrganizationScopeId;
    /// A global role (21 characters).
    RoleId;
    /// A permission of an API resource (21 characters).
    ScopeId;
    /// Something sealed that is kept for a user (21 characters).
    SecretId;
    /// The lasting public name of a session (43 characters); the cookie's value is another, which changes.
    SessionId;
    /// A signing key: its RFC 7638 thumbprint.
    SigningKeyId;
    /// An enterprise connector (12 characters).
    SsoConnectorId;
    /// A tenant: the unit of isolation, first in every key of the store.
    TenantId;
    /// A browser that a user trusts (21 characters).
    TrustedDeviceId;
    /// A user (12 characters).
    UserId;
}

impl TenantId {
    /// The one tenant that products on this server use.
    pub fn default_tenant() -> Self {
        Self::new("default")
    }

    /// The tenant of those who operate the server. Nobody signs in to it but in the console.
    pub fn of_administrators() -> Self {
        Self::new("admin")
    }
}
