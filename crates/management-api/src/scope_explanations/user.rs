//! `GET /api/users/{userId}/scope-explanation`

use api_types::scope_explanation::{Obstacle, ScopeExplanation};
use axum::{Json, extract::Path};
use domain::{ApplicationId, OrganizationId, UserId, account::User};
use http_kit::{ApiError, Query, query_parameters};
use operations::{application::admits, configuration::Client, scopes::SubjectRoles};
use std::sync::Arc;
use store::{grant, organization::membership};

use super::explain::{Held, Question, explain};
use crate::{ManagementContext, context::internal};

query_parameters! {
    /// What the query may say.
    pub(crate) UserQuery: "resource" = "The indicator of the API resource; none for an organization's own token.",
        "organizationId" = "The organization that the token is for.",
        "applicationId" = "The application that asks: a third party's may not have everything.",
        "scope" = "Scopes that are asked about beside those that the audience has, space-separated."
}

/// Explains which scopes a user's token has, by which role in which organization, and why others are missing.
pub(super) async fn explain_scopes_of_user(
    context: ManagementContext,
    Path(user_id): Path<String>,
    query: Query<UserQuery>,
) -> Result<Json<ScopeExplanation>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let user = store::user::find(exec, tenant, &UserId::new(user_id)).await?;
    let user = user.ok_or_else(|| ApiError::not_found("entity.not_found"))?;
    let client = match query.get("applicationId").filter(|id| !id.is_empty()) {
        Some(id) => {
            let client = context.services.client(&ApplicationId::new(id)).await.map_err(internal)?;
            // Not as if none were named: a third party has less than the user.
            Some(client.ok_or_else(|| ApiError::not_found("entity.not_exists_with_id"))?)
        }
        None => None,
    };
    let question = Question::read(&context, &query).await?;
    let mut obstacles = Vec::new();
    if user.is_suspended {
        obstacles.push(Obstacle::UserSuspended);
    }
    if let Some(client) = &client
        && !admits(&context.services, client, &user.id).await?
    {
        obstacles.push(Obstacle::NotAdmitted);
    }
    let opened = opened(&context, client.as_ref(), &user).await?;
    let organizations = if let Some(id) = &question.organization {
        let (found, obstacle) = in_organization(&context, &user, id, opened.as_deref()).await?;
        obstacles.extend(obstacle);
        found
    } else {
        let mut everywhere = membership::user_roles_everywhere(exec, tenant, &user.id).await?;
        everywhere.retain(|(id, _)| opened.as_ref().is_none_or(|opened| opened.contains(id)));
        everywhere
    };
    let global = store::role::holder::role_ids_of_user(exec, tenant, &user.id).await?;
    let held = Held { roles: SubjectRoles { global, organizations }, client };
    explain(&context, question, held, obstacles).await.map(Json)
}

/// The organizations that count for a third party's application; nothing where all do.
async fn opened(
    context: &ManagementContext,
    client: Option<&Arc<Client>>,
    user: &User,
) -> Result<Option<Vec<OrganizationId>>, ApiError> {
    let Some(client) = client.filter(|client| client.application.is_third_party) else { return Ok(None) };
    let (exec, tenant) = (context.exec(), context.tenant());
    Ok(Some(grant::opened_organizations(exec, tenant, &client.application.id, &user.id).await?))
}

type Organizations = Vec<(OrganizationId, Vec<domain::OrganizationRoleId>)>;

/// The user's roles in one organization, and what stands in the way of a token for it, in the order in which token issue asks.
async fn in_organization(
    context: &ManagementContext,
    user: &User,
    id: &OrganizationId,
    opened: Option<&[OrganizationId]>,
) -> Result<(Organizations, Option<Obstacle>), ApiError> {
    let membership = membership::of_user(context.exec(), context.tenant(), id, &user.id).await?;
    let Some(membership) = membership else { return Ok((Vec::new(), Some(Obstacle::NotAMember))) };
    let obstacle = if opened.is_some_and(|opened| !opened.contains(id)) {
        Some(Obstacle::OrganizationNotOpened)
    } else if membership.is_mfa_required && !user.has_mfa_factor() {
        Some(Obstacle::SecondFactorMissing)
    } else {
        None
    };
    Ok((vec![(id.clone(), membership.role_ids)], obstacle))
}
