//! What a kind of connector wants to know, as fields of a form, and what was typed into them read again.

use connectors::{FormItem, FormItemKind, SelectItem, ShowCondition};
use hosted::Refusal;
use http_kit::Form;
use serde::Deserialize;
use serde_json::{Map, Value};
use ui::{
    Words,
    pages::console::{ApplicationKind, ConsoleFormPage, ConsoleOption, Control, FormField},
};

use super::masking::{masked, unmasked};
use crate::pages::{
    form::{filled, tell},
    view::option,
};

/// How a configuration is refused that does not fit its form.
pub(crate) const INVALID: &str = "connector.invalid_config";

/// One thing that a kind of connector wants to know.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Item {
    key: String,
    #[serde(rename = "type")]
    kind: String,
    label: String,
    placeholder: Option<String>,
    #[serde(default)]
    required: bool,
    default_value: Option<Value>,
    #[serde(default)]
    show_conditions: Vec<Value>,
    description: Option<String>,
    #[serde(default)]
    is_confidential: bool,
    #[serde(default)]
    select_items: Vec<Choice>,
}

/// A choice of such a thing.
#[derive(Deserialize)]
struct Choice {
    value: String,
    title: String,
}

/// A configuration, stored or typed. What could not be read as JSON is kept as it was typed.
#[derive(Default)]
pub(crate) struct Configuration {
    members: Map<String, Value>,
    /// What was typed where JSON was wanted, by key, and is none.
    wrong: Map<String, Value>,
}

impl Configuration {
    /// What is stored.
    pub(crate) fn stored(members: Map<String, Value>) -> Self {
        Self { members, wrong: Map::new() }
    }

    /// What forms are filled in with beforehand.
    pub(crate) fn fresh(items: &[Item]) -> Self {
        let value = |item: &Item| Some((item.key.clone(), item.default_value.clone()?));
        Self::stored(items.iter().filter_map(value).collect())
    }

    /// What was typed. Secrets that were left out stay as they are stored.
    pub(crate) fn typed(items: &[Item], form: &Form, stored: &Map<String, Value>) -> Self {
        let mut typed = Self::default();
        // What the form does not ask for stays.
        typed
            .members
            .extend(stored.clone().into_iter().filter(|(key, _)| items.iter().all(|item| item.key != *key)));
        for item in items {
            match item.read(form, stored.get(&item.key)) {
                Ok(Some(value)) => drop(typed.members.insert(item.key.clone(), value)),
                Ok(None) => {}
                Err(text) => drop(typed.wrong.insert(item.key.clone(), text.into())),
            }
        }
        typed
    }

    /// What it says.
    pub(crate) const fn members(&self) -> &Map<String, Value> {
        &self.members
    }

    /// Whether everything is there that is always wanted.
    pub(crate) fn is_whole(&self, items: &[Item]) -> bool {
        let is_there =
            |item: &Item| self.members.get(&item.key).is_some_and(|value| !value.is_null() && *value != "");
        items.iter().filter(|item| item.is_always_wanted()).all(is_there)
    }

    /// Says what is missing or no JSON. Whether everything is there.
    pub(crate) fn check(&self, items: &[Item], page: &mut ConsoleFormPage, words: &Words) -> bool {
        let mut is_whole = true;
        for item in items {
            let key = if self.wrong.contains_key(&item.key) {
                "console-json-wrong"
            } else if item.is_always_wanted() && !self.members.contains_key(&item.key) {
                "console-missing-value"
            } else {
                continue;
            };
            tell(page, &item.field(), words.say(key));
            is_whole = false;
        }
        is_whole
    }

    /// The fields that ask for it.
    pub(crate) fn fields(&self, items: &[Item], words: &Words) -> Vec<FormField> {
        items.iter().map(|item| item.draw(self, words)).collect()
    }
}

impl Item {
    /// Whether it is wanted whatever else is filled in.
    const fn is_always_wanted(&self) -> bool {
        self.required && self.show_conditions.is_empty()
    }

    /// The name of its field.
    fn field(&self) -> String {
        format!("config.{}", self.key)
    }

    /// The value that was typed, or the text that cannot be one.
    fn read(&self, form: &Form, stored: Option<&Value>) -> Result<Option<Value>, String> {
        let name = self.field();
        let text = form.get(&name).trim();
        Ok(match self.kind.as_str() {
            "Switch" => Some((text == "yes").into()),
            "MultiSelect" => {
                let chosen: Vec<_> = form.all(&name).collect();
                (!chosen.is_empty()).then(|| chosen.into())
            }
            _ if text.is_empty() && self.is_confidential => stored.cloned(),
            _ if text.is_empty() => None,
            "Number" => Some(text.parse::<u64>().map_or_else(|_| text.into(), Value::from)),
            "Json" => {
                let typed: Value = serde_json::from_str(text).map_err(|_| text.to_owned())?;
                if !typed.is_object() && !typed.is_array() {
                    return Err(text.to_owned());
                }
                Some(unmasked(typed, stored.unwrap_or(&Value::Null)))
            }
            _ => Some(text.replace("\r\n", "\n").into()),
        })
    }

    fn text(&self, configuration: &Configuration) -> String {
        if let Some(typed) = configuration.wrong.get(&self.key).and_then(Value::as_str) {
            return typed.to_owned();
        }
        match configuration.members.get(&self.key) {
            None | Some(Value::Null) => String::new(),
            Some(_) if self.is_confidential => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(value @ (Value::Object(_) | Value::Array(_))) => {
                serde_json::to_string_pretty(&masked(&self.key, value)).unwrap_or_default()
            }
            Some(other) => other.to_string(),
        }
    }

    /// Its field.
    fn draw(&self, configuration: &Configuration, words: &Words) -> FormField {
        let is_stored = configuration.members.get(&self.key).is_some_and(|value| *value != "");
        let mut hints: Vec<_> = self.description.iter().cloned().collect();
        hints.extend(
            self.placeholder.as_ref().map(|example| words.with("console-for-example", "example", example)),
        );
        if self.is_confidential && is_stored {
            hints = vec![words.say("console-secret-kept")];
        }
        let label = if self.required {
            self.label.clone()
        } else {
            words.with("console-optional", "label", &self.label)
        };
        let is_chosen = |value: &str| match configuration.members.get(&self.key) {
            Some(Value::Array(values)) => values.iter().any(|one| one == value),
            chosen => chosen.is_some_and(|chosen| chosen == value),
        };
        let mut choices: Vec<_> = self
            .select_items
            .iter()
            .map(|choice| option(&choice.value, choice.title.clone(), is_chosen(&choice.value)))
            .collect();
        let control = match self.kind.as_str() {
            "Switch" => Control::Check(configuration.members.get(&self.key) == Some(&Value::Bool(true))),
            "MultilineText" => Control::Lines(4),
            "Json" => Control::Lines(5),
            "Select" => {
                if !self.required {
                    choices.insert(
                        0,
                        option(
                            "",
                            words.say("console-not-chosen"),
                            !choices.iter().any(|one| one.is_selected),
                        ),
                    );
                }
                Control::Select(choices)
            }
            "MultiSelect" => Control::Checks(choices.into_iter().map(kind_of).collect()),
            "Number" => Control::Line { kind: "number", missing: String::new(), is_mono: false },
            _ if self.is_confidential => Control::Secret,
            _ => Control::Line { kind: "text", missing: String::new(), is_mono: true },
        };
        let label = if matches!(control, Control::Check(_)) { self.label.clone() } else { label };
        FormField::line(self.field(), label, filled(self.text(configuration)), String::new())
            .hint(hints.join(" "))
            .control(control)
    }
}

fn kind_of(option: ConsoleOption) -> ApplicationKind {
    ApplicationKind {
        value: option.value,
        label: option.label,
        hint: String::new(),
        is_checked: option.is_selected,
    }
}

impl From<&FormItem> for Item {
    fn from(item: &FormItem) -> Self {
        let none: &[SelectItem] = &[];
        let (kind, choices) = match &item.kind {
            FormItemKind::Text => ("Text", none),
            FormItemKind::Number => ("Number", none),
            FormItemKind::MultilineText => ("MultilineText", none),
            FormItemKind::Switch => ("Switch", none),
            FormItemKind::Json => ("Json", none),
            FormItemKind::Select(choices) => ("Select", choices.as_slice()),
            FormItemKind::MultiSelect(choices) => ("MultiSelect", choices.as_slice()),
        };
        let choice = |of: &SelectItem| Choice { value: of.value.to_owned(), title: of.title.to_owned() };
        let condition = |of: &ShowCondition| Value::from(of.target_key);
        Self {
            key: item.key.to_owned(),
            kind: kind.to_owned(),
            label: item.label.to_owned(),
            placeholder: item.placeholder.map(ToOwned::to_owned),
            required: item.is_required,
            default_value: item.default_value.clone(),
            show_conditions: item.show_conditions.iter().map(condition).collect(),
            description: item.description.map(ToOwned::to_owned),
            is_confidential: item.is_confidential,
            select_items: choices.iter().map(choice).collect(),
        }
    }
}

/// Says beside its field what does not fit, where a configuration was [`INVALID`]; in a sentence, where no field is meant.
pub(crate) fn told(page: &mut ConsoleFormPage, refusal: &Refusal, words: &Words) -> Option<String> {
    let is_told = refusal.text("key").zip(refusal.text("problem")).is_some_and(|(key, problem)| {
        tell(page, &format!("config.{key}"), words.with("console-field-wrong", "said", problem))
    });
    (!is_told).then(|| words.with("console-error-said", "said", refusal.message()))
}
