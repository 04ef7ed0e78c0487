//! Queries of trigrams for the embedded database's full-text tables: what a row must contain to be worth looking at.
//!
//! Each trigram is a string of its own, because the tables keep no places at which longer ones could be put together.

use std::collections::BTreeSet;

/// How many trigrams of one text are asked for at the most. More of them hardly find less.
const MAX_TRIGRAMS: usize = 16;
/// How many alternatives a query has at the most; one with more says nothing.
const MAX_ALTERNATIVES: usize = 64;

/// The pieces of a `LIKE` pattern (with `\` as its escape) that must occur as they are.
pub(super) fn pieces(pattern: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '%' | '_' => pieces.push(String::new()),
            _ => {
                let literal = if character == '\\' { characters.next() } else { Some(character) };
                if let Some(piece) = pieces.last_mut() {
                    piece.extend(literal);
                }
            }
        }
    }
    pieces
}

/// The query for rows that contain every one of `texts`; `None` when none of them is long enough to tell.
///
/// Trigrams that lie side by side cover a text; those that overlap them would find hardly less, and each is looked up.
pub(super) fn all_of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mut trigrams = BTreeSet::new();
    for text in texts {
        // Nothing stored contains it, and it would end the query.
        if text.contains('\0') {
            return None;
        }
        let characters: Vec<char> = text.chars().collect();
        let last = characters.len().checked_sub(3).and_then(|start| characters.get(start..));
        let side_by_side = characters.chunks_exact(3).chain(last);
        trigrams.extend(side_by_side.map(|three| three.iter().collect::<String>()));
    }
    every(trigrams.into_iter().take(MAX_TRIGRAMS).map(|three| format!("\"{}\"", three.replace('"', "\"\""))))
}

/// The query for rows that one of `alternatives` finds; `None` when one of them may find anything.
pub(super) fn any_of(alternatives: impl Iterator<Item = Option<String>>) -> Option<String> {
    let alternatives: BTreeSet<String> = alternatives.collect::<Option<_>>()?;
    if alternatives.len() > MAX_ALTERNATIVES { None } else { joined(alternatives, " OR ") }
}

/// The query for rows that all of `conditions` find; `None` when there are none.
pub(super) fn every(conditions: impl Iterator<Item = String>) -> Option<String> {
    joined(conditions.collect(), " AND ")
}

fn joined(parts: BTreeSet<String>, word: &str) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().collect();
    match parts.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        _ => Some(format!("({})", parts.join(word))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_falls_into_what_stands_between_its_wildcards() {
        assert_eq!(pieces("%ab\\%c_d%"), ["", "ab%c", "d", ""]);
        assert_eq!(pieces("abc"), ["abc"]);
        assert_eq!(pieces("ab\\"), ["ab"]);
    }

    #[test]
    fn a_text_is_asked_for_by_trigrams_that_cover_it_each_once() {
        assert_eq!(all_of(["abcabcd"]).as_deref(), Some(r#"("abc" AND "bcd")"#));
        assert_eq!(all_of(["abcdefgh"]).as_deref(), Some(r#"("abc" AND "def" AND "fgh")"#));
        assert_eq!(all_of(["ab", "åøæ", "x"]).as_deref(), Some(r#""åøæ""#));
        assert_eq!(all_of([r#"a"b"#]).as_deref(), Some(r#""a""b""#));
        assert_eq!(all_of(["ab", ""]), None);
        assert_eq!(all_of(["abc\0"]), None);
    }

    #[test]
    fn alternatives_say_nothing_when_one_of_them_does() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(any_of([some("a"), some("b"), some("a")].into_iter()).as_deref(), Some("(a OR b)"));
        assert_eq!(any_of([some("a"), None].into_iter()), None);
        assert_eq!(any_of((0..65).map(|number| Some(number.to_string()))), None);
        assert_eq!(every(["a".to_owned(), "b".to_owned()].into_iter()).as_deref(), Some("(a AND b)"));
        assert_eq!(every(std::iter::empty()), None);
    }
}
