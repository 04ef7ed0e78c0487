//! Whether a password that somebody chooses may be chosen: the tenant's rules, an operator's own list, and a range service that knows passwords
//! from leaks (the protocol of Have I Been Pwned's Pwned Passwords).
//!
//! The service is asked last, and only about passwords against which nothing else speaks. It is told five digits of the SHA-1, which hundreds of
//! passwords share, and fills its answers up, so that their length tells nothing either.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use domain::{
    password::{KnownPasswords, PasswordRejection, PersonalInformation, RangeQuestion},
    sign_in_experience::PasswordSettings,
};
use http::{Request, header};

use crate::Services;

/// How long a service may think: somebody waits.
const TIMEOUT: Duration = Duration::from_secs(1);

/// Who knows passwords from leaks, beside the short list that is built in.
#[derive(Clone, Debug, Default)]
pub struct KnownPasswordSources {
    /// An operator's own list.
    pub list: Option<Arc<KnownPasswords>>,
    /// A service.
    pub range: Option<RangeService>,
}

/// A service that is asked for ranges of SHA-1 digests.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RangeService {
    /// Where it is, without the digits at the end; ends in `/`.
    pub address: String,
    /// Whether passwords are refused that it could not be asked about; otherwise they are taken.
    pub refuses_unchecked: bool,
}

/// The service gave no answer, and without one no password is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("whether the password is known from leaks could not be checked")]
pub struct Unchecked;

/// Every reason to refuse a password; empty when it may be chosen.
///
/// # Errors
/// [`Unchecked`] where nothing else speaks against it.
pub async fn check(
    services: &Services,
    settings: &PasswordSettings,
    (password, user): (&str, &PersonalInformation<'_>),
) -> Result<Vec<PasswordRejection>, Unchecked> {
    let mut rejections = settings.check(password, user);
    let sources = &services.known_passwords;
    let is_too_long = matches!(rejections.first(), Some(PasswordRejection::TooLong { .. }));
    if !settings.rejects_known() || is_too_long || rejections.contains(&PasswordRejection::Pwned) {
        return Ok(rejections);
    }
    if sources.list.as_ref().is_some_and(|list| list.holds(password)) {
        rejections.push(PasswordRejection::Pwned);
    }
    if rejections.is_empty()
        && let Some(range) = &sources.range
        && is_known(services, range, password).await?
    {
        rejections.push(PasswordRejection::Pwned);
    }
    Ok(rejections)
}

async fn is_known(services: &Services, range: &RangeService, password: &str) -> Result<bool, Unchecked> {
    let question = RangeQuestion::about(password);
    let is_known = match ask(services, range, &question).await {
        Some(answer) => question.is_named_in(&answer),
        None => None,
    };
    match is_known {
        Some(is_known) => Ok(is_known),
        None if range.refuses_unchecked => Err(Unchecked),
        None => Ok(false),
    }
}

/// What the service answers. Neither digits nor address are logged.
async fn ask(services: &Services, range: &RangeService, question: &RangeQuestion) -> Option<String> {
    let request = Request::get(format!("{}{}", range.address, question.prefix()))
        .header("add-padding", "true")
        .header(header::USER_AGENT, "guildhall");
    let request = request.body(Bytes::new()).ok()?;
    match services.outbound.send(request, TIMEOUT).await {
        Ok(said) if said.status.is_success() => {
            let text = String::from_utf8(said.body.to_vec()).ok();
            if text.as_ref().is_none_or(|text| question.is_named_in(text).is_none()) {
                tracing::warn!("the service that knows leaked passwords answered something else");
            }
            text
        }
        Ok(said) => {
            tracing::warn!(
                http.status = said.status.as_u16(),
                "the service that knows leaked passwords gave no answer"
            );
            None
        }
        Err(error) => {
            tracing::warn!(error.message = %domain::causes(&error), "the service that knows leaked passwords was not reached");
            None
        }
    }
}
