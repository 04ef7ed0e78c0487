//! The built-in client of the organization portal: users sign in for it like for any application of the operator's own, and the tokens that
//! the portal acts with name it.
//!
//! It is confidential and has no secret, so that nobody can authenticate as it: a code that its sign-in ends with is worth nothing. What
//! the portal knows of the user comes from the session.

use domain::ApplicationId;
use protocol::identifiers::PORTAL_APPLICATION_ID;

use crate::{Client, Endpoint, built_in};

/// Where the portal is.
pub const PATH: &str = "/portal";
/// Where its sign-in returns to.
pub const SIGNED_IN_PATH: &str = "/portal/signed-in";
/// What it is called on the pages of signing in.
pub const NAME: &str = "Organization portal";

/// The portal's client id.
pub fn client_id() -> ApplicationId {
    ApplicationId::new(PORTAL_APPLICATION_ID)
}

/// The client, if `id` is its.
pub fn client(id: &ApplicationId, endpoint: &Endpoint) -> Option<Client> {
    (id.as_str() == PORTAL_APPLICATION_ID).then(|| {
        built_in::client(id, NAME, (&format!("{endpoint}{SIGNED_IN_PATH}"), &format!("{endpoint}{PATH}")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_portal_is_a_client_that_nobody_can_authenticate_as() {
        let endpoint = Endpoint::parse("https://id.fjord.example").unwrap();
        let portal = client(&client_id(), &endpoint).unwrap();
        assert!(portal.application.kind.is_confidential());
        assert!(portal.secrets.is_empty() && portal.role_ids.is_empty());
        let metadata = &portal.application.oidc_client_metadata;
        assert_eq!(metadata.redirect_uris, ["https://id.fjord.example/portal/signed-in"]);
        assert!(client(&ApplicationId::new("4l7qkgi8vplq7zeqm5mjj"), &endpoint).is_none());
    }
}
