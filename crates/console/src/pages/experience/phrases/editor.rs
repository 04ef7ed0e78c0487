//! `/console/sign-in-experience/phrases/{language}`: one's own words in a language, beside the built-in ones.

use std::collections::BTreeMap;

use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use domain::phrase::{InTheWay, changed};
use hosted::{Refusal, Total};
use http_kit::Form;
use ui::{
    Page as _,
    components::{Banner, FieldState, Link, Tone},
    pages::console::{ConsolePhrasesPage, ConsoleSearch, PhraseField, PhrasePart, PreviewChoice},
};

use super::{
    OwnPhrases, built_in, built_in_name,
    entries::{Entry, SECTIONS, Shown, entries},
    find, frame, languages, put,
};
use crate::{
    listing::paging_by,
    mark::{has_changed, mark},
    operator::Operator,
    pages::{Outcome, done::done, form::status_of, view::option},
    posted::Posted,
};

/// How many phrases a page has.
const PER_PAGE: usize = 50;
/// The button that puts a phrase back names its place under this.
const PUT_BACK: &str = "put_back";
/// How many letters of a phrase a line of its field takes, and how many lines there are at the most.
const LINE: usize = 60;
const MOST_LINES: usize = 4;

/// What is wrong with phrases, by their places.
type Errors = BTreeMap<String, String>;

/// A text as a form brings it back.
fn plain(text: &str) -> String {
    text.trim().replace("\r\n", "\n")
}

/// What was typed for a phrase; nothing where it was not on the page.
fn typed(form: &Form, entry: &Entry) -> Option<String> {
    let field = entry.field();
    let text = plain(form.all(&field).next()?);
    Some(if form.get(PUT_BACK) == entry.place { String::new() } else { text })
}

fn field(operator: &Operator, entry: &Entry, text: String, error: Option<&String>) -> PhraseField {
    let names: Vec<_> = entry.variables().iter().map(|name| format!("{{{{{name}}}}}")).collect();
    let hint = if names.is_empty() {
        entry.place.clone()
    } else {
        let variables = operator.words.with("console-mail-variables", "names", &names.join(", "));
        format!("{} · {variables}", entry.place)
    };
    let letters = entry.built_in.chars().count().max(text.chars().count());
    PhraseField {
        field: entry.field(),
        is_own: entry.own.is_some(),
        // A place that the tenant alone knows is called by itself.
        said: if entry.built_in.is_empty() { entry.place.clone() } else { entry.built_in.clone() },
        place: entry.place.clone(),
        hint,
        rows: (1 + letters / LINE).min(MOST_LINES),
        state: FieldState { value: text, error: error.cloned() },
    }
}

/// The phrases in parts, one a section.
fn parts<'a>(
    operator: &Operator,
    shown: impl Iterator<Item = &'a Entry>,
    (form, errors): (Option<&Form>, &Errors),
) -> Vec<PhrasePart> {
    let mut parts: Vec<(&'static str, PhrasePart)> = Vec::new();
    for entry in shown {
        let text = form.and_then(|form| typed(form, entry)).unwrap_or_else(|| entry.text().to_owned());
        let field = field(operator, entry, text, errors.get(&entry.place));
        match parts.last_mut() {
            Some((name, part)) if *name == entry.section.name => part.phrases.push(field),
            _ => {
                let heading = operator.words.say(entry.section.heading);
                let text = operator.words.say(entry.section.lead);
                parts.push((entry.section.name, PhrasePart { heading, text, phrases: vec![field] }));
            }
        }
    }
    parts.into_iter().map(|(_, part)| part).collect()
}

/// What the list can be narrowed by.
fn filters(operator: &Operator, shown: &Shown) -> Vec<PreviewChoice> {
    let words = &operator.words;
    let any = option("", words.say("console-phrases-every-section"), shown.section.is_empty());
    let sections = SECTIONS
        .iter()
        .map(|section| option(section.name, words.say(section.heading), section.name == shown.section));
    let (name, yes) = Shown::ONLY_OWN;
    let whose = vec![
        option("", words.say("console-phrases-all"), !shown.only_own),
        option(yes, words.say("console-phrases-only-own"), shown.only_own),
    ];
    vec![
        PreviewChoice {
            name: "section",
            label: words.say("console-phrases-section"),
            options: std::iter::once(any).chain(sections).collect(),
        },
        PreviewChoice { name, label: words.say("console-phrases-whose"), options: whose },
    ]
}

/// The page, with what was typed and what is wrong with it.
pub(super) fn page(
    operator: &Operator,
    of: &OwnPhrases,
    shown: &Shown,
    typed: (Option<&Form>, &Errors),
) -> ConsolePhrasesPage {
    let (words, path, tag) = (&operator.words, of.path(), of.language_tag.as_str());
    let said = built_in(tag);
    let all = entries(&said, &of.texts());
    let found: Vec<_> = all.iter().filter(|entry| shown.has(entry)).collect();
    // Where words were put back, there may be fewer pages than before.
    let last = found.len().div_ceil(PER_PAGE).max(1);
    let page = usize::try_from(shown.page).unwrap_or(1).clamp(1, last);
    let part: Vec<_> = found.iter().copied().skip((page - 1) * PER_PAGE).take(PER_PAGE).collect();
    let total = Total { items: found.len() as u64, is_capped: false, shown: part.len() as u64 };
    let remove = Link { href: format!("{path}/delete"), label: words.say("console-phrases-remove") };
    ConsolePhrasesPage {
        title: languages::name(tag),
        lead: words.with("console-phrases-of-lead", "language", &built_in_name(tag)),
        language: tag.to_owned(),
        said_language: said.tag().to_owned(),
        parts: parts(operator, part.into_iter(), typed),
        search: ConsoleSearch {
            action: path.clone(),
            placeholder: words.say("console-phrases-search"),
            value: shown.searched.clone(),
            kept: Vec::new(),
        },
        filters: filters(operator, shown),
        is_narrowed: shown.is_narrowed(),
        paging: paging_by(words, &path, &shown.kept(), (page as u64, total), PER_PAGE as u64),
        action: shown.address(&path),
        mark: mark(&of.basis()),
        destroy: operator.may_edit().then(|| (words.say("console-phrases-remove-lead"), remove)),
        frame: frame(operator),
    }
}

/// `GET /console/sign-in-experience/phrases/{language}`.
pub(super) async fn show(Path(tag): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &tag).await?;
    let shown = Shown::of(&operator.query);
    Ok(page(&operator, &of, &shown, (None, &Errors::new())).into_response())
}

/// What has to be stored, or what is wrong with what was typed. Only what was changed is looked at.
fn changes(
    operator: &Operator,
    all: &[Entry],
    form: &Form,
) -> Result<BTreeMap<String, Option<String>>, Errors> {
    let (mut changes, mut errors) = (BTreeMap::new(), Errors::new());
    for entry in all {
        let Some(text) = typed(form, entry).filter(|text| *text != plain(entry.text())) else { continue };
        if let Some(name) = entry.unknown_variable(&text) {
            let said = operator.words.with("console-phrases-variable-wrong", "name", &name);
            errors.insert(entry.place.clone(), said);
        }
        entry.change(&text, &mut changes);
    }
    if errors.is_empty() { Ok(changes) } else { Err(errors) }
}

/// The page again with what is wrong, above it too: the field may be far below.
fn wrong(mut page: ConsolePhrasesPage, errors: &Errors) -> Response {
    page.frame.banner = errors.values().next().map(Banner::danger);
    page.with_status(StatusCode::UNPROCESSABLE_ENTITY)
}

/// The page again with what the Management API refused.
fn refused(operator: &Operator, mut page: ConsolePhrasesPage, refusal: &Refusal) -> Response {
    if matches!(refusal.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND) {
        return operator.stop(refusal);
    }
    let said = match refusal.code.as_str() {
        "entity.value_too_long" => operator.words.say("console-phrases-too-long"),
        _ => operator.said(refusal),
    };
    page.frame.banner = Some(Banner::danger(said));
    page.with_status(status_of(refusal))
}

/// `POST /console/sign-in-experience/phrases/{language}`: stores what is on the page. The phrase whose button was pressed is put back.
pub(super) async fn save(Path(tag): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &tag).await?;
    let shown = Shown::of(&operator.query);
    if has_changed(&form, &of.basis()) {
        let mut fresh = page(&operator, &of, &shown, (None, &Errors::new()));
        let text = operator.words.say("console-changed-meanwhile");
        fresh.frame.banner = Some(Banner { tone: Tone::Warning, text });
        return Err(fresh.with_status(StatusCode::CONFLICT));
    }
    let again = |errors: &Errors| page(&operator, &of, &shown, (Some(&form), errors));
    let all = entries(&built_in(&tag), &of.texts());
    let changes = match changes(&operator, &all, &form) {
        Ok(changes) => changes,
        Err(errors) => return Err(wrong(again(&errors), &errors)),
    };
    let back = shown.address(&of.path());
    if changes.is_empty() {
        return Ok(done(&back, "console-saved"));
    }
    let translation = match changed(&of.translation, &changes) {
        Ok(translation) => translation,
        Err(InTheWay(place)) => {
            let said = operator.words.with("console-phrases-in-the-way", "place", &place);
            let errors = Errors::from([(place, said)]);
            return Err(wrong(again(&errors), &errors));
        }
    };
    match put(&operator, &tag, translation).await {
        Ok(_) => Ok(done(&back, "console-saved")),
        Err(refusal) => Err(refused(&operator, again(&Errors::new()), &refusal)),
    }
}
