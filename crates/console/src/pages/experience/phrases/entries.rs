//! What can be said in one's own words, and which of it a page shows.

use std::collections::{BTreeMap, BTreeSet};

use domain::phrase::{self, texts};
use form_urlencoded::Serializer;
use http_kit::QueryPairs;
use ui::{
    Words,
    words::{Phrase, PhraseSection, phrases},
};

use crate::listing::{page_of, searched};

/// A section of the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Section {
    /// What addresses call it.
    pub(super) name: &'static str,
    /// The messages of what it is, and of where it is said.
    pub(super) heading: &'static str,
    pub(super) lead: &'static str,
}

const fn section(name: &'static str, heading: &'static str, lead: &'static str) -> Section {
    Section { name, heading, lead }
}

/// The sections, in their order. The last is of words that no page of ours says: pages of the tenant's own ask the server for them.
pub(super) const SECTIONS: [Section; 12] = [
    section("sign-in", "console-phrases-sign-in", "console-phrases-sign-in-lead"),
    section("choices", "console-phrases-choices", "console-phrases-choices-lead"),
    section("consent", "console-phrases-consent", "console-phrases-consent-lead"),
    section("second-steps", "console-phrases-factors", "console-phrases-factors-lead"),
    section("trusted-browsers", "console-phrases-trusted", "console-phrases-trusted-lead"),
    section("elsewhere", "console-phrases-elsewhere", "console-phrases-elsewhere-lead"),
    section("people", "console-phrases-people", "console-phrases-people-lead"),
    section("errors", "console-phrases-errors", "console-phrases-errors-lead"),
    section("notices", "console-phrases-notices", "console-phrases-notices-lead"),
    section("account", "console-phrases-account", "console-phrases-account-lead"),
    section("portal", "console-phrases-portal", "console-phrases-portal-lead"),
    section("further", "console-phrases-further", "console-phrases-further-lead"),
];

fn section_of(phrase: &Phrase) -> Section {
    let [sign_in, choices, consent, factors, trusted, elsewhere, people, wrong, notices, account, portal, _] =
        SECTIONS;
    match phrase.section {
        PhraseSection::SignIn => sign_in,
        PhraseSection::Choices => choices,
        PhraseSection::Consent => consent,
        PhraseSection::Factors => factors,
        PhraseSection::TrustedBrowsers => trusted,
        PhraseSection::Elsewhere => elsewhere,
        PhraseSection::People => people,
        PhraseSection::Wrong => wrong,
        PhraseSection::Notices => notices,
        PhraseSection::Account => account,
        PhraseSection::Portal => portal,
    }
}

/// Something that can be said in one's own words.
pub(super) struct Entry {
    pub(super) section: Section,
    /// Its place among the phrases of the Management API.
    pub(super) place: String,
    /// What is said otherwise; nothing where the tenant alone knows the place.
    pub(super) built_in: String,
    /// The tenant's own text, with the place where it stands.
    pub(super) own: Option<(String, String)>,
    /// The message of ours, where it is one.
    phrase: Option<&'static Phrase>,
}

/// Everything, in the order of the sections. `words` are the built-in ones.
pub(super) fn entries(words: &Words, own: &BTreeMap<String, String>) -> Vec<Entry> {
    let of_pages = phrases().iter().map(|phrase| Entry {
        section: section_of(phrase),
        place: phrase.place.clone(),
        built_in: phrase.built_in(words),
        own: phrase.own(own).map(|(place, text)| (place.to_owned(), text.to_owned())),
        phrase: Some(phrase),
    });
    let taken: BTreeSet<String> =
        phrases().iter().flat_map(|phrase| [phrase.place.clone(), phrase.direct_place()]).collect();
    let known = texts(phrase::built_in());
    let [.., further] = SECTIONS;
    let others: BTreeSet<&String> =
        known.keys().chain(own.keys()).filter(|place| !taken.contains(*place)).collect();
    let others = others.into_iter().map(|place| Entry {
        section: further,
        place: place.clone(),
        built_in: known.get(place).cloned().unwrap_or_default(),
        own: own.get(place).map(|text| (place.clone(), text.clone())),
        phrase: None,
    });
    of_pages.chain(others).collect()
}

impl Entry {
    /// The name of its field.
    pub(super) fn field(&self) -> String {
        format!("phrase.{}", self.place)
    }

    /// The tenant's own text; empty where there is none.
    pub(super) fn text(&self) -> &str {
        self.own.as_ref().map_or("", |(_, text)| text)
    }

    /// The names of the variables that it may have.
    pub(super) fn variables(&self) -> &[&'static str] {
        self.phrase.map_or(&[][..], |phrase| phrase.variables.as_slice())
    }

    /// Something in braces that pages would show as it stands. What pages of the tenant's own put in, they know.
    pub(super) fn unknown_variable(&self, text: &str) -> Option<String> {
        self.phrase?;
        let mut named = text.split("{{").skip(1).filter_map(|part| part.split_once("}}"));
        let (name, _) = named.find(|(name, _)| !self.variables().contains(name))?;
        Some(format!("{{{{{name}}}}}"))
    }

    /// Adds what has to be stored for `text` to be said; nothing is to be said where it is empty.
    pub(super) fn change(&self, text: &str, changes: &mut BTreeMap<String, Option<String>>) {
        if !text.is_empty() {
            let place = self.own.as_ref().map_or(&self.place, |(place, _)| place);
            changes.insert(place.clone(), Some(text.to_owned()));
            return;
        }
        // Behind a text stands, maybe, the one that it went before.
        let direct = self.phrase.map(Phrase::direct_place);
        changes.extend(direct.into_iter().chain([self.place.clone()]).map(|place| (place, None)));
    }
}

/// Which entries are shown, as the address says.
#[derive(Default)]
pub(super) struct Shown {
    pub(super) searched: String,
    /// The name of a section; empty for all.
    pub(super) section: String,
    /// Only what the tenant says in its own words.
    pub(super) only_own: bool,
    pub(super) page: u64,
}

impl Shown {
    /// How the parameter is called that asks for one's own words only, and what it says.
    pub(super) const ONLY_OWN: (&'static str, &'static str) = ("own", "yes");

    /// What an address asks for.
    pub(super) fn of(query: &QueryPairs) -> Self {
        Self {
            searched: searched(query),
            section: query.get("section").unwrap_or_default().to_owned(),
            only_own: query.get(Self::ONLY_OWN.0) == Some(Self::ONLY_OWN.1),
            page: page_of(query),
        }
    }

    /// Whether something is left out.
    pub(super) fn is_narrowed(&self) -> bool {
        !self.searched.is_empty() || !self.section.is_empty() || self.only_own
    }

    /// What an address says of it, but for the page.
    pub(super) fn kept(&self) -> [(&'static str, &str); 3] {
        let (name, yes) = Self::ONLY_OWN;
        [
            ("q", self.searched.as_str()),
            ("section", self.section.as_str()),
            (name, if self.only_own { yes } else { "" }),
        ]
    }

    /// The address of the same part of the list at `path`.
    pub(super) fn address(&self, path: &str) -> String {
        let page = if self.page > 1 { self.page.to_string() } else { String::new() };
        let mut query = Serializer::new(String::new());
        query.extend_pairs(
            self.kept().into_iter().chain([("page", page.as_str())]).filter(|(_, value)| !value.is_empty()),
        );
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// Whether it is shown. What is searched for may stand in the built-in words, in English, in one's own words, or in the place.
    pub(super) fn has(&self, entry: &Entry) -> bool {
        let is_within = self.section.is_empty() || self.section == entry.section.name;
        if !is_within || (self.only_own && entry.own.is_none()) {
            return false;
        }
        if self.searched.is_empty() {
            return true;
        }
        let wanted = self.searched.to_lowercase();
        let english = entry.phrase.map(|phrase| phrase.built_in(&Words::default())).unwrap_or_default();
        let texts = [entry.built_in.as_str(), &english, entry.text(), &entry.place];
        texts.iter().any(|text| text.to_lowercase().contains(&wanted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(texts: &[(&str, &str)]) -> BTreeMap<String, String> {
        texts.iter().map(|(place, text)| ((*place).to_owned(), (*text).to_owned())).collect()
    }

    fn at<'a>(all: &'a [Entry], place: &str) -> &'a Entry {
        all.iter().find(|entry| entry.place == place).unwrap()
    }

    #[test]
    fn sections_have_their_own_names_and_stand_together() {
        let names: BTreeSet<_> = SECTIONS.iter().map(|section| section.name).collect();
        assert_eq!(names.len(), SECTIONS.len());
        let mut met: Vec<&str> = entries(&Words::default(), &own(&[("own.title", "x")]))
            .iter()
            .map(|entry| entry.section.name)
            .collect();
        met.dedup();
        assert_eq!(met, SECTIONS.map(|section| section.name));
    }

    #[test]
    fn what_pages_do_not_say_is_kept_apart() {
        let all = entries(&Words::default(), &own(&[("own.title", "x"), ("page.change", "y")]));
        assert_eq!(at(&all, "own.title").section.name, "further");
        assert_eq!(at(&all, "own.title").unknown_variable("{{anything}}"), None);
        assert_eq!(
            (at(&all, "action.cancel").section.name, at(&all, "action.cancel").built_in.as_str()),
            ("further", "Cancel")
        );
        assert_eq!((at(&all, "page.change").section.name, at(&all, "page.change").text()), ("sign-in", "y"));
        assert_eq!(
            at(&all, "description.sign_in_to").unknown_variable("{{name}}: {{nmae}}").as_deref(),
            Some("{{nmae}}")
        );
        assert_eq!(at(&all, "description.sign_in_to").unknown_variable("{{name}} {{"), None);
    }

    /// Whatever a text stood behind does not come forward when it is put back.
    #[test]
    fn a_text_changes_where_it_stands_and_goes_from_both_places() {
        let all =
            entries(&Words::default(), &own(&[("page.sign-in-button", "Los"), ("action.sign_in", "Rein")]));
        let (entry, mut changes) = (at(&all, "action.sign_in"), BTreeMap::new());
        assert_eq!(entry.text(), "Los");
        entry.change("Auf", &mut changes);
        assert_eq!(changes, BTreeMap::from([("page.sign-in-button".to_owned(), Some("Auf".to_owned()))]));
        changes.clear();
        entry.change("", &mut changes);
        let both = ["action.sign_in", "page.sign-in-button"].map(|place| (place.to_owned(), None));
        assert_eq!(changes, BTreeMap::from(both));
    }
}
