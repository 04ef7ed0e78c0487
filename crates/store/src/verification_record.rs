//! What users have proved lately: one statement decides who goes on with what was begun, and which change uses what was proved.

use domain::{
    GrantId, HashedToken, TenantId, UnixMillis, UserId,
    verification_record::{Subject, VerificationRecord},
};

use crate::{Exec, StoreError, db::Row, params};

/// Which record, and whose it must be.
#[derive(Clone, Copy, Debug)]
pub struct RecordKey<'a> {
    /// The hash of its id.
    pub id: &'a HashedToken,
    /// Who asks.
    pub user: &'a UserId,
    /// With a token of which grant.
    pub grant: &'a GrantId,
}

const INSERT: &str = "
INSERT INTO verification_records
  (tenant_id, id_hash, user_id, grant_id, kind, subject, sealed_state, verified_at, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

/// Stores a record.
///
/// # Errors
/// [`StoreError::ForeignKeyViolation`] when its user or grant ended meanwhile.
pub async fn insert(
    exec: Exec<'_>,
    tenant: &TenantId,
    record: &VerificationRecord,
) -> Result<(), StoreError> {
    let VerificationRecord { id, user_id, grant_id, subject, sealed_state, verified_at, .. } = record;
    let ((kind, name), created, expires) = (subject.parts(), record.created_at, record.expires_at);
    exec.execute(
        INSERT,
        params![tenant, id, user_id, grant_id, kind, name, sealed_state, verified_at, created, expires],
    )
    .await
    .map(drop)
}

const FIND: &str = "
SELECT id_hash, user_id, grant_id, kind, subject, sealed_state, verified_at, created_at, expires_at
FROM verification_records
WHERE tenant_id = $1 AND id_hash = $2 AND user_id = $3 AND grant_id = $4 AND consumed_at IS NULL AND expires_at > $5";

/// A record of the user who asks; `None` when it is another's, was used, or has ended by `now`.
pub async fn find(
    exec: Exec<'_>,
    tenant: &TenantId,
    RecordKey { id, user, grant }: RecordKey<'_>,
    now: UnixMillis,
) -> Result<Option<VerificationRecord>, StoreError> {
    exec.optional(FIND, params![tenant, id, user, grant, now], read).await
}

const ANSWER: &str = "
UPDATE verification_records SET answered_at = $5
WHERE tenant_id = $1 AND id_hash = $2 AND user_id = $3 AND grant_id = $4
  AND answered_at IS NULL AND verified_at IS NULL AND consumed_at IS NULL AND expires_at > $5
RETURNING id_hash, user_id, grant_id, kind, subject, sealed_state, verified_at, created_at, expires_at";

/// Gives a record that awaits its one answer to exactly one of any number of callers. Whether the answer is right or wrong, there is no other.
pub async fn answer(
    exec: Exec<'_>,
    tenant: &TenantId,
    RecordKey { id, user, grant }: RecordKey<'_>,
    now: UnixMillis,
) -> Result<Option<VerificationRecord>, StoreError> {
    exec.returning(ANSWER, params![tenant, id, user, grant, now], read).await
}

const VERIFY: &str = "
UPDATE verification_records SET verified_at = $5, sealed_state = $6
WHERE tenant_id = $1 AND id_hash = $2 AND user_id = $3 AND grant_id = $4
  AND verified_at IS NULL AND consumed_at IS NULL AND expires_at > $5";

/// Notes that a record was proved, with what came of it. Returns whether it could be.
pub async fn verify(
    exec: Exec<'_>,
    tenant: &TenantId,
    RecordKey { id, user, grant }: RecordKey<'_>,
    sealed_state: Option<&[u8]>,
    now: UnixMillis,
) -> Result<bool, StoreError> {
    Ok(exec.execute(VERIFY, params![tenant, id, user, grant, now, sealed_state]).await? == 1)
}

const CONSUME: &str = "
UPDATE verification_records SET consumed_at = $5
WHERE tenant_id = $1 AND id_hash = $2 AND user_id = $3 AND grant_id = $4
  AND verified_at IS NOT NULL AND consumed_at IS NULL AND expires_at > $5
RETURNING id_hash, user_id, grant_id, kind, subject, sealed_state, verified_at, created_at, expires_at";

/// Gives what was proved to exactly one of any number of changes. In a transaction it is given back when the change fails.
pub async fn consume(
    exec: Exec<'_>,
    tenant: &TenantId,
    RecordKey { id, user, grant }: RecordKey<'_>,
    now: UnixMillis,
) -> Result<Option<VerificationRecord>, StoreError> {
    exec.returning(CONSUME, params![tenant, id, user, grant, now], read).await
}

fn read(row: &Row<'_>) -> Result<VerificationRecord, StoreError> {
    let inconsistent = || StoreError::Inconsistent { table: "verification_records", column: "kind" };
    Ok(VerificationRecord {
        id: row.hash(0, "verification_records", "id_hash")?,
        user_id: UserId::new(row.text(1)?),
        grant_id: GrantId::new(row.text(2)?),
        subject: Subject::read(&row.text(3)?, row.opt_text(4)?).ok_or_else(inconsistent)?,
        sealed_state: row.opt_bytes(5)?,
        verified_at: row.opt_millis(6)?,
        created_at: row.millis(7)?,
        expires_at: row.millis(8)?,
    })
}

#[cfg(test)]
mod tests {
    use futures_util::future::join_all;

    use super::*;
    use crate::{
        Db, both_databases,
        expiry::{Expiring, delete_expired},
        grant,
    };

    const NOW: UnixMillis = UnixMillis(1_000);
    const END: UnixMillis = UnixMillis(2_000);

    fn tenant() -> TenantId {
        TenantId::default_tenant()
    }

    async fn begun(db: &Db) -> VerificationRecord {
        let grant = grant::tests::insert_grant(db, "g").await;
        let record = VerificationRecord {
            id: HashedToken::of("record"),
            user_id: grant.user_id,
            grant_id: grant.id,
            subject: Subject::Email("a@b.c".to_owned()),
            sealed_state: Some(vec![7]),
            verified_at: None,
            created_at: NOW,
            expires_at: END,
        };
        insert(db.exec(), &tenant(), &record).await.unwrap();
        record
    }

    fn key(record: &VerificationRecord) -> RecordKey<'_> {
        RecordKey { id: &record.id, user: &record.user_id, grant: &record.grant_id }
    }

    both_databases! {
        async fn a_record_is_found_by_who_made_it_until_it_ends(db: Db) {
            let record = begun(&db).await;
            let find = async |key, now| find(db.exec(), &tenant(), key, now).await.unwrap();
            assert_eq!(find(key(&record), NOW).await, Some(record.clone()));
            assert_eq!(find(key(&record), END).await, None);
            let (user, grant, id) = (UserId::new("v"), GrantId::new("h"), HashedToken::of("other"));
            for other in [
                RecordKey { user: &user, ..key(&record) },
                RecordKey { grant: &grant, ..key(&record) },
                RecordKey { id: &id, ..key(&record) },
            ] {
                assert_eq!(find(other, NOW).await, None, "{other:?}");
                assert!(answer(db.exec(), &tenant(), other, NOW).await.unwrap().is_none());
                assert!(!verify(db.exec(), &tenant(), other, None, NOW).await.unwrap());
                assert!(consume(db.exec(), &tenant(), other, NOW).await.unwrap().is_none());
            }
            let unknown = VerificationRecord { grant_id: grant, id, ..record };
            assert!(matches!(insert(db.exec(), &tenant(), &unknown).await, Err(StoreError::ForeignKeyViolation)));
            assert_eq!(delete_expired(db.exec(), Expiring::VerificationRecords, &tenant(), END, 9).await.unwrap(), 1);
        }

        async fn a_record_is_proved_once_and_in_time_and_then_used_once(db: Db) {
            let record = begun(&db).await;
            let verify = async |now| verify(db.exec(), &tenant(), key(&record), Some(&[9]), now).await.unwrap();
            let consume = async |now| consume(db.exec(), &tenant(), key(&record), now).await.unwrap();
            assert_eq!(consume(NOW).await, None);
            assert!(!verify(END).await && verify(NOW).await && !verify(NOW).await);
            let proved = VerificationRecord { verified_at: Some(NOW), sealed_state: Some(vec![9]), ..record.clone() };
            assert_eq!(find(db.exec(), &tenant(), key(&record), NOW).await.unwrap(), Some(proved.clone()));
            assert_eq!((consume(END).await, consume(NOW).await, consume(NOW).await), (None, Some(proved), None));
            assert_eq!(find(db.exec(), &tenant(), key(&record), NOW).await.unwrap(), None);
        }

        async fn one_of_many_parallel_callers_answers_and_one_uses(db: Db) {
            let record = begun(&db).await;
            let (record, database) = (&record, &db);
            let answers = (0..8).map(|_| async move { answer(database.exec(), &tenant(), key(record), NOW).await.unwrap().is_some() });
            assert_eq!(join_all(answers).await.into_iter().filter(|won| *won).count(), 1);
            assert!(verify(db.exec(), &tenant(), key(record), None, NOW).await.unwrap());
            let uses = (0..8).map(|_| async move { consume(database.exec(), &tenant(), key(record), NOW).await.unwrap().is_some() });
            assert_eq!(join_all(uses).await.into_iter().filter(|won| *won).count(), 1);
        }

        async fn records_end_with_the_grant_they_were_made_with(db: Db) {
            let record = begun(&db).await;
            grant::delete(db.exec(), &tenant(), &record.grant_id).await.unwrap();
            assert_eq!(find(db.exec(), &tenant(), key(&record), NOW).await.unwrap(), None);
        }
    }
}
