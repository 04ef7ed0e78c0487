//! What the sign-in experience depends on beside its settings: what sends messages, and which providers pages offer.

use connectors::{ConnectorType, Platform};
use domain::sign_in_experience::AvailableSenders;
use serde_json::{Value, json};
use store::connector;

use crate::{
    OperationError, Services,
    connectors::{self as tenant_connectors, Connector},
};

/// What sends codes to addresses and numbers: the tenant's e-mail and SMS connectors.
pub async fn available_senders(services: &Services) -> Result<AvailableSenders, OperationError> {
    let stored = connector::list(services.db.exec(), &services.tenant).await?;
    let is_there = |kind: ConnectorType| stored.iter().any(|stored| stored.connector_type == kind.as_str());
    Ok(AvailableSenders { email: is_there(ConnectorType::Email), sms: is_there(ConnectorType::Sms) })
}

/// The targets of the tenant's social connectors. Others are no settings: changing the settings leaves them out.
pub async fn social_targets(services: &Services) -> Result<Vec<String>, OperationError> {
    let stored = connector::list(services.db.exec(), &services.tenant).await?;
    let is_social = |kind: &str| kind == ConnectorType::Social.as_str();
    Ok(stored
        .into_iter()
        .filter(|stored| is_social(&stored.connector_type))
        .map(|stored| stored.target)
        .collect())
}

/// The social connectors that these settings offer, as pages know them, in the order in which `socialSignInConnectorTargets` names their targets.
pub async fn social_connectors(services: &Services, settings: &Value) -> Result<Vec<Value>, OperationError> {
    let targets = settings.get("socialSignInConnectorTargets").and_then(Value::as_array);
    let Some(targets) = targets.filter(|targets| !targets.is_empty()) else { return Ok(Vec::new()) };
    let all = tenant_connectors::list(services).await?;
    let social: Vec<_> =
        all.iter().filter(|one| one.factory.connector_type == ConnectorType::Social).collect();
    let of_target = |target: &Value| {
        let target = target.as_str().unwrap_or_default().to_owned();
        social.iter().filter(move |one| one.target() == target).map(|one| shown(one))
    };
    Ok(targets.iter().flat_map(of_target).collect())
}

/// What a page shows of a connector: nothing of its configuration.
fn shown(connector: &Connector) -> Value {
    let (factory, metadata) = (connector.factory, &connector.metadata);
    let own = |name: &str, otherwise: Value| metadata.get(name).cloned().unwrap_or(otherwise);
    json!({
        "id": connector.id.as_str(),
        "target": connector.target(),
        "name": own("name", json!({ "en": factory.name })),
        "logo": own("logo", json!(factory.logo)),
        "logoDark": own("logoDark", json!(factory.logo_dark)),
        "platform": factory.platform.map(Platform::as_str),
        "isStandard": factory.is_standard,
    })
}

/// The enterprise connectors that pages show by name. There are none yet.
#[expect(clippy::unused_async, reason = "what it will ask is asked asynchronously")]
pub async fn sso_connectors(_services: &Services) -> Result<Vec<Value>, OperationError> {
    Ok(Vec::new())
}
