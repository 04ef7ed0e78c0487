//! Browser sessions and the applications signed in to in each (OIDC contract §5.6, §5.7).
//!
//! A session has a lasting id; the cookie holds another value, which changes at every sign-in and is stored as a hash.

use domain::{
    ApplicationId, GrantId, HashedToken, JsonText, SessionId, TenantId, UnixMillis, UserId,
    grant::{Session, SessionApplication},
};
use serde_json::Value;

use crate::{Exec, StoreError, db::Row, logout_delivery, params};

const INSERT: &str = "
INSERT INTO sessions
  (tenant_id, id, cookie_hash, user_id, signed_in_at, last_submission, logout, created_at, expires_at, application_id, agent,
   last_active_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

/// Stores a new session under the hash of its first cookie.
pub async fn insert(
    exec: Exec<'_>,
    tenant: &TenantId,
    session: &Session,
    cookie: &HashedToken,
) -> Result<(), StoreError> {
    exec.execute(
        INSERT,
        params![
            tenant,
            session.id,
            cookie,
            session.user_id,
            session.signed_in_at,
            session.last_submission,
            logout_json(session)?,
            session.created_at,
            session.expires_at,
            session.application_id,
            agent_json(session)?,
            session.last_active_at,
        ],
    )
    .await
    .map(|_| ())
}

const UPDATE: &str = "
UPDATE sessions SET cookie_hash = $3, user_id = $4, signed_in_at = $5, last_submission = $6, logout = $7, expires_at = $8,
  application_id = $9, agent = $10, last_active_at = $11
WHERE tenant_id = $1 AND id = $2";

/// Stores a session's new state under the hash of its new cookie; the old cookie no longer finds it. `false` when it is gone.
pub async fn update(
    exec: Exec<'_>,
    tenant: &TenantId,
    session: &Session,
    cookie: &HashedToken,
) -> Result<bool, StoreError> {
    Ok(exec
        .execute(
            UPDATE,
            params![
                tenant,
                session.id,
                cookie,
                session.user_id,
                session.signed_in_at,
                session.last_submission,
                logout_json(session)?,
                session.expires_at,
                session.application_id,
                agent_json(session)?,
                session.last_active_at,
            ],
        )
        .await?
        == 1)
}

const RENEW: &str = "
UPDATE sessions SET cookie_hash = $4, expires_at = $5, agent = $6, last_active_at = $7
WHERE tenant_id = $1 AND id = $2 AND user_id = $3";

/// Stores when a session ends, and where and when it was used, under the hash of its new cookie; the old cookie no longer finds it. Who is signed in
/// to it and since when stays as it is stored. `false` when it is gone, or somebody else's than `session` says.
pub async fn renew(
    exec: Exec<'_>,
    tenant: &TenantId,
    session: &Session,
    cookie: &HashedToken,
) -> Result<bool, StoreError> {
    let agent = agent_json(session)?;
    let values = params![
        tenant,
        session.id,
        session.user_id,
        cookie,
        session.expires_at,
        agent,
        session.last_active_at
    ];
    Ok(exec.execute(RENEW, values).await? == 1)
}

fn logout_json(session: &Session) -> Result<Option<JsonText>, StoreError> {
    let logout = session.logout.as_ref().map(JsonText::of).transpose();
    logout.map_err(|_| StoreError::Inconsistent { table: "sessions", column: "logout" })
}

fn agent_json(session: &Session) -> Result<Option<JsonText>, StoreError> {
    let agent = session.agent.as_ref().map(JsonText::of).transpose();
    agent.map_err(|_| StoreError::Inconsistent { table: "sessions", column: "agent" })
}

const FIND_BY_COOKIE: &str = "
SELECT id, user_id, signed_in_at, last_submission, logout, created_at, expires_at, application_id, agent, last_active_at
FROM sessions WHERE tenant_id = $1 AND cookie_hash = $2 AND expires_at > $3";

/// The session a cookie stands for, unless it has ended by `now`.
pub async fn find_by_cookie(
    exec: Exec<'_>,
    tenant: &TenantId,
    cookie: &HashedToken,
    now: UnixMillis,
) -> Result<Option<Session>, StoreError> {
    exec.optional(FIND_BY_COOKIE, params![tenant, cookie, now], read).await
}

const KEEP_ALIVE: &str = "
UPDATE sessions SET expires_at = $3, last_active_at = $4 WHERE tenant_id = $1 AND id = $2 AND expires_at > $4";

/// Puts off the end of a session that has not ended by `now`, when it was used. `false` when it is gone.
pub async fn keep_alive(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &SessionId,
    (expires_at, now): (UnixMillis, UnixMillis),
) -> Result<bool, StoreError> {
    Ok(exec.execute(KEEP_ALIVE, params![tenant, id, expires_at, now]).await? == 1)
}

const FIND: &str = "
SELECT id, user_id, signed_in_at, last_submission, logout, created_at, expires_at, application_id, agent, last_active_at
FROM sessions WHERE tenant_id = $1 AND id = $2 AND expires_at > $3";

/// The session of this id, unless it has ended by `now`.
pub async fn find(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &SessionId,
    now: UnixMillis,
) -> Result<Option<Session>, StoreError> {
    exec.optional(FIND, params![tenant, id, now], read).await
}

const LIST_OF_USER: &str = "
SELECT id, user_id, signed_in_at, last_submission, logout, created_at, expires_at, application_id, agent, last_active_at
FROM sessions WHERE tenant_id = $1 AND user_id = $2 AND expires_at > $3 ORDER BY signed_in_at DESC, id";

/// The sessions in which a user is signed in and that have not ended by `now`, newest sign-in first.
pub async fn list_of_user(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
    now: UnixMillis,
) -> Result<Vec<Session>, StoreError> {
    exec.all(LIST_OF_USER, params![tenant, user, now], read).await
}

const OF_GRANT: &str = "
SELECT s.id, s.user_id, s.signed_in_at, s.last_submission, s.logout, s.created_at, s.expires_at, s.application_id, s.agent, s.last_active_at
FROM sessions s
JOIN session_applications a ON a.tenant_id = s.tenant_id AND a.session_id = s.id
WHERE s.tenant_id = $1 AND s.user_id = $2 AND a.grant_id = $3 AND s.expires_at > $4
ORDER BY s.signed_in_at DESC, s.id LIMIT 1";

/// The session in which a grant of a user is used and that has not ended by `now`, the newest sign-in if there are several.
pub async fn of_grant(
    exec: Exec<'_>,
    tenant: &TenantId,
    (user, grant): (&UserId, &GrantId),
    now: UnixMillis,
) -> Result<Option<Session>, StoreError> {
    exec.optional(OF_GRANT, params![tenant, user, grant, now], read).await
}

const LAST_SUBMISSION: &str = "
SELECT s.last_submission FROM sessions s
JOIN session_applications a ON a.tenant_id = s.tenant_id AND a.session_id = s.id
WHERE s.tenant_id = $1 AND s.user_id = $2 AND a.grant_id = $3 AND s.expires_at > $4
ORDER BY s.signed_in_at DESC, s.id LIMIT 1";

/// What a user submitted to sign in to the session in which a grant is used, the newest such session if there are several.
pub async fn last_submission(
    exec: Exec<'_>,
    tenant: &TenantId,
    (user, grant): (&UserId, &GrantId),
    now: UnixMillis,
) -> Result<Option<Value>, StoreError> {
    Ok(exec
        .optional(LAST_SUBMISSION, params![tenant, user, grant, now], |row| row.opt_json(0))
        .await?
        .flatten())
}

const APPLICATIONS_OF_USER: &str = "
SELECT a.application_id, a.grant_id, a.sid, a.persists_logout, a.session_id
FROM session_applications a JOIN sessions s ON s.tenant_id = a.tenant_id AND s.id = a.session_id
WHERE a.tenant_id = $1 AND s.user_id = $2 ORDER BY a.session_id, a.application_id";

/// The applications signed in to in each session of a user, by session.
pub async fn applications_of_user(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
) -> Result<Vec<(SessionId, SessionApplication)>, StoreError> {
    let read = |row: &Row<'_>| Ok((SessionId::new(row.text(4)?), read_application(row)?));
    exec.all(APPLICATIONS_OF_USER, params![tenant, user], read).await
}

const DELETE_OF_USER: &str =
    "DELETE FROM sessions WHERE tenant_id = $1 AND user_id = $2 AND (CAST($3 AS TEXT) IS NULL OR id <> $3)";

/// Ends all sessions of a user but `kept`, with the tokens bound to them, and returns how many there were. Applications hear of it. To be
/// called in a transaction.
pub async fn delete_of_user(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
    kept: Option<&SessionId>,
) -> Result<u64, StoreError> {
    logout_delivery::push_of_user(exec, tenant, user, kept).await?;
    exec.execute(DELETE_OF_USER, params![tenant, user, kept]).await
}

const DELETE: &str = "DELETE FROM sessions WHERE tenant_id = $1 AND id = $2";

/// Ends a session with the tokens bound to it; `false` when it had ended already. Applications hear of it. To be called in a transaction.
pub async fn delete(exec: Exec<'_>, tenant: &TenantId, id: &SessionId) -> Result<bool, StoreError> {
    logout_delivery::push_of_session(exec, tenant, id).await?;
    Ok(exec.execute(DELETE, params![tenant, id]).await? == 1)
}

const FIND_APPLICATION: &str = "
SELECT application_id, grant_id, sid, persists_logout
FROM session_applications WHERE tenant_id = $1 AND session_id = $2 AND application_id = $3";

/// What a session knows of an application; `None` before its first visit.
pub async fn find_application(
    exec: Exec<'_>,
    tenant: &TenantId,
    session: &SessionId,
    application: &ApplicationId,
) -> Result<Option<SessionApplication>, StoreError> {
    exec.optional(FIND_APPLICATION, params![tenant, session, application], read_application).await
}

const PUT_APPLICATION: &str = "
INSERT INTO session_applications (tenant_id, session_id, application_id, grant_id, sid, persists_logout)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (tenant_id, session_id, application_id)
DO UPDATE SET grant_id = excluded.grant_id, persists_logout = excluded.persists_logout";

/// Stores what a session knows of an application; its `sid` stays as it was first set.
pub async fn put_application(
    exec: Exec<'_>,
    tenant: &TenantId,
    session: &SessionId,
    application: &SessionApplication,
) -> Result<(), StoreError> {
    exec.execute(
        PUT_APPLICATION,
        params![
            tenant,
            session,
            application.application_id,
            application.grant_id,
            application.sid,
            application.persists_logout,
        ],
    )
    .await
    .map(|_| ())
}

const DELETE_APPLICATION: &str = "
DELETE FROM session_applications WHERE tenant_id = $1 AND session_id = $2 AND application_id = $3
RETURNING application_id, grant_id, sid, persists_logout";

/// Signs a session out of one application and gives what was known of it.
pub async fn delete_application(
    exec: Exec<'_>,
    tenant: &TenantId,
    session: &SessionId,
    application: &ApplicationId,
) -> Result<Option<SessionApplication>, StoreError> {
    exec.returning(DELETE_APPLICATION, params![tenant, session, application], read_application).await
}

const DELETE_BOUND_GRANTS: &str = "
DELETE FROM grants WHERE tenant_id = $1 AND id IN (
  SELECT grant_id FROM session_applications WHERE tenant_id = $1 AND session_id = $2 AND persists_logout = FALSE)";

/// Revokes the grants of a session that end with it (those without `offline_access`) and returns how many there were.
pub async fn delete_bound_grants(
    exec: Exec<'_>,
    tenant: &TenantId,
    session: &SessionId,
) -> Result<u64, StoreError> {
    exec.execute(DELETE_BOUND_GRANTS, params![tenant, session]).await
}

/// Which grants are revoked together with a session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RevokedGrants {
    /// Those of every application signed in to.
    All,
    /// Those of applications that are not a third party's.
    FirstParty,
}

const DELETE_GRANTS: &str = "
DELETE FROM grants WHERE tenant_id = $1 AND id IN (
  SELECT grant_id FROM session_applications WHERE tenant_id = $1 AND session_id = $2)";
const DELETE_FIRST_PARTY_GRANTS: &str = "
DELETE FROM grants WHERE tenant_id = $1 AND id IN (
  SELECT grant_id FROM session_applications WHERE tenant_id = $1 AND session_id = $2)
AND application_id NOT IN (SELECT id FROM applications WHERE tenant_id = $1 AND is_third_party = TRUE)";

/// Revokes grants that a session uses, whether they end with it or not, and returns how many there were.
pub async fn delete_grants(
    exec: Exec<'_>,
    tenant: &TenantId,
    session: &SessionId,
    which: RevokedGrants,
) -> Result<u64, StoreError> {
    let statement = match which {
        RevokedGrants::All => DELETE_GRANTS,
        RevokedGrants::FirstParty => DELETE_FIRST_PARTY_GRANTS,
    };
    exec.execute(statement, params![tenant, session]).await
}

/// Spells the statement that revokes grants of all sessions of a user but one. A grant that the kept session uses too stays.
macro_rules! delete_grants_of_user {
    ($owner:literal) => {
        concat!(
            "DELETE FROM grants WHERE tenant_id = $1 AND user_id = $2 AND id IN (
               SELECT a.grant_id FROM session_applications a
               JOIN sessions s ON s.tenant_id = a.tenant_id AND s.id = a.session_id
               WHERE s.tenant_id = $1 AND s.user_id = $2 AND (CAST($3 AS TEXT) IS NULL OR s.id <> $3))
             AND id NOT IN (
               SELECT grant_id FROM session_applications WHERE tenant_id = $1 AND session_id = $3 AND grant_id IS NOT NULL)",
            $owner
        )
    };
}

const DELETE_GRANTS_OF_USER: &str = delete_grants_of_user!("");
const DELETE_FIRST_PARTY_GRANTS_OF_USER: &str = delete_grants_of_user!(
    " AND application_id NOT IN (SELECT id FROM applications WHERE tenant_id = $1 AND is_third_party = TRUE)"
);

/// As [`delete_grants`], for all sessions of a user but `kept`, whose own grants stay.
pub async fn delete_grants_of_user(
    exec: Exec<'_>,
    tenant: &TenantId,
    (user, kept): (&UserId, Option<&SessionId>),
    which: RevokedGrants,
) -> Result<u64, StoreError> {
    let statement = match which {
        RevokedGrants::All => DELETE_GRANTS_OF_USER,
        RevokedGrants::FirstParty => DELETE_FIRST_PARTY_GRANTS_OF_USER,
    };
    exec.execute(statement, params![tenant, user, kept]).await
}

fn read(row: &Row<'_>) -> Result<Session, StoreError> {
    Ok(Session {
        id: SessionId::new(row.text(0)?),
        user_id: row.opt_text(1)?.map(UserId::new),
        signed_in_at: row.opt_millis(2)?,
        last_submission: row.opt_json(3)?,
        logout: row.opt_json_as(4, "sessions", "logout")?,
        created_at: row.millis(5)?,
        expires_at: row.millis(6)?,
        application_id: row.opt_text(7)?.map(ApplicationId::new),
        agent: row.opt_json_as(8, "sessions", "agent")?,
        last_active_at: row.opt_millis(9)?,
    })
}

fn read_application(row: &Row<'_>) -> Result<SessionApplication, StoreError> {
    Ok(SessionApplication {
        application_id: ApplicationId::new(row.text(0)?),
        grant_id: row.opt_text(1)?.map(GrantId::new),
        sid: row.text(2)?,
        persists_logout: row.bool(3)?,
    })
}

#[cfg(test)]
mod tests {
    use domain::grant::{Grant, PendingLogout, SessionAgent};

    use super::*;
    use crate::{
        both_databases,
        expiry::{Expiring, delete_expired},
        grant,
    };

    const NOW: UnixMillis = UnixMillis(1_000);

    fn tenant() -> TenantId {
        TenantId::default_tenant()
    }

    fn application(grant: &str, persists_logout: bool) -> SessionApplication {
        SessionApplication {
            application_id: ApplicationId::new(format!("app-of-{grant}")),
            grant_id: Some(GrantId::new(grant)),
            sid: format!("sid-of-{grant}"),
            persists_logout,
        }
    }

    both_databases! {
        async fn a_session_follows_its_newest_cookie(db: Db) {
            let user = grant::tests::insert_user(&db, "u").await;
            let mut session = Session::new(SessionId::new("s"), NOW);
            insert(db.exec(), &tenant(), &session, &HashedToken::of("first")).await.unwrap();
            session.user_id = Some(user);
            session.signed_in_at = Some(NOW);
            session.last_submission = Some(serde_json::json!({ "interactionEvent": "SignIn" }));
            session.application_id = Some(ApplicationId::new("desk"));
            session.agent = Some(SessionAgent { ip: Some("203.0.113.9".to_owned()), user_agent: None });
            session.last_active_at = Some(NOW);
            session.logout = Some(PendingLogout { xsrf_hash: "x".to_owned(), application_id: None, post_logout_redirect_uri: None, state: None });
            assert!(update(db.exec(), &tenant(), &session, &HashedToken::of("second")).await.unwrap());
            let find = async |cookie| find_by_cookie(db.exec(), &tenant(), &HashedToken::of(cookie), NOW).await.unwrap();
            assert_eq!(find("first").await, None);
            assert_eq!(find("second").await.as_ref(), Some(&session));
            assert_eq!(super::find(db.exec(), &tenant(), &session.id, NOW).await.unwrap().as_ref(), Some(&session));
            assert_eq!(super::find(db.exec(), &tenant(), &session.id, session.expires_at).await.unwrap(), None);
            assert!(delete(db.exec(), &tenant(), &session.id).await.unwrap());
            assert!(!update(db.exec(), &tenant(), &session, &HashedToken::of("third")).await.unwrap());
        }

        async fn a_session_is_renewed_for_who_is_signed_in_to_it_and_nothing_else_of_it_changes(db: Db) {
            let [user, other] = [grant::tests::insert_user(&db, "u").await, grant::tests::insert_user(&db, "v").await];
            let fresh = Session { user_id: Some(user), signed_in_at: Some(NOW), ..Session::new(SessionId::new("s"), NOW) };
            insert(db.exec(), &tenant(), &fresh, &HashedToken::of("first")).await.unwrap();
            let read = Session {
                signed_in_at: None,
                last_active_at: Some(UnixMillis(1_500)),
                expires_at: fresh.expires_at.plus(std::time::Duration::from_secs(1)),
                agent: Some(SessionAgent { ip: Some("203.0.113.9".to_owned()), user_agent: None }),
                ..fresh.clone()
            };
            assert!(renew(db.exec(), &tenant(), &read, &HashedToken::of("second")).await.unwrap());
            for user_id in [Some(other), None] {
                let wrong = Session { user_id, ..read.clone() };
                assert!(!renew(db.exec(), &tenant(), &wrong, &HashedToken::of("third")).await.unwrap());
            }
            let find = async |cookie| find_by_cookie(db.exec(), &tenant(), &HashedToken::of(cookie), NOW).await.unwrap();
            assert_eq!((find("first").await, find("third").await), (None, None));
            assert_eq!(find("second").await, Some(Session { signed_in_at: Some(NOW), ..read.clone() }));
            assert!(delete(db.exec(), &tenant(), &read.id).await.unwrap());
            assert!(!renew(db.exec(), &tenant(), &read, &HashedToken::of("third")).await.unwrap());
        }

        async fn sessions_end_with_their_user_and_their_time(db: Db) {
            let user = grant::tests::insert_user(&db, "u").await;
            for (id, user_id) in [("a", Some(user.clone())), ("b", None)] {
                let session = Session { user_id, ..Session::new(SessionId::new(id), NOW) };
                insert(db.exec(), &tenant(), &session, &HashedToken::of(id)).await.unwrap();
            }
            assert_eq!(delete_expired(db.exec(), Expiring::Sessions, &tenant(), NOW, 100).await.unwrap(), 0);
            crate::user::delete(db.exec(), &tenant(), &user).await.unwrap();
            assert_eq!(delete_expired(db.exec(), Expiring::Sessions, &tenant(), NOW.plus(domain::grant::SESSION_TTL), 100).await.unwrap(), 1);
        }

        async fn grants_without_offline_access_end_with_the_session(db: Db) {
            let user = grant::tests::insert_user(&db, "u").await;
            let session = SessionId::new("s");
            insert(db.exec(), &tenant(), &Session::new(session.clone(), NOW), &HashedToken::of("c")).await.unwrap();
            for (id, persists) in [("bound", false), ("offline", true)] {
                let application = application(id, persists);
                let grant = Grant::new(GrantId::new(id), user.clone(), application.application_id.clone(), NOW);
                grant::put(db.exec(), &tenant(), &grant).await.unwrap();
                put_application(db.exec(), &tenant(), &session, &application).await.unwrap();
            }
            assert_eq!(delete_bound_grants(db.exec(), &tenant(), &session).await.unwrap(), 1);
            assert_eq!(grant::find(db.exec(), &tenant(), &GrantId::new("bound"), NOW).await.unwrap(), None);
            assert!(grant::find(db.exec(), &tenant(), &GrantId::new("offline"), NOW).await.unwrap().is_some());
        }

        async fn a_users_sessions_are_listed_with_their_applications_newest_first(db: Db) {
            let user = grant::tests::insert_user(&db, "u").await;
            let other = grant::tests::insert_user(&db, "v").await;
            for (id, user_id, signed_in_at) in [("old", &user, 1), ("new", &user, 2), ("theirs", &other, 3), ("ended", &user, 4)] {
                let mut session = Session { user_id: Some(user_id.clone()), signed_in_at: Some(UnixMillis(signed_in_at)), ..Session::new(SessionId::new(id), NOW) };
                if id == "ended" {
                    session.expires_at = NOW;
                }
                insert(db.exec(), &tenant(), &session, &HashedToken::of(id)).await.unwrap();
                put_application(db.exec(), &tenant(), &session.id, &application(id, true)).await.unwrap();
            }
            let sessions = list_of_user(db.exec(), &tenant(), &user, NOW).await.unwrap();
            assert_eq!(sessions.iter().map(|session| session.id.as_str()).collect::<Vec<_>>(), ["new", "old"]);
            let applications = applications_of_user(db.exec(), &tenant(), &user).await.unwrap();
            let expected = ["ended", "new", "old"].map(|id| (SessionId::new(id), application(id, true)));
            assert_eq!(applications, expected);
            for (grant, session) in [("new", Some("new")), ("theirs", None), ("ended", None), ("unknown", None)] {
                let found = of_grant(db.exec(), &tenant(), (&user, &GrantId::new(grant)), NOW).await.unwrap();
                assert_eq!(found.as_ref().map(|session| session.id.as_str()), session, "{grant}");
            }
        }

        async fn grants_of_a_session_are_revoked_all_or_without_those_of_third_parties(db: Db) {
            let user = grant::tests::insert_user(&db, "u").await;
            let session = SessionId::new("s");
            insert(db.exec(), &tenant(), &Session::new(session.clone(), NOW), &HashedToken::of("c")).await.unwrap();
            for id in ["ours", "third"] {
                let used = application(id, true);
                let mut stored = crate::application::tests::application(used.application_id.as_str(), domain::application::ApplicationType::Spa, 1);
                stored.is_third_party = id == "third";
                crate::application::insert(db.exec(), &tenant(), &stored).await.unwrap();
            }
            let live = async || {
                let mut live = Vec::new();
                for id in ["ours", "third", "unused"] {
                    live.extend(grant::find(db.exec(), &tenant(), &GrantId::new(id), NOW).await.unwrap().map(|grant| grant.id.into_string()));
                }
                live
            };
            for (which, revoked, left) in [(RevokedGrants::FirstParty, 1, vec!["third", "unused"]), (RevokedGrants::All, 2, vec!["unused"])] {
                for id in ["ours", "third", "unused"] {
                    let application = application(id, true);
                    let grant = Grant::new(GrantId::new(id), user.clone(), application.application_id.clone(), NOW);
                    grant::put(db.exec(), &tenant(), &grant).await.unwrap();
                    if id != "unused" {
                        put_application(db.exec(), &tenant(), &session, &application).await.unwrap();
                    }
                }
                assert_eq!(delete_grants(db.exec(), &tenant(), &session, which).await.unwrap(), revoked);
                assert_eq!(live().await, left);
            }
        }

        async fn grants_of_a_users_other_sessions_are_revoked_and_those_of_the_kept_one_stay(db: Db) {
            let (user, other) = (grant::tests::insert_user(&db, "u").await, grant::tests::insert_user(&db, "v").await);
            let mut third = crate::application::tests::application("third", domain::application::ApplicationType::Spa, 1);
            third.is_third_party = true;
            crate::application::insert(db.exec(), &tenant(), &third).await.unwrap();
            for (id, user, used) in [("kept", &user, vec!["ours", "shared"]), ("old", &user, vec!["shared", "mine", "third"]), ("theirs", &other, vec!["foreign"])] {
                let session = Session { user_id: Some(user.clone()), ..Session::new(SessionId::new(id), NOW) };
                insert(db.exec(), &tenant(), &session, &HashedToken::of(id)).await.unwrap();
                for grant in used {
                    let application = SessionApplication { application_id: ApplicationId::new(grant), ..application(grant, true) };
                    let new = Grant::new(GrantId::new(grant), user.clone(), application.application_id.clone(), NOW);
                    grant::put(db.exec(), &tenant(), &new).await.unwrap();
                    put_application(db.exec(), &tenant(), &session.id, &application).await.unwrap();
                }
            }
            let live = async || {
                let mut live = Vec::new();
                for id in ["ours", "shared", "mine", "third", "foreign"] {
                    live.extend(grant::find(db.exec(), &tenant(), &GrantId::new(id), NOW).await.unwrap().map(|grant| grant.id.into_string()));
                }
                live
            };
            let kept = SessionId::new("kept");
            for (kept, which, left) in [
                (Some(&kept), RevokedGrants::FirstParty, vec!["ours", "shared", "third", "foreign"]),
                (Some(&kept), RevokedGrants::All, vec!["ours", "shared", "foreign"]),
                (None, RevokedGrants::All, vec!["foreign"]),
            ] {
                delete_grants_of_user(db.exec(), &tenant(), (&user, kept), which).await.unwrap();
                assert_eq!(live().await, left);
            }
        }

        async fn an_application_keeps_its_sid_within_the_session(db: Db) {
            let session = SessionId::new("s");
            insert(db.exec(), &tenant(), &Session::new(session.clone(), NOW), &HashedToken::of("c")).await.unwrap();
            let first = application("g", false);
            put_application(db.exec(), &tenant(), &session, &first).await.unwrap();
            let second = SessionApplication { grant_id: Some(GrantId::new("h")), sid: "other".to_owned(), persists_logout: true, ..first.clone() };
            put_application(db.exec(), &tenant(), &session, &second).await.unwrap();
            let expected = SessionApplication { sid: first.sid, ..second };
            let id = &expected.application_id;
            assert_eq!(find_application(db.exec(), &tenant(), &session, id).await.unwrap().as_ref(), Some(&expected));
            assert_eq!(delete_application(db.exec(), &tenant(), &session, id).await.unwrap().as_ref(), Some(&expected));
            assert_eq!(find_application(db.exec(), &tenant(), &session, id).await.unwrap(), None);
        }
    }
}
