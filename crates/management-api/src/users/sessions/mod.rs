//! `/api/users/{userId}/sessions`: where a user is signed in (Management API contract §5.6).

mod get;
mod list;
mod revoke;

use api_types::user_session as wire;
use domain::{
    SessionId, UserId,
    grant::{Session, SessionApplication},
};
use http_kit::ApiError;

pub(super) use self::{get::get_session, list::list_sessions, revoke::revoke_session};

/// The 404 of this resource.
fn not_found() -> ApiError {
    ApiError::not_found("oidc.session_not_found")
}

/// A session of `user` as the wire shows it. `applications` are those of all the user's sessions.
fn session_body(
    user: &UserId,
    session: Session,
    applications: &[(SessionId, SessionApplication)],
) -> wire::Session {
    let authorizations = applications
        .iter()
        .filter(|(id, _)| *id == session.id)
        .map(|(_, application)| {
            let authorization = wire::Authorization {
                sid: application.sid.clone(),
                grant_id: application.grant_id.as_ref().map(ToString::to_string),
                persists_logout: application.persists_logout,
            };
            (application.application_id.to_string(), authorization)
        })
        .collect();
    let payload = wire::SessionPayload {
        exp: session.expires_at.as_seconds(),
        iat: session.created_at.as_seconds(),
        jti: session.id.to_string(),
        uid: session.id.into_string(),
        kind: "Session",
        login_ts: session.signed_in_at.unwrap_or(session.created_at).as_seconds(),
        account_id: user.to_string(),
        authorizations,
    };
    wire::Session {
        payload,
        last_submission: session.last_submission,
        client_id: session.application_id.map(domain::ApplicationId::into_string),
        account_id: user.to_string(),
        expires_at: session.expires_at.0,
    }
}
