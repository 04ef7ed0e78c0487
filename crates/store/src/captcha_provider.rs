//! A tenant's provider of captchas, at most one.

use domain::{JsonText, TenantId, UnixMillis, captcha::CaptchaConfig};

use crate::{Exec, StoreError, db::Row, params};

/// A provider with its secret key, which is sealed with the sealing key.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedCaptchaProvider {
    /// The id.
    pub id: String,
    /// What pages may know.
    pub config: CaptchaConfig,
    /// The secret key.
    pub sealed_value: Vec<u8>,
    /// When there first was one.
    pub created_at: UnixMillis,
    /// When it changed last.
    pub updated_at: UnixMillis,
}

impl std::fmt::Debug for SealedCaptchaProvider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("SealedCaptchaProvider").field(&self.config).finish()
    }
}

const PUT: &str = "
INSERT INTO captcha_providers (tenant_id, id, config, sealed_value, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (tenant_id) DO UPDATE SET id = $2, config = $3, sealed_value = $4, updated_at = $6";

/// Stores the provider in the place of whichever there was. The moment at which there first was one stays.
pub async fn put(
    exec: Exec<'_>,
    tenant: &TenantId,
    provider: &SealedCaptchaProvider,
) -> Result<(), StoreError> {
    let config = JsonText::of(&provider.config)
        .map_err(|_| StoreError::Inconsistent { table: "captcha_providers", column: "config" })?;
    let SealedCaptchaProvider { id, sealed_value, created_at, updated_at, .. } = provider;
    exec.execute(PUT, params![tenant, id, config, sealed_value, created_at, updated_at]).await.map(drop)
}

const FIND: &str =
    "SELECT id, config, sealed_value, created_at, updated_at FROM captcha_providers WHERE tenant_id = $1";

/// The provider, if there is one.
pub async fn find(exec: Exec<'_>, tenant: &TenantId) -> Result<Option<SealedCaptchaProvider>, StoreError> {
    exec.optional(FIND, params![tenant], read).await
}

const DELETE: &str = "DELETE FROM captcha_providers WHERE tenant_id = $1";

/// Forgets the provider; `false` when there is none.
pub async fn delete(exec: Exec<'_>, tenant: &TenantId) -> Result<bool, StoreError> {
    Ok(exec.execute(DELETE, params![tenant]).await? > 0)
}

fn read(row: &Row<'_>) -> Result<SealedCaptchaProvider, StoreError> {
    Ok(SealedCaptchaProvider {
        id: row.text(0)?,
        config: row.json_as(1, "captcha_providers", "config")?,
        sealed_value: row.bytes(2)?,
        created_at: row.millis(3)?,
        updated_at: row.millis(4)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::both_databases;

    fn provider(id: &str, at: i64) -> SealedCaptchaProvider {
        SealedCaptchaProvider {
            id: id.to_owned(),
            config: CaptchaConfig::Turnstile { site_key: format!("site-{id}") },
            sealed_value: vec![1, 2, 3],
            created_at: UnixMillis(at),
            updated_at: UnixMillis(at),
        }
    }

    both_databases! {
        async fn there_is_one_provider_and_it_keeps_its_first_moment(db: Db) {
            let tenant = TenantId::default_tenant();
            assert_eq!(find(db.exec(), &tenant).await.unwrap(), None);
            put(db.exec(), &tenant, &provider("one", 1)).await.unwrap();
            put(db.exec(), &tenant, &provider("two", 2)).await.unwrap();
            let kept = SealedCaptchaProvider { created_at: UnixMillis(1), ..provider("two", 2) };
            assert_eq!(find(db.exec(), &tenant).await.unwrap(), Some(kept));
            assert!(delete(db.exec(), &tenant).await.unwrap());
            assert!(!delete(db.exec(), &tenant).await.unwrap());
        }
    }
}
