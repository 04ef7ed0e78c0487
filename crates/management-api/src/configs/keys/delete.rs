//! `DELETE /api/configs/oidc/{keyType}/{keyId}`

use axum::extract::Path;
use domain::{
    SigningKeyId,
    signing_key::{DeleteKeyError, without},
};
use http_kit::{ApiError, NoContent};
use operations::keys::COOKIE_KEY;
use store::{Transaction, signing_key};

use super::KeyType;
use crate::ManagementContext;

/// Deletes a key that signs no more. What it signed is no longer accepted.
pub(crate) async fn delete_key(
    context: ManagementContext,
    Path((key_type, id)): Path<(String, String)>,
) -> Result<NoContent, ApiError> {
    let (key_type, id, context) = (KeyType::parse(&key_type)?, id.as_str(), &context);
    context
        .reconfigure(|tx| async move {
            match key_type {
                KeyType::Private => delete_private_key(context, &tx, id).await,
                KeyType::Cookie => delete_cookie_key(context, &tx, id).await,
            }
        })
        .await?;
    Ok(NoContent)
}

async fn delete_private_key(context: &ManagementContext, tx: &Transaction, id: &str) -> Result<(), ApiError> {
    let stored = signing_key::all(tx.exec(), context.tenant()).await?;
    let keys = without(stored, &SigningKeyId::new(id), context.services.now()).map_err(refused)?;
    Ok(signing_key::replace_all(tx.exec(), context.tenant(), &keys).await?)
}

/// The newest signs, so that only another can be deleted.
async fn delete_cookie_key(context: &ManagementContext, tx: &Transaction, id: &str) -> Result<(), ApiError> {
    let stored = signing_key::secrets(tx.exec(), context.tenant(), COOKIE_KEY).await?;
    let ids: Vec<&str> = stored.iter().map(|key| key.id.as_str()).collect();
    match ids.as_slice() {
        [] | [_] => Err(refused(DeleteKeyError::OnlyOne)),
        [newest, ..] if *newest == id => Err(refused(DeleteKeyError::InUse)),
        ids if !ids.contains(&id) => Err(refused(DeleteKeyError::NotFound)),
        _ => {
            signing_key::delete_secret(tx.exec(), context.tenant(), (COOKIE_KEY, id)).await?;
            Ok(())
        }
    }
}

fn refused(error: DeleteKeyError) -> ApiError {
    match error {
        DeleteKeyError::OnlyOne => ApiError::unprocessable("oidc.key_required"),
        DeleteKeyError::NotFound => ApiError::not_found("oidc.key_not_found"),
        DeleteKeyError::InUse => ApiError::unprocessable("oidc.only_previous_key_can_be_deleted"),
    }
}
