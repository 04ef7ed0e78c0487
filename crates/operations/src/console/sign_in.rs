//! Signing in to the console: the password, then the code of an authenticator where there is one. Both are attempts that are counted
//! ([`crate::sentinel`]); an unknown name costs what a wrong password does and is answered alike.

use domain::{UserId, password::PasswordMark, sentinel::SentinelIdentifier, sign_in_experience::MfaFactor};
use serde_json::json;
use store::{console, user};

use super::{
    Origin, record, sentinel_policy,
    session::{self, NewSession},
};
use crate::{
    second_factor::{self, totp},
    sentinel::{self, Missed},
    services::{OperationError, Services},
    user::verify_password_and_upgrade,
};

const PASSWORD: &str = "Console.SignIn.Password";
const CODE: &str = "Console.SignIn.Totp";

/// How far somebody has come.
#[derive(Debug)]
pub enum Progress {
    /// They are signed in.
    SignedIn(NewSession),
    /// They have an authenticator and must show its code. The session is worth nothing else.
    NeedsCode(NewSession),
}

/// Why somebody did not come further.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SignInRefusal {
    /// Name or password, or the code, is wrong.
    Wrong,
    /// There were too many attempts.
    LockedOut,
    /// The first step is too long ago.
    TooLate,
}

impl SignInRefusal {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::LockedOut => "locked out",
            Self::TooLate => "too late",
        }
    }
}

/// The first step.
pub async fn with_password(
    services: &Services,
    (username, password): (&str, &str),
    origin: &Origin,
) -> Result<Result<Progress, SignInRefusal>, OperationError> {
    let mut attacked = None;
    let identifier = SentinelIdentifier::new("console username", username);
    let check = check(services, (username, password), &mut attacked);
    let outcome = match sentinel::attempt(services, identifier, &sentinel_policy(), check).await? {
        Ok(user) => Ok(user),
        Err(sentinel::AttemptRefusal::Wrong(())) => Err(SignInRefusal::Wrong),
        Err(sentinel::AttemptRefusal::Undecided(error)) => return Err(error),
        Err(sentinel::AttemptRefusal::LockedNow | sentinel::AttemptRefusal::LockedOut) => {
            Err(SignInRefusal::LockedOut)
        }
    };
    let error = outcome.as_ref().err().map(|refusal| refusal.as_str());
    record(services, (PASSWORD, error), (attacked.as_ref(), origin), json!({})).await?;
    let (user, mark, has_authenticator) = match outcome {
        Ok(right) => right,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let is_whole = !has_authenticator;
    let Some(begun) = begin(services, (&user, &mark), is_whole, origin).await? else {
        return Ok(Err(SignInRefusal::Wrong));
    };
    Ok(Ok(if is_whole { Progress::SignedIn(begun) } else { Progress::NeedsCode(begun) }))
}

/// Begins the session of somebody whose password was right, unless it was changed meanwhile: such a change ends every session.
async fn begin(
    services: &Services,
    (user, mark): (&UserId, &PasswordMark),
    is_whole: bool,
    origin: &Origin,
) -> Result<Option<NewSession>, OperationError> {
    let (tenant, now) = (&services.tenant, services.now());
    services
        .db
        .transaction(|tx| async move {
            let found = user::lock(tx.exec(), tenant, user, now).await?;
            let password = found.and_then(|user| user.password);
            if password.is_none_or(|password| password.mark() != *mark) {
                return Ok(None);
            }
            if is_whole {
                user::record_sign_in(tx.exec(), tenant, user, now).await?;
            }
            Ok::<_, OperationError>(Some(
                session::begin(services, tx.exec(), (user, is_whole), origin).await?,
            ))
        })
        .await
}

/// The administrator whose password this is, and whether they have an authenticator.
async fn check(
    services: &Services,
    (username, password): (&str, &str),
    attacked: &mut Option<UserId>,
) -> Result<(UserId, PasswordMark, bool), Missed<(), OperationError>> {
    let undecided = |error: store::StoreError| Missed::Undecided(error.into());
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    let user = user::find_by_username_in_any_case(exec, tenant, username).await.map_err(undecided)?;
    *attacked = user.as_ref().map(|user| user.id.clone());
    let mark = match &user {
        Some(user) => verify_password_and_upgrade(services, user, password).await,
        None => services.passwords.verify(None, password).await.map(|_| None),
    };
    let mark = mark.map_err(Missed::Undecided)?;
    let (Some(user), Some(mark)) = (user.filter(|user| !user.is_suspended), mark) else {
        return Err(Missed::Wrong(()));
    };
    if console::find(exec, tenant, &user.id).await.map_err(undecided)?.is_none() {
        return Err(Missed::Wrong(()));
    }
    let has_authenticator = second_factor::factors_of_kind(&user, MfaFactor::Totp).next().is_some();
    Ok((user.id, mark, has_authenticator))
}

/// Whether the session of a cookie waits for a code.
pub async fn waits_for_code(services: &Services, cookie: &str) -> Result<bool, OperationError> {
    Ok(session::find_waiting(services, cookie).await?.is_some())
}

/// The second step. The session goes on under another cookie.
pub async fn with_code(
    services: &Services,
    (cookie, code): (&str, &str),
    origin: &Origin,
) -> Result<Result<NewSession, SignInRefusal>, OperationError> {
    let Some((waiting, user)) = session::find_waiting(services, cookie).await? else {
        return Ok(Err(SignInRefusal::TooLate));
    };
    let check = totp::verify(services, &user, code);
    let outcome =
        match second_factor::attempt(services, (&user, MfaFactor::Totp), &sentinel_policy(), check).await? {
            Ok(_) => Ok(()),
            Err(second_factor::AttemptRefusal::Wrong(_)) => Err(SignInRefusal::Wrong),
            Err(second_factor::AttemptRefusal::LockedOut) => Err(SignInRefusal::LockedOut),
        };
    let error = outcome.as_ref().err().map(|refusal| refusal.as_str());
    record(services, (CODE, error), (Some(&user), origin), json!({})).await?;
    if let Err(refusal) = outcome {
        return Ok(Err(refusal));
    }
    let Some(whole) = session::complete(services, waiting).await? else {
        return Ok(Err(SignInRefusal::TooLate));
    };
    user::record_sign_in(services.db.exec(), &services.tenant, &user, services.now()).await?;
    Ok(Ok(whole))
}
