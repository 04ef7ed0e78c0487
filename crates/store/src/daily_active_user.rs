//! Who was active on which day, for the dashboard (Management API contract §11). Written at most once a user and day.
//!
//! How many users were active in a span of days is not counted from these rows, of which there may be millions: beside them is kept how many users came
//! back on each day after how many days. A user who was active in a span was so on one day of it for the first time, and that is a day before which they
//! were away for longer than the span had lasted by then.

use std::collections::BTreeMap;

use domain::{TenantId, UserId, calendar::Day};

use crate::{
    StoreError,
    counter::few_shards,
    db::{Exec, ListBuilder, Param, Row},
    params,
};

const INSERT: &str = "INSERT INTO daily_active_users (tenant_id, day, user_id) VALUES ($1, $2, $3)
                      ON CONFLICT (tenant_id, day, user_id) DO NOTHING";

/// How many days the longest span has that users are counted in.
pub const LONGEST: i64 = 30;

/// How the counts of users who came back change: of each tenant, day, number of days that they had been away, and shard.
#[derive(Debug, Default)]
pub(crate) struct Returns<'a>(BTreeMap<(&'a TenantId, i64, i64, u32), i64>);

impl<'a> Returns<'a> {
    /// Counts a user who was active on a day and before that on another.
    fn count(&mut self, tenant: &'a TenantId, user: &UserId, (day, before): (Day, Option<Day>), delta: i64) {
        let gap = before.map(|before| day.number() - before.number()).filter(|gap| *gap < LONGEST);
        let key = (tenant, day.number(), gap.unwrap_or(0), few_shards(user.as_str()));
        *self.0.entry(key).or_default() += delta;
    }

    /// Writes them, in one order, after all rows of users: so nodes wait for each other and for nothing else.
    pub(crate) async fn write(self, exec: Exec<'_>) -> Result<(), StoreError> {
        for ((tenant, day, gap, shard), delta) in self.0 {
            exec.execute(COUNT, params![tenant, day, gap, shard, delta]).await?;
        }
        Ok(())
    }
}

/// Notes that a user was active on a day. To be called in a transaction.
pub async fn insert(exec: Exec<'_>, tenant: &TenantId, day: Day, user: &UserId) -> Result<(), StoreError> {
    let mut returns = Returns::default();
    note(exec, (tenant, day, user), &mut returns).await?;
    returns.write(exec).await
}

/// The same of one of many, whose counts are gathered in `returns`, to be written when all are noted.
pub(crate) async fn note<'a>(
    exec: Exec<'_>,
    (tenant, day, user): (&'a TenantId, Day, &UserId),
    returns: &mut Returns<'a>,
) -> Result<(), StoreError> {
    if exec.execute(INSERT, params![tenant, day.number(), user]).await? == 0 {
        return Ok(());
    }
    let around: Vec<Day> =
        (1 - LONGEST..LONGEST).filter(|days| *days != 0).map(|days| day.plus_days(days)).collect();
    let around = of_user(exec, tenant, user, &around).await?;
    let before = around.iter().copied().rfind(|other| *other < day);
    returns.count(tenant, user, (day, before), 1);
    // A record of the evening may come after one of the next morning.
    if let Some(after) = around.into_iter().find(|other| *other > day) {
        returns.count(tenant, user, (after, before), -1);
        returns.count(tenant, user, (after, Some(day)), 1);
    }
    Ok(())
}

const COUNT: &str = "
INSERT INTO daily_returns (tenant_id, day, gap, shard, value) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (tenant_id, day, gap, shard) DO UPDATE SET value = daily_returns.value + excluded.value";

const BY_DAY: &str = "SELECT day, CAST(SUM(value) AS BIGINT) FROM daily_returns
                      WHERE tenant_id = $1 AND day >= $2 AND day <= $3 GROUP BY day ORDER BY day";

/// How many users were active on each day from `first` to `last`; days without any are left out.
pub async fn by_day(
    exec: Exec<'_>,
    tenant: &TenantId,
    first: Day,
    last: Day,
) -> Result<Vec<(Day, i64)>, StoreError> {
    let read = |row: &Row<'_>| Ok((Day::from_number(row.int(0)?), row.int(1)?));
    exec.all(BY_DAY, params![tenant, first.number(), last.number()], read).await
}

const OF_USER: &str = "SELECT day FROM daily_active_users WHERE tenant_id = {} AND user_id = {} AND day IN ";

/// The days among `days` on which a user was active, in order. Each is looked up by itself, so that nobody else's are read.
pub async fn of_user(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
    days: &[Day],
) -> Result<Vec<Day>, StoreError> {
    let numbers: Vec<Param<'_>> = days.iter().map(|day| Param::Int(day.number())).collect();
    let mut statement = ListBuilder::new(OF_USER, params![tenant, user]);
    statement.push_list(&numbers).push(" ORDER BY day", &[]);
    let (sql, params) = statement.build();
    exec.all(sql, &params, |row| Ok(Day::from_number(row.int(0)?))).await
}

const DISTINCT: &str = "SELECT CAST(COALESCE(SUM(value), 0) AS BIGINT) FROM daily_returns
                        WHERE tenant_id = $1 AND day >= $2 AND day <= $3 AND (gap = 0 OR gap > day - $2)";

/// How many users were active on any day from `first` to `last`, which are [`LONGEST`] days at the most: of more, the last ones count.
pub async fn distinct(exec: Exec<'_>, tenant: &TenantId, first: Day, last: Day) -> Result<i64, StoreError> {
    let first = first.max(last.plus_days(1 - LONGEST));
    let rows = exec.all(DISTINCT, params![tenant, first.number(), last.number()], |row| row.int(0)).await?;
    Ok(rows.into_iter().next().unwrap_or(0))
}

const DELETE_BEFORE: &str = "
DELETE FROM daily_active_users WHERE tenant_id = $1 AND (day, user_id) IN (
  SELECT day, user_id FROM daily_active_users WHERE tenant_id = $1 AND day < $2 ORDER BY day, user_id LIMIT $3)";

/// Removes at most `limit` rows of days before `day`, oldest first, and returns how many that were.
pub async fn delete_before(
    exec: Exec<'_>,
    tenant: &TenantId,
    day: Day,
    limit: i64,
) -> Result<u64, StoreError> {
    exec.execute(DELETE_BEFORE, params![tenant, day.number(), limit]).await
}

const DELETE_RETURNS_BEFORE: &str = "
DELETE FROM daily_returns WHERE tenant_id = $1 AND (day, gap, shard) IN (
  SELECT day, gap, shard FROM daily_returns WHERE tenant_id = $1 AND day < $2 ORDER BY day, gap, shard LIMIT $3)";

/// The same for the counts beside them.
pub async fn delete_counts_before(
    exec: Exec<'_>,
    tenant: &TenantId,
    day: Day,
    limit: i64,
) -> Result<u64, StoreError> {
    exec.execute(DELETE_RETURNS_BEFORE, params![tenant, day.number(), limit]).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::both_databases;

    both_databases! {
        async fn a_user_counts_once_a_day_and_once_in_a_span_of_days(db: Db) {
            let (exec, tenant) = (db.exec(), TenantId::default_tenant());
            let day = Day::from_number;
            for (number, user) in [(1, "a"), (1, "a"), (1, "b"), (3, "a"), (4, "c")] {
                insert(exec, &tenant, day(number), &UserId::new(user)).await.unwrap();
            }
            assert_eq!(by_day(exec, &tenant, day(1), day(3)).await.unwrap(), [(day(1), 2), (day(3), 1)]);
            assert_eq!(distinct(exec, &tenant, day(1), day(4)).await.unwrap(), 3);
            assert_eq!(distinct(exec, &tenant, day(2), day(3)).await.unwrap(), 1);
            assert_eq!(distinct(exec, &tenant, day(5), day(9)).await.unwrap(), 0);
        }

        async fn the_days_of_one_user_are_told_and_nobody_elses(db: Db) {
            let (exec, tenant) = (db.exec(), TenantId::default_tenant());
            let day = Day::from_number;
            for (number, user) in [(1, "a"), (2, "b"), (3, "a"), (9, "a")] {
                insert(exec, &tenant, day(number), &UserId::new(user)).await.unwrap();
            }
            let days: Vec<_> = (0..6).map(day).collect();
            let told = async |user: &str, days: &[Day]| of_user(exec, &tenant, &UserId::new(user), days).await.unwrap();
            assert_eq!(told("a", &days).await, [day(1), day(3)]);
            assert_eq!(told("b", &days).await, [day(2)]);
            assert_eq!((told("c", &days).await, told("a", &[]).await), (Vec::new(), Vec::new()));
        }

        async fn old_days_are_removed_in_batches_and_none_that_is_kept(db: Db) {
            let (exec, tenant) = (db.exec(), TenantId::default_tenant());
            let day = Day::from_number;
            for (number, user) in [(1, "a"), (1, "b"), (1, "c"), (2, "a"), (2, "b"), (3, "a")] {
                insert(exec, &tenant, day(number), &UserId::new(user)).await.unwrap();
            }
            for rows in [2, 2, 1, 0] {
                assert_eq!(delete_before(exec, &tenant, day(3), 2).await.unwrap(), rows);
            }
            for rows in [5, 0] {
                assert_eq!(delete_counts_before(exec, &tenant, day(3), 5).await.unwrap(), rows);
            }
            assert_eq!(by_day(exec, &tenant, day(0), day(9)).await.unwrap(), [(day(3), 1)]);
        }

        async fn spans_are_counted_as_the_rows_say_in_whatever_order_days_come(db: Db) {
            let (exec, tenant) = (db.exec(), TenantId::default_tenant());
            let day = Day::from_number;
            // Days all over two months, of users who come often and seldom, in an order that is none.
            let mut active = std::collections::BTreeSet::new();
            for step in 0..240_i64 {
                let (number, user) = (step * step * 7 % 61 + step % 5, step * 13 % 11);
                active.insert((number, user));
                insert(exec, &tenant, day(number), &UserId::new(format!("user{user}"))).await.unwrap();
            }
            for (first, last) in [(0, 0), (0, 29), (3, 9), (20, 26), (17, 46), (31, 60), (60, 66), (40, 39)] {
                let rows = active.iter().filter(|(number, _)| (first..=last).contains(number));
                let users: std::collections::BTreeSet<_> = rows.clone().map(|(_, user)| user).collect();
                let told = distinct(exec, &tenant, day(first), day(last)).await.unwrap();
                assert_eq!(usize::try_from(told).unwrap(), users.len(), "{first} to {last}");
                let by_day = by_day(exec, &tenant, day(first), day(last)).await.unwrap();
                assert_eq!(by_day.iter().map(|(_, count)| *count).sum::<i64>(), i64::try_from(rows.count()).unwrap());
            }
        }
    }
}
