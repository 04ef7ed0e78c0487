//! The settings that decide how users sign in and register (Management API contract §12.1).
//!
//! The store keeps them as the document of the wire; [`SignInExperience::of`] reads what the program acts on. Reading never fails: a
//! member that is missing or makes no sense is read as the default, and where that could open a door, as the closed one.

use serde_json::{Value, json};

use crate::{
    account::User,
    password::{PasswordPolicy, PasswordRejection},
    sentinel::SentinelPolicy,
};

/// The settings of a fresh tenant, in the members of the wire. A stored document overrides members one by one.
pub fn default_settings() -> Value {
    json!({
        "id": "default",
        "color": { "primaryColor": "#2F6F6B", "isDarkModeEnabled": true, "darkPrimaryColor": "#6FB8B2" },
        "branding": {},
        "hideLogtoBranding": false,
        "languageInfo": { "autoDetect": true, "fallbackLanguage": "en" },
        "termsOfUseUrl": null,
        "privacyPolicyUrl": null,
        "agreeToTermsPolicy": "Automatic",
        "signIn": { "methods": [{ "identifier": "username", "password": true, "verificationCode": false, "isPasswordPrimary": true }] },
        "signUp": { "identifiers": ["username"], "password": true, "verify": false },
        "socialSignIn": {},
        "socialSignInConnectorTargets": [],
        "signInMode": "SignInAndRegister",
        "customCss": null,
        "customContent": {},
        "customUiAssets": null,
        "customUiCsp": {},
        "passwordPolicy": {},
        "mfa": { "factors": [], "policy": "UserControlled" },
        "adaptiveMfa": {},
        "singleSignOnEnabled": false,
        "supportEmail": null,
        "supportWebsiteUrl": null,
        "unknownSessionRedirectUrl": null,
        "captchaPolicy": {},
        "sentinelPolicy": {},
        "emailBlocklistPolicy": {},
        "forgotPasswordMethods": [],
        "verificationCodePolicy": {},
        "passkeySignIn": {},
        "signUpProfileFields": null,
        "passwordExpiration": {},
        "usernamePolicy": { "caseSensitive": true, "minLength": 1, "maxLength": 128 },
    })
}

/// Whether new users may register themselves, and whether known users may sign in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SignInMode {
    /// Both.
    SignInAndRegister,
    /// Only known users.
    SignIn,
    /// Only new users.
    Register,
}

impl SignInMode {
    /// Reads the member `signInMode`; anything unknown is the most careful reading that still lets users in.
    pub fn of(settings: &Value) -> Self {
        match settings.get("signInMode").and_then(Value::as_str) {
            Some("SignInAndRegister") | None => Self::SignInAndRegister,
            Some("Register") => Self::Register,
            Some(_) => Self::SignIn,
        }
    }

    /// Whether known users may sign in.
    pub const fn allows_sign_in(self) -> bool {
        !matches!(self, Self::Register)
    }

    /// Whether new users may register themselves.
    pub const fn allows_register(self) -> bool {
        !matches!(self, Self::SignIn)
    }
}

/// What a person may be known by.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IdentifierKind {
    /// A username.
    Username,
    /// An e-mail address.
    Email,
    /// A phone number: digits with the country code.
    Phone,
}

impl IdentifierKind {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Username => "username",
            Self::Email => "email",
            Self::Phone => "phone",
        }
    }

    /// Reads the word; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Username, Self::Email, Self::Phone].into_iter().find(|kind| kind.as_str() == word)
    }

    fn is_held_by(self, user: &User) -> bool {
        match self {
            Self::Username => user.username.is_some(),
            Self::Email => user.primary_email.is_some(),
            Self::Phone => user.primary_phone.is_some(),
        }
    }
}

/// What an account must have, as `user.missing_profile` names it (OIDC contract §6.4).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MissingProfile {
    /// A username.
    Username,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// One of the two.
    EmailOrPhone,
    /// A password.
    Password,
}

impl MissingProfile {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Username => "username",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::EmailOrPhone => "emailOrPhone",
            Self::Password => "password",
        }
    }
}

/// What registration asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignUp {
    /// Each of these must be there; the e-mail address and the phone number stand for one another when both are named.
    pub identifiers: Vec<IdentifierKind>,
    /// Whether a password is asked for.
    pub password: bool,
}

impl SignUp {
    fn of(settings: &Value) -> Self {
        let Some(sign_up) = settings.get("signUp").filter(|sign_up| sign_up.is_object()) else {
            return Self { identifiers: vec![IdentifierKind::Username], password: true };
        };
        let first = list(sign_up, "identifiers").filter_map(Value::as_str);
        let further =
            list(sign_up, "secondaryIdentifiers").filter_map(|further| further.get("identifier")?.as_str());
        let kinds = first.chain(further).flat_map(|word| match word {
            "emailOrPhone" => vec![IdentifierKind::Email, IdentifierKind::Phone],
            word => IdentifierKind::parse(word).into_iter().collect(),
        });
        Self { identifiers: kinds.collect(), password: flag(sign_up, "password").unwrap_or(true) }
    }

    /// What `user` lacks of it, in the order of the wire.
    pub fn missing(&self, user: &User) -> Vec<MissingProfile> {
        let asks = |kind| self.identifiers.contains(&kind);
        let lacks = |kind: IdentifierKind| asks(kind) && !kind.is_held_by(user);
        let mut missing = Vec::new();
        if lacks(IdentifierKind::Username) {
            missing.push(MissingProfile::Username);
        }
        if asks(IdentifierKind::Email) && asks(IdentifierKind::Phone) {
            if lacks(IdentifierKind::Email) && lacks(IdentifierKind::Phone) {
                missing.push(MissingProfile::EmailOrPhone);
            }
        } else if lacks(IdentifierKind::Email) {
            missing.push(MissingProfile::Email);
        } else if lacks(IdentifierKind::Phone) {
            missing.push(MissingProfile::Phone);
        }
        if self.password && user.password.is_none() {
            missing.push(MissingProfile::Password);
        }
        missing
    }
}

/// Second factors, in the order in which they are shown (OIDC contract §6.5).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum MfaFactor {
    /// A passkey or security key.
    WebAuthn,
    /// Codes of an authenticator.
    Totp,
    /// Codes by SMS.
    PhoneVerificationCode,
    /// Codes by e-mail.
    EmailVerificationCode,
    /// Codes kept for emergencies.
    BackupCode,
}

impl MfaFactor {
    const ALL: [Self; 5] = [
        Self::WebAuthn,
        Self::Totp,
        Self::PhoneVerificationCode,
        Self::EmailVerificationCode,
        Self::BackupCode,
    ];

    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WebAuthn => "WebAuthn",
            Self::Totp => "Totp",
            Self::PhoneVerificationCode => "PhoneVerificationCode",
            Self::EmailVerificationCode => "EmailVerificationCode",
            Self::BackupCode => "BackupCode",
        }
    }

    /// Reads the word; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|factor| factor.as_str() == word)
    }
}

/// Which second factors there are, and whether every user must have one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MfaSettings {
    /// The factors that the tenant allows, in the order in which they are shown.
    pub factors: Vec<MfaFactor>,
    /// Whether a sign-in without a factor is refused until one is set up.
    pub is_mandatory: bool,
    /// Whether registration does not ask for one yet.
    pub only_at_sign_in: bool,
}

impl MfaSettings {
    fn of(settings: &Value) -> Self {
        let mfa = settings.get("mfa").unwrap_or(&Value::Null);
        let mut factors: Vec<_> =
            list(mfa, "factors").filter_map(|word| MfaFactor::parse(word.as_str()?)).collect();
        factors.sort_unstable();
        factors.dedup();
        let policy = mfa.get("policy").and_then(Value::as_str).unwrap_or_default();
        Self {
            factors,
            is_mandatory: policy.ends_with("Mandatory"),
            only_at_sign_in: policy.starts_with("PromptOnlyAtSignIn"),
        }
    }

    /// The factors by which `user` must prove themselves after the first step, in the order in which they are shown; empty when one
    /// step is enough. A stored factor that the tenant no longer allows is not asked for. One of a kind that this version does not know
    /// gives nothing to choose from but is asked for all the same, so that nobody gets in by it.
    pub fn required_of(&self, user: &User) -> Option<Vec<MfaFactor>> {
        let word = |factor: &Value| factor.get("type").and_then(Value::as_str).map(MfaFactor::parse);
        let stored: Vec<_> = user.mfa_factors.iter().map(|factor| word(factor).flatten()).collect();
        let holds = |factor: &MfaFactor| match factor {
            MfaFactor::EmailVerificationCode => user.primary_email.is_some(),
            MfaFactor::PhoneVerificationCode => user.primary_phone.is_some(),
            stored_kind => stored.contains(&Some(*stored_kind)),
        };
        let available: Vec<_> = self.factors.iter().copied().filter(holds).collect();
        let is_required = !available.is_empty() || stored.contains(&None);
        is_required.then_some(available)
    }

    /// The factors of which `user`, who has none, must set one up before the sign-in is complete; empty when there is no such duty.
    /// Backup codes cannot stand alone.
    pub fn enrolment_of(&self, is_registration: bool) -> Vec<MfaFactor> {
        if !self.is_mandatory || (is_registration && self.only_at_sign_in) {
            return Vec::new();
        }
        self.factors.iter().copied().filter(|factor| *factor != MfaFactor::BackupCode).collect()
    }
}

/// Which usernames users may choose.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UsernamePolicy {
    /// The least number of characters.
    pub min_characters: usize,
    /// The greatest number of characters.
    pub max_characters: usize,
}

impl UsernamePolicy {
    fn of(settings: &Value) -> Self {
        let policy = settings.get("usernamePolicy").unwrap_or(&Value::Null);
        Self {
            min_characters: number(policy, "minLength").unwrap_or(1),
            max_characters: number(policy, "maxLength").unwrap_or(128).min(128),
        }
    }

    /// Whether `username`, whose characters are already known to be right, has an allowed length.
    pub fn allows_length_of(&self, username: &str) -> bool {
        (self.min_characters..=self.max_characters).contains(&username.chars().count())
    }
}

/// What users may choose as a password: the rules, and which of the refusals the tenant has switched off.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PasswordSettings {
    /// The rules.
    pub policy: PasswordPolicy,
    rejects_pwned: bool,
    rejects_patterns: bool,
    rejects_user_info: bool,
}

impl PasswordSettings {
    fn of(settings: &Value) -> Self {
        let stored = settings.get("passwordPolicy").unwrap_or(&Value::Null);
        let member = |name: &str| stored.get(name).unwrap_or(&Value::Null);
        let default = PasswordPolicy::default();
        let rejects = |name: &str| flag(member("rejects"), name).unwrap_or(true);
        Self {
            policy: PasswordPolicy {
                min_characters: number(member("length"), "min")
                    .filter(|&min| min > 0)
                    .unwrap_or(default.min_characters),
                max_characters: number(member("length"), "max").unwrap_or(default.max_characters),
                min_character_types: number(member("characterTypes"), "min")
                    .unwrap_or(default.min_character_types),
            },
            rejects_pwned: rejects("pwned"),
            rejects_patterns: rejects("repetitionAndSequence"),
            rejects_user_info: rejects("userInfo"),
        }
    }

    /// Whether the tenant takes this reason seriously.
    pub const fn applies(&self, rejection: PasswordRejection) -> bool {
        match rejection {
            PasswordRejection::Pwned => self.rejects_pwned,
            PasswordRejection::Repetition | PasswordRejection::Sequence => self.rejects_patterns,
            PasswordRejection::PersonalInformation => self.rejects_user_info,
            _ => true,
        }
    }
}

/// The settings as the program acts on them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignInExperience {
    /// Who may sign in and register.
    pub mode: SignInMode,
    /// The identifiers with which a password is taken.
    pub password_identifiers: Vec<IdentifierKind>,
    /// What registration asks for.
    pub sign_up: SignUp,
    /// Which usernames may be chosen.
    pub username_policy: UsernamePolicy,
    /// Which passwords may be chosen.
    pub passwords: PasswordSettings,
    /// Second factors.
    pub mfa: MfaSettings,
    /// When an identifier is locked.
    pub sentinel: SentinelPolicy,
    /// Where to send those who open a page without a sign-in under way; http or https.
    pub unknown_session_redirect_url: Option<String>,
    /// The terms of use.
    pub terms_of_use_url: Option<String>,
    /// The privacy policy.
    pub privacy_policy_url: Option<String>,
}

impl SignInExperience {
    /// Reads the settings of a tenant.
    pub fn of(settings: &Value) -> Self {
        let methods = settings.get("signIn").unwrap_or(&Value::Null);
        Self {
            mode: SignInMode::of(settings),
            password_identifiers: list(methods, "methods")
                .filter(|method| flag(method, "password") == Some(true))
                .filter_map(|method| IdentifierKind::parse(method.get("identifier")?.as_str()?))
                .collect(),
            sign_up: SignUp::of(settings),
            username_policy: UsernamePolicy::of(settings),
            passwords: PasswordSettings::of(settings),
            mfa: MfaSettings::of(settings),
            sentinel: SentinelPolicy::of(settings),
            unknown_session_redirect_url: web_url(settings, "unknownSessionRedirectUrl"),
            terms_of_use_url: web_url(settings, "termsOfUseUrl"),
            privacy_policy_url: web_url(settings, "privacyPolicyUrl"),
        }
    }

    /// Whether a password is taken with an identifier of this kind.
    pub fn takes_password_with(&self, kind: IdentifierKind) -> bool {
        self.password_identifiers.contains(&kind)
    }
}

fn list<'a>(settings: &'a Value, member: &str) -> impl Iterator<Item = &'a Value> {
    settings.get(member).and_then(Value::as_array).into_iter().flatten()
}

fn flag(settings: &Value, member: &str) -> Option<bool> {
    settings.get(member)?.as_bool()
}

fn number(settings: &Value, member: &str) -> Option<usize> {
    settings.get(member)?.as_u64().and_then(|number| usize::try_from(number).ok())
}

/// Links on pages and redirects lead to web addresses only, whatever is stored: never to `javascript:`.
fn web_url(settings: &Value, member: &str) -> Option<String> {
    let url = settings.get(member)?.as_str()?;
    let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase())?;
    matches!(scheme.as_str(), "http" | "https").then(|| url.to_owned())
}

#[cfg(test)]
mod tests;
