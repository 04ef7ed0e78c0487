//! The forms of usernames, e-mail addresses and phone numbers (Management API contract §5.1).

/// The longest username, name, e-mail address or phone number, in characters.
pub const MAX_IDENTIFIER_CHARACTERS: usize = 128;

/// Country calling codes of two digits whose first digit alone is none, as ITU-T E.164 annex lists them. One-digit codes are 1 and 7;
/// whatever remains has three digits.
const TWO_DIGIT_COUNTRY_CODES: [&str; 44] = [
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48",
    "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81",
    "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
];

/// Countries whose numbers keep a leading zero abroad: Italy, Côte d'Ivoire, Congo, San Marino.
const COUNTRY_CODES_THAT_KEEP_A_ZERO: [&str; 4] = ["39", "225", "242", "378"];

/// Why a text is not a phone number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum InvalidPhone {
    /// It holds something besides ASCII digits, or nothing.
    #[error("a phone number is written in digits, with the country code first")]
    NotDigits,
    /// No such number can exist: the wrong length, or no country code.
    #[error("the phone number is not valid")]
    Impossible,
}

/// Whether a text may be a username: a letter or underscore, then letters, digits and underscores (`/^[A-Za-z_]\w*$/`). Its length is
/// not looked at.
pub fn is_username(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// What has a meaning of its own in the headers of a message (RFC 5322 §3.2.3). An address with one of them may be read as several, or as
/// a name with an address.
const SPECIALS: [char; 12] = ['(', ')', '<', '>', '[', ']', ':', ';', '\\', ',', '"', '@'];

/// The longest e-mail address that a message can be sent to, in bytes (RFC 5321 §4.5.3.1.3, without the angle brackets).
pub const MAX_EMAIL_BYTES: usize = 254;

/// Whether a text has the form of one e-mail address: `x@y.z` without white space, control characters, a second `@` or anything else that
/// would have to be quoted. Its length is not looked at.
pub fn is_email(text: &str) -> bool {
    let has_dotted_end = |rest: &str| {
        rest.char_indices()
            .skip(1)
            .any(|(at, character)| character == '.' && rest.get(at + 1..).is_some_and(|end| !end.is_empty()))
    };
    let is_plain = |part: &str| !part.contains(SPECIALS);
    !text.chars().any(|character| character.is_whitespace() || character.is_control())
        && text.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && is_plain(local) && is_plain(domain) && has_dotted_end(domain)
        })
}

/// Whether a message can be sent to an address: it is one, and no longer than any mail server takes.
pub fn is_deliverable_email(text: &str) -> bool {
    text.len() <= MAX_EMAIL_BYTES && is_email(text)
}

/// What follows the last `@` of an e-mail address.
pub fn email_domain(email: &str) -> Option<&str> {
    email.rsplit_once('@').map(|(_, domain)| domain)
}

/// Whether two spellings name the same e-mail address: equal but for case. Letters beyond ASCII never equal ASCII ones, although some
/// (the Kelvin sign, for one) have an ASCII letter as their lower case: the address would be another person's.
pub fn is_same_email(one: &str, other: &str) -> bool {
    let mut others = other.chars();
    one.chars().all(|a| {
        others.next().is_some_and(|b| {
            a == b || (a.is_ascii() == b.is_ascii() && a.to_lowercase().eq(b.to_lowercase()))
        })
    }) && others.next().is_none()
}

/// Reads a phone number in E.164 digits without `+` and gives the form in which it is stored: a national leading zero after the country
/// code is left out, because it is not dialled from abroad.
pub fn parse_phone(text: &str) -> Result<String, InvalidPhone> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(InvalidPhone::NotDigits);
    }
    let country_code_digits = match text.get(..2).ok_or(InvalidPhone::Impossible)? {
        start if start.starts_with('0') => return Err(InvalidPhone::Impossible),
        start if start.starts_with(['1', '7']) => 1,
        start if TWO_DIGIT_COUNTRY_CODES.contains(&start) => 2,
        _ => 3,
    };
    let (country_code, national) =
        text.split_at_checked(country_code_digits).ok_or(InvalidPhone::Impossible)?;
    let keeps_zero = COUNTRY_CODES_THAT_KEEP_A_ZERO.contains(&country_code);
    let national = national.strip_prefix('0').filter(|_| !keeps_zero).unwrap_or(national);
    // E.164 §6: at most 15 digits with the country code; the shortest national numbers in use have four.
    if national.len() < 4 || country_code.len() + national.len() > 15 {
        return Err(InvalidPhone::Impossible);
    }
    Ok(format!("{country_code}{national}"))
}

/// The digits of a phone number as people write it: with a plus, blanks, hyphens, brackets, points and slashes between them. What is
/// something else keeps it, so that [`parse_phone`] refuses it.
pub fn typed_phone(typed: &str) -> String {
    typed.chars().filter(|character| !matches!(character, '+' | ' ' | '-' | '(' | ')' | '.' | '/')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usernames_begin_with_a_letter_or_underscore() {
        for text in ["a", "_", "ingrid_77", "Z9"] {
            assert!(is_username(text), "{text}");
        }
        for text in ["", "1abc", "ingrid vik", "ingrid-vik", "ingrid@fjord", "ålesund", "a\0"] {
            assert!(!is_username(text), "{text:?}");
        }
    }

    #[test]
    fn addresses_are_taken_loosely() {
        for text in [
            "a@b.c",
            "ingrid@fjord.example",
            "Ingrid.Vik+x@mail.fjord.example",
            "o'brien!#$%&*/=?^_`{|}~-@fjord.example",
            "ü@ü.example",
        ] {
            assert!(is_email(text), "{text}");
        }
        for text in ["", "a", "@b.c", "a@b", "a@.c", "a@b.", "a @b.c", "a@b.c\n", "a@b\0.c"] {
            assert!(!is_email(text), "{text:?}");
        }
    }

    #[test]
    fn an_address_is_one_address() {
        for text in [
            "a@x.example,b@y.example",
            "a@x,b@y.example",
            "a@x.example;b@y.example",
            "a@b@c.d",
            "a,b@y.example",
            "<a@y.example>",
            "Astrid<a@y.example>",
            "a(b)@y.example",
            "a@(b)y.example",
            "\"a\"@y.example",
            "team:a@y.example;",
            "a\\@y.example",
            "a@[192.0.2.1]",
            "a@y.example\r\nBcc:b",
            "a\u{a0}b@y.example",
        ] {
            assert!(!is_email(text), "{text:?}");
        }
        let long = |length: usize| format!("{}@fjord.example", "a".repeat(length - 14));
        assert!(
            is_deliverable_email(&long(254)) && is_email(&long(255)) && !is_deliverable_email(&long(255))
        );
    }

    #[test]
    fn the_domain_is_what_follows_the_last_at_sign() {
        assert_eq!(email_domain("Ingrid@Fjord.example"), Some("Fjord.example"));
        assert_eq!(email_domain("a@evil.example@fjord.example"), Some("fjord.example"));
        assert_eq!(email_domain("fjord.example"), None);
    }

    #[test]
    fn spellings_of_one_address_differ_in_case_only() {
        for other in ["ingrid.k@fjord.example", "INGRID.K@Fjord.Example"] {
            assert!(is_same_email("Ingrid.K@fjord.example", other), "{other}");
        }
        assert!(is_same_email("ÅSE@fjord.example", "åse@fjord.example"));
        for other in [
            "",
            "ingrid.k@fjord.exampl",
            "ingrid.k@fjord.example2",
            "ingrid.\u{212a}@fjord.example",
            "ｉngrid.k@fjord.example",
        ] {
            assert!(!is_same_email("ingrid.k@fjord.example", other), "{other}");
        }
    }

    #[test]
    fn numbers_are_stored_without_a_national_zero() {
        assert_eq!(parse_phone("4791234567").as_deref(), Ok("4791234567"));
        assert_eq!(parse_phone("4407911123456").as_deref(), Ok("447911123456"));
        assert_eq!(parse_phone("15550100123").as_deref(), Ok("15550100123"));
        assert_eq!(parse_phone("3900612345678").as_deref(), Ok("3900612345678"));
        assert_eq!(parse_phone("3580401234567").as_deref(), Ok("358401234567"));
    }

    #[test]
    fn what_cannot_be_a_number_is_refused() {
        for text in ["", "+4791234567", "47 91234567", "４７９１２３４５６７", "abc"] {
            assert_eq!(parse_phone(text), Err(InvalidPhone::NotDigits), "{text}");
        }
        for text in ["1", "0479123456", "47123", "4791234567890123", "111"] {
            assert_eq!(parse_phone(text), Err(InvalidPhone::Impossible), "{text}");
        }
    }
}
