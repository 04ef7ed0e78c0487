//! Signing in with an enterprise's own provider (OIDC contract §6.3). No such provider can be set up on this server: no address has one, and
//! none is found by any id.

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

impl Rules for BeginSso {}
impl Rules for VerifySso {}

/// The connectors for an address.
pub(super) async fn list(_visit: Visit, query: Query<AddressQuery>) -> Result<Json<SsoConnectors>, ApiError> {
    if query.get("email").is_some_and(is_email) {
        Ok(Json(SsoConnectors { connector_ids: Vec::new() }))
    } else {
        Err(ApiError::invalid_input(vec![Issue::new("invalid_string", &["email"], "Invalid email")]))
    }
}

/// Sends the browser to a provider.
pub(super) async fn begin(
    _flow: Flow,
    Path(_connector): Path<String>,
    ValidJson(Body(_body)): ValidJson<Body<BeginSso>>,
) -> Result<Json<SsoBegun>, ApiError> {
    Err(not_found())
}

/// Takes the browser back from a provider.
pub(super) async fn verify(
    _flow: Flow,
    Path(_connector): Path<String>,
    ValidJson(Body(_body)): ValidJson<Body<VerifySso>>,
) -> Result<Json<VerificationCreated>, ApiError> {
    Err(not_found())
}

fn not_found() -> ApiError {
    ApiError::not_found("entity.not_exists_with_id")
}
