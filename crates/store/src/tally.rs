//! What is counted by day of audit records. Each request makes some, so that a row for each count would be among the dearest things that a sign-in
//! writes; they are counted in memory, and written down now and then by [`write_down`].
//!
//! The log is what happened. These counts are for charts: a node that dies takes along what it counted since it last wrote, a few seconds of it, and
//! what another node counted is seen when that one has written it. What this node counted is part of what it reads, but for the moment of writing.

use std::collections::BTreeMap;

use domain::{TenantId, calendar::Day};
use parking_lot::Mutex;

use crate::{
    StoreError, daily_count,
    daily_count::Daily,
    daily_event,
    db::{Db, Exec},
};

/// What is counted.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Counted {
    /// What it means.
    Daily(Daily),
    /// A record of this key.
    Event(String),
}

type Counts = BTreeMap<(Day, Counted), i64>;

/// What this node has counted and not written down.
#[derive(Debug, Default)]
pub(crate) struct Tallies(Mutex<BTreeMap<TenantId, Counts>>);

impl Tallies {
    /// Counts something that is written. What is undone after all stays counted: it is for charts.
    pub(crate) fn add(&self, tenant: &TenantId, day: Day, what: Counted) {
        let mut tallies = self.0.lock();
        if !tallies.contains_key(tenant) {
            tallies.insert(tenant.clone(), Counts::new());
        }
        if let Some(counts) = tallies.get_mut(tenant) {
            *counts.entry((day, what)).or_default() += 1;
        }
    }

    /// What is counted from `first` to `last`.
    fn between(&self, tenant: &TenantId, (first, last): (Day, Day)) -> Vec<((Day, Counted), i64)> {
        let tallies = self.0.lock();
        let counts = tallies.get(tenant).into_iter().flatten();
        let within = counts.filter(|((day, _), _)| (first..=last).contains(day));
        within.map(|(counted, count)| (counted.clone(), *count)).collect()
    }

    fn put_back(&self, tenant: TenantId, counts: Counts) {
        let mut tallies = self.0.lock();
        let known = tallies.entry(tenant).or_default();
        for (counted, count) in counts {
            *known.entry(counted).or_default() += count;
        }
    }
}

/// What this node has counted of days and not written down, for whoever reads outside of a transaction.
pub(crate) fn unwritten(exec: Exec<'_>, tenant: &TenantId, days: (Day, Day)) -> Vec<((Day, Counted), i64)> {
    match exec {
        Exec::Pool(db) => db.tallies().between(tenant, days),
        Exec::Transaction(_) => Vec::new(),
    }
}

/// Writes down what was counted since the last time.
///
/// # Errors
/// When some of it could not be written; that, and what would have come after it, is kept for the next time. Counts of a tenant that is gone are given
/// up.
pub async fn write_down(db: &Db) -> Result<(), StoreError> {
    let mut taken = Taken { db, tallies: std::mem::take(&mut *db.tallies().0.lock()) };
    while let Some((tenant, counts)) = taken.tallies.first_key_value() {
        match write(db, tenant, counts).await {
            Ok(()) | Err(StoreError::ForeignKeyViolation) => {}
            Err(error) => return Err(error),
        }
        taken.tallies.pop_first();
    }
    Ok(())
}

/// What is being written down. What was not when this goes away is put back: after an error, or when nobody waits any more.
struct Taken<'a> {
    db: &'a Db,
    tallies: BTreeMap<TenantId, Counts>,
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        for (tenant, counts) in std::mem::take(&mut self.tallies) {
            self.db.tallies().put_back(tenant, counts);
        }
    }
}

/// Nodes add to rows of one shard, in one order: each holds them for a moment, every few seconds.
const SHARD_OF: &str = "";

async fn write(db: &Db, tenant: &TenantId, counts: &Counts) -> Result<(), StoreError> {
    db.transaction(|tx| async move {
        for ((day, counted), count) in counts {
            match counted {
                Counted::Daily(what) => {
                    daily_count::add(tx.exec(), tenant, *what, (day.start(), SHARD_OF), *count).await?;
                }
                Counted::Event(key) => {
                    daily_event::add(tx.exec(), tenant, (*day, key), *count).await?;
                }
            }
        }
        Ok(())
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{audit_log::Shown, both_databases};

    both_databases! {
        async fn what_is_counted_is_read_before_and_after_it_is_written_down_and_once(db: Db) {
            let (exec, tenant, day) = (db.exec(), TenantId::default_tenant(), Day::from_number(7));
            let read = async || {
                let events = daily_event::by_day(exec, &tenant, (Shown::Provider, None), (day, day)).await.unwrap();
                (daily_count::by_day(exec, &tenant, day, day).await.unwrap(), events)
            };
            for round in 1..=2 {
                for _ in 0..3 {
                    db.tallies().add(&tenant, day, Counted::Daily(Daily::Tokens));
                    db.tallies().add(&tenant, day, Counted::Event("Interaction.End".to_owned()));
                }
                let told = (vec![(Daily::Tokens, day, 3 * round)], vec![(day, 3 * round)]);
                assert_eq!(read().await, told);
                write_down(&db).await.unwrap();
                assert_eq!(db.tallies().between(&tenant, (day, day)), []);
                assert_eq!(read().await, told);
                write_down(&db).await.unwrap();
                assert_eq!(read().await, told);
            }
        }

        async fn a_tenant_that_is_gone_holds_up_nobody(db: Db) {
            let (exec, tenant, day) = (db.exec(), TenantId::default_tenant(), Day::from_number(7));
            db.tallies().add(&TenantId::new("a-tenant-that-is-gone"), day, Counted::Daily(Daily::Tokens));
            db.tallies().add(&tenant, day, Counted::Daily(Daily::Tokens));
            write_down(&db).await.unwrap();
            assert!(db.tallies().0.lock().is_empty());
            assert_eq!(daily_count::by_day(exec, &tenant, day, day).await.unwrap(), [(Daily::Tokens, day, 1)]);
        }

        async fn what_is_cut_off_before_it_was_written_is_kept(db: Db) {
            let (exec, tenant, day) = (db.exec(), TenantId::default_tenant(), Day::from_number(7));
            db.tallies().add(&tenant, day, Counted::Daily(Daily::Tokens));
            // Somebody else writes, so that it has to wait.
            let held = db.transaction(|_| async {
                let _ = tokio::time::timeout(Duration::from_millis(50), write_down(&db)).await;
                Ok::<(), StoreError>(())
            });
            held.await.unwrap();
            assert_eq!(daily_count::by_day(exec, &tenant, day, day).await.unwrap(), [(Daily::Tokens, day, 1)]);
        }

        async fn the_end_of_the_program_writes_down_what_is_left(db: Db) {
            let (tenant, day) = (TenantId::default_tenant(), Day::from_number(7));
            db.tallies().add(&tenant, day, Counted::Daily(Daily::SignIns));
            db.close().await.unwrap();
            assert!(db.tallies().0.lock().is_empty());
            let told = daily_count::by_day(db.exec(), &tenant, day, day).await.unwrap();
            assert_eq!(told, [(Daily::SignIns, day, 1)]);
        }
    }

    #[test]
    fn what_could_not_be_written_is_added_to_what_came_since() {
        let (tallies, tenant, day) = (Tallies::default(), TenantId::default_tenant(), Day::from_number(7));
        let tokens = || Counted::Daily(Daily::Tokens);
        tallies.add(&tenant, day, tokens());
        tallies.put_back(tenant.clone(), Counts::from([((day, tokens()), 4)]));
        assert_eq!(tallies.between(&tenant, (day, day)), [((day, tokens()), 5)]);
        assert_eq!(tallies.between(&tenant, (Day::from_number(8), Day::from_number(9))), []);
    }
}
