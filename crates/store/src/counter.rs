//! Counts that lists show, kept beside the rows so that a page costs the same whether there are ten rows or a million.
//!
//! A count is spread over shards, because on PostgreSQL all writers of one counter row would queue for it. Whoever adds or removes a row
//! moves the count in the same transaction and names the row's id, so that both fall to the same shard.
//!
//! Beside each count stands the number of changes: of rows that came or went, and of rows whose searched columns changed. It only ever grows,
//! so that whoever remembers something of a list ([`crate::listing`]) knows by it whether that is still true.

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

    /// The name of the number of changes.
    const fn changes(self) -> &'static str {
        match self {
            Self::Organizations => "organizations.changes",
            Self::Users => "users.changes",
        }
    }
}

/// What is known of a list in one moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct State {
    /// How many rows it has.
    pub rows: i64,
    /// How often it has changed.
    pub changes: i64,
}

/// Over how many rows a count is spread.
const SHARDS: u32 = 16;

/// Ids are random text, so that the sum of their bytes spreads them evenly enough.
pub(crate) fn shard(id: &str) -> u32 {
    id.bytes().map(u32::from).sum::<u32>() % SHARDS
}

/// Over how many rows a count is spread that is one of very many: all of them are read at once.
const FEW_SHARDS: u32 = 4;

/// As [`shard`], for counts of which there are very many.
pub(crate) fn few_shards(id: &str) -> u32 {
    shard(id) % FEW_SHARDS
}

const ADD: &str = "
INSERT INTO counters (tenant_id, name, shard, value) VALUES ($1, $2, $3, $4), ($1, $5, $3, 1)
ON CONFLICT (tenant_id, name, shard) DO UPDATE SET value = counters.value + excluded.value";

/// Moves a count by `delta` because the row with this id came (1) or went (-1). To be called in the transaction that writes the row.
pub async fn add(
    exec: Exec<'_>,
    tenant: &TenantId,
    counter: Counter,
    id: &str,
    delta: i64,
) -> Result<(), StoreError> {
    exec.execute(ADD, params![tenant, counter.name(), shard(id), delta, counter.changes()]).await?;
    Ok(())
}

/// Counts a change of what a search looks at in the row with this id. To be called in the transaction that writes the row.
pub(crate) async fn touch(
    exec: Exec<'_>,
    tenant: &TenantId,
    counter: Counter,
    id: &str,
) -> Result<(), StoreError> {
    add(exec, tenant, counter, id, 0).await
}

const STATE: &str = "
SELECT CAST(COALESCE(SUM(CASE WHEN name = $2 THEN value END), 0) AS BIGINT),
  CAST(COALESCE(SUM(CASE WHEN name = $3 THEN value END), 0) AS BIGINT)
FROM counters WHERE tenant_id = $1 AND name IN ($2, $3)";

/// The whole count, and how often it has changed.
pub async fn state(exec: Exec<'_>, tenant: &TenantId, counter: Counter) -> Result<State, StoreError> {
    let read = |row: &crate::db::Row<'_>| Ok(State { rows: row.int(0)?, changes: row.int(1)? });
    let state = exec.optional(STATE, params![tenant, counter.name(), counter.changes()], read).await?;
    Ok(state.unwrap_or_default())
}

/// The whole count.
pub async fn total(exec: Exec<'_>, tenant: &TenantId, counter: Counter) -> Result<i64, StoreError> {
    Ok(state(exec, tenant, counter).await?.rows)
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
            touch(exec, &tenant, Counter::Users, "user").await.unwrap();
            assert_eq!(state(exec, &tenant, Counter::Organizations).await.unwrap(), State { rows: 39, changes: 41 });
            assert_eq!(state(exec, &tenant, Counter::Users).await.unwrap(), State { rows: 5, changes: 2 });
        }
    }
}
