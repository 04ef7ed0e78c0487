//! An API with tokens of its own, behind the crate `guard`.

use std::{error::Error, sync::Arc, time::Duration};

use axum::{Json, Router, http::StatusCode, routing::get};
use guard::{
    AcceptedAudiences, GuardLayer, RemoteKeys, RemoteKeysOptions, SystemClock, TokenVerifier,
    VerifiedPrincipal, VerifierOptions, http_client::http_client,
};
use serde_json::{Value, json};

/// A token that was asked for an organization names it: show nothing of any other.
async fn orders(VerifiedPrincipal(caller): VerifiedPrincipal) -> Result<Json<Value>, StatusCode> {
    if !caller.has_scope("__PERMISSION__") {
        return Err(StatusCode::FORBIDDEN);
    }
    Ok(Json(json!({ "organization": caller.organization(), "readBy": caller.user_id(), "orders": [] })))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let issuer = "__ISSUER__";
    let clock = Arc::new(SystemClock);
    let client = http_client(Duration::from_secs(2))?;
    let keys = RemoteKeys::discover(issuer, client, clock.clone(), RemoteKeysOptions::default())?;
    let verifier = TokenVerifier::new(VerifierOptions {
        issuer: issuer.to_owned(),
        audiences: AcceptedAudiences { organizations: false, resources: vec!["__RESOURCE__".to_owned()] },
        keys: Arc::new(keys),
        clock,
        cached_tokens: 20_000,
    })?;
    let routes = Router::new().route("/orders", get(orders)).layer(GuardLayer::new(Arc::new(verifier)));
    axum::serve(tokio::net::TcpListener::bind("127.0.0.1:8080").await?, routes).await?;
    Ok(())
}
