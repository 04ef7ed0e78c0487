//! Who is signed in to the session that a browser holds.

use domain::{HashedToken, account::User, grant::Session};
use store::{StoreError, session, user};

use crate::Services;

/// The session that a cookie stands for, with who is signed in to it. That this server signed the cookie is asked before.
pub async fn of_cookie(services: &Services, cookie: &str) -> Result<Option<(Session, User)>, StoreError> {
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    let found = session::find_by_cookie(exec, tenant, &HashedToken::of(cookie), services.now()).await?;
    let Some(session) = found else { return Ok(None) };
    let Some(user_id) = &session.user_id else { return Ok(None) };
    let user = user::find(exec, tenant, user_id).await?;
    Ok(user.map(|user| (session, user)))
}
