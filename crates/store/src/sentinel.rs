//! Failed attempts by identifier, for lock-out. It is one statement, so that attempts on any number of nodes are counted one
//! by one; the tests hold it against the rule in `model`.

use domain::{
    TenantId, UnixMillis,
    sentinel::{Attempt, SentinelIdentifier, SentinelPolicy},
};

use crate::{
    db::{Exec, ListBuilder, StoreError, ToParam as _},
    params,
};

const BEGIN_ATTEMPT: &str = "
    INSERT INTO sentinel_identifiers (tenant_id, identifier_hash, failures, window_started_at, locked_until)
    VALUES ($1, $2, 1, $3, $4)
    ON CONFLICT (tenant_id, identifier_hash) DO UPDATE SET
      failures = CASE
        WHEN sentinel_identifiers.locked_until IS NULL AND sentinel_identifiers.window_started_at > $7
        THEN sentinel_identifiers.failures + 1 ELSE 1 END,
      window_started_at = CASE
        WHEN sentinel_identifiers.locked_until IS NULL AND sentinel_identifiers.window_started_at > $7
        THEN sentinel_identifiers.window_started_at ELSE $3 END,
      locked_until = CASE
        WHEN sentinel_identifiers.locked_until IS NULL AND sentinel_identifiers.window_started_at > $7
        THEN CASE WHEN sentinel_identifiers.failures + 1 >= $5 THEN CAST($6 AS BIGINT) END
        ELSE CAST($4 AS BIGINT) END
    WHERE sentinel_identifiers.locked_until IS NULL OR sentinel_identifiers.locked_until <= $3
    RETURNING window_started_at, locked_until";

const LOCKED_UNTIL: &str =
    "SELECT locked_until FROM sentinel_identifiers WHERE tenant_id = $1 AND identifier_hash = $2";

/// Counts an attempt as failed before it is decided, unless the identifier is locked.
pub async fn begin_attempt(
    exec: Exec<'_>,
    tenant: &TenantId,
    identifier: &SentinelIdentifier,
    policy: &SentinelPolicy,
    now: UnixMillis,
) -> Result<Attempt, StoreError> {
    let locked_until = now.plus(policy.lockout);
    let first_locked_until = (policy.max_attempts <= 1).then_some(locked_until);
    let hash = identifier.hash();
    let (max_attempts, window_start) = (i64::from(policy.max_attempts), now.minus(policy.window));
    let parameters = params![tenant, hash, now, first_locked_until, max_attempts, locked_until, window_start];
    let counted =
        exec.returning(BEGIN_ATTEMPT, parameters, |row| Ok((row.millis(0)?, row.opt_millis(1)?))).await?;
    if let Some((window_started_at, locked)) = counted {
        return Ok(Attempt::Allowed { window_started_at, is_last: locked.is_some() });
    }
    let until = exec
        .optional(LOCKED_UNTIL, params![tenant, identifier.hash()], |row| row.opt_millis(0))
        .await?
        .flatten();
    Ok(Attempt::Locked { until: until.unwrap_or(now) })
}

const TAKE_BACK: &str = "
    UPDATE sentinel_identifiers
    SET failures = CASE WHEN failures > 0 THEN failures - 1 ELSE 0 END,
        locked_until = CASE WHEN $4 THEN NULL ELSE locked_until END
    WHERE tenant_id = $1 AND identifier_hash = $2 AND window_started_at = $3";

/// Takes back an attempt that has succeeded; `is_last` says that it locked the identifier while it was decided.
pub async fn take_back(
    exec: Exec<'_>,
    tenant: &TenantId,
    identifier: &SentinelIdentifier,
    window_started_at: UnixMillis,
    is_last: bool,
) -> Result<(), StoreError> {
    exec.execute(TAKE_BACK, params![tenant, identifier.hash(), window_started_at, is_last]).await.map(drop)
}

const FORGET: &str = "DELETE FROM sentinel_identifiers WHERE tenant_id = {} AND identifier_hash IN ";

/// Forgets the attempts counted for these identifiers, and so lifts their locks.
pub async fn forget(
    exec: Exec<'_>,
    tenant: &TenantId,
    identifiers: &[SentinelIdentifier],
) -> Result<(), StoreError> {
    let mut statement = ListBuilder::new(FORGET, params![tenant]);
    let hashes: Vec<_> = identifiers.iter().map(|identifier| identifier.hash().to_param()).collect();
    statement.push_list(&hashes);
    let (sql, params) = statement.build();
    exec.execute(sql, &params).await.map(drop)
}

const DELETE_ENDED: &str = "
    DELETE FROM sentinel_identifiers
    WHERE tenant_id = $1 AND identifier_hash IN (
        SELECT identifier_hash FROM sentinel_identifiers
        WHERE tenant_id = $1 AND window_started_at <= $2 AND (locked_until IS NULL OR locked_until <= $3) LIMIT $4)
      AND window_started_at <= $2 AND (locked_until IS NULL OR locked_until <= $3)";

/// Removes up to `limit` identifiers whose window began at `window_floor` or before and that are not locked at `now`; returns how many.
pub async fn delete_ended(
    exec: Exec<'_>,
    tenant: &TenantId,
    window_floor: UnixMillis,
    now: UnixMillis,
    limit: i64,
) -> Result<u64, StoreError> {
    exec.execute(DELETE_ENDED, params![tenant, window_floor, now, limit]).await
}

#[cfg(test)]
mod model;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{model::AttemptRecord, *};
    use crate::{Db, both_databases};

    const NOW: UnixMillis = UnixMillis(10_000_000);

    fn policy() -> SentinelPolicy {
        SentinelPolicy { max_attempts: 3, ..SentinelPolicy::default() }
    }

    fn ingrid() -> SentinelIdentifier {
        SentinelIdentifier::new("username", "ingrid")
    }

    async fn begin(db: &Db, now: UnixMillis) -> Attempt {
        begin_attempt(db.exec(), &TenantId::default_tenant(), &ingrid(), &policy(), now).await.unwrap()
    }

    async fn record(db: &Db) -> Option<AttemptRecord> {
        const READ: &str = "SELECT failures, window_started_at, locked_until FROM sentinel_identifiers WHERE tenant_id = $1 AND identifier_hash = $2";
        db.exec()
            .optional(READ, params![TenantId::default_tenant(), ingrid().hash()], |row| {
                Ok(AttemptRecord {
                    attempts: u32::try_from(row.int(0)?).unwrap(),
                    window_started_at: row.millis(1)?,
                    locked_until: row.opt_millis(2)?,
                })
            })
            .await
            .unwrap()
    }

    both_databases! {
        async fn the_statements_count_as_the_rule_says(db: Db) {
            let minutes = [0, 1, 1, 1, 2, 60, 61, 62, 130, 130, 131, 192, 192, 192, 193, 260];
            let mut expected = None;
            for (step, minute) in minutes.into_iter().enumerate() {
                let now = NOW.plus(Duration::from_secs(60 * minute));
                let (next, attempt) = AttemptRecord::begin_attempt(expected, &policy(), now);
                assert_eq!(begin(&db, now).await, attempt, "step {step}");
                expected = Some(next);
                assert_eq!(record(&db).await, expected, "step {step}");
                if let Attempt::Allowed { window_started_at, is_last } = attempt && step % 4 == 2 {
                    take_back(db.exec(), &TenantId::default_tenant(), &ingrid(), window_started_at, is_last).await.unwrap();
                    expected = Some(next.take_back(window_started_at, is_last));
                    assert_eq!(record(&db).await, expected, "step {step}, taken back");
                }
            }
        }

        async fn a_limit_of_one_locks_at_once(db: Db) {
            let policy = SentinelPolicy { max_attempts: 1, ..SentinelPolicy::default() };
            let tenant = TenantId::default_tenant();
            let begin = async |now| begin_attempt(db.exec(), &tenant, &ingrid(), &policy, now).await.unwrap();
            assert_eq!(begin(NOW).await, Attempt::Allowed { window_started_at: NOW, is_last: true });
            assert_eq!(begin(NOW).await, Attempt::Locked { until: NOW.plus(policy.lockout) });
            let later = NOW.plus(policy.lockout);
            assert_eq!(begin(later).await, Attempt::Allowed { window_started_at: later, is_last: true });
        }

        async fn of_many_parallel_attempts_no_more_than_the_limit_are_made(db: Db) {
            let attempts = futures_util::future::join_all((0..20).map(|_| begin(&db, NOW))).await;
            assert_eq!(attempts.iter().filter(|attempt| matches!(attempt, Attempt::Allowed { .. })).count(), 3);
            assert_eq!(attempts.iter().filter(|attempt| matches!(attempt, Attempt::Allowed { is_last: true, .. })).count(), 1);
        }

        async fn ended_records_are_removed_and_running_ones_and_locks_are_not(db: Db) {
            let tenant = TenantId::default_tenant();
            for _ in 0..3 {
                begin(&db, NOW).await;
            }
            let other = SentinelIdentifier::new("username", "olav");
            let later = NOW.plus(Duration::from_secs(1_800));
            begin_attempt(db.exec(), &tenant, &other, &policy(), later).await.unwrap();
            assert_eq!(delete_ended(db.exec(), &tenant, NOW, later, 10).await.unwrap(), 0);
            let end = NOW.plus(policy().lockout);
            assert_eq!(delete_ended(db.exec(), &tenant, NOW, end, 10).await.unwrap(), 1);
            assert_eq!(record(&db).await, None);
        }

        async fn forgotten_attempts_no_longer_count_nor_lock(db: Db) {
            let tenant = TenantId::default_tenant();
            let olav = SentinelIdentifier::new("username", "olav");
            begin_attempt(db.exec(), &tenant, &olav, &policy(), NOW).await.unwrap();
            for _ in 0..3 {
                begin(&db, NOW).await;
            }
            forget(db.exec(), &tenant, &[]).await.unwrap();
            forget(db.exec(), &tenant, &[olav]).await.unwrap();
            assert!(matches!(begin(&db, NOW).await, Attempt::Locked { .. }));
            forget(db.exec(), &tenant, &[olav, ingrid(), ingrid()]).await.unwrap();
            assert_eq!(begin(&db, NOW).await, Attempt::Allowed { window_started_at: NOW, is_last: false });
        }

        async fn ended_records_are_removed_a_few_at_a_time(db: Db) {
            let tenant = TenantId::default_tenant();
            for number in 0..5 {
                let identifier = SentinelIdentifier::new("username", &format!("guess{number}"));
                begin_attempt(db.exec(), &tenant, &identifier, &policy(), NOW).await.unwrap();
            }
            let later = NOW.plus(Duration::from_secs(86_400));
            for removed in [2, 2, 1, 0] {
                assert_eq!(delete_ended(db.exec(), &tenant, NOW, later, 2).await.unwrap(), removed);
            }
        }
    }
}
