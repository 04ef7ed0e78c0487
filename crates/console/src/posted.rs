//! Forms that a page of the operator's own session made. Two things are asked, by the type that handlers take: `Sec-Fetch-Site` (else `Origin`) must
//! name our own origin, and a hidden token must match the session's cookie.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Multipart, Request, multipart::MultipartError},
    http::{StatusCode, header},
    response::Response,
};
use http_kit::{Form, MAX_UPLOAD_BYTES, is_from_another_origin};

use crate::{
    console::{Console, PATH},
    notice,
    operator::Operator,
};

/// A form, by somebody who may post it. There is no other way to one.
pub(crate) struct Posted {
    /// Who posts it.
    pub(crate) by: Operator,
    /// What is in it.
    pub(crate) form: Form,
}

impl FromRequest<Arc<Console>> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, console: &Arc<Console>) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let by = Operator::from_request_parts(&mut parts, console).await?;
        let form = Form::read(Request::from_parts(parts, body), console.services.endpoint.base()).await;
        let form = form.map_err(|error| match Unreadable::of(error.status()) {
            Some(unreadable) => unreadable.answer(&by),
            None => notice::error(console, by.words.clone(), &error),
        })?;
        if by.made(form.get("xsrf")) {
            return Ok(Self { by, form });
        }
        Err(notice::stale(console, by.words, "console-stale-lead", PATH, StatusCode::FORBIDDEN))
    }
}

/// A form that may have files, by somebody who may post it. There is no other way to one.
pub(crate) struct PostedFiles {
    /// Who posts it.
    pub(crate) by: Operator,
    /// What is in it beside files.
    pub(crate) form: Form,
    /// The files that were chosen, by the names of their fields.
    pub(crate) files: Vec<(String, Bytes)>,
}

/// The most fields that a form with files may have.
const MAX_FIELDS: usize = 200;
/// How large the body of a form with files may be.
pub(crate) const MAX_FORM_BYTES: usize = 4 * MAX_UPLOAD_BYTES;

impl FromRequest<Arc<Console>> for PostedFiles {
    type Rejection = Response;

    async fn from_request(request: Request, console: &Arc<Console>) -> Result<Self, Response> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
            let Posted { by, form } = Posted::from_request(request, console).await?;
            return Ok(Self { by, form, files: Vec::new() });
        }
        let (mut parts, body) = request.into_parts();
        let by = Operator::from_request_parts(&mut parts, console).await?;
        let stale = |by: &Operator| {
            notice::stale(console, by.words.clone(), "console-stale-lead", PATH, StatusCode::FORBIDDEN)
        };
        if is_from_another_origin(&parts.headers, console.services.endpoint.base()) {
            return Err(stale(&by));
        }
        let Ok(form) = Multipart::from_request(Request::from_parts(parts, body), console).await else {
            return Err(stale(&by));
        };
        match read(form, &by).await {
            Ok(Some((fields, files))) => Ok(Self { by, form: Form::from_iter(fields), files }),
            Ok(None) => Err(stale(&by)),
            Err(unreadable) => Err(unreadable.answer(&by)),
        }
    }
}

/// A form that cannot be read, with the message of why.
struct Unreadable(StatusCode, &'static str);

impl Unreadable {
    const NUL: Self = Self(StatusCode::BAD_REQUEST, "console-unreadable-character");
    const TOO_MANY: Self = Self(StatusCode::BAD_REQUEST, "console-unreadable-many");

    /// What [`Form::read`] says by its status, unless that is about something else than what arrived.
    fn of(status: StatusCode) -> Option<Self> {
        match status {
            StatusCode::BAD_REQUEST => Some(Self::NUL),
            StatusCode::PAYLOAD_TOO_LARGE => Some(Self(status, "console-unreadable-large")),
            StatusCode::REQUEST_TIMEOUT | StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                Some(Self(status, "console-unreadable-lead"))
            }
            _ => None,
        }
    }

    fn answer(&self, by: &Operator) -> Response {
        notice::said(&by.console, by.words.clone(), self.0, ("console-unreadable-title", self.1))
    }
}

impl From<MultipartError> for Unreadable {
    fn from(error: MultipartError) -> Self {
        match error.status() {
            status @ StatusCode::PAYLOAD_TOO_LARGE => Self(status, "console-unreadable-large"),
            status => Self(status, "console-unreadable-lead"),
        }
    }
}

/// Texts and files of a form, by the names of their fields.
type Fields = (Vec<(String, String)>, Vec<(String, Bytes)>);

/// What a form holds; nothing where the first field is not the token of a page of this session.
async fn read(mut form: Multipart, by: &Operator) -> Result<Option<Fields>, Unreadable> {
    let (mut texts, mut files) = (Vec::new(), Vec::new());
    let mut is_made = false;
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        if texts.len() + files.len() >= MAX_FIELDS {
            return Err(Unreadable::TOO_MANY);
        }
        if field.file_name().is_some() {
            if !is_made {
                return Ok(None);
            }
            let file = field.bytes().await?;
            // A field in which nothing was chosen comes too.
            if !file.is_empty() {
                files.push((name, file));
            }
            continue;
        }
        let text = field.text().await?;
        is_made = is_made || (name == "xsrf" && by.made(&text));
        if !is_made {
            return Ok(None);
        }
        if text.contains('\0') || name.contains('\0') {
            return Err(Unreadable::NUL);
        }
        texts.push((name, text));
    }
    Ok(is_made.then_some((texts, files)))
}
