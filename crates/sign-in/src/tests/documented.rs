//! docs/sign-in.md names every call of the Experience API and every record that is left, and no others.

use std::{collections::BTreeSet, fs, path::Path};

const DOCUMENT: &str = include_str!("../../../../docs/sign-in.md");
const PREFIX: &str = "/api/experience";

/// What stands in backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// `a{b,c}d` as `abd` and `acd`. What has no comma between its braces is a parameter and stays.
fn alternatives(text: &str) -> Vec<String> {
    for (start, _) in text.match_indices('{') {
        let Some(length) = text[start..].find('}') else { break };
        let (before, inner, after) =
            (&text[..start], &text[start + 1..start + length], &text[start + length + 1..]);
        if inner.contains(',') {
            return inner
                .split(',')
                .flat_map(|choice| alternatives(&format!("{before}{choice}{after}")))
                .collect();
        }
    }
    vec![text.to_owned()]
}

/// The calls of the table, as method and path.
fn documented_calls() -> BTreeSet<String> {
    let rows = DOCUMENT.lines().skip_while(|line| !line.starts_with("| call |")).skip(2);
    let first_cells = rows.take_while(|line| line.starts_with('|')).filter_map(|row| row.split('|').nth(1));
    first_cells
        .flat_map(quoted)
        .filter(|text| text.contains(' '))
        .flat_map(|text| alternatives(&text.replace('…', PREFIX)))
        .collect()
}

#[test]
fn the_table_of_calls_has_every_operation_of_the_experience_api_and_no_others() {
    let served: BTreeSet<String> = crate::api::operations()
        .into_iter()
        .filter(|operation| operation.path.starts_with(PREFIX))
        .map(|operation| format!("{} {}", operation.method, operation.path))
        .collect();
    assert!(served.len() > 30, "{served:?}");
    let documented = documented_calls();
    assert_eq!(served.difference(&documented).collect::<Vec<_>>(), Vec::<&String>::new(), "not documented");
    assert_eq!(documented.difference(&served).collect::<Vec<_>>(), Vec::<&String>::new(), "documented alone");
}

/// The parts between quotation marks in the files of `folder` that are as wanted.
fn strings_in(folder: &Path, is_wanted: fn(&str) -> bool, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            strings_in(&path, is_wanted, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.extend(text.split('"').filter(|part| is_wanted(part)).map(str::to_owned));
        }
    }
}

/// The strings of the steps that are as wanted.
fn strings_of_steps(is_wanted: fn(&str) -> bool) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    strings_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/flow"), is_wanted, &mut found);
    found
}

/// Whether a string is a key of records; `{}` stands for what is put in later.
fn is_key(part: &str) -> bool {
    let is_step = ["Create", "Submit", "Update"]
        .iter()
        .any(|step| part.strip_suffix(step).is_some_and(|before| before.is_empty() || before.ends_with('.')));
    is_step && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".{}".contains(&byte))
}

/// Whether a string is the code of a refusal.
fn is_code(part: &str) -> bool {
    part.contains('.')
        && part.split('.').all(|word| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        })
}

#[test]
fn every_code_that_a_step_refuses_with_is_documented() {
    let codes = strings_of_steps(is_code);
    assert!(codes.len() > 40, "{codes:?}");
    let documented: BTreeSet<String> = quoted(DOCUMENT).flat_map(alternatives).collect();
    let is_named = |code: &str| documented.iter().any(|text| text.split(' ').next_back() == Some(code));
    let missing: Vec<_> = codes.iter().filter(|code| !is_named(code)).collect();
    assert_eq!(missing, Vec::<&String>::new());
}

/// Whether a key is one that the program makes by this pattern.
fn is_made_by(key: &str, pattern: &str) -> bool {
    match pattern.split_once("{}") {
        Some((before, after)) => key.strip_prefix(before).is_some_and(|rest| rest.ends_with(after)),
        None => key == pattern,
    }
}

#[test]
fn every_record_that_a_step_leaves_is_documented_and_no_others_are() {
    let recorded = strings_of_steps(is_key);
    assert!(recorded.len() > 15, "{recorded:?}");
    let paragraph = DOCUMENT.split("- **Audit.**").nth(1).unwrap().split("\n\n").next().unwrap();
    let documented: BTreeSet<String> =
        quoted(paragraph).filter_map(|text| text.strip_prefix("….")).flat_map(alternatives).collect();
    let missing: Vec<_> =
        recorded.iter().filter(|pattern| !documented.iter().any(|key| is_made_by(key, pattern))).collect();
    assert_eq!(missing, Vec::<&String>::new(), "not documented");
    let unknown: Vec<_> =
        documented.iter().filter(|key| !recorded.iter().any(|pattern| is_made_by(key, pattern))).collect();
    assert_eq!(unknown, Vec::<&String>::new(), "documented alone");
}
