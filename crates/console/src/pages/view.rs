//! Fields over a JSON document: what each shows of it, and how it is read again. A field has the name of the member that it becomes, the members within
//! others joined by dots.

use http_kit::Form;
use serde_json::{Map, Value};
use ui::{
    Words,
    components::FieldState,
    pages::console::{ApplicationKind, ConsoleOption, Control, FormField, FormPart},
};

use super::{form::filled, pictures, settings::Facts};

/// Settings that are drawn.
pub(crate) struct View<'a> {
    pub(crate) words: &'a Words,
    pub(crate) facts: &'a Facts,
    /// The settings, stored or typed.
    pub(crate) settings: &'a Value,
}

impl View<'_> {
    /// The member at a path.
    pub(crate) fn at(&self, path: &str) -> &Value {
        let step = |value, name| Value::get(value, name).unwrap_or(&Value::Null);
        path.split('.').fold(self.settings, step)
    }

    /// A text or number, as it is typed.
    pub(crate) fn text(&self, path: &str) -> String {
        match self.at(path) {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => String::new(),
        }
    }

    /// Texts of a list.
    pub(crate) fn list(&self, path: &str) -> Vec<&str> {
        self.at(path).as_array().into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// Yes or no.
    pub(crate) fn is_on(&self, path: &str, default: bool) -> bool {
        self.at(path).as_bool().unwrap_or(default)
    }

    /// A part of the page.
    pub(crate) fn part(&self, (heading, text): (&str, &str), fields: Vec<FormField>) -> FormPart {
        FormPart { heading: self.words.say(heading), text: self.words.say(text), fields }
    }

    /// A field without a hint; most have one.
    pub(crate) fn line(&self, path: &'static str, label: &str) -> FormField {
        FormField::line(path, self.words.say(label), filled(self.text(path)), String::new())
    }

    /// A web address.
    pub(crate) fn address(&self, path: &'static str, label: &str, hint: &str) -> FormField {
        let control = Control::Line { kind: "url", missing: String::new(), is_mono: false };
        let field = self.line(path, label).hint(self.words.say(hint));
        field.control(control).wrong(self.words.say("console-address-wrong"))
    }

    /// The address of a picture, or a file.
    pub(crate) fn picture(&self, path: &'static str, label: &str, hint: &str) -> FormField {
        pictures::field(self.words, self.address(path, label, hint), self.facts.keeps_pictures)
    }

    /// A whole number; `default` is what stands where nothing is stored.
    pub(crate) fn number(&self, path: &'static str, (label, hint): (&str, &str), default: &str) -> FormField {
        let control = Control::Line { kind: "number", missing: String::new(), is_mono: false };
        let field = self.line(path, label).hint(self.words.say(hint));
        let state = match field.state.value.as_str() {
            "" => filled(default),
            _ => field.state.clone(),
        };
        FormField { state, ..field.control(control).wrong(self.words.say("console-number-wrong")) }
    }

    /// Yes or no, with what yes means.
    pub(crate) fn check(&self, path: &'static str, (label, hint): (&str, &str), default: bool) -> FormField {
        let field = FormField::line(path, self.words.say(label), FieldState::default(), String::new());
        field.hint(self.words.say(hint)).control(Control::Check(self.is_on(path, default)))
    }

    /// Lines of a list.
    pub(crate) fn lines(&self, path: &'static str, (label, hint): (&str, &str), rows: u32) -> FormField {
        let state = filled(self.list(path).join("\n"));
        let field = FormField::line(path, self.words.say(label), state, String::new());
        field.hint(self.words.say(hint)).control(Control::Lines(rows))
    }

    /// One of several: what is sent, and the message of what it says.
    pub(crate) fn select(
        &self,
        path: &'static str,
        (label, hint): (&str, &str),
        (chosen, choices): (&str, &[(&str, &str)]),
    ) -> FormField {
        let option = |(value, label): &(&str, &str)| option(value, self.words.say(label), *value == chosen);
        self.line(path, label)
            .hint(if hint.is_empty() { String::new() } else { self.words.say(hint) })
            .control(Control::Select(choices.iter().map(option).collect()))
    }

    /// One of several, all of them shown: what is sent, the message of its name, and that of what it does.
    pub(crate) fn cards(
        &self,
        path: &'static str,
        label: &str,
        (chosen, choices): (&str, &[(&str, &str, &str)]),
    ) -> FormField {
        let kinds = choices.iter().map(|choice| self.kind(*choice, choice.0 == chosen)).collect();
        self.line(path, label).control(Control::Cards(kinds))
    }

    /// Any of several: what is sent, the message of its name, and that of what it does.
    pub(crate) fn checks(
        &self,
        path: &'static str,
        (label, hint): (&str, &str),
        (chosen, choices): (&[&str], &[(&str, &str, &str)]),
    ) -> FormField {
        let kinds = choices.iter().map(|choice| self.kind(*choice, chosen.contains(&choice.0))).collect();
        let field = self.line(path, label).control(Control::Checks(kinds));
        if hint.is_empty() { field } else { field.hint(self.words.say(hint)) }
    }

    fn kind(&self, (value, label, hint): (&str, &str, &str), is_checked: bool) -> ApplicationKind {
        let hint = if hint.is_empty() { String::new() } else { self.words.say(hint) };
        ApplicationKind { value: value.to_owned(), label: self.words.say(label), hint, is_checked }
    }
}

/// A choice of a select.
pub(crate) fn option(value: &str, label: String, is_selected: bool) -> ConsoleOption {
    ConsoleOption { value: value.to_owned(), label, is_selected }
}

/// Whether a box is ticked.
pub(crate) fn is_ticked(form: &Form, name: &str) -> Value {
    (form.get(name) == "yes").into()
}

/// A text without space around it, or null.
pub(crate) fn text_or_null(form: &Form, name: &str) -> Value {
    match form.get(name).trim() {
        "" => Value::Null,
        text => text.into(),
    }
}

/// A text without space around it, unless it is empty.
pub(crate) fn put_text(object: &mut Map<String, Value>, form: &Form, (prefix, member): (&str, &str)) {
    let text = form.get(&format!("{prefix}.{member}")).trim();
    if !text.is_empty() {
        object.insert(member.to_owned(), text.into());
    }
}

/// A number, unless it is empty. What is none goes on as it was typed, and is refused with the name of the member.
pub(crate) fn put_number(object: &mut Map<String, Value>, form: &Form, (prefix, member): (&str, &str)) {
    let text = form.get(&format!("{prefix}.{member}")).trim();
    let value = text.parse::<u64>().map_or_else(|_| Value::from(text), Value::from);
    if !text.is_empty() {
        object.insert(member.to_owned(), value);
    }
}

/// The lines of a field, without empty ones.
pub(crate) fn lines_of(form: &Form, name: &str) -> Value {
    form.get(name).lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_typed_becomes_what_it_looks_like() {
        let form = Form::from_iter([
            ("a.days", " 30 "),
            ("a.wrong", "ten"),
            ("a.nothing", " "),
            ("list", " a \n\n b\r\n"),
            ("text", "  "),
            ("box", "yes"),
        ]);
        let mut object = Map::new();
        for member in ["days", "wrong", "nothing", "missing"] {
            put_number(&mut object, &form, ("a", member));
        }
        assert_eq!(Value::Object(object), json!({ "days": 30, "wrong": "ten" }));
        assert_eq!(lines_of(&form, "list"), json!(["a", "b"]));
        assert_eq!((text_or_null(&form, "text"), is_ticked(&form, "box")), (Value::Null, json!(true)));
        assert_eq!(is_ticked(&form, "text"), json!(false));
    }
}
