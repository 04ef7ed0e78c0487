//! The pages, a file each. A page reads through the Account API and is drawn; a form is carried out by the Account API and answered with a
//! redirect, or drawn again with what is wrong beside the field.
//!
//! To add one: its struct and template in `ui` (`ui::pages::account`), a file here with its handlers, which take [`Holder`] to show it and
//! `Posted<Holder>` for its form, its routes below, and where it is a part of its own a [`Section`] with its row in [`navigation`]. A handler
//! whose form needs a proof asks for it with [`Holder::must_have_proof`] before it shows anything, and answers refusals that are about the
//! caller with [`Holder::elsewhere`] or [`Holder::stop`]. Words stand in a `.ftl` file; what is said after a step that worked is in [`done`].
//!
//! [`Holder`]: crate::holder::Holder
//! [`Holder::must_have_proof`]: crate::holder::Holder::must_have_proof
//! [`Holder::elsewhere`]: crate::holder::Holder::elsewhere
//! [`Holder::stop`]: crate::holder::Holder::stop

mod applications;
mod authenticator;
mod backup_codes;
mod confirm;
mod contact;
mod data;
pub(crate) mod done;
mod factor_removal;
mod factors;
mod fields;
mod home;
mod language;
mod linked;
pub(crate) mod navigation;
mod organizations;
mod passkeys;
mod password;
mod picture;
mod profile;
mod security;
mod sessions;
mod tokens;
mod trusted_browsers;
mod verify;

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    http::HeaderMap,
    middleware,
    response::Response,
    routing::get,
};
use hosted::{Area as _, no_frames, notice, sign_in};
use http_kit::MAX_UPLOAD_BYTES;

pub(crate) use navigation::Section;

use crate::center::Center;

/// What a handler answers with: the page, or the page that says why not.
pub(crate) type Outcome = Result<Response, Response>;

/// The largest form that is read, in bytes.
const MAX_BODY_BYTES: usize = 64 * 1_024;

/// The routes, at the root.
pub(crate) fn routes() -> Router<Arc<Center>> {
    Router::new()
        .route("/account", get(home::enter))
        .route("/account/sign-in", get(sign_in::begin::<Center>))
        .route("/account/sign-out", get(sign_in::sign_out::<Center>))
        .route("/account/verify", get(verify::show).post(verify::submit))
        .route("/account/verify/code", get(verify::show_code).post(verify::submit_code))
        .route("/account/profile", get(profile::show).post(profile::save))
        .route("/account/profile/language", get(language::back).post(language::save))
        .route("/account/profile/picture/remove", get(picture::back).post(picture::remove))
        .route("/account/email", get(contact::show_email).post(contact::ask_email))
        .route("/account/email/code", get(contact::show_code).post(contact::submit_code))
        .route("/account/email/remove", get(contact::ask_to_remove_email).post(contact::remove_email))
        .route("/account/phone", get(contact::show_phone).post(contact::ask_phone))
        .route("/account/phone/code", get(contact::show_code).post(contact::submit_code))
        .route("/account/phone/remove", get(contact::ask_to_remove_phone).post(contact::remove_phone))
        .route("/account/linked/{connector}", get(linked::back).post(linked::link))
        .route("/account/identities/{target}/unlink", get(linked::ask_to_unlink).post(linked::unlink))
        .route("/account/security", get(security::show))
        .route("/account/password", get(password::show).post(password::save))
        .merge(security_routes())
        .merge(access_routes())
        .route("/account/{*nowhere}", get(nothing_here))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .merge(
            Router::new()
                .route("/account/profile/picture", get(picture::back).post(picture::upload))
                .layer(DefaultBodyLimit::max(MAX_UPLOAD_BYTES)),
        )
        .layer(middleware::map_response(no_frames))
}

/// Passkeys, authenticators, backup codes.
fn security_routes() -> Router<Arc<Center>> {
    Router::new()
        .route("/account/security/ask", get(factors::back).post(factors::choose))
        .route("/account/security/passkeys/new", get(passkeys::show).post(passkeys::add))
        .route("/account/security/passkeys/{passkey}", get(passkeys::show_name).post(passkeys::rename))
        .route("/account/security/totp", get(authenticator::show).post(authenticator::save))
        .route("/account/security/codes", get(backup_codes::show).post(backup_codes::save))
        .route(
            "/account/security/factors/{factor}/remove",
            get(factor_removal::ask).post(factor_removal::remove),
        )
}

/// Where somebody is signed in, what may act for them, where they belong, and all of it.
fn access_routes() -> Router<Arc<Center>> {
    Router::new()
        .route("/account/sessions", get(sessions::show))
        .route("/account/sessions/others", get(sessions::ask_others).post(sessions::end_others))
        .route("/account/sessions/{session}", get(sessions::ask).post(sessions::end))
        .route("/account/sessions/trusted/{browser}", get(trusted_browsers::ask).post(trusted_browsers::stop))
        .route("/account/applications", get(applications::show))
        .route("/account/applications/{application}", get(applications::ask).post(applications::revoke))
        .route("/account/tokens", get(tokens::show))
        .route("/account/tokens/new", get(tokens::ask).post(tokens::create))
        .route("/account/tokens/rename", get(tokens::ask_to_rename).post(tokens::rename))
        .route("/account/tokens/delete", get(tokens::ask_to_delete).post(tokens::delete))
        .route("/account/organizations", get(organizations::show))
        .route(
            "/account/organizations/invitations/{invitation}/accept",
            get(organizations::back).post(organizations::accept),
        )
        .route(
            "/account/organizations/invitations/{invitation}/decline",
            get(organizations::back).post(organizations::decline),
        )
        .route(
            "/account/organizations/{organization}/leave",
            get(organizations::ask_to_leave).post(organizations::leave),
        )
        .route("/account/data", get(data::show))
        .route("/account/data/export", get(data::back).post(data::export))
        .route("/account/data/delete", get(data::ask_to_delete).post(data::delete))
}

/// An address that no page has.
async fn nothing_here(State(center): State<Arc<Center>>, headers: HeaderMap) -> Outcome {
    center.opened(&headers).await?;
    Ok(notice::nothing_here(&*center, center.words(&headers).await))
}
