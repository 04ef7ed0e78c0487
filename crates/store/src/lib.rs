//! What Guildhall keeps, and the only crate that knows SQL.
//!
//! [`db`] hides the two databases. Beside it stands one module a noun, each function one statement or a few, with its SQL as a constant
//! next to it. Functions take an [`Exec`], so that the caller decides what belongs to one transaction. "Not found" is `Ok(None)`; what
//! that means on the wire is the caller's business. Every statement names its tenant.

pub mod access_token;
pub mod application;
pub mod authorization_code;
pub mod counter;
pub mod organization;
pub mod db;
pub mod signing_key;
pub mod configuration;
pub mod audit_log;
pub mod grant;
pub mod interaction;
pub mod refresh_token;
pub mod session;
mod relation;
mod page;
pub mod resource;
pub mod role;
pub mod search;
pub mod sentinel;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod user;

pub use page::Page;
pub use db::{AsStoreError, Db, Exec, PostgresOptions, SqliteOptions, StoreError, Synchronous, Transaction};
