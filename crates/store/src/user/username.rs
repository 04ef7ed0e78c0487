//! Usernames where case makes no difference (Management API contract §12.1, `usernamePolicy`). The unique index is over the spelling, so
//! that a tenant can change its mind; who takes a name where case does not count claims it first.

use domain::{TenantId, UserId, account::User, text::fold};

use super::{read_user, user_columns};
use crate::{Exec, StoreError, db::Row, params};

const CLAIM: &str = "
INSERT INTO username_claims (tenant_id, username_folded) VALUES ($1, $2)
ON CONFLICT (tenant_id, username_folded) DO UPDATE SET username_folded = $2";
const RELEASE: &str = "DELETE FROM username_claims WHERE tenant_id = $1 AND username_folded = $2";
const IS_TAKEN: &str = "
SELECT id FROM users WHERE tenant_id = $1 AND username_folded = $2 AND id <> $3 ORDER BY id LIMIT 1";

/// Whether nobody but `owner` has the username in any case. To be called in the transaction that gives it to `owner`, before it does:
/// others who claim the same name wait until that transaction has ended.
pub async fn claim(
    exec: Exec<'_>,
    tenant: &TenantId,
    username: &str,
    owner: &UserId,
) -> Result<bool, StoreError> {
    let folded = fold(username);
    exec.execute(CLAIM, params![tenant, folded]).await?;
    let other = exec.optional(IS_TAKEN, params![tenant, folded, owner], |row| row.text(0)).await?;
    exec.execute(RELEASE, params![tenant, folded]).await?;
    Ok(other.is_none())
}

const FIND_IN_ANY_CASE: &str = concat!(
    "SELECT ",
    user_columns!(""),
    " FROM users WHERE tenant_id = $1 AND username_folded = $2 ORDER BY CASE WHEN username = $3 THEN 0 ELSE 1 END, id LIMIT 1"
);

/// The user with this username in any case; the one who spells it so, should there be several from the time when case counted.
pub async fn find_by_username_in_any_case(
    exec: Exec<'_>,
    tenant: &TenantId,
    username: &str,
) -> Result<Option<User>, StoreError> {
    exec.optional(FIND_IN_ANY_CASE, params![tenant, fold(username), username], read_user).await
}

const COUNT_CONFLICTS: &str = "
SELECT COUNT(*) FROM (
  SELECT username_folded FROM users WHERE tenant_id = $1 AND username_folded IS NOT NULL
  GROUP BY username_folded HAVING COUNT(*) > 1
) AS conflicts";

/// How many usernames several users have, but for case.
pub async fn count_case_conflicts(exec: Exec<'_>, tenant: &TenantId) -> Result<i64, StoreError> {
    Ok(exec.optional(COUNT_CONFLICTS, params![tenant], |row| row.int(0)).await?.unwrap_or_default())
}

const CONFLICTS: &str = "
SELECT u.username_folded, u.id FROM users AS u
JOIN (
  SELECT username_folded FROM users WHERE tenant_id = $1 AND username_folded IS NOT NULL
  GROUP BY username_folded HAVING COUNT(*) > 1 ORDER BY username_folded LIMIT $2
) AS conflicts ON conflicts.username_folded = u.username_folded
WHERE u.tenant_id = $1 ORDER BY u.username_folded, u.id";

/// The first `limit` of those usernames, folded, each with the users who have it.
pub async fn case_conflicts(
    exec: Exec<'_>,
    tenant: &TenantId,
    limit: i64,
) -> Result<Vec<(String, Vec<UserId>)>, StoreError> {
    let pair = |row: &Row<'_>| Ok((row.text(0)?, UserId::new(row.text(1)?)));
    let mut conflicts: Vec<(String, Vec<UserId>)> = Vec::new();
    for (folded, id) in exec.all(CONFLICTS, params![tenant, limit], pair).await? {
        match conflicts.last_mut() {
            Some((last, ids)) if *last == folded => ids.push(id),
            _ => conflicts.push((folded, vec![id])),
        }
    }
    Ok(conflicts)
}

#[cfg(test)]
mod tests {
    use domain::UnixMillis;

    use super::*;
    use crate::{Db, both_databases, user};

    async fn add(db: &Db, id: &str, username: &str) -> Result<(), StoreError> {
        let tenant = TenantId::default_tenant();
        let user = User { username: Some(username.to_owned()), ..User::new(UserId::new(id), UnixMillis(1)) };
        user::insert(db.exec(), &tenant, &user).await
    }

    both_databases! {
        async fn conflicts_are_names_that_differ_in_case_only(db: Db) {
            let tenant = TenantId::default_tenant();
            for (id, name) in [("1", "Ingrid"), ("2", "ingrid"), ("3", "INGRID"), ("4", "olav"), ("5", "Astrid"), ("6", "astrid")] {
                add(&db, id, name).await.unwrap();
            }
            assert_eq!(count_case_conflicts(db.exec(), &tenant).await.unwrap(), 2);
            let ids = |ids: &[&str]| ids.iter().map(|id| UserId::new(*id)).collect::<Vec<_>>();
            let first = vec![("astrid".to_owned(), ids(&["5", "6"]))];
            assert_eq!(case_conflicts(db.exec(), &tenant, 1).await.unwrap(), first);
            let all = case_conflicts(db.exec(), &tenant, 20).await.unwrap();
            assert_eq!(all[1], ("ingrid".to_owned(), ids(&["1", "2", "3"])));
            assert!(case_conflicts(db.exec(), &TenantId::new("nobody"), 20).await.unwrap().is_empty());
        }

        async fn the_user_who_spells_it_so_is_found_before_others(db: Db) {
            let tenant = TenantId::default_tenant();
            add(&db, "1", "Ingrid").await.unwrap();
            add(&db, "2", "ingrid").await.unwrap();
            for (name, id) in [("ingrid", "2"), ("Ingrid", "1"), ("INGRID", "1")] {
                let found = find_by_username_in_any_case(db.exec(), &tenant, name).await.unwrap().unwrap();
                assert_eq!(found.id.as_str(), id, "{name}");
            }
            assert_eq!(find_by_username_in_any_case(db.exec(), &tenant, "olav").await.unwrap(), None);
        }

        async fn of_two_who_claim_a_name_at_once_the_second_sees_the_first(db: Db) {
            let (tenant, db) = (&TenantId::default_tenant(), &db);
            let take = async |id: &'static str, name: &'static str| {
                db.transaction(|tx| async move {
                    let free = claim(tx.exec(), tenant, name, &UserId::new(id)).await?;
                    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                    if free {
                        let user = User { username: Some(name.to_owned()), ..User::new(UserId::new(id), UnixMillis(1)) };
                        user::insert(tx.exec(), tenant, &user).await?;
                    }
                    Ok::<_, StoreError>(free)
                })
                .await
                .unwrap()
            };
            let (one, other) = tokio::join!(take("1", "Ingrid"), take("2", "INGRID"));
            assert!(one != other, "{one} {other}");
            assert!(claim(db.exec(), tenant, "ingrid", &UserId::new(if one { "1" } else { "2" })).await.unwrap());
        }
    }
}
