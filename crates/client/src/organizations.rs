//! `/api/organizations` (Management API contract §2).

use api_types::organization::{
    ApplicationIds, ApplicationMember, CreateOrganization, MemberRoles, Organization, OrganizationListItem,
    UpdateOrganization, UserIds, UserMember,
};
use api_types::organization_template::{OrganizationRole, OrganizationScope};
use futures_util::Stream;
use http::Method;

use crate::call::Call;
use crate::client::Client;
use crate::error::Error;
use crate::paging::{Page, PageOptions, Search};

const ROOT: &str = "organizations";

/// Organizations and their members.
#[derive(Debug, Clone)]
pub struct Organizations(pub(crate) Client);

impl Organizations {
    /// A page of all organizations.
    pub async fn list(&self, options: &PageOptions) -> Result<Page<OrganizationListItem>, Error> {
        self.0.page(Call::get([ROOT]), Search::Simple, options).await
    }

    /// Every organization.
    pub fn all(&self) -> impl Stream<Item = Result<OrganizationListItem, Error>> + use<> {
        self.0.rows(Call::get([ROOT]))
    }

    /// Creates one.
    pub async fn create(&self, new: &CreateOrganization) -> Result<Organization, Error> {
        self.0.give(Method::POST, &[ROOT], new).await
    }

    /// One of them.
    pub async fn get(&self, id: &str) -> Result<Organization, Error> {
        self.0.get(&[ROOT, id]).await
    }

    /// Changes what is given.
    pub async fn update(&self, id: &str, change: &UpdateOrganization) -> Result<Organization, Error> {
        self.0.give(Method::PATCH, &[ROOT, id], change).await
    }

    /// Deletes it with everything that belongs to it.
    pub async fn delete(&self, id: &str) -> Result<(), Error> {
        self.0.delete(&[ROOT, id]).await
    }

    /// A page of its members.
    pub async fn members(&self, id: &str, options: &PageOptions) -> Result<Page<UserMember>, Error> {
        self.0.page(Call::get([ROOT, id, "users"]), Search::Simple, options).await
    }

    /// Every member.
    pub fn all_members(&self, id: &str) -> impl Stream<Item = Result<UserMember, Error>> + use<> {
        self.0.rows(Call::get([ROOT, id, "users"]))
    }

    /// Makes users members; those who are stay as they are.
    pub async fn add_members(
        &self,
        id: &str,
        user_ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<(), Error> {
        let body = UserIds { user_ids: user_ids.into_iter().map(Into::into).collect() };
        self.0.tell(Method::POST, &[ROOT, id, "users"], &body).await
    }

    /// Takes a membership away, with its roles.
    pub async fn remove_member(&self, id: &str, user_id: &str) -> Result<(), Error> {
        self.0.delete(&[ROOT, id, "users", user_id]).await
    }

    /// The roles of a member.
    pub async fn member_roles(&self, id: &str, user_id: &str) -> Result<Vec<OrganizationRole>, Error> {
        self.0.get(&[ROOT, id, "users", user_id, "roles"]).await
    }

    /// Gives a member these roles, by id, by name or both, and no other.
    pub async fn set_member_roles(&self, id: &str, user_id: &str, roles: &MemberRoles) -> Result<(), Error> {
        self.0.tell(Method::PUT, &[ROOT, id, "users", user_id, "roles"], roles).await
    }

    /// The permissions that a member's roles give in the organization; none for who is no member.
    pub async fn member_scopes(&self, id: &str, user_id: &str) -> Result<Vec<OrganizationScope>, Error> {
        self.0.get(&[ROOT, id, "users", user_id, "scopes"]).await
    }

    /// A page of its machine-to-machine applications.
    pub async fn applications(
        &self,
        id: &str,
        options: &PageOptions,
    ) -> Result<Page<ApplicationMember>, Error> {
        self.0.page(Call::get([ROOT, id, "applications"]), Search::Simple, options).await
    }

    /// Lets machine-to-machine applications get tokens for the organization.
    pub async fn add_applications(
        &self,
        id: &str,
        application_ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<(), Error> {
        let body = ApplicationIds { application_ids: application_ids.into_iter().map(Into::into).collect() };
        self.0.tell(Method::POST, &[ROOT, id, "applications"], &body).await
    }

    /// Takes that away from one.
    pub async fn remove_application(&self, id: &str, application_id: &str) -> Result<(), Error> {
        self.0.delete(&[ROOT, id, "applications", application_id]).await
    }
}
