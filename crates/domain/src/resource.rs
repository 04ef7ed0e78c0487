//! API resources and their permissions.

use std::time::Duration;

use crate::{ResourceId, ScopeId, UnixMillis};

/// An API that tokens can be issued for (RFC 8707; Management API contract §6).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Resource {
    /// Its id.
    pub id: ResourceId,
    /// At least one character.
    pub name: String,
    /// The audience of its tokens; unique in the tenant.
    pub indicator: String,
    /// Whether it stands in when a request names no resource. At most one does.
    pub is_default: bool,
    /// How long its access tokens live.
    pub access_token_ttl: Duration,
}

/// A permission of an API resource.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scope {
    /// Its id.
    pub id: ScopeId,
    /// The resource it belongs to.
    pub resource_id: ResourceId,
    /// 1 to 256 characters without white space, unique in the resource.
    pub name: String,
    /// What it allows, for people.
    pub description: Option<String>,
    /// When it was made.
    pub created_at: UnixMillis,
}

/// The id of the seeded resource that is the Management API itself (Management API contract §1.9).
pub const MANAGEMENT_API_RESOURCE_ID: &str = "management-api";
/// The id of its one scope, named `all`.
pub const MANAGEMENT_API_SCOPE_ID: &str = "management-api-all";
