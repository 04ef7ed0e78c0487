//! The token endpoint, grant by grant (OIDC contract §4.2 to §4.6), on both databases where a race decides.

mod access_control;
mod activity;
mod authorization_code;
mod client_credentials;
mod refresh_token_grant;
mod third_party;
mod token_exchange;

use std::{sync::Arc, time::Duration};

use domain::{ApplicationId, OrganizationId, OrganizationRoleId, UserId};
use futures_util::future::join_all;
use serde_json::{Value, json};
use store::{both_databases, organization, user};

use crate::test_support::*;

const NO_GRANT: &str = r#"{"code":"oidc.invalid_grant","message":"Grant request is invalid.","error_uri":"https://openid.sh/debug/invalid_grant","error":"invalid_grant","error_description":"grant request is invalid"}"#;
const NOT_A_MEMBER: &str = r#"{"code":"oidc.access_denied","message":"Access denied.","error":"access_denied","error_description":"user is not a member of the organization"}"#;
const UNKNOWN_RESOURCE: &str = r#"{"code":"oidc.invalid_target","message":"Invalid resource indicator.","error":"invalid_target","error_description":"resource indicator is missing, or unknown"}"#;

fn refresh_token(tokens: &Value) -> &str {
    tokens["refresh_token"].as_str().unwrap()
}
