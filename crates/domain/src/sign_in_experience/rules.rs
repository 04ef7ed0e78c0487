//! What the settings must be among each other before they are stored (Management API contract §12.1). Types and lengths of members were
//! looked at by whoever read them; that usernames are free in any case is asked of the store.

use serde_json::{Map, Value};

use super::{MfaFactor, flag, list};
use crate::account::identifier::is_email;

/// What messages can be sent by, as far as a sign-in needs them.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct AvailableSenders {
    /// Something sends e-mail.
    pub email: bool,
    /// Something sends text messages.
    pub sms: bool,
}

/// Why settings are not stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SettingsRejection {
    /// This is not to be had outside the reference vendor's cloud.
    NotAvailable,
    /// Somebody would be sent a code, and nothing sends one of this kind: `Email` or `Sms`.
    NoConnector(&'static str),
    /// Addresses and numbers are taken at registration without proof.
    PasswordlessRequiresVerify,
    /// A way to sign in proves nothing.
    AtLeastOneAuthenticationFactor,
    /// Backup codes would be the only second factor.
    BackupCodeAlone,
    /// A second factor is named twice.
    DuplicatedMfaFactors,
    /// Passwords would be recovered by something that nothing sends.
    ForgotPasswordMethodRequiresConnector,
    /// There are no words in this language.
    UnsupportedDefaultLanguage,
    /// An entry of the block list is neither an address nor `@` and a domain.
    InvalidBlocklist,
    /// Passwords would expire that cannot be recovered.
    PasswordExpirationRequiresForgotPassword,
    /// Second factors would be asked for by risk where there are none.
    AdaptiveMfaRequiresMfa,
    /// Second factors would be asked for by risk where users may do without.
    AdaptiveMfaRequiresNonSkippablePolicy,
    /// Users could not do without a second factor that is asked for by risk alone.
    NonAdaptiveMfaRequiresSkippablePolicy,
    /// Usernames that differ in case only belong to several users.
    UsernameCaseConflicts,
}

impl SettingsRejection {
    /// The code on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAvailable => "request.invalid_input",
            Self::NoConnector(_) => "sign_in_experiences.enabled_connector_not_found",
            Self::PasswordlessRequiresVerify => "sign_in_experiences.passwordless_requires_verify",
            Self::AtLeastOneAuthenticationFactor => "sign_in_experiences.at_least_one_authentication_factor",
            Self::BackupCodeAlone => "sign_in_experiences.backup_code_cannot_be_enabled_alone",
            Self::DuplicatedMfaFactors => "sign_in_experiences.duplicated_mfa_factors",
            Self::ForgotPasswordMethodRequiresConnector => {
                "sign_in_experiences.forgot_password_method_requires_connector"
            }
            Self::UnsupportedDefaultLanguage => "sign_in_experiences.unsupported_default_language",
            Self::InvalidBlocklist => "sign_in_experiences.invalid_custom_email_blocklist_format",
            Self::PasswordExpirationRequiresForgotPassword => {
                "sign_in_experiences.password_expiration_requires_forgot_password"
            }
            Self::AdaptiveMfaRequiresMfa => "sign_in_experiences.adaptive_mfa_requires_mfa",
            Self::AdaptiveMfaRequiresNonSkippablePolicy => {
                "sign_in_experiences.adaptive_mfa_requires_non_skippable_policy"
            }
            Self::NonAdaptiveMfaRequiresSkippablePolicy => {
                "sign_in_experiences.non_adaptive_mfa_requires_skippable_policy"
            }
            Self::UsernameCaseConflicts => "sign_in_experiences.username_policy_case_conflicts_exist",
        }
    }

    /// The status on the wire.
    pub const fn status(self) -> u16 {
        match self {
            Self::UsernameCaseConflicts => 409,
            Self::PasswordExpirationRequiresForgotPassword
            | Self::AdaptiveMfaRequiresMfa
            | Self::AdaptiveMfaRequiresNonSkippablePolicy
            | Self::NonAdaptiveMfaRequiresSkippablePolicy => 422,
            _ => 400,
        }
    }
}

/// Policies under which users may put off setting a second factor up.
const SKIPPABLE_POLICIES: [&str; 3] = ["UserControlled", "PromptOnlyAtSignIn", "PromptAtSignInAndSignUp"];
/// Their counterparts, which make sense only where a factor is asked for by risk.
const ADAPTIVE_POLICIES: [&str; 2] = ["PromptOnlyAtSignInMandatory", "PromptAtSignInAndSignUpMandatory"];

/// Holds `changed` members against the rules, and those that belong together against `settings`, which is everything as it will be.
/// `has_words` tells whether there are words in a language.
pub fn check(
    settings: &Value,
    changed: &Map<String, Value>,
    senders: AvailableSenders,
    has_words: impl Fn(&str) -> bool,
) -> Result<(), SettingsRejection> {
    let changes = |member: &str| changed.contains_key(member);
    let member = |name: &str| settings.get(name).unwrap_or(&Value::Null);
    check_availability(changed)?;
    let language = changed.get("languageInfo").and_then(|info| info.get("fallbackLanguage"));
    if language.is_some_and(|language| !language.as_str().is_some_and(has_words)) {
        return Err(SettingsRejection::UnsupportedDefaultLanguage);
    }
    if changes("signUp") {
        check_sign_up(member("signUp"), senders)?;
    }
    if changes("signIn") {
        check_sign_in(member("signIn"), senders)?;
    }
    if changes("mfa") {
        check_factors(member("mfa"), senders)?;
    }
    if changes("mfa") || changes("adaptiveMfa") {
        check_adaptive_mfa(member("mfa"), member("adaptiveMfa"))?;
    }
    if changes("forgotPasswordMethods")
        && !list(settings, "forgotPasswordMethods").all(|method| is_sent(method.as_str(), senders))
    {
        return Err(SettingsRejection::ForgotPasswordMethodRequiresConnector);
    }
    if changes("emailBlocklistPolicy") {
        check_blocklist(member("emailBlocklistPolicy"))?;
    }
    let expires = flag(member("passwordExpiration"), "enabled") == Some(true);
    if (changes("passwordExpiration") || changes("forgotPasswordMethods"))
        && expires
        && list(settings, "forgotPasswordMethods").next().is_none()
    {
        return Err(SettingsRejection::PasswordExpirationRequiresForgotPassword);
    }
    Ok(())
}

/// What the reference has in its cloud alone, but for blocking addresses that are thrown away, which works here.
fn check_availability(changed: &Map<String, Value>) -> Result<(), SettingsRejection> {
    let is_on = |value: Option<&Value>| value.and_then(Value::as_bool) == Some(true);
    let hides_the_vendor = is_on(changed.get("hideLogtoBranding"));
    let has_policy = changed.get("customUiCsp").and_then(Value::as_object).is_some_and(|csp| !csp.is_empty());
    let has_assets = changed.get("customUiAssets").is_some_and(|assets| !assets.is_null());
    if hides_the_vendor || has_policy || has_assets {
        return Err(SettingsRejection::NotAvailable);
    }
    Ok(())
}

/// Fails unless something sends to identifiers of this kind. Nothing is sent to a username.
fn require_sender(identifier: &str, senders: AvailableSenders) -> Result<(), SettingsRejection> {
    match identifier {
        "email" | "emailOrPhone" if !senders.email => Err(SettingsRejection::NoConnector("Email")),
        "phone" | "emailOrPhone" if !senders.sms => Err(SettingsRejection::NoConnector("Sms")),
        _ => Ok(()),
    }
}

fn check_sign_up(sign_up: &Value, senders: AvailableSenders) -> Result<(), SettingsRejection> {
    let is_verified = flag(sign_up, "verify") == Some(true);
    for identifier in list(sign_up, "identifiers").filter_map(Value::as_str) {
        require_sender(identifier, senders)?;
        if identifier != "username" && !is_verified {
            return Err(SettingsRejection::PasswordlessRequiresVerify);
        }
    }
    for secondary in list(sign_up, "secondaryIdentifiers") {
        let identifier = secondary.get("identifier").and_then(Value::as_str).unwrap_or_default();
        if flag(secondary, "verify") == Some(true) {
            require_sender(identifier, senders)?;
        } else if identifier != "username" {
            return Err(SettingsRejection::PasswordlessRequiresVerify);
        }
    }
    Ok(())
}

fn check_sign_in(sign_in: &Value, senders: AvailableSenders) -> Result<(), SettingsRejection> {
    for method in list(sign_in, "methods") {
        let identifier = method.get("identifier").and_then(Value::as_str).unwrap_or_default();
        let is_on = |member: &str| flag(method, member) == Some(true);
        // No code reaches a username.
        let takes_code = is_on("verificationCode") && identifier != "username";
        if !is_on("password") && !takes_code {
            return Err(SettingsRejection::AtLeastOneAuthenticationFactor);
        }
        if takes_code {
            require_sender(identifier, senders)?;
        }
    }
    Ok(())
}

fn check_factors(mfa: &Value, senders: AvailableSenders) -> Result<(), SettingsRejection> {
    let factors: Vec<_> = list(mfa, "factors").filter_map(|word| MfaFactor::parse(word.as_str()?)).collect();
    if factors.iter().enumerate().any(|(at, factor)| factors.iter().skip(at + 1).any(|next| next == factor)) {
        return Err(SettingsRejection::DuplicatedMfaFactors);
    }
    if factors == [MfaFactor::BackupCode] {
        return Err(SettingsRejection::BackupCodeAlone);
    }
    for factor in factors {
        match factor {
            MfaFactor::EmailVerificationCode => require_sender("email", senders)?,
            MfaFactor::PhoneVerificationCode => require_sender("phone", senders)?,
            MfaFactor::WebAuthn | MfaFactor::Totp | MfaFactor::BackupCode => {}
        }
    }
    Ok(())
}

fn check_adaptive_mfa(mfa: &Value, adaptive: &Value) -> Result<(), SettingsRejection> {
    let policy = mfa.get("policy").and_then(Value::as_str).unwrap_or_default();
    if flag(adaptive, "enabled") != Some(true) {
        return if ADAPTIVE_POLICIES.contains(&policy) {
            Err(SettingsRejection::NonAdaptiveMfaRequiresSkippablePolicy)
        } else {
            Ok(())
        };
    }
    if list(mfa, "factors").next().is_none() {
        return Err(SettingsRejection::AdaptiveMfaRequiresMfa);
    }
    if SKIPPABLE_POLICIES.contains(&policy) {
        return Err(SettingsRejection::AdaptiveMfaRequiresNonSkippablePolicy);
    }
    Ok(())
}

fn is_sent(method: Option<&str>, senders: AvailableSenders) -> bool {
    match method {
        Some("EmailVerificationCode") => senders.email,
        Some("PhoneVerificationCode") => senders.sms,
        _ => false,
    }
}

/// Every entry is an address, or `@` and a domain.
fn check_blocklist(policy: &Value) -> Result<(), SettingsRejection> {
    let is_entry = |entry: &str| match entry.strip_prefix('@') {
        Some(domain) => is_email(&format!("a@{domain}")) && !domain.contains('@'),
        None => is_email(entry),
    };
    let mut entries = list(policy, "customBlocklist").chain(list(policy, "customAllowlist"));
    if entries.all(|entry| entry.as_str().is_some_and(is_entry)) {
        Ok(())
    } else {
        Err(SettingsRejection::InvalidBlocklist)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::default_settings, *};

    const BOTH: AvailableSenders = AvailableSenders { email: true, sms: true };
    const NONE: AvailableSenders = AvailableSenders { email: false, sms: false };

    fn checked(changed: Value, senders: AvailableSenders) -> Result<(), SettingsRejection> {
        let mut settings = default_settings();
        let changed = changed.as_object().unwrap().clone();
        settings.as_object_mut().unwrap().extend(changed.clone());
        check(&settings, &changed, senders, |language| language == "en")
    }

    #[test]
    fn what_a_fresh_tenant_has_may_be_set_again() {
        assert_eq!(checked(default_settings(), NONE), Ok(()));
    }

    #[test]
    fn what_only_the_vendors_cloud_has_is_refused() {
        for changed in [
            json!({ "hideLogtoBranding": true }),
            json!({ "customUiCsp": { "scriptSrc": [] } }),
            json!({ "customUiAssets": { "id": "a", "createdAt": 1 } }),
        ] {
            assert_eq!(checked(changed.clone(), BOTH), Err(SettingsRejection::NotAvailable), "{changed}");
        }
        let off = json!({ "hideLogtoBranding": false, "customUiCsp": {}, "customUiAssets": null });
        assert_eq!(checked(off, NONE), Ok(()));
    }

    #[test]
    fn codes_need_something_that_sends_them() {
        let methods = |identifier, password, code| {
            json!({ "signIn": { "methods": [{
                "identifier": identifier, "password": password, "verificationCode": code, "isPasswordPrimary": true,
            }] } })
        };
        assert_eq!(checked(methods("email", true, false), NONE), Ok(()));
        assert_eq!(checked(methods("email", false, true), BOTH), Ok(()));
        assert_eq!(checked(methods("email", true, true), NONE), Err(SettingsRejection::NoConnector("Email")));
        assert_eq!(checked(methods("phone", true, true), NONE), Err(SettingsRejection::NoConnector("Sms")));
        for nothing in [methods("email", false, false), methods("username", false, true)] {
            assert_eq!(checked(nothing, BOTH), Err(SettingsRejection::AtLeastOneAuthenticationFactor));
        }
    }

    #[test]
    fn whoever_registers_with_an_address_proves_it() {
        let sign_up = |identifiers: &[&str], verify| json!({ "signUp": { "identifiers": identifiers, "password": true, "verify": verify } });
        assert_eq!(checked(sign_up(&["username"], false), NONE), Ok(()));
        assert_eq!(checked(sign_up(&["email"], true), BOTH), Ok(()));
        let unproven = Err(SettingsRejection::PasswordlessRequiresVerify);
        assert_eq!(checked(sign_up(&["email", "phone"], false), BOTH), unproven);
        assert_eq!(checked(sign_up(&["phone"], true), NONE), Err(SettingsRejection::NoConnector("Sms")));
        let secondary = |identifier: &str, verify: bool| {
            json!({ "signUp": {
                "identifiers": ["username"], "password": true, "verify": false,
                "secondaryIdentifiers": [{ "identifier": identifier, "verify": verify }],
            } })
        };
        assert_eq!(checked(secondary("emailOrPhone", true), BOTH), Ok(()));
        assert_eq!(checked(secondary("emailOrPhone", false), BOTH), unproven);
        let email_only = AvailableSenders { email: true, sms: false };
        assert_eq!(
            checked(secondary("emailOrPhone", true), email_only),
            Err(SettingsRejection::NoConnector("Sms"))
        );
    }

    #[test]
    fn second_factors_are_named_once_and_not_backup_codes_alone() {
        let mfa = |factors: &[&str]| json!({ "mfa": { "factors": factors, "policy": "UserControlled" } });
        assert_eq!(checked(mfa(&["Totp", "BackupCode"]), NONE), Ok(()));
        assert_eq!(checked(mfa(&["Totp", "Totp"]), NONE), Err(SettingsRejection::DuplicatedMfaFactors));
        assert_eq!(checked(mfa(&["BackupCode"]), NONE), Err(SettingsRejection::BackupCodeAlone));
        assert_eq!(
            checked(mfa(&["EmailVerificationCode"]), NONE),
            Err(SettingsRejection::NoConnector("Email"))
        );
    }

    #[test]
    fn asking_by_risk_needs_factors_that_users_cannot_put_off() {
        let both = |factors: &[&str], policy: &str, adaptive: bool| json!({ "mfa": { "factors": factors, "policy": policy }, "adaptiveMfa": { "enabled": adaptive } });
        let mandatory = "PromptOnlyAtSignInMandatory";
        assert_eq!(checked(both(&["Totp"], mandatory, true), NONE), Ok(()));
        assert_eq!(checked(both(&["Totp"], "Mandatory", false), NONE), Ok(()));
        let none = checked(both(&[], mandatory, true), NONE);
        assert_eq!(none, Err(SettingsRejection::AdaptiveMfaRequiresMfa));
        let skippable = checked(both(&["Totp"], "PromptOnlyAtSignIn", true), NONE);
        assert_eq!(skippable, Err(SettingsRejection::AdaptiveMfaRequiresNonSkippablePolicy));
        let not_adaptive = checked(both(&["Totp"], mandatory, false), NONE);
        assert_eq!(not_adaptive, Err(SettingsRejection::NonAdaptiveMfaRequiresSkippablePolicy));
        // The other half is what is stored already.
        let alone = checked(json!({ "adaptiveMfa": { "enabled": true } }), NONE);
        assert_eq!(alone, Err(SettingsRejection::AdaptiveMfaRequiresMfa));
    }

    #[test]
    fn passwords_expire_where_they_can_be_recovered() {
        let expiration = json!({ "enabled": true, "validPeriodDays": 90 });
        let refused = checked(json!({ "passwordExpiration": expiration }), BOTH);
        assert_eq!(refused, Err(SettingsRejection::PasswordExpirationRequiresForgotPassword));
        let methods = json!(["EmailVerificationCode"]);
        let both = json!({ "passwordExpiration": expiration, "forgotPasswordMethods": methods });
        assert_eq!(checked(both.clone(), BOTH), Ok(()));
        assert_eq!(checked(both, NONE), Err(SettingsRejection::ForgotPasswordMethodRequiresConnector));
    }

    #[test]
    fn block_lists_hold_addresses_and_domains() {
        let list = |entry: &str| json!({ "emailBlocklistPolicy": { "customBlocklist": [entry] } });
        for good in ["a@b.example", "@b.example"] {
            assert_eq!(checked(list(good), NONE), Ok(()), "{good}");
        }
        for bad in ["", "@", "b.example", "@b", "@@b.example", "a b@c.example"] {
            assert_eq!(checked(list(bad), NONE), Err(SettingsRejection::InvalidBlocklist), "{bad}");
        }
    }

    #[test]
    fn pages_fall_back_to_a_language_that_has_words() {
        let language = |tag: &str| json!({ "languageInfo": { "autoDetect": true, "fallbackLanguage": tag } });
        assert_eq!(checked(language("en"), NONE), Ok(()));
        assert_eq!(checked(language("fi"), NONE), Err(SettingsRejection::UnsupportedDefaultLanguage));
    }
}
