//! `/api/roles`: global roles (Management API contract §7).

use api_types::role::{AddUsers, CreateRole, Role, RoleWithHolders, UpdateRole};
use api_types::user::UserInfo;
use futures_util::Stream;
use http::Method;

use crate::call::Call;
use crate::client::Client;
use crate::error::Error;
use crate::paging::{Page, PageOptions, Search};

const ROOT: &str = "roles";

/// Global roles.
#[derive(Debug, Clone)]
pub struct Roles(pub(crate) Client);

impl Roles {
    /// A page of all roles.
    pub async fn list(&self, options: &PageOptions) -> Result<Page<RoleWithHolders>, Error> {
        self.0.page(Call::get([ROOT]), Search::Advanced, options).await
    }

    /// Every role.
    pub fn all(&self) -> impl Stream<Item = Result<RoleWithHolders, Error>> + use<> {
        self.0.rows(Call::get([ROOT]))
    }

    /// Creates one.
    pub async fn create(&self, new: &CreateRole) -> Result<Role, Error> {
        self.0.give(Method::POST, &[ROOT], new).await
    }

    /// One of them.
    pub async fn get(&self, id: &str) -> Result<Role, Error> {
        self.0.get(&[ROOT, id]).await
    }

    /// Changes what is given.
    pub async fn update(&self, id: &str, change: &UpdateRole) -> Result<Role, Error> {
        self.0.give(Method::PATCH, &[ROOT, id], change).await
    }

    /// Deletes it, and takes it away from everybody.
    pub async fn delete(&self, id: &str) -> Result<(), Error> {
        self.0.delete(&[ROOT, id]).await
    }

    /// Every user who holds it.
    pub fn all_users(&self, id: &str) -> impl Stream<Item = Result<UserInfo, Error>> + use<> {
        self.0.rows(Call::get([ROOT, id, "users"]))
    }

    /// Gives it to users who do not hold it.
    pub async fn add_users(
        &self,
        id: &str,
        user_ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<(), Error> {
        let body = AddUsers { user_ids: user_ids.into_iter().map(Into::into).collect() };
        self.0.tell(Method::POST, &[ROOT, id, "users"], &body).await
    }

    /// Takes it away from a user.
    pub async fn remove_user(&self, id: &str, user_id: &str) -> Result<(), Error> {
        self.0.delete(&[ROOT, id, "users", user_id]).await
    }
}
