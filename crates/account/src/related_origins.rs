//! `GET /.well-known/webauthn`: the origins whose pages may use passkeys of this server (WebAuthn Level 3 §5.11), as the account center names
//! them. Browsers ask it, without credentials.

use std::sync::Arc;

use api_types::account_center::AccountCenter;
use axum::{Json, extract::State};
use http_kit::ApiError;
use operations::{Services, configuration::ACCOUNT_CENTER};
use serde_json::{Value, json};

use crate::error::failed;

/// The path.
pub(crate) const PATH: &str = "/.well-known/webauthn";

/// The origins. Where the account center is off it names none.
pub(crate) async fn related_origins(State(services): State<Arc<Services>>) -> Result<Json<Value>, ApiError> {
    let configuration = services.configuration().await.map_err(failed)?;
    let stored = configuration.settings.get(ACCOUNT_CENTER).unwrap_or(&Value::Null);
    let settings = AccountCenter::of(services.tenant.as_str(), stored);
    let origins = if settings.enabled { settings.webauthn_related_origins } else { Vec::new() };
    let origins: Vec<_> = origins.iter().map(|origin| origin.trim_end_matches('/')).collect();
    Ok(Json(json!({ "origins": origins })))
}
