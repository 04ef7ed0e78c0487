//! `POST /api/hooks/{id}/test`

use std::time::Duration;

use api_types::hook as wire;
use axum::extract::Path;
use domain::{
    HookId,
    hook::{DeliveryOutcome, Hook, HookConfig},
};
use http_kit::{ApiError, Issue, NoContent, ValidJson, body::Validate};
use operations::hooks::send;
use serde_json::json;

use super::body::{check_config, check_events, config, find};
use crate::{
    ManagementContext,
    rules::{Body, Rules, distinct},
};

impl Validate for Body<wire::TestHook> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        check_events(&mut rules, None, Some(&self.0.events));
        check_config(&mut rules, &self.0.config);
        rules.issues()
    }
}

/// How long all examples together may take.
const TIME_LIMIT: Duration = Duration::from_secs(20);

/// Sends an example of each event once to the given address, signed with the webhook's key. Nothing is queued or recorded.
pub(super) async fn test_hook(
    context: ManagementContext,
    Path(id): Path<HookId>,
    ValidJson(Body(body)): ValidJson<Body<wire::TestHook>>,
) -> Result<NoContent, ApiError> {
    let hook = find(&context, &id, "entity.not_exists_with_id").await?;
    let config = config(body.config);
    // Each name is one of the events that there are, so that no more are sent than exist.
    let events = distinct(&body.events, std::convert::identity);
    let sending = send_examples(&context, &hook, &config, &events);
    tokio::time::timeout(TIME_LIMIT, sending).await.unwrap_or_else(|_| Err(not_sent("it took too long")))?;
    Ok(NoContent)
}

async fn send_examples(
    context: &ManagementContext,
    hook: &Hook,
    config: &HookConfig,
    events: &[String],
) -> Result<(), ApiError> {
    for event in events {
        let payload = json!({
            "hookId": hook.id.as_str(),
            "event": event,
            "createdAt": domain::time::iso_8601(context.services.now()),
            "userAgent": "Mozilla/5.0 (example)",
            "ip": "192.0.2.1",
            "data": { "id": "example" },
        });
        match send(&context.services, config, &hook.signing_key, &payload.to_string()).await {
            outcome if outcome.is_success() => {}
            DeliveryOutcome::Answered { status, body } => {
                return Err(ApiError::unprocessable("hook.endpoint_responded_with_error")
                    .data(json!({ "responseStatus": status, "responseBody": body })));
            }
            DeliveryOutcome::Failed(reason) => return Err(not_sent(&reason)),
        }
    }
    Ok(())
}

fn not_sent(reason: &str) -> ApiError {
    ApiError::unprocessable("hook.send_test_payload_failed").data(json!({ "message": reason }))
}
