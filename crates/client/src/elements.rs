//! The elements of a list in JSON, found while its bytes arrive. Of the list as a whole nothing is kept, so that it may be as long as it likes.
//!
//! Owns where elements begin and end. What is in them is for who reads them: every element must be read, because this alone would take
//! `[{]]` for a list.

use crate::answer::{ReadError, ShapeError};

/// Takes the bytes of a list, piece by piece.
#[derive(Debug)]
pub(crate) struct Elements {
    most_bytes: usize,
    place: Place,
    /// How deep in objects and arrays of an element.
    depth: usize,
    text: Text,
    /// What has arrived of the element that is not whole yet.
    begun: Vec<u8>,
    has_elements: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Before,
    Within,
    After,
}

/// Whether this is in a string, where brackets and commas mean nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Text {
    Outside,
    Inside,
    Escaped,
}

impl Elements {
    /// For a list of which no element is larger than `most_bytes`.
    pub(crate) const fn new(most_bytes: usize) -> Self {
        let (place, text) = (Place::Before, Text::Outside);
        Self { most_bytes, place, depth: 0, text, begun: Vec::new(), has_elements: false }
    }

    /// Takes the next piece, and shows `take` every element that is whole now.
    pub(crate) fn feed<E: From<ReadError>>(
        &mut self,
        piece: &[u8],
        take: &mut impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut start = 0;
        for (at, byte) in piece.iter().enumerate() {
            match self.place {
                Place::Before | Place::After if is_space(byte) => {}
                Place::Before if *byte == b'[' => (self.place, start) = (Place::Within, at + 1),
                Place::Before | Place::After => return Err(no_list()),
                Place::Within => {
                    if self.ends_element(*byte) {
                        let rest = piece.get(start..at).unwrap_or_default();
                        start = at + 1;
                        self.end_element(rest, *byte == b']', take)?;
                    }
                }
            }
        }
        if self.place == Place::Within {
            self.keep(piece.get(start..).unwrap_or_default())?;
        }
        Ok(())
    }

    /// Passes when the list was whole.
    pub(crate) fn end(&self) -> Result<(), ReadError> {
        if self.place == Place::After { Ok(()) } else { Err(no_list()) }
    }

    /// Whether an element, or the list, ends with this byte.
    fn ends_element(&mut self, byte: u8) -> bool {
        match (self.text, byte) {
            (Text::Escaped, _) => self.text = Text::Inside,
            (Text::Inside, b'\\') => self.text = Text::Escaped,
            (Text::Inside, b'"') => self.text = Text::Outside,
            (Text::Inside, _) => {}
            (Text::Outside, b'"') => self.text = Text::Inside,
            (Text::Outside, b'[' | b'{') => self.depth += 1,
            (Text::Outside, b',' | b']') if self.depth == 0 => return true,
            (Text::Outside, b']' | b'}') => self.depth = self.depth.saturating_sub(1),
            (Text::Outside, _) => {}
        }
        false
    }

    fn end_element<E: From<ReadError>>(
        &mut self,
        rest: &[u8],
        is_last: bool,
        take: &mut impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        if is_last {
            self.place = Place::After;
        }
        let is_whole = self.begun.is_empty();
        if !is_whole {
            self.keep(rest)?;
        }
        let element = if is_whole { rest } else { &self.begun };
        if element.len() > self.most_bytes {
            return Err(ReadError::TooLarge.into());
        }
        let is_empty_list = is_last && !self.has_elements && element.iter().all(is_space);
        if !is_empty_list {
            take(element)?;
        }
        self.has_elements = true;
        self.begun.clear();
        Ok(())
    }

    fn keep(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        if self.begun.len().saturating_add(bytes.len()) > self.most_bytes {
            return Err(ReadError::TooLarge);
        }
        self.begun.extend_from_slice(bytes);
        Ok(())
    }
}

/// White space of JSON (RFC 8259 §2), which is less than that of ASCII.
fn is_space(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

fn no_list<E: From<ReadError>>() -> E {
    ReadError::Shape(ShapeError::NoList).into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    /// The elements of a list that arrives in pieces of these lengths, over and over; `None` where it is none.
    fn read(text: &str, lengths: &[usize]) -> Option<Vec<Value>> {
        let (mut elements, mut found) = (Elements::new(1_000), Vec::new());
        let mut take = |element: &[u8]| {
            found.push(serde_json::from_slice(element).map_err(ShapeError::from)?);
            Ok::<_, ReadError>(())
        };
        let mut rest = text.as_bytes();
        for length in lengths.iter().cycle() {
            let (piece, after) = rest.split_at((*length).min(rest.len()));
            elements.feed(piece, &mut take).ok()?;
            rest = after;
            if rest.is_empty() {
                break;
            }
        }
        elements.end().ok()?;
        Some(found)
    }

    #[test]
    fn elements_are_found_wherever_pieces_end() {
        let text = r#" [ {"a":[1,{"b":"],}\"\\"}]} , "[,]\"" ,[[]], null,-1.5e3 ] "#;
        let expected: Vec<Value> = serde_json::from_str(text).unwrap();
        for length in 1..=text.len() {
            assert_eq!(read(text, &[length]).as_ref(), Some(&expected), "{length}");
        }
        assert_eq!(read("[]", &[1]), Some(Vec::new()));
        assert_eq!(read("[\n]\n", &[1]), Some(Vec::new()));
    }

    #[test]
    fn what_is_no_list_is_an_error() {
        for text in [
            "",
            " ",
            "{}",
            "1",
            "null",
            "[",
            "[1",
            "[1,",
            "[1,]",
            "[,1]",
            "[,]",
            "[1 2]",
            "[1]]",
            "[1],",
            "[1]x",
            "[{]]",
            "[}",
            "[{]}]",
            "[\u{c}]",
            "[\"]",
            "[\"\\\"]",
            "\u{feff}[]",
            "<html>",
            "[[]",
            "]",
        ] {
            for length in 1..=3 {
                assert_eq!(read(text, &[length]), None, "{text}");
            }
        }
    }

    #[test]
    fn one_element_may_be_so_large_and_all_together_may_be_larger() {
        let element = format!("\"{}\"", "x".repeat(998));
        let list = format!("[{element},{element},{element}]");
        let larger = format!("[{element},\"{}\"]", "x".repeat(999));
        for length in [1, 7, 5_000] {
            assert_eq!(read(&list, &[length]).map(|found| found.len()), Some(3));
            assert_eq!(read(&larger, &[length]), None);
        }
    }

    proptest! {
        #[test]
        fn whatever_arrives_is_read_as_a_parser_of_the_whole_reads_it(
            text in r#"\[?([\[\]{},:"\\ 1a]|"a"|\[1\]|\{"a":1\}|,){0,12}\]?"#,
            lengths in proptest::collection::vec(1_usize..6, 1..5),
        ) {
            prop_assert_eq!(read(&text, &lengths), serde_json::from_str::<Vec<Value>>(&text).ok());
        }
    }
}
