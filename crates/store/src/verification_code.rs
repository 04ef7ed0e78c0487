//! Codes that were sent to addresses: one statement counts an attempt and decides it, so that parallel guesses are counted one by one and
//! a code is taken once.

use domain::{
    HashedToken, TenantId, UnixMillis,
    verification_code::{CodeRefusal, VerificationCodePolicy},
};

use crate::{Exec, StoreError, params};

/// For what, and to which address, a code was sent.
#[derive(Clone, Copy, Debug)]
pub struct CodeKey<'a> {
    /// What it is good for, such as the sign-in that it belongs to.
    pub purpose: &'a str,
    /// The address, in one spelling.
    pub recipient: &'a str,
}

const PUT: &str = "
INSERT INTO verification_codes (tenant_id, purpose, recipient, code_hash, attempts, created_at, expires_at)
VALUES ($1, $2, $3, $4, 0, $5, $6)
ON CONFLICT (tenant_id, purpose, recipient) DO UPDATE SET
  code_hash = excluded.code_hash, attempts = 0, consumed_at = NULL,
  created_at = excluded.created_at, expires_at = excluded.expires_at";

/// Stores a fresh code, by its hash, in place of the one before. It is removed at `expires_at`.
pub async fn put(
    exec: Exec<'_>,
    tenant: &TenantId,
    key: CodeKey<'_>,
    code: &HashedToken,
    (created_at, expires_at): (UnixMillis, UnixMillis),
) -> Result<(), StoreError> {
    exec.execute(PUT, params![tenant, key.purpose, key.recipient, code, created_at, expires_at])
        .await
        .map(drop)
}

const TRY: &str = "
UPDATE verification_codes
SET attempts = attempts + 1, consumed_at = CASE WHEN code_hash = $4 THEN CAST($5 AS BIGINT) END
WHERE tenant_id = $1 AND purpose = $2 AND recipient = $3
  AND consumed_at IS NULL AND created_at > $6 AND attempts < $7
RETURNING consumed_at";
const LOOK: &str = "
SELECT consumed_at, created_at FROM verification_codes WHERE tenant_id = $1 AND purpose = $2 AND recipient = $3";

/// Tries a code, by its hash: the attempt counts, and the right code is used up.
pub async fn redeem(
    exec: Exec<'_>,
    tenant: &TenantId,
    key: CodeKey<'_>,
    code: &HashedToken,
    (policy, now): (&VerificationCodePolicy, UnixMillis),
) -> Result<Result<(), CodeRefusal>, StoreError> {
    let (oldest, CodeKey { purpose, recipient }) = (now.minus(policy.ttl), key);
    let parameters = params![tenant, purpose, recipient, code, now, oldest, policy.max_attempts];
    let tried = exec.returning(TRY, parameters, |row| row.opt_millis(0)).await?;
    if let Some(consumed) = tried {
        return Ok(consumed.map(drop).ok_or(CodeRefusal::Mismatch));
    }
    let found = exec
        .optional(LOOK, params![tenant, purpose, recipient], |row| Ok((row.opt_millis(0)?, row.millis(1)?)))
        .await?;
    Ok(Err(match found {
        None | Some((Some(_), _)) => CodeRefusal::NotFound,
        Some((None, created_at)) if created_at <= oldest => CodeRefusal::Expired,
        Some((None, _)) => CodeRefusal::TriedTooOften,
    }))
}

const FORGET: &str = "DELETE FROM verification_codes WHERE tenant_id = $1 AND purpose = $2 AND recipient = $3 AND code_hash = $4";

/// Removes a code that was not sent after all, unless another has taken its place.
pub async fn forget(
    exec: Exec<'_>,
    tenant: &TenantId,
    key: CodeKey<'_>,
    code: &HashedToken,
) -> Result<(), StoreError> {
    exec.execute(FORGET, params![tenant, key.purpose, key.recipient, code]).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::both_databases;

    const KEY: CodeKey<'static> = CodeKey { purpose: "p", recipient: "a@b.c" };
    const POLICY: VerificationCodePolicy =
        VerificationCodePolicy { ttl: std::time::Duration::from_millis(100), max_attempts: 2 };

    async fn sent(db: &crate::Db, code: &str) {
        let times = (UnixMillis(1_000), UnixMillis(9_000));
        put(db.exec(), &TenantId::default_tenant(), KEY, &HashedToken::of(code), times).await.unwrap();
    }

    async fn tried(db: &crate::Db, key: CodeKey<'_>, code: &str, now: i64) -> Result<(), CodeRefusal> {
        let code = HashedToken::of(code);
        redeem(db.exec(), &TenantId::default_tenant(), key, &code, (&POLICY, UnixMillis(now))).await.unwrap()
    }

    both_databases! {
        async fn the_right_code_is_taken_once(db: Db) {
            assert_eq!(tried(&db, KEY, "1", 1_001).await, Err(CodeRefusal::NotFound));
            sent(&db, "1").await;
            assert_eq!(tried(&db, CodeKey { purpose: "q", ..KEY }, "1", 1_001).await, Err(CodeRefusal::NotFound));
            assert_eq!(tried(&db, CodeKey { recipient: "x", ..KEY }, "1", 1_001).await, Err(CodeRefusal::NotFound));
            assert_eq!(tried(&db, KEY, "2", 1_001).await, Err(CodeRefusal::Mismatch));
            assert_eq!(tried(&db, KEY, "1", 1_099).await, Ok(()));
            assert_eq!(tried(&db, KEY, "1", 1_099).await, Err(CodeRefusal::NotFound));
        }

        async fn codes_end_by_time_and_by_attempts_and_a_fresh_one_begins_anew(db: Db) {
            sent(&db, "1").await;
            assert_eq!(tried(&db, KEY, "1", 1_100).await, Err(CodeRefusal::Expired));
            for _ in 0..2 {
                assert_eq!(tried(&db, KEY, "2", 1_001).await, Err(CodeRefusal::Mismatch));
            }
            assert_eq!(tried(&db, KEY, "1", 1_001).await, Err(CodeRefusal::TriedTooOften));
            sent(&db, "3").await;
            assert_eq!(tried(&db, KEY, "1", 1_001).await, Err(CodeRefusal::Mismatch));
            forget(db.exec(), &TenantId::default_tenant(), KEY, &HashedToken::of("1")).await.unwrap();
            assert_eq!(tried(&db, KEY, "3", 1_001).await, Ok(()));
            sent(&db, "4").await;
            forget(db.exec(), &TenantId::default_tenant(), KEY, &HashedToken::of("4")).await.unwrap();
            assert_eq!(tried(&db, KEY, "4", 1_001).await, Err(CodeRefusal::NotFound));
        }

        async fn of_parallel_callers_one_is_served_and_no_guess_is_free(db: Db) {
            sent(&db, "1").await;
            let results = futures_util::future::join_all((0..8).map(|_| tried(&db, KEY, "1", 1_001))).await;
            assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
            sent(&db, "1").await;
            let guesses = futures_util::future::join_all((0..8).map(|_| tried(&db, KEY, "2", 1_001))).await;
            assert_eq!(guesses.iter().filter(|result| **result == Err(CodeRefusal::Mismatch)).count(), 2);
        }
    }
}
