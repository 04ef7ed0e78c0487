//! docs/threat-model.md names tests, and says that all of them run: each is a function of the workspace.

use std::{collections::BTreeSet, fs, path::Path};

const DOCUMENT: &str = include_str!("../../docs/threat-model.md");
/// Fewer underscores than this are in no name that is a sentence.
const LEAST_UNDERSCORES: usize = 2;

/// The names in the column of tests.
fn named() -> BTreeSet<&'static str> {
    let is_name = |text: &&str| {
        text.matches('_').count() >= LEAST_UNDERSCORES
            && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
    };
    let cells = DOCUMENT.lines().filter(|line| line.starts_with('|')).filter_map(|row| row.split('|').nth(3));
    cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).filter(is_name).collect()
}

/// The functions in the sources of a folder.
fn functions_in(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            functions_in(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let names = text.split("fn ").skip(1).filter_map(|rest| rest.split(['(', '<']).next());
            found.extend(names.map(str::to_owned));
        }
    }
}

#[test]
fn every_test_that_the_threat_model_names_is_there() {
    let mut found = BTreeSet::new();
    functions_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates"), &mut found);
    let named = named();
    assert!(named.len() > 300, "{named:?}");
    let missing: Vec<_> = named.iter().filter(|name| !found.contains(**name)).collect();
    assert_eq!(missing, Vec::<&&str>::new());
}
