//! JSON documents as texts, for what is stored as one and known by its type: written from that type and read into it, without a tree between.

use std::fmt;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// The text of a JSON document. It may hold secrets: formatting shows its length and nothing else.
#[derive(Clone)]
pub struct JsonText(String);

impl fmt::Debug for JsonText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "JsonText({} bytes)", self.0.len())
    }
}

impl JsonText {
    /// Writes the document.
    ///
    /// # Errors
    /// When `value` cannot be JSON: a map whose keys are no texts, for one.
    pub fn of(value: &(impl Serialize + ?Sized)) -> Result<Self, serde_json::Error> {
        serde_json::to_string(value).map(Self)
    }

    /// A document that was stored. Whether it is one is not looked at: [`Self::read`] tells.
    pub const fn stored(text: String) -> Self {
        Self(text)
    }

    /// Reads the document.
    ///
    /// # Errors
    /// When it is none of this type.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(&self.0)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many bytes it takes.
    pub const fn byte_len(&self) -> usize {
        self.0.len()
    }
}

/// Equal are those that say the same: a database may spell a document anew. This reads both, and is for tests.
impl PartialEq for JsonText {
    fn eq(&self, other: &Self) -> bool {
        let said = |text: &Self| text.read::<Value>().ok();
        self.0 == other.0 || said(self).is_some_and(|own| said(other) == Some(own))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_document_is_written_and_read_back() {
        let text = JsonText::of(&json!({ "a": [1, null] })).unwrap();
        assert_eq!((text.as_str(), text.byte_len()), (r#"{"a":[1,null]}"#, 14));
        assert_eq!(text.read::<Value>().unwrap(), json!({ "a": [1, null] }));
        assert!(text.read::<Vec<u8>>().is_err() && JsonText::stored("{".to_owned()).read::<Value>().is_err());
        assert_eq!(format!("{text:?}"), "JsonText(14 bytes)");
    }

    #[test]
    fn documents_that_say_the_same_are_equal() {
        let text = |text: &str| JsonText::stored(text.to_owned());
        assert_eq!(text(r#"{"a":1,"b":2}"#), text(r#"{ "b": 2, "a": 1 }"#));
        assert_ne!(text(r#"{"a":1}"#), text(r#"{"a":2}"#));
        assert_ne!(text("no document"), text("none either"));
    }
}
