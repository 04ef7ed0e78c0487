//! A tenant's keys, opened: those that sign tokens, those that sign cookies, and the one from which refresh tokens are derived. How new ones
//! take the place of old ones is told in [`rotation`].

pub mod rotation;

use std::sync::Arc;

use domain::{
    Entropy, PlainToken, SigningKeyId, TenantId, UnixMillis,
    signing_key::{SigningKeyStatus, StoredSigningKey},
};
use jose::{Algorithm, CookieKey, JwkSet, KeySet, SealingKey, SecretKey, SigningKey};
use store::{Db, Exec, StoreError, configuration, signing_key};

use crate::services::OperationError;

/// The kind under which keys for cookies are stored.
pub const COOKIE_KEY: &str = "cookie";
/// The kind under which the key for refresh tokens is stored.
const REFRESH_TOKEN_KEY: &str = "refresh-token";
/// The id of the first secret of each kind: nodes that start together agree on one by it.
const FIRST: &str = "first";

/// The signing keys of a tenant in use (OIDC contract §1.4).
pub struct KeyRing {
    current: Arc<SigningKey>,
    /// The staged key, from when on it signs, and the public keys from then on.
    next: Option<(UnixMillis, Arc<SigningKey>, String)>,
    key_set: Arc<KeySet>,
    jwks_json: String,
}

impl std::fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeyRing").field("current", &self.current).finish_non_exhaustive()
    }
}

impl KeyRing {
    /// The key that signs at `now`. A staged one does from its moment on, on every node and whatever its row says yet.
    pub fn current(&self, now: UnixMillis) -> &Arc<SigningKey> {
        self.due(now).map_or(&self.current, |(_, next, _)| next)
    }

    /// Whether a staged key signs at `now`.
    pub fn is_due(&self, now: UnixMillis) -> bool {
        self.due(now).is_some()
    }

    fn due(&self, now: UnixMillis) -> Option<&(UnixMillis, Arc<SigningKey>, String)> {
        self.next.as_ref().filter(|(effective_at, ..)| *effective_at <= now)
    }

    /// Every key that verifies, those included that will sign and those that have signed.
    pub fn key_set(&self) -> &Arc<KeySet> {
        &self.key_set
    }

    /// The public keys as a JWKS document (RFC 7517 §5): the one that signs at `now`, the one that will, the one that did.
    pub fn jwks_json(&self, now: UnixMillis) -> &str {
        self.due(now).map_or(&self.jwks_json, |(.., jwks_json)| jwks_json)
    }

    /// Opens the stored keys. `None` when there is none that signs.
    pub(crate) fn open(
        mut stored: Vec<StoredSigningKey>,
        tenant: &TenantId,
        sealing: &SealingKey,
    ) -> Result<Option<Self>, OperationError> {
        stored.sort_by_key(|key| key.status);
        let mut opened = Vec::with_capacity(stored.len());
        for key in stored {
            opened.push((Arc::new(open_key(&key, tenant, sealing)?), key.status, key.effective_at));
        }
        let of = |wanted: SigningKeyStatus| opened.iter().find(|(_, status, _)| *status == wanted);
        let Some((current, ..)) = of(SigningKeyStatus::Current) else { return Ok(None) };
        let next = match of(SigningKeyStatus::Next) {
            Some((next, _, effective_at)) => {
                let jwks_json = jwks_json([next, current])?;
                Some((effective_at.unwrap_or(UnixMillis(0)), Arc::clone(next), jwks_json))
            }
            None => None,
        };
        let keys: Vec<_> = opened.iter().map(|(key, ..)| key.public_jwk().clone()).collect();
        Ok(Some(Self {
            current: Arc::clone(current),
            next,
            key_set: Arc::new(KeySet::new(&keys)),
            jwks_json: jwks_json(opened.iter().map(|(key, ..)| key))?,
        }))
    }
}

/// The public halves of keys as a JWKS document, in this order.
fn jwks_json<'a>(keys: impl IntoIterator<Item = &'a Arc<SigningKey>>) -> Result<String, OperationError> {
    let keys = keys.into_iter().map(|key| key.public_jwk().clone()).collect();
    serde_json::to_string(&JwkSet { keys }).map_err(|error| OperationError::Internal(Box::new(error)))
}

fn open_key(
    stored: &StoredSigningKey,
    tenant: &TenantId,
    sealing: &SealingKey,
) -> Result<SigningKey, OperationError> {
    let pkcs8 = sealing
        .open(&context(tenant, "signing-key", stored.id.as_str()), &stored.sealed_private_key)
        .map_err(|_| StoreError::Sealed)?;
    SigningKey::from_pkcs8(&pkcs8)
        .map_err(|_| StoreError::Inconsistent { table: "signing_keys", column: "sealed_private_key" }.into())
}

/// What a sealed value is bound to, so that it cannot be moved to another place.
pub fn context(tenant: &TenantId, kind: &str, id: &str) -> Vec<u8> {
    format!("{tenant}\n{kind}\n{id}").into_bytes()
}

/// The keys of cookies, newest first, and the newest one for refresh tokens.
pub(crate) async fn secrets(
    exec: Exec<'_>,
    tenant: &TenantId,
    sealing: &SealingKey,
) -> Result<(Vec<CookieKey>, Option<SecretKey>), OperationError> {
    let cookie = open_secrets(exec, tenant, sealing, COOKIE_KEY).await?;
    let refresh = open_secrets(exec, tenant, sealing, REFRESH_TOKEN_KEY).await?;
    Ok((cookie.into_iter().map(CookieKey::new).collect(), refresh.into_iter().next()))
}

/// Reads the secrets of one kind, newest first.
async fn open_secrets(
    exec: Exec<'_>,
    tenant: &TenantId,
    sealing: &SealingKey,
    kind: &str,
) -> Result<Vec<SecretKey>, OperationError> {
    let mut opened = Vec::new();
    for stored in signing_key::secrets(exec, tenant, kind).await? {
        let secret = sealing
            .open(&context(tenant, kind, &stored.id), &stored.sealed_value)
            .map_err(|_| StoreError::Sealed)?;
        let inconsistent = StoreError::Inconsistent { table: "tenant_secrets", column: "sealed_value" };
        opened.push(SecretKey::from_slice(&secret).ok_or(inconsistent)?);
    }
    Ok(opened)
}

/// Makes the first keys of a tenant that has none. Nodes that start together end up with the same ones.
pub async fn ensure(
    db: &Db,
    tenant: &TenantId,
    sealing: &SealingKey,
    entropy: &dyn Entropy,
    (algorithm, now): (Algorithm, UnixMillis),
) -> Result<(), OperationError> {
    let has_key = !signing_key::all(db.exec(), tenant).await?.is_empty();
    let (cookie, refresh) = secrets(db.exec(), tenant, sealing).await?;
    if has_key && !cookie.is_empty() && refresh.is_some() {
        return Ok(());
    }
    let key = SigningKey::generate(algorithm).map_err(|error| OperationError::Internal(Box::new(error)))?;
    let id = SigningKeyId::new(key.kid());
    let pkcs8 = key.to_pkcs8().map_err(|error| OperationError::Internal(Box::new(error)))?;
    let stored = &StoredSigningKey {
        sealed_private_key: seal(sealing, entropy, &context(tenant, "signing-key", id.as_str()), &pkcs8)?,
        id,
        status: SigningKeyStatus::Current,
        algorithm: algorithm.to_string(),
        created_at: now,
        effective_at: None,
    };
    let cookie = &seal(sealing, entropy, &context(tenant, COOKIE_KEY, FIRST), &entropy.bytes::<32>())?;
    let refresh =
        &seal(sealing, entropy, &context(tenant, REFRESH_TOKEN_KEY, FIRST), &entropy.bytes::<32>())?;
    db.transaction(|tx| async move {
        // Moving the version first makes nodes that start together do this one after the other.
        configuration::bump(&tx, tenant).await?;
        if signing_key::all(tx.exec(), tenant).await?.is_empty() {
            signing_key::insert(tx.exec(), tenant, stored).await?;
        }
        signing_key::add_secret(tx.exec(), tenant, (COOKIE_KEY, FIRST), cookie, now).await?;
        signing_key::add_secret(tx.exec(), tenant, (REFRESH_TOKEN_KEY, FIRST), refresh, now).await?;
        Ok::<_, StoreError>(())
    })
    .await?;
    Ok(())
}

/// Seals `plaintext` under a fresh nonce.
pub fn seal(
    sealing: &SealingKey,
    entropy: &dyn Entropy,
    context: &[u8],
    plaintext: &[u8],
) -> Result<Vec<u8>, OperationError> {
    sealing
        .seal(entropy.bytes(), context, plaintext)
        .map_err(|error| OperationError::Internal(Box::new(error)))
}

/// Opens a secret text that is kept in the column `sealed_value` of `table`.
pub(crate) fn open_text(
    sealing: &SealingKey,
    context: &[u8],
    sealed: &[u8],
    table: &'static str,
) -> Result<PlainToken, OperationError> {
    let opened = sealing.open(context, sealed).map_err(|_| StoreError::Sealed)?;
    let text = std::str::from_utf8(&opened).map(PlainToken::new);
    text.map_err(|_| StoreError::Inconsistent { table, column: "sealed_value" }.into())
}

#[cfg(test)]
mod tests {
    use domain::SystemEntropy;
    use store::both_databases;

    use super::*;

    both_databases! {
        async fn a_secret_opens_under_its_own_id_alone(db: Db) {
            let (tenant, sealing) = (TenantId::default_tenant(), SealingKey::new(&[7; 32]).unwrap());
            let add = async |id: &str, context_id: &str| {
                let sealed = seal(&sealing, &SystemEntropy, &context(&tenant, COOKIE_KEY, context_id), &[9; 32]).unwrap();
                signing_key::add_secret(db.exec(), &tenant, (COOKIE_KEY, id), &sealed, UnixMillis(1)).await.unwrap()
            };
            assert!(add("second", "second").await);
            let (cookie, refresh) = secrets(db.exec(), &tenant, &sealing).await.unwrap();
            assert_eq!((cookie[0].reveal(), cookie.len(), refresh.is_none()), (&[9; 32], 1, true));
            assert!(add("moved", "second").await);
            let moved = secrets(db.exec(), &tenant, &sealing).await.unwrap_err();
            assert!(matches!(moved, OperationError::Store(StoreError::Sealed)), "{moved:?}");
        }
    }
}
