//! Bodies of `/api/users/:userId/sessions` and `/api/users/:userId/grants` (Management API contract §5.6). Members of `payload` that tell
//! a time count seconds, all others milliseconds.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Answer of `GET …/sessions`.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Sessions {
    /// The sessions, newest sign-in first.
    pub sessions: Vec<Session>,
}

/// A session in which the user is signed in.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// The session as the OpenID provider knows it.
    pub payload: SessionPayload,
    /// What was submitted to sign in, without secrets.
    pub last_submission: Option<Value>,
    /// The application that sent the user to sign in.
    pub client_id: Option<String>,
    /// The user.
    pub account_id: String,
    /// When it ends, epoch milliseconds.
    pub expires_at: i64,
}

/// A session as the OpenID provider knows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionPayload {
    /// When it ends, in seconds.
    pub exp: i64,
    /// When it began, in seconds.
    pub iat: i64,
    /// Its id; the cookie's value, which changes, is told to nobody.
    pub jti: String,
    /// Its id.
    pub uid: String,
    /// Always `Session`.
    pub kind: &'static str,
    /// When the user signed in, in seconds.
    pub login_ts: i64,
    /// The user.
    pub account_id: String,
    /// The applications signed in to.
    pub authorizations: BTreeMap<String, Authorization>,
}

/// What a session knows of an application.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Authorization {
    /// The session's name towards the application.
    pub sid: String,
    /// The grant that the application uses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grant_id: Option<String>,
    /// Whether its tokens outlive the session.
    pub persists_logout: bool,
}

/// Answer of `GET …/grants`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Grants {
    /// The grants, newest first.
    pub grants: Vec<Grant>,
}

/// What the user allows an application.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Grant {
    /// The id.
    pub id: String,
    /// The grant as the OpenID provider knows it.
    pub payload: GrantPayload,
    /// When it ends, epoch milliseconds.
    pub expires_at: i64,
    /// The application.
    pub application: GrantedApplication,
}

/// A grant as the OpenID provider knows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct GrantPayload {
    /// When it ends, in seconds.
    pub exp: i64,
    /// When it was given, in seconds.
    pub iat: i64,
    /// Its id.
    pub jti: String,
    /// Always `Grant`.
    pub kind: &'static str,
    /// The application.
    pub client_id: String,
    /// The user.
    pub account_id: String,
    /// The OpenID scopes.
    pub openid: GrantedScope,
    /// Scopes of API resources, space-separated, by indicator.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub resources: BTreeMap<String, String>,
}

/// Scopes that were granted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct GrantedScope {
    /// Their names, space-separated.
    pub scope: String,
}

/// The application of a grant.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct GrantedApplication {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
}
