//! Looking for what has ended where no index says what has: at all rows, in the order of their keys, a part at a time. Every sign-in writes some
//! of these, and would write a page of an index for each, which nobody else reads ([ADR 19](../../../../docs/adr/0019-no-index-of-ends.md)).

use std::collections::HashMap;

use domain::{Entropy, TenantId, UnixMillis};
use parking_lot::Mutex;

use super::Expiring;
use crate::{
    Exec, StoreError,
    db::{Param, Row, ToParam},
    params,
};

/// Where in the order of its keys a sweep is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Debug)]
pub enum SweepKey {
    /// Of what is found by a hash.
    Hash(Vec<u8>),
    /// Of what has an id.
    Id(String),
}

impl ToParam for SweepKey {
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
pub struct SweptPart {
    /// Where the next part begins; `None` when this was the last.
    pub next: Option<SweepKey>,
    /// How many rows had ended and are gone.
    pub removed: u64,
}

/// How far the sweeps of a tenant have come on this node. Whoever starts begins anywhere, so that nodes do not follow each other through the same rows.
#[derive(Default, Debug)]
pub struct Sweeps(Mutex<HashMap<Expiring, SweepKey>>);

impl Sweeps {
    /// Where the last sweep ended; nowhere before the first.
    pub fn place(&self, what: Expiring) -> Option<SweepKey> {
        self.0.lock().get(&what).cloned()
    }

    /// Notes where a sweep has ended.
    pub fn note(&self, what: Expiring, place: SweepKey) {
        self.0.lock().insert(what, place);
    }
}

/// Spells how a table is swept.
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
            Self::SubjectTokens
            | Self::ConnectorAuthorizations
            | Self::SsoAuthorizations
            | Self::DeviceCodes
            | Self::VerificationCodes
            | Self::MessageRecipients
            | Self::VerificationRecords
            | Self::TotpSteps
            | Self::TrustedDevices
            | Self::SignInPlaces
            | Self::ConsoleLinks
            | Self::ConsoleTickets => None,
        }
    }
}

impl Sweep {
    /// Before the first key.
    pub fn beginning(self) -> SweepKey {
        if self.has_ids { SweepKey::Id(String::new()) } else { SweepKey::Hash(Vec::new()) }
    }

    /// Anywhere in the order of keys, which are random: ids of sessions and grants are made as this is.
    pub fn anywhere(self, entropy: &dyn Entropy) -> SweepKey {
        if self.has_ids {
            SweepKey::Id(entropy.base64_43())
        } else {
            SweepKey::Hash(entropy.bytes::<32>().to_vec())
        }
    }

    /// Looks at the next rows after a key, at most so many, and removes those that have ended by `now`, with what hangs on them. Only the deletion holds up writers.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn part(
        self,
        exec: Exec<'_>,
        tenant: &TenantId,
        now: UnixMillis,
        (after, limit): (&SweepKey, u32),
    ) -> Result<SweptPart, StoreError> {
        let read = |row: &Row<'_>| {
            let key = if self.has_ids { SweepKey::Id(row.text(0)?) } else { SweepKey::Hash(row.bytes(0)?) };
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
        Ok(SweptPart { next, removed })
    }
}

#[cfg(test)]
mod tests {
    use domain::HashedToken;
    use serde_json::json;

    use super::*;
    use crate::{
        both_databases,
        db::{Db, Sql},
        grant, testing,
    };

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
                let part = sweep.part(db.exec(), &tenant(), NOW, (&after, 8)).await.unwrap();
                (removed, parts) = (removed + part.removed, parts + 1);
                let Some(next) = part.next else { break };
                assert!(next > after);
                after = next;
            }
            assert_eq!((removed, parts, left(&db).await), (10, 7, 40));
            // From the middle of it: only what is behind.
            let middle = SweepKey::Hash(HashedToken::of("3").as_bytes().to_vec());
            let behind = sweep.part(db.exec(), &tenant(), UnixMillis(1_001), (&middle, 100)).await.unwrap();
            assert!((1..40).contains(&behind.removed) && behind.next.is_none(), "{behind:?}");
            assert_eq!(left(&db).await, 40 - i64::try_from(behind.removed).unwrap());
        }

        async fn of_every_kind_the_ended_go_and_the_living_stay(db: Db) {
            grant::tests::insert_grant(&db, "g").await;
            for end in [1_000, 1_001] {
                let name = end.to_string();
                insert(&db, &name, end).await;
                let bytes = if db.is_postgres() { "BYTEA" } else { "BLOB" };
                for rest in [
                    "sessions (id, cookie_hash, created_at, {rest}) VALUES ('{end}', {hash}, 0, {values})",
                    "grants (id, user_id, application_id, openid_scope, resource_scopes, created_at, {rest}) VALUES ('{end}', 'user-of-g', 'app', '', '{}', 0, {values})",
                    "authorization_codes (code_hash, grant_id, payload, {rest}) VALUES ({hash}, 'g', '{}', {values})",
                    "refresh_tokens (token_hash, grant_id, payload, chain_started_at, created_at, {rest}) VALUES ({hash}, 'g', '{}', 0, 0, {values})",
                    "access_tokens (token_hash, application_id, scope, claims, created_at, {rest}) VALUES ({hash}, 'app', '', '{}', 0, {values})",
                ] {
                    let sql = rest
                        .replace("{rest}", "tenant_id, expires_at")
                        .replace("{values}", "$1, $2")
                        .replace("{end}", &name)
                        .replace("{hash}", &format!("CAST('{name}' AS {bytes})"));
                    testing::execute(&db, &format!("INSERT INTO {sql}"), params![tenant(), end]).await;
                }
            }
            let swept: Vec<_> = Expiring::ALL.into_iter().filter_map(Expiring::sweep).collect();
            assert_eq!(swept.len(), 6);
            for sweep in swept {
                let part = sweep.part(db.exec(), &tenant(), NOW, (&sweep.beginning(), 10)).await.unwrap();
                assert_eq!(part, SweptPart { next: None, removed: 1 }, "{sweep:?}");
                let again = sweep.part(db.exec(), &tenant(), NOW, (&sweep.beginning(), 10)).await.unwrap();
                assert_eq!(again.removed, 0, "{sweep:?}");
                let later = sweep.part(db.exec(), &tenant(), UnixMillis(1_001), (&sweep.beginning(), 10)).await.unwrap();
                assert_eq!(later.removed, 1, "{sweep:?}");
            }
        }
    }

    /// Where there is an index of ends the job reads it, and where there is none it sweeps.
    #[tokio::test]
    async fn what_is_not_swept_has_an_index_of_its_ends() {
        let test = testing::TestDb::sqlite().await;
        for what in Expiring::ALL {
            let plan = format!("EXPLAIN QUERY PLAN {}", what.statement());
            let steps = test
                .db
                .exec()
                .all(Sql::generated(plan), params![tenant(), NOW, 9_i64], |row| row.text(3))
                .await
                .unwrap();
            let is_indexed = steps.iter().any(|step| step.contains("expires_at<?"));
            assert_eq!(is_indexed, what.sweep().is_none(), "{what:?}: {steps:?}");
        }
    }

    #[test]
    fn a_sweep_can_begin_in_any_part_of_a_table() {
        for what in [Expiring::Sessions, Expiring::Interactions] {
            let sweep = what.sweep().unwrap();
            let mut first: Vec<u8> = (0..2_000)
                .map(|_| match sweep.anywhere(&domain::SystemEntropy) {
                    SweepKey::Id(id) => id.as_bytes()[0],
                    SweepKey::Hash(hash) => hash[0] / 4,
                })
                .collect();
            first.sort_unstable();
            first.dedup();
            assert_eq!(first.len(), 64, "{what:?}");
        }
    }
}
