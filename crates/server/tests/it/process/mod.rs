//! The binary itself: starting, stopping, failing, and being killed.

mod crash;
mod database_tls;
mod dev;
mod failures;
mod gateway;
mod running;

pub(crate) use running::{Running, guildhall};
