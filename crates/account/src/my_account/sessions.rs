//! `GET /api/my-account/sessions`, `DELETE /api/my-account/sessions/{sessionId}`

use api_types::account::{MySession, MySessions};
use axum::{Json, extract::Path};
use domain::SessionId;
use http_kit::{ApiError, Issue, NoContent, Query, QueryPairs, query_parameters, session_body};
use store::session::{self, RevokedGrants};

use crate::AccountContext;

query_parameters! {
    /// What the query may say.
    pub(crate) RevokeQuery: "revokeGrantsTarget" = "`all` revokes the grants of the session too, `firstParty` those of first-party applications."
}

/// Every session in which the user is signed in, newest sign-in first.
pub(super) async fn list_sessions(context: AccountContext) -> Result<Json<MySessions>, ApiError> {
    let (exec, tenant, now) = (context.exec(), context.tenant(), context.services.now());
    let sessions = session::list_of_user(exec, tenant, context.user_id(), now).await?;
    let applications = session::applications_of_user(exec, tenant, context.user_id()).await?;
    let current = context.current_session().await?;
    let body = |session: domain::grant::Session| MySession {
        is_current: current.as_ref().is_some_and(|current| current.id == session.id),
        session: session_body(context.user_id(), session, &applications),
    };
    Ok(Json(MySessions { sessions: sessions.into_iter().map(body).collect() }))
}

/// Ends a session of the user: its cookie no longer signs in, and tokens bound to it end. `revokeGrantsTarget` says which grants are revoked
/// too, with all tokens that hang on them. A session of somebody else is not found.
pub(super) async fn revoke_session(
    context: AccountContext,
    Path(id): Path<SessionId>,
    query: Query<RevokeQuery>,
) -> Result<NoContent, ApiError> {
    let revoked = revoked_grants(&query)?;
    let (context, tenant, id, now) = (&context, context.tenant(), &id, context.services.now());
    let ended: Result<(), ApiError> = context
        .services
        .db
        .transaction(|tx| async move {
            context.check_token(tx.exec()).await?;
            let found = session::find(tx.exec(), tenant, id, now).await?;
            let is_own =
                |session: &domain::grant::Session| session.user_id.as_ref() == Some(context.user_id());
            found.filter(is_own).ok_or_else(|| ApiError::not_found("oidc.session_not_found"))?;
            if let Some(which) = revoked {
                session::delete_grants(tx.exec(), tenant, id, which).await?;
            }
            session::delete(tx.exec(), tenant, id).await?;
            Ok(())
        })
        .await;
    ended?;
    Ok(NoContent)
}

fn revoked_grants(query: &QueryPairs) -> Result<Option<RevokedGrants>, ApiError> {
    match query.get("revokeGrantsTarget") {
        None => Ok(None),
        Some("all") => Ok(Some(RevokedGrants::All)),
        Some("firstParty") => Ok(Some(RevokedGrants::FirstParty)),
        Some(_) => {
            let message = "Expected 'all' | 'firstParty'";
            let issue = Issue::new("invalid_enum_value", &["revokeGrantsTarget"], message);
            Err(ApiError::invalid_input(vec![issue]))
        }
    }
}
