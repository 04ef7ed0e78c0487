//! `/api/roles/{id}/applications`: the machine-to-machine applications that hold a role.

pub(super) mod add;
pub(super) mod list;
pub(super) mod remove;
