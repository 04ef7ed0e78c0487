//! What runs beside requests: removing what has ended and writing down which key signs now and then, delivering to webhooks, telling applications
//! of sign-outs, and learning where changed texts can be found.
//!
//! It is done in small transactions, so that no request waits long for one, and by every node: what another node removed is simply no
//! longer there.

pub mod tenants;

use std::{sync::Arc, time::Duration};

use domain::calendar::Day;
use http_kit::causes;
use operations::{OperationError, Services, back_channel_logout, hooks, keys::rotation};
use store::{
    Db, StoreError, audit_log, daily_active_user, daily_count, daily_event,
    expiry::{Expiring, Sweep, SweepKey, SweptPart, delete_expired},
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
        tracing::warn!(error.message = %causes(&error), "a signing key's turn could not be written down");
    }
    // What went wrong is told where it happened.
    if let Ok(rows @ 1..) = remove_all(services, audit_retention).await {
        tracing::debug!(rows, "removed what has ended");
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
                    tracing::warn!(error.message = %causes(&error), "webhooks could not be delivered to");
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
                    tracing::warn!(error.message = %causes(&error), "applications could not be told of sign-outs");
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
            tracing::warn!(error.message = %causes(&error), "what was counted for charts could not be written down yet");
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
                    tracing::warn!(error.message = %causes(&error), "audit records could not be filed; lists of them will take longer");
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
                    tracing::warn!(error.message = %causes(&error), "searches are not up to date and will take longer");
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
                tracing::warn!(error.message = %causes(&error), "what searches look into could not be put together");
                return;
            }
        }
    }
}

async fn remove_all(services: &Services, audit_retention: Option<Duration>) -> Result<u64, OperationError> {
    let ended = remove_ended(services).await;
    let Some(retention) = audit_retention else { return ended };
    let old = remove_audit_records(services, retention).await;
    if let Err(error) = &old {
        tracing::warn!(error.message = %causes(error), what = "AuditRecords", "what has ended could not be removed");
    }
    Ok(ended? + old?)
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

/// Removes everything that has ended, and returns how many rows that were. What cannot be removed keeps nothing else from it, unless the database is
/// away.
///
/// # Errors
/// The first of them.
pub async fn remove_ended(services: &Services) -> Result<u64, OperationError> {
    let now = services.now();
    services.verified_tokens.remove_expired(now.as_seconds());
    let mut removed = Removed::default();
    let attempts = in_batches(|| operations::sentinel::forget_ended(services, BATCH)).await;
    removed.note("Attempts", attempts)?;
    let (db, tenant) = (&services.db, &services.tenant);
    for what in Expiring::ALL {
        let ended = match what.sweep() {
            Some(kind) => sweep(services, what, kind).await,
            None => in_batches(|| delete_expired(db.exec(), what, tenant, now, BATCH)).await,
        };
        removed.note(&format!("{what:?}"), ended)?;
    }
    let before = Day::of(now).plus_days(-ACTIVITY_DAYS);
    let users = in_batches(|| daily_active_user::delete_before(db.exec(), tenant, before, BATCH)).await;
    removed.note("DailyActiveUsers", users)?;
    let user_counts =
        in_batches(|| daily_active_user::delete_counts_before(db.exec(), tenant, before, BATCH)).await;
    removed.note("DailyActiveUserCounts", user_counts)?;
    let counts = in_batches(|| daily_count::delete_before(db.exec(), tenant, before, BATCH)).await;
    removed.note("DailyCounts", counts)?;
    let events = in_batches(|| daily_event::delete_before(db.exec(), tenant, before, BATCH)).await;
    removed.note("DailyEvents", events)?;
    removed.error.map_or(Ok(removed.rows), Err)
}

/// How much was removed, and what went wrong first.
#[derive(Default)]
struct Removed {
    rows: u64,
    error: Option<OperationError>,
}

impl Removed {
    /// Adds what came of removing `what`, and tells what went wrong.
    ///
    /// # Errors
    /// When the database is away: what follows would fail too, each after a wait.
    fn note(
        &mut self,
        what: &str,
        result: Result<u64, impl Into<OperationError>>,
    ) -> Result<(), OperationError> {
        match result.map_err(Into::into) {
            Ok(rows) => self.rows += rows,
            Err(error) => {
                tracing::warn!(error.message = %causes(&error), what, "what has ended could not be removed");
                if matches!(error, OperationError::Store(StoreError::Unavailable(_))) {
                    return Err(error);
                }
                self.error.get_or_insert(error);
            }
        }
        Ok(())
    }
}

/// Looks for what has ended from where the last sweep ended, and round the end of the table.
async fn sweep(services: &Services, what: Expiring, kind: Sweep) -> Result<u64, StoreError> {
    let start = services.sweeps.place(what).unwrap_or_else(|| kind.anywhere(&*services.entropy));
    let (db, tenant) = (&services.db, &services.tenant);
    let part =
        |after| async move { kind.part(db.exec(), tenant, services.now(), (&after, SWEPT_ROWS)).await };
    let (removed, end) = in_parts(start, kind.beginning(), part).await?;
    services.sweeps.note(what, end);
    Ok(removed)
}

/// Takes part after part, until all have been looked at or many in which little had ended; returns how much had, and where to go on. As long as much is found it goes
/// on, so that what has ended and is still there is about a tenth of a table at the most.
async fn in_parts<F: Future<Output = Result<SweptPart, StoreError>>>(
    start: SweepKey,
    beginning: SweepKey,
    part: impl Fn(SweepKey) -> F,
) -> Result<(u64, SweepKey), StoreError> {
    let (mut after, mut is_round, mut removed, mut in_vain) = (start.clone(), false, 0, 0);
    loop {
        let found = part(after.clone()).await?;
        removed += found.removed;
        in_vain += u32::from(found.removed < u64::from(SWEPT_ROWS) / 10);
        match found.next {
            Some(next) => after = next,
            None if is_round => return Ok((removed, beginning)),
            None => (after, is_round) = (beginning.clone(), true),
        }
        if in_vain >= SWEPT_IN_VAIN || (is_round && after >= start) {
            return Ok((removed, after));
        }
        tokio::time::sleep(SHORT_PAUSE).await;
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
    use std::cell::{Cell, RefCell};

    use super::*;

    /// A table of so many rows, of which those have ended that `has_ended` says: parts of it, as they are asked for.
    async fn swept(rows: u32, start: u32, has_ended: impl Fn(u32) -> bool) -> (u64, SweepKey, Vec<u32>) {
        let key = |row: u32| SweepKey::Id(format!("{row:08}"));
        let asked = RefCell::new(Vec::new());
        let part = |after| {
            let SweepKey::Id(after) = after else { unreachable!("it has ids") };
            let after: u32 = if after.is_empty() { 0 } else { after.parse().unwrap() };
            asked.borrow_mut().push(after);
            let last = rows.min(after + SWEPT_ROWS).max(after);
            let removed = (after + 1..=last).filter(|row| has_ended(*row)).count() as u64;
            std::future::ready(Ok(SweptPart {
                next: (last - after == SWEPT_ROWS).then(|| key(last)),
                removed,
            }))
        };
        let (removed, end) = in_parts(key(start), SweepKey::Id(String::new()), part).await.unwrap();
        (removed, end, asked.into_inner())
    }

    #[tokio::test(start_paused = true)]
    async fn a_sweep_goes_round_a_short_table_once() {
        let (_, end, asked) = swept(1_700, 600, |_| false).await;
        assert_eq!((end, asked), (SweepKey::Id("00001000".into()), vec![600, 1_100, 1_600, 0, 500]));
        // From behind its end, and where there is nothing.
        assert_eq!(swept(700, 900, |_| true).await.2, [900, 0, 500]);
        assert_eq!(swept(0, 900, |_| true).await.2, [900, 0]);
    }

    #[tokio::test(start_paused = true)]
    async fn of_a_long_table_a_sweep_looks_at_a_part_and_at_more_as_long_as_it_finds_much() {
        let (removed, end, asked) = swept(1_000_000, 5_000, |row| row % 11 == 0).await;
        assert_eq!(asked.len(), SWEPT_IN_VAIN as usize);
        assert_eq!(end, SweepKey::Id("00025000".into()), "the next goes on there");
        assert_eq!(removed, 20_000 / 11);
        let (_, _, asked) = swept(100_000, 5_000, |row| row % 10 == 0).await;
        assert_eq!(asked.len(), 201, "all of it");
    }

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
