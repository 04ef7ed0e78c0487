//! Forms that a page of the sender's own session made.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Multipart, Request},
    http::StatusCode,
    response::Response,
};
use domain::user_asset::MAX_FILE_BYTES;
use http_kit::{ApiError, Form, Issue, is_from_another_origin};

use crate::{
    Area, Visitor,
    notice::{error_page, out_of_date},
};

/// Whoever posts a form: a visitor, or one who has come further.
pub trait Sender<A: Area>: FromRequestParts<Arc<A>, Rejection = Response> + Send {
    /// Who it is.
    fn visitor(&self) -> &Visitor;
}

impl<A: Area> Sender<A> for Visitor {
    fn visitor(&self) -> &Visitor {
        self
    }
}

/// A form that a page of the visitor's own session made. There is no other way to one.
pub struct Posted<S> {
    /// Who posts it.
    pub by: S,
    /// What is in it.
    pub form: Form,
}

impl<A: Area, S: Sender<A>> FromRequest<Arc<A>> for Posted<S> {
    type Rejection = Response;

    async fn from_request(request: Request, area: &Arc<A>) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let back = parts.uri.path().to_owned();
        let by = S::from_request_parts(&mut parts, area).await?;
        let headers = parts.headers.clone();
        let form = match Form::read(Request::from_parts(parts, body), area.services().endpoint.base()).await {
            Ok(form) => form,
            Err(error) => return Err(error_page(&**area, area.words(&headers).await, &error)),
        };
        if by.visitor().made(form.get("xsrf")) {
            return Ok(Self { by, form });
        }
        Err(out_of_date(&**area, area.words(&headers).await, &back, StatusCode::FORBIDDEN))
    }
}

/// The field of a form that holds its file.
const FILE: &str = "file";
/// The longest token against forged posts, in bytes.
const MAX_TOKEN: usize = 128;

/// A form with a file, `multipart/form-data`, that a page of the visitor's own session made. There is no other way to one. The token stands
/// before the file, which is not read for anybody without.
pub struct PostedFile<S> {
    /// Who posts it.
    pub by: S,
    /// The file, or what is wrong with it.
    pub file: Result<Bytes, ApiError>,
}

impl<A: Area, S: Sender<A>> FromRequest<Arc<A>> for PostedFile<S> {
    type Rejection = Response;

    async fn from_request(request: Request, area: &Arc<A>) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let back = parts.uri.path().to_owned();
        let by = S::from_request_parts(&mut parts, area).await?;
        let headers = parts.headers.clone();
        if is_from_another_origin(&headers, area.services().endpoint.base()) {
            let error = ApiError::new(StatusCode::FORBIDDEN, "auth.forbidden")
                .message("A page of another site sent this form.");
            return Err(error_page(&**area, area.words(&headers).await, &error));
        }
        if let Ok(mut form) = Multipart::from_request(Request::from_parts(parts, body), area).await
            && is_made(&mut form, by.visitor()).await
        {
            let file = file(&mut form).await;
            return Ok(Self { by, file });
        }
        Err(out_of_date(&**area, area.words(&headers).await, &back, StatusCode::FORBIDDEN))
    }
}

/// Whether the first field is the token of a page of this session.
async fn is_made(form: &mut Multipart, visitor: &Visitor) -> bool {
    let Ok(Some(mut field)) = form.next_field().await else { return false };
    if field.name() != Some("xsrf") {
        return false;
    }
    let mut token = Vec::new();
    while let Ok(Some(chunk)) = field.chunk().await {
        token.extend_from_slice(&chunk);
        if token.len() > MAX_TOKEN {
            return false;
        }
    }
    std::str::from_utf8(&token).is_ok_and(|token| visitor.made(token))
}

async fn file(form: &mut Multipart) -> Result<Bytes, ApiError> {
    let missing = || ApiError::invalid_input(vec![Issue::new("custom", &[FILE], "Required")]);
    let too_large = || ApiError::bad_request("guard.file_size_exceeded");
    let Ok(Some(field)) = form.next_field().await else { return Err(missing()) };
    if field.name() != Some(FILE) {
        return Err(missing());
    }
    match field.bytes().await {
        Ok(file) if file.is_empty() => Err(missing()),
        Ok(file) if file.len() > MAX_FILE_BYTES => Err(too_large()),
        Ok(file) => Ok(file),
        Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(too_large()),
        Err(_) => Err(missing()),
    }
}
