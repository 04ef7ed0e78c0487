//! What stands before each request, asked of the server of this process by a function call instead of three calls of its Management API.
//!
//! It answers what those calls would: where the gateway is alone they are made ([`crate::guards`]).

use domain::{ApplicationId, OrganizationId, UserId};
use futures_util::future::BoxFuture;
use http::StatusCode;

/// Whose standing is asked for.
#[derive(Debug, Clone, Copy)]
pub struct StandingQuestion<'a> {
    /// The user.
    pub user: &'a UserId,
    /// The application that the token was issued to.
    pub application: &'a ApplicationId,
    /// An organization and the name of one of its permissions.
    pub permission: Option<(&'a OrganizationId, &'a str)>,
}

/// A standing as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingFacts {
    /// The user; `None` when there is none.
    pub user: Option<UserFacts>,
    /// Whether the application is a third party's; `None` when there is none.
    pub is_third_party: Option<bool>,
    /// Whether one of the user's roles in the organization gives the permission.
    pub holds: bool,
}

/// A user as guards see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserFacts {
    /// Whether the user may not sign in.
    pub is_suspended: bool,
    /// The verified primary e-mail address.
    pub primary_email: Option<String>,
}

/// Who knows standings in this process.
pub trait LocalStanding: Send + Sync {
    /// A standing as it is now. Where it cannot be told, the status that the Management API would answer with.
    fn ask<'a>(&'a self, question: StandingQuestion<'a>) -> BoxFuture<'a, Result<StandingFacts, StatusCode>>;
}
