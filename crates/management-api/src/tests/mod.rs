//! What must hold for every operation, tested for every operation there is: the list comes from the routes themselves, so that a new one
//! cannot be left out.
//!
//! * [`operations`]: each is served, once, and does its work for a caller who may use it, with an answer of the shape that
//!   [`descriptions`] of its types tell;
//! * [`credentials`]: none does anything for one who may not (Management API contract §1.2);
//! * [`contract`]: each row of the contract's part C;
//! * [`bad_paths`] and [`bad_bodies`]: none fails, and none writes, on what it cannot understand (§1.3, §1.6).

mod administrators;
mod bad_bodies;
mod bad_paths;
mod contract;
mod credentials;
mod descriptions;
mod kept_back;
mod machine_scopes;
mod operations;
pub(crate) mod world;
