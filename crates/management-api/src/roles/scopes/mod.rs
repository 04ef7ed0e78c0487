//! `/api/roles/{id}/scopes`: what a role allows.

pub(super) mod add;
pub(super) mod list;
pub(super) mod remove;
