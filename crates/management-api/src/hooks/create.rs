//! `POST /api/hooks`

use api_types::hook as wire;
use domain::{HookId, hook::Hook};
use http_kit::{ApiError, Created, Issue, ValidJson, body::Validate};

use super::body::{MAX_NAME_LENGTH, check_config, check_events, config, hook_body};
use crate::{
    ManagementContext,
    context::internal,
    rules::{Body, Rules, distinct},
};

impl Validate for Body<wire::CreateHook> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        rules.optional_length(&["name"], self.0.name.as_ref(), 1, MAX_NAME_LENGTH);
        check_events(&mut rules, self.0.event.as_ref(), self.0.events.as_deref());
        check_config(&mut rules, &self.0.config);
        rules.issues()
    }
}

/// Creates a webhook with a signing key of its own.
pub(super) async fn create_hook(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<wire::CreateHook>>,
) -> Result<Created<wire::Hook>, ApiError> {
    if body.events.is_none() && body.event.is_none() {
        return Err(ApiError::bad_request("hook.missing_events"));
    }
    let services = &context.services;
    let hook = Hook {
        id: HookId::new(services.entropy.id_21()),
        name: body.name.unwrap_or_default(),
        event: body.event,
        events: distinct(body.events.as_deref().unwrap_or_default(), std::convert::identity),
        config: config(body.config),
        signing_key: services.entropy.secret_32(),
        is_enabled: body.enabled.unwrap_or(true),
        created_at: services.now(),
    };
    let sealed = operations::hooks::seal(services, &hook).map_err(internal)?;
    store::hook::insert(context.exec(), context.tenant(), &sealed).await?;
    Ok(Created(hook_body(&context, hook, None)))
}
