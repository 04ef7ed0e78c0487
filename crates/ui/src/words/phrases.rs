//! What a tenant can say in its own words: the messages of the hosted pages, in the order in which they are written, and where each is found among the
//! phrases of the Management API.

use std::{collections::BTreeMap, sync::LazyLock};

use super::{Words, language};

/// What messages are about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PhraseSection {
    /// Signing in and registering.
    SignIn,
    /// Which account, which organization, which device.
    Choices,
    /// What an application may do.
    Consent,
    /// Second steps.
    Factors,
    /// Browsers that are trusted.
    TrustedBrowsers,
    /// Accounts elsewhere.
    Elsewhere,
    /// Telling people from programs, and terms.
    People,
    /// What is wrong, and what to do.
    Wrong,
    /// Pages that only say something.
    Notices,
    /// What the account center says.
    Account,
    /// What the organization portal says.
    Portal,
}

/// The English messages of each section. What only the elements for other applications say is not among them: no tenant's words reach those.
const SOURCES: [(PhraseSection, &[&str]); 11] = [
    (PhraseSection::SignIn, &[include_str!("../../locales/en/pages.ftl")]),
    (PhraseSection::Choices, &[include_str!("../../locales/en/choices.ftl")]),
    (PhraseSection::Consent, &[include_str!("../../locales/en/consent.ftl")]),
    (PhraseSection::Factors, &[include_str!("../../locales/en/factors.ftl")]),
    (PhraseSection::TrustedBrowsers, &[include_str!("../../locales/en/trusted_devices.ftl")]),
    (PhraseSection::Elsewhere, &[include_str!("../../locales/en/social.ftl")]),
    (PhraseSection::People, &[include_str!("../../locales/en/people.ftl")]),
    (PhraseSection::Wrong, &[include_str!("../../locales/en/messages.ftl")]),
    (
        PhraseSection::Notices,
        &[include_str!("../../locales/en/notices.ftl"), include_str!("../../locales/en/refusals.ftl")],
    ),
    (
        PhraseSection::Account,
        &[include_str!("../../locales/en/account.ftl"), include_str!("../../locales/en/own.ftl")],
    ),
    (PhraseSection::Portal, &[include_str!("../../locales/en/portal.ftl")]),
];

static PHRASES: LazyLock<Vec<Phrase>> = LazyLock::new(|| {
    SOURCES.into_iter().flat_map(|(section, sources)| of_section(section, sources)).collect()
});

fn of_section(section: PhraseSection, sources: &'static [&'static str]) -> impl Iterator<Item = Phrase> {
    sources.iter().copied().flat_map(messages_of).map(move |(key, variables)| {
        let place = language::phrase_of(key).map_or_else(|| direct_place(key), str::to_owned);
        Phrase { key, section, place, variables }
    })
}

/// A message of the hosted pages.
#[derive(Debug)]
pub struct Phrase {
    /// Its key.
    pub key: &'static str,
    /// What it is about.
    pub section: PhraseSection,
    /// Where a tenant's own text for it belongs, such as `action.sign_in`.
    pub place: String,
    /// The names of the variables that it may have.
    pub variables: Vec<&'static str>,
}

/// Every message that a tenant can say in its own words.
pub fn phrases() -> &'static [Phrase] {
    &PHRASES
}

/// Where a text for any message can stand. It goes before the one at the place of the phrase.
fn direct_place(key: &str) -> String {
    format!("page.{key}")
}

impl Phrase {
    /// Where a tenant's own text for it can stand too, and goes before the one at its place.
    pub fn direct_place(&self) -> String {
        direct_place(self.key)
    }

    /// The text that pages say of a tenant's `own` ones, and its place.
    pub fn own<'a>(&self, own: &'a BTreeMap<String, String>) -> Option<(&'a str, &'a str)> {
        let direct = own.get_key_value(&self.direct_place());
        let found = direct.or_else(|| own.get_key_value(&self.place));
        found.map(|(place, text)| (place.as_str(), text.as_str()))
    }

    /// The message as `words` say it, written as a tenant writes its own: a variable is its name in braces. Of its forms for numbers it is the general one.
    pub fn built_in(&self, words: &Words) -> String {
        let variables: Vec<_> =
            self.variables.iter().map(|name| (*name, format!("{{{{{name}}}}}"))).collect();
        let variables: Vec<_> =
            variables.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
        // Where words are written from right to left, marks that nobody sees stand around what is put in.
        words.fill(self.key, &variables).replace(['\u{2068}', '\u{2069}'], "")
    }
}

/// The messages of a file, each with the names of its variables.
fn messages_of(source: &'static str) -> Vec<(&'static str, Vec<&'static str>)> {
    let mut found: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with(|first: char| first.is_ascii_lowercase())
            && let Some((key, _)) = line.split_once(" = ")
        {
            found.push((key, Vec::new()));
        }
        let Some((_, variables)) = found.last_mut() else { continue };
        let names = line.split('$').skip(1).filter_map(|part| {
            part.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').next()
        });
        for name in names {
            if !variables.contains(&name) {
                variables.push(name);
            }
        }
    }
    found
}
