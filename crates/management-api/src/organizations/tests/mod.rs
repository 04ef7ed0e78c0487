//! `/api/organizations` through the whole router; the files follow the sections of the contract.

mod applications;
mod jit;
mod organizations;
mod user_roles;
mod users;
