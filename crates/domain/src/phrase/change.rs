//! Changing words of a tree one by one, by their places.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::place_of;

/// A place cannot be taken: words stand below it, or a text stands where it has an object above it.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("other words stand in the way of {0}")]
pub struct InTheWay(pub String);

/// The words with the texts of `changes` at the places that they name, and without words at those places for which there is no text. Objects that are
/// left without words go; everything else stays as it is.
///
/// # Errors
/// [`InTheWay`] for a text whose place cannot be taken.
pub fn changed(
    words: &Map<String, Value>,
    changes: &BTreeMap<String, Option<String>>,
) -> Result<Map<String, Value>, InTheWay> {
    let mut met = BTreeSet::new();
    let mut all = rewritten(words, "", (changes, &mut met));
    let new = changes.iter().filter(|(place, _)| !met.contains(*place));
    for (place, text) in new.filter_map(|(place, text)| Some((place, text.as_ref()?))) {
        put(&mut all, place, text)?;
    }
    Ok(all)
}

/// The same tree with what changes of the texts that are there. A stored tree was checked and is not deep.
fn rewritten(
    words: &Map<String, Value>,
    above: &str,
    (changes, met): (&BTreeMap<String, Option<String>>, &mut BTreeSet<String>),
) -> Map<String, Value> {
    let mut all = Map::new();
    for (key, value) in words {
        let place = place_of(above, key);
        let kept = match value {
            Value::Object(inside) => {
                let inside = rewritten(inside, &place, (changes, &mut *met));
                (!inside.is_empty()).then_some(Value::Object(inside))
            }
            value => match changes.get(&place) {
                Some(text) => {
                    met.insert(place);
                    text.clone().map(Value::String)
                }
                None => Some(value.clone()),
            },
        };
        all.extend(kept.map(|kept| (key.clone(), kept)));
    }
    all
}

/// Puts a text where there is none.
fn put(all: &mut Map<String, Value>, place: &str, text: &str) -> Result<(), InTheWay> {
    let (above, last) = place.rsplit_once('.').unwrap_or(("", place));
    let mut level = all;
    for part in above.split('.').filter(|part| !part.is_empty()) {
        let inside = level.entry(part).or_insert_with(|| Value::Object(Map::new()));
        level = inside.as_object_mut().ok_or_else(|| InTheWay(place.to_owned()))?;
    }
    if level.contains_key(last) {
        return Err(InTheWay(place.to_owned()));
    }
    level.insert(last.to_owned(), text.into());
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn after(words: Value, changes: &[(&str, Option<&str>)]) -> Result<Value, InTheWay> {
        let changes = changes.iter().map(|(place, text)| ((*place).to_owned(), text.map(str::to_owned)));
        changed(words.as_object().unwrap(), &changes.collect()).map(Value::Object)
    }

    #[test]
    fn one_word_changes_and_the_others_stay() {
        let words =
            json!({ "action": { "sign_in": "Rein", "further": { "x": "y" } }, "a.b": "c", "top": "oben" });
        let changes =
            [("action.sign_in", Some("Los")), ("page.change", Some("anders")), ("own", Some("neu"))];
        let expected = json!({
            "action": { "sign_in": "Los", "further": { "x": "y" } }, "a.b": "c", "top": "oben",
            "page": { "change": "anders" }, "own": "neu",
        });
        assert_eq!(after(words.clone(), &changes), Ok(expected));
        assert_eq!(after(words.clone(), &[]), Ok(words));
    }

    #[test]
    fn what_is_taken_away_leaves_no_empty_objects() {
        let words = json!({ "action": { "further": { "x": "y" } }, "a.b": "c", "top": "oben" });
        let changes = [("action.further.x", None), ("a.b", None), ("nowhere.at_all", None)];
        assert_eq!(after(words, &changes), Ok(json!({ "top": "oben" })));
    }

    #[test]
    fn no_word_is_lost_for_another() {
        let words = json!({ "page": "one text", "own": { "deep": { "a": "b" } } });
        for place in ["page.change", "own.deep", "own"] {
            assert_eq!(
                after(words.clone(), &[(place, Some("x"))]),
                Err(InTheWay(place.to_owned())),
                "{place}"
            );
        }
        // Where it makes way in the same step, there is room.
        let changes = [("page", None), ("page.change", Some("x"))];
        assert_eq!(
            after(words, &changes),
            Ok(json!({ "page": { "change": "x" }, "own": { "deep": { "a": "b" } } }))
        );
    }
}
