//! The Organization API: what lets an organization's own administrators manage it with their own tokens, in front of a
//! Management API that knows only machines.
//!
//! Owns: the table of operations ([`operations::TABLE`]) and everything made from it (router, OpenAPI document, default
//! policy, the generated tests), the guards in their order, the policy, and the one client to the upstream with its
//! machine token, and the words in which a policy ([`review`]) and a decision ([`explain`]) are told.
//!
//! Does not own: token verification (crate `guard`), organizations themselves (whatever answers the Management API: the
//! server in this process or any server of this wire), any store, any user interface.
//!
//! The order in which a request is looked at, each step refusing what it does not understand: path → `Authorization`
//! grammar → token → accepted credential → permission → organization (path, query, body) → the caller's standing now →
//! whose the invitation is that the path names → nobody grants what they do not hold → the last administrator stays →
//! quotas → upstream. Up to and including the organization
//! nothing is asked of anybody else: a refusal there causes no machine call.
//!
//! Proofs are values: [`guard::Permit`] shows that the token was checked and is needed to read from the upstream;
//! `Standing`, which only the live check makes, is needed to write.

mod compensation;
mod cors;
pub mod creation;
mod decision;
pub mod domains;
pub mod explain;
mod fields;
pub mod forward_auth;
mod gateway;
mod guards;
mod handlers;
mod locks;
mod memory;
mod openapi;
mod openapi_schemas;
pub mod operations;
mod places;
mod plan;
pub mod policy;
mod rates;
pub mod recent;
mod rejections;
mod request;
pub mod review;
mod underway;
pub mod upstream;

#[cfg(test)]
mod tests;

pub use creation::{AtomicCreate, NewOrganization};
pub use domains::{DomainProofKey, TxtLookup, TxtUnavailable};
pub use gateway::{Gateway, GatewayError, GatewayOptions, router};
pub use memory::Memory;
pub use policy::{Policy, PolicyError, Quotas};
pub use upstream::{
    Admission, HttpUpstreamOptions, LocalMachineToken, LocalStanding, MachineCredential, MachineToken,
    StandingFacts, StandingQuestion, Upstream, UpstreamLimits, UserFacts,
};
