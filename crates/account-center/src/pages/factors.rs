//! Passkeys, authenticators and backup codes, as `/account/security` shows them, and the choice whether to be asked for one.

use api_types::account_center::FieldAccess;
use axum::{http::Method, response::Response};
use domain::{UnixMillis, sign_in_experience::MfaFactor};
use hosted::{Answer, Call, Posted, Refusal, see_other, time::said};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;
use ui::pages::{
    Factor,
    account::{FactorRow, Factors, PasskeyRow, Passkeys},
};

use super::{Outcome, done, navigation::shows, security::PATH};
use crate::holder::Holder;

/// Where passkeys are.
pub(super) const PASSKEYS_PATH: &str = "/account/security/passkeys";
/// Where other factors are removed.
pub(super) const FACTORS_PATH: &str = "/account/security/factors";

/// A factor as the Account API shows it.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Known {
    pub(super) id: String,
    #[serde(rename = "type")]
    kind: String,
    name: Option<String>,
    created_at: String,
    last_used_at: Option<String>,
    remain_codes: Option<u64>,
}

impl Known {
    /// Whether it is of a kind.
    pub(super) fn is(&self, kind: MfaFactor) -> bool {
        self.kind == kind.as_str()
    }

    /// What it is called.
    pub(super) fn label(&self, holder: &Holder) -> String {
        let own = self.name.as_deref().filter(|name| !name.trim().is_empty());
        let kind = match MfaFactor::parse(&self.kind) {
            Some(MfaFactor::WebAuthn) => "factor-webauthn",
            Some(MfaFactor::BackupCode) => "factor-backup",
            _ => "factor-totp",
        };
        own.map_or_else(|| holder.words.say(kind), str::to_owned)
    }
}

/// The factors of the user, as far as the account center opens them.
pub(super) async fn list(holder: &Holder) -> Result<Vec<Known>, Refusal> {
    let open = &holder.settings;
    if !shows(open, |fields| fields.mfa) && !shows(open, |fields| fields.passkey) {
        return Ok(Vec::new());
    }
    holder.call(Call::get(&["api", "my-account", "mfa-verifications"])).await.and_then(Answer::read)
}

/// Whether users may change passkeys: they are a part of second factors, unless something is said of them.
pub(super) fn may_change_passkeys(holder: &Holder) -> bool {
    let fields = &holder.settings.fields;
    fields.passkey.or(fields.mfa) == Some(FieldAccess::Edit)
}

fn may_change(holder: &Holder) -> bool {
    holder.settings.fields.mfa == Some(FieldAccess::Edit)
}

/// A moment as the wire writes it here.
fn millis(text: &str) -> Option<i64> {
    text.parse::<Timestamp>().ok().map(Timestamp::as_millisecond)
}

/// The passkeys; nothing where the account center shows none, or there neither are any nor can be.
pub(super) fn passkeys(holder: &Holder, known: &[Known]) -> Option<Passkeys> {
    let may_change = may_change_passkeys(holder);
    let now = holder.center.services.now();
    let row = |factor: &Known| PasskeyRow {
        name: factor.label(holder),
        moments: moments(holder, factor, now),
        rename_url: may_change.then(|| format!("{PASSKEYS_PATH}/{}", factor.id)),
        remove_url: may_change.then(|| format!("{FACTORS_PATH}/{}/remove", factor.id)),
    };
    let rows: Vec<_> = known.iter().filter(|known| known.is(MfaFactor::WebAuthn)).map(row).collect();
    let may_add = may_change && holder.experience().allows_set_up(MfaFactor::WebAuthn);
    let is_shown = !rows.is_empty() || may_add;
    is_shown.then(|| Passkeys { rows, add_url: may_add.then(|| format!("{PASSKEYS_PATH}/new")) })
}

fn moments(holder: &Holder, factor: &Known, now: UnixMillis) -> Vec<(String, ui::pages::portal::Moment)> {
    let added = millis(&factor.created_at).map(|at| (("own-added", "date"), at));
    let used = factor.last_used_at.as_deref().and_then(millis).map(|at| (("own-used", "when"), at));
    [added, used].into_iter().flatten().map(|(key, at)| said(&holder.words, key, at, now)).collect()
}

/// The other factors that the tenant has, and the choice whether to be asked; nothing where there are none.
pub(super) async fn factors(holder: &Holder, known: &[Known]) -> Result<Option<Factors>, Refusal> {
    if !shows(&holder.settings, |fields| fields.mfa) {
        return Ok(None);
    }
    let (settings, may_change) = (holder.experience().mfa, may_change(holder));
    let mut rows = Vec::new();
    for (kind, factor) in [(MfaFactor::Totp, Factor::Totp), (MfaFactor::BackupCode, Factor::BackupCode)] {
        let held = known.iter().find(|known| known.is(kind));
        let can_set_up = may_change && settings.allows(kind);
        if held.is_none() && !can_set_up {
            continue;
        }
        rows.push(row(holder, (kind, factor), held, known));
    }
    let is_for_them_to_say = !settings.is_mandatory && !known.is_empty();
    let is_asked = if is_for_them_to_say { Some(!skips(holder).await?) } else { None };
    let is_shown = !rows.is_empty() || is_asked.is_some();
    Ok(is_shown.then_some(Factors { rows, is_asked, may_change }))
}

fn row(
    holder: &Holder,
    (kind, factor): (MfaFactor, Factor),
    held: Option<&Known>,
    all: &[Known],
) -> FactorRow {
    let can_set_up = may_change(holder) && holder.experience().mfa.allows(kind);
    let has_other = all.iter().any(|known| !known.is(MfaFactor::BackupCode));
    let is_codes = kind == MfaFactor::BackupCode;
    let path = if is_codes { CODES_PATH } else { TOTP_PATH };
    let now = holder.center.services.now();
    let detail = match held {
        Some(held) if is_codes => {
            holder.words.count("own-codes-left", "count", held.remain_codes.unwrap_or_default())
        }
        Some(held) => millis(&held.created_at)
            .map(|at| said(&holder.words, ("own-added", "date"), at, now).0)
            .unwrap_or_default(),
        None if is_codes && !has_other => holder.words.say("own-codes-first"),
        None => holder.words.say("own-not-set-up"),
    };
    let may_set_up = can_set_up && held.is_none() && (has_other || !is_codes);
    FactorRow {
        factor,
        detail,
        set_up_url: may_set_up.then(|| path.to_owned()),
        replace_url: held.filter(|_| can_set_up).map(|_| path.to_owned()),
        remove_url: held
            .filter(|_| may_change(holder))
            .map(|held| format!("{FACTORS_PATH}/{}/remove", held.id)),
    }
}

/// Where an authenticator is set up or replaced.
pub(super) const TOTP_PATH: &str = "/account/security/totp";
/// Where backup codes are.
pub(super) const CODES_PATH: &str = "/account/security/codes";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Settings {
    skip_mfa_on_sign_in: bool,
}

async fn skips(holder: &Holder) -> Result<bool, Refusal> {
    let call = Call::get(&["api", "my-account", "mfa-settings"]);
    let settings: Settings = holder.call(call).await?.read()?;
    Ok(settings.skip_mfa_on_sign_in)
}

/// `GET /account/security/ask`, after a proof on the way.
pub(crate) async fn back(_holder: Holder) -> Outcome {
    Ok(see_other(PATH))
}

/// `POST /account/security/ask`.
pub(crate) async fn choose(posted: Posted<Holder>) -> Outcome {
    let Posted { by: holder, form } = posted;
    let body = json!({ "skipMfaOnSignIn": form.get("ask") == "no" });
    let call = Call::new(Method::PATCH, &["api", "my-account", "mfa-settings"]).body(body);
    holder.call(call).await.map_err(|refusal| holder.stop(&refusal, PATH))?;
    Ok(see_other(&done::at(PATH, "saved")))
}

/// The factor that an address names; where there is none, the page about signing in.
pub(super) async fn find(holder: &Holder, id: &str) -> Result<(Known, Vec<Known>), Response> {
    let all = list(holder).await.map_err(|refusal| holder.stop(&refusal, PATH))?;
    match all.iter().find(|known| known.id == id) {
        Some(found) => Ok((found.clone(), all)),
        None => Err(see_other(PATH)),
    }
}
