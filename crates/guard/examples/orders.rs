//! An app server that takes orders from the members of organizations, and from their machines.
//!
//! ```sh
//! guildhall dev                                # in another terminal
//! cargo run -p guard --example orders -- http://localhost:3001/oidc
//!
//! TOKEN=$(guildhall dev token --user olivia --organization northwind)
//! curl -X POST http://127.0.0.1:8080/organizations/northwind/orders -H "Authorization: Bearer $TOKEN"
//! ```
//!
//! Olivia is an administrator of the demonstration's organization `northwind`, and her role holds `order:place`. With a token of `ben`, whose
//! role does not, the answer is 403 `guard.permission_missing`, with another organization's 403 `guard.wrong_organization`, without any 401.
//! An API key of the organization (portal, "API keys") with the role `integration` gets a token that holds it, too:
//!
//! ```sh
//! TOKEN=$(curl -s http://localhost:3001/oidc/token -u "$KEY_ID:$KEY_SECRET" -d grant_type=client_credentials \
//!     -d organization_id=northwind -d scope=order:place | jq -r .access_token)
//! ```

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::Router;
use axum::routing::{get, post};
use guard::http_client::http_client;
use guard::{
    AcceptedAudiences, GuardLayer, PathOrganization, PermissionName, RemoteKeys, RemoteKeysOptions,
    RequirePermission, Subject, SystemClock, TokenVerifier, VerifierOptions,
};
use serde_json::{Value, json};

/// The permission to order, as the organization template names it.
struct PlaceOrder;

impl PermissionName for PlaceOrder {
    const NAME: &'static str = "order:place";
}

/// Needs the permission. Which organization it is for is in the permit, and nowhere else.
async fn place_order(required: RequirePermission<PlaceOrder, Subject>) -> Json<Value> {
    let permit = required.permit;
    let organization = permit.organization().map(ToString::to_string);
    match permit.subject() {
        Subject::User(user) => Json(json!({ "organization": organization, "orderedBy": user })),
        Subject::Machine(client) => Json(json!({ "organization": organization, "orderedByMachine": client })),
    }
}

/// Needs membership alone.
async fn list_orders(token: PathOrganization<Subject>) -> Json<Value> {
    Json(json!({ "organization": token.organization, "orders": [] }))
}

/// The whole server: its routes, behind the guard.
pub(crate) fn application(issuer: String) -> Result<Router, Box<dyn std::error::Error>> {
    let clock = Arc::new(SystemClock);
    let client = http_client(Duration::from_secs(2))?;
    let keys = RemoteKeys::discover(&issuer, client, clock.clone(), RemoteKeysOptions::default())?;
    let verifier = TokenVerifier::for_users_and_machines(VerifierOptions {
        issuer,
        audiences: AcceptedAudiences { organizations: true, resources: Vec::new() },
        keys: Arc::new(keys),
        clock,
        cached_tokens: 20_000,
    })?;
    Ok(Router::new()
        .route("/organizations/{organizationId}/orders", get(list_orders))
        .route("/organizations/{organizationId}/orders", post(place_order))
        .layer(GuardLayer::new(Arc::new(verifier))))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let issuer = std::env::args().nth(1).unwrap_or_else(|| "http://localhost:3001/oidc".to_owned());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    axum::serve(listener, application(issuer)?).await?;
    Ok(())
}
