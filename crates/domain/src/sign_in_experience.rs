//! The settings that decide how users sign in and register (Management API contract §12.1).
//!
//! The store keeps them as the document of the wire; [`SignInExperience::of`] reads what the program acts on. Reading never fails: a
//! member that is missing or makes no sense is read as the default, and where that could open a door, as the closed one.

mod credentials;
mod mfa;
mod mode;
mod rules;
mod sign_up;
mod social;

use serde_json::{Value, json};

pub use credentials::{
    PasswordExpiration, PasswordSettings, UsernamePolicy, UsernameRejection, default_password_policy,
};
pub use mfa::{MfaFactor, MfaSettings, PasskeySignIn, Prompt};
pub use mode::SignInMode;
pub use rules::{AvailableSenders, SettingsRejection, check};
pub use sign_up::{IdentifierKind, MissingProfile, SignUp};
pub use social::SocialSignIn;

use crate::{sentinel::SentinelPolicy, web_url::is_web_url};

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
        "usernamePolicy": {
            "caseSensitive": true, "minLength": 1, "maxLength": 128,
            "allowedCharacters": { "uppercase": true, "lowercase": true, "number": true, "underscore": true },
        },
    })
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
    /// With whose accounts users sign in.
    pub social: SocialSignIn,
    /// Which usernames may be chosen.
    pub username_policy: UsernamePolicy,
    /// Which passwords may be chosen.
    pub passwords: PasswordSettings,
    /// How long passwords are good; `None` where they do not expire.
    pub password_expiration: Option<PasswordExpiration>,
    /// Second factors.
    pub mfa: MfaSettings,
    /// Signing in by a passkey alone.
    pub passkeys: PasskeySignIn,
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
            social: SocialSignIn::of(settings),
            username_policy: UsernamePolicy::of(settings),
            passwords: PasswordSettings::of(settings),
            password_expiration: PasswordExpiration::of(settings),
            mfa: MfaSettings::of(settings),
            passkeys: PasskeySignIn::of(settings),
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

fn web_url(settings: &Value, member: &str) -> Option<String> {
    let url = settings.get(member)?.as_str()?;
    is_web_url(url).then(|| url.to_owned())
}

#[cfg(test)]
mod tests;
