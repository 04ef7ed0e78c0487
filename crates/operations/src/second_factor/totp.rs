//! Codes of authenticators: time-based one-time passwords (RFC 6238) of six digits, by HMAC-SHA-1 and steps of 30 seconds, as every
//! authenticator has them (OIDC contract §6.5).

use std::time::Duration;

use domain::{
    Entropy, UnixMillis, UserId,
    account::{User, second_factor::SecondFactor},
    sign_in_experience::MfaFactor,
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use zeroize::Zeroizing;

use super::{factors_of_kind, inconsistent, open, sealed, update};
use crate::services::{OperationError, Services};

/// RFC 4648 §6.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// How long a code is shown, in milliseconds.
const STEP_MILLISECONDS: i64 = 30_000;
/// How many steps an authenticator's clock may be off, either way.
const WINDOW: i64 = 1;
const DIGITS: usize = 6;
/// How long it is remembered that a step was spent. It cannot be shown again after a minute and a half; the rest is for the clocks of nodes.
const REMEMBERED: Duration = Duration::from_secs(3_600);

/// The code is not one that is taken now: it is wrong, of another time, or was used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the code is not one that is taken now")]
pub struct InvalidCode;

/// A fresh secret of 160 bits (RFC 4226 §4), in base32.
pub fn new_secret(entropy: &dyn Entropy) -> String {
    let bits =
        entropy.bytes::<20>().into_iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1));
    let bits: Vec<u8> = bits.collect();
    let letter = |five: &[u8]| five.iter().fold(0_usize, |number, bit| number << 1 | usize::from(*bit));
    bits.chunks(5).filter_map(|five| BASE32.get(letter(five))).map(|letter| char::from(*letter)).collect()
}

/// Whether a text is a secret: 128 bits or more (RFC 4226 §4) in base32, without padding.
pub fn is_secret(text: &str) -> bool {
    (26..=128).contains(&text.len()) && text.bytes().all(|letter| BASE32.contains(&letter))
}

/// The bytes of a secret in base32. Bits beyond the last whole byte are dropped, as authenticators do.
fn secret_bytes(secret: &str) -> Zeroizing<Vec<u8>> {
    let (mut bytes, mut pending, mut bits) = (Zeroizing::new(Vec::new()), 0_u32, 0);
    for letter in secret.bytes() {
        let Some(five) = BASE32.iter().position(|known| *known == letter) else { continue };
        pending = (pending << 5 | u32::try_from(five).unwrap_or_default()) & 0xFFF;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((pending >> bits & 0xFF) as u8);
        }
    }
    bytes
}

/// The code of a time step (RFC 4226 §5.3 with the step as counter).
fn code_of_step(secret: &[u8], step: i64) -> String {
    let hash = jose::hmac_sha1(secret, &step.to_be_bytes());
    let offset = usize::from(hash.last().copied().unwrap_or_default() & 0xF);
    let four = hash.get(offset..offset + 4).unwrap_or_default();
    let number = four.iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte)) & 0x7FFF_FFFF;
    format!("{:06}", number % 1_000_000)
}

/// The code that an authenticator with this secret, in base32, shows at a moment.
pub fn code_at(secret: &str, at: UnixMillis) -> String {
    code_of_step(&secret_bytes(secret), at.0.div_euclid(STEP_MILLISECONDS))
}

/// The step around now whose code this is, the latest if it is several. People may write spaces into it.
fn step_of(secret: &str, code: &str, now: UnixMillis) -> Option<i64> {
    let code: String = code.chars().filter(|character| *character != ' ').collect();
    if code.len() != DIGITS {
        return None;
    }
    let (bytes, current) = (secret_bytes(secret), now.0.div_euclid(STEP_MILLISECONDS));
    // Every step is looked at, whichever matches.
    let mut found = None;
    for step in current - WINDOW..=current + WINDOW {
        if jose::constant_time_eq(code_of_step(&bytes, step).as_bytes(), code.as_bytes()) {
            found = Some(step);
        }
    }
    found
}

/// A new factor of this secret, which is not stored yet. [`verify_new`] says whether its user's authenticator has it.
pub fn factor(services: &Services, user: &UserId, secret: &str) -> Result<SecondFactor, OperationError> {
    sealed(services, user, MfaFactor::Totp, secret.as_bytes())
}

/// The secret of a factor, in base32.
pub fn secret_of(
    services: &Services,
    user: &UserId,
    factor: &SecondFactor,
) -> Result<Zeroizing<String>, OperationError> {
    let opened = open(services, user, factor)?;
    Ok(Zeroizing::new(std::str::from_utf8(&opened).map_err(|_| inconsistent())?.to_owned()))
}

/// Checks a code against a factor that was made and is not stored yet. The code is spent: it does not let its user in afterwards.
pub async fn verify_new(
    services: &Services,
    user: &UserId,
    factor: &SecondFactor,
    code: &str,
) -> Result<Result<(), InvalidCode>, OperationError> {
    let secret = secret_of(services, user, factor)?;
    let Some(step) = step_of(&secret, code, services.now()) else { return Ok(Err(InvalidCode)) };
    Ok(spend(services, services.db.exec(), (user, &factor.id), step).await?)
}

/// Checks a code against the authenticator that a user has. The right code is spent by one statement: of any number of callers one gets in by
/// it, and none by it or an earlier one afterwards. Returns the id of the factor.
pub async fn verify(
    services: &Services,
    user: &UserId,
    code: &str,
) -> Result<Result<String, InvalidCode>, OperationError> {
    let (tenant, now) = (&services.tenant, services.now());
    let verify = |tx: store::Transaction| async move {
        let Some(user) = store::user::lock(tx.exec(), tenant, user, now).await? else {
            return Ok(Err(InvalidCode));
        };
        let Some(mut factor) = factors_of_kind(&user, MfaFactor::Totp).next() else {
            return Ok(Err(InvalidCode));
        };
        let secret = secret_of(services, &user.id, &factor)?;
        let Some(step) = step_of(&secret, code, now) else { return Ok(Err(InvalidCode)) };
        let spent = spend(services, tx.exec(), (&user.id, &factor.id), step).await?;
        if spent.is_ok() {
            factor.last_used_at = Some(now);
            let mut factors = user.mfa_factors;
            update(&mut factors, &factor);
            store::user::set_mfa_factors(tx.exec(), tenant, &user.id, factors).await?;
        }
        Ok::<_, OperationError>(spent.map(|()| factor.id))
    };
    services.db.transaction(verify).await
}

async fn spend(
    services: &Services,
    exec: store::Exec<'_>,
    factor: (&UserId, &str),
    step: i64,
) -> Result<Result<(), InvalidCode>, store::StoreError> {
    let forgotten_at = services.now().plus(REMEMBERED);
    let spent = store::totp_step::spend(exec, &services.tenant, factor, (step, forgotten_at)).await?;
    Ok(if spent { Ok(()) } else { Err(InvalidCode) })
}

/// What an authenticator reads: the address of a secret, in the form that authenticators agree on. The issuer is this server's host.
pub fn otpauth_uri(services: &Services, user: &User, secret: &str) -> String {
    let names = [&user.username, &user.primary_email, &user.primary_phone, &user.name];
    let label = names.into_iter().find_map(Option::as_deref).unwrap_or(user.id.as_str());
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let (issuer, label) = (encoded(services.endpoint.host()), encoded(label));
    format!(
        "otpauth://totp/{issuer}:{label}?secret={secret}&period=30&digits=6&algorithm=SHA1&issuer={issuer}"
    )
}

#[cfg(test)]
mod tests {
    use domain::SystemEntropy;

    use super::*;

    /// The secret of RFC 6238, Appendix B, in base32: `12345678901234567890`.
    const RFC_SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn codes_are_those_of_the_rfc() {
        assert_eq!(secret_bytes(RFC_SECRET).as_slice(), b"12345678901234567890");
        // The appendix has eight digits; six of them are the last six.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code_at(RFC_SECRET, UnixMillis(seconds * 1_000)), code, "{seconds}");
        }
    }

    #[test]
    fn a_code_is_taken_one_step_before_and_after() {
        let code = code_at(RFC_SECRET, UnixMillis(60_000));
        for (now, taken) in
            [(29_999, false), (30_000, true), (89_999, true), (119_999, true), (120_000, false)]
        {
            assert_eq!(step_of(RFC_SECRET, &code, UnixMillis(now)).is_some(), taken, "{now}");
        }
        let (first, last) = code.split_at(3);
        assert_eq!(step_of(RFC_SECRET, &format!("{first} {last}"), UnixMillis(60_000)), Some(2));
        for other in ["", "000000", "12345", &format!("{code}0"), "２８７０８２"] {
            assert_eq!(step_of(RFC_SECRET, other, UnixMillis(60_000)), None, "{other}");
        }
    }

    #[test]
    fn secrets_have_their_form_and_are_read_back() {
        let (first, second) = (new_secret(&SystemEntropy), new_secret(&SystemEntropy));
        assert!(first.len() == 32 && is_secret(&first) && first != second);
        assert_eq!(secret_bytes(&first).len(), 20);
        assert_eq!(secret_bytes("ABCDEFGHIJKLMNOPQRSTUVWXYZ").len(), 16);
    }

    #[test]
    fn a_secret_is_base32_and_long_enough() {
        assert!(is_secret("ABCDEFGHIJKLMNOPQRSTUVWXYZ"));
        for text in [
            "",
            "ABCDEFGHIJKLMNOPQRSTUVWXY",
            "abcdefghijklmnopqrstuvwxyz",
            "ABCDEFGHIJKLMNOPQRSTUVWXY1",
            &"A".repeat(129),
        ] {
            assert!(!is_secret(text), "{text}");
        }
    }
}
