//! `/api/applications/{id}/user-consent-scopes`: what a third-party application may ask users for (Management API contract §8.5).

pub(super) mod add;
pub(super) mod list;
pub(super) mod remove;
