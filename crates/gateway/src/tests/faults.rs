//! What goes wrong between this process and an upstream over HTTP, and with the issuer's keys. However it ends, it ends closed,
//! and soon.

mod keys;
mod messages;
mod wire;

use std::sync::Arc;
use std::time::Duration;

use domain::{FixedClock, UnixMillis};
use http::Method;
use serde_json::Value;

use super::fixture::{
    Fixture, NOW_SECONDS, Transport, all_permissions, gateway_over, http, open_policy, organization_token,
};
use crate::{Upstream, UpstreamLimits};

/// Limits that a test does not have to wait long for.
fn impatient() -> UpstreamLimits {
    UpstreamLimits { timeout: Duration::from_millis(300), ..UpstreamLimits::default() }
}

/// A gateway in front of what answers at `endpoint`.
async fn in_front_of(endpoint: String, limits: UpstreamLimits) -> (Fixture, Upstream) {
    let fixture = Fixture::new(Transport::InProcess).await;
    let upstream = http(endpoint, limits, fixture.clock.clone());
    let app = gateway_over(upstream.clone(), fixture.clock.clone(), open_policy(), None);
    (Fixture { app, ..fixture }, upstream)
}

/// What reading an organization ends in.
async fn read(fixture: &Fixture) -> (u16, String) {
    let token = organization_token("anna", "fjord", &all_permissions());
    let reply = fixture.call(Method::GET, "/organizations/fjord", &token, Value::Null).await;
    (reply.status.as_u16(), reply.code().to_owned())
}

fn clock() -> Arc<FixedClock> {
    Arc::new(FixedClock::new(UnixMillis::from_seconds(NOW_SECONDS)))
}

fn outcome(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}
