//! Signing in at an enterprise's own provider: `GET /api/experience/sso-connectors`, and `POST …/verification/sso/{connectorId}/authorization-uri`
//! and `…/verify` (OIDC contract §6.3).

use api_types::experience::{BeginSso, SsoBegun, SsoConnectors, VerificationCreated, VerifySso};
use axum::{Json, extract::Path};
use domain::account::identifier::is_email;
use http_kit::{ApiError, Issue, Query, ValidJson, query_parameters};

use super::body::{Body, Rules};
use crate::flow::{Flow, Visit};

query_parameters! {
    /// What the query says.
    pub(crate) AddressQuery: "email" = "The address of who wants to sign in."
}

impl Rules for VerifySso {}

/// The connectors that an address leads to; none where the settings lead no address anywhere.
pub(super) async fn list(visit: Visit, query: Query<AddressQuery>) -> Result<Json<SsoConnectors>, ApiError> {
    let email = query.get("email").filter(|email| is_email(email));
    let email = email.ok_or_else(|| {
        ApiError::invalid_input(vec![Issue::new("invalid_string", &["email"], "Invalid email")])
    })?;
    let connectors = visit.sso_connectors_for(email).await?;
    let connector_ids = connectors.into_iter().map(|connector| connector.id.into_string()).collect();
    Ok(Json(SsoConnectors { connector_ids }))
}

/// Begins a sign-in at the provider; the browser goes there.
pub(super) async fn begin(
    mut flow: Flow,
    Path(connector_id): Path<String>,
    ValidJson(Body(body)): ValidJson<Body<BeginSso>>,
) -> Result<Json<SsoBegun>, ApiError> {
    let begun = flow.begin_sso(&connector_id, (&body.state, &body.redirect_uri)).await?;
    flow.save().await?;
    Ok(Json(SsoBegun { authorization_uri: begun.authorization_uri, verification_id: begun.verification_id }))
}

/// Takes what the browser brought back.
pub(super) async fn verify(
    mut flow: Flow,
    Path(connector_id): Path<String>,
    ValidJson(Body(body)): ValidJson<Body<VerifySso>>,
) -> Result<Json<VerificationCreated>, ApiError> {
    let named = (connector_id.as_str(), Some(body.verification_id.as_str()));
    let verification_id = flow.finish_sso(named, &body.connector_data).await?;
    flow.save().await?;
    Ok(Json(VerificationCreated { verification_id }))
}
