//! Which client asks (RFC 6749 §4.1.1). Faults are shown, never redirected.

use std::sync::Arc;

use domain::ApplicationId;
use operations::{Client, Services};
use protocol::{OAuthError, OAuthErrorCode, Parameters};

use crate::{client, error::Failure};

/// Finds the client.
///
/// # Errors
/// 400 `invalid_request` without `client_id`, `invalid_client` for an unknown one, `invalid_redirect_uri` for one that cannot be used here.
pub(super) async fn check(services: &Services, parameters: &Parameters) -> Result<Arc<Client>, Failure> {
    parameters.reject_repeated(&["client_id"])?;
    let client_id = parameters.require("client_id")?;
    let client = services.client(&ApplicationId::new(client_id)).await?;
    let client = client.ok_or_else(|| OAuthError::unknown_client(client_id))?;
    client::is_usable(&client)?;
    if !client::uses_authorization_codes(&client) {
        // Machines and devices have no redirect URI that anything could be sent to.
        let error = OAuthError::new(OAuthErrorCode::InvalidRedirectUri);
        let text = "redirect_uri did not match any of the client's registered redirect_uris";
        return Err(error.describe(text).into());
    }
    Ok(client)
}
