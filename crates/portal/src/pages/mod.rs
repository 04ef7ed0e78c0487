//! The pages, a file each. A page reads through the gateway and is drawn; a form is carried out by the gateway and answered with a
//! redirect, or drawn again with what is wrong beside the field.

mod activity;
mod applications;
pub(crate) mod brand;
mod choices;
mod confirm;
mod domains;
pub(crate) mod done;
mod home;
mod invitation;
mod invitations;
mod leaving;
mod members;
pub(crate) mod notice;
mod organization;
mod roles;
mod secrets;
mod security;

use std::sync::Arc;

use axum::{Router, middleware, response::Response, routing::get};
use hosted::{no_frames, sign_in};

use crate::Portal;

/// What a handler answers with: the page, or the page that says why not.
pub(crate) type Outcome = Result<Response, Response>;

/// The routes, at the root.
pub(crate) fn routes() -> Router<Arc<Portal>> {
    Router::new()
        .route("/portal", get(home::show))
        .route("/portal/new", get(home::show_new).post(home::create))
        .route("/portal/sign-in", get(sign_in::begin::<Portal>))
        .route("/portal/signed-in", get(sign_in::end::<Portal>))
        .route("/portal/sign-out", get(sign_in::sign_out::<Portal>))
        .route("/portal/invitations/{invitation}", get(invitation::show).post(invitation::answer))
        .merge(people())
        .merge(access())
        .merge(api_keys())
        .route("/portal/{*nowhere}", get(notice::nothing_here))
        .layer(middleware::map_response(no_frames))
}

/// The address of a page in an organization.
fn at(rest: &str) -> String {
    format!("/portal/organizations/{{organization}}{rest}")
}

/// The organization and who is in it.
fn people() -> Router<Arc<Portal>> {
    Router::new()
        .route(&at(""), get(organization::show).post(organization::save))
        .route(&at("/leave"), get(leaving::ask_to_leave).post(leaving::leave))
        .route(&at("/delete"), get(leaving::ask_to_delete).post(leaving::delete))
        .route(&at("/members"), get(members::list))
        .route(&at("/members/{user}"), get(members::show).post(members::save_roles))
        .route(&at("/members/{user}/remove"), get(members::ask_to_remove).post(members::remove))
        .route(&at("/invitations"), get(invitations::list))
        .route(&at("/invitations/new"), get(invitations::show_new).post(invitations::create))
        .route(&at("/invitations/{invitation}/resend"), get(invitations::back).post(invitations::resend))
        .route(
            &at("/invitations/{invitation}/revoke"),
            get(invitations::ask_to_revoke).post(invitations::revoke),
        )
        .route(&at("/roles"), get(roles::list))
}

/// How one comes in, and what was done.
fn access() -> Router<Arc<Portal>> {
    Router::new()
        .route(&at("/security"), get(security::show).post(security::save))
        .route(&at("/domains"), get(domains::list).post(domains::add))
        .route(&at("/domains/{domain}"), get(domains::show))
        .route(&at("/domains/{domain}/verify"), get(domains::back).post(domains::verify))
        .route(&at("/domains/{domain}/remove"), get(domains::ask_to_remove).post(domains::remove))
        .route(&at("/activity"), get(activity::list))
}

/// Programs of the organization.
fn api_keys() -> Router<Arc<Portal>> {
    const KEY: &str = "/api-keys/{application}";
    let at = |rest: &str| at(&format!("{KEY}{rest}"));
    Router::new()
        .route(&self::at("/api-keys"), get(applications::list))
        .route(&self::at("/api-keys/new"), get(applications::show_new).post(applications::create))
        .route(&at(""), get(applications::show).post(applications::save))
        .route(&at("/roles"), get(applications::back).post(applications::save_roles))
        .route(&at("/delete"), get(applications::ask_to_delete).post(applications::delete))
        .route(&at("/secrets"), get(applications::back).post(secrets::create))
        .route(&at("/secrets/{name}/delete"), get(secrets::ask_to_delete).post(secrets::delete))
}
