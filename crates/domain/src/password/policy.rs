//! Which passwords users may choose for themselves (OIDC contract §6.5, end). The Management API does not apply it (contract §5.2).
//!
//! The check for known passwords holds candidates against a short list compiled into the program ([`COMMON_PASSWORDS`]): a few hundred of
//! those that lead every published list. It asks no service, so it works offline and tells nobody anything. A check against a full corpus of
//! leaked passwords is [`super::KnownPasswords`] and [`super::RangeQuestion`], for those who have one.

use std::{collections::HashSet, ops::Range, sync::LazyLock};

use serde_json::{Value, json};

use super::MAX_PASSWORD_CHARACTERS;
use crate::text::fold;

/// One common password a line, in lower case; lines that begin with `#` are comments.
static COMMON_PASSWORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    include_str!("common_passwords.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
});

/// Rows of neighbours: digits, the alphabet, and the letter rows of the keyboard.
const NEIGHBOURS: [&str; 5] =
    ["01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// The shortest repetition or sequence that counts as one.
const SHORTEST_PATTERN: usize = 3;

/// The shortest piece of user information that is looked for inside a password; a shorter one must be the whole password.
const SHORTEST_INFORMATION: usize = 4;

/// The rules for chosen passwords.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PasswordPolicy {
    /// The least number of characters.
    pub min_characters: usize,
    /// The greatest number of characters, never above [`MAX_PASSWORD_CHARACTERS`].
    pub max_characters: usize,
    /// How many of the four kinds (lower case, upper case, digits, all else) must occur.
    pub min_character_types: usize,
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self { min_characters: 8, max_characters: MAX_PASSWORD_CHARACTERS, min_character_types: 1 }
    }
}

/// What is known about the user who chooses, and must not be the password.
#[derive(Clone, Copy, Default, Debug)]
pub struct PersonalInformation<'a> {
    /// The username.
    pub username: Option<&'a str>,
    /// The e-mail address; its part before `@` counts.
    pub email: Option<&'a str>,
    /// The phone number, digits.
    pub phone: Option<&'a str>,
    /// The name; each word counts.
    pub name: Option<&'a str>,
}

/// One reason to refuse a password.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PasswordRejection {
    /// Fewer characters than the policy's least.
    TooShort {
        /// That least number.
        min: usize,
    },
    /// More characters than the policy's most.
    TooLong {
        /// That greatest number.
        max: usize,
    },
    /// A control character, NUL among them.
    UnsupportedCharacters,
    /// Too few kinds of characters.
    CharacterTypes {
        /// How many are asked for.
        min: usize,
    },
    /// One of the passwords everybody tries first.
    Pwned,
    /// Little is left when repeated characters count once.
    Repetition,
    /// Little is left when runs such as `1234` or `qwerty` count once.
    Sequence,
    /// It holds the user's own name, e-mail address or number.
    PersonalInformation,
    /// It holds a word that the tenant does not want in passwords.
    Words,
}

impl PasswordRejection {
    /// The code on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooShort { .. } => "password_rejected.too_short",
            Self::TooLong { .. } => "password_rejected.too_long",
            Self::UnsupportedCharacters => "password_rejected.unsupported_characters",
            Self::CharacterTypes { .. } => "password_rejected.character_types",
            Self::Pwned => "password_rejected.pwned",
            Self::Repetition => "password_rejected.restricted.repetition",
            Self::Sequence => "password_rejected.restricted.sequence",
            Self::PersonalInformation => "password_rejected.restricted.user_info",
            Self::Words => "password_rejected.restricted.words",
        }
    }

    /// The element of `data` of the error `password.rejected`: `{code, interpolation?}`.
    pub fn to_wire(self) -> Value {
        match self {
            Self::TooShort { min } | Self::CharacterTypes { min } => {
                json!({ "code": self.code(), "interpolation": { "min": min } })
            }
            Self::TooLong { max } => json!({ "code": self.code(), "interpolation": { "max": max } }),
            _ => json!({ "code": self.code() }),
        }
    }
}

impl PasswordPolicy {
    /// Every reason to refuse `password`; empty when it may be chosen.
    pub fn check(&self, password: &str, user: &PersonalInformation<'_>) -> Vec<PasswordRejection> {
        // Anything longer is refused without being looked at, so that a huge body costs nothing.
        let max = self.max_characters.min(MAX_PASSWORD_CHARACTERS);
        if password.chars().nth(max).is_some() {
            return vec![PasswordRejection::TooLong { max }];
        }
        let mut rejections = Vec::new();
        let characters: Vec<char> = password.chars().collect();
        if characters.len() < self.min_characters {
            rejections.push(PasswordRejection::TooShort { min: self.min_characters });
        }
        if characters.iter().any(|character| character.is_control()) {
            rejections.push(PasswordRejection::UnsupportedCharacters);
        }
        if character_types(&characters) < self.min_character_types {
            rejections.push(PasswordRejection::CharacterTypes { min: self.min_character_types });
        }
        let folded = fold(password);
        if COMMON_PASSWORDS.contains(folded.as_str()) {
            rejections.push(PasswordRejection::Pwned);
        }
        if characters.len() >= self.min_characters {
            self.check_patterns(&folded, &mut rejections);
        }
        if holds_information(&folded, user) {
            rejections.push(PasswordRejection::PersonalInformation);
        }
        rejections
    }

    /// Refuses a password that is long enough only by repetition and sequence: each counts as one character.
    fn check_patterns(&self, folded: &str, rejections: &mut Vec<PasswordRejection>) {
        let characters: Vec<char> = folded.chars().collect();
        let repetitions = patterns(&characters, |rest| {
            rest.iter().take_while(|character| Some(*character) == rest.first()).count()
        });
        let sequences = patterns(&characters, longest_sequence);
        let is_covered =
            |index: &usize| repetitions.iter().chain(&sequences).any(|range| range.contains(index));
        let uncovered = (0..characters.len()).filter(|index| !is_covered(index)).count();
        if uncovered + repetitions.len() + sequences.len() < self.min_characters {
            if !repetitions.is_empty() {
                rejections.push(PasswordRejection::Repetition);
            }
            if !sequences.is_empty() {
                rejections.push(PasswordRejection::Sequence);
            }
        }
    }
}

/// How many of the four kinds of characters occur.
fn character_types(characters: &[char]) -> usize {
    let kind = |character: &char| match character {
        character if character.is_lowercase() => 0,
        character if character.is_uppercase() => 1,
        character if character.is_numeric() => 2,
        _ => 3,
    };
    characters.iter().map(kind).collect::<HashSet<_>>().len()
}

/// The parts of the text that `length_of` finds at their beginning, from left to right without overlap.
fn patterns(characters: &[char], length_of: impl Fn(&[char]) -> usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    while let Some(rest) = characters.get(start..).filter(|rest| !rest.is_empty()) {
        let length = length_of(rest);
        if length >= SHORTEST_PATTERN {
            found.push(start..start + length);
            start += length;
        } else {
            start += 1;
        }
    }
    found
}

/// How many characters at the beginning walk along one row of neighbours in one direction.
fn longest_sequence(characters: &[char]) -> usize {
    let common_start = |row: &mut dyn Iterator<Item = char>| {
        row.zip(characters).take_while(|(neighbour, character)| neighbour == *character).count()
    };
    let Some(first) = characters.first() else { return 0 };
    NEIGHBOURS
        .iter()
        .flat_map(|row| row.match_indices(*first).map(move |(at, _)| row.split_at(at)))
        .map(|(before, after)| {
            let backwards = common_start(&mut after.chars().take(1).chain(before.chars().rev()));
            backwards.max(common_start(&mut after.chars()))
        })
        .max()
        .unwrap_or(0)
}

/// Whether a piece of what is known about the user is in the password.
fn holds_information(folded: &str, user: &PersonalInformation<'_>) -> bool {
    let local_part = user.email.and_then(|email| email.split('@').next());
    let name_words = user.name.into_iter().flat_map(str::split_whitespace);
    [user.username, local_part, user.phone].into_iter().flatten().chain(name_words).map(fold).any(|piece| {
        let is_long_enough = piece.chars().count() >= SHORTEST_INFORMATION;
        piece == folded || (is_long_enough && folded.contains(&piece))
    })
}

#[cfg(test)]
mod tests {
    use super::{PasswordRejection as Rejection, *};

    fn check(password: &str) -> Vec<Rejection> {
        let user = PersonalInformation {
            username: Some("ingrid_v"),
            email: Some("Ingrid.Vik@fjord.example"),
            phone: Some("4798061357"),
            name: Some("Ingrid Vik"),
        };
        PasswordPolicy::default().check(password, &user)
    }

    #[test]
    fn ordinary_passwords_and_phrases_may_be_chosen() {
        for password in [
            "fjord-Lamp-77",
            "correct horse battery staple",
            "Blåbær til frokost",
            "xk7qpw9z",
            "lamp1234-Winter-Coat",
            "北京的秋天很美丽啊",
        ] {
            assert_eq!(check(password), [], "{password}");
        }
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(check("xk7qpw9"), [Rejection::TooShort { min: 8 }]);
        assert_eq!(check(""), [Rejection::TooShort { min: 8 }, Rejection::CharacterTypes { min: 1 }]);
        let longest: String = "fjord-Lamp".chars().cycle().take(256).collect();
        assert_eq!(check(&longest), []);
        assert_eq!(check(&format!("{longest}x")), [Rejection::TooLong { max: 256 }]);
    }

    #[test]
    fn control_characters_are_not_supported() {
        assert_eq!(check("fjord\0Lamp"), [Rejection::UnsupportedCharacters]);
        assert_eq!(check("fjord\nLamp"), [Rejection::UnsupportedCharacters]);
    }

    #[test]
    fn common_passwords_are_refused_in_any_case() {
        assert_eq!(check("Password1"), [Rejection::Pwned]);
        assert_eq!(check("iloveyou"), [Rejection::Pwned]);
    }

    #[test]
    fn repetition_does_not_make_a_password_long() {
        assert_eq!(check("aaaaaaaaaaaaaaaa"), [Rejection::Repetition]);
        assert_eq!(check("xk7qqqqqqq"), [Rejection::Repetition]);
        assert_eq!(check("xk7qpw9zaaaa"), []);
    }

    #[test]
    fn sequences_do_not_make_a_password_long() {
        assert_eq!(check("abcdefghijkl"), [Rejection::Sequence]);
        assert_eq!(check("kjihgfedcb"), [Rejection::Sequence]);
        assert_eq!(check("ASDFGHJKLasdf"), [Rejection::Sequence]);
        assert_eq!(check("aaaa4567890123"), [Rejection::Repetition, Rejection::Sequence]);
    }

    #[test]
    fn the_users_own_data_is_refused() {
        for password in ["my-Ingrid_V-lamp", "ingrid.vik-lamp", "x4798061357y", "Winter-INGRID-Coat"] {
            assert_eq!(check(password), [Rejection::PersonalInformation], "{password}");
        }
        // Three letters occur in too many words to be refused inside one.
        assert_eq!(check("vikings-row-far"), []);
    }

    #[test]
    fn rejections_have_the_wires_form() {
        assert_eq!(
            Rejection::TooShort { min: 8 }.to_wire(),
            json!({ "code": "password_rejected.too_short", "interpolation": { "min": 8 } })
        );
        assert_eq!(Rejection::Sequence.to_wire(), json!({ "code": "password_rejected.restricted.sequence" }));
    }

    #[test]
    fn the_list_of_common_passwords_is_folded_and_large_enough_to_matter() {
        assert!(COMMON_PASSWORDS.len() >= 200);
        assert!(COMMON_PASSWORDS.iter().all(|password| fold(password) == *password));
    }
}
