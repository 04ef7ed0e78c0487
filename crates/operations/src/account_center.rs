//! The built-in client of the account center: users sign in for it like for any application of the operator's own, and what they do there is
//! done in its name.
//!
//! The wire names its id and its one address (OIDC contract §2.1). It is confidential here and has no secret, so that nobody can authenticate
//! as it: a code that its sign-in ends with is worth nothing. What the pages know of the user comes from the session.

use domain::ApplicationId;
use protocol::identifiers::ACCOUNT_CENTER_APPLICATION_ID;

use crate::{Client, Endpoint, built_in};

/// Where the account center is, and where its sign-in returns to.
pub const PATH: &str = "/account";
/// What it is called on the pages of signing in.
pub const NAME: &str = "Account center";
/// What the `state` of a request to a provider begins with that is to link an account there. Providers know one address of this server to return
/// to, which is the sign-in's; it sends such a browser on to [`LINKED_PATH`].
pub const LINK_STATE: &str = "link~";
/// Where a browser goes on that is back from a provider with an account to link; the connector's id follows.
pub const LINKED_PATH: &str = "/account/linked/";

/// The account center's client id.
pub fn client_id() -> ApplicationId {
    ApplicationId::new(ACCOUNT_CENTER_APPLICATION_ID)
}

/// The client, if `id` is its.
pub fn client(id: &ApplicationId, endpoint: &Endpoint) -> Option<Client> {
    let address = || format!("{endpoint}{PATH}");
    (id.as_str() == ACCOUNT_CENTER_APPLICATION_ID)
        .then(|| built_in::client(id, NAME, (&address(), &address())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_center_is_a_client_that_nobody_can_authenticate_as() {
        let endpoint = Endpoint::parse("https://id.fjord.example").unwrap();
        let center = client(&client_id(), &endpoint).unwrap();
        assert!(center.application.kind.is_confidential());
        assert!(center.secrets.is_empty() && center.role_ids.is_empty());
        let metadata = &center.application.oidc_client_metadata;
        assert_eq!(metadata.redirect_uris, ["https://id.fjord.example/account"]);
        assert!(client(&ApplicationId::new("4l7qkgi8vplq7zeqm5mjj"), &endpoint).is_none());
    }
}
