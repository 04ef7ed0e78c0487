//! The settings that decide how users sign in and register (Management API contract §12.1).
//!
//! The store keeps them as the document of the wire; [`SignInExperience::of`] reads what the program acts on. Reading never fails: a
//! member that is missing or makes no sense is read as the default, and where that could open a door, as the closed one.

mod blocklist;
mod credentials;
mod disposable;
mod mfa;
mod mode;
mod rules;
mod sign_up;
mod social;
mod trusted_device;

use serde_json::{Value, json};

pub use blocklist::{EmailBlocklist, EmailRejection};
pub use credentials::{
    PasswordExpiration, PasswordSettings, UsernamePolicy, UsernameRejection, default_password_policy,
};
pub use disposable::{DisposableDomains, DisposableDomainsError, MAX_DISPOSABLE_DOMAINS};
pub use mfa::{MfaFactor, MfaSettings, PasskeySignIn, Prompt};
pub use mode::{SignInMode, TermsPolicy};
pub use rules::{AvailableSenders, SettingsRejection, check};
pub use sign_up::{IdentifierKind, MissingProfile, SignUp};
pub use social::SocialSignIn;
pub use trusted_device::TrustedDevices;

use crate::{account::identifier::is_deliverable_email, sentinel::SentinelPolicy, web_url::is_web_url};

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
        "trustedDevice": {},
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
        "usernamePolicy": default_username_policy(),
    })
}

fn default_username_policy() -> Value {
    json!({
        "caseSensitive": true, "minLength": 1, "maxLength": 128,
        "allowedCharacters": { "uppercase": true, "lowercase": true, "number": true, "underscore": true },
    })
}

/// The settings as the program acts on them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignInExperience {
    /// Who may sign in and register.
    pub mode: SignInMode,
    /// The identifiers with which a password is taken.
    pub password_identifiers: Vec<IdentifierKind>,
    /// The identifiers with which a code is taken.
    pub code_identifiers: Vec<IdentifierKind>,
    /// The identifiers with which pages ask for a code first where both are taken.
    code_first: Vec<IdentifierKind>,
    /// The identifiers by which a password is recovered, where the tenant has chosen among them.
    recovery_identifiers: Vec<IdentifierKind>,
    /// What registration asks for.
    pub sign_up: SignUp,
    /// With whose accounts users sign in.
    pub social: SocialSignIn,
    /// The fields of the profile that registration asks for, in order; `None` for all there are.
    pub sign_up_profile_fields: Option<Vec<String>>,
    /// Which addresses make no account.
    pub email_blocklist: EmailBlocklist,
    /// Which usernames may be chosen.
    pub username_policy: UsernamePolicy,
    /// Which passwords may be chosen.
    pub passwords: PasswordSettings,
    /// How long passwords are good; `None` where they do not expire.
    pub password_expiration: Option<PasswordExpiration>,
    /// Second factors.
    pub mfa: MfaSettings,
    /// Whether second factors are asked for where a sign-in is unusual, and only there.
    pub asks_by_risk: bool,
    /// Browsers in which second factors are not asked for again.
    pub trusted_devices: TrustedDevices,
    /// Signing in by a passkey alone.
    pub passkeys: PasskeySignIn,
    /// When an identifier is locked.
    pub sentinel: SentinelPolicy,
    /// Where to send those who open a page without a sign-in under way; http or https.
    pub unknown_session_redirect_url: Option<String>,
    /// Whether people are told from programs.
    pub asks_captcha: bool,
    /// Whether who signs in elsewhere is joined to the account that has their address, unasked.
    pub links_accounts: bool,
    /// Whether addresses of enterprises lead to their providers.
    pub is_sso_enabled: bool,
    /// How users agree to the terms.
    pub terms_policy: TermsPolicy,
    /// The terms of use.
    pub terms_of_use_url: Option<String>,
    /// The privacy policy.
    pub privacy_policy_url: Option<String>,
    /// Where users get help: a page, else a `mailto:` address.
    pub help_url: Option<String>,
}

impl SignInExperience {
    /// Whether users may set up a factor of this kind: as a second factor, or a passkey to sign in with.
    pub fn allows_set_up(&self, factor: MfaFactor) -> bool {
        self.mfa.allows(factor) || (factor == MfaFactor::WebAuthn && self.passkeys.is_enabled)
    }

    /// Reads the settings of a tenant.
    pub fn of(settings: &Value) -> Self {
        let member = |name: &str| settings.get(name).unwrap_or(&Value::Null);
        let signing_in_by = |way| {
            list(member("signIn"), "methods")
                .filter(|method| flag(method, way) == Some(true))
                .filter_map(|method| IdentifierKind::parse(method.get("identifier")?.as_str()?))
                .collect::<Vec<_>>()
        };
        let mut code_identifiers = signing_in_by("verificationCode");
        // No code reaches a username.
        code_identifiers.retain(|kind| *kind != IdentifierKind::Username);
        Self {
            mode: SignInMode::of(settings),
            password_identifiers: signing_in_by("password"),
            code_identifiers,
            code_first: list(member("signIn"), "methods")
                .filter(|method| flag(method, "isPasswordPrimary") == Some(false))
                .filter_map(|method| IdentifierKind::parse(method.get("identifier")?.as_str()?))
                .collect(),
            recovery_identifiers: recovery_identifiers(settings),
            sign_up: SignUp::of(settings),
            social: SocialSignIn::of(settings),
            sign_up_profile_fields: member("signUpProfileFields").is_array().then(|| {
                let name = |field: &Value| Some(field.get("name")?.as_str()?.to_owned());
                list(settings, "signUpProfileFields").filter_map(name).collect()
            }),
            email_blocklist: EmailBlocklist::of(settings),
            username_policy: UsernamePolicy::of(settings),
            passwords: PasswordSettings::of(settings),
            password_expiration: PasswordExpiration::of(settings),
            mfa: MfaSettings::of(settings),
            asks_by_risk: flag(member("adaptiveMfa"), "enabled") == Some(true),
            trusted_devices: TrustedDevices::of(settings),
            passkeys: PasskeySignIn::of(settings),
            sentinel: SentinelPolicy::of(settings),
            unknown_session_redirect_url: web_url(settings, "unknownSessionRedirectUrl"),
            asks_captcha: flag(member("captchaPolicy"), "enabled") == Some(true),
            links_accounts: flag(member("socialSignIn"), "automaticAccountLinking") == Some(true),
            is_sso_enabled: member("singleSignOnEnabled") == &Value::Bool(true),
            terms_policy: TermsPolicy::of(settings),
            terms_of_use_url: web_url(settings, "termsOfUseUrl"),
            privacy_policy_url: web_url(settings, "privacyPolicyUrl"),
            help_url: web_url(settings, "supportWebsiteUrl").or_else(|| {
                let address = settings.get("supportEmail")?.as_str()?;
                is_deliverable_email(address).then(|| format!("mailto:{address}"))
            }),
        }
    }

    /// Whether a password is taken with an identifier of this kind.
    pub fn takes_password_with(&self, kind: IdentifierKind) -> bool {
        self.password_identifiers.contains(&kind)
    }

    /// Whether a code that was sent to an identifier of this kind signs in.
    pub fn takes_code_with(&self, kind: IdentifierKind) -> bool {
        self.code_identifiers.contains(&kind)
    }

    /// Whether pages ask for the password first where an identifier of this kind is named.
    pub fn prefers_password_with(&self, kind: IdentifierKind) -> bool {
        let is_second = self.takes_code_with(kind) && self.code_first.contains(&kind);
        self.takes_password_with(kind) && !is_second
    }

    /// Whether pages offer to replace a password by a code that is sent to an identifier of this kind: the tenant has chosen so.
    pub fn offers_recovery_with(&self, kind: IdentifierKind) -> bool {
        self.recovery_identifiers.contains(&kind)
    }

    /// Whether a code that was sent to an identifier of this kind may replace a password. A tenant that has chosen no way has not closed
    /// any: pages offer none then, and clients of the API that do are let.
    pub fn recovers_password_with(&self, kind: IdentifierKind) -> bool {
        match kind {
            IdentifierKind::Username => false,
            kind => self.recovery_identifiers.is_empty() || self.recovery_identifiers.contains(&kind),
        }
    }
}

/// What `forgotPasswordMethods` names.
fn recovery_identifiers(settings: &Value) -> Vec<IdentifierKind> {
    let kind = |method: &Value| match method.as_str()? {
        "EmailVerificationCode" => Some(IdentifierKind::Email),
        "PhoneVerificationCode" => Some(IdentifierKind::Phone),
        _ => None,
    };
    list(settings, "forgotPasswordMethods").filter_map(kind).collect()
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

fn web_url(settings: &Value, member: &str) -> Option<String> {
    let url = settings.get(member)?.as_str()?;
    is_web_url(url).then(|| url.to_owned())
}

#[cfg(test)]
mod tests;
