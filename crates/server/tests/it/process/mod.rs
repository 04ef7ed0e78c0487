//! The binary itself: starting, stopping, failing, and being killed.

mod admission;
mod console_link;
mod crash;
mod database_tls;
mod dev;
mod failures;
mod gateway;
mod running;
mod stopping;

pub(crate) use running::{Place, Running, guildhall};
