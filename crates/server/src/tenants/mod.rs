//! Many tenants on one server (ADR 17): the host of a request decides whose it is, before anything else looks at it.
//!
//! * [`names`] is which hosts a request names, and whether they agree;
//! * [`table`] is which host leads to which tenant, in memory;
//! * [`directory`] keeps what answers for a tenant while it is asked for;
//! * [`front`] hands each request to its tenant.

pub mod directory;
pub mod front;
pub mod names;
pub mod table;

pub use directory::Directory;
pub use front::Front;
