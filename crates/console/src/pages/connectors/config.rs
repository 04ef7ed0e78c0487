//! The form of a connector, made from what its kind asks for, and read again.

use hosted::Refusal;
use http_kit::Form;
use serde_json::{Map, Value, json};
use ui::{
    Words,
    components::FieldState,
    pages::console::{ApplicationKind, ConsoleFormPage, Control, FormField, FormPart},
};

use super::{
    Item, Kind,
    masking::{masked, unmasked},
};
use crate::json::set;
use crate::pages::{
    form::{filled, tell},
    view::option,
};

/// What a connector is made of, stored or typed. What could not be read as JSON is kept as it was typed.
#[derive(Default)]
pub(super) struct Content {
    pub(super) config: Map<String, Value>,
    pub(super) metadata: Value,
    pub(super) sync_profile: bool,
    pub(super) enable_token_storage: bool,
    /// What was typed where JSON was wanted, by key, and is none.
    wrong: Map<String, Value>,
}

impl Content {
    /// What is stored.
    pub(super) fn stored(config: Map<String, Value>, metadata: Value, flags: (bool, bool)) -> Self {
        let (sync_profile, enable_token_storage) = flags;
        Self { config, metadata, sync_profile, enable_token_storage, wrong: Map::new() }
    }

    /// What forms are filled in with beforehand.
    pub(super) fn fresh(kind: &Kind) -> Self {
        let value = |item: &Item| Some((item.key.clone(), item.default_value.clone()?));
        Self { config: kind.form_items.iter().filter_map(value).collect(), ..Self::default() }
    }

    /// What was typed. Secrets that were left out stay as they are stored.
    pub(super) fn typed(kind: &Kind, form: &Form, stored: &Map<String, Value>) -> Self {
        let mut content = Self {
            metadata: metadata(form),
            sync_profile: form.get("syncProfile") == "yes",
            enable_token_storage: form.get("enableTokenStorage") == "yes",
            ..Self::default()
        };
        // What the form does not ask for stays.
        content.config.extend(
            stored.clone().into_iter().filter(|(key, _)| kind.form_items.iter().all(|item| item.key != *key)),
        );
        for item in &kind.form_items {
            match item.read(form, stored.get(&item.key)) {
                Ok(Some(value)) => drop(content.config.insert(item.key.clone(), value)),
                Ok(None) => {}
                Err(typed) => drop(content.wrong.insert(item.key.clone(), typed.into())),
            }
        }
        content
    }

    /// The members of a body.
    pub(super) fn body(&self, kind: &Kind) -> Value {
        let mut body = json!({ "config": self.config });
        if !kind.sends() {
            set(&mut body, "syncProfile", self.sync_profile);
        }
        if kind.is_token_storage_supported {
            set(&mut body, "enableTokenStorage", self.enable_token_storage);
        }
        if kind.is_standard {
            set(&mut body, "metadata", self.metadata.clone());
        }
        body
    }

    /// Says what is missing or no JSON. Whether everything is there.
    pub(super) fn check(&self, kind: &Kind, page: &mut ConsoleFormPage, words: &Words) -> bool {
        let mut is_whole = true;
        for item in &kind.form_items {
            let is_missing =
                item.required && item.show_conditions.is_empty() && !self.config.contains_key(&item.key);
            let key = if self.wrong.contains_key(&item.key) {
                "console-json-wrong"
            } else if is_missing {
                "console-missing-value"
            } else {
                continue;
            };
            tell(page, &item.field(), words.say(key));
            is_whole = false;
        }
        if kind.is_standard && self.metadata.get("target").is_some_and(|target| target == "") {
            tell(page, "metadata.target", words.say("console-missing-value"));
            is_whole = false;
        }
        is_whole
    }
}

fn metadata(form: &Form) -> Value {
    let text = |member: &str| form.get(&format!("metadata.{member}")).trim();
    json!({
        "target": text("target"),
        "name": { "en": text("name") },
        "logo": text("logo"),
        "logoDark": if text("logoDark").is_empty() { Value::Null } else { text("logoDark").into() },
    })
}

impl Item {
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

    fn text(&self, content: &Content) -> String {
        if let Some(typed) = content.wrong.get(&self.key).and_then(Value::as_str) {
            return typed.to_owned();
        }
        match content.config.get(&self.key) {
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
    fn draw(&self, content: &Content, words: &Words) -> FormField {
        let is_stored = content.config.get(&self.key).is_some_and(|value| *value != "");
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
        let is_chosen = |value: &str| match content.config.get(&self.key) {
            Some(Value::Array(values)) => values.iter().any(|one| one == value),
            chosen => chosen.is_some_and(|chosen| chosen == value),
        };
        let mut choices: Vec<_> = self
            .select_items
            .iter()
            .map(|choice| option(&choice.value, choice.title.clone(), is_chosen(&choice.value)))
            .collect();
        let control = match self.kind.as_str() {
            "Switch" => Control::Check(content.config.get(&self.key) == Some(&Value::Bool(true))),
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
        FormField::line(self.field(), label, filled(self.text(content)), String::new())
            .hint(hints.join(" "))
            .control(control)
    }
}

fn kind_of(option: ui::pages::console::ConsoleOption) -> ApplicationKind {
    ApplicationKind {
        value: option.value,
        label: option.label,
        hint: String::new(),
        is_checked: option.is_selected,
    }
}

/// What a connector of a standard is called, which its kind cannot know.
fn naming(content: &Content, words: &Words) -> FormPart {
    let text = |path: &str| content.metadata.pointer(path).and_then(Value::as_str).unwrap_or_default();
    let line = |(name, path): (&'static str, &str), (label, hint): (&str, &str)| {
        FormField::line(name, words.say(label), filled(text(path)), String::new()).hint(words.say(hint))
    };
    FormPart {
        heading: words.say("console-connector-naming"),
        text: words.say("console-connector-naming-lead"),
        fields: vec![
            line(
                ("metadata.target", "/target"),
                ("console-connector-target", "console-connector-target-hint"),
            ),
            line(("metadata.name", "/name/en"), ("console-connector-name", "console-connector-name-hint")),
            line(("metadata.logo", "/logo"), ("console-connector-logo", "console-connector-logo-hint")),
            line(("metadata.logoDark", "/logoDark"), ("console-label-dark-logo", "console-dark-logo-hint")),
        ],
    }
}

/// The parts of the form.
pub(super) fn parts(kind: &Kind, content: &Content, words: &Words) -> Vec<FormPart> {
    let mut parts = Vec::new();
    if kind.is_standard {
        parts.push(naming(content, words));
    }
    parts.push(FormPart {
        heading: words.say("console-connector-config"),
        text: words.say(if kind.sends() {
            "console-connector-config-lead"
        } else {
            "console-connector-config-social-lead"
        }),
        fields: kind.form_items.iter().map(|item| item.draw(content, words)).collect(),
    });
    if !kind.sends() {
        let check = |name: &'static str, (label, hint): (&str, &str), is_on: bool| {
            FormField::line(name, words.say(label), FieldState::default(), String::new())
                .hint(words.say(hint))
                .control(Control::Check(is_on))
        };
        let sync = ("console-connector-sync", "console-connector-sync-hint");
        let mut fields = vec![check("syncProfile", sync, content.sync_profile)];
        if kind.is_token_storage_supported {
            let keep = ("console-connector-tokens", "console-connector-tokens-hint");
            fields.push(check("enableTokenStorage", keep, content.enable_token_storage));
        }
        parts.push(FormPart {
            heading: words.say("console-connector-accounts"),
            text: words.say("console-connector-accounts-lead"),
            fields,
        });
    }
    parts
}

/// What the Management API refused, as far as it is about one field or needs words of ours.
pub(super) fn told(page: &mut ConsoleFormPage, refusal: &Refusal, words: &Words) -> Option<String> {
    match refusal.code.as_str() {
        "connector.invalid_config" => {
            let (key, problem) = (refusal.text("key")?, refusal.text("problem")?);
            let said = words.with("console-field-wrong", "said", problem);
            (!tell(page, &format!("config.{key}"), said))
                .then(|| words.with("console-error-said", "said", refusal.message()))
        }
        "connector.multiple_instances_not_supported" => Some(words.say("console-connector-is-there")),
        "connector.multiple_target_with_same_platform" => {
            let said = words.say("console-connector-target-taken");
            (!tell(page, "metadata.target", said.clone())).then_some(said)
        }
        _ => None,
    }
}
