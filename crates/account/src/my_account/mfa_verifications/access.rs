//! Which part of an account a second factor belongs to: passkeys are a part of their own where something is said of them.

use domain::{account::second_factor::SecondFactor, sign_in_experience::MfaFactor};
use http_kit::ApiError;
use serde_json::Value;

use crate::{AccountContext, rules::Field};

fn fields_of(kind: Option<MfaFactor>) -> &'static [Field] {
    match kind {
        Some(MfaFactor::WebAuthn) => &[Field::Passkey],
        _ => &[Field::Mfa],
    }
}

/// Whether users see factors of this kind.
pub(super) fn shows(context: &AccountContext, factor: &SecondFactor) -> bool {
    context.check_seen(fields_of(MfaFactor::parse(&factor.kind))).is_ok()
}

/// 400 unless users may change factors of this kind.
pub(super) fn check_edited(context: &AccountContext, kind: MfaFactor) -> Result<(), ApiError> {
    context.check_edited(fields_of(Some(kind)))
}

/// 400 unless users may change this factor, as it is stored.
pub(super) fn check_stored(context: &AccountContext, factor: &Value) -> Result<(), ApiError> {
    let kind = factor.get("type").and_then(Value::as_str).and_then(MfaFactor::parse);
    context.check_edited(fields_of(kind))
}
