//! `PUT /api/one-time-tokens/{id}/status`

use api_types::one_time_token as wire;
use axum::{Json, extract::Path};
use domain::{OneTimeTokenId, one_time_token::OneTimeTokenStatus};
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use store::one_time_token;

use super::opened_body;
use crate::{ManagementContext, rules::Body};

impl Validate for Body<wire::SetOneTimeTokenStatus> {
    fn issues(&self) -> Vec<Issue> {
        if OneTimeTokenStatus::parse(&self.0.status).is_some() {
            return Vec::new();
        }
        let message = "Expected 'active' | 'consumed' | 'revoked' | 'expired'";
        vec![Issue::new("invalid_enum_value", &["status"], message)]
    }
}

/// Takes a token back, or says otherwise what became of it. None is made active again.
pub(super) async fn set_status(
    context: ManagementContext,
    Path(id): Path<OneTimeTokenId>,
    ValidJson(Body(body)): ValidJson<Body<wire::SetOneTimeTokenStatus>>,
) -> Result<Json<wire::OneTimeToken>, ApiError> {
    let status = OneTimeTokenStatus::parse(&body.status)
        .filter(|status| *status != OneTimeTokenStatus::Active)
        .ok_or_else(|| ApiError::bad_request("one_time_token.cannot_reactivate_token"))?;
    let set = one_time_token::set_status(context.exec(), context.tenant(), &id, status).await?;
    let set = set.ok_or_else(|| ApiError::not_found("entity.not_exists"))?;
    opened_body(&context, set).map(Json)
}
