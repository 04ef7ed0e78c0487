//! `/console/profile-fields/by-name/{name}`: what a field asks, and how.

use axum::{
    extract::Path,
    http::Method,
    response::{IntoResponse as _, Response},
};
use domain::profile_field::{ADDRESS_PARTS, FULLNAME_PARTS, ProfileFieldType};
use hosted::{Call, Refusal};
use http_kit::Form;
use serde_json::{Map, Value, json};
use ui::{
    components::{FieldState, Link},
    pages::console::{ApplicationKind, ConsoleFormPage, Control, FormField, FormPart},
};

use super::{API, Field, PATH, find, kind_name};
use crate::json::set;
use crate::{
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        form::{filled, made_from, must_be_current, refused, tell, wrong},
        view::lines_of,
    },
    posted::Posted,
};

/// The settings of each kind, beside parts, choices and boxes: the member, the messages of its name and its hint, and whether it is a number.
type Member = (&'static str, &'static str, &'static str, bool);
const PLACEHOLDER: Member =
    ("placeholder", "console-field-placeholder", "console-field-placeholder-hint", false);

fn members(kind: ProfileFieldType) -> Vec<Member> {
    use ProfileFieldType as Kind;
    match kind {
        Kind::Text => vec![
            PLACEHOLDER,
            ("minLength", "console-field-min-length", "console-field-bound-hint", true),
            ("maxLength", "console-field-max-length", "console-field-bound-hint", true),
        ],
        Kind::Number => vec![
            PLACEHOLDER,
            ("minValue", "console-field-min-value", "console-field-bound-hint", true),
            ("maxValue", "console-field-max-value", "console-field-bound-hint", true),
        ],
        Kind::Date => {
            vec![("format", "console-field-format", "console-field-date-format-hint", false), PLACEHOLDER]
        }
        Kind::Regex => {
            vec![("format", "console-field-pattern", "console-field-pattern-hint", false), PLACEHOLDER]
        }
        Kind::Select | Kind::Url => vec![PLACEHOLDER],
        Kind::Checkbox | Kind::Address | Kind::Fullname => Vec::new(),
    }
}

/// The parts that a kind consists of.
fn parts_of(kind: ProfileFieldType) -> &'static [&'static str] {
    match kind {
        ProfileFieldType::Address => &ADDRESS_PARTS,
        ProfileFieldType::Fullname => &FULLNAME_PARTS,
        _ => &[],
    }
}

impl Field {
    /// What was typed into the form of a field of this name and kind; what the form does not ask for stays as it is stored.
    pub(super) fn typed(
        form: &Form,
        (name, kind): (String, ProfileFieldType),
        stored: &Map<String, Value>,
    ) -> Self {
        let text = |name: &str| form.get(name).trim().to_owned();
        let mut config = stored.clone();
        for (member, _, _, is_number) in members(kind) {
            let typed = text(&format!("config.{member}"));
            config.remove(member);
            if typed.is_empty() {
                continue;
            }
            let number = is_number.then(|| serde_json::from_str::<serde_json::Number>(&typed).ok()).flatten();
            config.insert(member.to_owned(), number.map_or(Value::String(typed), Value::Number));
        }
        match kind {
            ProfileFieldType::Checkbox => {
                let is_ticked = form.get("config.defaultValue") == "yes";
                config.insert("defaultValue".to_owned(), is_ticked.to_string().into());
            }
            ProfileFieldType::Select => drop(config.insert("options".to_owned(), options(form))),
            _ if !parts_of(kind).is_empty() => {
                drop(config.insert("parts".to_owned(), chosen_parts(form, kind, stored)));
            }
            _ => {}
        }
        Self {
            name,
            kind: kind.as_str().to_owned(),
            label: text("label"),
            description: Some(text("description")).filter(|text| !text.is_empty()),
            required: form.get("required") == "yes",
            config,
        }
    }

    /// The members of a body.
    pub(super) fn body(&self) -> Value {
        let mut body = json!({ "type": self.kind, "required": self.required, "config": self.config });
        if !self.label.is_empty() {
            set(&mut body, "label", self.label.as_str());
        }
        if let Some(description) = &self.description {
            set(&mut body, "description", description.as_str());
        }
        body
    }

    fn basis(&self) -> Value {
        json!([self.kind, self.label, self.description, self.required, self.config])
    }
}

/// What may be chosen, a line each: the value, and after `=` what people read.
fn options(form: &Form) -> Value {
    let lines = lines_of(form, "config.options");
    let option = |line: &Value| {
        let line = line.as_str().unwrap_or_default();
        match line.split_once('=') {
            Some((value, label)) => json!({ "value": value.trim(), "label": label.trim() }),
            None => json!({ "value": line }),
        }
    };
    lines.as_array().into_iter().flatten().map(option).collect()
}

/// Each part, asked for or not; what else is stored of it stays.
fn chosen_parts(form: &Form, kind: ProfileFieldType, stored: &Map<String, Value>) -> Value {
    let chosen: Vec<_> = form.all("config.parts").collect();
    let stored = stored.get("parts").and_then(Value::as_array);
    let part = |name: &&str| {
        let known = stored.into_iter().flatten().find(|part| part["name"] == **name).cloned();
        let mut part = known.unwrap_or_else(|| json!({ "name": name, "type": "Text", "required": false }));
        set(&mut part, "enabled", chosen.contains(name));
        part
    };
    parts_of(kind).iter().map(part).collect()
}

fn part_label(name: &str) -> &'static str {
    match name {
        "formatted" => "console-part-formatted",
        "streetAddress" => "console-part-street",
        "locality" => "console-part-locality",
        "region" => "console-part-region",
        "postalCode" => "console-part-postal-code",
        "country" => "console-part-country",
        "givenName" => "console-part-given-name",
        "middleName" => "console-part-middle-name",
        _ => "console-part-family-name",
    }
}

/// The fields about the kind.
fn details(operator: &Operator, of: &Field) -> Vec<FormField> {
    let (words, kind) = (&operator.words, of.kind());
    let text = |member: &str| match of.config.get(member) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let line = |(member, label, hint, is_number): Member| {
        let control = Control::Line {
            kind: if is_number { "number" } else { "text" },
            missing: String::new(),
            is_mono: member == "format",
        };
        FormField::line(format!("config.{member}"), words.say(label), filled(text(member)), String::new())
            .hint(words.say(hint))
            .control(control)
    };
    let mut fields: Vec<_> = members(kind).into_iter().map(line).collect();
    match kind {
        ProfileFieldType::Checkbox => fields.push(
            FormField::line(
                "config.defaultValue",
                words.say("console-field-ticked"),
                FieldState::default(),
                String::new(),
            )
            .control(Control::Check(text("defaultValue") == "true")),
        ),
        ProfileFieldType::Select => {
            let options = of.config.get("options").and_then(Value::as_array).into_iter().flatten();
            let line = |option: &Value| {
                let value = option["value"].as_str().unwrap_or_default();
                option["label"]
                    .as_str()
                    .map_or_else(|| value.to_owned(), |label| format!("{value} = {label}"))
            };
            let lines = options.map(line).collect::<Vec<_>>().join("\n");
            fields.insert(
                0,
                FormField::line(
                    "config.options",
                    words.say("console-field-options"),
                    filled(lines),
                    String::new(),
                )
                .hint(words.say("console-field-options-hint"))
                .control(Control::Lines(5)),
            );
        }
        _ => {}
    }
    fields.extend(part_choices(operator, of));
    fields
}

/// Which parts are asked for, where the kind has some.
fn part_choices(operator: &Operator, of: &Field) -> Option<FormField> {
    let (words, kind) = (&operator.words, of.kind());
    let stored = of.config.get("parts").and_then(Value::as_array);
    let is_on = |name: &str| {
        stored.is_none_or(|parts| parts.iter().any(|part| part["name"] == name && part["enabled"] == true))
    };
    let choice = |name: &&str| ApplicationKind {
        value: (*name).to_owned(),
        label: words.say(part_label(name)),
        hint: String::new(),
        is_checked: is_on(name),
    };
    let choices: Vec<_> = parts_of(kind).iter().map(choice).collect();
    let field = FormField::line(
        "config.parts",
        words.say("console-field-parts"),
        FieldState::default(),
        String::new(),
    );
    (!choices.is_empty()).then(|| field.control(Control::Checks(choices)))
}

/// The parts of the form. `name` is the field for the name of a new one, `place` that for the place of an old one.
pub(super) fn parts(
    operator: &Operator,
    of: &Field,
    name: Option<FormField>,
    place: Option<usize>,
) -> Vec<FormPart> {
    let words = &operator.words;
    let line = |name: &'static str, label: &str, value: &str, hint: &str| {
        FormField::line(name, words.say(label), filled(value), String::new()).hint(words.say(hint))
    };
    let mut fields: Vec<_> = name.into_iter().collect();
    fields.push(line("label", "console-field-label", &of.label, "console-field-label-hint"));
    let description = of.description.as_deref().unwrap_or_default();
    fields.push(line(
        "description",
        "console-label-description",
        description,
        "console-field-description-hint",
    ));
    // A box that must be ticked is an agreement, which is another thing.
    if of.kind() != ProfileFieldType::Checkbox {
        fields.push(
            FormField::line(
                "required",
                words.say("console-field-must"),
                FieldState::default(),
                String::new(),
            )
            .hint(words.say("console-field-must-hint"))
            .control(Control::Check(of.required)),
        );
    }
    if let Some(place) = place {
        let control = Control::Line { kind: "number", missing: String::new(), is_mono: false };
        fields.push(
            line("place", "console-field-place", &place.to_string(), "console-field-place-hint")
                .control(control),
        );
    }
    let mut parts = vec![FormPart {
        heading: words.say("console-field-question"),
        text: words.say("console-field-question-lead"),
        fields,
    }];
    let details = details(operator, of);
    if !details.is_empty() {
        parts.push(FormPart {
            heading: kind_name(operator, &of.kind),
            text: words.say("console-field-details-lead"),
            fields: details,
        });
    }
    parts
}

fn page(operator: &Operator, of: &Field, shown: &Field, place: usize) -> ConsoleFormPage {
    let words = &operator.words;
    let delete = Link { href: format!("{}/delete", of.path()), label: words.say("console-field-delete") };
    let page = ConsoleFormPage {
        title: of.called().to_owned(),
        lead: words.say("console-field-lead"),
        facts: None,
        parts: parts(operator, shown, None, Some(place)),
        mark: None,
        action: of.path(),
        button: words.say("console-save"),
        back_url: None,
        destroy: operator.may_edit().then(|| (words.say("console-field-delete-lead"), delete)),
        frame: operator.frame_below(PATH, &[(PATH, &words.say("console-fields"))]),
    };
    made_from(page, &of.basis())
}

/// `GET /console/profile-fields/by-name/{name}`.
pub(super) async fn show(Path(name): Path<String>, operator: Operator) -> Outcome {
    let (all, at) = find(&operator, &name).await?;
    let Some(of) = all.get(at) else { return Err(operator.gone()) };
    Ok(page(&operator, of, of, at + 1).into_response())
}

/// The form again with what was refused.
pub(super) fn again(operator: &Operator, mut page: ConsoleFormPage, refusal: &Refusal) -> Response {
    let said = match refusal.code.as_str() {
        "custom_profile_fields.invalid_name" => "console-field-name-wrong",
        "custom_profile_fields.name_exists" => "console-taken",
        "custom_profile_fields.invalid_sub_component_type" => "console-field-type-wrong",
        _ => return refused(operator, page, refusal, "name"),
    };
    tell(&mut page, "name", operator.words.say(said));
    wrong(page)
}

/// `POST /console/profile-fields/by-name/{name}`.
pub(super) async fn save(Path(name): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let (all, at) = find(&operator, &name).await?;
    let Some(of) = all.get(at) else { return Err(operator.gone()) };
    must_be_current(&operator, &form, &of.basis(), || page(&operator, of, of, at + 1))?;
    let typed = Field::typed(&form, (of.name.clone(), of.kind()), &of.config);
    let mut shown = page(&operator, of, &typed, at + 1);
    let place = form.get("place").trim().parse::<usize>().ok().filter(|place| *place > 0);
    let Some(place) = place else {
        tell(&mut shown, "place", operator.words.say("console-number-wrong"));
        return Err(wrong(shown));
    };
    let call = Call::new(Method::PUT, &[API[0], API[1], &name]).body(typed.body());
    if let Err(refusal) = operator.call(call).await {
        return Err(again(&operator, shown, &refusal));
    }
    let mut names: Vec<_> = all.iter().map(|field| field.name.as_str()).collect();
    let moved = names.remove(at);
    names.insert((place - 1).min(names.len()), moved);
    let order: Value = names
        .iter()
        .enumerate()
        .map(|(place, name)| json!({ "name": name, "sieOrder": place + 1 }))
        .collect();
    let path = [API[0], API[1], "properties", "sie-order"];
    match operator.call(Call::new(Method::POST, &path).body(json!({ "order": order }))).await {
        Ok(_) => Ok(done(&of.path(), "console-saved")),
        Err(refusal) => Err(again(&operator, shown, &refusal)),
    }
}
