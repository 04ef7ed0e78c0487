//! `PATCH /api/hooks/{id}`

use api_types::hook as wire;
use axum::{Json, extract::Path};
use domain::HookId;
use http_kit::{ApiError, Issue, ValidJson, body::Validate};

use super::body::{MAX_NAME_LENGTH, change, check_config, check_events, config, hook_body};
use crate::{
    ManagementContext,
    rules::{Body, Rules, distinct},
};

impl Validate for Body<wire::UpdateHook> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        rules.optional_length(&["name"], self.0.name.as_ref(), 1, MAX_NAME_LENGTH);
        check_events(&mut rules, self.0.event.as_ref(), self.0.events.as_deref());
        if let Some(config) = &self.0.config {
            check_config(&mut rules, config);
        }
        rules.issues()
    }
}

/// Changes a webhook; `config` is replaced as a whole. The signing key has an operation of its own.
pub(super) async fn update_hook(
    context: ManagementContext,
    Path(id): Path<HookId>,
    ValidJson(Body(body)): ValidJson<Body<wire::UpdateHook>>,
) -> Result<Json<wire::Hook>, ApiError> {
    let wire::UpdateHook { name, event, events, config: new_config, enabled } = body;
    if name.is_none() && event.is_none() && events.is_none() && new_config.is_none() && enabled.is_none() {
        return Err(ApiError::unprocessable("entity.invalid_input"));
    }
    let changed = change(&context, &id, |hook| {
        if let Some(name) = &name {
            hook.name.clone_from(name);
        }
        hook.event = event.clone().or_else(|| hook.event.take());
        if let Some(events) = &events {
            hook.events = distinct(events, std::convert::identity);
        }
        if let Some(new) = &new_config {
            hook.config = config(new.clone());
        }
        hook.is_enabled = enabled.unwrap_or(hook.is_enabled);
    });
    Ok(Json(hook_body(&context, changed.await?, None)))
}
