//! `GET /api/users/{userId}/grants`

use api_types::user_session as wire;
use axum::{Json, extract::Path};
use domain::{UserId, grant::Grant};
use http_kit::{ApiError, Issue, Query, QueryPairs, query_parameters};
use store::grant::{self, ApplicationOwner};

use crate::{ManagementContext, applications::built_in_name};

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
        grants: listed.into_iter().map(|(grant, name)| grant_body(grant, name)).collect(),
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

fn grant_body(grant: Grant, name: Option<String>) -> wire::Grant {
    let id = grant.application_id.as_str();
    let name = name.or_else(|| built_in_name(id).map(str::to_owned)).unwrap_or_else(|| id.to_owned());
    let application = wire::GrantedApplication { id: id.to_owned(), name };
    let resources = grant.resource_scopes.into_iter().map(|granted| (granted.indicator, granted.scope));
    wire::Grant {
        payload: wire::GrantPayload {
            exp: grant.expires_at.as_seconds(),
            iat: grant.created_at.as_seconds(),
            jti: grant.id.to_string(),
            kind: "Grant",
            client_id: grant.application_id.into_string(),
            account_id: grant.user_id.into_string(),
            openid: wire::GrantedScope { scope: grant.openid_scope },
            resources: resources.filter(|(_, scope)| !scope.is_empty()).collect(),
        },
        id: grant.id.into_string(),
        expires_at: grant.expires_at.0,
        application,
    }
}
