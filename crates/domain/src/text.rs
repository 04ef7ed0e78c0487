//! How text is folded for comparing and searching, the same on every database.

use unicode_normalization::UnicodeNormalization as _;

/// Folds text for comparisons that ignore case: NFKC, then lower case. Stored beside the original in columns named `…_folded`.
pub fn fold(text: &str) -> String {
    text.nfkc().collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_unites_case_and_compatibility_forms() {
        assert_eq!(fold("Ingrid@Fjord.EXAMPLE"), "ingrid@fjord.example");
        assert_eq!(fold("ｉｎｇｒｉｄ"), "ingrid");
    }
}
