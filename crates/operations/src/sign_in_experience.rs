//! What the sign-in experience depends on beside its settings: what sends messages, and which providers pages offer.

use connectors::ConnectorType;
use domain::{TenantId, sign_in_experience::AvailableSenders};
use serde_json::{Value, json};
use store::{
    Exec, StoreError, configuration,
    connector::{self, StoredConnector},
};

use crate::configuration::SIGN_IN_EXPERIENCE;

/// The member of the settings that lists whose accounts users may sign in with.
pub const SOCIAL_TARGETS: &str = "socialSignInConnectorTargets";

/// What sends codes to addresses and numbers: the tenant's e-mail and SMS connectors.
pub async fn available_senders(exec: Exec<'_>, tenant: &TenantId) -> Result<AvailableSenders, StoreError> {
    let stored = connector::list(exec, tenant).await?;
    let is_there = |kind: ConnectorType| stored.iter().any(|stored| stored.connector_type == kind.as_str());
    Ok(AvailableSenders { email: is_there(ConnectorType::Email), sms: is_there(ConnectorType::Sms) })
}

/// The targets of the tenant's social connectors. Others are no settings: changing the settings leaves them out.
pub async fn social_targets(exec: Exec<'_>, tenant: &TenantId) -> Result<Vec<String>, StoreError> {
    Ok(social(exec, tenant).await?.into_iter().map(|stored| stored.target).collect())
}

/// The social connectors that these settings offer, as pages know them, in the order in which [`SOCIAL_TARGETS`] names their targets.
/// Nothing of their configuration is read.
pub async fn social_connectors(
    exec: Exec<'_>,
    tenant: &TenantId,
    settings: &Value,
) -> Result<Vec<Value>, StoreError> {
    let targets = settings.get(SOCIAL_TARGETS).and_then(Value::as_array);
    let Some(targets) = targets.filter(|targets| !targets.is_empty()) else { return Ok(Vec::new()) };
    let all = social(exec, tenant).await?;
    let of_target = |target: &Value| {
        let target = target.as_str().unwrap_or_default().to_owned();
        all.iter().filter(move |stored| stored.target == target).filter_map(shown)
    };
    Ok(targets.iter().flat_map(of_target).collect())
}

/// Takes a target from the settings unless a connector takes its accounts: nobody can sign in with it any longer. The caller bumps the version.
pub async fn forget_target(exec: Exec<'_>, tenant: &TenantId, target: &str) -> Result<(), StoreError> {
    if social_targets(exec, tenant).await?.iter().any(|known| known == target) {
        return Ok(());
    }
    let Some(mut settings) = configuration::setting(exec, tenant, SIGN_IN_EXPERIENCE).await? else {
        return Ok(());
    };
    let Some(targets) = settings.get_mut(SOCIAL_TARGETS).and_then(Value::as_array_mut) else { return Ok(()) };
    let count = targets.len();
    targets.retain(|known| known != target);
    if targets.len() < count {
        configuration::put_setting(exec, tenant, SIGN_IN_EXPERIENCE, &settings).await?;
    }
    Ok(())
}

async fn social(exec: Exec<'_>, tenant: &TenantId) -> Result<Vec<StoredConnector>, StoreError> {
    let mut all = connector::list(exec, tenant).await?;
    all.retain(|stored| stored.connector_type == ConnectorType::Social.as_str());
    Ok(all)
}

/// What a page shows of a connector; `None` when this version does not know its kind.
fn shown(stored: &StoredConnector) -> Option<Value> {
    let factory = connectors::factory(&stored.factory_id)?;
    let own = |name: &str, otherwise: Value| stored.metadata.get(name).cloned().unwrap_or(otherwise);
    Some(json!({
        "id": stored.id.as_str(),
        "target": stored.target,
        "name": own("name", json!({ "en": factory.name })),
        "logo": own("logo", json!(factory.logo)),
        "logoDark": own("logoDark", json!(factory.logo_dark)),
        "platform": stored.platform,
        "isStandard": factory.is_standard,
    }))
}

#[cfg(test)]
mod tests;
