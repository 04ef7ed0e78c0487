//! Applications: the OAuth clients of a tenant, and their secrets; who is let in to them is in [`access`], how their pages look in
//! [`sign_in_experience`].

pub mod access;
pub mod sign_in_experience;

use std::{fmt, time::Duration};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{ApplicationId, PlainToken, UnixMillis};

/// What kind of client an application is (OIDC contract §3.1). Fixed at creation.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum ApplicationType {
    /// Runs on the user's device; public, PKCE required.
    Native,
    /// Runs in the browser; public, PKCE required.
    #[serde(rename = "SPA")]
    Spa,
    /// Runs on a server; confidential.
    Traditional,
    /// Acts for itself; confidential, `client_credentials` only.
    MachineToMachine,
    /// A traditional application behind a proxy.
    Protected,
    /// A SAML service provider.
    #[serde(rename = "SAML")]
    Saml,
}

impl ApplicationType {
    /// Every type.
    pub const ALL: [Self; 6] =
        [Self::Native, Self::Spa, Self::Traditional, Self::MachineToMachine, Self::Protected, Self::Saml];

    /// The word on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Native => "Native",
            Self::Spa => "SPA",
            Self::Traditional => "Traditional",
            Self::MachineToMachine => "MachineToMachine",
            Self::Protected => "Protected",
            Self::Saml => "SAML",
        }
    }

    /// Reads the word; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Whether clients of this type authenticate with a secret.
    pub const fn is_confidential(self) -> bool {
        !matches!(self, Self::Native | Self::Spa)
    }

    /// Whether a client of this type sends users through the authorization endpoint.
    pub const fn signs_users_in(self) -> bool {
        !matches!(self, Self::MachineToMachine)
    }
}

/// OpenID Connect settings of a client (OIDC contract §3.6).
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OidcClientMetadata {
    /// Where sign-in may return to.
    pub redirect_uris: Vec<String>,
    /// Where sign-out may return to.
    pub post_logout_redirect_uris: Vec<String>,
    /// Where the end of a session is announced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backchannel_logout_uri: Option<String>,
    /// Whether that announcement names the session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backchannel_logout_session_required: Option<bool>,
    /// A picture for the consent page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo_uri: Option<String>,
}

/// Further settings of a client (OIDC contract §3.6). Unset members keep their defaults and are not written.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CustomClientMetadata {
    /// Origins that may call the token endpoints from a browser.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cors_allowed_origins: Option<Vec<String>>,
    /// Lifetime of ID tokens in seconds; 3600 when unset.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token_ttl: Option<u32>,
    /// Lifetime of refresh tokens in seconds; the days win over it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token_ttl: Option<u32>,
    /// Lifetime of refresh tokens in days, 1 to 180; 14 when unset.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token_ttl_in_days: Option<u32>,
    /// The tenant a console application is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    /// Whether refresh tokens are issued without `offline_access`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub always_issue_refresh_token: Option<bool>,
    /// Whether refresh tokens rotate; they do when unset.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rotate_refresh_token: Option<bool>,
    /// Whether the token-exchange grant is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_token_exchange: Option<bool>,
    /// Whether a native client uses the device flow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_device_flow: Option<bool>,
    /// How many grants a user may have for this client at a time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_allowed_grants: Option<u32>,
}

impl CustomClientMetadata {
    /// Lifetime of ID tokens.
    pub fn id_token_lifetime(&self) -> Duration {
        Duration::from_secs(u64::from(self.id_token_ttl.unwrap_or(3_600)))
    }

    /// Lifetime of refresh tokens.
    pub fn refresh_token_lifetime(&self) -> Duration {
        let days = |days: u32| u64::from(days) * 86_400;
        let seconds = self.refresh_token_ttl_in_days.map(days).or(self.refresh_token_ttl.map(u64::from));
        Duration::from_secs(seconds.unwrap_or(days(14)))
    }
}

/// An application (Management API contract §8.1).
#[derive(Clone, PartialEq, Debug)]
pub struct Application {
    /// Its id, which is its `client_id`.
    pub id: ApplicationId,
    /// 1 to 256 characters.
    pub name: String,
    /// What it is, for people.
    pub description: Option<String>,
    /// What kind of client it is.
    pub kind: ApplicationType,
    /// OpenID Connect settings.
    pub oidc_client_metadata: OidcClientMetadata,
    /// Further settings.
    pub custom_client_metadata: CustomClientMetadata,
    /// Settings of a protected application.
    pub protected_app_metadata: Option<Value>,
    /// Whatever the product keeps here.
    pub custom_data: Map<String, Value>,
    /// Whether it belongs to somebody else, so that users are asked for consent.
    pub is_third_party: bool,
    /// Whether only users that its rules name may enter.
    pub app_level_access_control_enabled: bool,
    /// When it was made.
    pub created_at: UnixMillis,
}

/// Member of an application's custom data that tells for which organization it was made through the gateway. Nobody but machines with access to
/// the Management API writes it, and of these the gateway alone has a reason to.
pub const ORGANIZATION_APPLICATION: &str = "guildhallApplication";

impl Application {
    /// The organization that it was made for, where its administrators made it for themselves through the gateway: such an application is
    /// theirs and not the operator's.
    pub fn made_for_organization(&self) -> Option<&str> {
        let mark = self.custom_data.get(ORGANIZATION_APPLICATION)?;
        mark.get("creation").and_then(Value::as_str)?;
        mark.get("organizationId").and_then(Value::as_str)
    }

    /// Whether it may exchange tokens that stand for users (OIDC contract §3.1).
    pub fn may_exchange_tokens(&self) -> bool {
        self.custom_client_metadata.allow_token_exchange == Some(true) && !self.is_third_party
    }
}

/// One of the secrets with which a confidential client authenticates (OIDC contract §3.3).
#[derive(Clone, Debug)]
pub struct ApplicationSecret {
    /// Unique in the application, 1 to 256 characters.
    pub name: String,
    /// The secret itself; sealed in the store.
    pub value: PlainToken,
    /// When it was made.
    pub created_at: UnixMillis,
    /// From when on it no longer authenticates.
    pub expires_at: Option<UnixMillis>,
}

impl ApplicationSecret {
    /// Whether it no longer authenticates at `now`.
    pub fn is_expired(&self, now: UnixMillis) -> bool {
        self.expires_at.is_some_and(|expires_at| expires_at <= now)
    }
}

/// The name of the secret that each confidential application starts with.
pub const DEFAULT_SECRET_NAME: &str = "Default secret";

impl fmt::Display for ApplicationType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
