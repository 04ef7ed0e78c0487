//! How far the walk is. Every administrator and every node finds the same.

use axum::{http::Method, response::Response};
use hosted::{Answer, Call, Refusal};
use operations::console::walk::{self, Walk};
use serde::Deserialize;
use serde_json::json;

use super::PATH;
use crate::operator::Operator;

/// Where users of the walk return to.
pub(super) fn return_path(application: &str) -> String {
    format!("{PATH}/try/{application}")
}

/// The walk of this tenant, as far as it went. It begins anew when the application is gone that its user signs in to.
pub(super) async fn find(operator: &Operator) -> Result<Walk, Response> {
    let found = walk::find(&operator.console.services).await.map_err(|error| operator.failed(error))?;
    let is_there = thing(operator, "applications", &found.application).await?.is_some();
    Ok(if is_there { found } else { Walk::default() })
}

/// The walk whose application this is.
pub(super) async fn at(operator: &Operator, application: &str) -> Result<Walk, Response> {
    let found = find(operator).await?;
    if found.application == application { Ok(found) } else { Err(operator.gone()) }
}

/// Remembers what was made, at its application, which is made where there is none.
pub(super) async fn remember(operator: &Operator, mut walk: Walk) -> Result<(), Response> {
    if walk.application.is_empty() {
        walk.application = make_application(operator).await.map_err(|refusal| operator.stop(&refusal))?;
    }
    let kept = walk::remember(&operator.console.services, &walk).await;
    kept.map_err(|error| operator.failed(hosted::failed(error)))
}

async fn make_application(operator: &Operator) -> Result<String, Refusal> {
    let (name, description) =
        (operator.words.say("console-get-started"), operator.words.say("console-walk-application"));
    let body = json!({ "name": name, "description": description, "type": "SPA" });
    let made = operator.call(Call::new(Method::POST, &["api", "applications"]).body(body)).await?;
    let made: Thing = made.read()?;
    let redirect = format!("{}{}", operator.console.services.endpoint.base(), return_path(&made.id));
    let body = json!({ "oidcClientMetadata": { "redirectUris": [redirect], "postLogoutRedirectUris": [] } });
    let call = Call::new(Method::PATCH, &["api", "applications", &made.id]).body(body);
    operator.call(call).await?;
    Ok(made.id)
}

/// Something that the walk made, as long as it is there.
#[derive(Debug, Deserialize)]
pub(super) struct Thing {
    pub(super) id: String,
    #[serde(default)]
    pub(super) name: Option<String>,
    #[serde(default)]
    pub(super) username: Option<String>,
    #[serde(default, rename = "primaryEmail")]
    pub(super) primary_email: Option<String>,
}

impl Thing {
    /// What it is called.
    pub(super) fn title(&self) -> String {
        let named = self.name.as_ref().or(self.username.as_ref()).or(self.primary_email.as_ref());
        named.unwrap_or(&self.id).clone()
    }
}

/// The thing of this id among `kind`; nothing where it was not made or is gone.
pub(super) async fn thing(operator: &Operator, kind: &str, id: &str) -> Result<Option<Thing>, Response> {
    if id.is_empty() {
        return Ok(None);
    }
    match operator.call(Call::get(&["api", kind, id])).await.and_then(Answer::read) {
        Ok(found) => Ok(Some(found)),
        Err(refusal) if refusal.status == axum::http::StatusCode::NOT_FOUND => Ok(None),
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}
