//! `POST /api/domains`

use api_types::domain::{AddDomain, Domain};
use http_kit::{ApiError, Created, Issue, ValidJson, body::Validate};

use super::not_configured;
use crate::{
    ManagementContext,
    rules::{Body, Rules},
};

/// The longest domain, in characters.
const MAX_DOMAIN: usize = 256;

impl Validate for Body<AddDomain> {
    fn issues(&self) -> Vec<Issue> {
        Rules::default().length(&["domain"], &self.0.domain, 1, MAX_DOMAIN).issues()
    }
}

/// Adds a domain, which nobody can here.
pub(super) async fn add_domain(
    _: ManagementContext,
    ValidJson(Body(_)): ValidJson<Body<AddDomain>>,
) -> Result<Created<Domain>, ApiError> {
    Err(not_configured())
}
