//! The parts of a sign-in experience (Management API contract §12.1). Members that a part does not know are dropped.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::partial;

/// Colours; all three are given together.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Color {
    /// `#rgb` or `#rrggbb`.
    pub primary_color: String,
    /// Whether there is a dark scheme.
    pub is_dark_mode_enabled: bool,
    /// The colour in the dark scheme.
    pub dark_primary_color: String,
}

/// Pictures, each by its URL.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Branding {
    /// The logo.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub logo_url: Option<String>,
    /// The logo in the dark scheme.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub dark_logo_url: Option<String>,
    /// The icon of the page.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub favicon: Option<String>,
    /// The icon in the dark scheme.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub dark_favicon: Option<String>,
}

/// The language of pages.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LanguageInfo {
    /// Whether the browser's languages count.
    pub auto_detect: bool,
    /// The language where none of those has words.
    pub fallback_language: String,
}

/// How users agree to the terms.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub enum AgreeToTermsPolicy {
    /// By going on.
    Automatic,
    /// By ticking a box when they register.
    ManualRegistrationOnly,
    /// By ticking a box.
    Manual,
}

/// What users are known by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Identifier {
    /// A username.
    Username,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
}

/// What registration may ask for beside the first identifier.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum SecondaryIdentifier {
    /// A username.
    Username,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// One of the two.
    EmailOrPhone,
}

/// One way to sign in.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignInMethod {
    /// What users name.
    pub identifier: Identifier,
    /// Whether a password proves it.
    pub password: bool,
    /// Whether a code that is sent proves it.
    pub verification_code: bool,
    /// Whether the password is asked for first.
    pub is_password_primary: bool,
}

/// The ways to sign in.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignIn {
    /// Each of them.
    pub methods: Vec<SignInMethod>,
}

/// What else registration asks for.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SecondarySignUpIdentifier {
    /// Which.
    pub identifier: SecondaryIdentifier,
    /// Whether it is to be proven.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub verify: Option<bool>,
}

/// What registration asks for.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignUp {
    /// Any of these.
    pub identifiers: Vec<Identifier>,
    /// A password.
    pub password: bool,
    /// Whether the identifier is to be proven.
    pub verify: bool,
    /// And these.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub secondary_identifiers: Option<Vec<SecondarySignUpIdentifier>>,
}

/// What social identities do.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SocialSignIn {
    /// Whether they are linked to the account with the same verified address.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub automatic_account_linking: Option<bool>,
    /// Whether who registers with one need not give what else is asked for.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub skip_required_identifiers: Option<bool>,
}

/// Who may come in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub enum SignInMode {
    /// Only known users.
    SignIn,
    /// Only new users.
    Register,
    /// Both.
    SignInAndRegister,
}

/// Pages that were uploaded.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CustomUiAssets {
    /// Which.
    pub id: String,
    /// When, in epoch milliseconds.
    pub created_at: i64,
}

/// What uploaded pages may load.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CustomUiCsp {
    /// Origins of scripts.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub script_src: Option<Vec<String>>,
    /// Origins they may call.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub connect_src: Option<Vec<String>>,
}

/// How long passwords are.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasswordLength {
    /// At least, 8 unless given.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub min: Option<u32>,
    /// At most, 256 unless given.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
}

/// How mixed passwords are.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasswordCharacterTypes {
    /// So many of the four kinds of characters, 1 unless given.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub min: Option<u32>,
}

/// What passwords are not.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasswordRejects {
    /// Those that everybody tries first.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub pwned: Option<bool>,
    /// Long only by repetition and sequence.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub repetition_and_sequence: Option<bool>,
    /// What is known of their user.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub user_info: Option<bool>,
    /// With one of these words.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub words: Option<Vec<String>>,
}

/// Which passwords may be chosen.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasswordPolicy {
    /// Their length.
    #[serde(default, deserialize_with = "partial::given_object", skip_serializing_if = "Option::is_none")]
    pub length: Option<PasswordLength>,
    /// Their characters.
    #[serde(default, deserialize_with = "partial::given_object", skip_serializing_if = "Option::is_none")]
    pub character_types: Option<PasswordCharacterTypes>,
    /// What they are not.
    #[serde(default, deserialize_with = "partial::given_object", skip_serializing_if = "Option::is_none")]
    pub rejects: Option<PasswordRejects>,
}

/// A second factor.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub enum MfaFactor {
    /// Codes of an authenticator.
    Totp,
    /// A passkey or security key.
    WebAuthn,
    /// Codes kept for emergencies.
    BackupCode,
    /// Codes by e-mail.
    EmailVerificationCode,
    /// Codes by text message.
    PhoneVerificationCode,
}

/// Who must have a second factor.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub enum MfaPolicy {
    /// Who wants one.
    UserControlled,
    /// Everybody.
    Mandatory,
    /// Who does not put it off when signing in.
    PromptOnlyAtSignIn,
    /// Who does not put it off when signing in or registering.
    PromptAtSignInAndSignUp,
    /// Who asks for one.
    NoPrompt,
    /// Everybody, asked when signing in or registering.
    PromptAtSignInAndSignUpMandatory,
    /// Everybody, asked when signing in.
    PromptOnlyAtSignInMandatory,
}

/// What becomes of members of organizations that ask for a second factor.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub enum OrganizationMfaPolicy {
    /// Nothing.
    NoPrompt,
    /// They must have one.
    Mandatory,
}

/// Second factors.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Mfa {
    /// Those there are.
    pub factors: Vec<MfaFactor>,
    /// Who must have one.
    pub policy: MfaPolicy,
    /// And members of organizations that ask for one.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub organization_required_mfa_policy: Option<OrganizationMfaPolicy>,
}

/// Something that is on or off.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Enabled {
    /// Whether it is on.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
}

/// When an identifier is locked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SentinelPolicy {
    /// After so many failed attempts within an hour.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub max_attempts: Option<u32>,
    /// For so many minutes.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub lockout_duration: Option<u32>,
}

/// Addresses that users may not have.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct EmailBlocklistPolicy {
    /// Of those who give them away.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub block_disposable_addresses: Option<bool>,
    /// With a `+`.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub block_subaddressing: Option<bool>,
    /// Allowed all the same.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub custom_allowlist: Option<Vec<String>>,
    /// These, or all of a domain: `@example.com`.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub custom_blocklist: Option<Vec<String>>,
}

/// How passwords are recovered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub enum ForgotPasswordMethod {
    /// By a code to the e-mail address.
    EmailVerificationCode,
    /// By a code to the phone.
    PhoneVerificationCode,
}

/// Signing in by passkey.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasskeySignIn {
    /// Whether one can.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// Whether a button says so.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub show_passkey_button: Option<bool>,
    /// Whether browsers offer it.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub allow_autofill: Option<bool>,
}

/// Browsers in which a second factor is not asked for again.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TrustedDevice {
    /// Whether there are any.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// For how many days one is trusted: 1 to 365.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub duration_days: Option<u32>,
    /// Whether they count for members of organizations that require a second factor, too.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub satisfies_organization_mfa: Option<bool>,
}

/// A field that registration asks for.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProfileFieldName {
    /// Its name.
    pub name: String,
}

/// How long passwords are good.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasswordExpiration {
    /// Whether they expire.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// After so many days.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub valid_period_days: Option<u32>,
    /// When that was switched on, in epoch milliseconds.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub enabled_at: Option<i64>,
}

/// Codes that are sent.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct VerificationCodePolicy {
    /// Good for so many seconds.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub expiration_duration: Option<u32>,
    /// Tried so often.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub max_retry_attempts: Option<u32>,
}
