//! What a role allows: organization scopes and scopes of API resources (Management API contract §3.1). Both relations have the same rules;
//! only what their lists show differs.

mod add;
mod list;
mod remove;
mod replace;

use api_types::organization_template as wire;
use domain::{OrganizationScopeId, ScopeId};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use store::organization::role_scope::RelatedScope;

pub(super) use self::{
    add::add_scopes,
    list::{list_organization_scopes, list_resource_scopes},
    remove::remove_scope,
    replace::replace_scopes,
};

/// A kind of scope, and the body that names some of it.
pub(super) trait ScopeOnTheWire: RelatedScope + 'static {
    /// The member of the body that holds the ids.
    const KEY: &'static str;
    /// The body.
    type Ids: DeserializeOwned + JsonSchema + Send;
    /// The ids of a body.
    fn ids(body: &Self::Ids) -> &[String];
}

impl ScopeOnTheWire for OrganizationScopeId {
    const KEY: &'static str = "organizationScopeIds";
    type Ids = wire::OrganizationScopeIds;

    fn ids(body: &Self::Ids) -> &[String] {
        &body.organization_scope_ids
    }
}

impl ScopeOnTheWire for ScopeId {
    const KEY: &'static str = "scopeIds";
    type Ids = wire::ScopeIds;

    fn ids(body: &Self::Ids) -> &[String] {
        &body.scope_ids
    }
}
