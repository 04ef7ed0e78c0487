//! `/api/roles/{id}/users`: the users that hold a role. Assignments to users are not cached, so the configuration's version stays.

pub(super) mod add;
pub(super) mod list;
pub(super) mod remove;
