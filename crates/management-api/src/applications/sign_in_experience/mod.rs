//! `/api/applications/{applicationId}/sign-in-experience`: how the pages look on the way to an application (Management API contract §8.5).

mod body;
pub(super) mod get;
pub(super) mod put;
