//! One browser's visit to the endpoint: the session its cookie stands for, and the cookies that its answer will set.

use std::sync::Arc;

use axum::{http::request::Parts, response::Response};
use domain::{
    ApplicationId, HashedToken, InteractionId, PlainToken, SessionId, UnixMillis, UserId,
    grant::{Session, SessionApplication},
};
use http_kit::Cookies;
use operations::{Services, TenantConfiguration};
use serde_json::Value;
use store::session;

use super::check_consent::Decision;
use crate::{
    audit,
    cookies::{self, CookieWriter},
    error::Failure,
};

/// Notes where and when a session is used, for lists of one's own sessions.
pub(crate) fn note_use(session: &mut Session, parts: &Parts, now: UnixMillis) {
    session.agent = Some(audit::agent(parts));
    session.last_active_at = Some(now);
}

/// A visit, and what is to be told the browser at its end.
pub(crate) struct Visit<'a> {
    /// The services.
    pub(crate) services: &'a Services,
    /// The tenant's configuration at one version.
    pub(crate) configuration: Arc<TenantConfiguration>,
    /// The request.
    pub(crate) parts: &'a Parts,
    /// The session, signed in or not.
    pub(crate) session: Option<Session>,
    /// The verified value of the `_interaction` cookie.
    pub(crate) interactions: Option<String>,
    /// The interaction that this visit resumes.
    pub(crate) resumed: Option<InteractionId>,
    /// What the user has decided about the client, where this visit has stored it.
    pub(super) kept: Option<Decision>,
    /// Whether the session was made in this visit, so that nothing hangs on it that was not put there in this visit.
    has_new_session: bool,
    /// The session's new cookie, once it has one.
    fresh_cookie: Option<PlainToken>,
}

impl<'a> Visit<'a> {
    /// Reads a browser's cookies and its session.
    pub(crate) async fn read(
        services: &'a Services,
        configuration: Arc<TenantConfiguration>,
        parts: &'a Parts,
    ) -> Result<Self, Failure> {
        let sent = Cookies::of(&parts.headers);
        let interactions = sent.verified(cookies::INTERACTION, &configuration.cookie_keys).map(str::to_owned);
        let session = match sent.verified(cookies::SESSION, &configuration.cookie_keys) {
            Some(cookie) => {
                let cookie = HashedToken::of(cookie);
                session::find_by_cookie(services.db.exec(), &services.tenant, &cookie, services.now()).await?
            }
            None => None,
        };
        Ok(Self {
            services,
            configuration,
            parts,
            session,
            interactions,
            resumed: None,
            kept: None,
            has_new_session: false,
            fresh_cookie: None,
        })
    }

    /// The session and who is signed in to it.
    pub(crate) fn signed_in(&self) -> Option<(&Session, &UserId)> {
        let session = self.session.as_ref()?;
        Some((session, session.user_id.as_ref()?))
    }

    /// What the session knew of a client before this visit.
    pub(crate) async fn find_application(
        &self,
        client_id: &ApplicationId,
    ) -> Result<Option<SessionApplication>, store::StoreError> {
        let Some(session) = self.session.as_ref().filter(|_| !self.has_new_session) else { return Ok(None) };
        session::find_application(self.services.db.exec(), &self.services.tenant, &session.id, client_id)
            .await
    }

    /// Signs a user in: to the session in which somebody is signed in already, or to a new one, which keeps what was submitted and for which
    /// application. A session in which nobody was signed in ends, and the cookie changes in any case, so that what somebody else knew or
    /// planted beforehand is worth nothing.
    pub(crate) async fn sign_in(
        &mut self,
        user_id: UserId,
        application_id: ApplicationId,
        submission: Option<Value>,
    ) -> Result<(), Failure> {
        let (services, now) = (self.services, self.services.now());
        let (exec, tenant) = (services.db.exec(), &services.tenant);
        let mut known = self.session.take();
        if let Some(anonymous) = known.take_if(|session| session.user_id.is_none()) {
            session::delete(exec, tenant, &anonymous.id).await?;
        }
        let is_new = known.is_none();
        let fresh = || Session::new(SessionId::new(services.entropy.base64_43()), now);
        let mut session = known.unwrap_or_else(fresh);
        session.user_id = Some(user_id);
        session.signed_in_at = Some(now);
        session.last_submission = submission;
        session.application_id = Some(application_id);
        session.logout = None;
        note_use(&mut session, self.parts, now);
        session.expires_at = now.plus(self.configuration.session_ttl);
        let cookie = services.entropy.token_43();
        if is_new || !session::update(exec, tenant, &session, &cookie.hashed()).await? {
            session.id = SessionId::new(services.entropy.base64_43());
            session::insert(exec, tenant, &session, &cookie.hashed()).await?;
            self.has_new_session = true;
        }
        self.session = Some(session);
        self.fresh_cookie = Some(cookie);
        Ok(())
    }

    /// Stores the session's present state under a new cookie; `false` when it has ended meanwhile.
    pub(crate) async fn save_session(&mut self, exec: store::Exec<'_>) -> Result<bool, store::StoreError> {
        let Some(session) = &self.session else { return Ok(false) };
        let cookie = self.services.entropy.token_43();
        let saved = session::update(exec, &self.services.tenant, session, &cookie.hashed()).await?;
        self.fresh_cookie = Some(cookie);
        Ok(saved)
    }

    /// Notes a session that was stored under this cookie.
    pub(crate) fn keep_session(&mut self, session: Session, cookie: PlainToken) {
        self.session = Some(session);
        self.fresh_cookie = Some(cookie);
    }

    /// Adds the session's new cookie, and others, to an answer.
    pub(crate) fn finish(
        self,
        mut response: Response,
        others: impl FnOnce(&mut CookieWriter<'_>),
    ) -> Response {
        let mut writer = CookieWriter {
            headers: response.headers_mut(),
            keys: &self.configuration.cookie_keys,
            endpoint: &self.services.endpoint,
        };
        others(&mut writer);
        if let (Some(session), Some(cookie)) = (&self.session, &self.fresh_cookie) {
            writer.session(cookie, session.expires_at);
        }
        response
    }
}
