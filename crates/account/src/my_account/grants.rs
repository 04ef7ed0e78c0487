//! `GET /api/my-account/grants`, `DELETE /api/my-account/grants/{grantId}`, `DELETE /api/my-account/applications/{applicationId}/grants`

use api_types::user_session::{Grant, Grants};
use axum::{Json, extract::Path};
use domain::{ApplicationId, GrantId};
use http_kit::{ApiError, Issue, NoContent, Query, QueryPairs, grant_body, query_parameters};
use operations::application::granted_name;
use store::grant::{self, ApplicationOwner};

use crate::AccountContext;

query_parameters! {
    /// What the query may say.
    pub(crate) ListQuery: "appType" = "`firstParty` or `thirdParty`."
}

/// What the user allows applications, newest first; `appType` shows those of the tenant's own applications or those of third parties alone.
pub(super) async fn list_grants(
    context: AccountContext,
    query: Query<ListQuery>,
) -> Result<Json<Grants>, ApiError> {
    let grants = grants_of(&context, owner(&query)?).await?;
    Ok(Json(Grants { grants }))
}

/// What the user allows applications, as it is shown.
pub(super) async fn grants_of(
    context: &AccountContext,
    owner: Option<ApplicationOwner>,
) -> Result<Vec<Grant>, ApiError> {
    let now = context.services.now();
    let listed = grant::list_of_user(context.exec(), context.tenant(), context.user_id(), owner, now).await?;
    let grants = listed.into_iter().map(|(grant, name)| {
        let name = granted_name(&grant.application_id, name);
        grant_body(grant, name)
    });
    Ok(grants.collect())
}

fn owner(query: &QueryPairs) -> Result<Option<ApplicationOwner>, ApiError> {
    match query.get("appType") {
        None => Ok(None),
        Some("firstParty") => Ok(Some(ApplicationOwner::FirstParty)),
        Some("thirdParty") => Ok(Some(ApplicationOwner::ThirdParty)),
        Some(_) => {
            let message = "Expected 'firstParty' | 'thirdParty'";
            Err(ApiError::invalid_input(vec![Issue::new("invalid_enum_value", &["appType"], message)]))
        }
    }
}

/// Revokes a grant of the user: refresh tokens, codes and opaque access tokens that hang on it end.
pub(super) async fn revoke_grant(
    context: AccountContext,
    Path(id): Path<GrantId>,
) -> Result<NoContent, ApiError> {
    let (context, tenant, id, now) = (&context, context.tenant(), &id, context.services.now());
    let revoked: Result<bool, ApiError> = context
        .services
        .db
        .transaction(|tx| async move {
            context.check_token(tx.exec()).await?;
            Ok(grant::delete_of_user(tx.exec(), tenant, context.user_id(), id, now).await?)
        })
        .await;
    if revoked? { Ok(NoContent) } else { Err(ApiError::not_found("oidc.invalid_grant")) }
}

/// Revokes everything that the user allows an application, with all tokens, and closes their organizations to it.
pub(super) async fn revoke_application(
    context: AccountContext,
    Path(id): Path<ApplicationId>,
) -> Result<NoContent, ApiError> {
    let (context, tenant, id) = (&context, context.tenant(), &id);
    let revoked: Result<u64, ApiError> = context
        .services
        .db
        .transaction(|tx| async move {
            context.check_token(tx.exec()).await?;
            Ok(grant::delete_of_application(tx.exec(), tenant, context.user_id(), id).await?)
        })
        .await;
    if revoked? > 0 { Ok(NoContent) } else { Err(ApiError::not_found("oidc.invalid_grant")) }
}
