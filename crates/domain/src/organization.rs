//! Organizations and the template they share: its roles and permissions.

use serde_json::{Map, Value};

use crate::{
    OrganizationId, OrganizationRoleId, OrganizationScopeId, UnixMillis, appearance::Overlay, role::RoleType,
};

/// A customer of the product: a group of users and machine applications that is administered together (Management API contract §2.1).
#[derive(Clone, PartialEq, Debug)]
pub struct Organization {
    /// Its id.
    pub id: OrganizationId,
    /// 1 to 128 characters; not unique.
    pub name: String,
    /// At most 256 characters.
    pub description: Option<String>,
    /// Whatever the product keeps here.
    pub custom_data: Map<String, Value>,
    /// Whether tokens for it are issued only to users who have a second factor.
    pub is_mfa_required: bool,
    /// Part of `{primaryColor, isDarkModeEnabled, darkPrimaryColor}`.
    pub color: Map<String, Value>,
    /// Part of `{logoUrl, darkLogoUrl, favicon, darkFavicon}`.
    pub branding: Map<String, Value>,
    /// Styles for its sign-in page.
    pub custom_css: Option<String>,
    /// When it was made.
    pub created_at: UnixMillis,
}

impl Organization {
    /// Lays its colours, pictures and styles over the tenant's settings.
    pub fn overlay(&self, settings: &mut Map<String, Value>) {
        let Self { color, branding, custom_css, .. } = self;
        Overlay { color, branding, custom_css: custom_css.as_deref() }.lay_over(settings);
    }
}

/// A permission of the organization template (Management API contract §3.2).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OrganizationScope {
    /// Its id.
    pub id: OrganizationScopeId,
    /// 1 to 128 characters, unique in the tenant; spaces are allowed.
    pub name: String,
    /// At most 256 characters.
    pub description: Option<String>,
}

/// A role of the organization template (Management API contract §3.1).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OrganizationRole {
    /// Its id.
    pub id: OrganizationRoleId,
    /// 1 to 128 characters, unique in the tenant.
    pub name: String,
    /// At most 256 characters.
    pub description: Option<String>,
    /// Who may hold it.
    pub kind: RoleType,
}
