//! Social connectors: signing in with an account elsewhere. `provider` says what each of them gives, `openid` and `token` hold what those
//! have in common that speak OpenID Connect and OAuth 2.0, `service` what all have in common, and each provider has a file of its own with
//! its form.
//!
//! What the browser brings back is bound to the attempt by what [`Authorization::remembered`] holds, a nonce and a code verifier; that the
//! `state` is the attempt's own, and that an attempt ends once, is the caller's to see.

mod apple;
mod attempt;
mod azuread;
mod call;
mod discord;
mod discovery;
mod facebook;
mod github;
mod gitlab;
mod google;
mod id_token;
mod linkedin;
mod mapping;
mod oauth;
mod oauth2;
mod oidc;
mod openid;
mod provider;
mod service;
mod settings;
pub mod sso;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod token;

use std::sync::Arc;

pub use provider::{
    Authorization, AuthorizationRequest, Callback, SocialContext, SocialFuture, SocialProfile, SocialProvider,
};

use crate::{Behaviour, ConnectorType, Factory, Platform};

/// The social factories, in the order in which they are shown.
pub fn factories() -> Vec<Factory> {
    vec![
        google::factory(),
        github::factory(),
        apple::factory(),
        azuread::factory(),
        facebook::factory(),
        discord::factory(),
        gitlab::factory(),
        linkedin::factory(),
        oidc::factory(),
        oauth2::factory(),
    ]
}

/// A factory that says nothing yet but what it is and does.
fn social(id: &'static str, target: &'static str, provider: impl SocialProvider + 'static) -> Factory {
    Factory {
        id,
        connector_type: ConnectorType::Social,
        target,
        platform: Some(Platform::Universal),
        name: id,
        description: id,
        logo: "",
        logo_dark: None,
        readme: id,
        form_items: Vec::new(),
        is_standard: false,
        is_token_storage_supported: true,
        behaviour: Behaviour::Social(Arc::new(provider)),
    }
}

/// A logo: letters on a tile. Trademarks are their owners' to hand out; operators set a logo of their own where they have one.
macro_rules! letters_on_a_tile {
    ($colour:literal, $letters:literal) => {
        concat!(
            "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Crect width='24' height='24' rx='6' fill='%23",
            $colour,
            "'/%3E%3Ctext x='12' y='16.5' text-anchor='middle' font-family='sans-serif' font-size='12' font-weight='700' fill='%23fff'%3E",
            $letters,
            "%3C/text%3E%3C/svg%3E"
        )
    };
}
use letters_on_a_tile;
