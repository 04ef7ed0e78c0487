//! The pages between the first one and the way back to the application: one frame, and in it one step of signing in, of registration, of
//! replacing a password or of a second factor.
//!
//! Every step posts to the address it came from: `xsrf`, its own fields, and where the user takes another way `do` with that way's name.
//! The fields are named beside each step.

use askama::Template;

use super::{ProfileInput, branded_policy, into_response};
use crate::captcha::{Captcha, widened};
use crate::components::{Agreement, Banner, FieldState, IdentifierKinds, Terms};
use crate::words::Piece;
use crate::{Brand, ContentSecurityPolicy, Page, Words};

/// One step.
#[derive(Template)]
#[template(path = "pages/step.html")]
pub struct StepPage {
    /// The application the user is on the way to.
    pub brand: Brand,
    /// The words, in the language of whoever reads them.
    pub words: Words,
    /// Where the form posts to.
    pub action: String,
    /// The token against forged posts, as hidden field `xsrf`.
    pub xsrf: String,
    /// A message above the form.
    pub banner: Option<Banner>,
    /// Whom the step is about, with the way to change that.
    pub who: Option<Who>,
    /// What is asked.
    pub step: Step,
    /// How the terms are agreed to, where the step makes an account.
    pub agreement: Option<Agreement>,
    /// What tells people from programs, where the step begins something and the tenant wants it: `captcha`.
    pub captcha: Option<Captcha>,
    /// Whether the browser may be trusted from now on.
    pub trust: Option<TrustOffer>,
    /// Other ways to go on.
    pub alternatives: Vec<Alternative>,
    /// Terms and privacy policy, shown at the foot.
    pub terms: Terms,
    /// Where the redirects after the post may end: the client's redirect URI.
    pub redirect_targets: Vec<String>,
}

/// The offer to trust the browser, as field `trust`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrustOffer {
    /// For how many days.
    pub days: u32,
    /// Whether it is taken.
    pub is_ticked: bool,
}

/// Whom a step is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// The identifier as it was typed.
    pub identifier: String,
    /// Where another one can be named.
    pub change_url: Option<String>,
}

/// Another way to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// What it says.
    pub label: String,
    /// How it is taken.
    pub way: Way,
}

/// How an [`Alternative`] is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// A page of its own.
    Link(String),
    /// The step's form with this value of `do`, possibly only after some seconds.
    Post {
        /// The value of `do`.
        value: &'static str,
        /// For how long the server will say no, in seconds.
        wait_seconds: u64,
    },
}

/// What a step asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The password of a known identifier: `password`.
    Password {
        /// The identifier, for password managers.
        identifier: String,
        /// What is wrong.
        error: Option<String>,
        /// Where a forgotten password is replaced.
        forgot_url: Option<String>,
    },
    /// A code that was sent: `code`.
    Code {
        /// How it was sent.
        channel: Channel,
        /// Where to.
        address: String,
        /// Whether it was sent; otherwise it may have been, which is not to be told.
        is_certain: bool,
        /// How long it is good, in minutes.
        minutes: u64,
        /// What is wrong.
        error: Option<String>,
    },
    /// Going on to what a verified address leads to: nothing but the button.
    Offer {
        /// What it is.
        offer: Offer,
        /// The address.
        address: String,
    },
    /// A username, or an address that gets a code: `identifier`.
    Identifier {
        /// What it is for.
        purpose: IdentifierPurpose,
        /// Which kinds are taken.
        kinds: IdentifierKinds,
        /// What was typed, and what is wrong with it.
        field: FieldState,
    },
    /// A new password: `password`.
    NewPassword {
        /// Whether it replaces one.
        is_reset: bool,
        /// The identifier, for password managers.
        identifier: Option<String>,
        /// The rules in one sentence.
        hint: String,
        /// Which rule it broke.
        error: Option<String>,
    },
    /// What the tenant wants to know about its users: each field under its name.
    Profile(Vec<ProfileInput>),
    /// The choice of a second factor: `factor`.
    Factors {
        /// What it is chosen for.
        purpose: FactorsPurpose,
        /// What there is.
        options: Vec<FactorOption>,
    },
    /// The code of an authenticator: `code`.
    Totp {
        /// What is wrong.
        error: Option<String>,
    },
    /// A backup code: `code`.
    BackupCode {
        /// What is wrong.
        error: Option<String>,
    },
    /// A passkey: `credential`, in JSON, which a script fills in.
    Passkey {
        /// Whether it is made; otherwise it is used.
        is_new: bool,
        /// What the browser is asked, in JSON (Web Authentication Level 3, §5.1.8 and §5.1.10).
        options: String,
    },
    /// An authenticator to set up: `code`.
    SetUpTotp {
        /// The QR code, as a `data:` URL.
        picture: String,
        /// The secret, for those who type it.
        secret: String,
        /// What is wrong with the code.
        error: Option<String>,
    },
    /// Backup codes, shown once: nothing but the button.
    SetUpBackupCodes(Vec<String>),
    /// The agreement to the terms of whoever is about to be let in: nothing but the box.
    Agreement,
    /// A link out of a message, which is used by going on so that no scanner uses it up: nothing but the button.
    Link {
        /// Where it was sent.
        address: String,
    },
}

/// How a code is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// By e-mail.
    Email,
    /// By text message.
    Phone,
}

/// What a verified address leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// It belongs to nobody yet.
    Register,
    /// The same of what was proven otherwise than by a code: by a link, or by an account elsewhere.
    RegisterUncoded,
    /// It belongs to an account.
    SignIn,
}

/// What an identifier is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentifierPurpose {
    /// To replace a forgotten password.
    ForgottenPassword,
    /// To find the organization at whose provider somebody signs in.
    SingleSignOn,
    /// Because the account needs it.
    Account,
}

/// What a second factor is chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorsPurpose {
    /// To prove who somebody is.
    Verify,
    /// To have one, as somebody may.
    SetUp,
    /// To have one, as everybody must.
    SetUpRequired,
    /// To have a second one.
    SetUpMore,
}

/// A second factor that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactorOption {
    /// Which one.
    pub factor: Factor,
    /// Where its code is sent, as far as that is shown.
    pub address: Option<String>,
}

/// Second factors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Factor {
    /// A passkey or security key.
    WebAuthn,
    /// An authenticator.
    Totp,
    /// A code by text message.
    Phone,
    /// A code by e-mail.
    Email,
    /// A code kept for emergencies.
    BackupCode,
}

impl Factor {
    /// The value of `factor`: the word of the wire.
    pub(crate) fn value(self) -> &'static str {
        match self {
            Self::WebAuthn => "WebAuthn",
            Self::Totp => "Totp",
            Self::Phone => "PhoneVerificationCode",
            Self::Email => "EmailVerificationCode",
            Self::BackupCode => "BackupCode",
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::WebAuthn => "factor-webauthn",
            Self::Totp => "factor-totp",
            Self::Phone => "factor-phone",
            Self::Email => "factor-email",
            Self::BackupCode => "factor-backup",
        }
    }
}

impl StepPage {
    /// How long the code is good.
    fn code_hint(&self) -> String {
        match &self.step {
            Step::Code { minutes, .. } => self.words.count("code-validity", "minutes", *minutes),
            _ => String::new(),
        }
    }

    /// What a factor is.
    fn factor_hint(&self, option: &FactorOption) -> String {
        let words = &self.words;
        let is_verified = matches!(&self.step, Step::Factors { purpose: FactorsPurpose::Verify, .. });
        match (option.factor, &option.address) {
            (Factor::Email | Factor::Phone, Some(address)) => {
                words.with("factor-email-hint", "address", address)
            }
            (Factor::Email, None) => words.say("set-up-email-hint"),
            (Factor::Phone, None) => words.say("set-up-phone-hint"),
            (Factor::WebAuthn, _) => words.say("factor-webauthn-hint"),
            (Factor::Totp, _) if is_verified => words.say("factor-totp-hint"),
            (Factor::Totp, _) => words.say("set-up-totp-hint"),
            (Factor::BackupCode, _) => words.say("factor-backup-hint"),
        }
    }
}

impl StepPage {
    /// Which step it is, for styles and tests.
    fn name(&self) -> &'static str {
        match &self.step {
            Step::Password { .. } => "password",
            Step::Code { .. } => "code",
            Step::Offer { .. } => "offer",
            Step::Identifier { .. } => "identifier",
            Step::NewPassword { .. } => "new-password",
            Step::Profile(_) => "profile",
            Step::Factors { .. } => "factors",
            Step::Totp { .. } => "totp",
            Step::BackupCode { .. } => "backup-code",
            Step::Passkey { .. } => "passkey",
            Step::SetUpTotp { .. } => "set-up-totp",
            Step::SetUpBackupCodes(_) => "set-up-backup-codes",
            Step::Agreement => "agreement",
            Step::Link { .. } => "link",
        }
    }

    fn heading(&self) -> String {
        self.words.say(match &self.step {
            Step::Password { .. } => "password-title",
            Step::Code { channel: Channel::Email, .. } => "code-title-email",
            Step::Code { channel: Channel::Phone, .. } => "code-title-phone",
            Step::Offer { offer: Offer::SignIn, .. } => "account-exists-title",
            Step::Offer { .. } => "no-account-title",
            Step::Identifier { purpose: IdentifierPurpose::ForgottenPassword, .. } => "forgot-title",
            Step::Identifier { purpose: IdentifierPurpose::SingleSignOn, .. } => "sso-title",
            Step::Identifier { kinds, .. } => account_title(*kinds),
            Step::NewPassword { is_reset: true, .. } => "reset-password-title",
            Step::NewPassword { .. } => "new-password-title",
            Step::Profile(_) => "profile-title",
            Step::Factors { purpose: FactorsPurpose::Verify, .. } => "factors-title",
            Step::Factors { .. } => "set-up-title",
            Step::Totp { .. } => "totp-title",
            Step::BackupCode { .. } => "backup-title",
            Step::Passkey { is_new: false, .. } => "passkey-title",
            Step::Passkey { .. } => "set-up-passkey-title",
            Step::SetUpTotp { .. } => "set-up-totp-title",
            Step::SetUpBackupCodes(_) => "set-up-backup-title",
            Step::Agreement => "terms-step-title",
            Step::Link { .. } => "link-title",
        })
    }

    /// What is said under the heading; empty for what explains itself.
    fn lead(&self) -> Vec<Piece> {
        let words = &self.words;
        let text = |key: &str| vec![Piece::Text(words.say(key))];
        let about = |key: &str, address: &str| {
            words.pieces(key, vec![("address", Piece::Strong(address.to_owned()))])
        };
        let for_application =
            |key: &str| vec![Piece::Text(words.with(key, "name", &self.brand.application_name))];
        match &self.step {
            Step::Code { address, is_certain: true, .. } => about("code-lead", address),
            Step::Code { address, .. } => about("code-lead-maybe", address),
            Step::Offer { offer: Offer::Register, address } => about("no-account-lead", address),
            Step::Offer { offer: Offer::RegisterUncoded, address } => {
                about("no-account-lead-uncoded", address)
            }
            Step::Offer { offer: Offer::SignIn, address } => about("account-exists-lead", address),
            Step::Identifier { purpose: IdentifierPurpose::ForgottenPassword, .. } => text("forgot-lead"),
            Step::Identifier { purpose: IdentifierPurpose::SingleSignOn, .. } => text("sso-lead"),
            Step::Identifier { kinds, .. } if kinds.email || kinds.phone => text("address-lead"),
            Step::Profile(_) => for_application("profile-lead"),
            Step::Factors { purpose: FactorsPurpose::Verify, .. } => text("factors-lead"),
            Step::Factors { purpose: FactorsPurpose::SetUp, .. } => text("set-up-lead"),
            Step::Factors { purpose: FactorsPurpose::SetUpRequired, .. } => {
                for_application("set-up-lead-required")
            }
            Step::Factors { purpose: FactorsPurpose::SetUpMore, .. } => text("set-up-lead-more"),
            Step::Totp { .. } => text("totp-lead"),
            Step::BackupCode { .. } => text("backup-lead"),
            Step::Passkey { is_new: false, .. } => text("passkey-lead"),
            Step::Passkey { .. } => text("set-up-passkey-lead"),
            Step::SetUpTotp { .. } => text("set-up-totp-lead"),
            Step::SetUpBackupCodes(_) => text("set-up-backup-lead"),
            Step::Agreement => for_application("terms-step-lead"),
            Step::Link { address } => about("link-lead", address),
            Step::Password { .. } | Step::NewPassword { .. } | Step::Identifier { .. } => Vec::new(),
        }
    }

    fn is_passkey(&self) -> bool {
        matches!(self.step, Step::Passkey { .. })
    }
}

fn account_title(kinds: IdentifierKinds) -> &'static str {
    match (kinds.username, kinds.email, kinds.phone) {
        (_, false, false) => "username-title",
        (_, true, false) => "email-title",
        (_, false, true) => "phone-title",
        (_, true, true) => "email-or-phone-title",
    }
}

impl Page for StepPage {
    fn content_security_policy(&self) -> ContentSecurityPolicy {
        widened(branded_policy(&self.brand, &self.redirect_targets), self.captcha.as_ref())
    }
}

into_response!(StepPage);
