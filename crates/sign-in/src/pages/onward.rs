//! Where a browser goes after a step: as far as can be gone without a question, then to the page that asks it.

use axum::{http::StatusCode, response::Response};
use domain::sign_in_experience::IdentifierKind;
use http_kit::ApiError;

use super::{agreement::is_missing, redirect, steps::first_factor};
use crate::{
    flow::Flow,
    state::{Event, Identifier, Verification},
};

/// Where the pages of the steps are.
pub(super) mod path {
    pub(in crate::pages) const PASSWORD: &str = "/sign-in/password";
    pub(in crate::pages) const CODE: &str = "/sign-in/code";
    pub(in crate::pages) const ACCOUNT: &str = "/sign-in/account";
    pub(in crate::pages) const CONTINUE: &str = "/sign-in/continue";
    pub(in crate::pages) const AGREEMENT: &str = "/sign-in/terms";
    pub(in crate::pages) const LINK: &str = "/sign-in/link";
    pub(in crate::pages) const FORGOTTEN: &str = "/forgot-password";
    pub(in crate::pages) const NEW_PASSWORD: &str = "/forgot-password/new";
    pub(in crate::pages) const PASSKEY: &str = "/sign-in/passkey";
    pub(in crate::pages) const FACTOR: &str = "/sign-in/factor";
    pub(in crate::pages) const TOTP: &str = "/sign-in/factor/totp";
    pub(in crate::pages) const BACKUP_CODE: &str = "/sign-in/factor/backup-code";
    pub(in crate::pages) const PASSKEY_FACTOR: &str = "/sign-in/factor/passkey";
    pub(in crate::pages) const FACTOR_CODE: &str = "/sign-in/factor/code";
    pub(in crate::pages) const SET_UP: &str = "/sign-in/set-up";
    pub(in crate::pages) const NEW_TOTP: &str = "/sign-in/set-up/totp";
    pub(in crate::pages) const NEW_PASSKEY: &str = "/sign-in/set-up/passkey";
    pub(in crate::pages) const NEW_BACKUP_CODES: &str = "/sign-in/set-up/backup-codes";
    pub(in crate::pages) const NEW_EMAIL: &str = "/sign-in/set-up/email";
    pub(in crate::pages) const PROVIDERS: &str = "/single-sign-on/providers";
    pub(in crate::pages) const NEW_PHONE: &str = "/sign-in/set-up/phone";
}

/// Where somebody goes next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Next {
    /// To the provider, which lets them in.
    In(String),
    /// To a page that asks something.
    Ask(&'static str),
    /// To the sign-in page, which says that the password was changed.
    PasswordChanged,
}

impl Next {
    /// The answer, once what is known so far was kept.
    pub(super) async fn answer(self, flow: &Flow) -> Result<Response, ApiError> {
        let location = match self {
            Self::In(location) => location,
            Self::Ask(path) => {
                flow.save().await?;
                flow.visit.page_url(path)
            }
            // The interaction has forgotten everything.
            Self::PasswordChanged => format!("{}&changed=password", flow.visit.page_url("/sign-in")),
        };
        let mut answer = redirect(StatusCode::SEE_OTHER, &location);
        flow.set_device_cookie(answer.headers_mut());
        Ok(answer)
    }
}

/// Goes on with a proof of who somebody is.
pub(super) async fn with_proof(flow: &mut Flow, verification_id: &str) -> Result<Next, ApiError> {
    let event = flow.experience.event();
    if event == Event::Register && flow.experience.user_id().is_none() && is_missing(flow) {
        // No account is made before its owner has agreed.
        return Ok(Next::Ask(path::AGREEMENT));
    }
    match flow.identify(Some(verification_id)).await {
        Ok(_) => onward(flow).await,
        Err(error) => match (error.code().unwrap_or_default(), event) {
            ("user.user_not_exist", Event::SignIn) if may_register(flow) => Ok(Next::Ask(path::ACCOUNT)),
            // What an enterprise's provider proves signs in where it can; that it does not, is said.
            ("user.email_already_in_use" | "user.phone_already_in_use", Event::Register)
                if flow.visit.settings.mode.allows_sign_in()
                    && !matches!(proof(flow), Some(Verification::EnterpriseSso(_))) =>
            {
                Ok(Next::Ask(path::ACCOUNT))
            }
            ("user.missing_profile", Event::Register) => Ok(Next::Ask(path::CONTINUE)),
            _ => Err(error),
        },
    }
}

/// Goes on once something was collected: makes the account if there is none yet.
pub(super) async fn with_profile(flow: &mut Flow) -> Result<Next, ApiError> {
    if flow.experience.event() == Event::Register && flow.experience.user_id().is_none() {
        match flow.identify(None).await {
            Ok(_) => {}
            Err(error) if error.code() == Some("user.missing_profile") => {
                return Ok(Next::Ask(path::CONTINUE));
            }
            Err(error) => return Err(error),
        }
    }
    onward(flow).await
}

/// Lets the identified user in, or asks what is still to be asked.
pub(super) async fn onward(flow: &mut Flow) -> Result<Next, ApiError> {
    if is_missing(flow) {
        return Ok(Next::Ask(path::AGREEMENT));
    }
    match flow.submit().await {
        Ok(location) => Ok(Next::In(location)),
        Err(error) => match error.code().unwrap_or_default() {
            "user.missing_profile" => Ok(Next::Ask(path::CONTINUE)),
            "session.mfa.require_mfa_verification" => first_factor(flow).await,
            "user.missing_mfa" | "user.suggest_mfa" | "session.mfa.suggest_additional_mfa" => {
                Ok(Next::Ask(path::SET_UP))
            }
            "session.mfa.backup_code_required" => Ok(Next::Ask(path::NEW_BACKUP_CODES)),
            "user.passkey_preferred" => Ok(Next::Ask(path::NEW_PASSKEY)),
            _ => Err(error),
        },
    }
}

/// Whether whoever has proven an address that nobody has may make an account with it.
fn may_register(flow: &Flow) -> bool {
    let settings = &flow.visit.settings;
    let is_taken = match proven_address(flow) {
        // A link is only sent to those who may come in.
        Some((_, true)) | None => true,
        Some((identifier, false)) => settings.sign_up.identifiers.contains(&identifier.kind),
    };
    settings.mode.allows_register() && is_taken
}

/// The address that was proven last, and whether it was by a link.
pub(super) fn proven_address(flow: &Flow) -> Option<(Identifier, bool)> {
    proof(flow).and_then(|verification| match verification {
        Verification::OneTimeToken(token) => {
            Some((Identifier { kind: IdentifierKind::Email, value: token.email.clone() }, true))
        }
        verification => verification.code().map(|code| (code.identifier.clone(), false)),
    })
}

/// The proof that says most about whose account it is: the last one that is complete.
pub(super) fn proof(flow: &Flow) -> Option<&Verification> {
    flow.experience.verifications().iter().rev().find(|verification| match verification {
        Verification::OneTimeToken(_) => true,
        Verification::Social(social) => social.identity.is_some(),
        Verification::EnterpriseSso(sso) => sso.identity.is_some(),
        verification => verification.code().is_some_and(|code| code.is_verified),
    })
}
