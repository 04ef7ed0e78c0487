//! One call to the Management API.

use bytes::Bytes;
use domain::UserId;
use domain::audit::ActingUser;
use http::{HeaderValue, Method, Request, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use protocol::identifiers::ACTING_USER_HEADER;
use serde::Serialize;

use crate::error::Error;
use crate::machine_token::MachineToken;

/// Everything but the unreserved characters of RFC 3986 §2.3.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A call: what to do where, with what. Every part is encoded anew, so that no id can lead elsewhere.
#[derive(Debug, Clone)]
pub struct Call {
    method: Method,
    target: String,
    has_query: bool,
    body: Option<Bytes>,
    acting_user: Option<UserId>,
}

impl Call {
    /// A call to the path of these segments under `/api`. `.` and `..`, which some readers resolve even when they are encoded, make
    /// one that leads nowhere.
    pub fn new<S: AsRef<str>>(method: Method, segments: impl IntoIterator<Item = S>) -> Self {
        let mut target = String::from("/api");
        for segment in segments {
            target.push('/');
            match segment.as_ref() {
                "" | "." | ".." => target.push_str("%00"),
                segment => target.extend(utf8_percent_encode(segment, SEGMENT)),
            }
        }
        Self { method, target, has_query: false, body: None, acting_user: None }
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
        self.target.push(if self.has_query { '&' } else { '?' });
        self.has_query = true;
        self.target.extend(utf8_percent_encode(name, SEGMENT));
        self.target.push('=');
        self.target.extend(utf8_percent_encode(&value.to_string(), SEGMENT));
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

    /// The whole request, made of nothing but the call and the machine's token.
    pub(crate) fn request(&self, token: &MachineToken) -> Result<Request<Bytes>, Error> {
        let mut request = Request::new(self.body.clone().unwrap_or_default());
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.target.parse()?;
        let mut authorization = HeaderValue::from_str(&format!("Bearer {}", token.token.reveal()))?;
        authorization.set_sensitive(true);
        let headers = request.headers_mut();
        headers.insert(header::AUTHORIZATION, authorization);
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        if self.body.is_some() {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        if let Some(user_id) = &self.acting_user {
            headers.insert(ACTING_USER_HEADER, HeaderValue::from_str(user_id.as_str())?);
            request.extensions_mut().insert(ActingUser(user_id.clone()));
        }
        Ok(request)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_part_is_encoded() {
        let call =
            Call::get(["organizations", "a/b", "users", "x?y#z"]).query("q", "a&b=c +%").query("page", 2);
        assert_eq!(call.target, "/api/organizations/a%2Fb/users/x%3Fy%23z?q=a%26b%3Dc%20%2B%25&page=2");
        assert_eq!(Call::get(["users"]).optional_query("q", None::<&str>).target, "/api/users");
    }

    proptest! {
        #[test]
        fn no_segment_can_become_two_or_a_query_or_lead_up(segment in ".{0,40}") {
            let target = Call::get(["organizations", segment.as_str()]).target;
            prop_assert_eq!(target.matches('/').count(), 3);
            prop_assert!(!target.contains(['?', '#', ';', '\\', '\0']));
            prop_assert!(!target.ends_with('/') && !target.ends_with("/.") && !target.ends_with("/.."));
            let uri: http::Uri = target.parse().unwrap();
            prop_assert_eq!(uri.query(), None);
        }
    }
}
