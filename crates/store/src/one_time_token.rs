//! One-time tokens (Management API contract §11): one statement decides who uses one.

use domain::{
    HashedToken, JsonText, OneTimeTokenId, TenantId, UnixMillis,
    one_time_token::{OneTimeToken, OneTimeTokenStatus},
};

use crate::{
    Exec, Page, StoreError,
    db::{ListBuilder, Param, Row, ToParam as _},
    params,
};

/// A token with its value, which is sealed with the sealing key.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedOneTimeToken {
    /// The token.
    pub token: OneTimeToken,
    /// Its value.
    pub sealed_value: Vec<u8>,
}

impl std::fmt::Debug for SealedOneTimeToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("SealedOneTimeToken").field(&self.token).finish()
    }
}

const INSERT: &str = "INSERT INTO one_time_tokens
                        (tenant_id, id, token_hash, sealed_value, email, context, status, created_at, expires_at)
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

/// Stores a fresh token under the hash of its value.
pub async fn insert(
    exec: Exec<'_>,
    tenant: &TenantId,
    sealed: &SealedOneTimeToken,
    hash: &HashedToken,
) -> Result<(), StoreError> {
    let token = &sealed.token;
    let context = JsonText::of(&token.context)
        .map_err(|_| StoreError::Inconsistent { table: "one_time_tokens", column: "context" })?;
    exec.execute(
        INSERT,
        params![
            tenant,
            token.id,
            hash,
            sealed.sealed_value,
            token.email,
            context,
            token.status.as_str(),
            token.created_at,
            token.expires_at,
        ],
    )
    .await
    .map(drop)
}

/// Which tokens a list shows.
#[derive(Clone, Default, Debug)]
pub struct OneTimeTokenFilter {
    /// Only those sent to this address.
    pub email: Option<String>,
    /// Only those of which this has become, by the moment given.
    pub status: Option<(OneTimeTokenStatus, UnixMillis)>,
}

impl OneTimeTokenFilter {
    fn push_to<'a>(&'a self, list: &mut ListBuilder<'a>, tenant: &'a TenantId) {
        list.push(" WHERE tenant_id = {}", &[tenant.to_param()]);
        if let Some(email) = &self.email {
            list.push(" AND email = {}", &[Param::Text(email)]);
        }
        let Some((status, now)) = &self.status else { return };
        match status {
            OneTimeTokenStatus::Active => {
                list.push(" AND status = 'active' AND expires_at > {}", &[now.to_param()]);
            }
            OneTimeTokenStatus::Expired => {
                let expired = " AND (status = 'expired' OR status = 'active' AND expires_at <= {})";
                list.push(expired, &[now.to_param()]);
            }
            OneTimeTokenStatus::Consumed | OneTimeTokenStatus::Revoked => {
                list.push(" AND status = {}", &[Param::Text(status.as_str())]);
            }
        }
    }
}

const LIST: &str =
    "SELECT id, email, context, status, created_at, expires_at, sealed_value FROM one_time_tokens";

/// Tokens that a filter lets through, newest first; all of them without a page.
pub async fn list(
    exec: Exec<'_>,
    tenant: &TenantId,
    filter: &OneTimeTokenFilter,
    page: Option<Page>,
) -> Result<Vec<SealedOneTimeToken>, StoreError> {
    let mut list = ListBuilder::new(LIST, &[]);
    filter.push_to(&mut list, tenant);
    list.push(" ORDER BY created_at DESC, id DESC", &[]);
    if let Some(page) = &page {
        list.push(" LIMIT {} OFFSET {}", params![page.limit, page.offset]);
    }
    let (sql, params) = list.build();
    exec.scan(sql, &params, read).await
}

/// How many tokens a filter lets through.
pub async fn count(
    exec: Exec<'_>,
    tenant: &TenantId,
    filter: &OneTimeTokenFilter,
) -> Result<i64, StoreError> {
    let mut list = ListBuilder::new("SELECT COUNT(*) FROM one_time_tokens", &[]);
    filter.push_to(&mut list, tenant);
    let (sql, params) = list.build();
    Ok(exec.scan(sql, &params, |row| row.int(0)).await?.into_iter().next().unwrap_or(0))
}

const FIND: &str =
    "SELECT id, email, context, status, created_at, expires_at, sealed_value FROM one_time_tokens
                    WHERE tenant_id = $1 AND id = $2";

/// The token of this id.
pub async fn find(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &OneTimeTokenId,
) -> Result<Option<SealedOneTimeToken>, StoreError> {
    exec.optional(FIND, params![tenant, id], read).await
}

const FIND_BY_VALUE: &str =
    "SELECT id, email, context, status, created_at, expires_at, sealed_value FROM one_time_tokens
                             WHERE tenant_id = $1 AND token_hash = $2";

/// The token of this value.
pub async fn find_by_value(
    exec: Exec<'_>,
    tenant: &TenantId,
    value: &HashedToken,
) -> Result<Option<SealedOneTimeToken>, StoreError> {
    exec.optional(FIND_BY_VALUE, params![tenant, value], read).await
}

const CONSUME: &str = "UPDATE one_time_tokens SET status = 'consumed'
                       WHERE tenant_id = $1 AND token_hash = $2 AND email = $3 AND status = 'active' AND expires_at > $4
                       RETURNING id, email, context, status, created_at, expires_at, sealed_value";

/// Uses a token that was sent to `email`: gives it to exactly one of any number of callers, and to none when it cannot be used at `now`.
pub async fn consume(
    exec: Exec<'_>,
    tenant: &TenantId,
    value: &HashedToken,
    email: &str,
    now: UnixMillis,
) -> Result<Option<SealedOneTimeToken>, StoreError> {
    exec.returning(CONSUME, params![tenant, value, email, now], read).await
}

const SET_STATUS: &str = "UPDATE one_time_tokens SET status = $3 WHERE tenant_id = $1 AND id = $2
                          RETURNING id, email, context, status, created_at, expires_at, sealed_value";

/// Notes what became of a token; `None` when there is none of this id.
pub async fn set_status(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &OneTimeTokenId,
    status: OneTimeTokenStatus,
) -> Result<Option<SealedOneTimeToken>, StoreError> {
    exec.returning(SET_STATUS, params![tenant, id, status.as_str()], read).await
}

const DELETE: &str = "DELETE FROM one_time_tokens WHERE tenant_id = $1 AND id = $2";

/// Deletes a token; `false` when there is none of this id.
pub async fn delete(exec: Exec<'_>, tenant: &TenantId, id: &OneTimeTokenId) -> Result<bool, StoreError> {
    Ok(exec.execute(DELETE, params![tenant, id]).await? > 0)
}

fn read(row: &Row<'_>) -> Result<SealedOneTimeToken, StoreError> {
    let status = OneTimeTokenStatus::parse(&row.text(3)?);
    let token = OneTimeToken {
        id: OneTimeTokenId::new(row.text(0)?),
        email: row.text(1)?,
        context: row.json_as(2, "one_time_tokens", "context")?,
        status: status.ok_or(StoreError::Inconsistent { table: "one_time_tokens", column: "status" })?,
        created_at: row.millis(4)?,
        expires_at: row.millis(5)?,
    };
    Ok(SealedOneTimeToken { token, sealed_value: row.bytes(6)? })
}

#[cfg(test)]
mod tests {
    use domain::one_time_token::OneTimeTokenContext;

    use super::*;
    use crate::{Db, both_databases};

    const NOW: UnixMillis = UnixMillis(1_000);
    const INGRID: &str = "ingrid@fjord.example";

    fn tenant() -> TenantId {
        TenantId::default_tenant()
    }

    async fn add(db: &Db, id: &str, created_at: i64, expires_at: i64) -> SealedOneTimeToken {
        let context =
            OneTimeTokenContext { jit_organization_ids: Some(vec!["o".to_owned()]), interaction_event: None };
        let token = OneTimeToken {
            id: OneTimeTokenId::new(id),
            email: INGRID.to_owned(),
            context,
            status: OneTimeTokenStatus::Active,
            created_at: UnixMillis(created_at),
            expires_at: UnixMillis(expires_at),
        };
        let sealed = SealedOneTimeToken { token, sealed_value: vec![1, 2] };
        insert(db.exec(), &tenant(), &sealed, &HashedToken::of(id)).await.unwrap();
        sealed
    }

    both_databases! {
        async fn a_token_is_read_back_until_it_is_deleted(db: Db) {
            let stored = add(&db, "a", 1, 2_000).await;
            let id = &stored.token.id;
            assert_eq!(find(db.exec(), &tenant(), id).await.unwrap().as_ref(), Some(&stored));
            assert_eq!(find_by_value(db.exec(), &tenant(), &HashedToken::of("a")).await.unwrap().as_ref(), Some(&stored));
            let revoked = set_status(db.exec(), &tenant(), id, OneTimeTokenStatus::Revoked).await.unwrap().unwrap();
            assert_eq!(revoked.token.status, OneTimeTokenStatus::Revoked);
            assert_eq!(consume(db.exec(), &tenant(), &HashedToken::of("a"), INGRID, NOW).await.unwrap(), None);
            assert!(delete(db.exec(), &tenant(), id).await.unwrap());
            assert!(!delete(db.exec(), &tenant(), id).await.unwrap());
            assert_eq!(set_status(db.exec(), &tenant(), id, OneTimeTokenStatus::Revoked).await.unwrap(), None);
        }

        async fn lists_tell_what_became_of_tokens_by_now(db: Db) {
            for (id, created_at, expires_at) in [("a", 1, 2_000), ("b", 2, 1_000), ("c", 3, 2_000), ("d", 4, 2_000)] {
                add(&db, id, created_at, expires_at).await;
            }
            for (id, status) in [("c", OneTimeTokenStatus::Consumed), ("d", OneTimeTokenStatus::Expired)] {
                set_status(db.exec(), &tenant(), &OneTimeTokenId::new(id), status).await.unwrap();
            }
            let ids = async |filter: &OneTimeTokenFilter, page| {
                let listed = list(db.exec(), &tenant(), filter, page).await.unwrap();
                listed.into_iter().map(|sealed| sealed.token.id.into_string()).collect::<Vec<_>>()
            };
            assert_eq!(ids(&OneTimeTokenFilter::default(), None).await, ["d", "c", "b", "a"]);
            assert_eq!(ids(&OneTimeTokenFilter::default(), Some(Page { limit: 2, offset: 1 })).await, ["c", "b"]);
            let nobody = OneTimeTokenFilter { email: Some("olav@fjord.example".to_owned()), status: None };
            assert_eq!(ids(&nobody, None).await, [""; 0]);
            for (status, expected) in [
                (OneTimeTokenStatus::Active, vec!["a"]),
                (OneTimeTokenStatus::Expired, vec!["d", "b"]),
                (OneTimeTokenStatus::Consumed, vec!["c"]),
                (OneTimeTokenStatus::Revoked, vec![]),
            ] {
                let filter = OneTimeTokenFilter { email: Some(INGRID.to_owned()), status: Some((status, NOW)) };
                assert_eq!(ids(&filter, None).await, expected, "{status:?}");
                assert_eq!(count(db.exec(), &tenant(), &filter).await.unwrap(), i64::try_from(expected.len()).unwrap());
            }
        }

        async fn one_of_many_parallel_callers_uses_a_token(db: Db) {
            let stored = add(&db, "a", 1, 2_000).await;
            let attempt = async |email, now| consume(db.exec(), &tenant(), &HashedToken::of("a"), email, now).await.unwrap();
            assert_eq!(attempt("Ingrid@fjord.example", NOW).await, None);
            assert_eq!(attempt(INGRID, UnixMillis(2_000)).await, None);
            let attempts = (0..8).map(|_| {
                let db = db.clone();
                tokio::spawn(async move { consume(db.exec(), &tenant(), &HashedToken::of("a"), INGRID, NOW).await.unwrap() })
            });
            let used = futures_util::future::join_all(attempts).await;
            let winners: Vec<_> = used.into_iter().filter_map(Result::unwrap).collect();
            assert_eq!(winners.len(), 1);
            assert_eq!(winners[0].token, OneTimeToken { status: OneTimeTokenStatus::Consumed, ..stored.token });
        }
    }
}
