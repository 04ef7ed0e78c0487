//! Second factors of users: set up, sealed, opened again, and held against what somebody shows. One file a kind:
//!
//! * [`totp`]: codes of an authenticator, each time step of which is good once;
//! * [`backup_code`]: codes kept for emergencies, each good once;
//! * [`passkey`]: WebAuthn, by the crate `webauthn`;
//! * [`code`]: codes sent to the e-mail address or phone number that the user has.
//!
//! What is stored is a list of [`SecondFactor`]s with the user. Every change of it is made under the user's row lock ([`change`]), so that none
//! is lost and nothing single-use is taken twice. Who may set up or remove what is for the caller to decide, and so is which factors a sign-in
//! asks for. Whoever checks what somebody shows does so inside [`attempt`], which counts failures, each kind of factor apart.

mod attempt;
pub mod backup_code;
pub mod code;
pub mod passkey;
pub mod totp;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{
    UserId,
    account::{User, second_factor::SecondFactor},
    sign_in_experience::MfaFactor,
};
use serde_json::Value;
use store::StoreError;

pub use attempt::{AttemptRefusal, attempt};

use crate::{
    keys,
    services::{OperationError, Services},
};

/// What sealed secrets are bound to, beside user and factor.
const KIND: &str = "second-factor";

/// The most passkeys of a user: far more than anybody has devices, and few enough to be asked for, and read with the user, at every sign-in.
pub const MAX_PASSKEYS: usize = 50;

/// The stored factors of a user that this version knows how to read.
pub fn factors_of(user: &User) -> impl Iterator<Item = SecondFactor> {
    readable(&user.mfa_factors)
}

/// The stored factors of one kind, in the order in which they were set up.
pub fn factors_of_kind(user: &User, kind: MfaFactor) -> impl Iterator<Item = SecondFactor> {
    factors_of(user).filter(move |factor| factor.kind == kind.as_str())
}

fn readable(factors: &[Value]) -> impl Iterator<Item = SecondFactor> {
    factors.iter().filter_map(|factor| serde_json::from_value(factor.clone()).ok())
}

/// Why a factor is not added to those of a user.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum AddRefusal {
    /// The user has an authenticator.
    #[error("the user has an authenticator already")]
    TotpInUse,
    /// The user has backup codes.
    #[error("the user has backup codes already")]
    BackupCodesInUse,
    /// Backup codes stand in for another factor, and there is none.
    #[error("backup codes cannot be the only factor")]
    BackupCodesAlone,
    /// The user has this passkey.
    #[error("the user has this passkey already")]
    PasskeyInUse,
    /// The user has [`MAX_PASSKEYS`].
    #[error("the user has as many passkeys as there can be")]
    TooManyPasskeys,
}

impl AddRefusal {
    /// The code of the wire, always with status 422.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TotpInUse => "user.totp_already_in_use",
            Self::BackupCodesInUse => "user.backup_code_already_in_use",
            Self::BackupCodesAlone => "session.mfa.backup_code_can_not_be_alone",
            Self::PasskeyInUse => "session.mfa.webauthn_verification_failed",
            Self::TooManyPasskeys => "user.too_many_passkeys",
        }
    }
}

/// Adds a factor to those of a user: of authenticators and sets of backup codes there is one each, of passkeys [`MAX_PASSKEYS`] at the most. Backup
/// codes that are used up give way to new ones.
pub fn add(factors: &mut Vec<Value>, factor: &SecondFactor) -> Result<(), AddRefusal> {
    let of_kind = |known: &SecondFactor| known.kind == factor.kind;
    match MfaFactor::parse(&factor.kind) {
        Some(MfaFactor::Totp) if readable(factors).any(|known| of_kind(&known)) => {
            return Err(AddRefusal::TotpInUse);
        }
        Some(MfaFactor::BackupCode) => {
            if readable(factors).any(|known| of_kind(&known) && !known.is_used_up) {
                return Err(AddRefusal::BackupCodesInUse);
            }
            if !readable(factors).any(|known| !of_kind(&known)) {
                return Err(AddRefusal::BackupCodesAlone);
            }
            take_out(factors, |known| of_kind(known));
        }
        Some(MfaFactor::WebAuthn)
            if readable(factors).any(|known| known.credential_id == factor.credential_id) =>
        {
            return Err(AddRefusal::PasskeyInUse);
        }
        Some(MfaFactor::WebAuthn) if readable(factors).filter(of_kind).count() >= MAX_PASSKEYS => {
            return Err(AddRefusal::TooManyPasskeys);
        }
        _ => {}
    }
    factors.push(written(factor));
    Ok(())
}

/// Puts a factor in the place of all of its kind, as for a new authenticator or fresh backup codes.
pub fn replace(factors: &mut Vec<Value>, factor: &SecondFactor) {
    take_out(factors, |known| known.kind == factor.kind);
    factors.push(written(factor));
}

/// As [`replace`], where the factor must be one that could be added when there were none of its kind.
pub fn renew(factors: &mut Vec<Value>, factor: &SecondFactor) -> Result<(), AddRefusal> {
    take_out(factors, |known| known.kind == factor.kind);
    add(factors, factor)
}

/// Takes the factor with this id away. Returns whether there was one, in whatever form.
pub fn remove(factors: &mut Vec<Value>, id: &str) -> bool {
    let before = factors.len();
    factors.retain(|factor| factor.get("id").and_then(Value::as_str) != Some(id));
    factors.len() < before
}

/// Stores a changed factor in the place of the one with its id. Returns whether there was one.
pub fn update(factors: &mut [Value], factor: &SecondFactor) -> bool {
    let same = |known: &&mut Value| known.get("id").and_then(Value::as_str) == Some(factor.id.as_str());
    factors.iter_mut().find(same).map(|known| *known = written(factor)).is_some()
}

fn take_out(factors: &mut Vec<Value>, which: impl Fn(&SecondFactor) -> bool) {
    factors.retain(|factor| !serde_json::from_value(factor.clone()).is_ok_and(|factor| which(&factor)));
}

fn written(factor: &SecondFactor) -> Value {
    // Made of text, numbers and truth values: nothing of it can fail to be written.
    serde_json::to_value(factor).unwrap_or_default()
}

/// Changes the second factors of a user under the row lock, which holds until the change is stored: callers for the same user, on whatever
/// node, come one after the other. Nothing is stored when `step` refuses or leaves the list as it was.
///
/// `step` may be called again when the database asks for it, so it must have no effects of its own. `None` when there is no such user.
pub async fn change<T, R, F>(
    services: &Services,
    user: &UserId,
    step: F,
) -> Result<Option<Result<T, R>>, OperationError>
where
    F: Fn(&User, &mut Vec<Value>) -> Result<Result<T, R>, OperationError> + Sync,
    T: Send,
    R: Send,
{
    let (tenant, now, step) = (&services.tenant, services.now(), &step);
    let change = |tx: store::Transaction| async move {
        let Some(user) = store::user::lock(tx.exec(), tenant, user, now).await? else { return Ok(None) };
        let mut factors = user.mfa_factors.clone();
        let outcome = step(&user, &mut factors)?;
        if outcome.is_ok() && factors != user.mfa_factors {
            store::user::set_mfa_factors(tx.exec(), tenant, &user.id, factors).await?;
        }
        Ok::<_, OperationError>(Some(outcome))
    };
    services.db.transaction(change).await
}

/// A new factor with its secret sealed.
fn sealed(
    services: &Services,
    user: &UserId,
    kind: MfaFactor,
    secret: &[u8],
) -> Result<SecondFactor, OperationError> {
    let mut factor = SecondFactor {
        id: services.entropy.id_21(),
        kind: kind.as_str().to_owned(),
        created_at: services.now(),
        last_used_at: None,
        sealed_secret: String::new(),
        name: None,
        agent: None,
        credential_id: None,
        is_used_up: false,
    };
    seal_again(services, user, &mut factor, secret)?;
    Ok(factor)
}

/// Seals another secret in a factor.
fn seal_again(
    services: &Services,
    user: &UserId,
    factor: &mut SecondFactor,
    secret: &[u8],
) -> Result<(), OperationError> {
    let place = place(services, user, &factor.id);
    let sealed = keys::seal(&services.sealing, &*services.entropy, &place, secret)?;
    factor.sealed_secret = STANDARD.encode(sealed);
    Ok(())
}

/// Opens the secret of a factor, which must be of this user.
fn open(
    services: &Services,
    user: &UserId,
    factor: &SecondFactor,
) -> Result<zeroize::Zeroizing<Vec<u8>>, OperationError> {
    let bytes = STANDARD.decode(&factor.sealed_secret).map_err(|_| inconsistent())?;
    let place = place(services, user, &factor.id);
    Ok(services.sealing.open(&place, &bytes).map_err(|_| StoreError::Sealed)?)
}

fn inconsistent() -> StoreError {
    StoreError::Inconsistent { table: "users", column: "mfa_factors" }
}

fn place(services: &Services, user: &UserId, id: &str) -> Vec<u8> {
    keys::context(&services.tenant, KIND, &format!("{user}\n{id}"))
}

#[cfg(test)]
mod tests;
