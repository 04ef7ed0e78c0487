//! What runs beside requests: removing what has ended and writing down which key signs now and then, delivering to webhooks, telling applications
//! of sign-outs, and learning where changed texts can be found.
//!
//! It is done in small transactions, so that no request waits long for one, and by every node: what another node removed is simply no
//! longer there.

pub mod tenants;

use std::{sync::Arc, time::Duration};

use domain::calendar::Day;
use operations::{OperationError, Services, back_channel_logout, hooks, keys::rotation};
use store::{
    Db, StoreError, audit_log, daily_active_user, daily_count, daily_event,
    expiry::{Expiring, Sweep, delete_expired},
    search, tally,
};

use crate::serving::Shutdown;

/// How often it is done.
const INTERVAL: Duration = Duration::from_secs(60);
/// How long events of other nodes and those to be tried again wait to be found.
const DELIVERY_INTERVAL: Duration = Duration::from_secs(1);
/// How long changed texts wait to be seen to.
const INDEX_INTERVAL: Duration = Duration::from_secs(1);
/// How long counts for charts are kept in memory alone.
const TALLY_INTERVAL: Duration = Duration::from_secs(2);
/// How long audit records wait to be filed.
const FILING_INTERVAL: Duration = Duration::from_millis(500);
/// How many changed texts one transaction sees to at the most.
const TEXTS: u32 = 1_000;
/// How many pages of what is known of texts one transaction writes anew at the most.
const PAGES: u32 = 16;
/// How many rows one transaction removes at the most.
const BATCH: i64 = 500;
/// How many rows one part of a sweep looks at.
const SWEPT_ROWS: u32 = 500;
/// How many parts in which little had ended a sweep looks at each time.
const SWEPT_IN_VAIN: u32 = 40;
/// For how many days it is kept who was active and how much there was of what is counted: the dashboard shows two months, of any day of the last one.
const ACTIVITY_DAYS: i64 = daily_event::KEPT_DAYS;
/// How long to leave the database to requests between two transactions.
const PAUSE: Duration = Duration::from_millis(20);
/// The same where as many of them may be needed as there are requests.
const SHORT_PAUSE: Duration = Duration::from_millis(2);

/// Does it now and then until the program is told to stop. A transaction that is under way then is undone; the program must wait for this
/// before it closes the database.
pub async fn run(services: Arc<Services>, audit_retention: Option<Duration>, mut shutdown: Shutdown) {
    let for_ever = async {
        loop {
            tokio::time::sleep(INTERVAL).await;
            clean_up(&services, audit_retention).await;
        }
    };
    tokio::select! {
        () = for_ever => {}
        () = shutdown.requested() => {}
    }
}

async fn clean_up(services: &Services, audit_retention: Option<Duration>) {
    if let Err(error) = rotation::promote_due(services).await {
        tracing::warn!(error.message = %error, "a signing key's turn could not be written down");
    }
    match remove_all(services, audit_retention).await {
        Ok(0) => {}
        Ok(rows) => tracing::debug!(rows, "removed what has ended"),
        Err(error) => tracing::warn!(error.message = %error, "what has ended could not be removed"),
    }
}

/// Delivers to webhooks until the program is told to stop: at once when something happens here, and now and then what another node left or
/// what is to be tried again.
pub async fn deliver(services: Arc<Services>, mut shutdown: Shutdown) {
    let for_ever = async {
        loop {
            match hooks::deliver_due(&services).await {
                Ok(0) => {
                    let _ = tokio::time::timeout(DELIVERY_INTERVAL, services.deliveries.notified()).await;
                }
                Ok(deliveries) => tracing::debug!(deliveries, "delivered to webhooks"),
                Err(error) => {
                    tracing::warn!(error.message = %error, "webhooks could not be delivered to");
                    tokio::time::sleep(DELIVERY_INTERVAL).await;
                }
            }
        }
    };
    tokio::select! {
        () = for_ever => {}
        () = shutdown.requested() => {}
    }
}

/// Tells applications that sessions have ended until the program is told to stop. Beside webhooks: who is slow to hear of one holds up nothing
/// of the other.
pub async fn announce_sign_outs(services: Arc<Services>, mut shutdown: Shutdown) {
    let for_ever = async {
        loop {
            match back_channel_logout::deliver_due(&services).await {
                Ok(0) => tokio::time::sleep(DELIVERY_INTERVAL).await,
                Ok(attempts) => tracing::debug!(attempts, "told applications of sign-outs"),
                Err(error) => {
                    tracing::warn!(error.message = %error, "applications could not be told of sign-outs");
                    tokio::time::sleep(DELIVERY_INTERVAL).await;
                }
            }
        }
    };
    tokio::select! {
        () = for_ever => {}
        () = shutdown.requested() => {}
    }
}

/// Writes down what this node counts for the dashboard and the log's chart, until the program is told to stop; the rest is written when it closes the
/// database. Writing is not cut off: what was committed would be counted twice.
pub async fn write_tallies(services: Arc<Services>, mut shutdown: Shutdown) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(TALLY_INTERVAL) => {}
            () = shutdown.requested() => return,
        }
        if let Err(error) = tally::write_down(&services.db).await {
            tracing::warn!(error.message = %error, "what was counted for charts could not be written down yet");
        }
    }
}

/// Files audit records until the program is told to stop; what came since is filed when it closes the database, or by the next start.
pub async fn file_audit_records(services: Arc<Services>, mut shutdown: Shutdown) {
    let for_ever = async {
        loop {
            match audit_log::file(&services.db, audit_log::FILED_AT_ONCE).await {
                // Others want to write too.
                Ok(filed) if i64::try_from(filed).is_ok_and(|filed| filed >= audit_log::FILED_AT_ONCE) => {
                    tokio::time::sleep(SHORT_PAUSE).await;
                }
                // What comes meanwhile shares its pages.
                Ok(_) => tokio::time::sleep(FILING_INTERVAL).await,
                Err(error) => {
                    tracing::warn!(error.message = %error, "audit records could not be filed; lists of them will take longer");
                    tokio::time::sleep(DELIVERY_INTERVAL).await;
                }
            }
        }
    };
    tokio::select! {
        () = for_ever => {}
        () = shutdown.requested() => {}
    }
}

/// Keeps searches quick until the program is told to stop: sees to rows that were changed, many at a time, and puts together what that
/// leaves in many parts.
pub async fn index_texts(services: Arc<Services>, mut shutdown: Shutdown) {
    let for_ever = async {
        loop {
            match search::bring_up_to_date(&services.db, TEXTS).await {
                Ok(0) => tokio::time::sleep(INDEX_INTERVAL).await,
                Ok(_) => {
                    // Others want to write too.
                    tokio::time::sleep(PAUSE).await;
                    merge_texts(&services.db).await;
                }
                Err(error) => {
                    tracing::warn!(error.message = %error, "searches are not up to date and will take longer");
                    tokio::time::sleep(INTERVAL).await;
                }
            }
        }
    };
    tokio::select! {
        () = for_ever => {}
        () = shutdown.requested() => {}
    }
}

/// Between changes rather than when there are none: there may always be some.
async fn merge_texts(db: &Db) {
    loop {
        match search::merge(db, PAGES).await {
            Ok(true) => tokio::time::sleep(PAUSE).await,
            Ok(false) => return,
            Err(error) => {
                tracing::warn!(error.message = %error, "what searches look into could not be put together");
                return;
            }
        }
    }
}

async fn remove_all(services: &Services, audit_retention: Option<Duration>) -> Result<u64, OperationError> {
    let ended = remove_ended(services).await?;
    let Some(retention) = audit_retention else { return Ok(ended) };
    Ok(ended + remove_audit_records(services, retention).await?)
}

/// Removes audit records that are older than `retention`, and returns how many that were.
pub async fn remove_audit_records(services: &Services, retention: Duration) -> Result<u64, OperationError> {
    let before = services.now().minus(retention);
    let (db, tenant) = (&services.db, &services.tenant);
    let removed = in_batches(|| audit_log::delete_before(db.exec(), tenant, before, BATCH)).await?;
    // The counts of a day stay as long as anything of it does.
    in_batches(|| daily_event::delete_before(db.exec(), tenant, Day::of(before), BATCH)).await?;
    Ok(removed)
}

/// Removes everything that has ended, and returns how many rows that were.
pub async fn remove_ended(services: &Services) -> Result<u64, OperationError> {
    let now = services.now();
    services.verified_tokens.remove_expired(now.as_seconds());
    let mut removed = in_batches(|| operations::sentinel::forget_ended(services, BATCH)).await?;
    let (db, tenant) = (&services.db, &services.tenant);
    for what in Expiring::ALL {
        removed += match what.sweep() {
            Some(kind) => sweep(services, kind).await?,
            None => in_batches(|| delete_expired(db.exec(), what, tenant, now, BATCH)).await?,
        };
    }
    let before = Day::of(now).plus_days(-ACTIVITY_DAYS);
    removed += in_batches(|| daily_active_user::delete_before(db.exec(), tenant, before, BATCH)).await?;
    removed +=
        in_batches(|| daily_active_user::delete_counts_before(db.exec(), tenant, before, BATCH)).await?;
    removed += in_batches(|| daily_count::delete_before(db.exec(), tenant, before, BATCH)).await?;
    removed += in_batches(|| daily_event::delete_before(db.exec(), tenant, before, BATCH)).await?;
    Ok(removed)
}

/// Looks for what has ended from anywhere on and round the end to there again. Of a long table it looks at a part each time, and at more as long as it
/// finds much: what has ended and is still there is at most about a tenth of it.
async fn sweep(services: &Services, kind: Sweep) -> Result<u64, StoreError> {
    let start = kind.anywhere(&*services.entropy);
    let (mut after, mut is_round, mut removed, mut in_vain) = (start.clone(), false, 0, 0);
    loop {
        let part =
            kind.part(services.db.exec(), &services.tenant, services.now(), &after, SWEPT_ROWS).await?;
        removed += part.removed;
        in_vain += u32::from(part.removed < u64::from(SWEPT_ROWS) / 10);
        let is_last = match part.next {
            Some(next) => {
                after = next;
                is_round && after >= start
            }
            None if is_round => true,
            None => {
                (after, is_round) = (kind.beginning(), true);
                continue;
            }
        };
        if is_last || in_vain >= SWEPT_IN_VAIN {
            return Ok(removed);
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn in_batches<F: Future<Output = Result<u64, StoreError>>>(
    remove: impl Fn() -> F,
) -> Result<u64, StoreError> {
    let mut removed = 0;
    loop {
        let rows = remove().await?;
        removed += rows;
        if rows < BATCH.unsigned_abs() {
            return Ok(removed);
        }
        tokio::time::sleep(PAUSE).await;
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn batches_follow_each_other_until_one_is_not_full() {
        let rows = Cell::new(1_200_u64);
        let removed = in_batches(|| {
            let batch = rows.get().min(500);
            rows.set(rows.get() - batch);
            std::future::ready(Ok(batch))
        });
        assert_eq!(removed.await.unwrap(), 1_200);
        assert_eq!(rows.get(), 0);
    }
}
