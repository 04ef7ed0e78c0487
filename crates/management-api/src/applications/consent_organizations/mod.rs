//! `/api/applications/{id}/users/{userId}/consent-organizations`: the organizations that a user has opened to a third-party application
//! (Management API contract §8.5). Token issue reads them at each request, so that a change counts at once.

pub(super) mod add;
mod body;
pub(super) mod list;
pub(super) mod remove;
pub(super) mod replace;
