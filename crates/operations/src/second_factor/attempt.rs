//! Lock-out of second factors (OIDC contract §6.3): failures are counted by user and kind of factor, apart from passwords and from each other.

use domain::{
    UserId,
    sentinel::{SentinelIdentifier, SentinelPolicy},
    sign_in_experience::MfaFactor,
};

use crate::{
    sentinel::{self, Missed},
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

/// Makes one attempt at a factor of a user, which `check` decides, in the frame of all attempts ([`sentinel::attempt`]). To be called for those only who
/// have made the first step: nobody else may lock it.
pub async fn attempt<T, R>(
    services: &Services,
    (user, kind): (&UserId, MfaFactor),
    policy: &SentinelPolicy,
    check: impl Future<Output = Result<Result<T, R>, OperationError>>,
) -> Result<Result<T, AttemptRefusal<R>>, OperationError> {
    let counted = SentinelIdentifier::new(&format!("second-factor {}", kind.as_str()), user.as_str());
    let check = async {
        match check.await {
            Ok(Ok(proof)) => Ok(proof),
            Ok(Err(refusal)) => Err(Missed::Wrong(refusal)),
            Err(error) => Err(Missed::Undecided(error)),
        }
    };
    match sentinel::attempt(services, counted, policy, check).await? {
        Ok(proof) => Ok(Ok(proof)),
        Err(sentinel::AttemptRefusal::Wrong(refusal)) => Ok(Err(AttemptRefusal::Wrong(refusal))),
        Err(sentinel::AttemptRefusal::Undecided(error)) => Err(error),
        Err(sentinel::AttemptRefusal::LockedNow | sentinel::AttemptRefusal::LockedOut) => {
            Ok(Err(AttemptRefusal::LockedOut))
        }
    }
}
