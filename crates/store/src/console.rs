//! Administrators of the server and the links by which they come in. Changes of who administers are made in transactions that begin with
//! [`crate::configuration::bump`], so that on all nodes one comes after the other and the last owner stays.

use domain::{
    HashedToken, SessionId, TenantId, UnixMillis, UserId,
    account::User,
    console::{ConsoleRole, LinkPurpose, Rights},
};
use serde_json::Value;

use crate::{
    Exec, StoreError,
    db::Row,
    params,
    user::{read_user, user_columns},
};

/// Somebody who operates the server.
#[derive(Clone, PartialEq, Debug)]
pub struct Administrator {
    /// Who it is.
    pub user: User,
    /// What they may do.
    pub rights: Rights,
    /// Since when.
    pub since: UnixMillis,
}

/// A link into the console, as it is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// What it is for.
    pub purpose: LinkPurpose,
    /// What whoever joins by it may do.
    pub rights: Rights,
    /// Whom it lets in again.
    pub user_id: Option<UserId>,
    /// When it was made.
    pub created_at: UnixMillis,
    /// When it ends.
    pub expires_at: UnixMillis,
}

const INSERT: &str = "
INSERT INTO console_administrators (tenant_id, user_id, role, parts, created_at) VALUES ($1, $2, $3, $4, $5)";

/// Makes a user an administrator.
pub async fn insert(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
    (rights, now): (&Rights, UnixMillis),
) -> Result<(), StoreError> {
    let (role, parts) = stored(rights);
    exec.execute(INSERT, params![tenant, user, role, parts, now]).await.map(drop)
}

/// The columns of rights. What is granted for parts is there for those only who are limited to them.
fn stored(rights: &Rights) -> (&'static str, Option<Value>) {
    let role = rights.role();
    (role.as_str(), (role == ConsoleRole::Limited).then(|| rights.parts_to_json()))
}

const ANY: &str = "SELECT user_id FROM console_administrators WHERE tenant_id = $1 ORDER BY user_id LIMIT 1";

/// Whether there is an administrator.
pub async fn any(exec: Exec<'_>, tenant: &TenantId) -> Result<bool, StoreError> {
    Ok(exec.optional(ANY, params![tenant], |row| row.text(0)).await?.is_some())
}

const LIST: &str = concat!(
    "SELECT ",
    user_columns!("u."),
    ", a.role, a.parts, a.created_at FROM console_administrators a ",
    "JOIN users u ON u.tenant_id = a.tenant_id AND u.id = a.user_id ",
    "WHERE a.tenant_id = $1 ORDER BY u.username, u.id"
);

/// Every administrator, by username.
pub async fn list(exec: Exec<'_>, tenant: &TenantId) -> Result<Vec<Administrator>, StoreError> {
    exec.all(LIST, params![tenant], read).await
}

const FIND: &str = concat!(
    "SELECT ",
    user_columns!("u."),
    ", a.role, a.parts, a.created_at FROM console_administrators a ",
    "JOIN users u ON u.tenant_id = a.tenant_id AND u.id = a.user_id ",
    "WHERE a.tenant_id = $1 AND a.user_id = $2"
);

/// An administrator.
pub async fn find(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
) -> Result<Option<Administrator>, StoreError> {
    exec.optional(FIND, params![tenant, user], read).await
}

fn read(row: &Row<'_>) -> Result<Administrator, StoreError> {
    let rights = Rights::of_stored(&row.text(18)?, row.opt_json(19)?.as_ref());
    let rights =
        rights.ok_or(StoreError::Inconsistent { table: "console_administrators", column: "role" })?;
    Ok(Administrator { user: read_user(row)?, rights, since: row.millis(20)? })
}

const SET_RIGHTS: &str = "
UPDATE console_administrators SET role = $3, parts = $4 WHERE tenant_id = $1 AND user_id = $2
AND ($3 = 'owner' OR role <> 'owner' OR EXISTS (
  SELECT 1 FROM console_administrators o WHERE o.tenant_id = $1 AND o.user_id <> $2 AND o.role = 'owner'))";

/// Changes what an administrator may do, unless nobody would be left who may do everything; `false` then, and when there is no such
/// administrator. To be called in a transaction that [`crate::configuration::bump`] has begun.
pub async fn set_rights(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
    rights: &Rights,
) -> Result<bool, StoreError> {
    let (role, parts) = stored(rights);
    Ok(exec.execute(SET_RIGHTS, params![tenant, user, role, parts]).await? == 1)
}

const DELETE: &str = "
DELETE FROM console_administrators WHERE tenant_id = $1 AND user_id = $2
AND (role <> 'owner' OR EXISTS (
  SELECT 1 FROM console_administrators o WHERE o.tenant_id = $1 AND o.user_id <> $2 AND o.role = 'owner'))";

/// As [`set_rights`], for the end of an administrator's rights.
pub async fn delete(exec: Exec<'_>, tenant: &TenantId, user: &UserId) -> Result<bool, StoreError> {
    Ok(exec.execute(DELETE, params![tenant, user]).await? == 1)
}

const INSERT_LINK: &str = "
INSERT INTO console_links (tenant_id, token_hash, purpose, role, parts, user_id, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

/// Stores a link under the hash of its token.
pub async fn insert_link(
    exec: Exec<'_>,
    tenant: &TenantId,
    token: &HashedToken,
    link: &Link,
) -> Result<(), StoreError> {
    let (purpose, (role, parts)) = (link.purpose.as_str(), stored(&link.rights));
    let Link { user_id, created_at, expires_at, .. } = link;
    let params = params![tenant, token, purpose, role, parts, user_id, created_at, expires_at];
    exec.execute(INSERT_LINK, params).await.map(drop)
}

const FIND_LINK: &str = "
SELECT purpose, role, parts, user_id, created_at, expires_at FROM console_links
WHERE tenant_id = $1 AND token_hash = $2 AND expires_at > $3";

/// The link of a token, unless it has ended by `now` or was redeemed.
pub async fn find_link(
    exec: Exec<'_>,
    tenant: &TenantId,
    token: &HashedToken,
    now: UnixMillis,
) -> Result<Option<Link>, StoreError> {
    exec.optional(FIND_LINK, params![tenant, token, now], read_link).await
}

const REDEEM_LINK: &str = "
DELETE FROM console_links WHERE tenant_id = $1 AND token_hash = $2 AND expires_at > $3
RETURNING purpose, role, parts, user_id, created_at, expires_at";

/// Takes a link: of any number of callers, on any number of nodes, one gets it.
pub async fn redeem_link(
    exec: Exec<'_>,
    tenant: &TenantId,
    token: &HashedToken,
    now: UnixMillis,
) -> Result<Option<Link>, StoreError> {
    exec.returning(REDEEM_LINK, params![tenant, token, now], read_link).await
}

const DELETE_FIRST_LINKS: &str = "DELETE FROM console_links WHERE tenant_id = $1 AND purpose = 'first'";

/// Ends every link for the first owner, when there is one.
pub async fn delete_first_links(exec: Exec<'_>, tenant: &TenantId) -> Result<(), StoreError> {
    exec.execute(DELETE_FIRST_LINKS, params![tenant]).await.map(drop)
}

/// A way from the console of one tenant to that of another, as it is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ticket {
    /// Whom it is for.
    pub user_id: UserId,
    /// The session it came from, with which it ends.
    pub session_id: SessionId,
    /// The tenant whose console it opens.
    pub target: TenantId,
    /// When they signed in, from which on a session lasts so long at the most.
    pub signed_in_at: UnixMillis,
    /// When it ends.
    pub expires_at: UnixMillis,
}

const INSERT_TICKET: &str = "
INSERT INTO console_tickets (tenant_id, token_hash, user_id, session_id, target, signed_in_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// Stores a ticket under the hash of its token.
pub async fn insert_ticket(
    exec: Exec<'_>,
    tenant: &TenantId,
    token: &HashedToken,
    ticket: &Ticket,
) -> Result<(), StoreError> {
    let Ticket { user_id, session_id, target, signed_in_at, expires_at } = ticket;
    exec.execute(INSERT_TICKET, params![tenant, token, user_id, session_id, target, signed_in_at, expires_at])
        .await
        .map(drop)
}

const REDEEM_TICKET: &str = "
DELETE FROM console_tickets WHERE tenant_id = $1 AND token_hash = $2 AND target = $3 AND expires_at > $4
RETURNING user_id, session_id, target, signed_in_at, expires_at";

/// Takes a ticket to `target`: of any number of callers, on any number of nodes, one gets it. One to elsewhere stays.
pub async fn redeem_ticket(
    exec: Exec<'_>,
    tenant: &TenantId,
    (token, target): (&HashedToken, &TenantId),
    now: UnixMillis,
) -> Result<Option<Ticket>, StoreError> {
    exec.returning(REDEEM_TICKET, params![tenant, token, target, now], read_ticket).await
}

const FIND_TICKET: &str = "
SELECT user_id, session_id, target, signed_in_at, expires_at FROM console_tickets
WHERE tenant_id = $1 AND token_hash = $2 AND target = $3 AND expires_at > $4";

/// A ticket to `target` that nobody has taken yet.
pub async fn find_ticket(
    exec: Exec<'_>,
    tenant: &TenantId,
    (token, target): (&HashedToken, &TenantId),
    now: UnixMillis,
) -> Result<Option<Ticket>, StoreError> {
    exec.optional(FIND_TICKET, params![tenant, token, target, now], read_ticket).await
}

fn read_ticket(row: &Row<'_>) -> Result<Ticket, StoreError> {
    Ok(Ticket {
        user_id: UserId::new(row.text(0)?),
        session_id: SessionId::new(row.text(1)?),
        target: TenantId::new(row.text(2)?),
        signed_in_at: row.millis(3)?,
        expires_at: row.millis(4)?,
    })
}

fn read_link(row: &Row<'_>) -> Result<Link, StoreError> {
    let unknown = |column| StoreError::Inconsistent { table: "console_links", column };
    Ok(Link {
        purpose: LinkPurpose::parse(&row.text(0)?).ok_or_else(|| unknown("purpose"))?,
        rights: Rights::of_stored(&row.text(1)?, row.opt_json(2)?.as_ref()).ok_or_else(|| unknown("role"))?,
        user_id: row.opt_text(3)?.map(UserId::new),
        created_at: row.millis(4)?,
        expires_at: row.millis(5)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Db, both_databases, configuration, user};

    const NOW: UnixMillis = UnixMillis(1_000);

    fn tenant() -> TenantId {
        TenantId::of_administrators()
    }

    async fn administrator(db: &Db, id: &str, rights: impl Into<Rights>) -> UserId {
        let (tenant, rights) = (&tenant(), &rights.into());
        let new = &User { username: Some(id.to_owned()), ..User::new(UserId::new(id), NOW) };
        let stored: Result<(), StoreError> = db
            .transaction(|tx| async move {
                user::insert(tx.exec(), tenant, new).await?;
                insert(tx.exec(), tenant, &new.id, (rights, NOW)).await
            })
            .await;
        stored.unwrap();
        new.id.clone()
    }

    /// As callers do it.
    async fn demoted(db: &Db, user: &UserId, role: Option<ConsoleRole>) -> bool {
        let tenant = &tenant();
        let done: Result<bool, StoreError> = db
            .transaction(|tx| async move {
                configuration::bump(&tx, tenant).await?;
                match role {
                    Some(role) => set_rights(tx.exec(), tenant, user, &role.into()).await,
                    None => delete(tx.exec(), tenant, user).await,
                }
            })
            .await;
        done.unwrap()
    }

    both_databases! {
        async fn administrators_are_listed_with_what_they_may_do(db: Db) {
            assert!(!any(db.exec(), &tenant()).await.unwrap());
            administrator(&db, "vera", ConsoleRole::ReadOnly).await;
            let olga = administrator(&db, "olga", ConsoleRole::Owner).await;
            assert!(any(db.exec(), &tenant()).await.unwrap());
            let all = list(db.exec(), &tenant()).await.unwrap();
            let told: Vec<_> = all.iter().map(|one| (one.user.id.as_str(), one.rights.role(), one.since)).collect();
            assert_eq!(told, [("olga", ConsoleRole::Owner, NOW), ("vera", ConsoleRole::ReadOnly, NOW)]);
            assert_eq!(find(db.exec(), &tenant(), &olga).await.unwrap().as_ref(), all.first());
            // A user of the product is nobody here, even of the same id.
            assert_eq!(find(db.exec(), &TenantId::default_tenant(), &olga).await.unwrap(), None);
        }

        async fn the_last_owner_stays(db: Db) {
            let (olga, otto) = (administrator(&db, "olga", ConsoleRole::Owner).await, administrator(&db, "otto", ConsoleRole::Owner).await);
            let edda = administrator(&db, "edda", ConsoleRole::Editor).await;
            assert!(demoted(&db, &edda, Some(ConsoleRole::ReadOnly)).await);
            assert!(demoted(&db, &otto, Some(ConsoleRole::Editor)).await);
            for role in [Some(ConsoleRole::Editor), Some(ConsoleRole::ReadOnly), None] {
                assert!(!demoted(&db, &olga, role).await, "{role:?}");
            }
            assert!(demoted(&db, &olga, Some(ConsoleRole::Owner)).await);
            assert!(demoted(&db, &otto, None).await && demoted(&db, &edda, None).await);
            assert!(!demoted(&db, &UserId::new("nobody"), None).await);
        }

        async fn parts_are_kept_with_whoever_is_limited_to_them(db: Db) {
            let rights = Rights::limited([("Users".to_owned(), ConsoleRole::Editor)]);
            let lena = administrator(&db, "lena", rights.clone()).await;
            let found = async || find(db.exec(), &tenant(), &lena).await.unwrap().unwrap().rights;
            assert_eq!(found().await, rights);
            assert!(demoted(&db, &lena, Some(ConsoleRole::ReadOnly)).await);
            assert_eq!(found().await, ConsoleRole::ReadOnly.into());
            let link = Link { purpose: LinkPurpose::Join, rights, user_id: None, created_at: NOW, expires_at: UnixMillis(2_000) };
            insert_link(db.exec(), &tenant(), &HashedToken::of("t"), &link).await.unwrap();
            assert_eq!(find_link_at(&db, 1_000).await, Some(link));
        }

        async fn of_owners_who_remove_each_other_at_once_one_stays(db: Db) {
            let mut tasks = tokio::task::JoinSet::new();
            for id in ["a", "b", "c", "d"] {
                administrator(&db, id, ConsoleRole::Owner).await;
            }
            for id in ["a", "b", "c", "d"] {
                let db = db.clone();
                tasks.spawn(async move { demoted(&db, &UserId::new(id), None).await });
            }
            assert_eq!(tasks.join_all().await.into_iter().filter(|gone| *gone).count(), 3);
        }

        async fn of_many_at_once_one_redeems_a_link(db: Db) {
            let link = Link {
                purpose: LinkPurpose::Join, rights: ConsoleRole::Editor.into(), user_id: None, created_at: NOW, expires_at: UnixMillis(2_000),
            };
            insert_link(db.exec(), &tenant(), &HashedToken::of("t"), &link).await.unwrap();
            let at = |now| find_link_at(&db, now);
            assert_eq!((at(1_999).await, at(2_000).await), (Some(link.clone()), None));
            let mut tasks = tokio::task::JoinSet::new();
            for _ in 0..16 {
                let db = db.clone();
                tasks.spawn(async move { redeem_link(db.exec(), &tenant(), &HashedToken::of("t"), NOW).await.unwrap() });
            }
            let got: Vec<_> = tasks.join_all().await.into_iter().flatten().collect();
            assert_eq!((got, at(1_000).await), (vec![link], None));
        }

        async fn of_many_at_once_one_redeems_a_ticket_and_only_where_it_leads(db: Db) {
            let user_id = administrator(&db, "olga", ConsoleRole::Owner).await;
            let (acme, beta) = (&TenantId::new("acme"), &TenantId::new("beta"));
            let session = domain::grant::Session::new(SessionId::new("s"), NOW);
            crate::session::insert(db.exec(), &tenant(), &session, &HashedToken::of("cookie")).await.unwrap();
            let session_id = session.id.clone();
            let ticket = Ticket { user_id, session_id, target: acme.clone(), signed_in_at: NOW, expires_at: UnixMillis(2_000) };
            let token = &HashedToken::of("t");
            insert_ticket(db.exec(), &tenant(), token, &ticket).await.unwrap();
            let found = async |target| find_ticket(db.exec(), &tenant(), (token, target), NOW).await.unwrap();
            assert_eq!((found(beta).await, found(acme).await), (None, Some(ticket.clone())));
            let take = async |target, now| redeem_ticket(db.exec(), &tenant(), (token, target), UnixMillis(now)).await.unwrap();
            assert_eq!((take(beta, 1_000).await, take(acme, 2_000).await), (None, None));
            let mut tasks = tokio::task::JoinSet::new();
            for _ in 0..16 {
                let db = db.clone();
                tasks.spawn(async move {
                    let (token, target) = (HashedToken::of("t"), TenantId::new("acme"));
                    redeem_ticket(db.exec(), &tenant(), (&token, &target), NOW).await.unwrap()
                });
            }
            let got: Vec<_> = tasks.join_all().await.into_iter().flatten().collect();
            assert_eq!((got, take(acme, 1_000).await), (vec![ticket.clone()], None));
            // One that nobody has taken ends with its session.
            insert_ticket(db.exec(), &tenant(), token, &ticket).await.unwrap();
            assert!(crate::session::delete(db.exec(), &tenant(), &session.id).await.unwrap());
            assert_eq!(take(acme, 1_000).await, None);
        }

        async fn a_link_that_has_ended_is_not_redeemed(db: Db) {
            let link = Link {
                purpose: LinkPurpose::First, rights: ConsoleRole::Owner.into(), user_id: None, created_at: NOW, expires_at: UnixMillis(2_000),
            };
            insert_link(db.exec(), &tenant(), &HashedToken::of("t"), &link).await.unwrap();
            let late = redeem_link(db.exec(), &tenant(), &HashedToken::of("t"), UnixMillis(2_000)).await;
            assert_eq!(late.unwrap(), None);
            delete_first_links(db.exec(), &tenant()).await.unwrap();
            assert_eq!(find_link_at(&db, 1_000).await, None);
        }
    }

    async fn find_link_at(db: &Db, now: i64) -> Option<Link> {
        find_link(db.exec(), &tenant(), &HashedToken::of("t"), UnixMillis(now)).await.unwrap()
    }
}
