//! Bodies of `/api/configs` (Management API contract §12.2 to §12.4).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value};

/// What a console remembers of a tenant.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AdminConsole {
    /// Whether the sign-in experience was changed.
    pub sign_in_experience_customized: bool,
    /// Whether an organization was made.
    pub organization_created: bool,
    /// A notice about moving a tenant, and whether it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub development_tenant_migration_notification: Option<MigrationNotification>,
    /// Notices of charges that were read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked_charge_notification: Option<ChargeNotification>,
}

/// Body of `PATCH /configs/admin-console`: what is given replaces what there is.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UpdateAdminConsole {
    /// Whether the sign-in experience was changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_in_experience_customized: Option<bool>,
    /// Whether an organization was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_created: Option<bool>,
    /// A notice about moving a tenant, and whether it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub development_tenant_migration_notification: Option<MigrationNotification>,
    /// Notices of charges that were read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked_charge_notification: Option<ChargeNotification>,
}

/// A notice about moving a tenant.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MigrationNotification {
    /// Whether the tenant is paid for.
    pub is_paid_tenant: bool,
    /// What kind of tenant it was.
    pub tag: String,
    /// When it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_at: Option<Number>,
}

/// Notices of charges that were read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChargeNotification {
    /// Those for tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<bool>,
    /// Those for API resources.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_resource: Option<bool>,
    /// Those for machine-to-machine applications.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub machine_to_machine_app: Option<bool>,
    /// Those for members.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_member: Option<bool>,
}

/// How long sign-in sessions last.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OidcSession {
    /// Seconds.
    pub ttl: u64,
}

/// Body of `PATCH /configs/oidc/session`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UpdateOidcSession {
    /// Seconds, 1 to 31 536 000.
    pub ttl: Option<u64>,
}

/// A key of the tenant, without its secret.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OidcKey {
    /// The id; of a signing key the `kid`.
    pub id: String,
    /// Epoch seconds.
    pub created_at: i64,
    /// Of a signing key, its kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signing_key_algorithm: Option<SigningKeyAlgorithm>,
    /// Of a signing key, where it is in its life.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<SigningKeyStatus>,
    /// Of a staged key, from when on it signs, in epoch milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_at: Option<i64>,
}

/// The kinds of signing keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub enum SigningKeyAlgorithm {
    /// RSA with 4096 bits.
    #[serde(rename = "RSA")]
    Rsa,
    /// ECDSA on P-384.
    #[serde(rename = "EC")]
    Ec,
}

/// Where a signing key is in its life.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub enum SigningKeyStatus {
    /// It will sign.
    Next,
    /// It signs.
    Current,
    /// It has signed, and verifies.
    Previous,
}

/// Body of `POST /configs/oidc/:keyType/rotate`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RotateKeys {
    /// The kind of the new signing key, EC when absent.
    pub signing_key_algorithm: Option<SigningKeyAlgorithm>,
    /// How long the new signing key is staged, in seconds; it signs at once when absent.
    pub rotation_grace_period: Option<u64>,
}

/// What ID tokens carry beyond the plain claims of their scopes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct IdTokenConfig {
    /// The claims, none when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled_extended_claims: Option<Vec<ExtendedClaim>>,
}

/// Claims that an ID token carries only where they are enabled.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExtendedClaim {
    /// The product's own data.
    CustomData,
    /// Social identities.
    Identities,
    /// Enterprise identities.
    SsoIdentities,
    /// Names of global roles.
    Roles,
    /// Ids of organizations.
    Organizations,
    /// Organizations with their names.
    OrganizationData,
    /// Roles in organizations.
    OrganizationRoles,
}

/// Whether clients may be identified by documents of their own.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CimdConfig {
    /// Whether they may.
    pub enabled: bool,
}

/// Body of `PATCH /configs/cimd`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UpdateCimdConfig {
    /// Whether they may.
    pub enabled: Option<bool>,
}

/// A script that adds claims to tokens. Members that are not known are refused.
#[derive(Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct JwtCustomizer {
    /// The program text.
    pub script: String,
    /// What it is given in confidence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment_variables: Option<BTreeMap<String, String>>,
    /// A context to try it with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context_sample: Option<Map<String, Value>>,
    /// A token to try it with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_sample: Option<Map<String, Value>>,
    /// Whether no token is issued when it fails; one without its claims is when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub block_issuance_on_error: Option<bool>,
}

/// A script with the key under which it is kept.
#[derive(Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Keyed<T> {
    /// The key.
    pub key: String,
    /// The script.
    pub value: T,
}

/// Body of `POST /configs/jwt-customizer/test`.
#[derive(Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TestJwtCustomizer {
    /// For which tokens it is.
    pub token_type: CustomizedToken,
    /// The program text.
    pub script: String,
    /// What it is given in confidence.
    pub environment_variables: Option<BTreeMap<String, String>>,
    /// The token it is told of.
    pub token: Map<String, Value>,
    /// What it is told beside it.
    pub context: Map<String, Value>,
}

/// Tokens whose claims a script may add to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CustomizedToken {
    /// Those of users.
    AccessToken,
    /// Those of machines.
    ClientCredentials,
}

/// A script for a moment of a sign-in.
#[derive(Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Action {
    /// The program text.
    pub script: String,
    /// What it is given in confidence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment_variables: Option<BTreeMap<String, String>>,
    /// An event to try it with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context_sample: Option<Value>,
    /// Whether it is to be run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// What happens when it fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_execution_error: Option<OnExecutionError>,
}

/// Body of `PATCH /configs/actions/:actionType`: what is given replaces what there is.
#[derive(Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UpdateAction {
    /// The program text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub script: Option<String>,
    /// What it is given in confidence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment_variables: Option<BTreeMap<String, String>>,
    /// An event to try it with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context_sample: Option<Value>,
    /// Whether it is to be run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// What happens when it fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_execution_error: Option<OnExecutionError>,
}

/// What happens when an action fails.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum OnExecutionError {
    /// The sign-in ends.
    Block,
    /// The sign-in goes on.
    Allow,
}

/// Body of `POST /configs/actions/test`.
#[derive(Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TestAction {
    /// The program text.
    pub script: String,
    /// For which moment it is.
    pub action_type: ActionType,
    /// What it is told.
    pub event: Option<Value>,
    /// What it is given in confidence.
    pub environment_variables: Option<BTreeMap<String, String>>,
}

/// Moments of a sign-in for which a script may be kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub enum ActionType {
    /// Somebody has proven who they are by a first factor.
    #[serde(rename = "action.postFirstFactorVerification")]
    PostFirstFactorVerification,
    /// Somebody has signed in.
    #[serde(rename = "action.postSignIn")]
    PostSignIn,
}
