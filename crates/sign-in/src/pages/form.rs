//! Posted forms, and the proof that they come from a page of ours (login CSRF, OIDC contract §6.2).
//!
//! Two independent checks: what the browser says about the sender, and a token that only a page of this interaction can know. The token
//! is a hash of the interaction's uid, which is in an `HttpOnly` cookie and has 256 random bits; nothing has to be stored.

use std::sync::Arc;

use axum::{extract::Request, http::Uri, response::Response};
use domain::InteractionId;
use http_kit::ApiError;
use operations::{Endpoint, Services};
use ui::Words;

use super::notice::visit;
use crate::flow::Visit;

/// A form posted to a page of a running interaction. Whether a page of ours made it is still to be asked ([`Form::belongs_to`]).
pub(super) struct Post {
    pub(super) visit: Visit,
    pub(super) words: Words,
    pub(super) uri: Uri,
    pub(super) form: Form,
}

impl Post {
    /// Reads it, or gives the answer to what is none.
    pub(super) async fn of(request: Request, services: &Arc<Services>) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let visit = visit(&parts, services).await?;
        let (words, uri) = (visit.words().await, parts.uri.clone());
        let form = match Form::read(Request::from_parts(parts, body), &services.endpoint).await {
            Ok(form) => form,
            Err(error) => return Err(visit.failure(&error, &words).await),
        };
        Ok(Self { visit, words, uri, form })
    }
}

/// The fields of a form.
pub(super) struct Form(http_kit::Form);

impl Form {
    /// Reads a posted form, unless another site made the browser post it.
    pub(super) async fn read(request: Request, endpoint: &Endpoint) -> Result<Self, ApiError> {
        http_kit::Form::read(request, endpoint.base()).await.map(Self)
    }

    /// A field; empty when it is missing.
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.get(name)
    }

    /// All of it.
    pub(super) fn fields(&self) -> &http_kit::Form {
        &self.0
    }

    /// Every value of a field.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.all(name)
    }

    /// Whether a page of this interaction made the form.
    pub(super) fn belongs_to(&self, uid: &InteractionId) -> bool {
        token(uid).matches(self.get("xsrf"))
    }
}

/// The token against forged posts of an interaction's pages.
pub(super) fn token(uid: &InteractionId) -> domain::PlainToken {
    use base64::Engine as _;
    let hash = domain::HashedToken::of(&format!("form token\n{uid}"));
    domain::PlainToken::new(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(hash.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;

    #[test]
    fn a_token_belongs_to_one_interaction_and_does_not_tell_its_uid_or_stored_id() {
        let uid = InteractionId::new("bA122WqD1rumlYmUqb_XA6SDaz7ASUaTyWTv7wNiHvh");
        let form = Form([("xsrf", token(&uid).reveal())].into_iter().collect());
        assert!(form.belongs_to(&uid));
        assert!(!form.belongs_to(&InteractionId::new("another")));
        assert!(!Form(http_kit::Form::default()).belongs_to(&uid));
        let stored = domain::HashedToken::of(uid.as_str());
        assert_ne!(
            token(&uid).reveal(),
            base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(stored.as_bytes())
        );
    }
}
