//! From sockets to requests: listening, connections, graceful shutdown, and what surrounds every request.
//!
//! It does not know what is served; [`crate::wiring`] does.

pub mod application;
mod compression;
pub mod listener;
pub mod metrics_listener;
pub mod places;
pub mod shutdown;

pub use application::{Application, Parts, PlaceHeaders};
pub use listener::{bind, serve};
pub use places::Limits;
pub use shutdown::Shutdown;
