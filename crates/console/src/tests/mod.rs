//! The console as its operators and its attackers see it.

mod account_center;
mod administrators;
mod api_resources;
mod applications;
mod connectors;
mod email_templates;
mod entry;
mod experience;
mod explain;
mod get_started;
mod global_roles;
mod guides;
mod impersonation;
mod limited;
mod matrix;
mod observe;
mod organization_template;
mod organizations;
mod pictures;
mod profile_fields;
mod security;
mod signing_keys;
mod token_claims;
mod users;
mod webhooks;
mod world;
