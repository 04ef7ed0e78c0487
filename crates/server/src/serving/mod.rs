//! From sockets to requests: listening, connections, graceful shutdown, and what surrounds every request.
//!
//! It does not know what is served; [`crate::wiring`] does.

pub mod application;
pub mod listener;
pub mod metrics_listener;
pub mod shutdown;

pub use application::{Application, Parts};
pub use listener::{MAX_CONNECTIONS, bind, serve};
pub use shutdown::Shutdown;
