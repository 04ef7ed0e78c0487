//! `POST /api/verifications/web-authn/registration` and `…/verify`: a new passkey of the user.

use api_types::account::{NewPasskeyVerification, Verified, VerifyPasskey};
use axum::Json;
use domain::{HashedToken, verification_record::Subject};
use http_kit::{ApiError, ValidJson};
use operations::second_factor::passkey::{self, Ceremony};
use store::verification_record;

use crate::{
    AccountContext,
    body::{Body, Rules},
    error::failed,
};

impl Rules for VerifyPasskey {}

/// Asks for a new passkey, on pages of this server or of an origin that the account center names.
pub(super) async fn begin_registration(
    context: AccountContext,
) -> Result<Json<NewPasskeyVerification>, ApiError> {
    let origins = &context.settings.webauthn_related_origins;
    let origins: Vec<_> = origins.iter().map(|origin| origin.trim_end_matches('/').to_owned()).collect();
    let begun = passkey::begin_registration(&context.services, &context.user, &origins);
    let (registration_options, ceremony) = begun.map_err(failed)?;
    let mut new = context.new_record(Subject::WebAuthn, None);
    new.record.sealed_state = Some(context.seal(&new.record.id, &ceremony)?);
    context.keep_record(&new).await?;
    let expires_at = new.expires_at();
    Ok(Json(NewPasskeyVerification { verification_record_id: new.id, registration_options, expires_at }))
}

/// Takes the passkey that the browser made. There is one try; the passkey becomes a factor when it is added to the account.
pub(super) async fn verify_registration(
    context: AccountContext,
    ValidJson(Body(body)): ValidJson<Body<VerifyPasskey>>,
) -> Result<Json<Verified>, ApiError> {
    let not_found = || ApiError::not_found("verification_record.not_found");
    let hash = HashedToken::of(&body.verification_record_id);
    let (key, now) = (context.record_key(&hash), context.services.now());
    let (exec, tenant) = (context.exec(), context.tenant());
    let record = context.find_record(&body.verification_record_id).await?;
    record.filter(|record| record.subject == Subject::WebAuthn).ok_or_else(not_found)?;
    let record = verification_record::answer(exec, tenant, key, now).await?.ok_or_else(not_found)?;
    let ceremony: Ceremony = context.open(&record)?.ok_or_else(not_found)?;
    let (user, agent) = (context.user_id(), context.facts.user_agent.as_deref());
    let made = passkey::finish_registration(&context.services, user, &ceremony, &body.payload, agent);
    let factor = made
        .map_err(failed)?
        .map_err(|_| ApiError::bad_request("session.mfa.webauthn_verification_failed"))?;
    let state = context.seal(&hash, &factor)?;
    if verification_record::verify(exec, tenant, key, Some(&state), context.services.now()).await? {
        Ok(Json(Verified { verification_record_id: body.verification_record_id }))
    } else {
        Err(not_found())
    }
}
