//! Keeps secrets that were given to a script out of what the script says of its failure.

use domain::MASK;

/// The most characters of a message that are kept.
const MAX_CHARACTERS: usize = 256;

/// A message of a script without the secrets it was given, in one line, and not longer than a message is. Longer secrets go first, because
/// one may contain another.
pub(super) fn without_secrets<'a>(message: &str, secrets: impl Iterator<Item = &'a str>) -> String {
    let mut secrets: Vec<&str> = secrets.filter(|secret| !secret.is_empty()).collect();
    secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    let masked = secrets.into_iter().fold(message.to_owned(), |text, secret| text.replace(secret, MASK));
    masked.chars().filter(|character| !character.is_control()).take(MAX_CHARACTERS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked_the_longest_first() {
        let masked = without_secrets("key-1 and key-12\n", ["key-1", "", "key-12"].into_iter());
        assert_eq!(masked, "****** and ******");
        assert_eq!(without_secrets(&"é".repeat(300), std::iter::empty()), "é".repeat(256));
    }
}
