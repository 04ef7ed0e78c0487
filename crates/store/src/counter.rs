//! Counts that lists show, kept beside the rows so that a page costs the same whether there are ten rows or a million.
//!
//! A count is spread over shards, because on PostgreSQL all writers of one counter row would queue for it. Whoever adds or removes a row
//! moves the count in the same transaction and names the row's id, so that both fall to the same shard.

use domain::TenantId;

use crate::{Exec, StoreError, params};

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Counter {
    /// Rows of `organizations`.
    Organizations,
    /// Rows of `users`.
    Users,
}

impl Counter {
    const fn name(self) -> &'static str {
        match self {
            Self::Organizations => "organizations",
            Self::Users => "users",
        }
    }
}

/// Over how many rows a count is spread.
const SHARDS: u32 = 16;

/// Ids are random text, so that the sum of their bytes spreads them evenly enough.
fn shard(id: &str) -> u32 {
    id.bytes().map(u32::from).sum::<u32>() % SHARDS
}

const ADD: &str = "
INSERT INTO counters (tenant_id, name, shard, value) VALUES ($1, $2, $3, $4)
ON CONFLICT (tenant_id, name, shard) DO UPDATE SET value = counters.value + excluded.value";

/// Moves a count by `delta` because the row with this id came (1) or went (-1). To be called in the transaction that writes the row.
pub async fn add(
    exec: Exec<'_>,
    tenant: &TenantId,
    counter: Counter,
    id: &str,
    delta: i64,
) -> Result<(), StoreError> {
    exec.execute(ADD, params![tenant, counter.name(), shard(id), delta]).await?;
    Ok(())
}

const TOTAL: &str =
    "SELECT CAST(COALESCE(SUM(value), 0) AS BIGINT) FROM counters WHERE tenant_id = $1 AND name = $2";

/// The whole count.
pub async fn total(exec: Exec<'_>, tenant: &TenantId, counter: Counter) -> Result<i64, StoreError> {
    Ok(exec.optional(TOTAL, params![tenant, counter.name()], |row| row.int(0)).await?.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::both_databases;

    both_databases! {
        async fn a_count_is_the_sum_of_all_shards(db: Db) {
            let tenant = TenantId::default_tenant();
            let exec = db.exec();
            assert_eq!(total(exec, &tenant, Counter::Organizations).await.unwrap(), 0);
            for number in 0..40 {
                add(exec, &tenant, Counter::Organizations, &format!("organization{number}"), 1).await.unwrap();
            }
            add(exec, &tenant, Counter::Organizations, "organization7", -1).await.unwrap();
            add(exec, &tenant, Counter::Users, "user", 5).await.unwrap();
            assert_eq!(total(exec, &tenant, Counter::Organizations).await.unwrap(), 39);
            assert_eq!(total(exec, &tenant, Counter::Users).await.unwrap(), 5);
        }
    }
}
