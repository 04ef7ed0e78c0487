//! The secret key of a tenant's provider of captchas, which is sealed at rest.

use domain::captcha::CaptchaProvider;
use store::captcha_provider::SealedCaptchaProvider;

use crate::{OperationError, Services, keys};

/// What sealed keys are bound to, beside the tenant.
const KIND: &str = "captcha-secret-key";

/// Seals the secret key of a provider for the store.
pub fn seal(
    services: &Services,
    provider: &CaptchaProvider,
) -> Result<SealedCaptchaProvider, OperationError> {
    let CaptchaProvider { id, config, secret_key, created_at, updated_at } = provider.clone();
    let context = keys::context(&services.tenant, KIND, &id);
    let key = secret_key.reveal().as_bytes();
    let sealed_value = keys::seal(&services.sealing, &*services.entropy, &context, key)?;
    Ok(SealedCaptchaProvider { id, config, sealed_value, created_at, updated_at })
}

/// Opens a stored provider.
pub fn open(services: &Services, stored: SealedCaptchaProvider) -> Result<CaptchaProvider, OperationError> {
    let SealedCaptchaProvider { id, config, sealed_value, created_at, updated_at } = stored;
    let context = keys::context(&services.tenant, KIND, &id);
    let secret_key = keys::open_text(&services.sealing, &context, &sealed_value, "captcha_providers")?;
    Ok(CaptchaProvider { id, config, secret_key, created_at, updated_at })
}
