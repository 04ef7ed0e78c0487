//! `POST /api/verification-codes`

use api_types::verification_code as wire;
use domain::message_template::TemplateType;
use http_kit::{ApiError, Issue, NoContent, ValidJson, body::Validate};
use operations::verification_code;
use serde_json::Map;

use super::{
    PURPOSE,
    body::{check_address, recipient},
};
use crate::{
    ManagementContext,
    connectors::not_sent,
    rules::{Body, Rules},
};

impl Validate for Body<wire::RequestVerificationCode> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        check_address(&mut rules, self.0.email.as_deref(), self.0.phone.as_deref());
        rules.issues()
    }
}

/// Sends a code to an address. One that was sent before no longer counts.
pub(super) async fn request_code(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<wire::RequestVerificationCode>>,
) -> Result<NoContent, ApiError> {
    let recipient = recipient(body.email.as_deref(), body.phone.as_deref());
    let variables = (&Map::new(), "");
    verification_code::send(&context.services, PURPOSE, TemplateType::Generic, recipient, variables)
        .await
        .map_err(not_sent)?;
    Ok(NoContent)
}
