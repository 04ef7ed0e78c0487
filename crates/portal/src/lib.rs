//! The organization portal under `/portal`: hosted pages on which the members of an organization see it and its administrators manage it,
//! and the page that the link of an invitation opens.
//!
//! It holds no authority. Who is signed in comes from the provider's session. For each request it is handed a token of that user for one
//! organization, which lives for a minute and never reaches the browser, and with that token it calls the gateway in this process, as any
//! client of the Organization API would: whatever the gateway refuses is told in words. What a user may not do is not offered; that is
//! politeness, and the gateway decides.
//!
//! * [`session`] is who is signed in, and the proof that a form comes from a page of theirs;
//! * [`api`] is the calls, what they answer and how refusals are told;
//! * [`room`] is an organization that somebody has entered;
//! * [`pages`] is one file a page.
//!
//! It does not know the Management API, the gateway's rules or how tokens are made.

mod api;
mod pages;
mod room;
mod session;

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use axum::{Router, extract::DefaultBodyLimit};
use domain::{OrganizationId, PlainToken, UserId};
use futures_util::future::BoxFuture;
use operations::Services;

/// The largest form that is read, in bytes.
const MAX_BODY_BYTES: usize = 64 * 1_024;

/// What the portal is made of.
pub struct PortalOptions {
    /// The services: sessions, users, configuration.
    pub services: Arc<Services>,
    /// The gateway, called in this process.
    pub gateway: Router,
    /// The gateway's operations that are on, each with the permission it needs, if any.
    pub operations: HashMap<String, Option<String>>,
    /// The fields of an organization that its members can change.
    pub update_fields: BTreeSet<String>,
    /// Where an invitation leads, as its message says it.
    pub invitation_link: InvitationLink,
    /// Makes tokens for the gateway.
    pub mint: Mint,
}

/// Makes a token of a user for an organization; without one, for what has no organization.
pub type Mint =
    Arc<dyn Fn(UserId, Option<OrganizationId>) -> BoxFuture<'static, Result<Token, NoToken>> + Send + Sync>;

/// Where an invitation leads, by its id and the invited address.
pub type InvitationLink = Arc<dyn Fn(&str, &str) -> Option<String> + Send + Sync>;

/// A token for the gateway. Not `Debug`, and never sent to a browser.
pub struct Token {
    /// The token.
    pub token: PlainToken,
    /// The permissions in it.
    pub permissions: HashSet<String>,
}

/// Why there is no token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoToken {
    /// The account is gone, suspended, or refused.
    Refused,
    /// The user is no member of the organization.
    NotAMember,
    /// The organization requires a second factor, and the user has none.
    SecondFactorMissing,
    /// It could not be made.
    Failed,
}

/// What every handler gets.
pub(crate) struct Portal {
    pub(crate) services: Arc<Services>,
    pub(crate) gateway: Router,
    operations: HashMap<String, Option<String>>,
    pub(crate) update_fields: BTreeSet<String>,
    pub(crate) invitation_link: InvitationLink,
    pub(crate) mint: Mint,
}

impl Portal {
    /// Whether an operation is on and `token` has the permission that it needs.
    pub(crate) fn may(&self, operation: &str, token: &Token) -> bool {
        match self.operations.get(operation) {
            Some(Some(permission)) => token.permissions.contains(permission),
            Some(None) => true,
            None => false,
        }
    }

    /// The permission that an operation needs.
    pub(crate) fn permission(&self, operation: &str) -> Option<&str> {
        self.operations.get(operation)?.as_deref()
    }
}

/// Every page under `/portal`.
pub fn router(options: PortalOptions) -> Router {
    let PortalOptions { services, gateway, operations, update_fields, invitation_link, mint } = options;
    let portal = Arc::new(Portal { services, gateway, operations, update_fields, invitation_link, mint });
    pages::routes().layer(DefaultBodyLimit::max(MAX_BODY_BYTES)).with_state(portal)
}
