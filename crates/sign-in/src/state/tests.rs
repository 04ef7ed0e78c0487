//! The order of steps.

use domain::{
    JsonText, UnixMillis,
    password::{PasswordAlgorithm, PasswordDigest, PasswordMark},
};
use serde_json::{Map, json};

use super::*;

fn password(id: &str, user: &str) -> Verification {
    let identifier = Identifier { kind: IdentifierKind::Username, value: user.to_owned() };
    Verification::Password(PasswordVerification {
        id: id.to_owned(),
        identifier,
        user_id: UserId::new(user),
        password_mark: mark(),
    })
}

fn mark() -> PasswordMark {
    PasswordDigest { algorithm: PasswordAlgorithm::Md5, digest: "x".to_owned() }.mark()
}

fn proven() -> Proof {
    Proof::Password { mark: mark() }
}

fn new_identity(id: &str) -> Verification {
    let password = StoredDigest { algorithm: "Argon2id".to_owned(), digest: "$argon2id$secret".to_owned() };
    Verification::NewPasswordIdentity(NewPasswordIdentity {
        id: id.to_owned(),
        username: "sigrid".to_owned(),
        password: Some(password),
    })
}

#[test]
fn a_change_of_the_event_drops_who_was_identified_and_keeps_what_was_verified() {
    let mut experience = Experience::start(Event::SignIn);
    experience.record(password("v", "ingrid"));
    experience.identify(&UserId::new("ingrid"), proven()).unwrap();
    experience.profile.name = Some("Ingrid".to_owned());
    experience.change_event(Event::SignIn).unwrap();
    assert_eq!(experience.user_id(), Some(&UserId::new("ingrid")));
    experience.change_event(Event::Register).unwrap();
    assert_eq!(experience.user_id(), None);
    assert!(experience.profile.is_empty());
    assert!(experience.verification("v").is_some());
}

#[test]
fn password_recovery_is_not_entered_or_left_by_a_change() {
    assert_eq!(
        Experience::start(Event::SignIn).change_event(Event::ForgotPassword),
        Err(NotForPasswordRecovery)
    );
    assert_eq!(
        Experience::start(Event::ForgotPassword).change_event(Event::SignIn),
        Err(NotForPasswordRecovery)
    );
    assert_eq!(Experience::start(Event::ForgotPassword).change_event(Event::ForgotPassword), Ok(()));
}

#[test]
fn one_verification_of_a_kind_is_kept() {
    let mut experience = Experience::start(Event::Register);
    experience.record(password("a", "ingrid"));
    experience.record(new_identity("b"));
    experience.record(password("c", "olav"));
    assert_eq!(experience.verifications(), [new_identity("b"), password("c", "olav")]);
    assert_eq!(experience.verification("a"), None);
}

#[test]
fn nobody_becomes_somebody_else() {
    let mut experience = Experience::start(Event::SignIn);
    experience.identify(&UserId::new("ingrid"), proven()).unwrap();
    assert_eq!(experience.identify(&UserId::new("olav"), Proof::Registration), Err(IdentityConflict));
    assert_eq!(experience.identify(&UserId::new("ingrid"), proven()), Ok(()));
}

#[test]
fn what_is_stored_is_read_back_and_debug_output_holds_no_digest() {
    let mut experience = Experience::start(Event::Register);
    experience.record(new_identity("v"));
    experience.profile.profile.insert("nickname".to_owned(), json!("Sig"));
    let stored = serde_json::to_value(&experience).unwrap();
    assert_eq!(serde_json::from_value::<Experience>(stored).unwrap(), experience);
    assert!(!format!("{experience:?}").contains("secret"));
}

#[test]
fn no_copy_of_a_digest_stays_once_the_account_has_it() {
    let mut experience = Experience::start(Event::Register);
    experience.record(new_identity("v"));
    experience.profile.password =
        Some(StoredDigest { algorithm: "Argon2id".to_owned(), digest: "secret".to_owned() });
    experience.forget_collected();
    assert!(!serde_json::to_string(&experience).unwrap().contains("secret"));
    assert!(experience.verification("v").is_some());
}

#[test]
fn what_was_collected_is_laid_over_an_account() {
    let mut user = User::new(UserId::new("u"), UnixMillis(1));
    user.name = Some("Ingrid".to_owned());
    user.profile.insert("locale".to_owned(), json!("nb"));
    let profile = PendingProfile {
        username: Some("ingrid".to_owned()),
        profile: Map::from_iter([("nickname".to_owned(), json!("Inga"))]),
        ..PendingProfile::default()
    };
    profile.apply_to(&mut user);
    assert_eq!((user.username.as_deref(), user.name.as_deref()), (Some("ingrid"), Some("Ingrid")));
    assert_eq!(json!(user.profile), json!({ "locale": "nb", "nickname": "Inga" }));
}

#[test]
fn the_provider_reads_what_the_identified_user_has_proven() {
    let mut experience = Experience::start(Event::SignIn);
    experience.identify(&UserId::new("ingrid"), proven()).unwrap();
    let interaction = domain::grant::Interaction {
        id: domain::HashedToken::of("i"),
        application_id: domain::ApplicationId::new("a"),
        prompt: domain::grant::InteractionPrompt::Login,
        parameters: Vec::new(),
        session_id: None,
        grant_id: None,
        device_code: None,
        experience: Some(JsonText::of(&experience).unwrap()),
        result: None,
        created_at: UnixMillis(1),
        expires_at: UnixMillis(2),
    };
    assert_eq!(interaction.told().proof, proven());
    let of = |experience| domain::grant::Interaction { experience, ..interaction.clone() }.told().proof;
    let of_document = |document| of(Some(JsonText::of(&document).unwrap()));
    assert_eq!(of(None), Proof::Unknown);
    assert_eq!(of_document(json!({ "event": "SignIn" })), Proof::Unknown);
    assert_eq!(of_document(json!({ "event": "SignIn", "passwordMark": mark() })), proven());
    for unreadable in [
        json!({ "identified": { "userId": "u" } }),
        json!({ "identified": null, "passwordMark": mark() }),
        json!({ "passwordMark": 7 }),
        json!("nothing known"),
    ] {
        assert_eq!(of_document(unreadable), Proof::Unknown);
    }
    let told = |text: &str| {
        let experience = Some(JsonText::stored(text.to_owned()));
        domain::grant::Interaction { experience, ..interaction.clone() }.told()
    };
    let unknown = domain::grant::Told::default();
    assert_eq!(told("{"), unknown);
    assert_eq!(told(r#"{"identified":{"proof":{"by":"registration"}},"identified":{}}"#), unknown);
    // One member that means nothing hides no other.
    let mixed = told(
        r#"{"event":7,"verifications":"x","lastSubmission":[1],"identified":{"proof":{"by":"registration"}}}"#,
    );
    assert_eq!((mixed.last_submission, mixed.proof), (Some(json!([1])), Proof::Registration));
}
