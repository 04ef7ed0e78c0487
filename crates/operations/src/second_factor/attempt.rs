//! Lock-out of second factors (OIDC contract §6.3): failures are counted by user and kind of factor, apart from passwords and from each other.

use domain::{
    UserId,
    sentinel::{SentinelIdentifier, SentinelPolicy},
    sign_in_experience::MfaFactor,
};

use crate::{
    sentinel,
    services::{OperationError, Services},
};

/// Why an attempt did not succeed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AttemptRefusal<R> {
    /// What was shown is wrong; why, as the check says.
    Wrong(R),
    /// There were too many failures, this one perhaps the last of them.
    LockedOut,
}

/// Makes one attempt at a factor of a user, which `check` decides. It is counted before it is decided, so that parallel guesses do not get past
/// the limit, and taken back when it succeeds or could not be decided. To be called for those only who have made the first step: nobody else
/// may lock it.
pub async fn attempt<T, R>(
    services: &Services,
    (user, kind): (&UserId, MfaFactor),
    policy: &SentinelPolicy,
    check: impl Future<Output = Result<Result<T, R>, OperationError>>,
) -> Result<Result<T, AttemptRefusal<R>>, OperationError> {
    let counted = SentinelIdentifier::new(&format!("second-factor {}", kind.as_str()), user.as_str());
    let Ok(attempt) = sentinel::begin_attempt(services, counted, policy).await? else {
        return Ok(Err(AttemptRefusal::LockedOut));
    };
    match check.await {
        Ok(Ok(proof)) => {
            attempt.take_back(services).await?;
            Ok(Ok(proof))
        }
        Ok(Err(_)) if attempt.locks_when_failed() => Ok(Err(AttemptRefusal::LockedOut)),
        Ok(Err(refusal)) => Ok(Err(AttemptRefusal::Wrong(refusal))),
        // The attempt was not decided, so it does not count; if that cannot be written either, it does.
        Err(error) => {
            let _ = attempt.take_back(services).await;
            Err(error)
        }
    }
}
