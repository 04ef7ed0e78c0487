//! Looking for what has ended where no index says what has: at all rows, in the order of their keys, a part at a time. Every sign-in writes some
//! of these, and would write a page of an index for each, which nobody else reads ([ADR 19](../../../../docs/adr/0019-no-index-of-ends.md)).

use domain::{Entropy, TenantId, UnixMillis};

use super::Expiring;
use crate::{
    Exec, StoreError,
    db::{Param, Row, ToParam},
    params,
};

/// Where in the order of its keys a sweep is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Debug)]
pub enum Key {
    /// Of what is found by a hash.
    Hash(Vec<u8>),
    /// Of what has an id.
    Id(String),
}

impl ToParam for Key {
    fn to_param(&self) -> Param<'_> {
        match self {
            Self::Hash(hash) => Param::Bytes(hash),
            Self::Id(id) => Param::Text(id),
        }
    }
}

/// How one kind is swept.
#[derive(Clone, Copy, Debug)]
pub struct Sweep {
    look: &'static str,
    delete: &'static str,
    has_ids: bool,
}

/// What was found in one part.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// Where the next part begins; `None` when this was the last.
    pub next: Option<Key>,
    /// How many rows had ended and are gone.
    pub removed: u64,
}

macro_rules! sweep {
    ($table:literal, $key:literal, $has_ids:literal) => {
        Sweep {
            look: concat!(
                "SELECT ",
                $key,
                ", expires_at FROM ",
                $table,
                " WHERE tenant_id = $1 AND ",
                $key,
                " > $2 ORDER BY ",
                $key,
                " LIMIT $3"
            ),
            delete: concat!(
                "DELETE FROM ",
                $table,
                " WHERE tenant_id = $1 AND ",
                $key,
                " >= $2 AND ",
                $key,
                " <= $3 AND expires_at <= $4"
            ),
            has_ids: $has_ids,
        }
    };
}

impl Expiring {
    /// How this is swept; `None` where an index says what has ended, and [`super::delete_expired`] does it.
    pub const fn sweep(self) -> Option<Sweep> {
        match self {
            Self::AuthorizationCodes => Some(sweep!("authorization_codes", "code_hash", false)),
            Self::AccessTokens => Some(sweep!("access_tokens", "token_hash", false)),
            Self::RefreshTokens => Some(sweep!("refresh_tokens", "token_hash", false)),
            Self::Interactions => Some(sweep!("interactions", "id_hash", false)),
            Self::Sessions => Some(sweep!("sessions", "id", true)),
            Self::Grants => Some(sweep!("grants", "id", true)),
            _ => None,
        }
    }
}

impl Sweep {
    /// Before the first key.
    pub fn beginning(self) -> Key {
        if self.has_ids { Key::Id(String::new()) } else { Key::Hash(Vec::new()) }
    }

    /// Anywhere: keys are random, and whoever always begins elsewhere sees all of them in time, without remembering where it was.
    pub fn anywhere(self, entropy: &dyn Entropy) -> Key {
        if self.has_ids { Key::Id(entropy.id_21()) } else { Key::Hash(entropy.bytes::<32>().to_vec()) }
    }

    /// Looks at the next `limit` rows after a key, and removes those that have ended by `now`. Who writes is held up by those alone.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn part(
        self,
        exec: Exec<'_>,
        tenant: &TenantId,
        now: UnixMillis,
        after: &Key,
        limit: u32,
    ) -> Result<Part, StoreError> {
        let read = |row: &Row<'_>| {
            let key = if self.has_ids { Key::Id(row.text(0)?) } else { Key::Hash(row.bytes(0)?) };
            Ok((key, row.millis(1)? <= now))
        };
        let rows = exec.scan(self.look, params![tenant, after, i64::from(limit)], read).await?;
        let mut ended = rows.iter().filter(|(_, has_ended)| *has_ended).map(|(key, _)| key);
        let removed = match (ended.next(), ended.next_back()) {
            (Some(first), last) => {
                let last = last.unwrap_or(first);
                exec.execute(self.delete, params![tenant, first, last, now]).await?
            }
            (None, _) => 0,
        };
        let is_full = rows.len() >= limit as usize;
        let next = rows.into_iter().next_back().filter(|_| is_full).map(|(key, _)| key);
        Ok(Part { next, removed })
    }
}

#[cfg(test)]
mod tests {
    use domain::HashedToken;
    use serde_json::json;

    use super::*;
    use crate::{both_databases, db::Db, testing};

    const NOW: UnixMillis = UnixMillis(1_000);

    fn tenant() -> TenantId {
        TenantId::default_tenant()
    }

    async fn insert(db: &Db, name: &str, end: i64) {
        let parameters = json!({});
        testing::execute(
            db,
            "INSERT INTO interactions (tenant_id, id_hash, application_id, prompt, parameters, created_at, expires_at)
             VALUES ($1, $2, 'app', 'login', $3, 0, $4)",
            params![tenant(), HashedToken::of(name).as_bytes(), parameters, end],
        )
        .await;
    }

    async fn left(db: &Db) -> i64 {
        testing::read_number(db, "SELECT COUNT(*) FROM interactions WHERE tenant_id = $1", params![tenant()])
            .await
    }

    both_databases! {
        async fn what_has_ended_is_found_part_by_part_and_nothing_else(db: Db) {
            for row in 0..50 {
                insert(&db, &row.to_string(), if row % 5 == 0 { 1_000 } else { 1_001 }).await;
            }
            let sweep = Expiring::Interactions.sweep().unwrap();
            let (mut after, mut removed, mut parts) = (sweep.beginning(), 0, 0);
            loop {
                let part = sweep.part(db.exec(), &tenant(), NOW, &after, 8).await.unwrap();
                (removed, parts) = (removed + part.removed, parts + 1);
                let Some(next) = part.next else { break };
                assert!(next > after);
                after = next;
            }
            assert_eq!((removed, parts, left(&db).await), (10, 7, 40));
            // From the middle of it: only what is behind.
            let middle = Key::Hash(HashedToken::of("3").as_bytes().to_vec());
            let behind = sweep.part(db.exec(), &tenant(), UnixMillis(1_001), &middle, 100).await.unwrap();
            assert!((1..40).contains(&behind.removed) && behind.next.is_none(), "{behind:?}");
            assert_eq!(left(&db).await, 40 - i64::try_from(behind.removed).unwrap());
        }

        async fn every_kind_can_be_looked_through(db: Db) {
            let swept: Vec<_> = Expiring::ALL.into_iter().filter_map(Expiring::sweep).collect();
            assert_eq!(swept.len(), 6);
            for sweep in swept {
                for after in [sweep.beginning(), sweep.anywhere(&domain::SystemEntropy)] {
                    let part = sweep.part(db.exec(), &tenant(), NOW, &after, 10).await.unwrap();
                    assert_eq!(part, Part { next: None, removed: 0 });
                    let nothing = db.exec().execute(sweep.delete, params![tenant(), after, after, NOW]).await;
                    assert_eq!(nothing.unwrap(), 0);
                }
            }
        }
    }
}
