//! What forms have in common: roles to choose from, lifetimes, and errors at the fields they are about.

use domain::UnixMillis;
use http_kit::Form;
use ui::{
    Words,
    components::FieldState,
    pages::portal::{RoleChoice, SelectOption},
};

use crate::{
    api::{Refusal, Role, of_wire},
    room::Room,
};

const DAY_MILLIS: i64 = 86_400_000;
/// The most roles that a form can name.
const MOST_ROLES: usize = 100;
/// What is said of a lifetime that a form does not offer.
const BAD_LIFETIME: &str = "Choose one of the times offered";

/// Puts what a refusal says of fields beside them; whether something is left to be said above the form.
pub(crate) fn place_issues(words: &Words, refusal: &Refusal, fields: &mut [(&str, &mut FieldState)]) -> bool {
    let mut is_placed = false;
    for (path, message) in refusal.issues() {
        let mut fields = fields.iter_mut();
        if let Some((name, field)) = fields.find(|(name, _)| path == *name) {
            field.error = Some(sentence(words, name, message));
            is_placed = true;
        }
    }
    !is_placed
}

/// The gateway's word on a field as a sentence for people.
fn sentence(words: &Words, field: &str, message: &str) -> String {
    let numbers: Vec<u64> = message.split(' ').filter_map(|word| word.parse().ok()).collect();
    match (message, numbers.as_slice()) {
        (text, [1]) if text.contains("at least") => words.say("portal-empty"),
        (text, [_, _]) if text.contains("letters") => words.say("portal-bad-secret-name"),
        (text, [min, max]) if text.starts_with("Expected ") => {
            words.fill("portal-length", &[("min", (*min).into()), ("max", (*max).into())])
        }
        (text, [most]) if text.contains("at most") => words.count("password-too-long", "max", *most),
        (text, _) if text.contains("URL") => words.say("portal-bad-url"),
        (text, _) if text.contains("rgb") => words.say("portal-bad-color"),
        (text, _) if text.to_ascii_lowercase().contains("email") => words.say("error-email-form"),
        ("" | "Required", _) => words.say("portal-empty"),
        (BAD_LIFETIME, _) => words.say("portal-bad-lifetime"),
        (text, _) => {
            let general = if field == "domain" { "portal-bad-domain" } else { "portal-check-input" };
            let text = if text.ends_with('.') { text.to_owned() } else { format!("{text}.") };
            of_wire(&text, words.say(general), words)
        }
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

/// Days to choose from; 0 is for ever. `key` is the message that says any other number.
pub(crate) fn lifetimes(words: &Words, key: &str, days: &[u32], chosen: &str) -> Vec<SelectOption> {
    let option = |days: &u32| SelectOption {
        value: days.to_string(),
        label: match days {
            0 => words.say("own-token-never"),
            days => words.count(key, "count", u64::from(*days)),
        },
        is_selected: chosen == days.to_string(),
    };
    days.iter().map(option).collect()
}

/// The end of what lives for the chosen days; nothing where it has none or the choice is not one of those offered.
pub(crate) fn end(days: &[u32], chosen: &str, now: UnixMillis) -> Result<Option<i64>, Refusal> {
    let found = days.iter().find(|days| days.to_string() == chosen);
    match found {
        Some(0) => Ok(None),
        Some(days) => Ok(Some(now.0.saturating_add(i64::from(*days).saturating_mul(DAY_MILLIS)))),
        None => Err(Refusal::of_field("expiresInDays", BAD_LIFETIME)),
    }
}

#[cfg(test)]
mod tests {
    use ui::words::Language;

    use super::*;

    #[test]
    fn a_lifetime_is_one_of_those_offered() {
        const DAYS: &[u32] = &[7, 0];
        assert_eq!(end(DAYS, "7", UnixMillis(1_000)).unwrap(), Some(1_000 + 7 * DAY_MILLIS));
        assert_eq!(end(DAYS, "0", UnixMillis(1_000)).unwrap(), None);
        for wrong in ["", "8", "-7", "07", "7 "] {
            assert!(end(DAYS, wrong, UnixMillis(0)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn words_of_the_wire_become_sentences() {
        let sentence = |field, message| sentence(&Words::default(), field, message);
        assert_eq!(sentence("name", "String must contain at least 1 character(s)"), "This cannot be empty.");
        assert_eq!(
            sentence("name", "String must contain at most 128 character(s)"),
            "Use at most 128 characters."
        );
        assert_eq!(sentence("name", "Expected 1 to 256 characters"), "Use 1 to 256 characters.");
        assert!(sentence("branding.logoUrl", "Expected an http or https URL").contains("https://"));
        assert_eq!(sentence("x", BAD_LIFETIME), "Choose one of the times offered.");
        let secret = "Expected 1 to 128 letters without accents, digits, hyphens and underscores";
        assert!(sentence("name", secret).starts_with("Use letters without accents"));
        assert_eq!(sentence("domain", "A name of the root"), "A name of the root.");
        let german = Words::of(Language::find("de").unwrap());
        let told = super::sentence(&german, "domain", "A name of the root");
        assert_eq!(told, german.say("portal-bad-domain"));
    }
}
