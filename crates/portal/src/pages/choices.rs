//! What forms have in common: roles to choose from, lifetimes, and errors at the fields they are about.

use domain::UnixMillis;
use http_kit::Form;
use ui::{
    components::FieldState,
    pages::portal::{RoleChoice, SelectOption},
};

use crate::{
    api::{Refusal, Role},
    room::Room,
};

const DAY_MILLIS: i64 = 86_400_000;
/// The most roles that a form can name.
const MOST_ROLES: usize = 100;

/// Puts what a refusal says of fields beside them; whether something is left to be said above the form.
pub(crate) fn place_issues(refusal: &Refusal, fields: &mut [(&str, &mut FieldState)]) -> bool {
    let mut is_placed = false;
    for (path, message) in refusal.issues() {
        let mut fields = fields.iter_mut();
        if let Some((name, field)) = fields.find(|(name, _)| path == *name) {
            field.error = Some(sentence(name, message));
            is_placed = true;
        }
    }
    !is_placed
}

/// The gateway's word on a field as a sentence for people.
fn sentence(field: &str, message: &str) -> String {
    let number = |text: &str| text.split(' ').find_map(|word| word.parse::<u32>().ok());
    match (message, number(message)) {
        (text, Some(1)) if text.contains("at least") => "This cannot be empty.".to_owned(),
        (text, _) if text.starts_with("Expected 1 to ") => {
            format!("Use {}.", text.trim_start_matches("Expected "))
        }
        (text, Some(most)) if text.contains("at most") => format!("Use at most {most} characters."),
        (text, _) if text.contains("URL") => {
            "Enter an address that begins with https:// or http://.".to_owned()
        }
        (text, _) if text.contains("rgb") => {
            "Enter a colour as # and six digits of 0–9 and a–f, such as #1f6f6b.".to_owned()
        }
        (text, _) if text.to_ascii_lowercase().contains("email") => {
            "Enter a whole e-mail address, such as ingrid@fjord.example.".to_owned()
        }
        ("" | "Required", _) => format!("Enter {field}."),
        (text, _) if text.ends_with('.') => text.to_owned(),
        (text, _) => format!("{text}."),
    }
}

/// The roles that a form offers, those of people or of machines. What the visitor does not hold is locked, as far as the token tells.
pub(crate) fn role_choices(
    room: &Room,
    roles: Vec<Role>,
    are_for_machines: bool,
    is_chosen: impl Fn(&str) -> bool,
) -> Vec<RoleChoice> {
    let fitting = roles.into_iter().filter(|role| role.is_for_machines() == are_for_machines);
    let choice = |role: Role| RoleChoice {
        is_checked: is_chosen(&role.name),
        is_locked: !role.scopes.iter().all(|scope| room.holds(&scope.name)),
        id: role.id,
        name: role.name,
        description: role.description.filter(|text| !text.is_empty()).map(without_full_stop),
    };
    fitting.map(choice).collect()
}

fn without_full_stop(text: String) -> String {
    text.strip_suffix('.').map(str::to_owned).unwrap_or(text)
}

/// The names of roles that a form holds, each once.
pub(crate) fn chosen_roles(form: &Form) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in form.all("roleNames").filter(|name| !name.is_empty()).take(MOST_ROLES + 1) {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// Days to choose from, with what they are called; 0 is for ever.
pub(crate) fn lifetimes(days: &[(u32, &str)], chosen: &str) -> Vec<SelectOption> {
    let option = |(days, label): &(u32, &str)| SelectOption {
        value: days.to_string(),
        label: (*label).to_owned(),
        is_selected: chosen == days.to_string(),
    };
    days.iter().map(option).collect()
}

/// The end of what lives for the chosen days; nothing where it has none or the choice is not one of those offered.
pub(crate) fn end(days: &[(u32, &str)], chosen: &str, now: UnixMillis) -> Result<Option<i64>, Refusal> {
    let found = days.iter().find(|(days, _)| days.to_string() == chosen);
    match found {
        Some((0, _)) => Ok(None),
        Some((days, _)) => Ok(Some(now.0.saturating_add(i64::from(*days).saturating_mul(DAY_MILLIS)))),
        None => Err(Refusal::of_field("expiresInDays", "Choose one of the times offered")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lifetime_is_one_of_those_offered() {
        const DAYS: &[(u32, &str)] = &[(7, "7 days"), (0, "Never")];
        assert_eq!(end(DAYS, "7", UnixMillis(1_000)).unwrap(), Some(1_000 + 7 * DAY_MILLIS));
        assert_eq!(end(DAYS, "0", UnixMillis(1_000)).unwrap(), None);
        for wrong in ["", "8", "-7", "07", "7 "] {
            assert!(end(DAYS, wrong, UnixMillis(0)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn words_of_the_wire_become_sentences() {
        assert_eq!(sentence("name", "String must contain at least 1 character(s)"), "This cannot be empty.");
        assert_eq!(
            sentence("name", "String must contain at most 128 character(s)"),
            "Use at most 128 characters."
        );
        assert_eq!(sentence("name", "Expected 1 to 256 characters"), "Use 1 to 256 characters.");
        assert!(sentence("branding.logoUrl", "Expected an http or https URL").contains("https://"));
        assert_eq!(sentence("x", "Choose one of the times offered"), "Choose one of the times offered.");
    }
}
