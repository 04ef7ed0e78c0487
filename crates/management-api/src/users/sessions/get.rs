//! `GET /api/users/{userId}/sessions/{sessionId}`

use api_types::user_session::Session;
use axum::{Json, extract::Path};
use domain::{SessionId, UserId};
use http_kit::{ApiError, session_body};
use store::session;

use super::not_found;
use crate::ManagementContext;

/// One session of a user.
pub(in crate::users) async fn get_session(
    context: ManagementContext,
    Path((user_id, session_id)): Path<(UserId, SessionId)>,
) -> Result<Json<Session>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let found = session::find(exec, tenant, &session_id, context.services.now()).await?;
    let session = found.filter(|session| session.user_id.as_ref() == Some(&user_id)).ok_or_else(not_found)?;
    let applications = session::applications_of_user(exec, tenant, &user_id).await?;
    Ok(Json(session_body(&user_id, session, &applications)))
}
