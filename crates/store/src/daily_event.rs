//! How many audit records of each kind there were on each day, for the chart of the log, counted when they are written ([`crate::tally`]), so that a
//! fortnight costs the same to read whether a day had ten of them or a million.

use std::collections::BTreeMap;

use domain::{TenantId, calendar::Day};

use crate::{
    StoreError,
    audit_log::Shown,
    db::{Exec, ListBuilder, Param},
    params,
    tally::{self, Counted},
};

/// For how many days counts are kept.
pub const KEPT_DAYS: i64 = 92;

const ADD: &str = "
INSERT INTO daily_events (tenant_id, day, key, value) VALUES ($1, $2, $3, $4)
ON CONFLICT (tenant_id, day, key) DO UPDATE SET value = daily_events.value + excluded.value";

/// Counts records of a day and a kind.
pub(crate) async fn add(
    exec: Exec<'_>,
    tenant: &TenantId,
    (day, key): (Day, &str),
    count: i64,
) -> Result<(), StoreError> {
    exec.execute(ADD, params![tenant, day.number(), key, count]).await.map(drop)
}

const BY_DAY: &str = "SELECT day, CAST(SUM(value) AS BIGINT) FROM daily_events
                      WHERE tenant_id = {} AND day >= {} AND day <= {}";

/// How many records of these kinds (and of this key alone, where there is one) there were on each day from `first` to `last`; days without any are left out.
pub async fn by_day(
    exec: Exec<'_>,
    tenant: &TenantId,
    (shown, key): (Shown, Option<&str>),
    (first, last): (Day, Day),
) -> Result<Vec<(Day, i64)>, StoreError> {
    let days = [first, last].map(Day::number);
    let mut statement = ListBuilder::new(BY_DAY, params![tenant, days[0], days[1]]);
    statement.push(shown.condition(), &[]);
    if let Some(key) = key {
        statement.push(" AND key = {}", &[Param::Text(key)]);
    }
    statement.push(" GROUP BY day ORDER BY day", &[]);
    let (sql, params) = statement.build();
    let written = exec.all(sql, &params, |row| Ok((Day::from_number(row.int(0)?), row.int(1)?))).await?;
    let mut counts: BTreeMap<Day, i64> = written.into_iter().collect();
    for ((day, what), count) in tally::unwritten(exec, tenant, (first, last)) {
        if let Counted::Event(of) = what
            && shown.includes(&of)
            && key.is_none_or(|key| key == of)
        {
            *counts.entry(day).or_default() += count;
        }
    }
    Ok(counts.into_iter().collect())
}

const DELETE_BEFORE: &str = "
DELETE FROM daily_events WHERE tenant_id = $1 AND (day, key) IN (
  SELECT day, key FROM daily_events WHERE tenant_id = $1 AND day < $2 ORDER BY day, key LIMIT $3)";

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

    both_databases! {
        async fn kinds_are_told_apart_and_days_are_summed(db: Db) {
            let (exec, tenant) = (db.exec(), TenantId::default_tenant());
            let day = Day::from_number;
            for (number, key, count) in [
                (1, "ExchangeTokenBy.RefreshToken", 7), (1, "Management.POST /users", 2), (1, "TriggerHook.User.Created", 5),
                (2, "ExchangeTokenBy.RefreshToken", 1), (2, "ExchangeTokenBy.RefreshToken", 3), (4, "Interaction.End", 1),
            ] {
                for _ in 0..2 {
                    add(exec, &tenant, (day(number), key), count).await.unwrap();
                }
            }
            let told = async |shown, key, days| by_day(exec, &tenant, (shown, key), days).await.unwrap();
            let days = (day(1), day(3));
            assert_eq!(told(Shown::Provider, None, days).await, [(day(1), 14), (day(2), 8)]);
            assert_eq!(told(Shown::ProviderAndManagement, None, days).await, [(day(1), 18), (day(2), 8)]);
            assert_eq!(told(Shown::ProviderAndManagement, Some("Management.POST /users"), days).await, [(day(1), 4)]);
            assert_eq!(told(Shown::Provider, Some("Management.POST /users"), days).await, []);
            assert_eq!(told(Shown::Deliveries, None, (day(1), day(9))).await, [(day(1), 10)]);
            assert_eq!(by_day(exec, &TenantId::new("other"), (Shown::Provider, None), days).await.unwrap(), []);
        }

        async fn old_days_are_removed_in_batches_and_none_that_is_kept(db: Db) {
            let (exec, tenant) = (db.exec(), TenantId::default_tenant());
            for (number, key) in [(1, "a"), (1, "b"), (2, "a"), (3, "a")] {
                add(exec, &tenant, (Day::from_number(number), key), 1).await.unwrap();
            }
            for rows in [2, 1, 0] {
                assert_eq!(delete_before(exec, &tenant, Day::from_number(3), 2).await.unwrap(), rows);
            }
            let left = by_day(exec, &tenant, (Shown::Provider, None), (Day::from_number(0), Day::from_number(9))).await.unwrap();
            assert_eq!(left, [(Day::from_number(3), 1)]);
        }
    }
}
