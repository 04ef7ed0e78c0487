//! Clients that exist without a row: parts of this server that users sign in to.
//!
//! They are confidential and have no secret, so that nobody can authenticate as one: a code that a sign-in to them ends with is worth nothing.
//! What such a part knows of the user comes from the session.

use domain::{
    ApplicationId, UnixMillis,
    application::{Application, ApplicationType, CustomClientMetadata, OidcClientMetadata},
};
use serde_json::Map;
use store::application::ThirdPartyScopes;

use crate::{Client, Endpoint, account_center, portal};

/// The built-in client that `id` names.
pub(crate) fn find(id: &ApplicationId, endpoint: &Endpoint) -> Option<Client> {
    portal::client(id, endpoint).or_else(|| account_center::client(id, endpoint))
}

/// A client of this server that returns from signing in to one address, and from signing out to another.
pub(crate) fn client(
    id: &ApplicationId,
    name: &str,
    (redirect_uri, post_logout_redirect_uri): (&str, &str),
) -> Client {
    Client {
        application: Application {
            id: id.clone(),
            name: name.to_owned(),
            description: None,
            kind: ApplicationType::Traditional,
            oidc_client_metadata: OidcClientMetadata {
                redirect_uris: vec![redirect_uri.to_owned()],
                post_logout_redirect_uris: vec![post_logout_redirect_uri.to_owned()],
                ..OidcClientMetadata::default()
            },
            custom_client_metadata: CustomClientMetadata::default(),
            protected_app_metadata: None,
            custom_data: Map::new(),
            is_third_party: false,
            app_level_access_control_enabled: false,
            created_at: UnixMillis(0),
        },
        secrets: Vec::new(),
        role_ids: Vec::new(),
        third_party: ThirdPartyScopes::default(),
        sign_in_experience: None,
    }
}
