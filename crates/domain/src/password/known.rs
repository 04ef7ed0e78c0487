//! Passwords that are known from leaks: an operator's own list, and what a range service is asked and answers.
//!
//! Of each password of a list the first eight bytes of its SHA-1 are kept, sorted: eight bytes of memory each, found by halving. That two
//! passwords share them happens to one of millions of millions of choices, and costs whoever it happens to another choice.

use std::io::{self, BufRead};

use sha1::{Digest as _, Sha1};

use crate::text::fold;

/// The most passwords that a list may have: 80 MB of memory.
pub const MAX_KNOWN_PASSWORDS: usize = 10_000_000;
/// The longest line of a list, in bytes.
const MAX_LINE: u64 = 1_024;
/// How many hexadecimal digits of the SHA-1 a range service is told.
const PREFIX: usize = 5;
/// How many digits a SHA-1 has.
const DIGITS: usize = 40;

/// An operator's list.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct KnownPasswords(Vec<u64>);

impl std::fmt::Debug for KnownPasswords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KnownPasswords({})", self.0.len())
    }
}

/// Why a list was not read.
#[derive(Debug, thiserror::Error)]
pub enum KnownPasswordsError {
    /// It could not be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It has more passwords than are kept.
    #[error("it holds more than {MAX_KNOWN_PASSWORDS} passwords")]
    TooMany,
    /// A line is far longer than any password.
    #[error("line {0} is longer than {MAX_LINE} bytes")]
    LineTooLong(usize),
}

impl KnownPasswords {
    /// Reads a list, a line at a time: a password, or its SHA-1 in hexadecimal digits, alone or with `:` and how often it was seen, as Have I
    /// Been Pwned gives them out. Case does not count in passwords that are given as such.
    ///
    /// # Errors
    /// [`KnownPasswordsError`].
    pub fn read(mut from: impl BufRead) -> Result<Self, KnownPasswordsError> {
        let (mut keys, mut line, mut number) = (Vec::new(), Vec::new(), 0);
        loop {
            line.clear();
            let read = io::Read::take(&mut from, MAX_LINE + 1).read_until(b'\n', &mut line)?;
            if read == 0 {
                break;
            }
            number += 1;
            if u64::try_from(read).is_ok_and(|read| read > MAX_LINE) {
                return Err(KnownPasswordsError::LineTooLong(number));
            }
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_end_matches(['\n', '\r']);
            if text.is_empty() {
                continue;
            }
            if keys.len() == MAX_KNOWN_PASSWORDS {
                return Err(KnownPasswordsError::TooMany);
            }
            keys.push(digest_in(text).unwrap_or_else(|| key_of(&fold(text))));
        }
        keys.sort_unstable();
        keys.dedup();
        keys.shrink_to_fit();
        Ok(Self(keys))
    }

    /// Whether a password is in the list.
    pub fn holds(&self, password: &str) -> bool {
        let is_there = |text: &str| self.0.binary_search(&key_of(text)).is_ok();
        is_there(password) || is_there(&fold(password))
    }

    /// How many passwords are in it.
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn key_of(text: &str) -> u64 {
    let digest = Sha1::digest(text.as_bytes());
    digest.iter().take(8).fold(0, |key, byte| (key << 8) | u64::from(*byte))
}

/// The beginning of a SHA-1 that a line gives instead of a password.
fn digest_in(line: &str) -> Option<u64> {
    let (digits, seen) = line.split_once(':').unwrap_or((line, ""));
    let is_digest = digits.len() == DIGITS && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let is_number = seen.bytes().all(|digit| digit.is_ascii_digit());
    (is_digest && is_number).then(|| u64::from_str_radix(digits.get(..16)?, 16).ok())?
}

/// A question to a range service: of the password it tells five digits of its SHA-1, which it shares with hundreds of others.
#[derive(Clone, PartialEq, Eq)]
pub struct RangeQuestion {
    digits: String,
}

impl std::fmt::Debug for RangeQuestion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RangeQuestion(…)")
    }
}

impl RangeQuestion {
    /// The question about a password.
    pub fn about(password: &str) -> Self {
        use std::fmt::Write as _;
        let mut digits = String::with_capacity(DIGITS);
        for byte in Sha1::digest(password.as_bytes()) {
            let _ = write!(digits, "{byte:02X}");
        }
        Self { digits }
    }

    /// What the service is told.
    pub fn prefix(&self) -> &str {
        self.digits.get(..PREFIX).unwrap_or_default()
    }

    /// Whether the answer names the password: one of its lines has the other digits, and a number of times that is not 0. Such lines fill
    /// answers up, so that their length tells nothing. `None` for what is no such answer.
    pub fn is_named_in(&self, answer: &str) -> Option<bool> {
        let rest = self.digits.get(PREFIX..)?;
        let mut is_named = false;
        for line in answer.lines().filter(|line| !line.trim().is_empty()) {
            let (digits, seen) = line.trim().split_once(':')?;
            let seen: u64 = seen.trim().parse().ok()?;
            if digits.len() != DIGITS - PREFIX || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                return None;
            }
            is_named |= seen > 0 && digits.eq_ignore_ascii_case(rest);
        }
        Some(is_named)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> KnownPasswords {
        KnownPasswords::read(text.as_bytes()).unwrap()
    }

    #[test]
    fn a_list_holds_passwords_and_digests_of_passwords() {
        // The second is the SHA-1 of `Fjord-Lamp-77`.
        let digest = RangeQuestion::about("Fjord-Lamp-77").digits;
        let known =
            list(&format!("Winter-Coat-12\r\n\n{digest}:37\nfjord & lamp: 1\n{}\n", digest.to_lowercase()));
        assert_eq!(known.len(), 3);
        for password in ["Winter-Coat-12", "winter-coat-12", "Fjord-Lamp-77", "fjord & lamp: 1"] {
            assert!(known.holds(password), "{password}");
        }
        for password in ["fjord-lamp-77", "Winter-Coat-13", "", &digest] {
            assert!(!known.holds(password), "{password}");
        }
        assert!(list("").is_empty() && !list("").holds(""));
    }

    #[test]
    fn a_line_of_forty_digits_with_something_else_behind_is_a_password() {
        let text = format!("{}:x", "a".repeat(40));
        assert!(list(&text).holds(&text));
    }

    #[test]
    fn what_is_no_list_is_not_read_to_its_end() {
        let endless = io::BufReader::new(io::repeat(b'a'));
        assert!(matches!(KnownPasswords::read(endless), Err(KnownPasswordsError::LineTooLong(1))));
    }

    #[test]
    fn a_service_is_told_five_digits_and_named_passwords_are_found() {
        // The example of the service's own documentation: SHA-1 of "password" begins with 5BAA6.
        let question = RangeQuestion::about("password");
        assert_eq!(question.prefix(), "5BAA6");
        let rest = "1E4C9B93F3F0682250B6CF8331B7EE68FD8";
        assert_eq!(question.is_named_in(&format!("{}:3\r\n{rest}:9545824\r\n", "0".repeat(35))), Some(true));
        assert_eq!(question.is_named_in(&format!("{}:1", rest.to_lowercase())), Some(true));
        assert_eq!(question.is_named_in(&format!("{rest}:0\r\n")), Some(false));
        assert_eq!(question.is_named_in(""), Some(false));
        for broken in ["<html>", rest, &format!("{rest}:many"), "1E4C9:1", &format!("{rest}:1\nsorry")] {
            assert_eq!(question.is_named_in(broken), None, "{broken}");
        }
        assert_eq!(format!("{question:?}"), "RangeQuestion(…)");
    }
}
