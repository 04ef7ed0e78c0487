//! An API for the members of organizations, behind the crate `guard`.

use std::{error::Error, sync::Arc, time::Duration};

use axum::{Json, Router, routing::get};
use guard::{
    AcceptedAudiences, GuardLayer, PermissionName, RemoteKeys, RemoteKeysOptions, RequirePermission,
    SystemClock, TokenVerifier, VerifierOptions, http_client::http_client,
};
use serde_json::{Value, json};

/// The permission, as the organization template names it.
struct ReadOrders;

impl PermissionName for ReadOrders {
    const NAME: &'static str = "order:read";
}

/// The organization of the path is that of the token, or the guard has answered.
async fn orders(required: RequirePermission<ReadOrders>) -> Json<Value> {
    let permit = required.permit;
    Json(json!({ "organization": permit.organization(), "readBy": permit.user_id(), "orders": [] }))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let issuer = "__ISSUER__";
    let clock = Arc::new(SystemClock);
    let client = http_client(Duration::from_secs(2))?;
    let keys = RemoteKeys::discover(issuer, client, clock.clone(), RemoteKeysOptions::default())?;
    let verifier = TokenVerifier::new(VerifierOptions {
        issuer: issuer.to_owned(),
        audiences: AcceptedAudiences { organizations: true, resources: Vec::new() },
        keys: Arc::new(keys),
        clock,
        cached_tokens: 20_000,
    })?;
    let routes = Router::new()
        .route("/organizations/{organizationId}/orders", get(orders))
        .layer(GuardLayer::new(Arc::new(verifier)));
    axum::serve(tokio::net::TcpListener::bind("127.0.0.1:8080").await?, routes).await?;
    Ok(())
}
