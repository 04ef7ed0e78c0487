//! The one file of a form (`multipart/form-data`, RFC 7578).

use axum::{
    body::Bytes,
    extract::{FromRequest, Multipart, Request, multipart::MultipartError},
    http::StatusCode,
};
use domain::user_asset::MAX_FILE_BYTES;

use crate::{ApiError, DescribesInput, Issue};

/// The largest body of an upload, in bytes: the file and what its form puts around it.
pub const MAX_UPLOAD_BYTES: usize = MAX_FILE_BYTES + 64 * 1024;

/// The name of the field that holds the file.
const FIELD: &str = "file";
/// The most fields that a form may have.
const MAX_FIELDS: usize = 16;

/// The file in the field `file` of a form. Other fields are passed over.
#[derive(Debug)]
pub struct UploadedFile(pub Bytes);

impl DescribesInput for UploadedFile {}

impl<S: Send + Sync> FromRequest<S> for UploadedFile {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let Ok(mut form) = Multipart::from_request(request, state).await else {
            return Err(no_file("Expected a form (multipart/form-data)"));
        };
        let mut file = None;
        let mut fields = 0;
        while let Some(field) = form.next_field().await.map_err(|error| unreadable(&error))? {
            fields += 1;
            if fields > MAX_FIELDS {
                return Err(no_file("The form has too many fields"));
            }
            if field.name() != Some(FIELD) {
                continue;
            }
            if file.is_some() {
                return Err(no_file("Expected one file"));
            }
            file = Some(field.bytes().await.map_err(|error| unreadable(&error))?);
        }
        let file = file.filter(|file| !file.is_empty()).ok_or_else(|| no_file("Required"))?;
        if file.len() > MAX_FILE_BYTES {
            return Err(too_large());
        }
        Ok(Self(file))
    }
}

fn no_file(text: &str) -> ApiError {
    ApiError::invalid_input(vec![Issue::new("custom", &[FIELD], text)])
}

fn too_large() -> ApiError {
    ApiError::bad_request("guard.file_size_exceeded")
}

fn unreadable(error: &MultipartError) -> ApiError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        too_large()
    } else {
        no_file("The form is malformed")
    }
}
