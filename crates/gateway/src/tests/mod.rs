//! The gateway as a whole: real tokens in, a recorded Management API behind. Every test of the suite runs over both
//! transports; those that are about one of them stand beside it.

mod contract;
mod documented;
pub(crate) mod fake;
pub(crate) mod fake_invitations;
mod fake_machines;
mod faults;
pub(crate) mod fixture;
mod in_process;
mod over_http;
mod reference_wire;
