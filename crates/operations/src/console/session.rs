//! Who is signed in to the console. The cookie has 256 random bits and is stored as a hash; a session ends when nobody has used it for an hour,
//! and after twelve hours whatever happens. The hash is of the address of the console too: a cookie of one tenant's console is none of another's.

use std::time::Duration;

use domain::{
    HashedToken, PlainToken, SessionId, UnixMillis, UserId,
    account::User,
    console::Rights,
    grant::{Session, SessionAgent},
};
use store::{Exec, StoreError, console, session};

use super::Origin;
use crate::Services;

/// How long a session lasts without being used.
pub const KEPT_FOR: Duration = Duration::from_secs(3_600);
/// How long a session lasts at the most.
pub const MOST: Duration = Duration::from_secs(12 * 3_600);
/// How long the second step of a sign-in may take.
pub(super) const SECOND_STEP: Duration = Duration::from_secs(300);
/// How often it is written that a session is used.
const NOTED_EVERY: Duration = Duration::from_secs(60);

/// An administrator who is signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who it is.
    pub user: User,
    /// What they may do.
    pub rights: Rights,
    /// In which session.
    pub session_id: SessionId,
    /// When they signed in.
    pub signed_in_at: UnixMillis,
}

/// The cookie of a session that has just begun.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Its value.
    pub cookie: PlainToken,
    /// Its id.
    pub id: SessionId,
}

/// What a cookie is kept as.
fn hashed(services: &Services, cookie: &str) -> HashedToken {
    HashedToken::of(&format!("{}\n{cookie}", services.endpoint.base()))
}

/// Who is signed in to the session of a cookie: somebody who has made every step, whose session goes on, and who is an administrator still.
pub async fn find(services: &Services, cookie: &str) -> Result<Option<SignedIn>, StoreError> {
    let (exec, tenant, now) = (services.db.exec(), &services.tenant, services.now());
    let found = session::find_by_cookie(exec, tenant, &hashed(services, cookie), now).await?;
    let Some(session) = found else { return Ok(None) };
    let Some(signed_in) = of_session(services, &session).await? else { return Ok(None) };
    let noted = session.last_active_at.unwrap_or(session.created_at);
    if now.since(noted) >= NOTED_EVERY {
        let end = end_of(signed_in.signed_in_at, now);
        session::keep_alive(exec, tenant, &session.id, (end, now)).await?;
    }
    Ok(Some(signed_in))
}

/// The same, by the session's id: for a caller who was found by the cookie before.
pub async fn find_again(services: &Services, id: &SessionId) -> Result<Option<SignedIn>, StoreError> {
    let found = session::find(services.db.exec(), &services.tenant, id, services.now()).await?;
    let Some(session) = found else { return Ok(None) };
    of_session(services, &session).await
}

async fn of_session(services: &Services, session: &Session) -> Result<Option<SignedIn>, StoreError> {
    // Without a moment of the sign-in a step is missing.
    let (Some(user_id), Some(signed_in_at)) = (&session.user_id, session.signed_in_at) else {
        return Ok(None);
    };
    if services.now().since(signed_in_at) >= MOST {
        return Ok(None);
    }
    let found = console::find(services.db.exec(), &services.tenant, user_id).await?;
    let found = found.filter(|administrator| !administrator.user.is_suspended);
    Ok(found.map(|administrator| SignedIn {
        user: administrator.user,
        rights: administrator.rights,
        session_id: session.id.clone(),
        signed_in_at,
    }))
}

/// When a session ends that is used now.
fn end_of(signed_in_at: UnixMillis, now: UnixMillis) -> UnixMillis {
    now.plus(KEPT_FOR).min(signed_in_at.plus(MOST))
}

/// Begins a session of a user: one in which they are signed in, or one that waits for the second step.
pub(super) async fn begin(
    services: &Services,
    exec: Exec<'_>,
    (user, is_whole): (&UserId, bool),
    origin: &Origin,
) -> Result<NewSession, StoreError> {
    let now = services.now();
    let state = if is_whole { (Some(now), end_of(now, now)) } else { (None, now.plus(SECOND_STEP)) };
    begin_as(services, exec, (user, state), origin).await
}

/// Begins a session of somebody who signed in before, elsewhere: it ends as if it had begun then.
pub(super) async fn begin_since(
    services: &Services,
    exec: Exec<'_>,
    (user, signed_in_at): (&UserId, UnixMillis),
    origin: &Origin,
) -> Result<NewSession, StoreError> {
    let state = (Some(signed_in_at), end_of(signed_in_at, services.now()));
    begin_as(services, exec, (user, state), origin).await
}

async fn begin_as(
    services: &Services,
    exec: Exec<'_>,
    (user, (signed_in_at, expires_at)): (&UserId, (Option<UnixMillis>, UnixMillis)),
    origin: &Origin,
) -> Result<NewSession, StoreError> {
    let now = services.now();
    let new =
        NewSession { cookie: services.entropy.token_43(), id: SessionId::new(services.entropy.id_21()) };
    let begun = Session {
        user_id: Some(user.clone()),
        signed_in_at,
        expires_at,
        agent: Some(SessionAgent { ip: origin.ip.clone(), user_agent: origin.user_agent.clone() }),
        last_active_at: Some(now),
        ..Session::new(new.id.clone(), now)
    };
    session::insert(exec, &services.tenant, &begun, &hashed(services, new.cookie.reveal())).await?;
    Ok(new)
}

/// The session of a cookie that waits for the second step.
pub(super) async fn find_waiting(
    services: &Services,
    cookie: &str,
) -> Result<Option<(Session, UserId)>, StoreError> {
    let cookie = hashed(services, cookie);
    let found =
        session::find_by_cookie(services.db.exec(), &services.tenant, &cookie, services.now()).await?;
    let waiting = found.filter(|session| session.signed_in_at.is_none());
    Ok(waiting.and_then(|session| session.user_id.clone().map(|user| (session, user))))
}

/// Makes a session that waited a whole one, under another cookie.
pub(super) async fn complete(
    services: &Services,
    session: Session,
) -> Result<Option<NewSession>, StoreError> {
    let now = services.now();
    let new = NewSession { cookie: services.entropy.token_43(), id: session.id.clone() };
    let whole = Session {
        signed_in_at: Some(now),
        expires_at: end_of(now, now),
        last_active_at: Some(now),
        ..session
    };
    let is_there =
        session::update(services.db.exec(), &services.tenant, &whole, &hashed(services, new.cookie.reveal()))
            .await?;
    Ok(is_there.then_some(new))
}

/// Ends the session of a cookie, whole or waiting, if there is one.
pub async fn end_of_cookie(services: &Services, cookie: &str) -> Result<(), StoreError> {
    let cookie = hashed(services, cookie);
    let found =
        session::find_by_cookie(services.db.exec(), &services.tenant, &cookie, services.now()).await?;
    match found {
        Some(session) => end(services, &session.id).await,
        None => Ok(()),
    }
}

/// Ends a session.
pub async fn end(services: &Services, id: &SessionId) -> Result<(), StoreError> {
    let tenant = &services.tenant;
    let ended: Result<bool, StoreError> =
        services.db.transaction(|tx| async move { session::delete(tx.exec(), tenant, id).await }).await;
    ended.map(drop)
}
