//! The fields of the profile that the tenant asks for, as a form: names in parts have a line for each part.

use domain::profile_field::{ProfileField, ProfileFieldType};
use http_kit::{ApiError, Form, Issue};
use serde_json::{Map, Number, Value};
use ui::{
    Words,
    components::FieldState,
    pages::{ProfileInput, ProfileInputKind},
};

/// The inputs of these fields.
pub fn inputs(fields: &[ProfileField], words: &Words) -> Vec<ProfileInput> {
    fields.iter().flat_map(|field| of(field, words)).collect()
}

fn of(field: &ProfileField, words: &Words) -> Vec<ProfileInput> {
    let input = |name: String, label: String, kind, is_required| ProfileInput {
        autocomplete: autocomplete(&name),
        name,
        label,
        hint: field.description.clone().unwrap_or_default(),
        kind,
        is_required,
        field: FieldState::default(),
    };
    let kind = match field.kind {
        ProfileFieldType::Address | ProfileFieldType::Fullname => {
            let part = |(name, is_required): (&str, bool)| {
                let label = part_key(name).map_or_else(|| name.to_owned(), |key| words.say(key));
                let is_required = field.is_required && is_required;
                let hint = String::new();
                ProfileInput {
                    hint,
                    ..input(part_name(field, name), label, ProfileInputKind::Line("text"), is_required)
                }
            };
            return field.parts().map(part).collect();
        }
        ProfileFieldType::Checkbox => ProfileInputKind::Checkbox,
        ProfileFieldType::Select => ProfileInputKind::Select(options(field)),
        ProfileFieldType::Number => ProfileInputKind::Line("number"),
        ProfileFieldType::Date if field.takes_iso_dates() => ProfileInputKind::Line("date"),
        ProfileFieldType::Url => ProfileInputKind::Line("url"),
        ProfileFieldType::Text | ProfileFieldType::Regex | ProfileFieldType::Date => {
            ProfileInputKind::Line("text")
        }
    };
    vec![input(field.name.clone(), field.label.clone(), kind, field.is_required)]
}

fn options(field: &ProfileField) -> Vec<(String, String)> {
    let options = field.config.get("options").and_then(Value::as_array);
    let option = |option: &Value| {
        let value = option.get("value")?.as_str()?;
        let label = option.get("label").and_then(Value::as_str).unwrap_or(value);
        Some((value.to_owned(), label.to_owned()))
    };
    options.into_iter().flatten().filter_map(option).collect()
}

/// The name of a part in the form. No field has a hyphen in its name.
fn part_name(field: &ProfileField, part: &str) -> String {
    format!("{}-{part}", field.name)
}

/// The message that names a part.
fn part_key(part: &str) -> Option<&'static str> {
    Some(match part {
        "givenName" => "field-given-name",
        "middleName" => "field-middle-name",
        "familyName" => "field-family-name",
        "formatted" => "field-address-formatted",
        "streetAddress" => "field-address-street",
        "locality" => "field-address-locality",
        "region" => "field-address-region",
        "postalCode" => "field-address-postal-code",
        "country" => "field-address-country",
        _ => return None,
    })
}

/// What browsers fill in (HTML, autofill).
fn autocomplete(name: &str) -> &'static str {
    match name.rsplit('-').next().unwrap_or_default() {
        "name" => "name",
        "givenName" => "given-name",
        "middleName" => "additional-name",
        "familyName" => "family-name",
        "nickname" => "nickname",
        "birthdate" => "bday",
        "website" => "url",
        "streetAddress" => "street-address",
        "locality" => "address-level2",
        "region" => "address-level1",
        "postalCode" => "postal-code",
        "country" => "country-name",
        _ => "off",
    }
}

/// What was filled in, in the form of the wire. What was left empty is not there.
pub fn values(fields: &[ProfileField], form: &Form) -> Map<String, Value> {
    let text =
        |name: &str| Some(form.get(name).trim()).filter(|text| !text.is_empty()).map(ToOwned::to_owned);
    let value = |field: &ProfileField| match field.kind {
        ProfileFieldType::Address | ProfileFieldType::Fullname => {
            let part = |(name, _): (&str, bool)| {
                Some((name.to_owned(), Value::from(text(&part_name(field, name))?)))
            };
            let parts: Map<String, Value> = field.parts().filter_map(part).collect();
            (!parts.is_empty()).then_some(Value::Object(parts))
        }
        ProfileFieldType::Checkbox => Some(Value::Bool(form.get(&field.name) == "true")),
        ProfileFieldType::Number => text(&field.name).map(number),
        _ => text(&field.name).map(Value::from),
    };
    fields.iter().filter_map(|field| Some((field.name.clone(), value(field)?))).collect()
}

/// What is no number stays text, which the field refuses.
fn number(text: String) -> Value {
    let whole = text.parse::<i64>().ok().map(Number::from);
    let number = whole.or_else(|| text.parse().ok().and_then(Number::from_f64));
    number.map_or(Value::String(text), Value::Number)
}

/// The fields that must be filled in and are not.
pub fn missing(fields: &[ProfileField], form: &Form) -> Vec<Issue> {
    let given = values(fields, form);
    let is_left_out = |field: &&ProfileField| {
        let parts = |parts: &Map<String, Value>| {
            field.parts().any(|(name, is_required)| is_required && !parts.contains_key(name))
        };
        match given.get(&field.name) {
            Some(Value::Object(given)) => parts(given),
            Some(_) => false,
            None => true,
        }
    };
    let fields = fields.iter().filter(|field| field.is_required).filter(is_left_out);
    fields.map(|field| Issue::new("custom", &["values", &field.name], "Required")).collect()
}

/// Says at each input what is wrong with it; `false` when the error is about none of them. The names of fields are the second part of the
/// paths that it names.
pub fn complain(inputs: &mut [ProfileInput], error: &ApiError, words: &Words) -> bool {
    let named: Vec<String> = match error.code() {
        Some("guard.invalid_input") => {
            let issues = error.data_value().and_then(|data| data.get("issues")).and_then(Value::as_array);
            let named = |issue: &Value| Some(issue.get("path")?.get(1)?.as_str()?.to_owned());
            issues.into_iter().flatten().filter_map(named).collect()
        }
        _ => return false,
    };
    complain_of(inputs, &named, words)
}

/// Says at each input of these fields what is wrong with it; `false` when there is none.
pub fn complain_of(inputs: &mut [ProfileInput], named: &[String], words: &Words) -> bool {
    let mut is_told = false;
    for name in named {
        let mut own: Vec<&mut ProfileInput> =
            inputs.iter_mut().filter(|input| input.name.split('-').next() == Some(name.as_str())).collect();
        let lacks = |input: &ProfileInput| input.is_required && input.field.value.trim().is_empty();
        let is_missing = own.iter().any(|input| lacks(input));
        for input in own.iter_mut().filter(|input| !is_missing || lacks(input)) {
            input.field.error = Some(words.say(if is_missing { "missing-field" } else { "field-wrong" }));
            is_told = true;
        }
    }
    is_told
}
