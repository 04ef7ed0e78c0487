//! The checks of a device's request: those of an authorization request that have nothing to do with redirects (RFC 8628 §3.1).

use std::sync::Arc;

use domain::ApplicationId;
use operations::{Client, Services, TenantConfiguration, consent::ConsentRequest};
use protocol::{GrantType, OAuthError, OAuthErrorCode, Parameters};

use crate::{
    authorize::{
        AuthorizationRequest, LoginRequest, check_id_token_hint, check_organization_prompt, check_parameters,
        check_prompt, check_resource, check_scope, with,
    },
    client,
    error::Failure,
};

/// Checks a device's request; again when its user comes, since client and configuration may have changed.
///
/// # Errors
/// `invalid_client` and `invalid_request` for a client that is gone or no device's; and what authorization requests are refused for.
pub(crate) async fn check(
    services: &Services,
    configuration: &TenantConfiguration,
    parameters: &Parameters,
) -> Result<AuthorizationRequest, Failure> {
    check_parameters::check_state(parameters)?;
    check_parameters::check(parameters)?;
    let client = find_client(services, parameters).await?;
    let prompt = check_prompt::check(parameters)?;
    if prompt.none {
        // Nobody could type a code then.
        let error = OAuthError::new(OAuthErrorCode::InvalidRequest);
        return Err(error.describe("unsupported prompt value requested").into());
    }
    let max_age_seconds = check_prompt::max_age_seconds(parameters)?;
    let resources = check_resource::check(configuration, parameters)?;
    let scope = check_scope::check(parameters, &client, true, &resources)?;
    check_organization_prompt(prompt, &scope)?;
    let hinted_user = check_id_token_hint::check(services, configuration, &client, parameters)?;
    let parameters = with(parameters, "scope", &scope.join());
    Ok(AuthorizationRequest {
        code_challenge: None,
        prompt,
        login: LoginRequest { prompt_login: prompt.login, max_age_seconds, hinted_user },
        consent: ConsentRequest::from_parameters(&parameters),
        nonce: parameters.get("nonce").map(str::to_owned),
        organization_id: None,
        parameters,
        client,
    })
}

async fn find_client(services: &Services, parameters: &Parameters) -> Result<Arc<Client>, Failure> {
    let client_id = parameters.require("client_id")?;
    let client = services.client(&ApplicationId::new(client_id)).await?;
    let client = client.ok_or_else(|| OAuthError::unknown_client(client_id))?;
    client::is_usable(&client)?;
    if client::may_use(&client, GrantType::DeviceCode) {
        return Ok(client);
    }
    let text = format!("{} is not allowed for this client", GrantType::DeviceCode.as_str());
    Err(OAuthError::invalid_request(text).into())
}
