//! Subject tokens, with which an application may once speak for a user (OIDC contract §4.6): one statement decides who spends one.

use domain::{
    HashedToken, JsonText, TenantId, UnixMillis, UserId,
    user_token::{Impersonation, SubjectToken},
};
use serde_json::Value;

use crate::{Exec, StoreError, db::Row, params};

const INSERT: &str = "
INSERT INTO subject_tokens (tenant_id, token_hash, user_id, context, created_at, consumed_at, expires_at, impersonation)
VALUES ($1, $2, $3, $4, $5, NULL, $6, $7)";

/// Stores a fresh token.
///
/// # Errors
/// [`StoreError::ForeignKeyViolation`] for an unknown user.
pub async fn insert(exec: Exec<'_>, tenant: &TenantId, token: &SubjectToken) -> Result<(), StoreError> {
    let context = Value::Object(token.context.clone());
    let impersonation = token
        .impersonation
        .as_ref()
        .map(JsonText::of)
        .transpose()
        .map_err(|_| StoreError::Inconsistent { table: "subject_tokens", column: "impersonation" })?;
    let SubjectToken { hash, user_id, created_at, expires_at, .. } = token;
    exec.execute(INSERT, params![tenant, hash, user_id, context, created_at, expires_at, impersonation])
        .await
        .map(drop)
}

/// Whom a token stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// The user.
    pub user_id: UserId,
    /// Who speaks for them, where an administrator of the server does.
    pub impersonation: Option<Impersonation>,
}

const FIND: &str = "
SELECT user_id, impersonation FROM subject_tokens
WHERE tenant_id = $1 AND token_hash = $2 AND consumed_at IS NULL AND expires_at > $3";

/// Whom the token stands for; `None` when it was spent or has expired by `now`.
pub async fn find(
    exec: Exec<'_>,
    tenant: &TenantId,
    token: &HashedToken,
    now: UnixMillis,
) -> Result<Option<Standing>, StoreError> {
    let read = |row: &Row<'_>| {
        Ok(Standing {
            user_id: UserId::new(row.text(0)?),
            impersonation: row.opt_json_as(1, "subject_tokens", "impersonation")?,
        })
    };
    exec.optional(FIND, params![tenant, token, now], read).await
}

const CONTEXT: &str = "SELECT context FROM subject_tokens WHERE tenant_id = $1 AND token_hash = $2";

/// What was said of the reason when the token was made; `None` when there is no such token.
pub async fn context(
    exec: Exec<'_>,
    tenant: &TenantId,
    token: &HashedToken,
) -> Result<Option<Value>, StoreError> {
    exec.optional(CONTEXT, params![tenant, token], |row| row.json(0)).await
}

const CONSUME: &str = "
UPDATE subject_tokens SET consumed_at = $3
WHERE tenant_id = $1 AND token_hash = $2 AND consumed_at IS NULL AND expires_at > $3
RETURNING user_id";

/// Spends the token: `true` for exactly one of any number of callers.
pub async fn consume(
    exec: Exec<'_>,
    tenant: &TenantId,
    token: &HashedToken,
    now: UnixMillis,
) -> Result<bool, StoreError> {
    Ok(exec.returning(CONSUME, params![tenant, token, now], |_| Ok(())).await?.is_some())
}

#[cfg(test)]
mod tests {
    use domain::ApplicationId;
    use serde_json::Map;

    use super::*;
    use crate::{
        Db, both_databases,
        expiry::{Expiring, delete_expired},
        grant::tests::insert_user,
    };

    const NOW: UnixMillis = UnixMillis(1_000);

    fn tenant() -> TenantId {
        TenantId::default_tenant()
    }

    async fn add(db: &Db, user_id: &UserId, impersonation: Option<&Impersonation>) -> Result<(), StoreError> {
        let token = SubjectToken {
            hash: HashedToken::of("token"),
            user_id: user_id.clone(),
            context: Map::from_iter([("ticket".to_owned(), 7.into())]),
            impersonation: impersonation.cloned(),
            created_at: NOW,
            expires_at: UnixMillis(2_000),
        };
        insert(db.exec(), &tenant(), &token).await
    }

    both_databases! {
        async fn a_token_stands_for_its_user_until_it_expires(db: Db) {
            let user = insert_user(&db, "u").await;
            assert!(matches!(add(&db, &UserId::new("nobody"), None).await, Err(StoreError::ForeignKeyViolation)));
            add(&db, &user, None).await.unwrap();
            let find = async |now| find(db.exec(), &tenant(), &HashedToken::of("token"), now).await.unwrap();
            let standing = Standing { user_id: user, impersonation: None };
            assert_eq!((find(NOW).await, find(UnixMillis(2_000)).await), (Some(standing), None));
            let context = async |token: &str| context(db.exec(), &tenant(), &HashedToken::of(token)).await.unwrap();
            assert_eq!((context("token").await, context("other").await), (Some(serde_json::json!({ "ticket": 7 })), None));
            assert!(!consume(db.exec(), &tenant(), &HashedToken::of("token"), UnixMillis(2_000)).await.unwrap());
            assert_eq!(delete_expired(db.exec(), Expiring::SubjectTokens, &tenant(), UnixMillis(2_000), 9).await.unwrap(), 1);
            assert_eq!(find(NOW).await, None);
        }

        async fn one_of_many_parallel_callers_spends_a_token(db: Db) {
            let user = insert_user(&db, "u").await;
            add(&db, &user, None).await.unwrap();
            let attempts = (0..8).map(|_| {
                let db = db.clone();
                tokio::spawn(async move { consume(db.exec(), &tenant(), &HashedToken::of("token"), NOW).await.unwrap() })
            });
            let won = futures_util::future::join_all(attempts).await;
            assert_eq!(won.into_iter().filter(|won| *won.as_ref().unwrap()).count(), 1);
            assert_eq!(find(db.exec(), &tenant(), &HashedToken::of("token"), NOW).await.unwrap(), None);
        }

        async fn a_token_says_which_administrator_speaks_for_its_user(db: Db) {
            let user_id = insert_user(&db, "u").await;
            let impersonation = Impersonation {
                administrator_id: UserId::new("edda"),
                administrator: None,
                application_id: ApplicationId::new("app"),
                reason: "Ticket 7".to_owned(),
            };
            add(&db, &user_id, Some(&impersonation)).await.unwrap();
            let found = find(db.exec(), &tenant(), &HashedToken::of("token"), NOW).await.unwrap();
            assert_eq!(found, Some(Standing { user_id, impersonation: Some(impersonation) }));
        }
    }
}
