//! Buttons that take a step of an administrator back. A console makes them without storing anything; that one was pressed is kept for as long as it is good.

use domain::{UnixMillis, UserId};
use store::{StoreError, totp_step};

use crate::Services;

/// What tells a button from an authenticator, both of which are spent in the same place.
const PREFIX: &str = "undo:";
/// A button has one step.
const STEP: i64 = 1;

/// Spends a button of an administrator, by the proof of what it does, which no other button has. Of any number of callers on any number of nodes one
/// gets `true`. That it was is forgotten at `forgotten_at`, which is to be well after it takes nothing back any more.
///
/// # Errors
/// [`StoreError`] when the database fails.
pub async fn spend(
    administrators: &Services,
    (user, proof): (&UserId, &str),
    forgotten_at: UnixMillis,
) -> Result<bool, StoreError> {
    let (exec, tenant) = (administrators.db.exec(), &administrators.tenant);
    totp_step::spend(exec, tenant, (user, &format!("{PREFIX}{proof}")), (STEP, forgotten_at)).await
}
