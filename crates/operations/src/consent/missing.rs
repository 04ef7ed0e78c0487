//! What is missing of a consent, in a form for people (OIDC contract §6.7). How it is found out is not here.

use domain::OrganizationId;

/// An API scope or an organization permission, for people.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScopeDetail {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it allows.
    pub description: Option<String>,
}

/// What is missing of one resource.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MissingResourceScopes {
    /// The resource's id; its indicator for the reserved resource of organization permissions.
    pub id: String,
    /// The resource's name; its indicator for the reserved one.
    pub name: String,
    /// The resource's indicator.
    pub indicator: String,
    /// The scopes.
    pub scopes: Vec<ScopeDetail>,
}

/// What opening an organization would add.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MissingOrganization {
    /// The organization.
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
    /// The API scopes that the user holds through it.
    pub resource_scopes: Vec<MissingResourceScopes>,
}

/// What a user has yet to allow.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MissingScopes {
    /// OIDC scopes, without `openid` and `offline_access`.
    pub openid_scopes: Vec<String>,
    /// API scopes and organization permissions that need no organization to be opened.
    pub resource_scopes: Vec<MissingResourceScopes>,
    /// The user's organizations, when the application asks to know them.
    pub organizations: Vec<MissingOrganization>,
}

/// `from` without the scopes that are in `taken`.
pub(super) fn subtract(
    mut from: Vec<MissingResourceScopes>,
    taken: &[MissingResourceScopes],
) -> Vec<MissingResourceScopes> {
    for missing in &mut from {
        if let Some(taken) = taken.iter().find(|taken| taken.indicator == missing.indicator) {
            missing.scopes.retain(|scope| !taken.scopes.contains(scope));
        }
    }
    from.retain(|missing| !missing.scopes.is_empty());
    from
}
