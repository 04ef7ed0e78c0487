//! `POST /api/verifications/social` and `…/verify`: that an account elsewhere is the user's.

use ::connectors::social::{AuthorizationRequest, Callback};
use api_types::account::{BeginSocial, NewSocialVerification, Verified, VerifySocial};
use axum::Json;
use domain::{ConnectorId, HashedToken, verification_record::Subject};
use http_kit::{ApiError, Created, Issue, ValidJson};
use operations::{connectors, social::ProvenIdentity};
use serde_json::Value;
use store::verification_record;

use crate::{
    AccountContext,
    body::{Body, Rules},
    error::{authorization_error, failed},
    verification::{Elsewhere, connector_of, holder},
};

/// The longest `state` and `redirectUri`, in bytes: as long as those of an authorization request.
const MAX_STATE_BYTES: usize = 4_096;
const MAX_REDIRECT_URI_BYTES: usize = 2_048;

impl Rules for BeginSocial {
    fn issues(&self) -> Vec<Issue> {
        let bounds = [
            ("state", &self.state, MAX_STATE_BYTES),
            ("redirectUri", &self.redirect_uri, MAX_REDIRECT_URI_BYTES),
        ];
        let too_long = bounds.into_iter().filter(|(_, text, most)| text.len() > *most);
        let said = |most: usize| format!("String must contain at most {most} byte(s)");
        too_long.map(|(name, _, most)| Issue::new("too_big", &[name], said(most))).collect()
    }
}
impl Rules for VerifySocial {}

/// Tells where to send the browser, so that the user shows the account that they have there.
pub(super) async fn begin(
    context: AccountContext,
    ValidJson(Body(body)): ValidJson<Body<BeginSocial>>,
) -> Result<Created<NewSocialVerification>, ApiError> {
    if body.state.is_empty() || body.redirect_uri.is_empty() {
        return Err(ApiError::bad_request("session.insufficient_info"));
    }
    let id = ConnectorId::new(body.connector_id.as_str());
    let connector = connectors::find(&context.services, &id).await.map_err(failed)?;
    let connector = connector.ok_or_else(|| ApiError::not_found("entity.not_found"))?;
    let request = AuthorizationRequest {
        connector_id: connector.id.as_str(),
        state: &body.state,
        redirect_uri: &body.redirect_uri,
        scope: body.scope.as_deref(),
    };
    let begun = connectors::authorization(&context.services, &connector, request).await;
    let begun = begun.map_err(authorization_error)?;
    let mut new = context.new_record(Subject::Social(id), None);
    let elsewhere =
        Elsewhere { state: body.state, redirect_uri: body.redirect_uri, remembered: begun.remembered };
    new.record.sealed_state = Some(context.seal(&new.record.id, &elsewhere)?);
    context.keep_record(&new).await?;
    let expires_at = new.expires_at();
    Ok(Created(NewSocialVerification {
        verification_record_id: new.id,
        authorization_uri: begun.uri,
        expires_at,
    }))
}

/// Takes what the browser brought back. There is one try: whatever it comes to, the user goes there once more for another.
pub(super) async fn verify(
    context: AccountContext,
    ValidJson(Body(body)): ValidJson<Body<VerifySocial>>,
) -> Result<Json<Verified>, ApiError> {
    let not_found = || ApiError::not_found("verification_record.not_found");
    let hash = HashedToken::of(&body.verification_record_id);
    let (key, now) = (context.record_key(&hash), context.services.now());
    let (exec, tenant) = (context.exec(), context.tenant());
    let record = context.find_record(&body.verification_record_id).await?.ok_or_else(not_found)?;
    let connector_id = connector_of(&record)?;
    let record = verification_record::answer(exec, tenant, key, now).await?.ok_or_else(not_found)?;
    let elsewhere: Elsewhere = context.open(&record)?.ok_or_else(not_found)?;
    // What another browser brought back would link somebody else's account.
    if body.connector_data.get("state").and_then(Value::as_str) != Some(&elsewhere.state) {
        return Err(ApiError::bad_request("session.connector_validation_session_not_found"));
    }
    let connector = connectors::find(&context.services, connector_id).await.map_err(failed)?;
    let connector = connector.ok_or_else(|| ApiError::not_found("entity.not_found"))?;
    let callback = Callback {
        parameters: &body.connector_data,
        redirect_uri: &elsewhere.redirect_uri,
        remembered: &elsewhere.remembered,
    };
    let profile = connectors::profile(&context.services, &connector, callback).await;
    let profile = profile.map_err(authorization_error)?;
    let proven = ProvenIdentity::seal(&context.services, (&connector, &profile), &holder(&hash));
    let state = context.seal(&hash, &proven.map_err(failed)?)?;
    let now = context.services.now();
    if verification_record::verify(exec, tenant, key, Some(&state), now).await? {
        Ok(Json(Verified { verification_record_id: body.verification_record_id }))
    } else {
        Err(not_found())
    }
}
