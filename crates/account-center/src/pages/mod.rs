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

mod confirm;
mod contact;
pub(crate) mod done;
mod fields;
mod home;
mod language;
mod linked;
pub(crate) mod navigation;
mod password;
mod picture;
mod profile;
mod security;
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
        .route("/account/linked/{connector}/unlink", get(linked::ask_to_unlink).post(linked::unlink))
        .route("/account/security", get(security::show))
        .route("/account/password", get(password::show).post(password::save))
        .route("/account/{*nowhere}", get(nothing_here))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .merge(
            Router::new()
                .route("/account/profile/picture", get(picture::back).post(picture::upload))
                .layer(DefaultBodyLimit::max(MAX_UPLOAD_BYTES)),
        )
        .layer(middleware::map_response(no_frames))
}

/// An address that no page has.
async fn nothing_here(State(center): State<Arc<Center>>, headers: HeaderMap) -> Outcome {
    center.opened(&headers).await?;
    Ok(notice::nothing_here(&*center, center.words(&headers).await))
}
