//! Request bodies with the rules that their types cannot tell. The types are those of `api-types`.

use api_types::experience::{
    AddProfile, BeginSso, ChangeInteractionEvent, FinishSocialVerification, GiveConsent, Identifier,
    IdentifierAndPassword, IdentifierType, Identify, InteractionEvent, StartInteraction,
    StartSocialVerification,
};
use api_types::experience_mfa::{
    BindMfa, BindPasskey, SendMfaCode, StartSignInPasskey, VerifyBackupCode, VerifyMfaCode,
    VerifySignInPasskey, VerifyTotp, VerifyWebAuthn, VerifyWebAuthnRegistration,
};
use api_types::trusted_device::TrustThisDevice;
use domain::sign_in_experience::IdentifierKind;
use http_kit::{Issue, body::Validate};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::state;

/// A body of a type that another crate defines, so that rules can be given to it here.
#[derive(Deserialize, JsonSchema)]
#[serde(transparent)]
pub(super) struct Body<T>(pub(super) T);

/// What must hold beyond types.
pub(super) trait Rules {
    fn issues(&self) -> Vec<Issue> {
        Vec::new()
    }
}

impl<T: Rules> Validate for Body<T> {
    fn issues(&self) -> Vec<Issue> {
        self.0.issues()
    }
}

impl Rules for StartInteraction {}
impl Rules for ChangeInteractionEvent {}
impl Rules for Identify {}
impl Rules for GiveConsent {}
impl Rules for SendMfaCode {}
impl Rules for BindMfa {}
impl Rules for BindPasskey {}
impl Rules for VerifyWebAuthnRegistration {}
impl Rules for VerifyWebAuthn {}
impl Rules for VerifySignInPasskey {}
impl Rules for TrustThisDevice {}

impl Rules for VerifyTotp {
    fn issues(&self) -> Vec<Issue> {
        code_issues(&self.code)
    }
}

impl Rules for VerifyBackupCode {
    fn issues(&self) -> Vec<Issue> {
        code_issues(&self.code)
    }
}

impl Rules for VerifyMfaCode {
    fn issues(&self) -> Vec<Issue> {
        code_issues(&self.code)
    }
}

impl Rules for StartSignInPasskey {
    fn issues(&self) -> Vec<Issue> {
        not_long(&self.identifier.value, &["identifier", "value"]).into_iter().collect()
    }
}

fn code_issues(code: &str) -> Vec<Issue> {
    not_empty(code, &["code"]).into_iter().chain(not_long(code, &["code"])).collect()
}
impl Rules for FinishSocialVerification {}

/// The longest state, and the longest address to come back to, in characters.
const MAX_REDIRECT_CHARACTERS: usize = 2_048;

impl Rules for StartSocialVerification {
    fn issues(&self) -> Vec<Issue> {
        too_long(&self.state, &self.redirect_uri)
    }
}

impl Rules for BeginSso {
    fn issues(&self) -> Vec<Issue> {
        too_long(&self.state, &self.redirect_uri)
    }
}

/// What a browser is sent away with is kept until it is back.
fn too_long(state: &str, redirect_uri: &str) -> Vec<Issue> {
    let is_long = |text: &str| text.chars().nth(MAX_REDIRECT_CHARACTERS).is_some();
    [("state", state), ("redirectUri", redirect_uri)]
        .into_iter()
        .filter(|(_, text)| is_long(text))
        .map(|(name, _)| Issue::new("too_big", &[name], "String must contain at most 2048 character(s)"))
        .collect()
}

/// The longest identifier that anything is done with, in characters; none of those stored has more than half of it.
const MAX_IDENTIFIER_CHARACTERS: usize = 256;

impl Rules for IdentifierAndPassword {
    fn issues(&self) -> Vec<Issue> {
        let mut issues = not_empty(&self.password, &["password"]);
        issues.extend(not_long(&self.identifier.value, &["identifier", "value"]));
        issues
    }
}

impl Rules for AddProfile {
    fn issues(&self) -> Vec<Issue> {
        match self {
            Self::Username { value } => {
                let mut issues = not_empty(value, &["value"]);
                issues.extend(not_long(value, &["value"]));
                issues
            }
            Self::Password { value } => not_empty(value, &["value"]),
            Self::Email { .. } | Self::Phone { .. } | Self::Social { .. } | Self::ExtraProfile { .. } => {
                Vec::new()
            }
        }
    }
}

pub(super) fn not_empty(text: &str, path: &[&str]) -> Vec<Issue> {
    if text.is_empty() {
        vec![Issue::new("too_small", path, "String must contain at least 1 character(s)")]
    } else {
        Vec::new()
    }
}

fn not_long(text: &str, path: &[&str]) -> Option<Issue> {
    let is_long = text.chars().nth(MAX_IDENTIFIER_CHARACTERS).is_some();
    is_long.then(|| Issue::new("too_big", path, "String must contain at most 256 character(s)"))
}

/// The event of the wire as the flow knows it.
pub(super) const fn event(event: InteractionEvent) -> state::Event {
    match event {
        InteractionEvent::SignIn => state::Event::SignIn,
        InteractionEvent::Register => state::Event::Register,
        InteractionEvent::ForgotPassword => state::Event::ForgotPassword,
    }
}

/// An identifier of the wire as the flow knows it.
pub(super) fn identifier(identifier: Identifier) -> state::Identifier {
    let kind = match identifier.kind {
        IdentifierType::Username => IdentifierKind::Username,
        IdentifierType::Email => IdentifierKind::Email,
        IdentifierType::Phone => IdentifierKind::Phone,
    };
    state::Identifier { kind, value: identifier.value }
}
