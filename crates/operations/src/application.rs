//! Applications and their secrets: made together, sealed on the way into the store and opened on the way out; and who is let in to them.

use domain::{
    ApplicationId, TenantId, UnixMillis, UserId,
    application::{Application, ApplicationSecret, DEFAULT_SECRET_NAME},
};
use jose::SealingKey;
use protocol::identifiers::{
    ACCOUNT_CENTER_APPLICATION_ID, DEMO_APPLICATION_ID, DEVICE_DEMO_APPLICATION_ID, PORTAL_APPLICATION_ID,
};
use store::{
    StoreError,
    application::{self, secret::SealedSecret},
    configuration,
};

use crate::{
    account_center,
    configuration::Client,
    keys, portal,
    services::{OperationError, Services},
};

/// What sealed application secrets are bound to, beside the application: its row may be renamed, so the name is not part of it.
const KIND: &str = "application-secret";

/// Makes a secret of an application, and seals it for the store.
pub fn new_secret(
    services: &Services,
    id: &ApplicationId,
    name: &str,
    expires_at: Option<UnixMillis>,
) -> Result<(ApplicationSecret, SealedSecret), OperationError> {
    let value = services.entropy.secret_32();
    let context = keys::context(&services.tenant, KIND, id.as_str());
    let sealed = SealedSecret {
        name: name.to_owned(),
        sealed_value: keys::seal(&services.sealing, &*services.entropy, &context, value.reveal().as_bytes())?,
        created_at: services.now(),
        expires_at,
    };
    let secret =
        ApplicationSecret { name: name.to_owned(), value, created_at: sealed.created_at, expires_at };
    Ok((secret, sealed))
}

/// Opens a stored secret.
pub fn open_secret(
    sealing: &SealingKey,
    tenant: &TenantId,
    id: &ApplicationId,
    secret: SealedSecret,
) -> Result<ApplicationSecret, OperationError> {
    let SealedSecret { name, sealed_value, created_at, expires_at } = secret;
    let context = keys::context(tenant, KIND, id.as_str());
    let value = keys::open_text(sealing, &context, &sealed_value, "application_secrets")?;
    Ok(ApplicationSecret { name, value, created_at, expires_at })
}

/// Stores an application. One that authenticates with a secret gets its first one, which is returned
/// (Management API contract §8.2).
pub async fn create(
    services: &Services,
    application: &Application,
) -> Result<Option<ApplicationSecret>, OperationError> {
    let (secret, sealed) = if application.kind.is_confidential() {
        let (secret, sealed) = new_secret(services, &application.id, DEFAULT_SECRET_NAME, None)?;
        (Some(secret), Some(sealed))
    } else {
        (None, None)
    };
    let sealed = sealed.as_ref();
    services
        .db
        .transaction(|tx| async move {
            configuration::bump(&tx, &services.tenant).await?;
            application::insert(tx.exec(), &services.tenant, application).await?;
            if let Some(sealed) = sealed {
                application::secret::insert(tx.exec(), &services.tenant, &application.id, sealed).await?;
            }
            Ok::<_, StoreError>(())
        })
        .await?;
    Ok(secret)
}

/// Whether a user is let in to an application now: everybody is, unless its access is restricted to those whom its rules fit
/// (Management API contract §8.5). To be asked wherever something is issued or shown on the user's behalf, because rules, roles and
/// memberships change after a sign-in.
pub async fn admits(services: &Services, client: &Client, user: &UserId) -> Result<bool, StoreError> {
    let application = &client.application;
    if !application.app_level_access_control_enabled {
        return Ok(true);
    }
    application::access::admits(services.db.exec(), &services.tenant, &application.id, user).await
}

/// The client id under which the embedded gateway calls the Management API, which its records name. No such application exists, and nobody can
/// sign in as it.
pub const EMBEDDED_GATEWAY_CLIENT_ID: &str = "guildhall-gateway";
/// What records of its calls are shown to come from.
const EMBEDDED_GATEWAY: &str = "Embedded gateway";

/// What a client is called that has no row: an application that is built in, or the embedded gateway.
pub fn unstored_name(id: &ApplicationId) -> Option<&'static str> {
    let is_gateway = id.as_str() == EMBEDDED_GATEWAY_CLIENT_ID;
    built_in_name(id).or_else(|| is_gateway.then_some(EMBEDDED_GATEWAY))
}

/// The name of an application that exists without a row, by its id (Management API contract §1.9).
pub fn built_in_name(id: &ApplicationId) -> Option<&'static str> {
    match id.as_str() {
        DEMO_APPLICATION_ID => Some("Demo application"),
        ACCOUNT_CENTER_APPLICATION_ID => Some(account_center::NAME),
        DEVICE_DEMO_APPLICATION_ID => Some("Device flow demo application"),
        PORTAL_APPLICATION_ID => Some(portal::NAME),
        _ => None,
    }
}

/// What an application is called where a user reads what they allowed it: by its row, if it has one.
pub fn granted_name(id: &ApplicationId, stored: Option<String>) -> String {
    stored.or_else(|| built_in_name(id).map(str::to_owned)).unwrap_or_else(|| id.to_string())
}
