//! The sign-in experience (Management API contract §12.1). What may be `null` is `Option` in the answer.

mod parts;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use parts::*;

use crate::{custom_profile_field::CustomProfileField, partial};

/// What pages look like, who comes in, and how: what a tenant sets and everybody may know.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LookAndEntry {
    /// The tenant.
    pub tenant_id: String,
    /// Always `default`.
    pub id: String,
    /// Colours.
    pub color: Color,
    /// Pictures.
    pub branding: Branding,
    /// Whether the vendor is not named. Not to be had here.
    pub hide_logto_branding: bool,
    /// The language of pages.
    pub language_info: LanguageInfo,
    /// Where the terms of use are.
    pub terms_of_use_url: Option<String>,
    /// Where the privacy policy is.
    pub privacy_policy_url: Option<String>,
    /// How users agree to them.
    pub agree_to_terms_policy: AgreeToTermsPolicy,
    /// The ways to sign in.
    pub sign_in: SignIn,
    /// What registration asks for.
    pub sign_up: SignUp,
    /// What social identities do.
    pub social_sign_in: SocialSignIn,
    /// The social providers that pages show, by target.
    pub social_sign_in_connector_targets: Vec<String>,
    /// Who may come in.
    pub sign_in_mode: SignInMode,
    /// Styles for pages.
    pub custom_css: Option<String>,
    /// Further content of pages, by path.
    pub custom_content: BTreeMap<String, String>,
    /// Pages that were uploaded. Not to be had here.
    pub custom_ui_assets: Option<CustomUiAssets>,
    /// What they may load.
    pub custom_ui_csp: CustomUiCsp,
    /// Which passwords may be chosen.
    pub password_policy: PasswordPolicy,
    /// Second factors.
    pub mfa: Mfa,
    /// Whether second factors are asked for by risk.
    pub adaptive_mfa: Enabled,
    /// Whether enterprise identity providers are offered.
    pub single_sign_on_enabled: bool,
    /// Whom to write to.
    pub support_email: Option<String>,
    /// Where help is.
    pub support_website_url: Option<String>,
    /// Where who comes without a sign-in under way is sent.
    pub unknown_session_redirect_url: Option<String>,
    /// Whether people are told from programs.
    pub captcha_policy: Enabled,
    /// When an identifier is locked.
    pub sentinel_policy: SentinelPolicy,
}

/// How accounts are kept: what a tenant sets and everybody may know.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AccountRules {
    /// Browsers in which a second factor is not asked for again.
    pub trusted_device: TrustedDevice,
    /// Signing in by passkey.
    pub passkey_sign_in: PasskeySignIn,
    /// The fields that registration asks for.
    pub sign_up_profile_fields: Option<Vec<ProfileFieldName>>,
    /// How long passwords are good.
    pub password_expiration: PasswordExpiration,
    /// Which usernames may be chosen: `{caseSensitive, minLength, maxLength, allowedCharacters}`.
    pub username_policy: Map<String, Value>,
}

/// A tenant's sign-in experience.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignInExperience {
    /// Look and entry.
    #[serde(flatten)]
    pub look_and_entry: LookAndEntry,
    /// Addresses that users may not have.
    pub email_blocklist_policy: EmailBlocklistPolicy,
    /// Codes that are sent.
    pub verification_code_policy: VerificationCodePolicy,
    /// How passwords are recovered.
    pub forgot_password_methods: Option<Vec<ForgotPasswordMethod>>,
    /// Rules of accounts.
    #[serde(flatten)]
    pub account_rules: AccountRules,
}

/// What everybody may know of a sign-in experience, with what pages need beside it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PublicSignInExperience {
    /// Look and entry.
    #[serde(flatten)]
    pub look_and_entry: LookAndEntry,
    /// Codes that are sent.
    pub verification_code_policy: VerificationCodePolicy,
    /// Rules of accounts.
    #[serde(flatten)]
    pub account_rules: AccountRules,
    /// The social connectors that pages offer.
    pub social_connectors: Vec<Value>,
    /// Enterprise connectors by name: none, ever. Everybody could read whose people sign in here.
    pub sso_connectors: Vec<Value>,
    /// How passwords are recovered.
    pub forgot_password: ForgotPassword,
    /// Whether the tenant is for development alone.
    pub is_development_tenant: bool,
    /// Who tells people from programs, where somebody does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub captcha_config: Option<PublicCaptchaConfig>,
    /// The fields that registration asks for, in order.
    pub custom_profile_fields: Vec<CustomProfileField>,
    /// Every field there is.
    pub custom_profile_field_catalog: Vec<CustomProfileField>,
}

/// How passwords are recovered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ForgotPassword {
    /// By a code to the phone.
    pub phone: bool,
    /// By a code to the e-mail address.
    pub email: bool,
}

/// What pages know of the provider of captchas.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PublicCaptchaConfig {
    /// `Turnstile` or `RecaptchaEnterprise`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The key that pages name.
    pub site_key: String,
    /// Where the script comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// Whether people see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
}

/// Stored settings laid over `defaults`. A stored member that another version wrote and this one cannot read is left out, so that the default
/// stands, which is also how it is acted on.
pub fn readable(mut defaults: Map<String, Value>, stored: &Value) -> Map<String, Value> {
    let is_readable = |name: &str, value: &Value| {
        let alone = Map::from_iter([(name.to_owned(), value.clone())]);
        serde_json::from_value::<UpdateSignInExperience>(Value::Object(alone)).is_ok()
    };
    let known = stored.as_object().into_iter().flatten().filter(|(name, value)| is_readable(name, value));
    defaults.extend(known.map(|(name, value)| (name.clone(), value.clone())));
    defaults
}

/// Body of `PATCH /sign-in-exp`: absent leaves a member, anything else takes its place as a whole.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UpdateSignInExperience {
    /// Colours.
    #[serde(default, deserialize_with = "partial::given_object", skip_serializing_if = "Option::is_none")]
    pub color: Option<Color>,
    /// Pictures.
    #[serde(default, deserialize_with = "partial::given_object", skip_serializing_if = "Option::is_none")]
    pub branding: Option<Branding>,
    /// Whether the vendor is not named. Not to be had here.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub hide_logto_branding: Option<bool>,
    /// The language of pages.
    #[serde(default, deserialize_with = "partial::given_object", skip_serializing_if = "Option::is_none")]
    pub language_info: Option<LanguageInfo>,
    /// Where the terms of use are.
    #[serde(default, deserialize_with = "partial::present", skip_serializing_if = "Option::is_none")]
    pub terms_of_use_url: Option<Option<String>>,
    /// Where the privacy policy is.
    #[serde(default, deserialize_with = "partial::present", skip_serializing_if = "Option::is_none")]
    pub privacy_policy_url: Option<Option<String>>,
    /// How users agree to them.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub agree_to_terms_policy: Option<AgreeToTermsPolicy>,
    /// The ways to sign in.
    #[serde(default, deserialize_with = "partial::given_object", skip_serializing_if = "Option::is_none")]
    pub sign_in: Option<SignIn>,
    /// What registration asks for.
    #[serde(default, deserialize_with = "partial::given_object", skip_serializing_if = "Option::is_none")]
    pub sign_up: Option<SignUp>,
    /// What social identities do.
    #[serde(default, deserialize_with = "partial::given_object", skip_serializing_if = "Option::is_none")]
    pub social_sign_in: Option<SocialSignIn>,
    /// The social providers that pages show, by target.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub social_sign_in_connector_targets: Option<Vec<String>>,
    /// Who may come in.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub sign_in_mode: Option<SignInMode>,
    /// Styles for pages.
    #[serde(default, deserialize_with = "partial::present", skip_serializing_if = "Option::is_none")]
    pub custom_css: Option<Option<String>>,
    /// Further content of pages, by path.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub custom_content: Option<BTreeMap<String, String>>,
    /// Pages that were uploaded. Not to be had here.
    #[serde(default, deserialize_with = "partial::present", skip_serializing_if = "Option::is_none")]
    pub custom_ui_assets: Option<Option<CustomUiAssets>>,
    /// What they may load.
    #[serde(default, deserialize_with = "partial::given_object", skip_serializing_if = "Option::is_none")]
    pub custom_ui_csp: Option<CustomUiCsp>,
    /// Which passwords may be chosen.
    #[serde(default, deserialize_with = "partial::given_object", skip_serializing_if = "Option::is_none")]
    pub password_policy: Option<PasswordPolicy>,
    /// Second factors.
    #[serde(default, deserialize_with = "partial::given_object", skip_serializing_if = "Option::is_none")]
    pub mfa: Option<Mfa>,
    /// Whether second factors are asked for by risk.
    #[serde(default, deserialize_with = "partial::given_object", skip_serializing_if = "Option::is_none")]
    pub adaptive_mfa: Option<Enabled>,
    /// Browsers in which a second factor is not asked for again.
    #[serde(default, deserialize_with = "partial::given_object", skip_serializing_if = "Option::is_none")]
    pub trusted_device: Option<TrustedDevice>,
    /// Whether enterprise identity providers are offered.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub single_sign_on_enabled: Option<bool>,
    /// Whom to write to.
    #[serde(default, deserialize_with = "partial::present", skip_serializing_if = "Option::is_none")]
    pub support_email: Option<Option<String>>,
    /// Where help is.
    #[serde(default, deserialize_with = "partial::present", skip_serializing_if = "Option::is_none")]
    pub support_website_url: Option<Option<String>>,
    /// Where who comes without a sign-in under way is sent.
    #[serde(default, deserialize_with = "partial::present", skip_serializing_if = "Option::is_none")]
    pub unknown_session_redirect_url: Option<Option<String>>,
    /// Whether people are told from programs.
    #[serde(default, deserialize_with = "partial::given_object", skip_serializing_if = "Option::is_none")]
    pub captcha_policy: Option<Enabled>,
    /// When an identifier is locked.
    #[serde(default, deserialize_with = "partial::given_object", skip_serializing_if = "Option::is_none")]
    pub sentinel_policy: Option<SentinelPolicy>,
    /// Addresses that users may not have.
    #[serde(default, deserialize_with = "partial::given_object", skip_serializing_if = "Option::is_none")]
    pub email_blocklist_policy: Option<EmailBlocklistPolicy>,
    /// Codes that are sent.
    #[serde(default, deserialize_with = "partial::given_object", skip_serializing_if = "Option::is_none")]
    pub verification_code_policy: Option<VerificationCodePolicy>,
    /// How passwords are recovered.
    #[serde(default, deserialize_with = "partial::present", skip_serializing_if = "Option::is_none")]
    pub forgot_password_methods: Option<Option<Vec<ForgotPasswordMethod>>>,
    /// Signing in by passkey.
    #[serde(default, deserialize_with = "partial::given_object", skip_serializing_if = "Option::is_none")]
    pub passkey_sign_in: Option<PasskeySignIn>,
    /// The fields that registration asks for.
    #[serde(default, deserialize_with = "partial::present_objects", skip_serializing_if = "Option::is_none")]
    pub sign_up_profile_fields: Option<Option<Vec<ProfileFieldName>>>,
    /// How long passwords are good.
    #[serde(default, deserialize_with = "partial::given_object", skip_serializing_if = "Option::is_none")]
    pub password_expiration: Option<PasswordExpiration>,
    /// Which usernames may be chosen: `{caseSensitive, minLength, maxLength, allowedCharacters}`.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub username_policy: Option<Map<String, Value>>,
}

/// Body of `POST /sign-in-exp/default/check-password`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CheckPassword {
    /// The password that somebody would like.
    pub password: String,
    /// Whose it would be, so that it is held against what is known of them.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
}

/// Whether a password may be chosen.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasswordCheck {
    /// Whether it may.
    pub result: bool,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issues: Option<Vec<PasswordIssue>>,
}

/// One reason why a password may not be chosen.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasswordIssue {
    /// `password_rejected.…`
    pub code: String,
    /// The numbers that belong to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interpolation: Option<Map<String, Value>>,
}

/// Usernames that several users have, but for case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CaseConflicts {
    /// How many.
    pub total_conflicts: i64,
    /// Some of them.
    pub samples: Vec<CaseConflict>,
}

/// A username that several users have, but for case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CaseConflict {
    /// The name in lower case.
    pub username_lower: String,
    /// Those who have it.
    pub user_ids: Vec<String>,
}

/// Answer of `POST /sign-in-exp/default/custom-ui-assets`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CustomUiAssetsUpload {
    /// What was uploaded.
    pub custom_ui_asset_id: String,
}
