//! `/api/applications/{applicationId}/access-control`: who is let in (Management API contract §8.5).

mod body;
pub(super) mod get;
pub(super) mod put;
