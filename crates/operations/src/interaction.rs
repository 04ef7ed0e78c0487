//! The hand-over between the OpenID provider and the sign-in experience: which running interaction a request belongs to, what the
//! experience keeps in it, and how it ends (OIDC contract §5.7, §6.1, §6.2).
//!
//! The provider creates interactions and takes their results; the experience loads them, works, and finishes them. Neither calls the
//! other. This module knows the value of the `_interaction` cookie but not its signature: callers pass verified values only.

use domain::{
    ApplicationId, HashedToken, InteractionId,
    grant::{Interaction, InteractionResult},
};
use serde_json::{Map, Value};
use store::{StoreError, interaction};

use crate::{endpoint::Endpoint, services::Services};

/// How many clients one browser can be signing in to at a time, and how long the cookie may get; the oldest give way.
const MAX_COOKIE_CLIENTS: usize = 10;
const MAX_COOKIE_BYTES: usize = 3_072;
/// The member of the cookie that names the latest interaction, for requests that do not say which client they are about.
const LATEST: &str = "_legacy";

/// A running interaction together with its uid, which only its browser knows.
#[derive(Clone, PartialEq, Debug)]
pub struct RunningInteraction {
    /// The uid.
    pub uid: InteractionId,
    /// Its state.
    pub interaction: Interaction,
}

/// Why a request belongs to no running interaction. On the wire each is 400 `session.not_found` with `error` `invalid_request` and
/// [`Self::description`] as `error_description`; a failure of the store is not.
#[derive(Debug, thiserror::Error)]
pub enum InteractionError {
    /// There is no cookie, or none whose signature is ours.
    #[error("{}", self.description().unwrap_or_default())]
    CookieNotFound,
    /// The interaction has ended.
    #[error("{}", self.description().unwrap_or_default())]
    NotFound,
    /// It belongs to another client than the request says.
    #[error("{}", self.description().unwrap_or_default())]
    ClientMismatch,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl InteractionError {
    /// The `error_description` of the wire; `None` for a failure of the store.
    pub fn description(&self) -> Option<&'static str> {
        match self {
            Self::CookieNotFound => Some("interaction session id cookie not found"),
            Self::NotFound => Some("interaction session not found"),
            Self::ClientMismatch => Some("interaction client_id mismatch"),
            Self::Store(_) => None,
        }
    }
}

/// Loads the interaction that a request belongs to. `cookie` is the verified value of `_interaction`; `client_id` is the header
/// `Logto-App-Id`, or the query parameter `app_id`, when there is one.
pub async fn load(
    services: &Services,
    cookie: Option<&str>,
    client_id: Option<&str>,
) -> Result<RunningInteraction, InteractionError> {
    let uid =
        cookie.and_then(|cookie| uid_in_cookie(cookie, client_id)).ok_or(InteractionError::CookieNotFound)?;
    let id = HashedToken::of(uid.as_str());
    let found = interaction::find(services.db.exec(), &services.tenant, &id, services.now()).await?;
    let interaction = found.ok_or(InteractionError::NotFound)?;
    if client_id.is_some_and(|client_id| client_id != interaction.application_id.as_str()) {
        return Err(InteractionError::ClientMismatch);
    }
    Ok(RunningInteraction { uid, interaction })
}

/// Sets how the interaction ended, and returns the absolute URL at which the provider takes it from there. May be repeated until then.
pub async fn finish(
    services: &Services,
    running: &RunningInteraction,
    result: &InteractionResult,
) -> Result<String, InteractionError> {
    let set = interaction::set_result(services.db.exec(), &services.tenant, &running.interaction.id, result)
        .await?;
    if set { Ok(running.resume_url(&services.endpoint)) } else { Err(InteractionError::NotFound) }
}

impl RunningInteraction {
    /// Where the provider resumes it (OIDC contract §6.1).
    pub fn resume_url(&self, endpoint: &Endpoint) -> String {
        let path = resume_path(self.interaction.device_code.is_some(), &self.uid);
        format!("{}{path}", endpoint.base())
    }
}

/// The path at which the provider resumes an interaction, by whether it is for a device (OIDC contract §4.7, §5.7).
pub fn resume_path(is_for_device: bool, uid: &InteractionId) -> String {
    format!("/oidc/{}/{uid}", if is_for_device { "device" } else { "auth" })
}

/// The uid that a verified `_interaction` cookie holds for a client: the cookie is a JSON object by client, percent-encoded or not, or a
/// bare uid. Without a client, or for one it does not name, it is the latest.
pub fn uid_in_cookie(cookie: &str, client_id: Option<&str>) -> Option<InteractionId> {
    let text = percent_decode(cookie)?;
    if !text.starts_with('{') {
        return (!text.is_empty()).then(|| InteractionId::new(text));
    }
    let members: Map<String, Value> = serde_json::from_str(&text).ok()?;
    let uid = client_id.and_then(|client_id| members.get(client_id)).or_else(|| members.get(LATEST))?;
    Some(InteractionId::new(uid.as_str()?))
}

/// The value of the `_interaction` cookie once `client_id` has a new interaction, given the verified value it had before.
pub fn cookie_with(cookie: Option<&str>, client_id: &ApplicationId, uid: &InteractionId) -> String {
    let mut members: Map<String, Value> =
        cookie.and_then(percent_decode).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    members.shift_remove(LATEST);
    // A client's newest interaction goes last, so that the first member is the oldest.
    members.shift_remove(client_id.as_str());
    members.insert(client_id.to_string(), Value::from(uid.as_str()));
    members.insert(LATEST.to_owned(), Value::from(uid.as_str()));
    loop {
        let encoded = percent_encode(&Value::Object(members.clone()).to_string());
        if members.len() <= 2
            || (members.len() <= MAX_COOKIE_CLIENTS + 1 && encoded.len() <= MAX_COOKIE_BYTES)
        {
            return encoded;
        }
        let oldest = members.keys().next().cloned().unwrap_or_default();
        members.shift_remove(&oldest);
    }
}

/// Encodes as browsers' `encodeURIComponent` does, which is how this cookie's value is written.
fn percent_encode(text: &str) -> String {
    const COMPONENT: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'_')
        .remove(b'.')
        .remove(b'!')
        .remove(b'~')
        .remove(b'*')
        .remove(b'\'')
        .remove(b'(')
        .remove(b')');
    percent_encoding::utf8_percent_encode(text, COMPONENT).to_string()
}

fn percent_decode(text: &str) -> Option<String> {
    percent_encoding::percent_decode_str(text).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uid(text: &str) -> InteractionId {
        InteractionId::new(text)
    }

    #[test]
    fn the_cookie_names_one_interaction_a_client_and_the_latest() {
        let one = cookie_with(None, &ApplicationId::new("a"), &uid("1"));
        assert_eq!(one, "%7B%22a%22%3A%221%22%2C%22_legacy%22%3A%221%22%7D");
        let two = cookie_with(Some(&one), &ApplicationId::new("b"), &uid("2"));
        assert_eq!(uid_in_cookie(&two, Some("a")), Some(uid("1")));
        assert_eq!(uid_in_cookie(&two, Some("b")), Some(uid("2")));
        assert_eq!(uid_in_cookie(&two, None), Some(uid("2")));
        assert_eq!(uid_in_cookie(&two, Some("c")), Some(uid("2")));
    }

    #[test]
    fn a_bare_uid_and_plain_json_are_read_too() {
        assert_eq!(uid_in_cookie("bA12_-", Some("a")), Some(uid("bA12_-")));
        assert_eq!(uid_in_cookie(r#"{"a":"1","_legacy":"2"}"#, Some("a")), Some(uid("1")));
        for broken in ["", "{", "{}", r#"{"a":1}"#, "%FF", "[]x{"] {
            let read = uid_in_cookie(broken, Some("a"));
            assert!(read.is_none() || broken == "[]x{", "{broken}");
        }
    }

    #[test]
    fn the_oldest_clients_give_way() {
        let mut cookie = None;
        for number in 0..12 {
            let client = ApplicationId::new(format!("client-{number}"));
            cookie = Some(cookie_with(cookie.as_deref(), &client, &uid(&"u".repeat(43))));
        }
        let cookie = cookie.unwrap();
        let members: Map<String, Value> = serde_json::from_str(&percent_decode(&cookie).unwrap()).unwrap();
        assert_eq!(members.len(), 11);
        assert!(
            !members.contains_key("client-1")
                && members.contains_key("client-2")
                && members.contains_key("client-11")
        );
        let long = cookie_with(Some(&cookie), &ApplicationId::new("x".repeat(2_000)), &uid("1"));
        assert!(long.len() <= MAX_COOKIE_BYTES);
        assert_eq!(uid_in_cookie(&long, None), Some(uid("1")));
    }

    #[test]
    fn a_client_that_starts_again_is_the_newest() {
        let first = cookie_with(None, &ApplicationId::new("a"), &uid("1"));
        let second = cookie_with(Some(&first), &ApplicationId::new("b"), &uid("2"));
        let third = cookie_with(Some(&second), &ApplicationId::new("a"), &uid("3"));
        assert_eq!(percent_decode(&third).unwrap(), r#"{"b":"2","a":"3","_legacy":"3"}"#);
    }
}
