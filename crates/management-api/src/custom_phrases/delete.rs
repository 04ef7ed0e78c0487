//! `DELETE /api/custom-phrases/{languageTag}`

use axum::{extract::Path, http::StatusCode};
use domain::phrase::BUILT_IN_LANGUAGE;
use http_kit::{ApiError, NoContent};
use operations::configuration::SIGN_IN_EXPERIENCE;
use serde_json::Value;
use store::{configuration, custom_phrase};

use super::check_language;
use crate::ManagementContext;

/// Forgets the words of a language, unless pages fall back to it and would have none.
pub(super) async fn delete_custom_phrase(
    context: ManagementContext,
    Path(tag): Path<String>,
) -> Result<NoContent, ApiError> {
    check_language(&tag)?;
    let (context, tag) = (&context, &tag);
    context
        .reconfigure(|tx| async move {
            let (exec, tenant) = (tx.exec(), context.tenant());
            let settings =
                configuration::setting(exec, tenant, SIGN_IN_EXPERIENCE).await?.unwrap_or_default();
            let is_fallback = settings.pointer("/languageInfo/fallbackLanguage").and_then(Value::as_str)
                == Some(tag.as_str());
            if custom_phrase::find(exec, tenant, tag).await?.is_none() {
                return Err(ApiError::not_found("entity.not_found"));
            }
            if is_fallback && tag != BUILT_IN_LANGUAGE {
                let code = "localization.cannot_delete_default_language";
                return Err(ApiError::new(StatusCode::CONFLICT, code));
            }
            custom_phrase::delete(exec, tenant, tag).await?;
            Ok(NoContent)
        })
        .await
}
