//! `POST /api/applications/{id}/secrets`

use api_types::application as wire;
use axum::extract::Path;
use domain::{ApplicationId, UnixMillis};
use http_kit::{ApiError, Created, Issue, ValidJson, body::Validate};
use operations::application::new_secret;
use store::application::secret;

use super::secret_body;
use crate::{
    ManagementContext,
    applications::body::{MAX_NAME_LENGTH, find},
    context::internal,
    rules::{Body, Rules, violation},
};

/// How many secrets an application may have: whoever sends its id with a wrong one, which needs no credential, has all of them compared.
const MAX_SECRETS: usize = 100;

impl Validate for Body<wire::CreateSecret> {
    fn issues(&self) -> Vec<Issue> {
        Rules::default().length(&["name"], &self.0.name, 1, MAX_NAME_LENGTH).issues()
    }
}

/// Adds a secret to an application that authenticates with one.
pub(in crate::applications) async fn create_secret(
    context: ManagementContext,
    Path(id): Path<ApplicationId>,
    ValidJson(Body(body)): ValidJson<Body<wire::CreateSecret>>,
) -> Result<Created<wire::ApplicationSecret>, ApiError> {
    let expires_at = body.expires_at.map(UnixMillis);
    if expires_at.is_some_and(|at| at <= context.services.now()) {
        return Err(ApiError::bad_request("request.invalid_input")
            .message("The moment of expiry must be in the future."));
    }
    let (opened, sealed) = new_secret(&context.services, &id, &body.name, expires_at).map_err(internal)?;
    let (tenant, id, sealed) = (context.tenant(), &id, &sealed);
    let authority = &context.authority;
    context
        .reconfigure(|tx| async move {
            let kind = find(tx.exec(), tenant, id).await?.kind;
            authority.check_application(kind)?;
            if !kind.is_confidential() {
                return Err(ApiError::unprocessable("entity.db_constraint_violated"));
            }
            if secret::list(tx.exec(), tenant, id).await?.len() >= MAX_SECRETS {
                return Err(ApiError::unprocessable("application.too_many_secrets"));
            }
            secret::insert(tx.exec(), tenant, id, sealed)
                .await
                .map_err(violation("application.secret_name_exists"))
        })
        .await?;
    Ok(Created(secret_body(tenant, id, opened)))
}
