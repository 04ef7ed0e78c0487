//! `/api/users` (Management API contract §5).

use api_types::organization::OrganizationWithRoles;
use api_types::role::{AddedRoles, Role};
use api_types::user::{CreateUser, RoleIds, SetSuspended, UpdateUser, User};
use futures_util::Stream;
use http::Method;
use serde_json::{Map, Value, json};

use crate::call::Call;
use crate::client::Client;
use crate::error::Error;
use crate::paging::{Page, PageOptions, Search};

const ROOT: &str = "users";

/// Users.
#[derive(Debug, Clone)]
pub struct Users(pub(crate) Client);

impl Users {
    /// A page of all users, newest first.
    pub async fn list(&self, options: &PageOptions) -> Result<Page<User>, Error> {
        self.0.page(Call::get([ROOT]), Search::Advanced, options).await
    }

    /// Every user, newest first.
    pub fn all(&self) -> impl Stream<Item = Result<User, Error>> + use<> {
        self.0.rows(Call::get([ROOT]))
    }

    /// Creates one.
    pub async fn create(&self, new: &CreateUser) -> Result<User, Error> {
        self.0.give(Method::POST, &[ROOT], new).await
    }

    /// One of them.
    pub async fn get(&self, id: &str) -> Result<User, Error> {
        self.0.get(&[ROOT, id]).await
    }

    /// Changes what is given.
    pub async fn update(&self, id: &str, change: &UpdateUser) -> Result<User, Error> {
        self.0.give(Method::PATCH, &[ROOT, id], change).await
    }

    /// Deletes the user with everything of theirs.
    pub async fn delete(&self, id: &str) -> Result<(), Error> {
        self.0.delete(&[ROOT, id]).await
    }

    /// Lets a user sign in no more (and signs them out), or again.
    pub async fn set_suspended(&self, id: &str, is_suspended: bool) -> Result<User, Error> {
        self.0.give(Method::PATCH, &[ROOT, id, "is-suspended"], &SetSuspended { is_suspended }).await
    }

    /// Lays members over the custom data, and answers with the whole.
    pub async fn merge_custom_data(
        &self,
        id: &str,
        members: &Map<String, Value>,
    ) -> Result<Map<String, Value>, Error> {
        let body = json!({ "customData": members });
        self.0.give(Method::PATCH, &[ROOT, id, "custom-data"], &body).await
    }

    /// Every organization that the user belongs to, with the roles held there.
    pub async fn organizations(&self, id: &str) -> Result<Vec<OrganizationWithRoles>, Error> {
        self.0.get(&[ROOT, id, "organizations"]).await
    }

    /// Every global role of the user.
    pub fn all_roles(&self, id: &str) -> impl Stream<Item = Result<Role, Error>> + use<> {
        self.0.rows(Call::get([ROOT, id, "roles"]))
    }

    /// Gives a user global roles, beside those held.
    pub async fn add_roles(
        &self,
        id: &str,
        role_ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<AddedRoles, Error> {
        let body = RoleIds { role_ids: role_ids.into_iter().map(Into::into).collect() };
        self.0.give(Method::POST, &[ROOT, id, "roles"], &body).await
    }

    /// Takes a global role away.
    pub async fn remove_role(&self, id: &str, role_id: &str) -> Result<(), Error> {
        self.0.delete(&[ROOT, id, "roles", role_id]).await
    }
}
