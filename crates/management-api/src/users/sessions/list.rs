//! `GET /api/users/{userId}/sessions`

use api_types::user_session::Sessions;
use axum::{Json, extract::Path};
use domain::UserId;
use http_kit::{ApiError, session_body};
use store::session;

use crate::ManagementContext;

/// Every session in which the user is signed in, newest sign-in first. An unknown user has none.
pub(in crate::users) async fn list_sessions(
    context: ManagementContext,
    Path(user_id): Path<UserId>,
) -> Result<Json<Sessions>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let sessions = session::list_of_user(exec, tenant, &user_id, context.services.now()).await?;
    let applications = session::applications_of_user(exec, tenant, &user_id).await?;
    let body = |session| session_body(&user_id, session, &applications);
    Ok(Json(Sessions { sessions: sessions.into_iter().map(body).collect() }))
}
