//! The gateway as a whole: real tokens in, a recorded Management API behind, over both transports.

mod answers;
mod applications;
mod creation;
mod domains;
mod failures;
pub(crate) mod fake;
mod fake_machines;
pub(crate) mod fixture;
mod grants;
mod logs;
mod matrix;
mod paths;
mod standing;
mod third_party;
