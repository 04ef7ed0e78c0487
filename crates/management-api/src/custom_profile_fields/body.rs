//! Fields as the wire has them, and the rules of their bodies: which members of `config` count depends on the kind.

use std::collections::HashSet;

use api_types::custom_profile_field as wire;
use domain::{
    UnixMillis,
    profile_field::{
        ADDRESS_PARTS, FULLNAME_PARTS, ProfileField, ProfileFieldType, fits, is_allowed_name, is_pattern,
    },
};
use http_kit::{ApiError, Issue};
use serde_json::{Map, Number, Value};

use crate::rules::Rules;

/// The longest name and label, in characters.
const MAX_NAME: usize = 128;
/// The longest description, placeholder, and value of a choice.
const MAX_TEXT: usize = 256;
/// The longest form of a date or pattern.
const MAX_FORMAT: usize = 128;
/// The most values of a choice.
const MAX_OPTIONS: usize = 200;

/// A field from a body that was checked.
pub(super) fn field(
    (id, name): (String, String),
    body: wire::PutCustomProfileField,
    now: UnixMillis,
) -> Result<ProfileField, ApiError> {
    let kind = ProfileFieldType::parse(&body.kind);
    let kind = kind.ok_or_else(|| ApiError::bad_request("guard.invalid_input"))?;
    if !is_allowed_name(&name) {
        return Err(ApiError::bad_request("custom_profile_fields.invalid_name"));
    }
    if !fits(&name, kind) {
        return Err(ApiError::bad_request("custom_profile_fields.invalid_sub_component_type"));
    }
    let config = serde_json::to_value(known_config(kind, body.config.unwrap_or_default()));
    Ok(ProfileField {
        id,
        name,
        kind,
        label: body.label.unwrap_or_default(),
        description: body.description,
        is_required: body.required,
        config: config.unwrap_or(Value::Object(Map::new())),
        sign_in_order: 0,
        created_at: now,
    })
}

/// The members of a configuration that count for a kind; all others are dropped.
fn known_config(kind: ProfileFieldType, config: wire::ProfileFieldConfig) -> wire::ProfileFieldConfig {
    use ProfileFieldType as Kind;
    let wire::ProfileFieldConfig { placeholder, .. } = config.clone();
    let none = wire::ProfileFieldConfig::default();
    match kind {
        Kind::Text => wire::ProfileFieldConfig {
            placeholder,
            min_length: config.min_length,
            max_length: config.max_length,
            ..none
        },
        Kind::Number => wire::ProfileFieldConfig {
            placeholder,
            min_value: config.min_value,
            max_value: config.max_value,
            ..none
        },
        Kind::Date => wire::ProfileFieldConfig {
            placeholder,
            format: config.format,
            custom_format: config.custom_format,
            ..none
        },
        Kind::Checkbox => wire::ProfileFieldConfig { default_value: config.default_value, ..none },
        Kind::Select => wire::ProfileFieldConfig { placeholder, options: config.options, ..none },
        Kind::Url => wire::ProfileFieldConfig { placeholder, ..none },
        Kind::Regex => wire::ProfileFieldConfig { placeholder, format: config.format, ..none },
        Kind::Address | Kind::Fullname => wire::ProfileFieldConfig { parts: config.parts, ..none },
    }
}

/// Collects what is wrong with a field, below `path`.
pub(super) struct FieldRules<'a> {
    /// Where to.
    pub(super) rules: &'a mut Rules,
    /// The path of the field in the body.
    pub(super) path: Vec<&'a str>,
}

impl<'a> FieldRules<'a> {
    fn at(&self, members: &[&'a str]) -> Vec<&'a str> {
        [self.path.as_slice(), members].concat()
    }

    fn issue(&mut self, code: &'static str, members: &[&'a str], text: impl Into<String>) {
        let path = self.at(members);
        self.rules.issue(Issue::new(code, &path, text));
    }

    fn length(&mut self, members: &[&'a str], text: Option<&String>, (least, most): (usize, usize)) {
        let path = self.at(members);
        self.rules.optional_length(&path, text, least, most);
    }

    /// Checks the name of a new field.
    pub(super) fn check_name(&mut self, name: &String) {
        self.length(&["name"], Some(name), (1, MAX_NAME));
    }

    /// Checks everything else.
    pub(super) fn check(&mut self, body: &wire::PutCustomProfileField) {
        self.length(&["label"], body.label.as_ref(), (1, MAX_NAME));
        self.length(&["description"], body.description.as_ref(), (0, MAX_TEXT));
        let Some(kind) = ProfileFieldType::parse(&body.kind) else {
            return self.issue("invalid_enum_value", &["type"], "There is no such type");
        };
        if kind == ProfileFieldType::Checkbox && body.required {
            self.issue("invalid_literal", &["required"], "A box to tick cannot be required");
        }
        match &body.config {
            Some(config) => self.check_config(kind, config),
            None if needs_config(kind) => self.issue("invalid_type", &["config"], "Required"),
            None => {}
        }
    }

    fn check_config(&mut self, kind: ProfileFieldType, config: &wire::ProfileFieldConfig) {
        use ProfileFieldType as Kind;
        self.check_texts(config);
        let ordered = |low: &Option<Number>, high: &Option<Number>| {
            low.as_ref().zip(high.as_ref()).is_none_or(|(low, high)| low.as_f64() <= high.as_f64())
        };
        let is_length = |length: &Option<Number>| length.as_ref().is_none_or(Number::is_u64);
        if !is_length(&config.min_length) || !is_length(&config.max_length) {
            self.issue("invalid_type", &["config", "minLength"], "Expected a number of characters");
        }
        if !ordered(&config.min_length, &config.max_length) {
            self.issue("custom", &["config", "minLength"], "The least is above the most");
        }
        if !ordered(&config.min_value, &config.max_value) {
            self.issue("custom", &["config", "minValue"], "The least is above the most");
        }
        match kind {
            Kind::Date | Kind::Regex if config.format.is_none() => {
                self.issue("invalid_type", &["config", "format"], "Required");
            }
            Kind::Regex if !config.format.as_deref().is_some_and(is_pattern) => {
                self.issue("custom", &["config", "format"], "Not a regular expression that can be used here");
            }
            Kind::Checkbox if !matches!(config.default_value.as_deref(), Some("true" | "false")) => {
                self.issue("invalid_union", &["config", "defaultValue"], "Expected \"true\" or \"false\"");
            }
            Kind::Select => self.check_options(config.options.as_deref()),
            Kind::Address => self.check_parts(config.parts.as_deref(), &ADDRESS_PARTS),
            Kind::Fullname => self.check_parts(config.parts.as_deref(), &FULLNAME_PARTS),
            _ => {}
        }
    }

    fn check_texts(&mut self, config: &wire::ProfileFieldConfig) {
        self.length(&["config", "placeholder"], config.placeholder.as_ref(), (0, MAX_TEXT));
        self.length(&["config", "format"], config.format.as_ref(), (0, MAX_FORMAT));
        self.length(&["config", "customFormat"], config.custom_format.as_ref(), (0, MAX_FORMAT));
        self.length(&["config", "defaultValue"], config.default_value.as_ref(), (0, MAX_FORMAT));
    }

    fn check_options(&mut self, options: Option<&[wire::ProfileFieldOption]>) {
        let Some(options) = options else {
            return self.issue("invalid_type", &["config", "options"], "Required");
        };
        if options.is_empty() || options.len() > MAX_OPTIONS {
            let text = format!("Expected 1 to {MAX_OPTIONS} values");
            self.issue("custom", &["config", "options"], text);
        }
        let texts = options.iter().flat_map(|option| [Some(&option.value), option.label.as_ref()]);
        for text in texts.flatten() {
            self.length(&["config", "options"], Some(text), (0, MAX_TEXT));
        }
        let distinct: HashSet<_> = options.iter().map(|option| &option.value).collect();
        if distinct.len() != options.len() {
            self.issue("custom", &["config", "options"], "Each value is named once");
        }
    }

    /// Each part once, one of those there are, and at least one that is asked for.
    fn check_parts(&mut self, parts: Option<&[wire::ProfileFieldPart]>, known: &[&str]) {
        let Some(parts) = parts else {
            return self.issue("invalid_type", &["config", "parts"], "Required");
        };
        let names: HashSet<_> = parts.iter().map(|part| part.name.as_str()).collect();
        if names.len() != parts.len() || !names.iter().all(|name| known.contains(name)) {
            let text = format!("Expected each of {} at most once", known.join(", "));
            self.issue("invalid_enum_value", &["config", "parts"], text);
        }
        if !parts.iter().any(|part| part.enabled) {
            self.issue("custom", &["config", "parts"], "At least one part must be asked for");
        }
        for part in parts {
            self.length(&["config", "parts"], part.label.as_ref(), (1, MAX_NAME));
            self.length(&["config", "parts"], part.description.as_ref(), (0, MAX_TEXT));
            if let Some(config) = &part.config {
                self.check_texts(config);
                if config.options.is_some() {
                    self.check_options(config.options.as_deref());
                }
                if config.parts.is_some() {
                    self.issue("unrecognized_keys", &["config", "parts"], "Parts have no parts");
                }
            }
            if ProfileFieldType::parse(&part.kind).is_none() {
                self.issue("invalid_enum_value", &["config", "parts"], "There is no such type");
            }
        }
    }
}

fn needs_config(kind: ProfileFieldType) -> bool {
    use ProfileFieldType as Kind;
    matches!(kind, Kind::Select | Kind::Regex | Kind::Address | Kind::Fullname)
}

/// 422 for a name that another field has.
pub(super) fn violation(error: store::StoreError) -> ApiError {
    crate::rules::violation("custom_profile_fields.name_exists")(error)
}
