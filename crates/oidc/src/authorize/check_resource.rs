//! Which resources the tokens may be for (RFC 8707; OIDC contract §4.1).

use operations::{TenantConfiguration, scopes::RequestedResource};
use protocol::{OAuthError, Parameters};

/// Finds the resources asked for; the default one where none is.
///
/// # Errors
/// `invalid_target` for one that is unknown or malformed.
pub(crate) fn check<'c>(
    configuration: &'c TenantConfiguration,
    parameters: &Parameters,
) -> Result<Vec<RequestedResource<'c>>, OAuthError> {
    let values: Vec<&str> = parameters.all("resource").collect();
    RequestedResource::of_authorization_request(configuration, &values)
}
