//! `urn:ietf:params:oauth:grant-type:device_code` (RFC 8628 §3.4, §3.5; OIDC contract §4.7): a device asks until its user has decided. What was
//! decided is told however often it asks; only a device that still waits is told to ask less often.

use std::time::Duration;

use domain::HashedToken;
use protocol::{OAuthError, OAuthErrorCode};
use store::device_code::{self, DeviceCode, DeviceCodeState};

use super::{
    GrantContext, Issue,
    authorization_code::{Approved, Spent, redeem, revoke_grant},
};
use crate::error::Failure;

/// The parameters of this grant; only `resource` may come more than once.
pub(super) const PARAMETERS: &[&str] = &["device_code", "resource"];
/// By how much a device that asks too often must slow down (RFC 8628 §3.5).
const SLOWER_BY: Duration = Duration::from_secs(5);
/// The longest it has to wait between two questions.
const LONGEST_INTERVAL: Duration = Duration::from_secs(60);
/// How much earlier than it should a device may ask: clocks and networks are not exact.
const TOLERANCE: Duration = Duration::from_secs(1);

/// Answers a device.
pub(super) async fn exchange(context: GrantContext<'_>) -> Result<Issue, Failure> {
    let services = context.services;
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    let hash = HashedToken::of(context.parameters.require("device_code")?);
    let found = device_code::find(exec, tenant, &hash).await?;
    let code = found
        .filter(|code| code.application_id == context.client.application.id)
        .ok_or_else(OAuthError::invalid_grant)?;
    let refused = |code, text| Err(OAuthError::new(code).describe(text).into());
    match (code.state, &code.approved) {
        // It was stolen, before or after its rightful use: everything it led to is revoked, as with an authorization code.
        (DeviceCodeState::Redeemed, Some((grant_id, _))) => Err(revoke_grant(context, grant_id).await),
        (DeviceCodeState::Redeemed, None) => Err(OAuthError::invalid_grant().into()),
        _ if code.expires_at <= services.now() => {
            refused(OAuthErrorCode::ExpiredToken, "device code is expired")
        }
        (DeviceCodeState::Denied, _) => refused(OAuthErrorCode::AccessDenied, "End-User aborted interaction"),
        (DeviceCodeState::Approved, Some((grant_id, payload))) => {
            let approved = Approved { grant_id, session_id: code.session_id.as_ref(), payload };
            redeem(context, approved, Spent::DeviceCode(&hash)).await
        }
        (DeviceCodeState::Pending | DeviceCodeState::Claimed | DeviceCodeState::Approved, _) => {
            Err(wait(context, &code).await)
        }
    }
}

/// Tells a device to go on waiting, and to ask less often where it asked too soon.
async fn wait(context: GrantContext<'_>, code: &DeviceCode) -> Failure {
    let services = context.services;
    let now = services.now();
    let is_too_soon =
        code.polled_at.is_some_and(|polled_at| now.since(polled_at) + TOLERANCE < code.poll_interval);
    let interval =
        if is_too_soon { (code.poll_interval + SLOWER_BY).min(LONGEST_INTERVAL) } else { code.poll_interval };
    let noted = device_code::note_poll(services.db.exec(), &services.tenant, &code.hash, now, interval).await;
    if let Err(error) = noted {
        return error.into();
    }
    if is_too_soon {
        let text = "the device asks too often and has to wait longer between two requests";
        return OAuthError::new(OAuthErrorCode::SlowDown).describe(text).into();
    }
    let text = "authorization request is still pending as the end-user hasn't yet completed the user interaction steps";
    OAuthError::new(OAuthErrorCode::AuthorizationPending).describe(text).into()
}
