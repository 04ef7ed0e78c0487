//! Forms: what a factory wants to know, and whether a configuration says it.

use serde_json::Value;

use crate::{Config, InvalidConfig};

/// A choice of a select.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SelectItem {
    /// What is stored.
    pub value: &'static str,
    /// What is shown.
    pub title: &'static str,
}

/// What kind of value an item takes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FormItemKind {
    /// A line of text.
    Text,
    /// A number.
    Number,
    /// Several lines of text.
    MultilineText,
    /// On or off.
    Switch,
    /// An object or an array.
    Json,
    /// One of several texts.
    Select(Vec<SelectItem>),
    /// Any of several texts, in an array.
    MultiSelect(Vec<SelectItem>),
}

/// An item is shown, and wanted, only when another has a value.
#[derive(Clone, PartialEq, Debug)]
pub struct ShowCondition {
    /// The key of the other.
    pub target_key: &'static str,
    /// The value it must have; any that is there where this is `None`.
    pub expect_value: Option<Value>,
}

/// One thing that a factory wants to know.
#[derive(Clone, PartialEq, Debug)]
pub struct FormItem {
    /// The key in the configuration.
    pub key: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What kind of value it takes.
    pub kind: FormItemKind,
    /// An example.
    pub placeholder: Option<&'static str>,
    /// Whether it must be there.
    pub is_required: bool,
    /// What a form is filled in with beforehand. A configuration without the item stays without it.
    pub default_value: Option<Value>,
    /// When it is shown: all must hold.
    pub show_conditions: Vec<ShowCondition>,
    /// A sentence of help.
    pub description: Option<&'static str>,
    /// Whether it is a secret.
    pub is_confidential: bool,
}

impl FormItem {
    /// An item that need not be there.
    pub const fn new(key: &'static str, label: &'static str, kind: FormItemKind) -> Self {
        Self {
            key,
            label,
            kind,
            placeholder: None,
            is_required: false,
            default_value: None,
            show_conditions: Vec::new(),
            description: None,
            is_confidential: false,
        }
    }

    /// A line of text.
    pub const fn text(key: &'static str, label: &'static str) -> Self {
        Self::new(key, label, FormItemKind::Text)
    }

    /// A line of text that is a secret.
    pub fn secret(key: &'static str, label: &'static str) -> Self {
        Self { is_confidential: true, ..Self::text(key, label) }
    }

    /// An object or an array.
    pub const fn json(key: &'static str, label: &'static str) -> Self {
        Self::new(key, label, FormItemKind::Json)
    }

    /// On or off.
    pub const fn switch(key: &'static str, label: &'static str) -> Self {
        Self::new(key, label, FormItemKind::Switch)
    }

    /// One of several: pairs of value and title.
    pub fn select(key: &'static str, label: &'static str, items: &[(&'static str, &'static str)]) -> Self {
        Self::new(key, label, FormItemKind::Select(select_items(items)))
    }

    /// Any of several: pairs of value and title.
    pub fn multi_select(
        key: &'static str,
        label: &'static str,
        items: &[(&'static str, &'static str)],
    ) -> Self {
        Self::new(key, label, FormItemKind::MultiSelect(select_items(items)))
    }

    /// The same, but it must be there.
    pub fn required(self) -> Self {
        Self { is_required: true, ..self }
    }

    /// The same with an example.
    pub fn placeholder(self, placeholder: &'static str) -> Self {
        Self { placeholder: Some(placeholder), ..self }
    }

    /// The same with a sentence of help.
    pub fn description(self, description: &'static str) -> Self {
        Self { description: Some(description), ..self }
    }

    /// The same, filled in beforehand.
    pub fn default_value(self, value: impl Into<Value>) -> Self {
        Self { default_value: Some(value.into()), ..self }
    }

    /// The same, shown only when another item has a value.
    pub fn shown_if(mut self, target_key: &'static str, value: impl Into<Value>) -> Self {
        self.show_conditions.push(ShowCondition { target_key, expect_value: Some(value.into()) });
        self
    }

    fn is_shown(&self, config: &Config) -> bool {
        self.show_conditions.iter().all(|condition| {
            let found = config.get(condition.target_key).filter(|value| !is_empty(value));
            condition.expect_value.as_ref().map_or(found.is_some(), |expected| found == Some(expected))
        })
    }

    fn check(&self, config: &Config) -> Result<(), InvalidConfig> {
        match config.get(self.key).filter(|value| !is_empty(value)) {
            None if self.is_required && self.is_shown(config) => {
                Err(InvalidConfig::new(self.key, "is required"))
            }
            None => Ok(()),
            Some(value) => self.kind.check(value).map_err(|problem| InvalidConfig::new(self.key, problem)),
        }
    }
}

impl FormItemKind {
    fn check(&self, value: &Value) -> Result<(), String> {
        let (fits, wanted) = match self {
            Self::Text | Self::MultilineText => (value.is_string(), "must be text"),
            Self::Number => (value.is_number(), "must be a number"),
            Self::Switch => (value.is_boolean(), "must be true or false"),
            Self::Json => (value.is_object() || value.is_array(), "must be an object or an array"),
            Self::Select(items) => (is_one_of(items, value), "must be one of the choices"),
            Self::MultiSelect(items) => (
                value.as_array().is_some_and(|values| values.iter().all(|value| is_one_of(items, value))),
                "must be an array of the choices",
            ),
        };
        if fits { Ok(()) } else { Err(wanted.to_owned()) }
    }
}

fn is_one_of(items: &[SelectItem], value: &Value) -> bool {
    items.iter().any(|item| value == item.value)
}

/// An empty text says as little as none: forms send it for what was left out.
fn is_empty(value: &Value) -> bool {
    value.is_null() || value == ""
}

fn select_items(items: &[(&'static str, &'static str)]) -> Vec<SelectItem> {
    items.iter().map(|&(value, title)| SelectItem { value, title }).collect()
}

/// Holds a configuration against a form.
pub(crate) fn check(items: &[FormItem], config: &Config) -> Result<(), InvalidConfig> {
    items.iter().try_for_each(|item| item.check(config))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn problem(item: FormItem, config: Value) -> Option<String> {
        let Value::Object(config) = config else { panic!("not an object") };
        check(&[item], &config).err().map(|error| error.to_string())
    }

    #[test]
    fn what_is_required_must_be_there_when_it_is_shown() {
        let item = || FormItem::secret("key", "Key").required();
        assert_eq!(problem(item(), json!({})).unwrap(), "`key` is required");
        assert_eq!(problem(item(), json!({ "key": "" })).unwrap(), "`key` is required");
        assert_eq!(problem(item(), json!({ "key": "k", "other": 1 })), None);
        let hidden = || item().shown_if("mode", "keyed");
        assert_eq!(problem(hidden(), json!({})), None);
        assert_eq!(problem(hidden(), json!({ "mode": "free" })), None);
        assert_eq!(problem(hidden(), json!({ "mode": "keyed" })).unwrap(), "`key` is required");
    }

    #[test]
    fn values_must_be_of_their_kind() {
        let choices = [("a", "A"), ("b", "B")];
        let cases = [
            (FormItem::text("k", "K"), json!("x"), json!(1)),
            (FormItem::new("k", "K", FormItemKind::MultilineText), json!("x"), json!([])),
            (FormItem::new("k", "K", FormItemKind::Number), json!(1), json!("1")),
            (FormItem::switch("k", "K"), json!(false), json!("false")),
            (FormItem::json("k", "K"), json!([]), json!("[]")),
            (FormItem::select("k", "K", &choices), json!("a"), json!("c")),
            (FormItem::multi_select("k", "K", &choices), json!(["a", "b"]), json!(["a", "c"])),
        ];
        for (item, good, bad) in cases {
            assert_eq!(problem(item.clone(), json!({ "k": good })), None, "{item:?}");
            assert!(problem(item.clone(), json!({ "k": bad })).is_some(), "{item:?}");
        }
    }
}
