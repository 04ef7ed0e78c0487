//! `DELETE /api/users/{userId}/sessions/{sessionId}`

use axum::extract::Path;
use domain::{SessionId, UserId};
use http_kit::{ApiError, Issue, NoContent, Query, QueryPairs, query_parameters};
use store::session::{self, RevokedGrants};

use super::not_found;
use crate::ManagementContext;

query_parameters! {
    /// What the query may say.
    pub(crate) RevokeQuery: "revokeGrantsTarget" = "`all` revokes the grants of the session too, `firstParty` those of first-party applications."
}

/// Ends a session: its cookie no longer signs in, and tokens bound to it end. `revokeGrantsTarget` says which grants are revoked too, with
/// all tokens that hang on them.
pub(in crate::users) async fn revoke_session(
    context: ManagementContext,
    Path((user_id, session_id)): Path<(UserId, SessionId)>,
    query: Query<RevokeQuery>,
) -> Result<NoContent, ApiError> {
    let revoked = revoked_grants(&query)?;
    let (tenant, user, id, now) = (context.tenant(), &user_id, &session_id, context.services.now());
    context
        .db()
        .transaction(|tx| async move {
            let found = session::find(tx.exec(), tenant, id, now).await?.ok_or_else(not_found)?;
            match found.user_id {
                Some(owner) if owner == *user => {}
                Some(_) => return Err(ApiError::not_found("oidc.invalid_session_account_id")),
                None => return Err(not_found()),
            }
            if let Some(which) = revoked {
                session::delete_grants(tx.exec(), tenant, id, which).await?;
            }
            session::delete(tx.exec(), tenant, id).await?;
            Ok(())
        })
        .await?;
    Ok(NoContent)
}

fn revoked_grants(query: &QueryPairs) -> Result<Option<RevokedGrants>, ApiError> {
    match query.get("revokeGrantsTarget") {
        None => Ok(None),
        Some("all") => Ok(Some(RevokedGrants::All)),
        Some("firstParty") => Ok(Some(RevokedGrants::FirstParty)),
        Some(_) => {
            let message = "Expected 'all' | 'firstParty'";
            Err(ApiError::invalid_input(vec![Issue::new(
                "invalid_enum_value",
                &["revokeGrantsTarget"],
                message,
            )]))
        }
    }
}
