//! The binary itself: starting, stopping, failing, and being killed.

mod crash;
mod dev;
mod failures;
mod gateway;
mod running;

pub(crate) use running::{Running, guildhall};
