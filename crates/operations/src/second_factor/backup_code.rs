//! Codes kept for emergencies. They are sealed rather than hashed, because the Account API shows those that are left.

use std::collections::HashSet;

use domain::{Entropy, UserId, account::second_factor::SecondFactor, sign_in_experience::MfaFactor};

use super::{change, factors_of_kind, inconsistent, open, seal_again, sealed, update};
use crate::services::{OperationError, Services};

/// How many codes a user gets.
const CODES: usize = 10;

/// The most codes of a user.
const MAX_CODES: usize = 100;
/// The shortest and the longest code, in characters.
const CODE_LENGTH: std::ops::RangeInclusive<usize> = 8..=64;
/// What codes that somebody brings must be, for people.
pub const CODES_RULE: &str = "Expected 1 to 100 different codes of 8 to 64 visible ASCII characters";

/// Whether codes that somebody brings can be backup codes, whoever sets them up.
pub fn are_codes(codes: &[String]) -> bool {
    let is_code = |code: &String| {
        CODE_LENGTH.contains(&code.len()) && code.bytes().all(|letter| letter.is_ascii_graphic())
    };
    let distinct: HashSet<_> = codes.iter().collect();
    (1..=MAX_CODES).contains(&codes.len()) && distinct.len() == codes.len() && codes.iter().all(is_code)
}

/// The code is not one of those that are left.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the code is not one of those that are left")]
pub struct InvalidCode;

/// Fresh codes of 40 bits each, in hexadecimal digits.
pub fn new_codes(entropy: &dyn Entropy) -> Vec<String> {
    let code = || entropy.bytes::<5>().iter().fold(String::new(), |code, byte| code + &format!("{byte:02x}"));
    std::iter::repeat_with(code).take(CODES).collect()
}

/// A new factor of these codes, which is not stored yet.
pub fn factor(services: &Services, user: &UserId, codes: &[String]) -> Result<SecondFactor, OperationError> {
    sealed(services, user, MfaFactor::BackupCode, &written(codes)?)
}

/// The codes of a factor that are left; `None` for factors of other kinds.
pub fn remaining_codes(
    services: &Services,
    user: &UserId,
    factor: &SecondFactor,
) -> Result<Option<Vec<String>>, OperationError> {
    if MfaFactor::parse(&factor.kind) != Some(MfaFactor::BackupCode) {
        return Ok(None);
    }
    let opened = open(services, user, factor)?;
    Ok(Some(serde_json::from_slice(&opened).map_err(|_| inconsistent())?))
}

/// Uses up a code of a user. It is taken out under the user's row lock: of any number of callers one gets in by it.
/// Returns the id of the factor.
pub async fn verify(
    services: &Services,
    user: &UserId,
    code: &str,
) -> Result<Result<String, InvalidCode>, OperationError> {
    let (code, now) = (code.trim(), services.now());
    let verified = change(services, user, |user, factors| {
        let Some(mut factor) = factors_of_kind(user, MfaFactor::BackupCode).next() else {
            return Ok(Err(InvalidCode));
        };
        let mut left = remaining_codes(services, &user.id, &factor)?.unwrap_or_default();
        // Every code is looked at, whichever matches.
        let mut found = None;
        for (place, known) in left.iter().enumerate() {
            if jose::constant_time_eq(known.as_bytes(), code.as_bytes()) {
                found = Some(place);
            }
        }
        let Some(place) = found else { return Ok(Err(InvalidCode)) };
        left.remove(place);
        seal_again(services, &user.id, &mut factor, &written(&left)?)?;
        factor.is_used_up = left.is_empty();
        factor.last_used_at = Some(now);
        update(factors, &factor);
        Ok(Ok(factor.id))
    });
    Ok(verified.await?.unwrap_or(Err(InvalidCode)))
}

fn written(codes: &[String]) -> Result<Vec<u8>, OperationError> {
    serde_json::to_vec(codes).map_err(|error| OperationError::Internal(Box::new(error)))
}

#[cfg(test)]
mod tests {
    use domain::SystemEntropy;

    use super::*;

    #[test]
    fn codes_that_are_brought_are_long_enough_to_guess_at_in_vain_and_differ() {
        let codes = |codes: &[&str]| codes.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert!(are_codes(&new_codes(&SystemEntropy)));
        assert!(are_codes(&codes(&["12345678", &"x".repeat(64)])));
        let many: Vec<_> = (0..101).map(|number| format!("{number:08}")).collect();
        assert!(are_codes(&many[..100]) && !are_codes(&many));
        for bad in [
            &[][..],
            &[""],
            &["1234567"],
            &["12345678", "12345678"],
            &["1234 5678"],
            &["1234567ø"],
            &["1234567\0"],
        ] {
            assert!(!are_codes(&codes(bad)), "{bad:?}");
        }
        assert!(!are_codes(&["x".repeat(65)]));
    }

    #[test]
    fn codes_have_their_form() {
        let codes = new_codes(&SystemEntropy);
        assert!(codes.len() == 10 && codes.iter().all(|code| code.len() == 10));
        assert!(codes.iter().flat_map(|code| code.bytes()).all(|digit| digit.is_ascii_hexdigit()));
        assert!(codes.iter().collect::<std::collections::BTreeSet<_>>().len() == 10);
    }
}
