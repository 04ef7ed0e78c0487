//! `GET /api/applications/{id}/scope-explanation`

use api_types::scope_explanation::{Obstacle, ScopeExplanation};
use axum::{Json, extract::Path};
use domain::ApplicationId;
use http_kit::{ApiError, Query, query_parameters};
use operations::scopes::SubjectRoles;
use store::organization::membership;

use super::explain::{Held, Question, explain};
use crate::{ManagementContext, context::internal};

query_parameters! {
    /// What the query may say.
    pub(crate) ApplicationQuery: "resource" = "The indicator of the API resource; none for an organization's own token.",
        "organizationId" = "The organization that the token is for.",
        "scope" = "Scopes that are asked about beside those that the audience has, space-separated."
}

/// Explains which scopes a machine's own token has, by which role, and why others are missing.
pub(super) async fn explain_scopes_of_application(
    context: ManagementContext,
    Path(id): Path<ApplicationId>,
    query: Query<ApplicationQuery>,
) -> Result<Json<ScopeExplanation>, ApiError> {
    let client = context.services.client(&id).await.map_err(internal)?;
    let client = client.ok_or_else(|| ApiError::not_found("entity.not_exists_with_id"))?;
    let question = Question::read(&context, &query).await?;
    let (exec, tenant) = (context.exec(), context.tenant());
    let mut obstacles = Vec::new();
    let organizations = match &question.organization {
        Some(organization) => {
            let roles = membership::application_role_ids(exec, tenant, organization, &id).await?;
            if roles.is_none() {
                obstacles.push(Obstacle::NotAMember);
            }
            roles.map(|roles| (organization.clone(), roles)).into_iter().collect()
        }
        // Of its organizations only the template's own permissions are told where none is named.
        None if question.is_about_template() => {
            membership::application_roles_everywhere(exec, tenant, &id).await?
        }
        None => Vec::new(),
    };
    // Within an organization a machine has what its roles there give, and nothing else.
    let global = if question.organization.is_some() { Vec::new() } else { client.role_ids.clone() };
    let held = Held { roles: SubjectRoles { global, organizations }, client: Some(client) };
    explain(&context, question, held, obstacles).await.map(Json)
}
