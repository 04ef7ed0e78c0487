//! Opaque access tokens (OIDC contract §5.2): those for no resource, found by hash at userinfo, introspection and revocation.

use domain::{
    ApplicationId, GrantId, HashedToken, SessionId, TenantId, UnixMillis, UserId, grant::AccessToken,
};
use serde_json::Value;

use crate::{Exec, StoreError, db::Row, params};

const INSERT: &str = "
INSERT INTO access_tokens
  (tenant_id, token_hash, application_id, grant_id, session_id, user_id, scope, claims, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

/// Stores a fresh token.
///
/// # Errors
/// [`StoreError::ForeignKeyViolation`] when its grant or session ended meanwhile.
pub async fn insert(exec: Exec<'_>, tenant: &TenantId, token: &AccessToken) -> Result<(), StoreError> {
    exec.execute(
        INSERT,
        params![
            tenant,
            token.hash,
            token.application_id,
            token.grant_id,
            token.session_id,
            token.user_id,
            token.scope,
            Value::Object(token.claims.clone()),
            token.created_at,
            token.expires_at,
        ],
    )
    .await
    .map(|_| ())
}

const FIND: &str = "
SELECT a.token_hash, a.application_id, a.grant_id, a.session_id, a.user_id, a.scope, a.claims, a.created_at, a.expires_at
FROM access_tokens a
LEFT JOIN grants g ON g.tenant_id = a.tenant_id AND g.id = a.grant_id
LEFT JOIN sessions s ON s.tenant_id = a.tenant_id AND s.id = a.session_id
WHERE a.tenant_id = $1 AND a.token_hash = $2 AND a.expires_at > $3
  AND (a.grant_id IS NULL OR g.expires_at > $3) AND (a.session_id IS NULL OR s.expires_at > $3)";

/// The token; `None` when it, its grant or the session it is bound to has ended by `now`.
pub async fn find(
    exec: Exec<'_>,
    tenant: &TenantId,
    token: &HashedToken,
    now: UnixMillis,
) -> Result<Option<AccessToken>, StoreError> {
    exec.optional(FIND, params![tenant, token, now], read).await
}

const DELETE: &str = "DELETE FROM access_tokens WHERE tenant_id = $1 AND token_hash = $2";

/// Ends a token; `false` when it was gone.
pub async fn delete(exec: Exec<'_>, tenant: &TenantId, token: &HashedToken) -> Result<bool, StoreError> {
    Ok(exec.execute(DELETE, params![tenant, token]).await? == 1)
}

fn read(row: &Row<'_>) -> Result<AccessToken, StoreError> {
    Ok(AccessToken {
        hash: row.hash(0, "access_tokens", "token_hash")?,
        application_id: ApplicationId::new(row.text(1)?),
        grant_id: row.opt_text(2)?.map(GrantId::new),
        session_id: row.opt_text(3)?.map(SessionId::new),
        user_id: row.opt_text(4)?.map(UserId::new),
        scope: row.text(5)?,
        claims: row.json_as(6, "access_tokens", "claims")?,
        created_at: row.millis(7)?,
        expires_at: row.millis(8)?,
    })
}

#[cfg(test)]
mod tests {
    use domain::grant::Session;
    use serde_json::{Map, json};

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

    fn token() -> AccessToken {
        AccessToken {
            hash: HashedToken::of("token"),
            application_id: ApplicationId::new("app"),
            grant_id: Some(GrantId::new("g")),
            session_id: None,
            user_id: Some(UserId::new("u")),
            scope: "openid".to_owned(),
            claims: Map::from_iter([("act".to_owned(), json!({ "sub": "a" }))]),
            created_at: NOW,
            expires_at: UnixMillis(9_000),
        }
    }

    async fn find_token(db: &Db, now: UnixMillis) -> Option<AccessToken> {
        find(db.exec(), &tenant(), &HashedToken::of("token"), now).await.unwrap()
    }

    both_databases! {
        async fn a_token_is_read_back_until_it_ends(db: Db) {
            grant::tests::insert_grant(&db, "g").await;
            insert(db.exec(), &tenant(), &token()).await.unwrap();
            assert_eq!(find_token(&db, NOW).await, Some(token()));
            assert_eq!(find_token(&db, UnixMillis(9_000)).await, None);
            assert_eq!(delete_expired(db.exec(), Expiring::AccessTokens, &tenant(), NOW, 100).await.unwrap(), 0);
            assert!(delete(db.exec(), &tenant(), &HashedToken::of("token")).await.unwrap());
            assert!(!delete(db.exec(), &tenant(), &HashedToken::of("token")).await.unwrap());
        }

        async fn a_token_ends_with_its_grant(db: Db) {
            let grant = grant::tests::insert_grant(&db, "g").await;
            insert(db.exec(), &tenant(), &token()).await.unwrap();
            grant::delete(db.exec(), &tenant(), &grant.id).await.unwrap();
            assert_eq!(find_token(&db, NOW).await, None);
        }

        async fn a_bound_token_ends_with_its_session(db: Db) {
            grant::tests::insert_grant(&db, "g").await;
            let session = Session::new(SessionId::new("s"), NOW);
            session::insert(db.exec(), &tenant(), &session, &HashedToken::of("cookie")).await.unwrap();
            insert(db.exec(), &tenant(), &AccessToken { session_id: Some(session.id.clone()), ..token() }).await.unwrap();
            assert!(find_token(&db, NOW).await.is_some());
            session::delete(db.exec(), &tenant(), &session.id).await.unwrap();
            assert_eq!(find_token(&db, NOW).await, None);
        }
    }
}
