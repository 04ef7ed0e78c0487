//! `/account/security/codes`: backup codes, shown once.

use axum::{http::Method, response::IntoResponse as _};
use domain::sign_in_experience::MfaFactor;
use hosted::{Answer, Call, Posted, see_other};
use serde::Deserialize;
use serde_json::json;
use ui::pages::account::AccountBackupCodesPage;

use super::{
    Outcome, Section, done,
    factors::{CODES_PATH, list},
    security::PATH,
};
use crate::holder::Holder;

#[derive(Deserialize)]
struct Generated {
    codes: Vec<String>,
}

/// `GET /account/security/codes`: fresh ones, which become the user's when they say that they have them.
pub(crate) async fn show(holder: Holder) -> Outcome {
    holder.must_edit(holder.settings.fields.mfa)?;
    holder.must_have_proof(CODES_PATH)?;
    let stop = |refusal| holder.stop(&refusal, PATH);
    let call =
        Call::new(Method::POST, &["api", "my-account", "mfa-verifications", "backup-codes", "generate"]);
    let made = holder.call(call.body(json!({}))).await.and_then(Answer::read::<Generated>).map_err(stop)?;
    let known = list(&holder).await.map_err(stop)?;
    Ok(AccountBackupCodesPage {
        frame: holder.frame(Section::Security),
        xsrf: holder.xsrf(),
        codes: made.codes,
        replaces: known.iter().any(|known| known.is(MfaFactor::BackupCode)),
        action: CODES_PATH.to_owned(),
        back_url: PATH.to_owned(),
    }
    .into_response())
}

/// `POST /account/security/codes`.
pub(crate) async fn save(posted: Posted<Holder>) -> Outcome {
    let Posted { by: holder, form } = posted;
    let stop = |refusal| holder.stop(&refusal, CODES_PATH);
    let codes: Vec<_> = form.all("code").collect();
    let call = Call::new(Method::PUT, &["api", "my-account", "mfa-verifications", "backup-codes"]);
    holder.call(call.body(json!({ "codes": codes }))).await.map_err(stop)?;
    Ok(see_other(&done::at(PATH, "factor")))
}
