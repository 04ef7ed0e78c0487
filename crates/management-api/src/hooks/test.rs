//! `POST /api/hooks/{id}/test`

use api_types::hook as wire;
use axum::extract::Path;
use domain::{HookId, hook::DeliveryOutcome};
use http_kit::{ApiError, Issue, NoContent, ValidJson, body::Validate};
use operations::hooks::send;
use serde_json::json;

use super::body::{check_config, check_events, config, find};
use crate::{
    ManagementContext,
    rules::{Body, Rules},
};

impl Validate for Body<wire::TestHook> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        check_events(&mut rules, None, Some(&self.0.events));
        check_config(&mut rules, &self.0.config);
        rules.issues()
    }
}

/// Sends an example of each event to the given address, signed with the webhook's key. Nothing is queued or recorded.
pub(super) async fn test_hook(
    context: ManagementContext,
    Path(id): Path<HookId>,
    ValidJson(Body(body)): ValidJson<Body<wire::TestHook>>,
) -> Result<NoContent, ApiError> {
    let hook = find(&context, &id, "entity.not_exists_with_id").await?;
    let config = config(body.config);
    for event in &body.events {
        let payload = json!({
            "hookId": hook.id.as_str(),
            "event": event,
            "createdAt": domain::time::iso_8601(context.services.now()),
            "userAgent": "Mozilla/5.0 (example)",
            "ip": "192.0.2.1",
            "data": { "id": "example" },
        });
        match send(&context.services, &config, &hook.signing_key, &payload.to_string()).await {
            outcome if outcome.is_success() => {}
            DeliveryOutcome::Answered { status, body } => {
                return Err(ApiError::unprocessable("hook.endpoint_responded_with_error")
                    .data(json!({ "responseStatus": status, "responseBody": body })));
            }
            DeliveryOutcome::Failed(reason) => {
                return Err(ApiError::unprocessable("hook.send_test_payload_failed")
                    .data(json!({ "message": reason })));
            }
        }
    }
    Ok(NoContent)
}
