//! `GET /api/users/{userId}/grants`

use api_types::user_session as wire;
use axum::{Json, extract::Path};
use domain::UserId;
use http_kit::{ApiError, Issue, Query, QueryPairs, grant_body, query_parameters};
use operations::application::granted_name;
use store::grant::{self, ApplicationOwner};

use crate::ManagementContext;

query_parameters! {
    /// What the query may say.
    pub(crate) ListQuery: "appType" = "`firstParty` or `thirdParty`."
}

/// What a user allows applications, newest first; `appType` shows those of the tenant's own applications or those of third parties alone. An
/// unknown user allows nothing.
pub(in crate::users) async fn list_grants(
    context: ManagementContext,
    Path(user_id): Path<UserId>,
    query: Query<ListQuery>,
) -> Result<Json<wire::Grants>, ApiError> {
    let owner = owner(&query)?;
    let listed =
        grant::list_of_user(context.exec(), context.tenant(), &user_id, owner, context.services.now())
            .await?;
    Ok(Json(wire::Grants {
        grants: listed
            .into_iter()
            .map(|(grant, name)| {
                let name = granted_name(&grant.application_id, name);
                grant_body(grant, name)
            })
            .collect(),
    }))
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
