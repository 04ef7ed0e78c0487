//! How much there was of something on each day, for the dashboard: moved in the transaction that writes users and organizations, and soon after
//! sign-ins and tokens ([`crate::tally`]), so that a month costs the
//! same to read whether a day had ten of them or a million. Spread over shards as [`crate::counter`] says.

use std::collections::BTreeMap;

use domain::{TenantId, UnixMillis, calendar::Day};

use crate::{
    StoreError,
    counter::shard,
    db::{Exec, Row},
    params,
    tally::{self, Counted},
};

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Daily {
    /// Users that were made that day and are still there.
    Users,
    /// Organizations that were made that day and are still there.
    Organizations,
    /// How often somebody signed in.
    SignIns,
    /// How often tokens were issued.
    Tokens,
}

impl Daily {
    const ALL: [Self; 4] = [Self::Users, Self::Organizations, Self::SignIns, Self::Tokens];

    const fn name(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::Organizations => "organizations",
            Self::SignIns => "sign_ins",
            Self::Tokens => "tokens",
        }
    }

    /// What an audit record counts as that succeeded.
    pub(crate) fn of_record(key: &str) -> Option<Self> {
        match key {
            "Interaction.SignIn.Submit" | "Interaction.Register.Submit" => Some(Self::SignIns),
            key if key.starts_with("ExchangeTokenBy.") => Some(Self::Tokens),
            _ => None,
        }
    }
}

const ADD: &str = "
INSERT INTO daily_counts (tenant_id, name, day, shard, value) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (tenant_id, name, day, shard) DO UPDATE SET value = daily_counts.value + excluded.value";

/// Moves the count of the day of `moment` by `delta`, because of the row with this id. To be called in the transaction that writes the row.
pub(crate) async fn add(
    exec: Exec<'_>,
    tenant: &TenantId,
    what: Daily,
    (moment, id): (UnixMillis, &str),
    delta: i64,
) -> Result<(), StoreError> {
    exec.execute(ADD, params![tenant, what.name(), Day::of(moment).number(), shard(id), delta]).await?;
    Ok(())
}

const BY_DAY: &str = "
SELECT name, day, CAST(SUM(value) AS BIGINT) FROM daily_counts
WHERE tenant_id = $1 AND day >= $2 AND day <= $3 GROUP BY name, day ORDER BY day, name";

/// How much there was on each day from `first` to `last`; what is left out is none.
pub async fn by_day(
    exec: Exec<'_>,
    tenant: &TenantId,
    first: Day,
    last: Day,
) -> Result<Vec<(Daily, Day, i64)>, StoreError> {
    let read = |row: &Row<'_>| {
        let name = row.text(0)?;
        let what = Daily::ALL.into_iter().find(|what| what.name() == name);
        Ok((what, Day::from_number(row.int(1)?), row.int(2)?.max(0)))
    };
    let rows = exec.all(BY_DAY, params![tenant, first.number(), last.number()], read).await?;
    let written = rows.into_iter().filter_map(|(what, day, count)| Some(((day, what?), count)));
    let mut counts: BTreeMap<(Day, Daily), i64> = written.collect();
    for ((day, what), count) in tally::unwritten(exec, tenant, (first, last)) {
        if let Counted::Daily(what) = what {
            *counts.entry((day, what)).or_default() += count;
        }
    }
    Ok(counts.into_iter().map(|((day, what), count)| (what, day, count)).collect())
}

const DELETE_BEFORE: &str = "
DELETE FROM daily_counts WHERE tenant_id = $1 AND (name, day, shard) IN (
  SELECT name, day, shard FROM daily_counts WHERE tenant_id = $1 AND day < $2 ORDER BY day, name, shard LIMIT $3)";

/// Removes at most `limit` rows of days before `day`, oldest first, and returns how many that were.
pub async fn delete_before(
    exec: Exec<'_>,
    tenant: &TenantId,
    day: Day,
    limit: i64,
) -> Result<u64, StoreError> {
    exec.execute(DELETE_BEFORE, params![tenant, day.number(), limit]).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::both_databases;

    const A_DAY: i64 = 86_400_000;

    both_databases! {
        async fn a_day_is_the_sum_of_all_shards_and_never_less_than_none(db: Db) {
            let (exec, tenant) = (db.exec(), TenantId::default_tenant());
            for number in 0..20 {
                let id = format!("user{number}");
                add(exec, &tenant, Daily::Users, (UnixMillis(3 * A_DAY + number), &id), 1).await.unwrap();
            }
            add(exec, &tenant, Daily::Users, (UnixMillis(3 * A_DAY), "user7"), -1).await.unwrap();
            add(exec, &tenant, Daily::Tokens, (UnixMillis(4 * A_DAY), "log"), 5).await.unwrap();
            add(exec, &tenant, Daily::Organizations, (UnixMillis(5 * A_DAY), "old"), -1).await.unwrap();
            let day = Day::from_number;
            assert_eq!(by_day(exec, &tenant, day(3), day(5)).await.unwrap(), [
                (Daily::Users, day(3), 19), (Daily::Tokens, day(4), 5), (Daily::Organizations, day(5), 0),
            ]);
            assert_eq!(by_day(exec, &tenant, day(4), day(4)).await.unwrap(), [(Daily::Tokens, day(4), 5)]);
            assert_eq!(by_day(exec, &TenantId::new("other"), day(0), day(9)).await.unwrap(), []);
        }

        async fn old_days_are_removed_in_batches_and_none_that_is_kept(db: Db) {
            let (exec, tenant) = (db.exec(), TenantId::default_tenant());
            for (number, id) in [(1, "a"), (1, "b"), (2, "a"), (3, "a")] {
                add(exec, &tenant, Daily::Users, (UnixMillis(number * A_DAY), id), 1).await.unwrap();
            }
            for rows in [2, 1, 0] {
                assert_eq!(delete_before(exec, &tenant, Day::from_number(3), 2).await.unwrap(), rows);
            }
            let left = by_day(exec, &tenant, Day::from_number(0), Day::from_number(9)).await.unwrap();
            assert_eq!(left, [(Daily::Users, Day::from_number(3), 1)]);
        }
    }
}
