//! What the sign-in experience remembers of one interaction, as the store keeps it in `interactions.experience`.
//!
//! Owns the order of steps: what a change of the event keeps, that one verification of a kind replaces another, that only one user is
//! identified. It asks nobody and stores nothing; the steps that do are in [`crate::flow`]. Each kind of verification has a file of its
//! own.

mod code;
mod one_time_token;
mod page;
mod password;
mod profile;
mod second_factor;
mod social;
mod sso;

use domain::{
    UserId,
    account::{User, proof::Proof},
    sign_in_experience::IdentifierKind,
};
use operations::second_factor::passkey::Ceremony;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) use self::{
    code::CodeVerification,
    one_time_token::OneTimeTokenVerification,
    page::PageMemory,
    password::{NewPasswordIdentity, PasswordVerification},
    profile::{PendingProfile, StoredDigest},
    second_factor::{
        BackupCodeVerification, MfaCodeVerification, PendingMfa, SecondProof, SignInPasskeyVerification,
        Spared, TotpVerification, WebAuthnVerification,
    },
    social::{PendingIdentity, SocialVerification},
    sso::SsoVerification,
};

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

    /// Reads [`Self::as_str`].
    pub(crate) fn parse(word: &str) -> Option<Self> {
        [Self::SignIn, Self::Register, Self::ForgotPassword].into_iter().find(|event| event.as_str() == word)
    }
}

/// What somebody says they are known by.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Identifier {
    pub(crate) kind: IdentifierKind,
    pub(crate) value: String,
}

/// A verification: begun, where it takes two steps, or finished. One that failed leaves no record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "type")]
pub(crate) enum Verification {
    Password(PasswordVerification),
    NewPasswordIdentity(NewPasswordIdentity),
    Totp(TotpVerification),
    WebAuthn(WebAuthnVerification),
    SignInPasskey(SignInPasskeyVerification),
    BackupCode(BackupCodeVerification),
    MfaEmailVerificationCode(MfaCodeVerification),
    MfaPhoneVerificationCode(MfaCodeVerification),
    Social(SocialVerification),
    EnterpriseSso(SsoVerification),
    EmailVerificationCode(CodeVerification),
    PhoneVerificationCode(CodeVerification),
    OneTimeToken(OneTimeTokenVerification),
}

impl Verification {
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Password(password) => &password.id,
            Self::NewPasswordIdentity(identity) => &identity.id,
            Self::Totp(totp) => &totp.id,
            Self::WebAuthn(passkey) => &passkey.id,
            Self::SignInPasskey(passkey) => &passkey.id,
            Self::BackupCode(codes) => &codes.id,
            Self::MfaEmailVerificationCode(code) | Self::MfaPhoneVerificationCode(code) => &code.id,
            Self::Social(social) => &social.id,
            Self::EnterpriseSso(sso) => &sso.id,
            Self::EmailVerificationCode(code) | Self::PhoneVerificationCode(code) => &code.id,
            Self::OneTimeToken(token) => &token.id,
        }
    }

    fn is_same_kind_as(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

/// Who was identified, and by what.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Identified {
    user_id: UserId,
    /// What must still be theirs in the end.
    proof: Proof,
}

/// The event cannot be changed to or from password recovery.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct NotForPasswordRecovery;

/// Somebody else was identified already.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct IdentityConflict;

/// What was done to tell a person from a program.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Captcha {
    /// A captcha was solved.
    pub(crate) is_verified: bool,
    /// None is needed: somebody else has told, or what was proven no program can guess.
    pub(crate) is_skipped: bool,
}

/// How far an interaction has come.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Experience {
    event: Event,
    #[serde(default)]
    verifications: Vec<Verification>,
    /// `domain::grant::Interaction::told` reads it too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    identified: Option<Identified>,
    #[serde(default)]
    pub(crate) captcha: Captcha,
    #[serde(default, skip_serializing_if = "PendingProfile::is_empty")]
    pub(crate) profile: PendingProfile,
    /// Second factors: what waits to be stored, and what was proven.
    #[serde(default, skip_serializing_if = "PendingMfa::is_empty")]
    pub(crate) mfa: PendingMfa,
    /// What any passkey was asked before it was known whose: it may be asked before the experience begins, and is answered after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) passkey_preflight: Option<Ceremony>,
    /// What the hosted pages remember.
    #[serde(default, skip_serializing_if = "PageMemory::is_empty")]
    pub(crate) page: PageMemory,
    /// What was submitted, without secrets, for the session that the provider makes of it, which `domain::grant::Interaction::told` reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_submission: Option<Value>,
}

impl Experience {
    /// A fresh start: nothing verified, nobody identified.
    pub(crate) fn start(event: Event) -> Self {
        Self {
            event,
            verifications: Vec::new(),
            identified: None,
            captcha: Captcha::default(),
            profile: PendingProfile::default(),
            mfa: PendingMfa::default(),
            passkey_preflight: None,
            page: PageMemory::default(),
            last_submission: None,
        }
    }

    pub(crate) const fn event(&self) -> Event {
        self.event
    }

    pub(crate) fn user_id(&self) -> Option<&UserId> {
        self.identified.as_ref().map(|identified| &identified.user_id)
    }

    /// What was proven about `user`, if they are who was identified.
    pub(crate) fn proof_of(&self, user: &User) -> Option<&Proof> {
        let identified = self.identified.as_ref().filter(|identified| identified.user_id == user.id);
        identified.map(|identified| &identified.proof)
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
        self.identified = None;
        self.profile = PendingProfile::default();
        self.mfa = PendingMfa::default();
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
        self.mfa.forget_collected();
        for verification in &mut self.verifications {
            match verification {
                Verification::NewPasswordIdentity(identity) => identity.password = None,
                Verification::Social(social) => social.forget_tokens(),
                // Whoever leaves an organization, or is removed, is not brought back by a token that was used before.
                Verification::OneTimeToken(token) => token.organizations.clear(),
                _ => {}
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

    /// What the identified user has proven it by.
    pub(crate) fn proof(&self) -> Option<&Proof> {
        self.identified.as_ref().map(|identified| &identified.proof)
    }

    /// Settles who this is, and by what. Settling it again for the same user renews the proof; for another one it is refused.
    pub(crate) fn identify(&mut self, user_id: &UserId, proof: Proof) -> Result<(), IdentityConflict> {
        if self.user_id().is_some_and(|known| known != user_id) {
            return Err(IdentityConflict);
        }
        self.identified = Some(Identified { user_id: user_id.clone(), proof });
        Ok(())
    }
}

#[cfg(test)]
mod tests;
