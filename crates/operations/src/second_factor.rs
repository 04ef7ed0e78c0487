//! Second factors of users: made and sealed, and opened again. Proving oneself by one is not done here.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{
    Entropy, UserId,
    account::{User, second_factor::SecondFactor},
    sign_in_experience::MfaFactor,
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use store::StoreError;

use crate::{
    keys,
    services::{OperationError, Services},
};

/// What sealed secrets are bound to, beside user and factor.
const KIND: &str = "second-factor";
/// How many backup codes a user gets.
const BACKUP_CODES: usize = 10;
/// RFC 4648 §6.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A fresh TOTP secret of 160 bits (RFC 4226 §4), in base32.
pub fn new_totp_secret(entropy: &dyn Entropy) -> String {
    let bits =
        entropy.bytes::<20>().into_iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1));
    let bits: Vec<u8> = bits.collect();
    let letter = |five: &[u8]| five.iter().fold(0_usize, |number, bit| number << 1 | usize::from(*bit));
    bits.chunks(5).filter_map(|five| BASE32.get(letter(five))).map(|letter| char::from(*letter)).collect()
}

/// Whether a text is a TOTP secret: 128 bits or more (RFC 4226 §4) in base32, without padding.
pub fn is_totp_secret(text: &str) -> bool {
    (26..=128).contains(&text.len()) && text.bytes().all(|letter| BASE32.contains(&letter))
}

/// Fresh backup codes of 40 bits each.
pub fn new_backup_codes(entropy: &dyn Entropy) -> Vec<String> {
    let code = || entropy.bytes::<5>().iter().fold(String::new(), |code, byte| code + &format!("{byte:02x}"));
    std::iter::repeat_with(code).take(BACKUP_CODES).collect()
}

/// A factor of codes by an authenticator.
pub fn totp(services: &Services, user: &UserId, secret: &str) -> Result<SecondFactor, OperationError> {
    sealed(services, user, MfaFactor::Totp, secret.as_bytes())
}

/// A factor of backup codes.
pub fn backup_codes(
    services: &Services,
    user: &UserId,
    codes: &[String],
) -> Result<SecondFactor, OperationError> {
    let list = serde_json::to_vec(codes).map_err(|error| OperationError::Internal(Box::new(error)))?;
    sealed(services, user, MfaFactor::BackupCode, &list)
}

/// How many backup codes of a factor are left; `None` for factors of other kinds.
pub fn remaining_codes(
    services: &Services,
    user: &UserId,
    factor: &SecondFactor,
) -> Result<Option<usize>, OperationError> {
    if MfaFactor::parse(&factor.kind) != Some(MfaFactor::BackupCode) {
        return Ok(None);
    }
    let inconsistent = || StoreError::Inconsistent { table: "users", column: "mfa_factors" };
    let bytes = STANDARD.decode(&factor.sealed_secret).map_err(|_| inconsistent())?;
    let opened =
        services.sealing.open(&place(services, user, &factor.id), &bytes).map_err(|_| StoreError::Sealed)?;
    let codes: Vec<&str> = serde_json::from_slice(&opened).map_err(|_| inconsistent())?;
    Ok(Some(codes.len()))
}

fn sealed(
    services: &Services,
    user: &UserId,
    kind: MfaFactor,
    secret: &[u8],
) -> Result<SecondFactor, OperationError> {
    let id = services.entropy.id_21();
    let sealed = keys::seal(&services.sealing, &*services.entropy, &place(services, user, &id), secret)?;
    Ok(SecondFactor {
        id,
        kind: kind.as_str().to_owned(),
        created_at: services.now(),
        last_used_at: None,
        sealed_secret: STANDARD.encode(sealed),
    })
}

fn place(services: &Services, user: &UserId, id: &str) -> Vec<u8> {
    keys::context(&services.tenant, KIND, &format!("{user}\n{id}"))
}

/// What an authenticator reads: the address of a TOTP secret, in the form that authenticators agree on. The issuer is this server's host.
pub fn otpauth_uri(services: &Services, user: &User, secret: &str) -> String {
    let issuer = services.endpoint.to_string();
    let issuer = issuer.split("://").nth(1).unwrap_or(&issuer).split([':', '/']).next().unwrap_or_default();
    let names = [&user.username, &user.primary_email, &user.primary_phone, &user.name];
    let label = names.into_iter().find_map(Option::as_deref).unwrap_or(user.id.as_str());
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let (issuer, label) = (encoded(issuer), encoded(label));
    format!(
        "otpauth://totp/{issuer}:{label}?secret={secret}&period=30&digits=6&algorithm=SHA1&issuer={issuer}"
    )
}

#[cfg(test)]
mod tests {
    use domain::SystemEntropy;

    use super::*;

    #[test]
    fn secrets_and_codes_have_their_forms() {
        let (first, second) = (new_totp_secret(&SystemEntropy), new_totp_secret(&SystemEntropy));
        assert!(first.len() == 32 && is_totp_secret(&first) && first != second);
        let codes = new_backup_codes(&SystemEntropy);
        assert!(codes.len() == 10 && codes.iter().all(|code| code.len() == 10));
        assert!(codes.iter().collect::<std::collections::BTreeSet<_>>().len() == 10);
    }

    #[test]
    fn a_secret_is_base32_and_long_enough() {
        assert!(is_totp_secret("ABCDEFGHIJKLMNOPQRSTUVWXYZ"));
        for text in [
            "",
            "ABCDEFGHIJKLMNOPQRSTUVWXY",
            "abcdefghijklmnopqrstuvwxyz",
            "ABCDEFGHIJKLMNOPQRSTUVWXY1",
            &"A".repeat(129),
        ] {
            assert!(!is_totp_secret(text), "{text}");
        }
    }
}
