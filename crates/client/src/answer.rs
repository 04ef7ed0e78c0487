//! What the server answered.

use bytes::Bytes;
use http::StatusCode;
use serde::de::DeserializeOwned;

use crate::error::{Error, Refusal};

/// An answer, whole.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// `Total-Number`: how many items the whole list has (Management API contract §1.5).
    pub total_number: Option<u64>,
    /// The body.
    pub body: Bytes,
}

impl Answer {
    /// This answer, if it is a success.
    pub(crate) fn accept(self) -> Result<Self, Error> {
        if self.status.is_success() {
            return Ok(self);
        }
        if !self.status.is_client_error() && !self.status.is_server_error() {
            return Err(Error::UnexpectedStatus(self.status));
        }
        // A proxy on the way may answer without the wire's form.
        let mut refusal: Refusal = serde_json::from_slice(&self.body).unwrap_or(Refusal {
            status: self.status,
            code: None,
            message: String::new(),
            data: None,
            details: None,
        });
        refusal.status = self.status;
        Err(Error::Refused(Box::new(refusal)))
    }

    /// The body as JSON of this type.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        Ok(serde_json::from_slice(&self.body)?)
    }
}
