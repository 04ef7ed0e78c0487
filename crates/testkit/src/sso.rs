//! Enterprise connectors that are set up, and users who are known through them.

use domain::{SsoConnectorId, UserId, sso::SsoIdentity};
use operations::{
    Services,
    sso::{SsoConnector, seal},
};
use serde_json::{Map, json};

/// Who vouches for the users of [`enterprise_connector`].
pub const ENTERPRISE: &str = "https://idp.fjord.example";

/// Sets up a connector with this id, which is called `The {id} company`.
///
/// # Panics
/// When it cannot be stored: a test without it has failed.
#[expect(clippy::expect_used, reason = "a test without its connector has failed")]
pub async fn enterprise_connector(services: &Services, id: &str) -> SsoConnectorId {
    let config = json!({ "clientId": "client", "clientSecret": "s3cret", "issuer": ENTERPRISE });
    let connector = SsoConnector {
        id: SsoConnectorId::new(id),
        provider: connectors::sso::provider("OIDC").expect("a kind of connector"),
        connector_name: format!("The {id} company"),
        config: config.as_object().cloned().unwrap_or_default(),
        domains: Vec::new(),
        branding: Map::new(),
        sync_profile: false,
        created_at: services.now(),
    };
    let sealed = seal(services, &connector).expect("a sealed connector");
    let stored = store::sso_connector::insert(services.db.exec(), &services.tenant, &sealed).await;
    stored.expect("a connector");
    connector.id
}

/// Makes a user known at the provider of a connector, by the id `id-of-{user}` and the address `{user}@idp.fjord.example`.
///
/// # Panics
/// When it cannot be stored: a test without it has failed.
#[expect(clippy::expect_used, reason = "a test without its identity has failed")]
pub async fn enterprise_identity(
    services: &Services,
    user: &UserId,
    connector: &SsoConnectorId,
) -> SsoIdentity {
    let now = services.now();
    let identity_id = format!("id-of-{user}");
    let detail = json!({ "id": identity_id, "email": format!("{user}@idp.fjord.example"), "rawData": {} });
    let identity = SsoIdentity {
        id: services.entropy.id_21(),
        user_id: user.clone(),
        connector_id: connector.clone(),
        issuer: ENTERPRISE.to_owned(),
        identity_id,
        detail: detail.as_object().cloned().unwrap_or_default(),
        created_at: now,
        updated_at: now,
    };
    let stored = store::user::insert_sso_identity(services.db.exec(), &services.tenant, &identity).await;
    stored.expect("an identity");
    identity
}
