use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use fluent_bundle::FluentResource;

use super::{language::PHRASES, *};

/// The messages of a language, each with the names of the variables in it.
fn messages(language: &Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for source in language.sources.iter().copied().flatten() {
        let resource = FluentResource::try_new((*source).to_owned())
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", language.tag));
        drop(resource);
        let mut current: Option<String> = None;
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with(|first: char| first.is_ascii_lowercase()) {
                let key = line.split_once(" = ").unwrap_or_else(|| panic!("{}: {line}", language.tag)).0;
                assert!(
                    found.insert(key.to_owned(), BTreeSet::new()).is_none(),
                    "{}: {key} is there twice",
                    language.tag
                );
                current = Some(key.to_owned());
            }
            for part in line.split('$').skip(1) {
                let name: String =
                    part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                found.get_mut(current.as_ref().unwrap()).unwrap().insert(name);
            }
        }
    }
    found
}

/// Every text file under `folder` that may say words: templates and sources, without tests.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap();
        if path.is_dir() && name != "tests" {
            sources(&path, found);
        } else if name != "tests.rs" && path.extension().is_some_and(|kind| kind == "rs" || kind == "html") {
            found.push(path);
        }
    }
}

/// Each language with the English that it is held against: the hosted pages' and the console's.
fn pairs() -> impl Iterator<Item = (&'static Language, &'static Language)> {
    let hosted = LANGUAGES.iter().map(|language| (language, language::english()));
    hosted.chain(CONSOLE_LANGUAGES.iter().map(|language| (language, language::console_english())))
}

#[test]
fn the_pages_speak_fifteen_languages() {
    let tags = LANGUAGES.each_ref().map(|language| language.tag);
    let expected =
        ["en", "de", "fr", "es", "pt-BR", "it", "nl", "pl", "tr", "ru", "ar", "ja", "ko", "zh-CN", "zh-TW"];
    assert_eq!(tags, expected);
}

#[test]
fn no_language_lacks_a_message_or_a_variable() {
    for (language, english) in pairs() {
        let english = messages(english);
        let own = messages(language);
        let lacking: Vec<_> = english.keys().filter(|key| !own.contains_key(*key)).collect();
        let superfluous: Vec<_> = own.keys().filter(|key| !english.contains_key(*key)).collect();
        assert!(
            lacking.is_empty() && superfluous.is_empty(),
            "{}: lacks {lacking:?}, has {superfluous:?}",
            language.tag
        );
        for (key, variables) in &english {
            assert_eq!(own.get(key), Some(variables), "{}: the variables of {key}", language.tag);
        }
    }
}

#[test]
fn every_message_of_every_language_can_be_said() {
    for (language, _) in pairs() {
        for (key, variables) in messages(language) {
            for number in [0_u64, 1, 2, 3, 5, 11, 21, 100] {
                let filled: Vec<_> = variables.iter().map(|name| (name.as_str(), number.into())).collect();
                let text =
                    language.message(&key, &filled).unwrap_or_else(|| panic!("{}: {key}", language.tag));
                assert!(
                    !text.is_empty() && !text.contains(['{', '}', '$']),
                    "{}: {key}: {text}",
                    language.tag
                );
            }
        }
    }
}

#[test]
fn no_language_leaves_a_sentence_in_english() {
    for (language, english) in pairs().filter(|(language, _)| language.tag != "en") {
        let alike: Vec<_> = messages(english)
            .into_keys()
            .filter(|key| english.message(key, &[]).is_some_and(|text| text.contains(' ')))
            .filter(|key| english.message(key, &[]) == language.message(key, &[]))
            .collect();
        assert!(alike.is_empty(), "{}: {alike:?}", language.tag);
    }
}

#[test]
fn no_message_is_unused_and_none_that_is_used_is_missing() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut files = Vec::new();
    for folder in [
        "ui/templates",
        "ui/src",
        "sign-in/src",
        "oidc/src",
        "server/src",
        "hosted/src",
        "portal/src",
        "account-center/src",
        "console/src",
        "gateway/src/explain",
        "gateway/src/operations",
    ] {
        sources(&crates.join(folder), &mut files);
    }
    // The table of phrases names messages too, which is no use of them.
    files.retain(|path| !path.ends_with("words/language.rs"));
    let texts: Vec<String> = files.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let known = messages(language::console_english());
    let unused: Vec<_> = known
        .keys()
        .filter(|key| {
            // What the gateway says has its keys there, which the console puts its own beginning before.
            let of_gateway = key.strip_prefix("console-gate-").unwrap_or(key);
            let quoted = [key.as_str(), of_gateway].map(|key| format!("\"{key}\""));
            !texts.iter().any(|text| quoted.iter().any(|quoted| text.contains(quoted)))
        })
        .collect();
    assert!(unused.is_empty(), "nothing says {unused:?}");
    for text in &texts {
        for call in ["words.say(\"", "words.with(\"", "words.count(\"", "words.fill(\"", "words.pieces(\""] {
            for rest in text.split(call).skip(1) {
                let key = rest.split('"').next().unwrap();
                assert!(known.contains_key(key), "there is no message {key}");
            }
        }
    }
}

#[test]
fn every_message_that_a_phrase_stands_for_exists() {
    let known = messages(language::english());
    for (key, _) in PHRASES {
        assert!(known.contains_key(key), "{key}");
    }
}

#[test]
fn every_message_of_hosted_pages_can_be_a_tenants_own() {
    let english = messages(language::english());
    let for_elements = |key: &str| key.starts_with("elements-");
    let expected: BTreeMap<_, _> = english.into_iter().filter(|(key, _)| !for_elements(key)).collect();
    let variables = |phrase: &Phrase| -> BTreeSet<String> {
        phrase.variables.iter().map(|name| (*name).to_owned()).collect()
    };
    let known = phrases().iter().map(|phrase| (phrase.key.to_owned(), variables(phrase)));
    assert_eq!(known.clone().count(), expected.len());
    assert_eq!(known.collect::<BTreeMap<_, _>>(), expected);
    // No two share a place, and none stands where another's is.
    let places: BTreeSet<_> = phrases().iter().map(|phrase| phrase.place.as_str()).collect();
    assert_eq!(places.len(), phrases().len());
    for phrase in phrases() {
        let is_one_of_the_api =
            PHRASES.iter().any(|(key, place)| (*key, *place) == (phrase.key, phrase.place.as_str()));
        assert_eq!(!is_one_of_the_api, phrase.place == phrase.direct_place(), "{}", phrase.key);
    }
}

/// What is offered as a place is what pages take the text from.
#[test]
fn pages_say_what_stands_at_the_place_of_a_phrase() {
    for phrase in phrases() {
        let said = |phrases: &[(&str, &str)]| {
            let words = Words::choose(["de"], vec![own("de", phrases)]);
            (words.say(phrase.key), phrase.own(&own("de", phrases).phrases).map(|(_, text)| text.to_owned()))
        };
        let direct = phrase.direct_place();
        let of_place = "of the place".to_owned();
        assert_eq!(
            said(&[(phrase.place.as_str(), "of the place")]),
            (of_place.clone(), Some(of_place)),
            "{}",
            phrase.key
        );
        let both = [(phrase.place.as_str(), "of the place"), (direct.as_str(), "directly")];
        let (text, own) = said(&both);
        assert_eq!(Some(text), own, "{}", phrase.key);
    }
}

#[test]
fn what_is_built_in_is_shown_as_a_tenant_would_write_it() {
    let phrase = |key: &str| phrases().iter().find(|phrase| phrase.key == key).unwrap();
    let words = |tag: &str| Words::choose([tag], Vec::new());
    assert_eq!(phrase("sign-in-title").built_in(&words("en")), "Sign in to {{name}}");
    assert_eq!(phrase("password-rule-length").built_in(&words("en")), "At least {{min}} characters.");
    assert_eq!(
        phrase("agree-both").built_in(&words("en")),
        "By creating an account you agree to the {{terms}} and the {{privacy}}."
    );
    for language in &LANGUAGES {
        for phrase in phrases() {
            let text = phrase.built_in(&words(language.tag));
            assert!(
                !text.is_empty() && !text.contains('\u{2068}'),
                "{}: {}: {text}",
                language.tag,
                phrase.key
            );
        }
    }
}

#[test]
fn the_console_speaks_the_first_language_that_it_has() {
    let chosen = |wanted: &[&str]| Words::of_console(wanted.iter().copied()).language.tag;
    assert_eq!(chosen(&[]), "en");
    assert_eq!(chosen(&["de", "zh-TW", "en"]), "zh-CN");
    assert_eq!(chosen(&["fr", "en-GB", "zh"]), "en");
    assert_eq!(Words::of_console(["zh-Hans"]).say("console-title"), "控制台");
    assert_eq!(Words::of_console([]).say("console-title"), "Console");
}

fn chosen(wanted: &[&str]) -> &'static str {
    Words::choose(wanted.iter().copied(), Vec::new()).language.tag
}

#[test]
fn the_first_language_that_there_are_words_in_is_taken() {
    assert_eq!(chosen(&[]), "en");
    assert_eq!(chosen(&["tlh", "fr-CA", "de"]), "fr");
    assert_eq!(chosen(&["PT"]), "pt-BR");
    assert_eq!(chosen(&["en-GB", "de"]), "en");
    assert_eq!(chosen(&["../../etc/passwd", "", "-", "ja"]), "ja");
}

#[test]
fn chinese_goes_by_its_script() {
    for (tag, language) in [
        ("zh", "zh-CN"),
        ("zh-Hans-HK", "zh-CN"),
        ("zh-SG", "zh-CN"),
        ("zh-Hant", "zh-TW"),
        ("zh-HK", "zh-TW"),
        ("zh_MO", "zh-TW"),
    ] {
        assert_eq!(chosen(&[tag]), language, "{tag}");
    }
}

#[test]
fn only_arabic_is_written_from_right_to_left() {
    let right_to_left: Vec<_> =
        LANGUAGES.iter().filter(|language| Words::of(language).direction() == "rtl").map(|l| l.tag).collect();
    assert_eq!(right_to_left, ["ar"]);
}

fn own(tag: &str, phrases: &[(&str, &str)]) -> OwnWords {
    let phrases = phrases.iter().map(|(place, text)| ((*place).to_owned(), (*text).to_owned()));
    OwnWords { tag: tag.to_owned(), phrases: phrases.collect() }
}

#[test]
fn a_tenants_own_words_stand_before_the_built_in_ones() {
    let german = own(
        "de-DE",
        &[
            ("action.sign_in", "Rein da"),
            ("description.sign_in_to", "Hallo bei {{name}}"),
            ("page.change", "anders"),
        ],
    );
    let words = Words::choose(["de"], vec![german]);
    assert_eq!((words.tag(), words.direction()), ("de-DE", "ltr"));
    assert_eq!(words.say("sign-in-button"), "Rein da");
    assert_eq!(words.with("sign-in-title", "name", "Fjord"), "Hallo bei Fjord");
    assert_eq!(words.say("change"), "anders");
}

#[test]
fn a_language_of_the_tenants_alone_is_filled_up_with_english() {
    let words = Words::choose(["sv"], vec![own("sv-SE", &[("action.sign_in", "Logga in")])]);
    assert_eq!(
        (words.tag(), words.say("sign-in-button"), words.say("change")),
        ("sv-SE", "Logga in".to_owned(), "Change".to_owned())
    );
}

#[test]
fn links_stand_where_the_sentence_has_them() {
    let link = |label: &str| Piece::Link { href: format!("/{label}"), label: label.to_owned() };
    let text = |text: &str| Piece::Text(text.to_owned());
    let words = Words::default();
    assert_eq!(
        words.pieces("agree-both", vec![("terms", link("t")), ("privacy", link("p"))]),
        [
            text("By creating an account you agree to the "),
            link("t"),
            text(" and the "),
            link("p"),
            text(".")
        ]
    );
    assert_eq!(
        words.pieces("code-lead", vec![("address", Piece::Strong("a\u{E000}b".to_owned()))]),
        [text("We sent a six-digit code to "), Piece::Strong("a\u{E000}b".to_owned()), text(".")]
    );
    let swapped = own("en", &[("page.agree-both", "{{privacy}} {{terms}}")]);
    assert_eq!(
        Words::choose(["en"], vec![swapped])
            .pieces("agree-both", vec![("terms", link("t")), ("privacy", link("p"))]),
        [link("p"), text(" "), link("t")]
    );
}

#[test]
fn numbers_take_the_form_that_the_language_has_for_them() {
    let words = |tag: &str| Words::choose([tag], Vec::new());
    assert_eq!(words("en").count("code-wait", "seconds", 1), "You can ask for another code in one second.");
    let polish: BTreeSet<_> =
        [1, 2, 5].map(|n| words("pl").count("code-wait", "seconds", n).replace(char::is_numeric, "")).into();
    assert_eq!(polish.len(), 3, "{polish:?}");
}
