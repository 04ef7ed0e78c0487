//! Bodies of `/api/applications/:id/access-control` and of what else users see or open of an application (Management API contract §8.5).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{domain::DnsRecord, organization::Organization, partial::present};

/// Who is let in to an application whose access is restricted: whoever one of the rules fits.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AccessControl {
    /// These users.
    pub user_ids: Vec<String>,
    /// Whoever holds one of these global roles.
    pub user_role_ids: Vec<String>,
    /// Whoever belongs to one of these organizations.
    pub organization_ids: Vec<String>,
    /// Whoever holds a role in an organization.
    pub organization_role_rules: Vec<OrganizationRoleRule>,
}

/// Lets in whoever holds one of these roles in the organization.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationRoleRule {
    /// The organization.
    pub organization_id: String,
    /// Roles of the template.
    pub organization_role_ids: Vec<String>,
}

/// How the pages look on the way to an application.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationSignInExperience {
    /// The tenant.
    pub tenant_id: String,
    /// The application.
    pub application_id: String,
    /// `{primaryColor?, isDarkModeEnabled?, darkPrimaryColor?}`.
    pub color: Map<String, Value>,
    /// `{logoUrl?, darkLogoUrl?, favicon?, darkFavicon?}`.
    pub branding: Map<String, Value>,
    /// Styles, for pages of the product's own.
    pub custom_css: Option<String>,
    /// Where the terms of use are.
    pub terms_of_use_url: Option<String>,
    /// Where the privacy policy is.
    pub privacy_policy_url: Option<String>,
    /// The name that users see.
    pub display_name: Option<String>,
}

/// Body of `PUT /applications/:id/sign-in-experience`: what it leaves out is unset.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct PutApplicationSignInExperience {
    /// Colours.
    pub color: Option<Map<String, Value>>,
    /// Pictures.
    pub branding: Option<Map<String, Value>>,
    /// Styles.
    #[serde(deserialize_with = "present")]
    pub custom_css: Option<Option<String>>,
    /// Where the terms of use are; empty for none.
    #[serde(deserialize_with = "present")]
    pub terms_of_use_url: Option<Option<String>>,
    /// Where the privacy policy is; empty for none.
    #[serde(deserialize_with = "present")]
    pub privacy_policy_url: Option<Option<String>>,
    /// At most 256 characters.
    #[serde(deserialize_with = "present")]
    pub display_name: Option<Option<String>>,
}

/// The organizations that a user has opened to a third-party application.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct ConsentOrganizations {
    /// The organizations.
    pub organizations: Vec<Organization>,
}

/// Body of `POST` and `PUT …/consent-organizations`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConsentOrganizationIds {
    /// The organizations, of which the user must be a member.
    pub organization_ids: Vec<String>,
}

/// A domain of a protected application.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProtectedAppCustomDomain {
    /// The domain.
    pub domain: String,
    /// `PendingVerification`, `PendingSsl`, `Active` or `Error`.
    pub status: String,
    /// What went wrong.
    pub error_message: Option<String>,
    /// The records that its owner has to set.
    pub dns_records: Vec<DnsRecord>,
    /// What the provider of host names says.
    pub cloudflare_data: Option<Value>,
}

/// A domain of a protected application, as it is asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ProtectedAppDomain {
    /// The domain.
    pub domain: String,
}
