//! Reading applications.

use axum::response::Response;
use guard::Rejection;
use http::StatusCode;
use serde_json::Value;

use super::super::Action;
use super::super::lists::local_page;
use super::{body, named};
use crate::guards::own_applications;
use crate::rejections::json_response;

/// The upstream's list holds applications of others too, so it is read whole and the page is cut here.
pub(in crate::handlers) async fn list(action: &Action<'_>) -> Result<Response, Rejection> {
    let applications = own_applications(action.scene()?).await?;
    let items = applications.into_iter().map(|own| Value::Object(body(own.entity().clone(), own.roles())));
    Ok(local_page(items.collect(), &action.invocation.query))
}

pub(in crate::handlers) async fn read(action: &Action<'_>) -> Result<Response, Rejection> {
    let own = named(action).await?;
    Ok(json_response(StatusCode::OK, &Value::Object(body(own.entity().clone(), own.roles()))))
}
