//! How text is folded for comparing and searching, the same on every database, and how bytes are written as text.

use unicode_normalization::UnicodeNormalization as _;

/// Folds text for comparisons that ignore case: NFKC, then lower case. Stored beside the original in columns named `…_folded`.
pub fn fold(text: &str) -> String {
    text.nfkc().collect::<String>().to_lowercase()
}

/// Bytes in hexadecimal, in lower case.
pub fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_unites_case_and_compatibility_forms() {
        assert_eq!(fold("Ingrid@Fjord.EXAMPLE"), "ingrid@fjord.example");
        assert_eq!(fold("ｉｎｇｒｉｄ"), "ingrid");
    }

    #[test]
    fn bytes_are_written_in_hexadecimal() {
        assert_eq!(hexadecimal(&[0, 15, 16, 255]), "000f10ff");
    }
}
