//! The Account API (`/api/my-account`, `/api/verifications`): what users do with their own account, with the access token that an application
//! got for them.
//!
//! * [`rules`] says what each operation asks of its caller: a scope, a part of the account that the account center opens, a proof;
//! * [`context`] holds a request against them and is the only way to an [`AccountContext`], which every handler takes;
//! * [`session_user`] is who calls without a token: pages of this server, for whoever is signed in to the browser's session;
//! * [`verification`] is what users have proved lately; [`change`] is how an account changes, together with what webhooks hear of it;
//! * [`my_account`] and [`verifications`] are the operations, one file each or a few that belong together.
//!
//! This crate knows neither SQL nor the other endpoint crates.

mod audit;
mod body;
mod change;
mod context;
mod cors;
mod error;
mod facts;
mod guarded;
mod my_account;
mod related_origins;
mod routes;
mod rules;
mod session_user;
#[cfg(test)]
mod tests;
mod verification;
mod verifications;

pub use context::AccountContext;
pub use routes::{operations, router};
pub use session_user::SessionUser;
