//! Reserved identifiers of the wire (wire contract §2.1): resources, audiences, prefixes, built-in clients and roles.
//!
//! They stay as they are whatever this product is called: SDKs and stored configurations name them literally.

/// Tenant of a single-tenant installation.
pub const DEFAULT_TENANT_ID: &str = "default";

/// The only scope of the Management API.
pub const MANAGEMENT_API_SCOPE: &str = "all";
/// Name of the Management API's resource in its own tenant.
pub const MANAGEMENT_API_RESOURCE_NAME: &str = "Logto Management API";
/// Name of the machine-to-machine role that new tenants get, holding [`MANAGEMENT_API_SCOPE`].
pub const MANAGEMENT_API_ROLE_NAME: &str = "Logto Management API access";
/// Deprecated machine-to-machine role of each user tenant.
pub const INTERNAL_ADMIN_ROLE_NAME: &str = "#internal:admin";

/// The only reserved resource: the organization template. Its scopes are the organization scopes of the tenant.
pub const ORGANIZATIONS_RESOURCE_INDICATOR: &str = "urn:logto:resource:organizations";
/// What every organization token's audience begins with; the organization id follows.
pub const ORGANIZATION_AUDIENCE_PREFIX: &str = "urn:logto:organization:";

/// Client id of the built-in demonstration application.
pub const DEMO_APPLICATION_ID: &str = "demo-app";
/// Client id of the built-in account center.
pub const ACCOUNT_CENTER_APPLICATION_ID: &str = "account-center";
/// Client id of the built-in device-flow demonstration.
pub const DEVICE_DEMO_APPLICATION_ID: &str = "device-demo-app";

/// Client id of the built-in organization portal. Not of the wire: it is this product's own.
pub const PORTAL_APPLICATION_ID: &str = "guildhall-portal";

/// Header of Management API writes that names the user on whose behalf a machine acts. It says who acts and gives no right.
pub const ACTING_USER_HEADER: &str = "guildhall-acting-user";

/// Longest organization id that [`parse_organization_audience`] accepts, in characters. Ours have 12.
const MAX_ORGANIZATION_ID_CHARACTERS: usize = 64;

/// The Management API's resource indicator for a tenant: literal, whatever host serves it.
pub fn management_api_indicator(tenant_id: &str) -> String {
    format!("https://{tenant_id}.logto.app/api")
}

/// Whether `indicator` is some tenant's Management API: `^https:\/\/[^.]+\.logto\.app\/api$`.
pub fn is_management_api_indicator(indicator: &str) -> bool {
    indicator
        .strip_prefix("https://")
        .and_then(|rest| rest.strip_suffix(".logto.app/api"))
        .is_some_and(|tenant_id| !tenant_id.is_empty() && !tenant_id.contains('.'))
}

/// What the names that this protocol made up begin with, in any case.
const PROTOCOL_NAMESPACE: &str = "urn:logto:";

/// Whether `indicator` lies in the namespace of this protocol, whose names mean something to whoever reads a token: an audience of an
/// organization, for one. No API resource may be called so.
pub fn is_protocol_name(indicator: &str) -> bool {
    let start = indicator.get(..PROTOCOL_NAMESPACE.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(PROTOCOL_NAMESPACE))
}

/// Whether `indicator` is a name that no new API resource may take: one of [`is_protocol_name`], or the built-in resources
/// `https://{tenant}.logto.app/api` and `/me` of whatever tenant and however it is written.
pub fn is_reserved_indicator(indicator: &str) -> bool {
    let Ok(url) = url::Url::parse(indicator) else { return is_protocol_name(indicator) };
    let is_built_in_host = url.host_str().is_some_and(|host| host.ends_with(".logto.app"));
    let path = url.path().trim_end_matches('/');
    let is_built_in = ["/api", "/me"].iter().any(|built_in| path.eq_ignore_ascii_case(built_in));
    is_protocol_name(indicator) || (is_built_in_host && is_built_in)
}

/// The audience of tokens for an organization.
pub fn organization_audience(organization_id: &str) -> String {
    format!("{ORGANIZATION_AUDIENCE_PREFIX}{organization_id}")
}

/// The organization id inside an organization token's audience. `None` for any other audience, and for an id that
/// is empty, overlong or holds anything but `[0-9A-Za-z_-]`: such a value never names an organization, and may be
/// put into paths by those who read it.
pub fn parse_organization_audience(audience: &str) -> Option<&str> {
    audience.strip_prefix(ORGANIZATION_AUDIENCE_PREFIX).filter(|organization_id| {
        !organization_id.is_empty()
            && organization_id.len() <= MAX_ORGANIZATION_ID_CHARACTERS
            && organization_id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn management_api_indicators_are_recognized_for_every_tenant_and_nothing_else() {
        assert_eq!(management_api_indicator("default"), "https://default.logto.app/api");
        assert!(is_management_api_indicator(&management_api_indicator("k9x2")));
        for other in [
            "https://.logto.app/api",
            "https://a.b.logto.app/api",
            "http://default.logto.app/api",
            "https://default.logto.app/api/",
            "https://default.logto.app/me",
            "https://default.logto.app.evil.example/api",
            "",
        ] {
            assert!(!is_management_api_indicator(other), "{other}");
        }
    }

    #[test]
    fn names_of_the_protocol_and_of_built_in_resources_are_reserved_however_written() {
        for reserved in [
            "urn:logto:organization:northwind",
            "URN:Logto:x",
            "urn:logto:",
            ORGANIZATIONS_RESOURCE_INDICATOR,
            "https://admin.logto.app/me",
            "https://default.logto.app/api",
            "HTTPS://DEFAULT.logto.app:443/Api/",
            "http://x.logto.app/me?x=1",
        ] {
            assert!(is_reserved_indicator(reserved), "{reserved}");
        }
        for free in [
            "urn:logto",
            "urn:logtoo:x",
            "https://a.logto.app/api/v2",
            "https://logto.app.example/api",
            "",
            "ø",
        ] {
            assert!(!is_reserved_indicator(free), "{free}");
        }
    }

    #[test]
    fn organization_audiences_round_trip() {
        assert_eq!(organization_audience("uyzkx4ar5ls6"), "urn:logto:organization:uyzkx4ar5ls6");
        assert_eq!(parse_organization_audience("urn:logto:organization:uyzkx4ar5ls6"), Some("uyzkx4ar5ls6"));
    }

    #[test]
    fn audiences_that_could_be_mistaken_for_a_path_are_no_organization() {
        for audience in [
            "urn:logto:organization:",
            "urn:logto:organization:a/b",
            "urn:logto:organization:..",
            "urn:logto:organization:a:b",
            "urn:logto:organization:a b",
            "urn:logto:organization:a%2fb",
            "urn:logto:resource:organizations",
            "URN:logto:organization:abc",
            "https://orders.example",
        ] {
            assert_eq!(parse_organization_audience(audience), None, "{audience}");
        }
        let overlong = organization_audience(&"a".repeat(65));
        assert_eq!(parse_organization_audience(&overlong), None);
    }
}
