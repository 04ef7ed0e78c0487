//! Lock-out after repeated failures (OIDC contract §6.3): what every check of a secret that belongs to an identifier goes through.
//!
//! An attempt is counted as failed when it begins and taken back when it succeeds, so that neither parallel guesses nor other nodes get
//! past the limit. The rule is `domain::sentinel`.

use domain::{
    UnixMillis,
    sentinel::{Attempt, SentinelIdentifier, SentinelPolicy},
};
use store::StoreError;

use crate::services::{OperationError, Services};

/// An attempt that may be made. It counts as failed unless [`OpenAttempt::take_back`] is called.
#[derive(Debug)]
#[must_use = "an attempt counts as failed until it is taken back"]
pub struct OpenAttempt {
    identifier: SentinelIdentifier,
    window_started_at: UnixMillis,
    is_last: bool,
}

/// The identifier is locked: attempts are refused unseen, right ones too.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LockedOut {
    /// When attempts are taken again.
    pub until: UnixMillis,
}

/// Begins an attempt for `identifier`.
pub async fn begin_attempt(
    services: &Services,
    identifier: SentinelIdentifier,
    policy: &SentinelPolicy,
) -> Result<Result<OpenAttempt, LockedOut>, OperationError> {
    let attempt = store::sentinel::begin_attempt(
        services.db.exec(),
        &services.tenant,
        &identifier,
        policy,
        services.now(),
    )
    .await?;
    Ok(match attempt {
        Attempt::Allowed { window_started_at, is_last } => {
            Ok(OpenAttempt { identifier, window_started_at, is_last })
        }
        Attempt::Locked { until } => Err(LockedOut { until }),
    })
}

impl OpenAttempt {
    /// The attempt succeeded, or could not be decided: it does not count.
    pub async fn take_back(self, services: &Services) -> Result<(), OperationError> {
        let Self { identifier, window_started_at, is_last } = self;
        let exec = services.db.exec();
        Ok(store::sentinel::take_back(exec, &services.tenant, &identifier, window_started_at, is_last)
            .await?)
    }
}

/// Why a secret was not taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Missed<W, U> {
    /// It is wrong, which counts; why, as the check says.
    Wrong(W),
    /// It was not compared, which does not.
    Undecided(U),
}

/// Why an attempt did not succeed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AttemptRefusal<W, U> {
    /// What was shown is wrong.
    Wrong(W),
    /// It was not decided whether it is.
    Undecided(U),
    /// It is wrong, and locks the identifier: of all attempts at one, this is said of one, so that it can be told.
    LockedNow,
    /// The identifier was locked: nothing was looked at.
    LockedOut,
}

/// Makes one attempt at a secret that belongs to `identifier`, which `check` decides. It is counted before it is decided, so that parallel guesses do
/// not get past the limit, and taken back when it succeeds or could not be decided. The one frame for all checks of secrets.
pub async fn attempt<T, W, U>(
    services: &Services,
    identifier: SentinelIdentifier,
    policy: &SentinelPolicy,
    check: impl Future<Output = Result<T, Missed<W, U>>>,
) -> Result<Result<T, AttemptRefusal<W, U>>, OperationError> {
    let Ok(attempt) = begin_attempt(services, identifier, policy).await? else {
        return Ok(Err(AttemptRefusal::LockedOut));
    };
    // It counts before anything is looked at, which may take long.
    services.db.settle().await?;
    match check.await {
        Ok(proof) => {
            attempt.take_back(services).await?;
            Ok(Ok(proof))
        }
        Err(Missed::Wrong(_)) if attempt.is_last => Ok(Err(AttemptRefusal::LockedNow)),
        Err(Missed::Wrong(wrong)) => Ok(Err(AttemptRefusal::Wrong(wrong))),
        Err(Missed::Undecided(why)) => {
            // If that cannot be written either, it counts.
            let _ = attempt.take_back(services).await;
            Ok(Err(AttemptRefusal::Undecided(why)))
        }
    }
}

/// Removes up to `limit` records that no longer count, and returns how many. To be called now and then: whoever guesses at random leaves
/// one a name.
pub async fn forget_ended(services: &Services, limit: i64) -> Result<u64, StoreError> {
    let now = services.now();
    let window_floor = now.minus(SentinelPolicy::default().window);
    store::sentinel::delete_ended(services.db.exec(), &services.tenant, window_floor, now, limit).await
}
