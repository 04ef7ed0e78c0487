//! Refresh tokens (RFC 6749 §6) and their rotation: one statement decides who rotates (OIDC contract §4.3).

use domain::{
    GrantId, HashedToken, JsonText, SessionId, TenantId, UnixMillis,
    grant::{RefreshToken, ResourceScopes},
};

use crate::{Exec, StoreError, db::Row, params};

const INSERT: &str = "
INSERT INTO refresh_tokens
  (tenant_id, token_hash, grant_id, session_id, payload, chain_started_at, created_at, consumed_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, $8)";

/// Stores a fresh token.
///
/// # Errors
/// [`StoreError::ForeignKeyViolation`] when its grant or session ended meanwhile.
pub async fn insert(exec: Exec<'_>, tenant: &TenantId, token: &RefreshToken) -> Result<(), StoreError> {
    let payload = JsonText::of(&token.payload)
        .map_err(|_| StoreError::Inconsistent { table: "refresh_tokens", column: "payload" })?;
    exec.execute(
        INSERT,
        params![
            tenant,
            token.hash,
            token.grant_id,
            token.session_id,
            payload,
            token.chain_started_at,
            token.created_at,
            token.expires_at,
        ],
    )
    .await
    .map(|_| ())
}

const FIND: &str = "
SELECT r.token_hash, r.grant_id, r.session_id, r.payload, r.chain_started_at, r.created_at, r.consumed_at, r.expires_at,
  g.resource_scopes
FROM refresh_tokens r
JOIN grants g ON g.tenant_id = r.tenant_id AND g.id = r.grant_id
LEFT JOIN sessions s ON s.tenant_id = r.tenant_id AND s.id = r.session_id
WHERE r.tenant_id = $1 AND r.token_hash = $2 AND r.expires_at > $3 AND g.expires_at > $3
  AND (r.session_id IS NULL OR s.expires_at > $3)";

/// The token, consumed or not, with the API scopes of its grant; `None` when it, its grant or the session it is bound to has ended by `now`.
pub async fn find(
    exec: Exec<'_>,
    tenant: &TenantId,
    token: &HashedToken,
    now: UnixMillis,
) -> Result<Option<(RefreshToken, ResourceScopes)>, StoreError> {
    let read = |row: &Row<'_>| Ok((read(row)?, row.json_as(8, "grants", "resource_scopes")?));
    exec.optional(FIND, params![tenant, token, now], read).await
}

const CONSUME: &str = "
UPDATE refresh_tokens SET consumed_at = $3
WHERE tenant_id = $1 AND token_hash = $2 AND consumed_at IS NULL
RETURNING grant_id";

/// Marks the token as exchanged for its successor: `true` for exactly one of any number of callers.
pub async fn consume(
    exec: Exec<'_>,
    tenant: &TenantId,
    token: &HashedToken,
    now: UnixMillis,
) -> Result<bool, StoreError> {
    Ok(exec.returning(CONSUME, params![tenant, token, now], |_| Ok(())).await?.is_some())
}

fn read(row: &Row<'_>) -> Result<RefreshToken, StoreError> {
    Ok(RefreshToken {
        hash: row.hash(0, "refresh_tokens", "token_hash")?,
        grant_id: GrantId::new(row.text(1)?),
        session_id: row.opt_text(2)?.map(SessionId::new),
        payload: row.json_as(3, "refresh_tokens", "payload")?,
        chain_started_at: row.millis(4)?,
        created_at: row.millis(5)?,
        consumed_at: row.opt_millis(6)?,
        expires_at: row.millis(7)?,
    })
}

#[cfg(test)]
mod tests {
    use domain::{
        ApplicationId, UserId,
        grant::{RefreshTokenPayload, Session},
    };

    use super::*;
    use crate::{
        Db, both_databases,
        expiry::{Expiring, delete_expired},
        grant, session,
    };

    const NOW: UnixMillis = UnixMillis(1_000);

    fn tenant() -> TenantId {
        TenantId::default_tenant()
    }

    fn token(session_id: Option<SessionId>) -> RefreshToken {
        RefreshToken {
            hash: HashedToken::of("token"),
            grant_id: GrantId::new("g"),
            session_id,
            payload: RefreshTokenPayload {
                user_id: UserId::new("u"),
                application_id: ApplicationId::new("app"),
                scope: "openid offline_access".to_owned(),
                resources: Vec::new(),
                nonce: Some("n".to_owned()),
                auth_time: Some(7),
                sid: None,
                organization_id: None,
            },
            chain_started_at: UnixMillis(500),
            created_at: NOW,
            consumed_at: None,
            expires_at: UnixMillis(9_000),
        }
    }

    async fn find_token(db: &Db, now: UnixMillis) -> Option<(RefreshToken, ResourceScopes)> {
        find(db.exec(), &tenant(), &HashedToken::of("token"), now).await.unwrap()
    }

    both_databases! {
        async fn a_token_is_read_back_with_what_was_granted(db: Db) {
            let mut granted = grant::tests::insert_grant(&db, "g").await;
            granted.decide("https://orders.example", |orders| orders.grant("read"));
            grant::put(db.exec(), &tenant(), &granted).await.unwrap();
            insert(db.exec(), &tenant(), &token(None)).await.unwrap();
            assert_eq!(find_token(&db, NOW).await, Some((token(None), granted.resource_scopes)));
            assert_eq!(find_token(&db, UnixMillis(9_000)).await, None);
            assert_eq!(delete_expired(db.exec(), Expiring::RefreshTokens, &tenant(), UnixMillis(9_000), 100).await.unwrap(), 1);
        }

        async fn a_token_ends_with_its_grant(db: Db) {
            let grant = grant::tests::insert_grant(&db, "g").await;
            insert(db.exec(), &tenant(), &token(None)).await.unwrap();
            grant::delete(db.exec(), &tenant(), &grant.id).await.unwrap();
            assert_eq!(find_token(&db, NOW).await, None);
            assert!(matches!(insert(db.exec(), &tenant(), &token(None)).await, Err(StoreError::ForeignKeyViolation)));
        }

        async fn a_bound_token_ends_with_its_session(db: Db) {
            grant::tests::insert_grant(&db, "g").await;
            let session = Session { expires_at: UnixMillis(5_000), ..Session::new(SessionId::new("s"), NOW) };
            session::insert(db.exec(), &tenant(), &session, &HashedToken::of("cookie")).await.unwrap();
            insert(db.exec(), &tenant(), &token(Some(session.id.clone()))).await.unwrap();
            assert!(find_token(&db, NOW).await.is_some());
            assert!(find_token(&db, UnixMillis(5_000)).await.is_none());
            session::delete(db.exec(), &tenant(), &session.id).await.unwrap();
            assert!(find_token(&db, NOW).await.is_none());
        }

        async fn one_of_many_parallel_callers_rotates_a_token(db: Db) {
            grant::tests::insert_grant(&db, "g").await;
            insert(db.exec(), &tenant(), &token(None)).await.unwrap();
            let attempts = (0..8).map(|_| {
                let db = db.clone();
                tokio::spawn(async move { consume(db.exec(), &tenant(), &HashedToken::of("token"), NOW).await.unwrap() })
            });
            let won = futures_util::future::join_all(attempts).await;
            assert_eq!(won.into_iter().filter(|won| *won.as_ref().unwrap()).count(), 1);
            assert_eq!(find_token(&db, NOW).await.unwrap().0.consumed_at, Some(NOW));
        }
    }
}
