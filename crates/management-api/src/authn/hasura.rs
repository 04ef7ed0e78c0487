//! `GET /api/authn/hasura`: what Hasura's webhook for authentication asks. The caller shows the user's access token, which Hasura passes on.

use std::sync::Arc;

use api_types::authn::HasuraSession;
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue},
};
use domain::{ApplicationId, UserId};
use http_kit::{ApiError, Issue, Query, bearer_token, query_parameters};
use jose::{AudienceRule, Expected, VerifiedToken};
use operations::{Services, application};
use store::role::holder;

use crate::context::{CLOCK_TOLERANCE_SECONDS, internal, refused, unauthorized};

/// The header in which Hasura says which role a request is for.
const EXPECTED_ROLE: HeaderName = HeaderName::from_static("expected-role");

query_parameters! {
    /// What the query may say.
    pub(crate) HasuraQuery:
        "resource" = "The API resource that the token must be for.",
        "unauthorizedRole" = "The role of everybody whose token is not good; without it they are refused."
}

/// The user of a token and the role that the request is for, if the user holds it.
pub(super) async fn authorize_for_hasura(
    State(services): State<Arc<Services>>,
    headers: HeaderMap,
    query: Query<HasuraQuery>,
) -> Result<Json<HasuraSession>, ApiError> {
    let resource = query.get("resource").ok_or_else(|| {
        ApiError::invalid_input(vec![Issue::new("invalid_type", &["resource"], "Required")])
    })?;
    let session = session(&services, &headers, resource).await;
    match (session, query.get("unauthorizedRole")) {
        (Err(error), Some(role)) if error.status().is_client_error() => {
            Ok(Json(HasuraSession { user_id: None, role: Some(role.to_owned()) }))
        }
        (session, _) => session.map(Json),
    }
}

/// Whether there is such a user now, and not suspended.
async fn is_active(services: &Services, user: &UserId) -> Result<bool, ApiError> {
    let found = store::user::find(services.db.exec(), &services.tenant, user).await?;
    Ok(found.is_some_and(|user| !user.is_suspended))
}

/// Whether the application that a token was issued to is there now, the tenant's own, and lets this user in.
async fn is_admitted(services: &Services, token: &VerifiedToken, user: &UserId) -> Result<bool, ApiError> {
    let Some(id) = &token.claims.client_id else { return Ok(false) };
    let client = services.client(&ApplicationId::new(id.as_str())).await.map_err(internal)?;
    match client.filter(|client| !client.application.is_third_party) {
        Some(client) => Ok(application::admits(services, &client, user).await?),
        None => Ok(false),
    }
}

async fn session(
    services: &Services,
    headers: &HeaderMap,
    resource: &str,
) -> Result<HasuraSession, ApiError> {
    let configuration = services.configuration().await.map_err(internal)?;
    let expected = Expected {
        issuer: services.endpoint.issuer(),
        audience: AudienceRule::Is(resource),
        typ: Some(jose::ACCESS_TOKEN_TYPE),
        now_seconds: services.now().as_seconds(),
        clock_tolerance_seconds: CLOCK_TOLERANCE_SECONDS,
    };
    let token = bearer_token(headers)?;
    let token = services.verified_tokens.verify(token, configuration.keys.key_set(), &expected);
    let token = token.map_err(|error| refused(&error))?;
    // A machine is no user, and the roles below are held in the tenant, not in the organization that a token may be limited to.
    if token.claims.is_machine_to_machine() || token.claims.organization_id.is_some() {
        return Err(unauthorized("auth.unauthorized"));
    }
    let user = UserId::new(token.claims.sub.as_str());
    if !(is_active(services, &user).await? && is_admitted(services, &token, &user).await?) {
        return Err(unauthorized("auth.unauthorized"));
    }
    let wanted = headers.get(EXPECTED_ROLE);
    let wanted = wanted.map(HeaderValue::to_str).transpose();
    let role = wanted.map_err(|_| unauthorized("auth.expected_role_not_found"))?;
    if let Some(role) = role {
        let held = holder::role_ids_of_user(services.db.exec(), &services.tenant, &user).await?;
        let mut held = held.iter().filter_map(|id| configuration.roles.get(id));
        if !held.any(|held| held.role.name == role) {
            return Err(unauthorized("auth.expected_role_not_found"));
        }
    }
    Ok(HasuraSession { user_id: Some(user.into_string()), role: role.map(ToOwned::to_owned) })
}
