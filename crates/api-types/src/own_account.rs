//! Bodies of the operations of the Account API that the wire does not have: organizations, invitations, personal access tokens, everything that is
//! kept about a user.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    account::MySession,
    organization::RoleName,
    partial::given,
    trusted_device::TrustedDevice,
    user::User,
    user_mfa::{MfaFactor, Preferences},
    user_session::Grant,
};

/// An organization that the user belongs to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MyOrganization {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// What it is, for people.
    pub description: Option<String>,
    /// The roles that the user holds there; absent where the token does not show them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_roles: Option<Vec<RoleName>>,
}

/// An invitation to the address of the user that waits for an answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MyInvitation {
    /// The id.
    pub id: String,
    /// The organization.
    pub organization_id: String,
    /// What the organization is called.
    pub organization_name: String,
    /// The full name of who invites, where it is known.
    pub inviter_name: Option<String>,
    /// The address that is invited.
    pub invitee: String,
    /// The roles that the user gets.
    pub organization_roles: Vec<RoleName>,
    /// When it was made, epoch milliseconds.
    pub created_at: i64,
    /// From when on it cannot be accepted, epoch milliseconds.
    pub expires_at: i64,
}

/// What came of an invitation that was accepted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct JoinedOrganization {
    /// The organization that the user belongs to now.
    pub organization_id: String,
}

/// A personal access token of the user, without its value.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MyToken {
    /// The name, unique among the user's.
    pub name: String,
    /// When it was made, epoch milliseconds.
    pub created_at: i64,
    /// When it ends, epoch milliseconds; `null` for never.
    pub expires_at: Option<i64>,
}

/// A personal access token that was just made.
#[derive(Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewToken {
    /// The token, shown this once.
    pub value: String,
    /// What is told of it later.
    #[serde(flatten)]
    pub token: MyToken,
}

/// Body of `POST /my-account/personal-access-tokens`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MakeToken {
    /// The name.
    pub name: String,
    /// When it ends, epoch milliseconds; absent for never.
    #[serde(default, deserialize_with = "given")]
    pub expires_at: Option<i64>,
}

/// Everything that is kept about a user, without secrets.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AccountExport {
    /// When it was put together, epoch milliseconds.
    pub exported_at: i64,
    /// The account, with identities elsewhere.
    pub user: User,
    /// Choices about signing in.
    pub preferences: Preferences,
    /// Roles that are not those of an organization.
    pub roles: Vec<String>,
    /// Organizations with the roles held there.
    pub organizations: Vec<MyOrganization>,
    /// Invitations that wait for an answer.
    pub organization_invitations: Vec<MyInvitation>,
    /// Where the user is signed in.
    pub sessions: Vec<MySession>,
    /// Browsers in which the user is not asked for the second factor.
    pub trusted_devices: Vec<TrustedDevice>,
    /// Where the user has signed in from, as far as second factors that are asked for by risk need it.
    pub sign_in_places: Vec<SignInPlace>,
    /// What the user allows applications.
    pub grants: Vec<Grant>,
    /// Second factors, without what they prove by.
    pub mfa_factors: Vec<MfaFactor>,
    /// Personal access tokens, without their values.
    pub personal_access_tokens: Vec<MyToken>,
    /// For which identities tokens of their providers are kept.
    pub provider_tokens: Vec<ProviderToken>,
    /// Addresses of pictures that the user uploaded.
    pub uploads: Vec<String>,
    /// Days on which the user was active, as `YYYY-MM-DD`.
    pub active_days: Vec<String>,
    /// What was recorded of the user, newest first.
    pub audit_logs: Vec<OwnAuditLog>,
    /// Whether there are older records than these.
    pub has_older_audit_logs: bool,
}

/// A network from which the user has signed in.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignInPlace {
    /// The network, as addresses begin there.
    pub network: String,
    /// The country (ISO 3166-1 alpha-2), where it is known.
    pub country: Option<String>,
    /// Degrees north of the equator, to a tenth, where they are known.
    pub latitude: Option<f64>,
    /// Degrees east of Greenwich.
    pub longitude: Option<f64>,
    /// When the user signed in from there last, epoch milliseconds.
    pub last_used_at: i64,
}

/// That tokens of a provider are kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProviderToken {
    /// Where the identity is.
    pub target: String,
    /// Which it is there.
    pub identity_id: String,
    /// When there first were any, epoch milliseconds.
    pub created_at: i64,
    /// When they changed last, epoch milliseconds.
    pub updated_at: i64,
}

/// A record of the audit log.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OwnAuditLog {
    /// What happened.
    pub key: String,
    /// What is known of it.
    pub payload: Map<String, Value>,
    /// When, epoch milliseconds.
    pub created_at: i64,
}
