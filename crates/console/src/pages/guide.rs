//! A guide as a page: the one that the address names, or the first.

use ui::pages::console::{
    ConsoleFrame, ConsoleGuidePage, ConsoleTab, GuideAddress, GuideGroup, GuidePart, GuideStep,
};

use crate::{
    guides::{COMMAND, File, Guide, Known, Part},
    operator::Operator,
};

/// Guides in groups: what each group is for, and its guides.
pub(super) type Groups = Vec<(&'static str, &'static [Guide])>;

/// The guide with this name, or the first.
pub(super) fn chosen(groups: &Groups, key: &str) -> Option<&'static Guide> {
    let all = || groups.iter().flat_map(|(_, guides)| *guides);
    all().find(|guide| guide.key == key).or_else(|| all().next())
}

/// What a page of guides is about.
pub(super) struct About {
    /// Its name.
    pub(super) title: String,
    /// What it is.
    pub(super) lead: String,
    /// Where the guides are.
    pub(super) path: String,
    /// What is put into the code.
    pub(super) known: Known,
    /// The addresses of the code.
    pub(super) addresses: Vec<GuideAddress>,
    /// What is around it.
    pub(super) frame: ConsoleFrame,
}

/// The page.
pub(super) fn page(operator: &Operator, groups: &Groups, guide: &Guide, about: About) -> ConsoleGuidePage {
    let words = &operator.words;
    let About { title, lead, path, known, addresses, frame } = about;
    let link = |one: &Guide| {
        let href = format!("{path}?framework={}", one.key);
        (
            ConsoleTab { label: one.title.to_owned(), href, is_current: one.key == guide.key },
            one.detail.to_owned(),
        )
    };
    let group = |(label, guides): &(&str, &'static [Guide])| GuideGroup {
        label: words.say(label),
        guides: guides.iter().map(link).collect(),
    };
    let named = |file: &File| {
        let name =
            if file.name == COMMAND { words.say("console-guide-terminal") } else { known.name_of(file) };
        (name, known.text_of(file))
    };
    let steps = guide.steps.iter().map(|step| GuideStep {
        heading: words.say(step.words.0),
        text: words.say(step.words.1),
        part: match step.part {
            Part::Code => GuidePart::Code,
            Part::Addresses => GuidePart::Addresses(addresses.clone()),
            Part::Secret => GuidePart::Secret(known.secret.is_some()),
        },
        files: step.files.iter().map(named).collect(),
    });
    ConsoleGuidePage {
        title,
        lead,
        heading: guide.title.to_owned(),
        groups: groups.iter().map(group).collect(),
        steps: steps.collect(),
        actions: (format!("{path}/addresses"), format!("{path}/secret")),
        framework: guide.key.to_owned(),
        frame,
    }
}
