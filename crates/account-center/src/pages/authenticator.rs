//! `/account/security/totp`: an authenticator, set up or in the place of another.

use axum::{
    http::{Method, StatusCode},
    response::IntoResponse as _,
};
use domain::sign_in_experience::MfaFactor;
use hosted::{Call, Posted, see_other};
use operations::{
    qr_code,
    second_factor::totp::{is_secret, otpauth_uri},
};
use serde::Deserialize;
use serde_json::json;
use ui::{Page as _, pages::account::AccountTotpPage};

use super::{
    Outcome, Section, done,
    factors::{TOTP_PATH, list},
    security::PATH,
};
use crate::{holder::Holder, words::words};

#[derive(Deserialize)]
struct Generated {
    secret: String,
}

fn page(holder: &Holder, secret: &str, error: Option<String>) -> AccountTotpPage {
    let uri = otpauth_uri(&holder.center.services, &holder.visitor.user, secret);
    AccountTotpPage {
        frame: holder.frame(Section::Security),
        xsrf: holder.xsrf(),
        picture: qr_code::data_url(&uri).unwrap_or_default(),
        secret: secret.to_owned(),
        error,
        action: TOTP_PATH.to_owned(),
        back_url: PATH.to_owned(),
    }
}

/// `GET /account/security/totp`.
pub(crate) async fn show(holder: Holder) -> Outcome {
    holder.must_edit(holder.settings.fields.mfa)?;
    holder.must_have_proof(TOTP_PATH)?;
    let call =
        Call::new(Method::POST, &["api", "my-account", "mfa-verifications", "totp-secret", "generate"]);
    let made: Generated = match holder.call(call.body(json!({}))).await {
        Ok(answer) => answer.read().map_err(|refusal| holder.stop(&refusal, PATH))?,
        Err(refusal) => return Err(holder.stop(&refusal, PATH)),
    };
    Ok(page(&holder, &made.secret, None).into_response())
}

/// `POST /account/security/totp`: the secret, and what the authenticator makes of it.
pub(crate) async fn save(posted: Posted<Holder>) -> Outcome {
    let Posted { by: holder, form } = posted;
    let (secret, code) = (form.get("secret"), form.get("code").trim());
    if !is_secret(secret) {
        return Ok(see_other(TOTP_PATH));
    }
    if code.is_empty() {
        let error = Some(holder.words.say("missing-code"));
        return Err(page(&holder, secret, error).with_status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let known = list(&holder).await.map_err(|refusal| holder.stop(&refusal, PATH))?;
    let call = if known.iter().any(|known| known.is(MfaFactor::Totp)) {
        let replace = Call::new(Method::PUT, &["api", "my-account", "mfa-verifications", "totp"]);
        replace.body(json!({ "secret": secret, "code": code }))
    } else {
        let add = Call::new(Method::POST, &["api", "my-account", "mfa-verifications"]);
        add.body(json!({ "type": "Totp", "secret": secret, "code": code }))
    };
    match holder.call(call).await {
        Ok(_) => Ok(see_other(&done::at(PATH, "factor"))),
        Err(refusal) => Err(holder.elsewhere(&refusal, TOTP_PATH).unwrap_or_else(|| {
            let error = words(&refusal, &holder.experience(), &holder.words);
            page(&holder, secret, Some(error)).with_status(refusal.status)
        })),
    }
}
