//! The words of pages, by language: those that are built in, and a tenant's own laid over them.
//!
//! Words are a tree: objects whose leaves are texts. A tenant's tree may hold more than the built-in one, for pages of its own, but where
//! the built-in one has an object it has none but an object too, and likewise for texts.

mod change;

use std::{collections::BTreeMap, sync::LazyLock};

pub use change::{InTheWay, changed};
use serde_json::{Map, Value};

/// The language of the built-in words, and of last resort.
pub const BUILT_IN_LANGUAGE: &str = "en";
/// How deep a tree of words may be.
const MAX_DEPTH: usize = 8;

static BUILT_IN: LazyLock<Map<String, Value>> =
    LazyLock::new(|| serde_json::from_str(include_str!("phrase/en.json")).unwrap_or_default());

/// Every language that the wire knows.
pub const LANGUAGE_TAGS: [&str; LANGUAGE_COUNT] = [
    "af-ZA", "am-ET", "ar", "ar-AR", "as-IN", "az-AZ", "be-BY", "bg-BG", "bn-IN", "br-FR", "bs-BA", "ca-ES",
    "cb-IQ", "co-FR", "cs", "cs-CZ", "cx-PH", "cy-GB", "da-DK", "de", "de-DE", "el-GR", "en", "en-GB",
    "en-US", "eo-EO", "es", "es-ES", "es-419", "et-EE", "eu-ES", "fa-IR", "ff-NG", "fi", "fi-FI", "fo-FO",
    "fr", "fr-CA", "fr-FR", "fy-NL", "ga-IE", "gl-ES", "gn-PY", "gu-IN", "ha-NG", "he-IL", "hi-IN", "hr-HR",
    "ht-HT", "hu-HU", "hy-AM", "id-ID", "ik-US", "is-IS", "it", "it-IT", "iu-CA", "ja", "ja-JP", "ja-KS",
    "jv-ID", "ka-GE", "kk-KZ", "km-KH", "kn-IN", "ko", "ko-KR", "ku-TR", "ky-KG", "lo-LA", "lt-LT", "lv-LV",
    "mg-MG", "mk-MK", "ml-IN", "mn-MN", "mr-IN", "ms-MY", "mt-MT", "my-MM", "nb-NO", "ne-NP", "nl", "nl-BE",
    "nl-NL", "nn-NO", "or-IN", "pa-IN", "pl-PL", "ps-AF", "pt", "pt-BR", "pt-PT", "ro-RO", "ru", "ru-RU",
    "rw-RW", "sc-IT", "si-LK", "sk-SK", "sl-SI", "sn-ZW", "sq-AL", "sr-RS", "sv", "sv-SE", "sw-KE", "sy-SY",
    "sz-PL", "ta-IN", "te-IN", "tg-TJ", "th", "th-TH", "tl-PH", "tr", "tr-TR", "tt-RU", "tz-MA", "uk-UA",
    "ur-PK", "uz-UZ", "vi-VN", "zh", "zh-CN", "zh-HK", "zh-MO", "zh-TW", "zz-TR",
];
const LANGUAGE_COUNT: usize = 129;

/// Whether the wire knows this language.
pub fn is_language(tag: &str) -> bool {
    LANGUAGE_TAGS.contains(&tag)
}

/// The built-in words.
pub fn built_in() -> &'static Map<String, Value> {
    &BUILT_IN
}

/// The words are no tree of texts, or contradict the built-in ones.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("words are objects of texts, in the places of the built-in ones")]
pub struct NotWords;

/// Whether `words` are a tree of texts that fits the built-in one.
pub fn check(words: &Map<String, Value>) -> Result<(), NotWords> {
    check_level(words, Some(built_in()), MAX_DEPTH)
}

fn check_level(
    words: &Map<String, Value>,
    built_in: Option<&Map<String, Value>>,
    levels: usize,
) -> Result<(), NotWords> {
    let levels = levels.checked_sub(1).ok_or(NotWords)?;
    for (key, value) in words {
        let counterpart = built_in.and_then(|built_in| built_in.get(key));
        match (value, counterpart) {
            (Value::String(_), None | Some(Value::String(_))) => {}
            (Value::Object(inside), None) => check_level(inside, None, levels)?,
            (Value::Object(inside), Some(Value::Object(known))) => {
                check_level(inside, Some(known), levels)?;
            }
            _ => return Err(NotWords),
        }
    }
    Ok(())
}

/// A tenant's words laid over the built-in ones.
pub fn over_built_in(words: Option<&Map<String, Value>>) -> Map<String, Value> {
    let mut all = built_in().clone();
    if let Some(words) = words {
        lay_over(&mut all, words);
    }
    all
}

fn lay_over(all: &mut Map<String, Value>, words: &Map<String, Value>) {
    for (key, value) in words {
        match (all.get_mut(key), value) {
            (Some(Value::Object(known)), Value::Object(inside)) => lay_over(known, inside),
            _ => {
                all.insert(key.clone(), value.clone());
            }
        }
    }
}

/// Every text of a tree of words by its place, such as `action.sign_in`.
pub fn texts(words: &Map<String, Value>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    collect(words, "", MAX_DEPTH, &mut found);
    found
}

fn collect(words: &Map<String, Value>, above: &str, levels: usize, found: &mut BTreeMap<String, String>) {
    let Some(levels) = levels.checked_sub(1) else { return };
    for (key, value) in words {
        let place = place_of(above, key);
        match value {
            Value::String(text) => drop(found.insert(place, text.clone())),
            Value::Object(inside) => collect(inside, &place, levels, found),
            _ => {}
        }
    }
}

/// The place of a member of what stands at `above`.
fn place_of(above: &str, key: &str) -> String {
    if above.is_empty() { key.to_owned() } else { format!("{above}.{key}") }
}

/// The first of the `wanted` languages, in their order, that is among `available` ones: exactly, or else one that differs in its region
/// only, such as `pt-BR` for `pt` (RFC 4647 §3.4, lookup, and on from there to a sibling).
pub fn choose<'a>(wanted: impl IntoIterator<Item = &'a str>, available: &'a [String]) -> Option<&'a String> {
    let language = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    wanted.into_iter().find_map(|wanted| {
        let exact = available.iter().find(|tag| tag.eq_ignore_ascii_case(wanted));
        exact.or_else(|| available.iter().find(|tag| language(tag) == language(wanted)))
    })
}

/// The languages of an `Accept-Language` header, best first (RFC 9110 §12.5.4). What makes no sense is passed over.
pub fn accepted_languages(header: &str) -> Vec<&str> {
    let mut ranges: Vec<(u32, &str)> = header
        .split(',')
        .take(50)
        .filter_map(|range| {
            let mut parts = range.split(';').map(str::trim);
            let tag = parts.next().filter(|tag| !tag.is_empty() && *tag != "*")?;
            let quality = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1_000), thousandths)?;
            (quality > 0).then_some((quality, tag))
        })
        .collect();
    ranges.sort_by_key(|(quality, _)| std::cmp::Reverse(*quality));
    ranges.into_iter().map(|(_, tag)| tag).collect()
}

/// `0` to `1` with up to three decimals, in thousandths.
fn thousandths(quality: &str) -> Option<u32> {
    let (whole, decimals) = quality.split_once('.').unwrap_or((quality, ""));
    let whole: u32 = whole.parse().ok().filter(|whole| *whole <= 1)?;
    if decimals.len() > 3 || !decimals.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let decimals: u32 = format!("{decimals:0<3}").parse().ok()?;
    Some(whole * 1_000 + decimals).filter(|quality| *quality <= 1_000)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn object(value: Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn the_built_in_words_are_a_tree_of_texts() {
        assert!(built_in().len() >= 5);
        assert_eq!(check(built_in()), Ok(()));
        assert!(is_language(BUILT_IN_LANGUAGE) && is_language("nb-NO") && !is_language("tlh"));
    }

    #[test]
    fn texts_are_known_by_their_places() {
        let words =
            object(json!({ "action": { "sign_in": "Rein da", "further": { "x": "y" } }, "top": "oben" }));
        let texts: Vec<_> = texts(&words).into_iter().collect();
        let own = |place: &str, text: &str| (place.to_owned(), text.to_owned());
        assert_eq!(
            texts,
            [own("action.further.x", "y"), own("action.sign_in", "Rein da"), own("top", "oben")]
        );
    }

    #[test]
    fn words_keep_the_places_of_the_built_in_ones() {
        let check = |words: Value| check(&object(words));
        assert_eq!(check(json!({})), Ok(()));
        assert_eq!(check(json!({ "action": { "sign_in": "Logg inn", "own": { "deep": "a" } } })), Ok(()));
        for wrong in [
            json!({ "action": "a" }),
            json!({ "action": { "sign_in": { "a": "b" } } }),
            json!({ "own": 7 }),
            json!({ "own": null }),
            json!({ "own": ["a"] }),
        ] {
            assert_eq!(check(wrong.clone()), Err(NotWords), "{wrong}");
        }
        let deep = (0..MAX_DEPTH).fold(json!({ "a": "b" }), |inside, _| json!({ "own": inside }));
        assert_eq!(check(deep), Err(NotWords));
    }

    #[test]
    fn words_are_laid_over_the_built_in_ones_one_by_one() {
        let words = object(json!({ "action": { "sign_in": "Logg inn" }, "own": { "a": "b" } }));
        let all = over_built_in(Some(&words));
        assert_eq!(all["action"]["sign_in"], "Logg inn");
        assert_eq!(all["action"]["cancel"], built_in()["action"]["cancel"]);
        assert_eq!(all["own"]["a"], "b");
        assert_eq!(over_built_in(None), *built_in());
    }

    #[test]
    fn languages_are_chosen_exactly_before_by_kin() {
        let available = ["en", "pt-BR", "pt-PT", "nb-NO"].map(ToOwned::to_owned);
        let choose = |wanted: &[&'static str]| choose(wanted.iter().copied(), &available).map(String::as_str);
        assert_eq!(choose(&["pt-PT"]), Some("pt-PT"));
        assert_eq!(choose(&["pt"]), Some("pt-BR"));
        assert_eq!(choose(&["fi", "NB-no", "en"]), Some("nb-NO"));
        assert_eq!(choose(&["en-GB"]), Some("en"));
        assert_eq!(choose(&["fi"]), None);
    }

    #[test]
    fn accepted_languages_come_best_first() {
        assert_eq!(accepted_languages("da, en-gb;q=0.8, en;q=0.7"), ["da", "en-gb", "en"]);
        assert_eq!(accepted_languages("en;q=0.7,nb;q=0.9, *;q=0.1"), ["nb", "en"]);
        assert_eq!(accepted_languages("fi;q=0, sv;q=2, de;q=0.1234, fr;q=x, , nn"), ["nn"]);
        assert_eq!(accepted_languages(""), Vec::<&str>::new());
    }
}
