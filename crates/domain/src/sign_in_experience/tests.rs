use super::*;
use crate::{
    UnixMillis, UserId,
    account::User,
    password::{PasswordAlgorithm, PasswordDigest, PasswordPolicy, PasswordRejection},
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
    assert_eq!(fresh.sign_up, SignUp { identifiers: vec![IdentifierKind::Username], password: true });
    assert_eq!(fresh.passwords.policy, PasswordPolicy::default());
    assert_eq!(fresh.username_policy, UsernamePolicy { min_characters: 1, max_characters: 128 });
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
fn mandatory_policies_ask_for_a_factor_to_be_set_up() {
    let mfa = |policy: &str| {
        settings(json!({ "mfa": { "factors": ["BackupCode", "Totp"], "policy": policy } })).mfa
    };
    assert_eq!(mfa("Mandatory").enrolment_of(true), [MfaFactor::Totp]);
    assert_eq!(mfa("PromptOnlyAtSignInMandatory").enrolment_of(true), []);
    assert_eq!(mfa("PromptOnlyAtSignInMandatory").enrolment_of(false), [MfaFactor::Totp]);
    assert_eq!(mfa("UserControlled").enrolment_of(false), []);
}

#[test]
fn refusals_that_are_switched_off_do_not_apply() {
    let strict = settings(json!({})).passwords;
    let lax = settings(json!({ "passwordPolicy": { "length": { "min": 4 }, "rejects": { "pwned": false, "repetitionAndSequence": false } } })).passwords;
    for rejection in [PasswordRejection::Pwned, PasswordRejection::Sequence, PasswordRejection::Repetition] {
        assert!(strict.applies(rejection) && !lax.applies(rejection));
    }
    assert!(
        lax.applies(PasswordRejection::PersonalInformation)
            && lax.applies(PasswordRejection::TooShort { min: 4 })
    );
    assert_eq!(lax.policy.min_characters, 4);
}
