//! A user who is signed in to the session of a browser, as pages of this server call for them.
//!
//! The value goes with a call inside the process, as an extension of the request. No header and no token makes one, so nobody outside can call
//! by a cookie: another site's page that makes a browser call the Account API is nobody.

use axum::http::HeaderMap;
use domain::{GrantId, SessionId, UserId, account::User, sign_in_experience::SignInExperience};
use http_kit::{ApiError, Cookies, cookies::SESSION_COOKIE};
use operations::{Services, account_center, browser_session};
use store::{grant, session};

use crate::{error::failed, verification::is_spared_own_factor};

/// Proof that a request carries the cookie of a session in which a user is signed in to the account center. Only [`SessionUser::find`] makes
/// one.
#[derive(Clone)]
pub struct SessionUser {
    user_id: UserId,
    session_id: SessionId,
    grant_id: GrantId,
    _checked: (),
}

impl SessionUser {
    /// Who a request's cookie says is there. `None` without a session, and for one in which nobody has signed in to the account center yet.
    ///
    /// # Errors
    /// Failures of lower layers.
    pub async fn find(services: &Services, headers: &HeaderMap) -> Result<Option<Self>, ApiError> {
        let configuration = services.configuration().await.map_err(failed)?;
        let cookies = Cookies::of(headers);
        let Some(cookie) = cookies.verified(SESSION_COOKIE, &configuration.cookie_keys) else {
            return Ok(None);
        };
        let Some((session, user)) = browser_session::of_cookie(services, cookie).await? else {
            return Ok(None);
        };
        Self::of(services, session.id, &user).await
    }

    async fn of(services: &Services, session_id: SessionId, user: &User) -> Result<Option<Self>, ApiError> {
        let (exec, tenant, now) = (services.db.exec(), &services.tenant, services.now());
        let client = account_center::client_id();
        let used = session::find_application(exec, tenant, &session_id, &client).await?;
        let Some(grant_id) = used.and_then(|used| used.grant_id) else { return Ok(None) };
        let granted = grant::find(exec, tenant, &grant_id, now).await?;
        let is_own = granted.is_some_and(|grant| grant.user_id == user.id && grant.application_id == client);
        let user_id = user.id.clone();
        Ok(is_own.then_some(Self { user_id, session_id, grant_id, _checked: () }))
    }

    /// Who it is.
    pub fn user_id(&self) -> &UserId {
        &self.user_id
    }

    /// Whether `user`, who is signed in here, was let in without a factor of their own: what they prove in this session does not count.
    ///
    /// # Errors
    /// Failures of lower layers.
    pub async fn was_spared_own_factor(
        &self,
        services: &Services,
        user: &User,
        experience: &SignInExperience,
    ) -> Result<bool, ApiError> {
        let (exec, tenant) = (services.db.exec(), &services.tenant);
        let session = session::find(exec, tenant, &self.session_id, services.now()).await?;
        Ok(session.is_some_and(|session| is_spared_own_factor(&session, user, experience)))
    }

    pub(crate) fn session_id(&self) -> &SessionId {
        &self.session_id
    }

    pub(crate) fn grant_id(&self) -> &GrantId {
        &self.grant_id
    }
}
