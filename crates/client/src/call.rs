//! One call to the Management API.

use bytes::Bytes;
use domain::UserId;
use http::{Method, Request};
use serde::Serialize;

use crate::error::Error;
use crate::machine::{MachineToken, authorized, on_behalf_of};
use crate::target::Target;

/// A call: what to do where, with what. Every part is encoded anew, so that no id can lead elsewhere.
#[derive(Debug, Clone)]
pub struct Call {
    method: Method,
    target: Target,
    body: Option<Bytes>,
    acting_user: Option<UserId>,
}

impl Call {
    /// A call to the path of these segments under `/api`. `.` and `..`, which some readers resolve even when they are encoded, make
    /// one that leads nowhere.
    pub fn new<S: AsRef<str>>(method: Method, segments: impl IntoIterator<Item = S>) -> Self {
        Self { method, target: Target::new(segments), body: None, acting_user: None }
    }

    /// A `GET`.
    pub fn get<S: AsRef<str>>(segments: impl IntoIterator<Item = S>) -> Self {
        Self::new(Method::GET, segments)
    }

    /// A `POST` with a body of JSON.
    pub fn post<S: AsRef<str>>(
        segments: impl IntoIterator<Item = S>,
        body: &impl Serialize,
    ) -> Result<Self, Error> {
        Self::new(Method::POST, segments).json(body)
    }

    /// A `DELETE`.
    pub fn delete<S: AsRef<str>>(segments: impl IntoIterator<Item = S>) -> Self {
        Self::new(Method::DELETE, segments)
    }

    /// Adds a query parameter.
    pub fn query(mut self, name: &str, value: impl ToString) -> Self {
        self.target = self.target.query(name, value);
        self
    }

    /// Adds a query parameter where there is a value.
    pub fn optional_query(self, name: &str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.query(name, value),
            None => self,
        }
    }

    /// Gives it a body of JSON.
    pub fn json(mut self, body: &impl Serialize) -> Result<Self, Error> {
        let body = serde_json::to_vec(body).map_err(|error| Error::Request(Box::new(error)))?;
        self.body = Some(Bytes::from(body));
        Ok(self)
    }

    /// Says on whose behalf the machine acts. It gives no right: it is for the record.
    pub fn on_behalf_of(mut self, user_id: &str) -> Self {
        self.acting_user = Some(UserId::new(user_id));
        self
    }

    /// The whole request, made of nothing but the call, the machine's token and, where the call names nobody, who its client acts for.
    pub(crate) fn request(
        &self,
        token: &MachineToken,
        acting_user: Option<&UserId>,
    ) -> Result<Request<Bytes>, Error> {
        let mut request = authorized(&self.method, &self.target, self.body.clone(), token)?;
        if let Some(user_id) = self.acting_user.as_ref().or(acting_user) {
            on_behalf_of(&mut request, user_id)?;
        }
        Ok(request)
    }
}
