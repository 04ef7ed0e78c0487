//! `/api/applications` (Management API contract §8).

use api_types::application::{
    Application, ApplicationSecret, ApplicationWithAdmin, CreateApplication, CreateSecret, UpdateApplication,
};
use futures_util::Stream;
use http::Method;

use crate::call::Call;
use crate::client::Client;
use crate::error::Error;
use crate::paging::{Page, PageOptions, Search};

const ROOT: &str = "applications";

/// Applications.
#[derive(Debug, Clone)]
pub struct Applications(pub(crate) Client);

impl Applications {
    /// A page of all applications, newest first.
    pub async fn list(&self, options: &PageOptions) -> Result<Page<Application>, Error> {
        self.0.page(Call::get([ROOT]), Search::Advanced, options).await
    }

    /// Every application, newest first.
    pub fn all(&self) -> impl Stream<Item = Result<Application, Error>> + use<> {
        self.0.rows(Call::get([ROOT]))
    }

    /// Creates one. Its secrets are a list of their own.
    pub async fn create(&self, new: &CreateApplication) -> Result<Application, Error> {
        self.0.give(Method::POST, &[ROOT], new).await
    }

    /// One of them.
    pub async fn get(&self, id: &str) -> Result<ApplicationWithAdmin, Error> {
        self.0.get(&[ROOT, id]).await
    }

    /// Changes what is given.
    pub async fn update(&self, id: &str, change: &UpdateApplication) -> Result<Application, Error> {
        self.0.give(Method::PATCH, &[ROOT, id], change).await
    }

    /// Deletes it.
    pub async fn delete(&self, id: &str) -> Result<(), Error> {
        self.0.delete(&[ROOT, id]).await
    }

    /// Its secrets, in clear.
    pub async fn secrets(&self, id: &str) -> Result<Vec<ApplicationSecret>, Error> {
        self.0.get(&[ROOT, id, "secrets"]).await
    }

    /// Makes a further secret.
    pub async fn create_secret(&self, id: &str, new: &CreateSecret) -> Result<ApplicationSecret, Error> {
        self.0.give(Method::POST, &[ROOT, id, "secrets"], new).await
    }

    /// Takes a secret away, by its name.
    pub async fn delete_secret(&self, id: &str, name: &str) -> Result<(), Error> {
        self.0.delete(&[ROOT, id, "secrets", name]).await
    }
}
