//! What people type to say who they are, and how it is shown again.

use domain::{
    account::identifier::{is_email, parse_phone, typed_phone},
    sign_in_experience::{IdentifierKind, SignInExperience},
};
use http_kit::QueryPairs;
use ui::components::IdentifierKinds;

use crate::state::Identifier;

/// The longest login hint that is shown in a form, in characters.
const MAX_HINT: usize = 128;

/// The kinds that a page takes.
pub(super) fn kinds(takes: impl Fn(IdentifierKind) -> bool) -> IdentifierKinds {
    IdentifierKinds {
        username: takes(IdentifierKind::Username),
        email: takes(IdentifierKind::Email),
        phone: takes(IdentifierKind::Phone),
    }
}

/// Whether a kind is among these.
pub(super) const fn takes(kinds: IdentifierKinds, kind: IdentifierKind) -> bool {
    match kind {
        IdentifierKind::Username => kinds.username,
        IdentifierKind::Email => kinds.email,
        IdentifierKind::Phone => kinds.phone,
    }
}

/// With what one signs in here.
pub(super) fn signing_in(settings: &SignInExperience) -> IdentifierKinds {
    kinds(|kind| settings.takes_password_with(kind) || settings.takes_code_with(kind))
}

/// With what one begins to register here.
pub(super) fn registering(settings: &SignInExperience) -> IdentifierKinds {
    kinds(|kind| settings.sign_up.first.contains(&kind))
}

/// The kinds that the application asks for (OIDC contract §4.1 `identifier`), among those there are; all of those where that leaves none.
pub(super) fn narrowed(all: IdentifierKinds, query: &QueryPairs) -> IdentifierKinds {
    let asked = query.get("identifier").unwrap_or_default();
    let is_asked = |kind: IdentifierKind| asked.split([' ', '+', ',']).any(|word| word == kind.as_str());
    let narrowed = kinds(|kind| takes(all, kind) && is_asked(kind));
    if narrowed == IdentifierKinds::default() { all } else { narrowed }
}

/// What the application knows of who signs in.
pub(super) fn login_hint(query: &QueryPairs) -> String {
    query.get("login_hint").unwrap_or_default().trim().chars().take(MAX_HINT).collect()
}

/// What was typed, as the kind of identifier it looks like; the message that says what is wrong with what looks like none.
pub(super) fn read(typed: &str, kinds: IdentifierKinds) -> Result<Identifier, &'static str> {
    let identifier = |kind, value: &str| Ok(Identifier { kind, value: value.to_owned() });
    if kinds.email && is_email(typed) {
        return identifier(IdentifierKind::Email, typed);
    }
    let digits = typed_phone(typed);
    let looks_like_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    if kinds.phone && looks_like_number {
        // What is a phone number but an impossible one may still be a username.
        if parse_phone(&digits).is_ok() || !kinds.username {
            return match parse_phone(&digits) {
                Ok(_) => identifier(IdentifierKind::Phone, &digits),
                Err(_) => Err("error-phone-form"),
            };
        }
    }
    match kinds {
        IdentifierKinds { username: true, .. } => identifier(IdentifierKind::Username, typed),
        IdentifierKinds { email: true, .. } => Err("error-email-form"),
        _ => Err("error-phone-form"),
    }
}

/// An identifier for people: phone numbers are written as they are dialled.
pub(super) fn shown(identifier: &Identifier) -> String {
    match identifier.kind {
        IdentifierKind::Phone => format!("+{}", identifier.value),
        IdentifierKind::Email | IdentifierKind::Username => identifier.value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: IdentifierKinds = IdentifierKinds { username: true, email: true, phone: true };
    const NONE: IdentifierKinds = IdentifierKinds { username: false, email: false, phone: false };

    fn kind(typed: &str, kinds: IdentifierKinds) -> Result<(IdentifierKind, String), &'static str> {
        read(typed, kinds).map(|identifier| (identifier.kind, identifier.value))
    }

    #[test]
    fn what_is_typed_is_read_as_a_kind_that_is_taken_here() {
        use IdentifierKind::{Email, Phone, Username};
        assert_eq!(kind("ingrid", ALL), Ok((Username, "ingrid".to_owned())));
        assert_eq!(kind("i@fjord.example", ALL), Ok((Email, "i@fjord.example".to_owned())));
        assert_eq!(kind("+47 (912) 34-567", ALL), Ok((Phone, "4791234567".to_owned())));
        assert_eq!(kind("1234", ALL), Ok((Username, "1234".to_owned())));
        let (only_email, only_phone) =
            (IdentifierKinds { email: true, ..NONE }, IdentifierKinds { phone: true, ..NONE });
        let only_username = IdentifierKinds { username: true, ..NONE };
        assert_eq!(kind("i@fjord.example", only_username), Ok((Username, "i@fjord.example".to_owned())));
        assert_eq!(kind("4791234567", only_email), Err("error-email-form"));
        assert_eq!(kind("ingrid", only_email), Err("error-email-form"));
        assert_eq!(kind("ingrid", only_phone), Err("error-phone-form"));
        assert_eq!(kind("1234", only_phone), Err("error-phone-form"));
    }

    #[test]
    fn an_application_may_ask_for_some_kinds_and_not_for_others() {
        let query = |text: &str| QueryPairs::parse(text).unwrap();
        let narrow = |text: &str| narrowed(ALL, &query(text));
        assert_eq!(narrow("identifier=email+phone"), IdentifierKinds { username: false, ..ALL });
        assert_eq!(narrow("identifier=passport"), ALL);
        assert_eq!(narrow(""), ALL);
    }

    #[test]
    fn a_number_is_shown_as_it_is_dialled() {
        let number = Identifier { kind: IdentifierKind::Phone, value: "4791234567".to_owned() };
        assert_eq!(shown(&number), "+4791234567");
    }
}
