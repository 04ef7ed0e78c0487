//! Webhooks as the wire has them, and the rules of their bodies.

use api_types::hook as wire;
use domain::{
    HookId,
    hook::{self, Hook, HookConfig, MAX_RETRIES},
};
use http_kit::{ApiError, Issue};
use store::audit_log::DeliveryStatistics;

use crate::{ManagementContext, context::internal, rules::Rules};

/// The longest name, in characters.
pub(super) const MAX_NAME_LENGTH: usize = 256;

/// A webhook as the wire shows it, its signing key in clear.
pub(super) fn hook_body(
    context: &ManagementContext,
    hook: Hook,
    statistics: Option<DeliveryStatistics>,
) -> wire::Hook {
    let Hook { id, name, event, events, config, signing_key, is_enabled, created_at } = hook;
    wire::Hook {
        tenant_id: context.tenant().to_string(),
        id: id.into_string(),
        name,
        event,
        events,
        config: wire::HookConfig { url: config.url, headers: config.headers, retries: config.retries },
        signing_key: signing_key.reveal().to_owned(),
        enabled: is_enabled,
        created_at: created_at.0,
        execution_stats: statistics.map(|statistics| wire::ExecutionStats {
            success_count: statistics.successes,
            request_count: statistics.requests,
        }),
    }
}

/// The webhook that a path names, or 404 with `code`.
pub(super) async fn find(
    context: &ManagementContext,
    id: &HookId,
    code: &'static str,
) -> Result<Hook, ApiError> {
    let stored = store::hook::find(context.exec(), context.tenant(), id).await?;
    let stored = stored.ok_or_else(|| ApiError::not_found(code))?;
    operations::hooks::open(&context.services.sealing, context.tenant(), stored).map_err(internal)
}

/// Changes the webhook that a path names in one step: what others change at the same time stays changed.
pub(super) async fn change(
    context: &ManagementContext,
    id: &HookId,
    change: impl Fn(&mut Hook),
) -> Result<Hook, ApiError> {
    let (services, tenant, change) = (&context.services, context.tenant(), &change);
    let not_found = || ApiError::not_found("entity.not_exists");
    let changed = context.db().transaction(|tx| async move {
        if !store::hook::lock(tx.exec(), tenant, id).await? {
            return Err(not_found());
        }
        let stored = store::hook::find(tx.exec(), tenant, id).await?.ok_or_else(not_found)?;
        let mut hook = operations::hooks::open(&services.sealing, tenant, stored).map_err(internal)?;
        change(&mut hook);
        let sealed = operations::hooks::seal(services, &hook).map_err(internal)?;
        store::hook::update(tx.exec(), tenant, &sealed).await?;
        Ok(hook)
    });
    changed.await
}

/// The configuration of a body, which was checked.
pub(super) fn config(body: wire::HookConfig) -> HookConfig {
    HookConfig { url: body.url, headers: body.headers, retries: body.retries }
}

/// Checks a webhook's address and headers; any text is an address (Management API contract §10).
pub(super) fn check_config(rules: &mut Rules, config: &wire::HookConfig) {
    if config.retries.is_some_and(|retries| retries > MAX_RETRIES) {
        let text = format!("Number must be less than or equal to {MAX_RETRIES}");
        rules.issue(Issue::new("too_big", &["config", "retries"], text));
    }
}

/// Checks names of events; a list must have one.
pub(super) fn check_events(rules: &mut Rules, event: Option<&String>, events: Option<&[String]>) {
    if events.is_some_and(<[_]>::is_empty) {
        let text = "Array must contain at least 1 element(s)";
        rules.issue(Issue::new("too_small", &["events"], text));
    }
    for (at, name) in events.unwrap_or_default().iter().enumerate() {
        if !hook::is_event(name) {
            rules.issue(Issue {
                code: "invalid_enum_value",
                path: vec!["events".into(), at.into()],
                message: "There is no such event".to_owned(),
            });
        }
    }
    if event.is_some_and(|name| !hook::is_event(name)) {
        rules.issue(Issue::new("invalid_enum_value", &["event"], "There is no such event"));
    }
}
