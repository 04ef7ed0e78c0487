//! What was found, in words of any language: a message by its key, and what goes into it.

use std::fmt;

/// A message: its key, and its English words, in which `{name}` stands where something goes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Message {
    /// The key, which stays as it is when the words change.
    pub key: &'static str,
    /// The words in English.
    pub english: &'static str,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    message: Message,
    parts: Vec<(&'static str, Part)>,
}

/// What goes into a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// A name, an id, a path: what is the same in every language.
    Text(String),
    /// Words.
    Said(Box<Finding>),
}

/// Says a message in some language, with what goes into it by its name.
pub type Say<'a> = dyn Fn(Message, &[(&'static str, String)]) -> String + 'a;

impl From<String> for Part {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Part {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Finding> for Part {
    fn from(finding: Finding) -> Self {
        Self::Said(Box::new(finding))
    }
}

impl From<Message> for Part {
    fn from(message: Message) -> Self {
        Finding::from(message).into()
    }
}

impl From<Message> for Finding {
    fn from(message: Message) -> Self {
        Self { message, parts: Vec::new() }
    }
}

impl Finding {
    /// The same with something that goes in under this name.
    pub(super) fn with(mut self, name: &'static str, part: impl Into<Part>) -> Self {
        self.parts.push((name, part.into()));
        self
    }

    /// Its words. `say` is given the key of a message and what goes into it by its name, in words already.
    pub fn say(&self, say: &Say<'_>) -> String {
        let parts: Vec<_> = self
            .parts
            .iter()
            .map(|(name, part)| match part {
                Part::Text(text) => (*name, text.clone()),
                Part::Said(finding) => (*name, finding.say(say)),
            })
            .collect();
        say(self.message, &parts)
    }
}

impl Message {
    /// It, with something that goes in under this name.
    pub(super) fn with(self, name: &'static str, part: impl Into<Part>) -> Finding {
        Finding::from(self).with(name, part)
    }

    /// Its English words around what goes in.
    pub fn in_english(self, parts: &[(&'static str, String)]) -> String {
        let mut pieces = self.english.split('{');
        let mut text = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (name, rest) = piece.split_once('}').unwrap_or((piece, ""));
            text.push_str(parts.iter().find(|(own, _)| *own == name).map_or("", |(_, part)| part.as_str()));
            text.push_str(rest);
        }
        text
    }
}

/// In English.
impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.say(&Message::in_english))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTER: Message = Message { key: "outer", english: "{first} and {second}, {first}" };
    const INNER: Message = Message { key: "inner", english: "<{it}>" };

    #[test]
    fn what_goes_in_is_not_read_as_a_message_again() {
        let finding = OUTER.with("first", "{second}").with("second", INNER.with("it", "{first} {"));
        assert_eq!(finding.to_string(), "{second} and <{first} {>, {second}");
    }

    #[test]
    fn other_words_are_given_every_message_from_the_inside_out() {
        let finding = OUTER.with("first", "a").with("second", INNER.with("it", "b"));
        let said = finding.say(&|message, parts| format!("{}{parts:?}", message.key));
        assert_eq!(said, r#"outer[("first", "a"), ("second", "inner[(\"it\", \"b\")]")]"#);
    }
}
