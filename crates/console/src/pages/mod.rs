//! The pages, one folder an area, one file a page. A page reads through the Management API and is drawn; a form is carried out by it and answered with a
//! redirect, or drawn again with what is wrong beside the field. docs/adding-a-console-page.md leads through it.

mod account;
pub(crate) mod account_center;
pub(crate) mod administrators;
pub(crate) mod api_resources;
pub(crate) mod applications;
mod choosing;
pub(crate) mod connectors;
pub(crate) mod dashboard;
pub(crate) mod done;
pub(crate) mod email_templates;
pub(crate) mod enterprise_sso;
pub(crate) mod experience;
pub(crate) mod export;
mod form;
pub(crate) mod gateway;
pub(crate) mod get_started;
pub(crate) mod global_roles;
mod guide;
mod held_roles;
mod home;
pub(crate) mod logs;
pub(crate) mod mfa;
mod naming;
pub(crate) mod organization_template;
pub(crate) mod organizations;
mod pictures;
pub(crate) mod profile_fields;
mod question;
pub(crate) mod roles;
mod search;
pub(crate) mod security;
mod set_up;
mod settings;
mod sign_in;
pub(crate) mod signing_keys;
pub(crate) mod tenants;
mod timeline;
pub(crate) mod token_claims;
pub(crate) mod tokens;
pub(crate) mod undo;
pub(crate) mod users;
mod view;
pub(crate) mod webhooks;

use std::sync::Arc;

use axum::{extract::State, http::HeaderMap, response::Response};
use domain::console::ConsoleRole;

use crate::{console::Console, notice, routes::Routes};

/// What a handler answers with: the page, or the page that says why not.
pub(crate) type Outcome = Result<Response, Response>;

/// Every route.
pub(crate) fn routes() -> Routes {
    Routes::default()
        .page(ConsoleRole::Limited, "/console", home::enter)
        .merge(sign_in::routes())
        .merge(set_up::routes())
        .merge(account::routes())
        .merge(tenants::routes())
        .merge(get_started::routes())
        .merge(administrators::routes())
        .merge(applications::routes())
        .merge(api_resources::routes())
        .merge(organization_template::routes())
        .merge(organizations::routes())
        .merge(global_roles::routes())
        .merge(users::routes())
        .merge(experience::routes())
        .merge(connectors::routes())
        .merge(enterprise_sso::routes())
        .merge(email_templates::routes())
        .merge(account_center::routes())
        .merge(profile_fields::routes())
        .merge(mfa::routes())
        .merge(security::routes())
        .merge(dashboard::routes())
        .merge(logs::routes())
        .merge(tokens::routes())
        .merge(gateway::routes())
        .merge(webhooks::routes())
        .merge(signing_keys::routes())
        .merge(token_claims::routes())
        .merge(search::routes())
        .open_page("/console/{*nowhere}", nothing_here)
}

/// An address that no page has.
async fn nothing_here(State(console): State<Arc<Console>>, headers: HeaderMap) -> Response {
    notice::gone(&console, console.words(&headers))
}
