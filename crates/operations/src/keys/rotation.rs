//! New keys in the place of old ones (Management API contract §12.3). What a change makes of the keys there are is told by
//! `domain::signing_key`; whoever stores it does so in a transaction that moves the configuration's version first, which makes changes one
//! at a time.

use std::time::Duration;

use domain::{
    SigningKeyId, UnixMillis,
    signing_key::{SigningKeyStatus, StoredSigningKey, settled},
};
use jose::{Algorithm, SigningKey};
use store::{
    StoreError, Transaction, configuration,
    signing_key::{self, StoredSecret},
};

use super::{COOKIE_KEY, context, seal};
use crate::services::{OperationError, Services};

/// How many keys for cookies there are at the most: the one that signs and those that still verify.
const MAX_COOKIE_KEYS: usize = 2;

/// Makes a signing key that is not stored yet; with a grace period it is to sign only from its end on.
pub async fn new_signing_key(
    services: &Services,
    algorithm: Algorithm,
    grace: Option<Duration>,
) -> Result<StoredSigningKey, OperationError> {
    // Large prime numbers take a second to be found.
    let generated = tokio::task::spawn_blocking(move || {
        let key = SigningKey::generate(algorithm)?;
        Ok::<_, jose::KeyError>((key.kid().to_owned(), key.to_pkcs8()?))
    });
    let generated = generated.await.map_err(|error| OperationError::Internal(Box::new(error)))?;
    let (kid, pkcs8) = generated.map_err(|error| OperationError::Internal(Box::new(error)))?;
    let context = context(&services.tenant, "signing-key", &kid);
    let now = services.now();
    Ok(StoredSigningKey {
        id: SigningKeyId::new(kid),
        status: SigningKeyStatus::Next,
        algorithm: algorithm.to_string(),
        sealed_private_key: seal(&services.sealing, &*services.entropy, &context, &pkcs8)?,
        created_at: now,
        effective_at: grace.map(|grace| now.plus(grace)),
    })
}

/// Writes down that a staged key signs now, where it is so; says whether it was. Tokens are signed with it from its moment on, written down
/// or not.
pub async fn promote_due(services: &Services) -> Result<bool, OperationError> {
    let now = services.now();
    if !services.configuration().await?.keys.is_due(now) {
        return Ok(false);
    }
    let tenant = &services.tenant;
    services
        .db
        .transaction(|tx| async move {
            configuration::bump(&tx, tenant).await?;
            let keys = settled(signing_key::all(tx.exec(), tenant).await?, now);
            signing_key::replace_all(tx.exec(), tenant, &keys).await
        })
        .await?;
    Ok(true)
}

/// Makes a key for cookies that is not stored yet.
pub fn new_cookie_key(services: &Services) -> Result<StoredSecret, OperationError> {
    let id = services.entropy.id_21();
    let context = context(&services.tenant, COOKIE_KEY, &id);
    let secret = zeroize::Zeroizing::new(services.entropy.bytes::<32>());
    let sealed_value = seal(&services.sealing, &*services.entropy, &context, &*secret)?;
    Ok(StoredSecret { id, sealed_value, created_at: services.now() })
}

/// Stores a key for cookies: it signs from now on, the one before it still verifies, older ones are gone. Returns those that are left,
/// newest first.
pub async fn add_cookie_key(
    tx: &Transaction,
    services: &Services,
    mut new: StoredSecret,
) -> Result<Vec<StoredSecret>, StoreError> {
    let (exec, tenant) = (tx.exec(), &services.tenant);
    let mut keys = signing_key::secrets(exec, tenant, COOKIE_KEY).await?;
    let newest = keys.first().map(|key| key.created_at.0).unwrap_or_default();
    new.created_at = UnixMillis(new.created_at.0.max(newest.saturating_add(1)));
    signing_key::add_secret(exec, tenant, (COOKIE_KEY, &new.id), &new.sealed_value, new.created_at).await?;
    keys.insert(0, new);
    for old in keys.drain(MAX_COOKIE_KEYS.min(keys.len())..) {
        signing_key::delete_secret(exec, tenant, (COOKIE_KEY, &old.id)).await?;
    }
    Ok(keys)
}
