//! The form of a connector, made from what its kind asks for, and read again.

use hosted::Refusal;
use http_kit::Form;
use serde_json::{Map, Value, json};
use ui::{
    Words,
    components::FieldState,
    pages::console::{ConsoleFormPage, Control, FormField, FormPart},
};

use super::{
    Kind,
    items::{self, Configuration},
};
use crate::json::set;
use crate::pages::form::{filled, tell};

/// What a connector is made of, stored or typed.
#[derive(Default)]
pub(super) struct Content {
    config: Configuration,
    pub(super) metadata: Value,
    pub(super) sync_profile: bool,
    pub(super) enable_token_storage: bool,
}

impl Content {
    /// What is stored.
    pub(super) fn stored(config: Map<String, Value>, metadata: Value, flags: (bool, bool)) -> Self {
        let (sync_profile, enable_token_storage) = flags;
        Self { config: Configuration::stored(config), metadata, sync_profile, enable_token_storage }
    }

    /// What forms are filled in with beforehand.
    pub(super) fn fresh(kind: &Kind) -> Self {
        Self { config: Configuration::fresh(&kind.form_items), ..Self::default() }
    }

    /// What was typed. Secrets that were left out stay as they are stored.
    pub(super) fn typed(kind: &Kind, form: &Form, stored: &Map<String, Value>) -> Self {
        Self {
            config: Configuration::typed(&kind.form_items, form, stored),
            metadata: metadata(form),
            sync_profile: form.get("syncProfile") == "yes",
            enable_token_storage: form.get("enableTokenStorage") == "yes",
        }
    }

    /// The members of a body.
    pub(super) fn body(&self, kind: &Kind) -> Value {
        let mut body = json!({ "config": self.config.members() });
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
        let mut is_whole = self.config.check(&kind.form_items, page, words);
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
        fields: content.config.fields(&kind.form_items, words),
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
        items::INVALID => items::told(page, refusal, words),
        "connector.multiple_instances_not_supported" => Some(words.say("console-connector-is-there")),
        "connector.multiple_target_with_same_platform" => {
            let said = words.say("console-connector-target-taken");
            (!tell(page, "metadata.target", said.clone())).then_some(said)
        }
        _ => None,
    }
}
