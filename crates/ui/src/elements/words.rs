//! What the elements say in languages other than English, which is in the module: a file for each, `words/{language}.json` beside it. The messages
//! are those of the hosted pages.

use std::sync::LazyLock;

use http::HeaderValue;
use serde_json::{Map, Value};

use crate::{Words, words::LANGUAGES};

/// A language's file.
pub(super) struct Translation {
    tag: &'static str,
    pub(super) json: String,
    pub(super) entity_tag: HeaderValue,
}

static TRANSLATIONS: LazyLock<Vec<Translation>> = LazyLock::new(|| {
    let translation = |language: &'static crate::words::Language| {
        let json = Value::Object(translated(&Words::of(language))).to_string();
        Translation { tag: language.tag, entity_tag: super::entity_tag(&json), json }
    };
    LANGUAGES.iter().map(translation).collect()
});

/// The file of a name: `de.json`, `de-AT.json`. Where there are no words in a language it is English, so that no page has to know which there are.
pub(super) fn of_file(file: &str) -> Option<&'static Translation> {
    let tag = file.strip_suffix(".json")?;
    let language = Words::choose([tag], Vec::new());
    TRANSLATIONS.iter().find(|translation| translation.tag == language.tag())
}

/// The words of `words.js`, with its places for values.
fn translated(words: &Words) -> Map<String, Value> {
    let places = ["name", "first", "last", "total"].map(|name| (name, format!("{{{name}}}")));
    let mut variables: Vec<_> = places.iter().map(|(name, place)| (*name, place.as_str().into())).collect();
    variables.push(("date", "{when}".into()));
    let said =
        MESSAGES.iter().map(|(word, message)| ((*word).to_owned(), words.fill(message, &variables).into()));
    said.collect()
}

/// Which message says which word of the elements.
const MESSAGES: [(&str, &str); 67] = [
    ("again", "notice-again"),
    ("cancel", "account-cancel"),
    ("close", "elements-close"),
    ("failed", "failed-title"),
    ("unreachable", "elements-unreachable"),
    ("signedOut", "elements-signed-out"),
    ("notAllowed", "portal-no-permission"),
    ("loading", "elements-loading"),
    ("next", "next"),
    ("previous", "previous"),
    ("range", "portal-range"),
    ("you", "portal-you"),
    ("members", "portal-members"),
    ("searchMembers", "portal-search-members"),
    ("noMembers", "portal-nobody-title"),
    ("noMembersFound", "portal-nobody-title"),
    ("rolesOf", "elements-roles-of"),
    ("changeRoles", "elements-change-roles"),
    ("saveRoles", "portal-save-roles"),
    ("rolesSaved", "portal-done-roles"),
    ("noRoles", "portal-no-roles"),
    ("removeMember", "portal-remove-member"),
    ("removeMemberText", "portal-remove-member-access"),
    ("memberRemoved", "portal-done-removed"),
    ("leave", "portal-leave"),
    ("leaveText", "own-leave-consequence"),
    ("suspended", "portal-suspended"),
    ("invitations", "own-invitations"),
    ("invite", "portal-invite"),
    ("inviteTitle", "portal-invite"),
    ("address", "label-email"),
    ("addressHint", "portal-invitee-hint"),
    ("addressWrong", "error-email-form"),
    ("rolesLegend", "portal-roles"),
    ("invited", "portal-done-invited"),
    ("noInvitations", "portal-no-invitations-title"),
    ("resend", "portal-resend"),
    ("resent", "portal-done-resent"),
    ("revoke", "portal-revoke-invitation"),
    ("revokeText", "portal-revoke-consequence"),
    ("revoked", "portal-done-revoked"),
    ("expires", "own-ends"),
    ("switcher", "portal-switch"),
    ("chooseOrganization", "choose-organization-title"),
    ("searchOrganizations", "portal-search"),
    ("noOrganizations", "no-organization-title"),
    ("noOrganizationsFound", "no-match-title"),
    ("yourInvitations", "own-invitations"),
    ("accept", "own-accept"),
    ("acceptNamed", "own-accept-named"),
    ("accepted", "portal-done-accepted"),
    ("decline", "own-decline"),
    ("declineNamed", "own-decline-named"),
    ("declined", "own-done-declined"),
    ("createOrganization", "portal-create"),
    ("newOrganizationName", "own-label-name"),
    ("created", "portal-done-created"),
    ("profile", "account-profile"),
    ("name", "own-label-name"),
    ("nameMissing", "own-missing-name"),
    ("description", "portal-description"),
    ("descriptionHint", "portal-description-hint"),
    ("logo", "portal-logo"),
    ("logoHint", "portal-logo-hint"),
    ("logoWrong", "portal-bad-url"),
    ("saveProfile", "account-save"),
    ("profileSaved", "account-done-saved"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The words of the module with the places in them.
    fn of_module() -> Vec<(&'static str, BTreeSet<&'static str>)> {
        let lines = include_str!("../../assets/elements/words.js").lines().take_while(|line| *line != "};");
        let words = lines.filter_map(|line| line.strip_prefix("  ")?.split_once(": '"));
        words.map(|(word, text)| (word, places(text))).collect()
    }

    fn places(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
    }

    #[test]
    fn every_word_of_the_module_is_translated_and_nothing_else() {
        let module: Vec<_> = of_module().into_iter().map(|(word, _)| word).collect();
        assert!(module.len() > 50, "{module:?}");
        assert_eq!(MESSAGES.map(|(word, _)| word).to_vec(), module);
    }

    #[test]
    fn no_language_names_a_value_that_the_elements_do_not_have() {
        for translation in TRANSLATIONS.iter() {
            let words: Map<String, Value> = serde_json::from_str(&translation.json).unwrap();
            for (word, known) in of_module() {
                let text = words[word].as_str().unwrap();
                assert!(
                    !text.is_empty() && places(text).is_subset(&known),
                    "{}: {word}: {text}",
                    translation.tag
                );
            }
        }
    }

    #[test]
    fn a_file_is_found_by_any_tag_of_its_language() {
        let tag = |file| of_file(file).map(|translation| translation.tag);
        assert_eq!(tag("de-AT.json"), Some("de"));
        assert_eq!(tag("zh-Hant.json"), Some("zh-TW"));
        assert_eq!(tag("tlh.json"), Some("en"));
        assert_eq!(tag("de"), None);
    }
}
