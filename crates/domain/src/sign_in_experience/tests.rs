use super::*;
use crate::{
    UnixMillis, UserId,
    account::User,
    password::{PasswordAlgorithm, PasswordDigest, PasswordPolicy, PasswordRejection, PersonalInformation},
};

fn settings(overrides: Value) -> SignInExperience {
    let mut settings = default_settings();
    for (member, value) in overrides.as_object().unwrap() {
        settings[member] = value.clone();
    }
    SignInExperience::of(&settings)
}

fn user() -> User {
    User::new(UserId::new("dk3gi6kg1chx"), UnixMillis(1))
}

#[test]
fn a_fresh_tenant_signs_in_with_username_and_password() {
    let fresh = settings(json!({}));
    assert_eq!(fresh.mode, SignInMode::SignInAndRegister);
    assert_eq!(fresh.password_identifiers, [IdentifierKind::Username]);
    assert_eq!(
        (fresh.sign_up.identifiers.as_slice(), fresh.sign_up.password),
        ([IdentifierKind::Username].as_slice(), true)
    );
    assert_eq!(
        (fresh.code_identifiers.as_slice(), fresh.asks_captcha, fresh.links_accounts),
        ([].as_slice(), false, false)
    );
    assert_eq!((fresh.terms_policy, fresh.sign_up_profile_fields), (TermsPolicy::Automatic, None));
    assert_eq!(fresh.passwords.policy, PasswordPolicy::default());
    let username = fresh.username_policy;
    assert_eq!(
        (username.min_characters, username.max_characters, username.is_case_sensitive),
        (1, 128, true)
    );
    assert_eq!(username.rejection_of("Ingrid_7"), None);
    assert_eq!(fresh.password_expiration, None);
    assert_eq!(fresh.unknown_session_redirect_url, None);
}

#[test]
fn nonsense_closes_doors_and_opens_none() {
    let broken = SignInExperience::of(&json!({
        "signInMode": 7, "signIn": { "methods": [{ "identifier": "email", "password": "yes" }, 5, { "password": true }] },
        "signUp": null, "mfa": [], "passwordPolicy": { "length": { "min": 0 } }, "unknownSessionRedirectUrl": "javascript:alert(1)//://x",
    }));
    assert_eq!(broken.password_identifiers, []);
    assert_eq!(broken.sign_up.identifiers, [IdentifierKind::Username]);
    assert_eq!(broken.passwords.policy, PasswordPolicy::default());
    assert_eq!(broken.unknown_session_redirect_url, None);
    assert_eq!(SignInMode::of(&json!({ "signInMode": "Invitation" })), SignInMode::SignIn);
}

#[test]
fn what_an_account_lacks_is_told_in_the_words_of_the_wire() {
    let sign_up = |identifiers: &[&str]| {
        settings(json!({ "signUp": { "identifiers": identifiers, "password": true } })).sign_up
    };
    let words = |identifiers: &[&str], user: &User| {
        sign_up(identifiers).missing(user).iter().map(|m| m.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(words(&["username"], &user()), ["username", "password"]);
    assert_eq!(words(&["email"], &user()), ["email", "password"]);
    assert_eq!(words(&["phone"], &user()), ["phone", "password"]);
    assert_eq!(words(&["email", "phone"], &user()), ["emailOrPhone", "password"]);
    let full = User {
        username: Some("ingrid".to_owned()),
        primary_phone: Some("4791234567".to_owned()),
        password: Some(PasswordDigest { algorithm: PasswordAlgorithm::Argon2id, digest: String::new() }),
        ..user()
    };
    assert_eq!(words(&["username", "email", "phone"], &full), Vec::<&str>::new());
    assert_eq!(words(&["email"], &full), ["email"]);
    let secondary = json!({ "identifiers": ["username"], "password": false, "secondaryIdentifiers": [{ "identifier": "emailOrPhone" }] });
    assert_eq!(
        settings(json!({ "signUp": secondary })).sign_up.missing(&user()),
        [MissingProfile::Username, MissingProfile::EmailOrPhone]
    );
}

#[test]
fn secondary_identifiers_are_asked_for_beside_the_others() {
    let sign_up = settings(json!({ "signUp": {
        "identifiers": ["phone"], "password": false, "secondaryIdentifiers": [{ "identifier": "email", "verify": true }, { "identifier": "username" }],
    } }))
    .sign_up;
    let missing = |user: &User| sign_up.missing(user).iter().map(|part| part.as_str()).collect::<Vec<_>>();
    assert_eq!(missing(&user()), ["username", "email", "phone"]);
    let reached =
        User { primary_phone: Some("4791234567".to_owned()), username: Some("ingrid".to_owned()), ..user() };
    assert_eq!(missing(&reached), ["email"]);
}

#[test]
fn codes_sign_in_and_recover_as_far_as_the_tenant_lets_them() {
    let method = |identifier: &str, code| json!({ "identifier": identifier, "password": true, "verificationCode": code, "isPasswordPrimary": true });
    let methods = [method("username", true), method("email", true), method("phone", false)];
    let some = settings(
        json!({ "signIn": { "methods": methods }, "forgotPasswordMethods": ["EmailVerificationCode", "Dream"] }),
    );
    let each = |settings: &SignInExperience, takes: fn(&SignInExperience, IdentifierKind) -> bool| {
        [IdentifierKind::Username, IdentifierKind::Email, IdentifierKind::Phone]
            .map(|kind| takes(settings, kind))
    };
    assert_eq!(each(&some, SignInExperience::takes_code_with), [false, true, false]);
    assert_eq!(each(&some, SignInExperience::recovers_password_with), [false, true, false]);
    for open in [json!(null), json!([])] {
        let open = settings(json!({ "forgotPasswordMethods": open }));
        assert_eq!(each(&open, SignInExperience::recovers_password_with), [false, true, true]);
    }
}

#[test]
fn terms_are_agreed_to_as_the_tenant_says() {
    let policy = |word: &str| settings(json!({ "agreeToTermsPolicy": word })).terms_policy;
    assert_eq!(policy("Manual"), TermsPolicy::Manual);
    assert_eq!(policy("ManualRegistrationOnly"), TermsPolicy::ManualRegistrationOnly);
    assert_eq!(policy("Automatic"), TermsPolicy::Automatic);
}

#[test]
fn stored_factors_are_asked_for_when_the_tenant_allows_them() {
    let with = |factors: Value| User { mfa_factors: factors.as_array().unwrap().clone(), ..user() };
    let mfa =
        |factors: &[&str]| settings(json!({ "mfa": { "factors": factors, "policy": "UserControlled" } })).mfa;
    let totp = with(json!([{ "type": "Totp", "id": "a" }]));
    assert_eq!(mfa(&["Totp"]).required_of(&totp), Some(vec![MfaFactor::Totp]));
    assert_eq!(mfa(&["WebAuthn"]).required_of(&totp), None);
    assert_eq!(mfa(&["Totp"]).required_of(&user()), None);
    let several = with(json!([{ "type": "BackupCode" }, { "type": "Totp" }, { "type": "WebAuthn" }]));
    assert_eq!(
        mfa(&["BackupCode", "Totp", "WebAuthn"]).required_of(&several),
        Some(vec![MfaFactor::WebAuthn, MfaFactor::Totp, MfaFactor::BackupCode])
    );
    let with_email = User { primary_email: Some("ingrid@fjord.example".to_owned()), ..user() };
    assert_eq!(
        mfa(&["EmailVerificationCode"]).required_of(&with_email),
        Some(vec![MfaFactor::EmailVerificationCode])
    );
    assert_eq!(mfa(&[]).required_of(&with(json!([{ "type": "Oracle" }]))), Some(Vec::new()));
}

#[test]
fn backup_codes_that_are_used_up_are_no_factor() {
    let factors = json!([{ "type": "BackupCode", "id": "a", "isUsedUp": true }]);
    let user = User { mfa_factors: factors.as_array().unwrap().clone(), ..user() };
    let mfa = settings(json!({ "mfa": { "factors": ["Totp", "BackupCode"], "policy": "Mandatory" } })).mfa;
    assert_eq!((mfa.required_of(&user), mfa.held_by(&user)), (None, vec![]));
    assert_eq!(mfa.choices(), [MfaFactor::Totp]);
}

#[test]
fn policies_say_when_and_how_users_are_asked_to_set_up_a_factor() {
    use Prompt::{Mandatory, Never, Skippable};
    let by_organization = |policy: &str, organization: Value| {
        let mfa =
            json!({ "factors": ["Totp"], "policy": policy, "organizationRequiredMfaPolicy": organization });
        let mfa = settings(json!({ "mfa": mfa })).mfa;
        [mfa.prompt(true, false), mfa.prompt(false, false), mfa.prompt(true, true), mfa.prompt(false, true)]
    };
    let of = |policy: &str| by_organization(policy, Value::Null);
    assert_eq!(of("UserControlled"), [Skippable; 4]);
    assert_eq!(of("PromptAtSignInAndSignUp"), [Skippable; 4]);
    assert_eq!(of("PromptOnlyAtSignIn"), [Never, Skippable, Never, Skippable]);
    assert_eq!(of("NoPrompt"), [Never; 4]);
    assert_eq!(of("Mandatory"), [Mandatory; 4]);
    assert_eq!(of("PromptAtSignInAndSignUpMandatory"), [Mandatory; 4]);
    assert_eq!(of("PromptOnlyAtSignInMandatory"), [Never, Mandatory, Never, Mandatory]);
    assert_eq!(by_organization("NoPrompt", json!("Mandatory")), [Never, Never, Mandatory, Mandatory]);
    assert_eq!(by_organization("UserControlled", json!("NoPrompt")), [Skippable; 4]);
}

#[test]
fn passkeys_sign_in_where_settings_say_so() {
    let of = |value: Value| settings(json!({ "passkeySignIn": value })).passkeys;
    assert_eq!(of(json!({})), PasskeySignIn::default());
    assert_eq!(of(json!({ "showPasskeyButton": true, "allowAutofill": true })), PasskeySignIn::default());
    assert_eq!(
        of(json!({ "enabled": true, "showPasskeyButton": true })),
        PasskeySignIn { is_enabled: true, shows_button: true, fills_in: false }
    );
    assert_eq!(
        of(json!({ "enabled": true, "allowAutofill": true })),
        PasskeySignIn { is_enabled: true, shows_button: false, fills_in: true }
    );
}

#[test]
fn refusals_that_are_switched_off_do_not_apply() {
    let check = |settings: &SignInExperience, password: &str| {
        let user = PersonalInformation { username: Some("ingrid"), ..PersonalInformation::default() };
        settings.passwords.check(password, &user)
    };
    let strict = settings(json!({}));
    let lax = settings(json!({ "passwordPolicy": {
        "length": { "min": 4 }, "rejects": { "pwned": false, "repetitionAndSequence": false },
    } }));
    assert_eq!(check(&strict, "password"), [PasswordRejection::Pwned]);
    assert_eq!(check(&strict, "aaaaaaaaaa"), [PasswordRejection::Repetition]);
    assert_eq!((check(&lax, "password"), check(&lax, "aaaaaaaaaa")), (vec![], vec![]));
    assert_eq!(check(&lax, "xyz"), [PasswordRejection::TooShort { min: 4 }]);
    assert_eq!(check(&lax, "my-ingrid-lamp"), [PasswordRejection::PersonalInformation]);
    assert_eq!(lax.passwords.policy.min_characters, 4);
}

#[test]
fn words_that_a_tenant_does_not_want_are_refused_in_any_case() {
    let passwords =
        settings(json!({ "passwordPolicy": { "rejects": { "words": ["Fjord", "", 7] } } })).passwords;
    let check = |password: &str| passwords.check(password, &PersonalInformation::default());
    assert_eq!(check("the-FJORD-lamp"), [PasswordRejection::Words]);
    assert_eq!(check("the-winter-lamp"), []);
}

#[test]
fn usernames_are_held_against_the_characters_that_a_tenant_allows() {
    let policy = settings(json!({ "usernamePolicy": {
        "minLength": 3, "maxLength": 8,
        "allowedCharacters": { "uppercase": false, "lowercase": true, "number": false, "underscore": false },
    } }))
    .username_policy;
    for (username, rejection) in [
        ("ingrid", None),
        ("in", Some(UsernameRejection::Length)),
        ("ingrid_vik", Some(UsernameRejection::Length)),
        ("Ingrid", Some(UsernameRejection::Uppercase)),
        ("ingrid7", Some(UsernameRejection::Number)),
        ("ing_rid", Some(UsernameRejection::Underscore)),
    ] {
        assert_eq!(policy.rejection_of(username), rejection, "{username}");
    }
}

#[test]
fn passwords_expire_by_the_day() {
    const DAY: i64 = 86_400_000;
    let of = |value: Value| settings(json!({ "passwordExpiration": value })).password_expiration;
    for off in [json!({}), json!({ "enabled": false, "validPeriodDays": 1 }), json!({ "enabled": true })] {
        assert_eq!(of(off), None);
    }
    let policy = of(json!({ "enabled": true, "validPeriodDays": 2, "enabledAt": 5 * DAY })).unwrap();
    let has_passed = |set_at: Option<i64>, now| policy.has_passed(set_at.map(UnixMillis), UnixMillis(now));
    assert!(!has_passed(Some(DAY), 3 * DAY - 1) && has_passed(Some(DAY), 3 * DAY));
    assert!(!has_passed(None, 7 * DAY - 1) && has_passed(None, 7 * DAY));
    let since_ever = of(json!({ "enabled": true, "validPeriodDays": 2 })).unwrap();
    assert!(!since_ever.has_passed(None, UnixMillis(i64::MAX)));
}
