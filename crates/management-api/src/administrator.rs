//! Administrators of the server, as callers of the Management API in this process.

use std::sync::Arc;

use domain::{
    UserId,
    console::{ConsoleRole, Rights},
};
use http_kit::{ApiError, Operation};
use operations::{
    Services,
    console::{self, SignedIn},
};
use serde_json::json;

use crate::{
    authority::Authority,
    confidential,
    context::{Caller, forbidden, unauthorized},
};

/// Proof that a request is made for an administrator who is signed in to the console. [`Administrator::find`] alone makes one, from the cookie of the
/// console and the store. It travels as an extension of a request inside the process, where nothing that comes over the network can put anything,
/// and what it says is asked again for every call.
#[derive(Clone)]
pub struct Administrator {
    services: Arc<Services>,
    signed_in: SignedIn,
}

impl Administrator {
    /// Who is signed in to the console session of a cookie. `services` are those of the administrators' tenant.
    ///
    /// # Errors
    /// Failures of lower layers.
    pub async fn find(services: &Arc<Services>, cookie: &str) -> Result<Option<Self>, ApiError> {
        let found = console::session::find(services, cookie).await?;
        Ok(found.map(|signed_in| Self { services: Arc::clone(services), signed_in }))
    }

    /// Who it is, in which session, and what they may do.
    pub fn signed_in(&self) -> &SignedIn {
        &self.signed_in
    }

    /// What they may do.
    pub fn rights(&self) -> &Rights {
        &self.signed_in.rights
    }

    /// The caller and what they may do of this operation now: the session may have ended since, and rights may have been taken away.
    pub(crate) async fn admit(&self, operation: &Operation) -> Result<(Caller, Authority), ApiError> {
        let found = console::session::find_again(&self.services, &self.signed_in.session_id).await?;
        let now = found.filter(|now| now.user.id == self.signed_in.user.id);
        let now = now.ok_or_else(|| unauthorized("auth.unauthorized"))?;
        let authority = authority(&now.rights, operation)?;
        Ok((Caller::Administrator(AdministratorName::of(&now)), authority))
    }
}

/// What rights let somebody do with an operation. Who is limited to parts of the API changes in those what machines of such parts may: what lets machines
/// in is for nobody else, and secrets are shown to whoever makes them only.
fn authority(rights: &Rights, operation: &Operation) -> Result<Authority, ApiError> {
    let is_limited = rights.role() == ConsoleRole::Limited;
    match rights.within(operation.tag) {
        ConsoleRole::Owner | ConsoleRole::Editor if is_limited => Ok(Authority::of_a_part()),
        ConsoleRole::Owner | ConsoleRole::Editor => Ok(Authority::of_an_editor()),
        ConsoleRole::ReadOnly
            if operation.method.is_safe() && !confidential::is_about_secrets(operation.path) =>
        {
            Ok(if is_limited { Authority::of_a_part() } else { Authority::of_a_reader() })
        }
        ConsoleRole::ReadOnly => Err(forbidden()),
        ConsoleRole::Limited => Err(not_granted(operation.tag)),
    }
}

/// 403 that names the part of the API that is not granted.
fn not_granted(part: &str) -> ApiError {
    forbidden().message(format!("Your role does not include \"{part}\".")).data(json!({ "part": part }))
}

/// An administrator, as records name them. They are nobody in the product's tenant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AdministratorName {
    /// The id in the administrators' tenant.
    pub id: UserId,
    /// The username.
    pub username: Option<String>,
}

impl AdministratorName {
    fn of(signed_in: &SignedIn) -> Self {
        Self { id: signed_in.user.id.clone(), username: signed_in.user.username.clone() }
    }
}
