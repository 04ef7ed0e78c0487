//! The gateway as a whole: real tokens in, a recorded Management API behind, over both transports.

mod answers;
mod creation;
mod failures;
pub(crate) mod fake;
pub(crate) mod fixture;
mod grants;
mod matrix;
mod paths;
mod standing;
mod third_party;
