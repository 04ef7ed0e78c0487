//! The authorization endpoint, resuming, and the end of a session (OIDC contract §4.1, §5.6, §5.7, §6.1).

mod accounts;
mod ending_a_session;
mod faults;
mod grant_limit;
mod organizations;
mod prompts;
mod resuming;
mod signing_in;
mod told_in_words;

use std::time::Duration;

use axum::{body::Body, http::Method};
use domain::{UserId, grant::InteractionResult};
use operations::interaction;
use serde_json::{Value, json};
use testkit::{TestClient, TestResponse};

use crate::test_support::*;

/// The answer to an authorization request in a fresh browser.
async fn authorize(world: &World, client_id: &str, parameters: &[(&str, &str)]) -> TestResponse {
    world.client().get(&World::authorization_path(client_id, parameters)).await
}

/// Error and description that the callback got, beside the right state and issuer.
fn refusal(response: &TestResponse) -> (String, Option<String>) {
    assert_eq!(response.status, 303, "{}", response.body);
    let mut told = callback_parameters(&response.location());
    assert_eq!(
        (told.remove("state").as_deref(), told.remove("iss").as_deref()),
        (Some("Zx81"), Some(ISSUER))
    );
    (told.remove("error").unwrap(), told.remove("error_description"))
}

/// The value of a page's hidden field.
fn hidden(html: &str, name: &str) -> String {
    let field =
        html.split('<').find(|tag| tag.starts_with("input") && tag.contains(&format!("name=\"{name}\"")));
    let field = field.unwrap_or_else(|| panic!("no field {name} in {html}"));
    let (_, value) = field.split_once("value=\"").unwrap();
    value.split('"').next().unwrap().to_owned()
}
