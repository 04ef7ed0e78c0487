//! `/api/organization-roles`: the roles of the organization template (Management API contract §3).

use api_types::organization_template::{CreateOrganizationRole, OrganizationRole, OrganizationRoleListItem};
use futures_util::Stream;
use http::Method;

use crate::call::Call;
use crate::client::Client;
use crate::error::Error;
use crate::paging::{Page, PageOptions, Search};

const ROOT: &str = "organization-roles";

/// The roles of the organization template.
#[derive(Debug, Clone)]
pub struct OrganizationRoles(pub(crate) Client);

impl OrganizationRoles {
    /// A page of all roles, with their permissions.
    pub async fn list(&self, options: &PageOptions) -> Result<Page<OrganizationRoleListItem>, Error> {
        self.0.page(Call::get([ROOT]), Search::Simple, options).await
    }

    /// Every role, with its permissions.
    pub fn all(&self) -> impl Stream<Item = Result<OrganizationRoleListItem, Error>> + use<> {
        self.0.rows(Call::get([ROOT]))
    }

    /// Creates one.
    pub async fn create(&self, new: &CreateOrganizationRole) -> Result<OrganizationRole, Error> {
        self.0.give(Method::POST, &[ROOT], new).await
    }

    /// One of them.
    pub async fn get(&self, id: &str) -> Result<OrganizationRole, Error> {
        self.0.get(&[ROOT, id]).await
    }

    /// Deletes it, and takes it away from everybody.
    pub async fn delete(&self, id: &str) -> Result<(), Error> {
        self.0.delete(&[ROOT, id]).await
    }
}
