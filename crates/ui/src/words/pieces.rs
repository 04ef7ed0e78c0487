//! Sentences with links and names in them, whose place in the sentence is the language's.

use super::Words;

/// A part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Text(String),
    /// A link to another document.
    Link {
        /// Where it goes.
        href: String,
        /// What it says.
        label: String,
    },
    /// A name that is to be read with care.
    Strong(String),
}

/// The first of the characters that hold the places of what is put into a sentence: for private use (Unicode, chapter 23.5), so that no
/// language needs them. There are fewer than ten.
const FIRST_PLACE: char = '\u{E000}';

impl Words {
    /// The message `key`, with each piece at the place of its variable. A variable that the message does not name is left out.
    pub fn pieces(&self, key: &str, parts: Vec<(&str, Piece)>) -> Vec<Piece> {
        let places: Vec<String> = (u32::from(FIRST_PLACE)..)
            .filter_map(char::from_u32)
            .take(parts.len())
            .map(String::from)
            .collect();
        let variables: Vec<_> =
            parts.iter().zip(&places).map(|((name, _), place)| (*name, place.as_str().into())).collect();
        let sentence = self.fill(key, &variables);
        let mut pieces = Vec::new();
        let mut rest = sentence.as_str();
        while let Some((at, place)) =
            places.iter().enumerate().filter_map(|(n, place)| Some((rest.find(place.as_str())?, n))).min()
        {
            let (before, after) = rest.split_at(at);
            push_text(&mut pieces, before);
            pieces.extend(parts.get(place).map(|(_, piece)| piece.clone()));
            rest = after.strip_prefix(places.get(place).map_or("", String::as_str)).unwrap_or_default();
        }
        push_text(&mut pieces, rest);
        pieces
    }
}

fn push_text(pieces: &mut Vec<Piece>, text: &str) {
    if !text.is_empty() {
        pieces.push(Piece::Text(text.to_owned()));
    }
}
