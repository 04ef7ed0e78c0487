//! Forms that our own pages post. Whether the sender was one of those pages is asked twice: here by what the browser says, and by the page's
//! endpoint with a token that only a page of ours can know.

use axum::{
    extract::Request,
    http::{StatusCode, header},
};

use crate::{ApiError, body::read_bytes, is_from_another_origin};

/// The fields of a posted form, in the order they came.
#[derive(Debug, Clone, Default)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// Reads a posted form, unless another site made the browser post it. `base` is the public address of this server.
    ///
    /// # Errors
    /// 403 `auth.forbidden`, 415 for what is no form, 413 and 408 for its body, 400 for a NUL character.
    pub async fn read(request: Request, base: &str) -> Result<Self, ApiError> {
        if is_from_another_origin(request.headers(), base) {
            return Err(ApiError::new(StatusCode::FORBIDDEN, "auth.forbidden")
                .message("A page of another site sent this form."));
        }
        Self::read_from_anywhere(request).await
    }

    /// Reads a form that another site makes the browser post on purpose, such as the answer of an identity provider. Such a post carries no
    /// cookie of ours and must decide nothing by itself.
    ///
    /// # Errors
    /// As [`Self::read`], but for the first.
    pub async fn read_from_anywhere(request: Request) -> Result<Self, ApiError> {
        let content_type = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let is_form = content_type
            .split(';')
            .next()
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"));
        if !is_form {
            return Err(ApiError::message_only(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "This page takes forms only.",
            ));
        }
        let bytes = read_bytes(request).await?;
        let fields: Vec<_> = form_urlencoded::parse(&bytes)
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        if fields.iter().any(|(name, value)| name.contains('\0') || value.contains('\0')) {
            return Err(ApiError::message_only(
                StatusCode::BAD_REQUEST,
                "The form holds a character that cannot be stored.",
            ));
        }
        Ok(Self(fields))
    }

    /// A field; empty when it is missing.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    /// Puts a value in the place of what came.
    pub fn set(&mut self, name: &str, value: String) {
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name.to_owned(), value)),
        }
    }

    /// Every field with its value, in the order they came.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Every value of a field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Form {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(fields: I) -> Self {
        Self(fields.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}
