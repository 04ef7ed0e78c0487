//! The roles of administrators, in words and in forms.

use domain::console::{ConsoleRole, Rights};
use http_kit::Form;
use ui::{
    Words,
    pages::console::{ConsoleOption, PartRight},
};

use crate::parts;

/// The message of a role's name.
pub(crate) const fn label(role: ConsoleRole) -> &'static str {
    match role {
        ConsoleRole::Owner => "console-role-owner",
        ConsoleRole::Editor => "console-role-editor",
        ConsoleRole::ReadOnly => "console-role-read-only",
        ConsoleRole::Limited => "console-role-limited",
    }
}

const fn hint(role: ConsoleRole) -> &'static str {
    match role {
        ConsoleRole::Owner => "console-role-owner-hint",
        ConsoleRole::Editor => "console-role-editor-hint",
        ConsoleRole::ReadOnly => "console-role-read-only-hint",
        ConsoleRole::Limited => "console-role-limited-hint",
    }
}

/// The roles to choose from: word, name, what it allows, whether it is chosen.
pub(crate) fn choices(words: &Words, chosen: ConsoleRole) -> Vec<(String, String, String, bool)> {
    let choice = |role: ConsoleRole| {
        (role.as_str().to_owned(), words.say(label(role)), words.say(hint(role)), role == chosen)
    };
    ConsoleRole::ALL.into_iter().map(choice).collect()
}

/// What is chosen for each part, as fields of a form.
pub(crate) fn parts(words: &Words, chosen: &Rights) -> Vec<PartRight> {
    let of_part = |(part, label): (&str, &str)| {
        let granted = chosen.parts().get(part).copied();
        let option = |role: Option<ConsoleRole>| ConsoleOption {
            value: role.map_or("", ConsoleRole::as_str).to_owned(),
            label: words.say(role.map_or("console-part-closed", self::label)),
            is_selected: role == granted,
        };
        let mut options = vec![option(None)];
        options.extend(ConsoleRole::OF_PARTS.into_iter().rev().map(|role| option(Some(role))));
        PartRight { field: field(part), label: words.say(label), options }
    };
    parts::ALL.into_iter().map(of_part).collect()
}

fn field(part: &str) -> String {
    format!("part.{part}")
}

/// The rights that a form says; `None` for a role that there is not. Of a limited one, parts that the API does not have are not read.
pub(crate) fn typed(form: &Form) -> Option<Rights> {
    let role = ConsoleRole::parse(form.get("role"))?;
    if role != ConsoleRole::Limited {
        return Some(role.into());
    }
    let granted =
        |(part, _): (&str, &str)| Some((part.to_owned(), ConsoleRole::parse(form.get(&field(part)))?));
    Some(Rights::limited(parts::ALL.into_iter().filter_map(granted)))
}

/// The fields of a form that say rights.
pub(crate) fn fields(form: &Form) -> Vec<(String, String)> {
    let names = std::iter::once("role".to_owned()).chain(parts::ALL.into_iter().map(|(part, _)| field(part)));
    let said = names.map(|name| {
        let value = form.get(&name).to_owned();
        (name, value)
    });
    said.filter(|(_, value)| !value.is_empty()).collect()
}

/// Whether somebody could do nothing at all.
pub(crate) fn are_none(rights: &Rights) -> bool {
    rights.role() == ConsoleRole::Limited && rights.parts().is_empty()
}

/// Rights in a few words.
pub(crate) fn said(words: &Words, rights: &Rights) -> String {
    let role = words.say(label(rights.role()));
    if rights.parts().is_empty() {
        return role;
    }
    let part = |(part, role): (&String, &ConsoleRole)| {
        let part = parts::label(part).map_or_else(|| part.clone(), |label| words.say(label));
        format!("{part} ({})", words.say(label(*role)))
    };
    format!("{role}: {}", rights.parts().iter().map(part).collect::<Vec<_>>().join(", "))
}
