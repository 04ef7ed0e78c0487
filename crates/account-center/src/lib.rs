//! The account center under `/account`: hosted pages on which whoever is signed in sees and changes their own account.
//!
//! It holds no authority. Who is signed in comes from the provider's session. Every page reads and every form acts through the Account API in
//! this process, as that user and nobody else: what the account center's settings close, what a proof is needed for and what the tenant's
//! policies refuse is decided there, and told here in words.
//!
//! * [`center`] is the account center as an area of hosted pages;
//! * [`holder`] is who has entered: their account, the calls made for them, and what is around every page;
//! * [`proof`] is what they have proved lately, and what they are in the middle of proving;
//! * [`words`] tells refusals;
//! * [`pages`] is one file a page. What is in the navigation is a table there.

mod account;
mod center;
mod holder;
mod pages;
mod proof;
#[cfg(test)]
mod tests;
mod words;

use std::sync::Arc;

use axum::Router;
use operations::Services;

/// What the account center is made of.
pub struct AccountCenterOptions {
    /// The services: sessions, users, configuration.
    pub services: Arc<Services>,
    /// The Account API, called in this process.
    pub api: Router,
}

/// Every page under `/account`.
pub fn router(options: AccountCenterOptions) -> Router {
    let AccountCenterOptions { services, api } = options;
    pages::routes().with_state(Arc::new(center::Center { services, api }))
}
