//! Authorization codes (RFC 6749 §4.1.2): found by hash, redeemed once.

use domain::{
    GrantId, HashedToken, JsonText, SessionId, TenantId, UnixMillis, grant::AuthorizationCodePayload,
};

use crate::{Exec, StoreError, db::Row, params};

/// An authorization code as stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoredAuthorizationCode {
    /// The grant it hangs on.
    pub grant_id: GrantId,
    /// The session in which it was issued.
    pub session_id: Option<SessionId>,
    /// What it stands for.
    pub payload: AuthorizationCodePayload,
    /// When it was redeemed.
    pub consumed_at: Option<UnixMillis>,
    /// When it ends.
    pub expires_at: UnixMillis,
}

const INSERT: &str = "
INSERT INTO authorization_codes (tenant_id, code_hash, grant_id, session_id, payload, consumed_at, expires_at)
VALUES ($1, $2, $3, $4, $5, NULL, $6)";

/// Stores a fresh code.
///
/// # Errors
/// [`StoreError::ForeignKeyViolation`] when its grant was revoked meanwhile.
pub async fn insert(
    exec: Exec<'_>,
    tenant: &TenantId,
    code: &HashedToken,
    stored: &StoredAuthorizationCode,
) -> Result<(), StoreError> {
    let payload = JsonText::of(&stored.payload)
        .map_err(|_| StoreError::Inconsistent { table: "authorization_codes", column: "payload" })?;
    exec.execute(
        INSERT,
        params![tenant, code, stored.grant_id, stored.session_id, payload, stored.expires_at],
    )
    .await
    .map(|_| ())
}

const FIND: &str = "
SELECT grant_id, session_id, payload, consumed_at, expires_at
FROM authorization_codes WHERE tenant_id = $1 AND code_hash = $2 AND expires_at > $3";

/// The code, redeemed or not, unless it has ended by `now`.
pub async fn find(
    exec: Exec<'_>,
    tenant: &TenantId,
    code: &HashedToken,
    now: UnixMillis,
) -> Result<Option<StoredAuthorizationCode>, StoreError> {
    exec.optional(FIND, params![tenant, code, now], read).await
}

const CONSUME: &str = "
UPDATE authorization_codes SET consumed_at = $3
WHERE tenant_id = $1 AND code_hash = $2 AND consumed_at IS NULL AND expires_at > $3
RETURNING grant_id";

/// Redeems the code: `true` for exactly one of any number of callers.
pub async fn consume(
    exec: Exec<'_>,
    tenant: &TenantId,
    code: &HashedToken,
    now: UnixMillis,
) -> Result<bool, StoreError> {
    Ok(exec.returning(CONSUME, params![tenant, code, now], |_| Ok(())).await?.is_some())
}

fn read(row: &Row<'_>) -> Result<StoredAuthorizationCode, StoreError> {
    Ok(StoredAuthorizationCode {
        grant_id: GrantId::new(row.text(0)?),
        session_id: row.opt_text(1)?.map(SessionId::new),
        payload: row.json_as(2, "authorization_codes", "payload")?,
        consumed_at: row.opt_millis(3)?,
        expires_at: row.millis(4)?,
    })
}

#[cfg(test)]
mod tests {
    use domain::{ApplicationId, UserId};

    use super::*;
    use crate::{
        Db, both_databases,
        expiry::{Expiring, delete_expired},
        grant,
    };

    const NOW: UnixMillis = UnixMillis(1_000);

    fn tenant() -> TenantId {
        TenantId::default_tenant()
    }

    fn code() -> HashedToken {
        HashedToken::of("code")
    }

    async fn insert_code(db: &Db) -> StoredAuthorizationCode {
        let grant = grant::tests::insert_grant(db, "g").await;
        let stored = StoredAuthorizationCode {
            grant_id: grant.id,
            session_id: None,
            payload: AuthorizationCodePayload {
                user_id: UserId::new("u"),
                application_id: ApplicationId::new("app"),
                redirect_uri: "https://a.example/cb".to_owned(),
                code_challenge: Some("challenge".to_owned()),
                scope: "openid".to_owned(),
                resources: vec!["https://orders.example".to_owned()],
                nonce: None,
                auth_time: None,
                sid: None,
                organization_id: None,
            },
            consumed_at: None,
            expires_at: UnixMillis(61_000),
        };
        insert(db.exec(), &tenant(), &code(), &stored).await.unwrap();
        stored
    }

    both_databases! {
        async fn a_code_is_read_back_and_stays_readable_once_redeemed(db: Db) {
            let mut stored = insert_code(&db).await;
            assert_eq!(find(db.exec(), &tenant(), &code(), NOW).await.unwrap().as_ref(), Some(&stored));
            assert!(consume(db.exec(), &tenant(), &code(), NOW).await.unwrap());
            stored.consumed_at = Some(NOW);
            assert_eq!(find(db.exec(), &tenant(), &code(), NOW).await.unwrap(), Some(stored));
        }

        async fn a_code_ends_with_its_time_and_its_grant(db: Db) {
            let stored = insert_code(&db).await;
            assert!(!consume(db.exec(), &tenant(), &code(), stored.expires_at).await.unwrap());
            assert_eq!(find(db.exec(), &tenant(), &code(), stored.expires_at).await.unwrap(), None);
            assert!(grant::delete(db.exec(), &tenant(), &stored.grant_id).await.unwrap());
            assert!(!consume(db.exec(), &tenant(), &code(), NOW).await.unwrap());
            assert_eq!(delete_expired(db.exec(), Expiring::AuthorizationCodes, &tenant(), stored.expires_at, 100).await.unwrap(), 0);
        }

        async fn one_of_many_parallel_callers_redeems_a_code(db: Db) {
            insert_code(&db).await;
            let attempts = (0..8).map(|_| {
                let db = db.clone();
                tokio::spawn(async move { consume(db.exec(), &tenant(), &code(), NOW).await.unwrap() })
            });
            let won = futures_util::future::join_all(attempts).await;
            assert_eq!(won.into_iter().filter(|won| *won.as_ref().unwrap()).count(), 1);
        }
    }
}
