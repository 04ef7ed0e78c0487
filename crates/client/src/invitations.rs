//! `/api/organization-invitations` (Management API contract §4).

use api_types::organization_invitation::{
    CreateOrganizationInvitation, MessagePayload, OrganizationInvitation, UpdateOrganizationInvitationStatus,
};
use http::Method;

use crate::call::Call;
use crate::client::Client;
use crate::error::Error;

const ROOT: &str = "organization-invitations";

/// Which invitations; those for which all hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InvitationFilter {
    /// To this organization.
    pub organization_id: Option<String>,
    /// By this user.
    pub inviter_id: Option<String>,
    /// Of this e-mail address, in any case.
    pub invitee: Option<String>,
}

/// Invitations to organizations.
#[derive(Debug, Clone)]
pub struct Invitations(pub(crate) Client);

impl Invitations {
    /// Every invitation of a kind, newest first. The wire has no pages of them.
    pub async fn list(&self, filter: &InvitationFilter) -> Result<Vec<OrganizationInvitation>, Error> {
        let call = Call::get([ROOT])
            .optional_query("organizationId", filter.organization_id.as_deref())
            .optional_query("inviterId", filter.inviter_id.as_deref())
            .optional_query("invitee", filter.invitee.as_deref());
        Ok(self.0.send(call).await?.json()?)
    }

    /// Invites, and sends the message where the body has one.
    pub async fn create(&self, new: &CreateOrganizationInvitation) -> Result<OrganizationInvitation, Error> {
        self.0.give(Method::POST, &[ROOT], new).await
    }

    /// One of them.
    pub async fn get(&self, id: &str) -> Result<OrganizationInvitation, Error> {
        self.0.get(&[ROOT, id]).await
    }

    /// Sends the message, or sends it again.
    pub async fn send_message(&self, id: &str, payload: &MessagePayload) -> Result<(), Error> {
        self.0.tell(Method::POST, &[ROOT, id, "message"], payload).await
    }

    /// Makes the user a member with the invitation's roles. That the user is the one who was invited is for the caller to know: the
    /// server compares the e-mail address alone.
    pub async fn accept(&self, id: &str, user_id: &str) -> Result<OrganizationInvitation, Error> {
        self.set_status(id, "Accepted", Some(user_id.to_owned())).await
    }

    /// Ends it.
    pub async fn revoke(&self, id: &str) -> Result<OrganizationInvitation, Error> {
        self.set_status(id, "Revoked", None).await
    }

    async fn set_status(
        &self,
        id: &str,
        status: &str,
        accepted_user_id: Option<String>,
    ) -> Result<OrganizationInvitation, Error> {
        let body = UpdateOrganizationInvitationStatus { status: status.to_owned(), accepted_user_id };
        self.0.give(Method::PUT, &[ROOT, id, "status"], &body).await
    }

    /// Deletes it, whatever became of it.
    pub async fn delete(&self, id: &str) -> Result<(), Error> {
        self.0.delete(&[ROOT, id]).await
    }
}
