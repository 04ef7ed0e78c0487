//! Whoever gets a refusal finds its code in the documentation.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const DOCUMENT: &str = include_str!("../../../../docs/gateway.md");
/// Whose first words codes have.
const FAMILIES: [&str; 3] = ["auth.", "gateway.", "guard."];

/// Everything in quotation marks, in these files, that is a code; tests left out.
fn codes_in(folder: &Path, quote: char, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let is_test = path.file_stem().is_some_and(|name| name == "tests");
        if path.is_dir() && !is_test {
            codes_in(&path, quote, found);
        } else if !is_test && path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap();
            found.extend(codes_of(code, quote));
        }
    }
}

fn codes_of(text: &str, quote: char) -> impl Iterator<Item = String> {
    let is_code = |part: &&str| {
        FAMILIES.iter().any(|family| {
            part.strip_prefix(family).is_some_and(|rest| {
                !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
            })
        })
    };
    text.split(quote).filter(is_code).map(str::to_owned)
}

/// Codes of the crate `guard` alone, which the gateway says otherwise.
const SAID_OTHERWISE: [&str; 3] =
    ["guard.organization_required", "guard.permission_missing", "guard.wrong_organization"];

#[test]
fn every_code_that_a_gateway_answers_with_is_documented_and_no_others_are() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut answered = BTreeSet::new();
    for name in ["gateway", "guard"] {
        codes_in(&crates.join(name).join("src"), '"', &mut answered);
    }
    answered.retain(|code| !SAID_OTHERWISE.contains(&code.as_str()));
    assert!(answered.len() > 40, "{answered:?}");
    let mut documented: BTreeSet<String> = codes_of(DOCUMENT, '`').collect();
    // The name of the policy's file.
    documented.remove("gateway.toml");
    let missing: Vec<_> = answered.difference(&documented).collect();
    assert_eq!(missing, Vec::<&String>::new(), "not in docs/gateway.md");
    let unknown: Vec<_> = documented.difference(&answered).collect();
    assert_eq!(unknown, Vec::<&String>::new(), "in docs/gateway.md alone");
    let mut understood = BTreeSet::new();
    codes_in(&crates.join("portal").join("src"), '"', &mut understood);
    assert!(understood.len() > 3, "{understood:?}");
    let never_said: Vec<_> = understood.difference(&answered).collect();
    assert_eq!(never_said, Vec::<&String>::new(), "in the portal alone");
}
