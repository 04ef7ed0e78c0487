//! What applications may do, in words.

/// The message that says what an OIDC scope lets an application do, or nothing for one without words.
pub fn sentence(scope: &str) -> Option<&'static str> {
    Some(match scope {
        "openid" => "scope-openid",
        "offline_access" => "scope-offline-access",
        "profile" => "scope-profile",
        "email" => "scope-email",
        "phone" => "scope-phone",
        "address" => "scope-address",
        "custom_data" => "scope-custom-data",
        "identities" => "scope-identities",
        "roles" => "scope-roles",
        "urn:logto:scope:organizations" => "scope-organizations",
        "urn:logto:scope:organization_roles" => "scope-organization-roles",
        "urn:logto:scope:sessions" => "scope-sessions",
        "urn:logto:scope:trusted_devices" => "scope-trusted-devices",
        _ => return None,
    })
}
