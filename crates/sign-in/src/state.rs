//! What the sign-in experience remembers of one interaction, as the store keeps it in `interactions.experience`.
//!
//! Owns the order of steps: what a change of the event keeps, that one verification of a kind replaces another, that only one user is
//! identified. It asks nobody and stores nothing; the steps that do are in [`crate::flow`].

use domain::{
    UserId,
    account::User,
    password::{PasswordAlgorithm, PasswordDigest, PasswordMark},
    sign_in_experience::IdentifierKind,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What the user is about to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum Event {
    SignIn,
    Register,
    ForgotPassword,
}

impl Event {
    /// The word in audit keys.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "SignIn",
            Self::Register => "Register",
            Self::ForgotPassword => "ForgotPassword",
        }
    }
}

/// What somebody says they are known by.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Identifier {
    pub(crate) kind: IdentifierKind,
    pub(crate) value: String,
}

/// A finished verification. One that failed leaves no record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "type")]
pub(crate) enum Verification {
    /// Somebody knew the password of `user_id`.
    Password { id: String, identifier: Identifier, user_id: UserId, password_mark: PasswordMark },
    /// Somebody wants to register with this username and password, both of which may be taken.
    /// The digest is gone once it is in the account.
    NewPasswordIdentity { id: String, username: String, password: Option<StoredDigest> },
}

impl Verification {
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Password { id, .. } | Self::NewPasswordIdentity { id, .. } => id,
        }
    }

    fn is_same_kind_as(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

/// A password's digest on its way into an account.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredDigest {
    algorithm: String,
    digest: String,
}

impl std::fmt::Debug for StoredDigest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StoredDigest(…)")
    }
}

impl From<PasswordDigest> for StoredDigest {
    fn from(digest: PasswordDigest) -> Self {
        Self { algorithm: digest.algorithm.as_str().to_owned(), digest: digest.digest }
    }
}

impl StoredDigest {
    /// The digest, unless another version wrote an algorithm that this one does not know.
    fn to_digest(&self) -> Option<PasswordDigest> {
        Some(PasswordDigest {
            algorithm: PasswordAlgorithm::parse(&self.algorithm)?,
            digest: self.digest.clone(),
        })
    }
}

/// What was collected for an account and is not in it yet.
#[derive(Clone, Default, PartialEq, Debug, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct PendingProfile {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) username: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) password: Option<StoredDigest>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) avatar: Option<String>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub(crate) profile: Map<String, Value>,
}

impl PendingProfile {
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Lays what was collected over `user`.
    pub(crate) fn apply_to(&self, user: &mut User) {
        let take = |target: &mut Option<String>, source: &Option<String>| {
            if source.is_some() {
                target.clone_from(source);
            }
        };
        take(&mut user.username, &self.username);
        take(&mut user.name, &self.name);
        take(&mut user.avatar, &self.avatar);
        if let Some(password) = self.password_digest() {
            user.password = Some(password);
        }
        user.profile.extend(self.profile.clone());
    }

    pub(crate) fn password_digest(&self) -> Option<PasswordDigest> {
        self.password.as_ref().and_then(StoredDigest::to_digest)
    }
}

/// The event cannot be changed to or from password recovery.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct NotForPasswordRecovery;

/// Somebody else was identified already.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct IdentityConflict;

/// How far an interaction has come.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Experience {
    event: Event,
    #[serde(default)]
    verifications: Vec<Verification>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    user_id: Option<UserId>,
    /// The password that the identified user has proven, which must still be theirs in the end; none for who has just registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    password_mark: Option<PasswordMark>,
    #[serde(default, skip_serializing_if = "PendingProfile::is_empty")]
    pub(crate) profile: PendingProfile,
    /// What was submitted, without secrets, for the session that the provider makes of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_submission: Option<Value>,
}

impl Experience {
    /// A fresh start: nothing verified, nobody identified.
    pub(crate) fn start(event: Event) -> Self {
        Self {
            event,
            verifications: Vec::new(),
            user_id: None,
            password_mark: None,
            profile: PendingProfile::default(),
            last_submission: None,
        }
    }

    pub(crate) const fn event(&self) -> Event {
        self.event
    }

    pub(crate) const fn user_id(&self) -> Option<&UserId> {
        self.user_id.as_ref()
    }

    pub(crate) const fn password_mark(&self) -> Option<&PasswordMark> {
        self.password_mark.as_ref()
    }

    pub(crate) fn verifications(&self) -> &[Verification] {
        &self.verifications
    }

    /// Does something else instead. Verifications stay, because they prove the same about the same person. Who was identified and what
    /// was collected goes: registration asks for no second factor, so an identification made for signing in must not end there.
    pub(crate) fn change_event(&mut self, event: Event) -> Result<(), NotForPasswordRecovery> {
        if event == self.event {
            return Ok(());
        }
        if event == Event::ForgotPassword || self.event == Event::ForgotPassword {
            return Err(NotForPasswordRecovery);
        }
        self.event = event;
        self.user_id = None;
        self.password_mark = None;
        self.profile = PendingProfile::default();
        Ok(())
    }

    /// Keeps a verification, in place of an earlier one of its kind.
    pub(crate) fn record(&mut self, verification: Verification) {
        self.verifications.retain(|known| !known.is_same_kind_as(&verification));
        self.verifications.push(verification);
    }

    /// The account holds everything that was collected: no copy stays here.
    pub(crate) fn forget_collected(&mut self) {
        self.profile = PendingProfile::default();
        for verification in &mut self.verifications {
            if let Verification::NewPasswordIdentity { password, .. } = verification {
                *password = None;
            }
        }
    }

    /// Keeps what was submitted for the session.
    pub(crate) fn set_last_submission(&mut self, submission: Value) {
        self.last_submission = Some(submission);
    }

    /// The verification with this id.
    pub(crate) fn verification(&self, id: &str) -> Option<&Verification> {
        self.verifications.iter().find(|verification| verification.id() == id)
    }

    /// Settles who this is, and by which password. Settling it again for the same user renews the proof; for another one it is refused.
    pub(crate) fn identify(
        &mut self,
        user_id: &UserId,
        password_mark: Option<PasswordMark>,
    ) -> Result<(), IdentityConflict> {
        if self.user_id.as_ref().is_some_and(|known| known != user_id) {
            return Err(IdentityConflict);
        }
        self.user_id = Some(user_id.clone());
        self.password_mark = password_mark;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::UnixMillis;
    use serde_json::json;

    fn password(id: &str, user: &str) -> Verification {
        let identifier = Identifier { kind: IdentifierKind::Username, value: user.to_owned() };
        Verification::Password {
            id: id.to_owned(),
            identifier,
            user_id: UserId::new(user),
            password_mark: mark(),
        }
    }

    fn mark() -> PasswordMark {
        PasswordDigest { algorithm: PasswordAlgorithm::Md5, digest: "x".to_owned() }.mark()
    }

    fn new_identity(id: &str) -> Verification {
        let password =
            StoredDigest { algorithm: "Argon2id".to_owned(), digest: "$argon2id$secret".to_owned() };
        Verification::NewPasswordIdentity {
            id: id.to_owned(),
            username: "sigrid".to_owned(),
            password: Some(password),
        }
    }

    #[test]
    fn a_change_of_the_event_drops_who_was_identified_and_keeps_what_was_verified() {
        let mut experience = Experience::start(Event::SignIn);
        experience.record(password("v", "ingrid"));
        experience.identify(&UserId::new("ingrid"), Some(mark())).unwrap();
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
        experience.identify(&UserId::new("ingrid"), Some(mark())).unwrap();
        assert_eq!(experience.identify(&UserId::new("olav"), None), Err(IdentityConflict));
        assert_eq!(experience.identify(&UserId::new("ingrid"), Some(mark())), Ok(()));
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
}
