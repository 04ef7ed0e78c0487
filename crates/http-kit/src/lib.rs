//! Pieces of HTTP that the endpoint crates share: bearer tokens, the Management API's error body, request bodies, uploads and queries that
//! fail in its form, the forms of pages, pagination, signed cookies, the origin of a request, routes with the list of what they serve, OpenAPI documents made of
//! that list, the layers around every answer, and users, applications, resources and profile fields as answers, events and scripts show them.
//!
//! It does not know which endpoints exist, nor any SQL; of the store it knows the error type only.

mod accept;
pub mod answer;
mod api_error;
mod bearer;
pub mod body;
mod client_country;
pub mod cookies;
mod credentials;
pub mod describe;
pub mod error;
pub mod form;
mod going_on;
pub mod layers;
pub mod openapi;
pub mod origin;
pub mod pagination;
pub mod query;
mod requester;
pub mod routes;
pub mod subjects;
pub mod uploaded_file;

pub use accept::prefers_page;
pub use answer::{Created, CreatedText, NoContent, OkText, Put};
pub use bearer::bearer_token;
pub use body::{ValidJson, ValidJsonList};
pub use client_country::{ClientCountry, ClientPosition};
pub use cookies::{CookieAttributes, Cookies, SameSite};
pub use credentials::{check_username, refuse_password};
pub use describe::{Describer, DescribesInput, DescribesOutput, OperationDescription};
pub use domain::causes;
pub use error::{ApiError, Issue};
pub use form::Form;
pub use going_on::{CountingUpTo, GoesOn, GoingOn};
pub use origin::is_from_another_origin;
pub use pagination::{Page, Pagination};
pub use query::{Query, QueryPairs};
pub use requester::{client_address, header_text, path_parameters};
pub use routes::{Access, MatchedOperation, Operation, Routes};
pub use subjects::{
    application_body, application_brief, grant_body, preferences_body, profile_field_body, resource_body,
    session_body, sso_identity_body, trusted_device_body, user_body, user_info,
};
pub use uploaded_file::{MAX_UPLOAD_BYTES, UploadedFile};
