//! `DELETE /api/applications/{id}/user-consent-scopes/{scope_type}/{scope_id}`

use axum::extract::Path;
use domain::{ApplicationId, OrganizationScopeId, ScopeId};
use http_kit::{ApiError, Issue, NoContent};
use store::application::consent::{self, ConsentScope};

use crate::{ManagementContext, applications::body::find};

/// Takes one thing from what a third-party application may ask for.
pub(in crate::applications) async fn remove_consent_scope(
    context: ManagementContext,
    Path((id, scope_type, scope_id)): Path<(ApplicationId, String, String)>,
) -> Result<NoContent, ApiError> {
    let scope = match scope_type.as_str() {
        "organization-scopes" => ConsentScope::Organization(OrganizationScopeId::new(scope_id)),
        "resource-scopes" => ConsentScope::Resource(ScopeId::new(scope_id)),
        "organization-resource-scopes" => ConsentScope::OrganizationResource(ScopeId::new(scope_id)),
        "user-scopes" => ConsentScope::User(scope_id),
        _ => {
            let issue = Issue::new("invalid_enum_value", &["scopeType"], "Invalid enum value");
            return Err(ApiError::invalid_input(vec![issue]));
        }
    };
    let (tenant, id, scope) = (context.tenant(), &id, &scope);
    context
        .reconfigure(|tx| async move {
            find(tx.exec(), tenant, id).await?;
            let removed = consent::remove(tx.exec(), tenant, id, scope).await?;
            if removed { Ok(()) } else { Err(ApiError::not_found("entity.not_found")) }
        })
        .await?;
    Ok(NoContent)
}
