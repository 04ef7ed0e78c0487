//! `GET` and `DELETE /api/my-account/sessions`, `DELETE /api/my-account/sessions/{sessionId}`

use api_types::account::{MySession, MySessions};
use axum::{Json, extract::Path};
use domain::{
    SessionId,
    grant::{Session, SessionAgent, SessionApplication},
    user_agent::Device,
};
use http_kit::{ApiError, Issue, NoContent, Query, QueryPairs, query_parameters, session_body};
use store::session::{self, RevokedGrants};

use crate::AccountContext;

query_parameters! {
    /// What the query may say.
    pub(crate) RevokeQuery: "revokeGrantsTarget" = "`all` revokes the grants of the session too, `firstParty` those of first-party applications."
}

query_parameters! {
    /// What the query may say.
    pub(crate) RevokeAllQuery: "keepCurrent" = "Whether the session from which the token came stays.", "revokeGrantsTarget" = "`all` revokes the grants of the sessions too, `firstParty` those of first-party applications."
}

/// Every session in which the user is signed in, newest sign-in first.
pub(super) async fn list_sessions(context: AccountContext) -> Result<Json<MySessions>, ApiError> {
    Ok(Json(MySessions { sessions: sessions_of(&context).await? }))
}

/// The sessions of the user as they are shown.
pub(super) async fn sessions_of(context: &AccountContext) -> Result<Vec<MySession>, ApiError> {
    let (exec, tenant, now) = (context.exec(), context.tenant(), context.services.now());
    let sessions = session::list_of_user(exec, tenant, context.user_id(), now).await?;
    let applications = session::applications_of_user(exec, tenant, context.user_id()).await?;
    let current = context.current_session().await?;
    let body = |session: Session| my_session(context, (session, current.as_ref()), &applications);
    Ok(sessions.into_iter().map(body).collect())
}

fn my_session(
    context: &AccountContext,
    (session, current): (Session, Option<&Session>),
    applications: &[(SessionId, SessionApplication)],
) -> MySession {
    let SessionAgent { ip, user_agent } = session.agent.clone().unwrap_or_default();
    let device = user_agent.as_deref().map(Device::of).unwrap_or_default();
    MySession {
        is_current: current.is_some_and(|current| current.id == session.id),
        last_active_at: session.last_active_at.or(session.signed_in_at).map(|at| at.0),
        ip,
        user_agent,
        browser: device.browser.map(str::to_owned),
        system: device.system.map(str::to_owned),
        session: session_body(context.user_id(), session, applications),
    }
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
            let is_own = |session: &Session| session.user_id.as_ref() == Some(context.user_id());
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

/// Ends every session of the user, or with `keepCurrent` every one but that from which the token came. `revokeGrantsTarget` says which grants of
/// them are revoked too; the kept session loses none.
pub(super) async fn revoke_sessions(
    context: AccountContext,
    query: Query<RevokeAllQuery>,
) -> Result<NoContent, ApiError> {
    let (revoked, keeps_current) = (revoked_grants(&query)?, query.flag("keepCurrent"));
    let (context, tenant) = (&context, context.tenant());
    let kept = match context.current_session().await? {
        _ if !keeps_current => None,
        Some(current) => Some(current.id),
        // Whoever has none to keep does not want to lose all.
        None => return Err(ApiError::not_found("oidc.session_not_found")),
    };
    let whose = (context.user_id(), kept.as_ref());
    let ended: Result<(), ApiError> = context
        .services
        .db
        .transaction(|tx| async move {
            context.check_token(tx.exec()).await?;
            if let Some(which) = revoked {
                session::delete_grants_of_user(tx.exec(), tenant, whose, which).await?;
            }
            session::delete_of_user(tx.exec(), tenant, whose.0, whose.1).await?;
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
