//! The Management API (`/api`): what a product's back end does with a machine-to-machine token, in the wire of the Management API contract.
//!
//! One folder a resource, one file an operation. A handler extracts, authorizes (by taking a [`ManagementContext`]), makes one call to
//! `store` or `operations`, and answers. This crate knows neither SQL nor the other endpoint crates.

mod account_center;
mod administrator;
mod appearance;
mod applications;
mod authn;
mod authority;
mod captcha_provider;
mod confidential;
mod configs;
mod connector_factories;
mod connectors;
pub mod context;
mod custom_phrases;
mod custom_profile_fields;
mod dashboard;
mod domains;
mod email_templates;
mod events;
mod hooks;
mod logs;
mod one_time_tokens;
mod organization_invitations;
mod organization_roles;
mod organization_scopes;
mod organizations;
mod resources;
mod roles;
mod routes;
mod rules;
mod scope_explanations;
mod search;
mod secrets;
mod sentinel_activities;
mod sign_in_experience;
mod sso_connectors;
mod status;
mod subject_tokens;
mod systems;
#[cfg(test)]
mod test_api;
#[cfg(test)]
mod tests;
mod user_assets;
mod users;
mod verification_codes;

pub use administrator::{Administrator, AdministratorName};
pub use context::{BuiltInMachine, Caller, ManagementContext};
pub use events::announce_organization;
pub use organizations::{new_organization, organization_body};
pub use routes::{operations, parts, router, router_within, scopes};
pub use user_assets::asset_router;
