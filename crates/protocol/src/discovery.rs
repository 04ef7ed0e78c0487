//! The discovery document (OpenID Connect Discovery §3, RFC 8414 §2): the complete set of members of wire contract
//! §1.3, in its order. Both well-known paths answer with it.

use serde::Serialize;

use crate::grant_type::GRANT_TYPES_SUPPORTED;
use crate::pkce::CODE_CHALLENGE_METHOD;
use crate::response_mode::RESPONSE_MODES_SUPPORTED;
use crate::response_type::RESPONSE_TYPES_SUPPORTED;
use crate::scope::{CLAIMS_SUPPORTED, SUPPORTED_OIDC_SCOPES};

/// `token_endpoint_auth_methods_supported`, in order.
pub(crate) const TOKEN_ENDPOINT_AUTH_METHODS_SUPPORTED: &[&str] =
    &["client_secret_basic", "client_secret_jwt", "client_secret_post", "private_key_jwt", "none"];
/// `token_endpoint_auth_signing_alg_values_supported`, in order.
pub(crate) const TOKEN_ENDPOINT_AUTH_SIGNING_ALG_VALUES_SUPPORTED: &[&str] =
    &["HS256", "RS256", "PS256", "ES256", "Ed25519", "EdDSA"];

/// The discovery document. Members are named as on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(
    missing_docs,
    reason = "the members are those of OpenID Connect Discovery §3 and RFC 8414 §2, by name"
)]
pub struct DiscoveryDocument {
    pub issuer: String,
    pub authorization_endpoint: String,
    pub token_endpoint: String,
    pub userinfo_endpoint: String,
    pub end_session_endpoint: String,
    pub jwks_uri: String,
    pub revocation_endpoint: String,
    pub introspection_endpoint: String,
    pub device_authorization_endpoint: String,
    pub pushed_authorization_request_endpoint: String,
    pub claims_parameter_supported: bool,
    pub request_uri_parameter_supported: bool,
    pub authorization_response_iss_parameter_supported: bool,
    pub backchannel_logout_supported: bool,
    pub backchannel_logout_session_supported: bool,
    pub claim_types_supported: &'static [&'static str],
    pub claims_supported: &'static [&'static str],
    pub code_challenge_methods_supported: &'static [&'static str],
    pub grant_types_supported: &'static [&'static str],
    pub id_token_signing_alg_values_supported: Vec<String>,
    pub response_modes_supported: &'static [&'static str],
    pub response_types_supported: &'static [&'static str],
    pub scopes_supported: &'static [&'static str],
    pub subject_types_supported: &'static [&'static str],
    pub token_endpoint_auth_methods_supported: &'static [&'static str],
    pub token_endpoint_auth_signing_alg_values_supported: &'static [&'static str],
}

impl DiscoveryDocument {
    /// The document of a provider. `issuer` is fixed; `base` is the provider's address as this request reached it,
    /// `{scheme}://{host}/oidc` without a trailing slash (wire contract §1.1); `signing_algorithm` is what ID tokens
    /// are signed with, e.g. `ES384`.
    pub fn new(base: &str, issuer: &str, signing_algorithm: &str) -> Self {
        let endpoint = |path: &str| format!("{base}{path}");
        Self {
            issuer: issuer.to_owned(),
            authorization_endpoint: endpoint("/auth"),
            token_endpoint: endpoint("/token"),
            userinfo_endpoint: endpoint("/me"),
            end_session_endpoint: endpoint("/session/end"),
            jwks_uri: endpoint("/jwks"),
            revocation_endpoint: endpoint("/token/revocation"),
            introspection_endpoint: endpoint("/token/introspection"),
            device_authorization_endpoint: endpoint("/device/auth"),
            pushed_authorization_request_endpoint: endpoint("/request"),
            claims_parameter_supported: false,
            request_uri_parameter_supported: false,
            authorization_response_iss_parameter_supported: true,
            backchannel_logout_supported: true,
            backchannel_logout_session_supported: true,
            claim_types_supported: &["normal"],
            claims_supported: CLAIMS_SUPPORTED,
            code_challenge_methods_supported: &[CODE_CHALLENGE_METHOD],
            grant_types_supported: GRANT_TYPES_SUPPORTED,
            id_token_signing_alg_values_supported: vec![signing_algorithm.to_owned()],
            response_modes_supported: RESPONSE_MODES_SUPPORTED,
            response_types_supported: RESPONSE_TYPES_SUPPORTED,
            scopes_supported: SUPPORTED_OIDC_SCOPES,
            subject_types_supported: &["public"],
            token_endpoint_auth_methods_supported: TOKEN_ENDPOINT_AUTH_METHODS_SUPPORTED,
            token_endpoint_auth_signing_alg_values_supported:
                TOKEN_ENDPOINT_AUTH_SIGNING_ALG_VALUES_SUPPORTED,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn the_document_is_complete_and_in_order() {
        let document =
            DiscoveryDocument::new("http://127.0.0.1:3001/oidc", "https://id.example/oidc", "ES384");
        let expected = json!({
            "issuer": "https://id.example/oidc",
            "authorization_endpoint": "http://127.0.0.1:3001/oidc/auth",
            "token_endpoint": "http://127.0.0.1:3001/oidc/token",
            "userinfo_endpoint": "http://127.0.0.1:3001/oidc/me",
            "end_session_endpoint": "http://127.0.0.1:3001/oidc/session/end",
            "jwks_uri": "http://127.0.0.1:3001/oidc/jwks",
            "revocation_endpoint": "http://127.0.0.1:3001/oidc/token/revocation",
            "introspection_endpoint": "http://127.0.0.1:3001/oidc/token/introspection",
            "device_authorization_endpoint": "http://127.0.0.1:3001/oidc/device/auth",
            "pushed_authorization_request_endpoint": "http://127.0.0.1:3001/oidc/request",
            "claims_parameter_supported": false,
            "request_uri_parameter_supported": false,
            "authorization_response_iss_parameter_supported": true,
            "backchannel_logout_supported": true,
            "backchannel_logout_session_supported": true,
            "claim_types_supported": ["normal"],
            "claims_supported": ["sub", "name", "family_name", "given_name", "middle_name", "nickname",
                "preferred_username", "profile", "picture", "website", "gender", "birthdate", "zoneinfo", "locale",
                "updated_at", "username", "created_at", "email", "email_verified", "phone_number",
                "phone_number_verified", "address", "custom_data", "identities", "sso_identities", "roles",
                "organizations", "organization_data", "organization_roles", "sid", "auth_time", "iss"],
            "code_challenge_methods_supported": ["S256"],
            "grant_types_supported": ["implicit", "authorization_code", "refresh_token", "client_credentials",
                "urn:ietf:params:oauth:grant-type:device_code", "urn:ietf:params:oauth:grant-type:token-exchange"],
            "id_token_signing_alg_values_supported": ["ES384"],
            "response_modes_supported": ["form_post", "fragment", "query"],
            "response_types_supported": ["code id_token", "code", "id_token", "none"],
            "scopes_supported": ["openid", "offline_access", "profile", "email", "phone", "address", "custom_data",
                "identities", "roles", "urn:logto:scope:organizations", "urn:logto:scope:organization_roles",
                "urn:logto:scope:sessions", "urn:logto:scope:trusted_devices"],
            "subject_types_supported": ["public"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_jwt",
                "client_secret_post", "private_key_jwt", "none"],
            "token_endpoint_auth_signing_alg_values_supported": ["HS256", "RS256", "PS256", "ES256", "Ed25519",
                "EdDSA"],
        });
        let actual: Value = serde_json::to_value(&document).unwrap();
        assert_eq!(actual, expected);
        assert_eq!(serde_json::to_string(&document).unwrap(), expected.to_string());
    }
}
