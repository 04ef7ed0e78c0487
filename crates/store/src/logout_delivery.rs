//! Messages to applications that a session has ended (OpenID Connect Back-Channel Logout 1.0): a queue that is filled by the transaction
//! that ends the session. An attempt is counted, and the next one set, by the statement that begins it, so that one node makes it and a
//! node that dies leaves it to another.

use domain::{ApplicationId, SessionId, TenantId, UnixMillis, UserId};

use crate::{Exec, StoreError, db::Row, params};

/// A message that waits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogoutDelivery {
    /// The session that has ended.
    pub session_id: SessionId,
    /// Who is to hear of it.
    pub application_id: ApplicationId,
    /// Who was signed in.
    pub user_id: UserId,
    /// The session's name towards the application.
    pub sid: String,
    /// How often it was tried.
    pub attempts: u32,
}

const PUSH_OF_SESSION: &str = "
INSERT INTO logout_deliveries (tenant_id, session_id, application_id, user_id, sid, attempts, due_at)
SELECT a.tenant_id, a.session_id, a.application_id, s.user_id, a.sid, 0, 0
FROM session_applications a
JOIN sessions s ON s.tenant_id = a.tenant_id AND s.id = a.session_id
JOIN applications c ON c.tenant_id = a.tenant_id AND c.id = a.application_id
WHERE a.tenant_id = $1 AND a.session_id = $2 AND s.user_id IS NOT NULL
  AND (c.oidc_client_metadata ->> 'backchannelLogoutUri') IS NOT NULL
ON CONFLICT (tenant_id, session_id, application_id) DO NOTHING";

/// Queues a message to each application of a session that wants one; to be called before the session is deleted, in its transaction.
pub(crate) async fn push_of_session(
    exec: Exec<'_>,
    tenant: &TenantId,
    session: &SessionId,
) -> Result<(), StoreError> {
    exec.execute(PUSH_OF_SESSION, params![tenant, session]).await.map(drop)
}

const PUSH_OF_USER: &str = "
INSERT INTO logout_deliveries (tenant_id, session_id, application_id, user_id, sid, attempts, due_at)
SELECT a.tenant_id, a.session_id, a.application_id, s.user_id, a.sid, 0, 0
FROM sessions s
JOIN session_applications a ON a.tenant_id = s.tenant_id AND a.session_id = s.id
JOIN applications c ON c.tenant_id = a.tenant_id AND c.id = a.application_id
WHERE s.tenant_id = $1 AND s.user_id = $2 AND (CAST($3 AS TEXT) IS NULL OR s.id <> $3)
  AND (c.oidc_client_metadata ->> 'backchannelLogoutUri') IS NOT NULL
ON CONFLICT (tenant_id, session_id, application_id) DO NOTHING";

/// As [`push_of_session`], for all sessions of a user but `kept`.
pub(crate) async fn push_of_user(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
    kept: Option<&SessionId>,
) -> Result<(), StoreError> {
    exec.execute(PUSH_OF_USER, params![tenant, user, kept]).await.map(drop)
}

const DUE: &str = "
SELECT session_id, application_id, user_id, sid, attempts FROM (
  SELECT session_id, application_id, user_id, sid, attempts, due_at,
    ROW_NUMBER() OVER (PARTITION BY application_id ORDER BY due_at, session_id) AS place
  FROM logout_deliveries WHERE tenant_id = $1 AND due_at <= $2) waiting
WHERE place <= $4 ORDER BY due_at, session_id, application_id LIMIT $3";

/// What is to be tried at `now`, longest due first: at most `limit` messages, and of one application at most `of_one`, so that one with many does not
/// stand before all others.
pub async fn due(
    exec: Exec<'_>,
    tenant: &TenantId,
    now: UnixMillis,
    (limit, of_one): (i64, i64),
) -> Result<Vec<LogoutDelivery>, StoreError> {
    exec.all(DUE, params![tenant, now, limit, of_one], read).await
}

const BEGIN_ATTEMPT: &str = "
UPDATE logout_deliveries SET attempts = attempts + 1, due_at = $5
WHERE tenant_id = $1 AND session_id = $2 AND application_id = $3 AND attempts = $4
RETURNING attempts";

/// Begins the next attempt; the one after it is due at `next_at`. `true` for exactly one of any number of callers.
pub async fn begin_attempt(
    exec: Exec<'_>,
    tenant: &TenantId,
    delivery: &LogoutDelivery,
    next_at: UnixMillis,
) -> Result<bool, StoreError> {
    let LogoutDelivery { session_id, application_id, attempts, .. } = delivery;
    let parameters = params![tenant, session_id, application_id, *attempts, next_at];
    Ok(exec.returning(BEGIN_ATTEMPT, parameters, |_| Ok(())).await?.is_some())
}

const FINISH: &str =
    "DELETE FROM logout_deliveries WHERE tenant_id = $1 AND session_id = $2 AND application_id = $3";

/// Takes a message from the queue: it was delivered or given up.
pub async fn finish(exec: Exec<'_>, tenant: &TenantId, delivery: &LogoutDelivery) -> Result<(), StoreError> {
    exec.execute(FINISH, params![tenant, delivery.session_id, delivery.application_id]).await.map(drop)
}

fn read(row: &Row<'_>) -> Result<LogoutDelivery, StoreError> {
    let inconsistent = StoreError::Inconsistent { table: "logout_deliveries", column: "attempts" };
    Ok(LogoutDelivery {
        session_id: SessionId::new(row.text(0)?),
        application_id: ApplicationId::new(row.text(1)?),
        user_id: UserId::new(row.text(2)?),
        sid: row.text(3)?,
        attempts: u32::try_from(row.int(4)?).map_err(|_| inconsistent)?,
    })
}

#[cfg(test)]
mod tests {
    use domain::{
        HashedToken,
        application::ApplicationType,
        grant::{Session, SessionApplication},
    };

    use super::*;
    use crate::{Db, application, both_databases, grant::tests::insert_user, session, user};

    const NOW: UnixMillis = UnixMillis(1_000);

    fn tenant() -> TenantId {
        TenantId::default_tenant()
    }

    async fn insert_application(db: &Db, id: &str, logout_uri: Option<&str>) {
        let mut stored = application::tests::application(id, ApplicationType::Spa, 1);
        stored.oidc_client_metadata.backchannel_logout_uri = logout_uri.map(str::to_owned);
        application::insert(db.exec(), &tenant(), &stored).await.unwrap();
    }

    async fn insert_session(db: &Db, id: &str, user: &UserId, applications: &[&str]) {
        let session = Session { user_id: Some(user.clone()), ..Session::new(SessionId::new(id), NOW) };
        session::insert(db.exec(), &tenant(), &session, &HashedToken::of(id)).await.unwrap();
        for application in applications {
            let application = SessionApplication {
                application_id: ApplicationId::new(*application),
                grant_id: None,
                sid: format!("{id}-{application}"),
                persists_logout: false,
            };
            session::put_application(db.exec(), &tenant(), &session.id, &application).await.unwrap();
        }
    }

    /// Sessions and applications of what waits.
    async fn waiting(db: &Db, now: UnixMillis) -> Vec<(String, String)> {
        let due = due(db.exec(), &tenant(), now, (10, 10)).await.unwrap();
        due.into_iter().map(|due| (due.session_id.into_string(), due.application_id.into_string())).collect()
    }

    fn pair(session: &str, application: &str) -> (String, String) {
        (session.to_owned(), application.to_owned())
    }

    async fn furnish(db: &Db) -> UserId {
        let user = insert_user(db, "u").await;
        insert_application(db, "desk", Some("https://desk.example/out")).await;
        insert_application(db, "quiet", None).await;
        for session in ["one", "two"] {
            insert_session(db, session, &user, &["desk", "quiet"]).await;
        }
        user
    }

    both_databases! {
        async fn a_session_that_ends_tells_the_applications_that_want_to_hear(db: Db) {
            furnish(&db).await;
            assert!(session::delete(db.exec(), &tenant(), &SessionId::new("one")).await.unwrap());
            assert_eq!(waiting(&db, NOW).await, [pair("one", "desk")]);
        }

        async fn suspending_deleting_and_signing_out_elsewhere_tell_of_every_session(db: Db) {
            let user = furnish(&db).await;
            let kept = SessionId::new("two");
            assert_eq!(session::delete_of_user(db.exec(), &tenant(), &user, Some(&kept)).await.unwrap(), 1);
            assert_eq!(waiting(&db, NOW).await, [pair("one", "desk")]);
            let tenant = &tenant();
            let suspended: Result<_, StoreError> =
                db.transaction(|tx| async move { user::set_suspended(tx.exec(), tenant, &UserId::new("u"), true, NOW).await }).await;
            suspended.unwrap();
            assert_eq!(waiting(&db, NOW).await, [pair("one", "desk"), pair("two", "desk")]);
            insert_session(&db, "three", &user, &["desk"]).await;
            let deleted: Result<_, StoreError> =
                db.transaction(|tx| async move { user::delete(tx.exec(), tenant, &UserId::new("u")).await }).await;
            assert!(deleted.unwrap());
            assert_eq!(waiting(&db, NOW).await, [pair("one", "desk"), pair("three", "desk"), pair("two", "desk")]);
        }

        async fn an_application_with_many_does_not_stand_before_others(db: Db) {
            let user = furnish(&db).await;
            insert_application(&db, "late", Some("https://late.example/out")).await;
            insert_session(&db, "zzz", &user, &["late"]).await;
            for session in ["one", "two", "zzz"] {
                session::delete(db.exec(), &tenant(), &SessionId::new(session)).await.unwrap();
            }
            let of = async |limit, of_one| {
                let due = due(db.exec(), &tenant(), NOW, (limit, of_one)).await.unwrap();
                due.into_iter().map(|due| (due.session_id.into_string(), due.application_id.into_string())).collect::<Vec<_>>()
            };
            assert_eq!(of(10, 10).await, [pair("one", "desk"), pair("two", "desk"), pair("zzz", "late")]);
            assert_eq!(of(2, 10).await, [pair("one", "desk"), pair("two", "desk")]);
            assert_eq!(of(2, 1).await, [pair("one", "desk"), pair("zzz", "late")]);
        }

        async fn one_of_many_parallel_callers_makes_an_attempt(db: Db) {
            furnish(&db).await;
            session::delete(db.exec(), &tenant(), &SessionId::new("one")).await.unwrap();
            let waits = due(db.exec(), &tenant(), NOW, (10, 10)).await.unwrap().remove(0);
            let next = UnixMillis(2_000);
            let attempts = (0..8).map(|_| {
                let (db, waits) = (db.clone(), waits.clone());
                tokio::spawn(async move { begin_attempt(db.exec(), &tenant(), &waits, next).await.unwrap() })
            });
            let won = futures_util::future::join_all(attempts).await;
            assert_eq!(won.into_iter().filter(|won| *won.as_ref().unwrap()).count(), 1);
            assert_eq!(waiting(&db, NOW).await, []);
            let again = due(db.exec(), &tenant(), next, (10, 10)).await.unwrap();
            assert_eq!(again, [LogoutDelivery { attempts: 1, ..waits }]);
            finish(db.exec(), &tenant(), &again[0]).await.unwrap();
            assert_eq!(waiting(&db, next).await, []);
        }
    }
}
