//! `DELETE /api/captcha-provider`

use http_kit::{ApiError, NoContent};

use crate::ManagementContext;

/// Forgets the provider. A policy that asks for captchas asks for none from then on.
pub(super) async fn delete_captcha_provider(context: ManagementContext) -> Result<NoContent, ApiError> {
    let context = &context;
    let deleted = context.reconfigure(|tx| async move {
        Ok(store::captcha_provider::delete(tx.exec(), context.tenant()).await?)
    });
    if deleted.await? { Ok(NoContent) } else { Err(ApiError::not_found("captcha_provider.not_found")) }
}
