//! The gateway as a whole: real tokens in, a recorded Management API behind, over both transports.

mod answers;
mod creation;
mod failures;
pub(crate) mod fake;
pub(crate) mod fake_invitations;
pub(crate) mod fixture;
mod grants;
mod invitations;
mod invited;
mod matrix;
mod paths;
mod quotas;
mod standing;
mod third_party;
