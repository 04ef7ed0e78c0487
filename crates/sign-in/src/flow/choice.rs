//! Which account, which organization: what somebody who is signed in is asked before they go on (ADR 11).
//!
//! What may be chosen is decided by the provider once more when it takes the answer.

use std::sync::Arc;

use domain::{
    OrganizationId, UserId,
    account::User,
    grant::{InteractionPrompt, InteractionResult},
};
use http_kit::ApiError;
use operations::{
    Services,
    sign_in_organization::{Admission, admission},
};
use store::{Page, organization::membership, session, user};

use super::{Visit, consent::not_signed_in};

impl Visit {
    /// Who is signed in to this interaction, which asks for `prompt`. 400 `session.not_found` when it asks for something else.
    pub(crate) async fn asked(&self, prompt: InteractionPrompt) -> Result<User, ApiError> {
        let interaction = &self.running.interaction;
        let session_id = interaction.session_id.as_ref().filter(|_| interaction.prompt == prompt);
        let session_id = session_id.ok_or_else(not_signed_in)?;
        let services: &Arc<Services> = &self.services;
        let (exec, tenant) = (services.db.exec(), &services.tenant);
        let session = session::find(exec, tenant, session_id, services.now()).await?;
        let user_id = session.and_then(|session| session.user_id).ok_or_else(not_signed_in)?;
        let user = user::find(exec, tenant, &user_id).await?;
        user.filter(|user| !user.is_suspended).ok_or_else(not_signed_in)
    }

    /// Goes on as who is signed in; returns where the browser goes on.
    pub(crate) async fn same_account(&self) -> Result<String, ApiError> {
        self.finish(&InteractionResult::SameAccount).await
    }

    /// Goes on to sign in with another account.
    pub(crate) async fn other_account(&self) -> Result<String, ApiError> {
        self.finish(&InteractionResult::OtherAccount).await
    }

    /// Goes back to the application, which is told so.
    pub(crate) async fn go_back(&self) -> Result<String, ApiError> {
        self.finish(&InteractionResult::Denied).await
    }

    /// Goes on in an organization.
    pub(crate) async fn in_organization(&self, organization_id: OrganizationId) -> Result<String, ApiError> {
        self.finish(&InteractionResult::Organization { organization_id }).await
    }

    /// Whether `user_id` may sign in to an organization.
    pub(crate) async fn admission_to(
        &self,
        organization: &OrganizationId,
        user_id: &UserId,
    ) -> Result<Admission, ApiError> {
        Ok(admission(&self.services, organization, user_id).await?)
    }

    /// A part of the organizations of `user_id` whose names contain `search`.
    pub(crate) async fn organizations_of(
        &self,
        user_id: &UserId,
        search: &str,
        page: Page,
    ) -> Result<Vec<(OrganizationId, String)>, ApiError> {
        let (exec, tenant) = (self.services.db.exec(), &self.services.tenant);
        Ok(membership::page_of_user(exec, tenant, user_id, search, page).await?)
    }

    /// The organization that the request names; none when the user is to choose.
    pub(crate) fn named_organization(&self) -> Option<OrganizationId> {
        let interaction = &self.running.interaction;
        let prompt = interaction.parameter("prompt").unwrap_or_default();
        let is_chosen = prompt.split(' ').any(|word| word == protocol::prompt::SELECT_ORGANIZATION);
        interaction.parameter("organization_id").filter(|_| !is_chosen).map(OrganizationId::new)
    }
}
