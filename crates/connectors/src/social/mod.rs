//! Social connectors: signing in with an account elsewhere. [`provider`] says what each of them gives.

mod provider;

pub use provider::{
    Authorization, AuthorizationRequest, Callback, SocialContext, SocialFuture, SocialProfile, SocialProvider,
};

use crate::Factory;

/// The social factories, in the order in which they are shown.
pub fn factories() -> Vec<Factory> {
    Vec::new()
}
