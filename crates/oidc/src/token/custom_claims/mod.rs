//! Claims that an operator's script adds to access tokens (OIDC contract §7). Where no script is configured nothing is done here. It runs
//! before anything is spent or stored, so that a refusal costs the client nothing, and cannot say what a token is, whose it is or what it is
//! for: such claims are left out, in tokens and in introspection.

mod context;
#[cfg(test)]
mod tests;

use domain::{UserId, audit::AuditRecord, script::CustomizedToken};
use operations::scripts::{Customizer, RunError, custom_claims};
use protocol::{OAuthError, OAuthErrorCode, identifiers::is_management_api_indicator};
use serde_json::{Map, Value, json};

use super::{GrantContext, user_issue::UserGrant};
use crate::error::Failure;

/// What a client is told when a script fails whose claims a token may not be without. What went wrong is the operator's business.
const FAILED: &str = "the custom claims of the token could not be made";
/// What it is told when a script refuses without a word.
const DENIED: &str = "Access denied.";

/// What is known of a token before it is issued.
#[derive(Clone, Copy)]
pub(super) struct TokenFacts<'a> {
    /// Its id.
    pub(super) jti: &'a str,
    /// Its audience; none for an opaque token.
    pub(super) audience: Option<&'a str>,
    /// Its scopes, space-separated.
    pub(super) scope: Option<&'a str>,
}

/// The claims that are added to a user's token.
///
/// # Errors
/// `access_denied` when the script refuses, `invalid_request` when it fails and its setting says that no token is issued then.
pub(super) async fn of_user(
    grant: &UserGrant<'_>,
    token: TokenFacts<'_>,
) -> Result<Map<String, Value>, Failure> {
    let request = grant.context;
    let Some(customizer) = request.configuration.customizers.of(CustomizedToken::AccessToken) else {
        return Ok(Map::new());
    };
    let mut told = json!({
        "kind": "AccessToken",
        "jti": token.jti,
        "clientId": request.client.application.id,
        "accountId": grant.user.id,
        "scope": token.scope,
        "grantId": grant.grant_id,
        "gty": request.parameters.get("grant_type"),
        "expiresWithSession": grant.session_id.is_some(),
    });
    add(&mut told, "aud", token.audience);
    add(&mut told, "sessionUid", grant.session_id.map(domain::SessionId::as_str));
    add(&mut told, "sid", grant.sign_in.and_then(|sign_in| sign_in.sid.as_deref()));
    let context = context::of_user(grant).await?;
    run(request, customizer, (told, context), Some(&grant.user.id)).await
}

/// The claims that are added to a machine's token for itself. To one for the Management API nothing is: a script that fails or refuses
/// everybody must not keep those out who could take it away.
///
/// # Errors
/// As [`of_user`].
pub(super) async fn of_machine(
    request: GrantContext<'_>,
    token: TokenFacts<'_>,
) -> Result<Map<String, Value>, Failure> {
    if token.audience.is_some_and(is_management_api_indicator) {
        return Ok(Map::new());
    }
    let Some(customizer) = request.configuration.customizers.of(CustomizedToken::ClientCredentials) else {
        return Ok(Map::new());
    };
    let mut told = json!({
        "kind": "ClientCredentials", "jti": token.jti, "clientId": request.client.application.id,
    });
    add(&mut told, "aud", token.audience);
    add(&mut told, "scope", token.scope);
    let context = json!({ "application": context::application(request) });
    run(request, customizer, (told, context), None).await
}

fn add(told: &mut Value, name: &str, value: Option<&str>) {
    if let (Some(members), Some(value)) = (told.as_object_mut(), value) {
        members.insert(name.to_owned(), value.into());
    }
}

async fn run(
    request: GrantContext<'_>,
    customizer: &Customizer,
    told: (Value, Value),
    user: Option<&UserId>,
) -> Result<Map<String, Value>, Failure> {
    // It may take its time, in which others write.
    request.services.db.settle().await?;
    match custom_claims(&request.services.scripts, customizer, told).await {
        Ok(claims) => Ok(claims),
        Err(RunError::Denied(message)) => {
            let message = message.filter(|message| !message.is_empty());
            let error = OAuthError::new(OAuthErrorCode::AccessDenied);
            Err(error.describe(message.unwrap_or_else(|| DENIED.to_owned())).into())
        }
        Err(RunError::Failed(message)) => {
            record_failure(request, customizer, &message, user).await?;
            if customizer.blocks_issuance_on_error {
                return Err(OAuthError::invalid_request(FAILED).into());
            }
            Ok(Map::new())
        }
        Err(RunError::Operation(error)) => Err(error.into()),
    }
}

/// Records that a script failed, for whoever wrote it. Returns when the record is durable.
async fn record_failure(
    request: GrantContext<'_>,
    customizer: &Customizer,
    message: &str,
    user: Option<&UserId>,
) -> Result<(), Failure> {
    let (services, key) = (request.services, customizer.token.audit_key());
    let mut payload = Map::from_iter([
        ("key".to_owned(), key.into()),
        ("result".to_owned(), "Error".into()),
        ("error".to_owned(), message.into()),
        ("applicationId".to_owned(), request.client.application.id.as_str().into()),
    ]);
    payload.extend(user.map(|user| ("userId".to_owned(), user.as_str().into())));
    let record = AuditRecord { key: key.to_owned(), payload, created_at: services.now() };
    Ok(services.audit.record(&services.tenant, record).await?)
}

/// Claims of a token with those that are added to them, which stand first (OIDC contract §4.4). None is in both.
pub(super) fn joined(custom: &Map<String, Value>, standard: Vec<u8>) -> Result<Vec<u8>, Failure> {
    if custom.is_empty() {
        return Ok(standard);
    }
    let mut joined = serde_json::to_vec(custom)?;
    // Both are objects with members: one's closing brace and the other's opening one become a comma.
    joined.pop();
    joined.push(b',');
    joined.extend_from_slice(standard.get(1..).unwrap_or_default());
    Ok(joined)
}
