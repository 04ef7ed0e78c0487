//! `GET /api/applications`

use api_types::application::Application;
use domain::{OrganizationId, RoleId, application::ApplicationType};
use http_kit::{ApiError, Issue, Page, Pagination, Query, QueryPairs, query_parameters};
use store::application::{
    SEARCH_FIELDS,
    list::{ApplicationFilter, count, list},
};

use super::body::application_body;
use crate::{ManagementContext, rules::window, search};

query_parameters! {
    /// What the query may say.
    pub(crate) ListQuery: "types" = "A type of application; may be repeated.", "isThirdParty" = "`true` or `false`.", "excludeRoleId" = "Leaves out who holds this role.", "excludeOrganizationId" = "Leaves out the members of this organization."; crate::search::PARAMETERS
}

/// Lists applications, newest first.
pub(super) async fn list_applications(
    context: ManagementContext,
    pagination: Pagination,
    query: Query<ListQuery>,
) -> Result<Page<Application>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let filter = filter(&query)?;
    let pagination = pagination.or_all();
    let page = pagination.as_ref().map_or(store::Page::ALL, window);
    let applications = list(exec, tenant, &filter, page).await?;
    let rows = applications.into_iter().map(|application| application_body(tenant, application)).collect();
    Ok(match pagination {
        None => Page::all(rows),
        Some(pagination) => pagination.page(rows, count(exec, tenant, &filter).await?),
    })
}

fn filter(query: &QueryPairs) -> Result<ApplicationFilter, ApiError> {
    let exclude_role_id = query.get("excludeRoleId").map(RoleId::new);
    let exclude_organization_id = query.get("excludeOrganizationId").map(OrganizationId::new);
    if exclude_role_id.is_some() && exclude_organization_id.is_some() {
        let error = ApiError::bad_request("request.invalid_input");
        return Err(error
            .message("The parameters `excludeRoleId` and `excludeOrganizationId` cannot be used together."));
    }
    let refused = |key: &str| {
        ApiError::invalid_input(vec![Issue::new("invalid_enum_value", &[key], "Invalid enum value")])
    };
    let kinds = query.all("types").map(|word| ApplicationType::parse(word).ok_or_else(|| refused("types")));
    let is_third_party = match query.get("isThirdParty") {
        None => None,
        Some("true") => Some(true),
        Some("false") => Some(false),
        Some(_) => return Err(refused("isThirdParty")),
    };
    Ok(ApplicationFilter {
        kinds: kinds.collect::<Result<_, _>>()?,
        is_third_party,
        role_id: None,
        exclude_role_id,
        exclude_organization_id,
        search: search::parse(query, &SEARCH_FIELDS)?,
    })
}
